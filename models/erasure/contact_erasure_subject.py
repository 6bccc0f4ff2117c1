from odoo import api, models, tools
from odoo.tools import SQL

from .erasure_sql import APART, any_of, escaped, telling_digits, words_of

# Shorter texts say nothing of a person, and are found by chance.
SHORTEST = 3
# Earlier names, e-mails and telephone numbers, as the history of changes has them.
_HISTORY = """ARRAY(SELECT unnest(ARRAY[v.old_value_char, v.new_value_char])
               FROM mail_message m
               JOIN mail_tracking_value v ON v.mail_message_id = m.id
               JOIN ir_model_fields f ON f.id = v.field_id AND f.ttype IN ('char', 'text')
              WHERE m.model = 'res.partner' AND m.res_id = p.id AND %s)"""


class ContactErasure(models.AbstractModel):
    """What is known of the persons while they are erased: a table of this transaction alone, with
    which one statement a location can compare all of them."""

    _inherit = "contact.erasure"

    @api.model
    @tools.ormcache()
    def _own_texts(self):
        """Columns of a contact with texts of its own: what copies elsewhere are equal to."""
        fields = self.env["res.partner"]._fields
        return tuple(
            name
            for name, field in fields.items()
            if field.store
            and field.column_type
            and field.type in ("char", "text")
            and not field.translate
            and not field.company_dependent
            and name not in self._fields_that_stay()
        )

    def _open_subjects(self, partners, addresses):
        """Lay beside what the contacts say of themselves, and what their history says they said,
        in small letters.

        ``root`` is the contact itself, for its addresses, too.
        """
        owners = self._owners(partners, addresses)
        self._close_subjects()
        self.env.cr.execute(
            SQL(
                """CREATE TEMP TABLE contact_erasure_subject ON COMMIT DROP AS
                SELECT p.id, given.root,
                       ARRAY(SELECT DISTINCT lower(btrim(n))
                               FROM unnest(ARRAY[p.name] || %(names)s) n
                              WHERE length(btrim(n)) >= %(shortest)s) AS names,
                       ARRAY(SELECT DISTINCT lower(btrim(t)) FROM unnest(
                                    ARRAY[%(texts)s] || %(history)s) t
                              WHERE length(btrim(t)) >= %(shortest)s) AS texts,
                       ARRAY(SELECT lower(btrim(t)) FROM unnest(ARRAY[p.street, p.street2]) t
                              WHERE length(btrim(t)) >= %(shortest)s) AS streets,
                       ARRAY(SELECT d FROM unnest(ARRAY[%(phones)s]) t, %(digits)s d
                              WHERE d IS NOT NULL) AS numbers,
                       %(parts)s AS name_parts,
                       %(keys)s AS keys,
                       ARRAY(SELECT lower(w) FROM unnest(ARRAY[p.email] || %(emails)s) e,
                                    regexp_split_to_table(e, %(apart)s) w
                              WHERE w LIKE '%%_@_%%') AS emails
                  FROM unnest(%(ids)s, %(roots)s) AS given(id, root)
                  JOIN res_partner p ON p.id = given.id""",
                texts=SQL(", ").join(self._text_expressions()),
                names=SQL(_HISTORY, SQL("f.name = 'name'")),
                history=SQL(_HISTORY, SQL("TRUE")),
                emails=SQL(_HISTORY, SQL("f.name = 'email'")),
                apart=APART,
                digits=telling_digits(SQL("t")),
                phones=SQL(", ").join(self._phone_columns()),
                parts=self._name_parts(),
                keys=self._own_keys(),
                shortest=SHORTEST,
                ids=list(owners),
                roots=list(owners.values()),
            )
        )
        self.env.cr.execute("ALTER TABLE contact_erasure_subject ADD PRIMARY KEY (id)")
        self._open_emails()
        self._open_words()

    @api.model
    def _phone_columns(self):
        """Where contacts ``p`` have a telephone: other addons add theirs."""
        return [SQL("p.phone")]

    @api.model
    def _name_parts(self):
        """The two texts that together are the name of a contact ``p`` in a file with a column for
        each: the first word and the rest; NULL where there are none."""
        return SQL(
            """CASE WHEN position(' ' in btrim(p.name)) > 0 AND NOT coalesce(p.is_company, false)
                    THEN ARRAY[lower(split_part(btrim(p.name), ' ', 1)),
                        lower(btrim(substr(btrim(p.name), position(' ' in btrim(p.name)))))] END"""
        )

    def _open_emails(self):
        """``contact_erasure_email`` has the e-mails that nobody else has: a family may share
        one. A field may hold several."""
        self.env.cr.execute(
            SQL(
                """CREATE TEMP TABLE contact_erasure_email ON COMMIT DROP AS
                   WITH own AS (
                       SELECT DISTINCT t AS email, s.root
                         FROM contact_erasure_subject s, unnest(s.texts || s.emails) t
                        WHERE t ~ '^[^[:space:]@<>",;]+@[^[:space:]@<>",;]+$'),
                   others AS (
                       SELECT p.email_normalized AS email, p.id FROM res_partner p
                        WHERE p.email_normalized IN (SELECT email FROM own)
                        UNION ALL
                       SELECT lower(w), p.id
                         FROM res_partner p, regexp_split_to_table(p.email, %s) w
                        WHERE p.email LIKE '%%@%%@%%' AND w LIKE '%%_@_%%')
                   SELECT email, root FROM own WHERE NOT EXISTS (
                       SELECT FROM others o
                        WHERE o.email = own.email AND NOT EXISTS (
                           SELECT FROM contact_erasure_subject s WHERE s.id = o.id));
                   ANALYZE contact_erasure_subject;
                   ANALYZE contact_erasure_email""",
                APART,
            )
        )

    @api.model
    def _known_by_number(self, table, phone, condition):
        """``[(id, partner id)]`` of the rows of a table with a telephone of theirs that nobody else
        has: to see that takes a look at all contacts, and most often nothing is found."""
        found = self.env.execute_query(
            SQL(
                """SELECT t.id, s.root, d.digits FROM %s t
               CROSS JOIN LATERAL (SELECT %s AS digits) d
                     JOIN (SELECT root, unnest(numbers) AS number FROM contact_erasure_subject) s
                       ON s.number = d.digits WHERE %s""",
                table,
                telling_digits(SQL("t.%s", SQL.identifier(phone))),
                condition,
            )
        )
        shared = self._shared_numbers({number for _each, _root, number in found})
        return [(each, root) for each, root, number in found if number not in shared]

    @api.model
    def _shared_numbers(self, numbers):
        """Those of these last digits of telephones that somebody else has."""
        if not numbers:
            return set()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT d.digits FROM res_partner p, unnest(ARRAY[%s]) t
               CROSS JOIN LATERAL (SELECT %s AS digits) d
                    WHERE d.digits = ANY(%s)
                      AND NOT EXISTS (SELECT FROM contact_erasure_subject s WHERE s.id = p.id)""",
                SQL(", ").join(self._phone_columns()),
                telling_digits(SQL("t")),
                list(numbers),
            )
        )
        return {number for (number,) in rows}

    def _open_words(self):
        """``contact_erasure_words`` has of each contact a regular expression of all that tells of
        it in a longer text: the e-mails that nobody else has, its names of more than one word, and
        its telephones however they are written. ``contact_erasure_wanted`` has the longest word of
        each name and e-mail, for texts that are only searched."""
        self.env.cr.execute(
            SQL(
                r"""CREATE TEMP TABLE contact_erasure_words ON COMMIT DROP AS
                   WITH words AS (
                       SELECT root, %(escaped_email)s AS word FROM contact_erasure_email
                        UNION
                       SELECT s.root, %(escaped_name)s
                         FROM contact_erasure_subject s, unnest(s.names) n
                        WHERE n ~ '[^[:space:]][[:space:]]+[^[:space:]]'
                        UNION
                       SELECT s.root, %(any_spelling)s
                         FROM contact_erasure_subject s, unnest(s.numbers) d)
                   SELECT root, %(any_of_them)s AS words FROM words GROUP BY root;
                   CREATE UNIQUE INDEX ON contact_erasure_words (root);
                   ANALYZE contact_erasure_words;
                   CREATE TEMP TABLE contact_erasure_wanted ON COMMIT DROP AS
                   SELECT t.root, t.text, (SELECT w FROM %(words)s w
                                            ORDER BY length(w) DESC, w LIMIT 1) AS word
                     FROM (SELECT root, unnest(names) FROM contact_erasure_subject
                            UNION SELECT root, email FROM contact_erasure_email) t(root, text);
                   ANALYZE contact_erasure_wanted""",
                words=words_of(SQL("t.text")),
                escaped_email=escaped(SQL("email")),
                escaped_name=escaped(SQL("n")),
                any_spelling=SQL(
                    r"""'([+]?[0-9(][0-9 ./()-]*)?'
                        || regexp_replace(d, '(\d)(?=\d)', '\1[ ./()-]*', 'g')"""
                ),
                any_of_them=any_of(SQL("word")),
            )
        )

    @api.model
    def _text_expressions(self):
        """The texts of a contact, its address as e-mails write it, and its logins."""
        yield from (SQL("p.%s::text", SQL.identifier(name)) for name in self._own_texts())
        for pattern in ('"%s" <%s>', "%s <%s>"):
            yield SQL("format(%s, p.name, p.email)", pattern)
            yield SQL("format(%s, p.name, p.email_normalized)", pattern)
        yield SQL("(SELECT max(login) FROM res_users u WHERE u.partner_id = p.id)")

    def _close_subjects(self):
        """Forget it before the transaction ends: more may follow in it."""
        self.env.cr.execute(
            """DROP TABLE IF EXISTS contact_erasure_subject, contact_erasure_email,
                                    contact_erasure_words, contact_erasure_wanted,
                                    contact_erasure_record, contact_erasure_job"""
        )
