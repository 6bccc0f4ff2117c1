from odoo import api, models, tools
from odoo.tools import SQL

from .contact_erasure_copies import HANDLED
from .contact_erasure_traces import BY_EMAIL
from .erasure_sql import address_in

# The newest messages, among which those are counted that mention a name: a bound, since each has
# to be read.
SEARCHED = 20_000
EMAIL_FIELDS = ("email_normalized", "email", "email_from", "company_email")
# Of a message, so many characters are read.
READ = 100_000


class ContactErasure(models.AbstractModel):
    """What is left of a contact and why, counted: the honest end of an erasure.

    A residual is a list of ``{"code": ..., "count": ..., more}``: data, no sentence and no name;
    the register makes the sentences.
    """

    _inherit = "contact.erasure"

    @api.model
    def _residual(self, partners, mentions):
        """``{partner id: residual}``: sales, records with the contact, its own messages, messages
        that mention it, other people of the structure, records with its e-mail."""
        residual = {each: [] for each in partners.ids}
        sales = self._sales_by_model(partners)
        for partner, found in sales.items():
            residual[partner] += [
                {"code": "sale", "model": model, "count": count} for model, count in found.items()
            ]
        for partner, found in self._linked_records(partners).items():
            residual[partner] += found
        for partner, count in self._people_of(partners).items():
            residual[partner].append({"code": "person", "count": count})
        for partner, found in mentions.items():
            residual[partner] += found
        return residual

    @api.model
    def _linked_records(self, partners):
        """``{partner id: [...]}``: whatever refers to the contact and is no sale."""
        owners = self._owners(partners)
        sales = {(model, field) for model, field, _domain, _label in self._sales_sources()}
        linked = {}
        for reference in self._references():
            model, field = reference.model, reference.field
            if (model, field) in sales or reference.table in ("res_partner", "res_partner_bank"):
                continue
            for partner, count in self._count_references(reference, owners).items():
                line = {"code": "linked", "model": model, "field": field}
                line["table"] = reference.table
                linked.setdefault(partner, []).append({**line, "count": count})
        return linked

    @api.model
    def _people_of(self, partners):
        """``{partner id: count}`` of contact persons and structures below it, who stay."""
        groups = partners._read_group(
            [("parent_id", "in", partners.ids), ("active", "in", (True, False))]
            + ["|", ("type", "=", "contact"), ("is_company", "=", True)],
            ["parent_id"],
            ["__count"],
        )
        return {partner.id: count for partner, count in groups}

    @api.model
    def _count_mentions(self):
        """``{partner id: [...]}``: messages on other records with the name or the e-mail in their
        text, and records of other models with the e-mail."""
        found = {}
        for root, count in self._mentions():
            line = {"code": "mention", "count": count, "searched": SEARCHED}
            found.setdefault(root, []).append(line)
        for model, field in self._email_locations():
            for root, count in self._same_email(model, field):
                line = {"code": "email", "model": model, "field": field, "count": count}
                found.setdefault(root, []).append(line)
        return found

    @api.model
    def _mentions(self):
        """``[(partner id, messages)]``: a message is compared with a name, or an e-mail, only
        where it has the longest word of that."""
        return self.env.execute_query(
            SQL(
                """WITH wanted AS (
                    SELECT t.root, t.text, (SELECT w FROM %(words_of_text)s w
                                             ORDER BY length(w) DESC, w LIMIT 1) AS word
                      FROM (SELECT root, unnest(names) FROM contact_erasure_subject
                             UNION SELECT root, email FROM contact_erasure_email) t(root, text)),
                found AS (
                    SELECT DISTINCT m.id, n.root, n.text
                      FROM mail_message m, %(words_of_body)s w JOIN wanted n ON n.word = w
                     WHERE m.id > (SELECT coalesce(max(id), 0) FROM mail_message) - %(searched)s
                       AND m.body <> '')
                SELECT f.root, count(DISTINCT m.id) FROM found f JOIN mail_message m USING (id)
                 WHERE position(f.text in lower(m.body)) > 0
                   AND NOT EXISTS (SELECT 1 FROM contact_erasure_record r
                                    WHERE r.model = m.model AND r.id = m.res_id)
                 GROUP BY 1""",
                words_of_text=_words("t.text"),
                words_of_body=_words("m.body"),
                searched=SEARCHED,
            )
        )

    @api.model
    @tools.ormcache()
    def _email_locations(self):
        """``[(model, field)]`` of the e-mails of records that have no contact, by the names that
        Odoo's own privacy lookup goes by."""
        handled = {model for model, _link, _email in self._about_models()}
        handled |= {model for model, _column in BY_EMAIL}
        found = []
        for name, records in self.env.items():
            if records._abstract or records._transient or not records._auto:
                continue
            if name in handled or name.startswith(HANDLED) or _has_contact(records):
                continue
            fields = [each for each in EMAIL_FIELDS if _is_text_column(records._fields.get(each))]
            found += [(name, each) for each in fields[:1]]
        return tuple(found)

    @api.model
    def _same_email(self, model, field):
        return self.env.execute_query(
            SQL(
                """SELECT e.root, count(*) FROM %s t JOIN contact_erasure_email e
                    ON %s = e.email GROUP BY 1""",
                SQL.identifier(self.env[model]._table),
                address_in(field),
            )
        )


def _words(column):
    """The words of a text, in small letters, as rows: e-mails are one word."""
    return SQL("unnest(tsvector_to_array(to_tsvector('simple', left(%s, %s))))", SQL(column), READ)


def _has_contact(records):
    """Whether records have a field with a contact: those are found by that."""
    return any(
        field.type == "many2one" and field.comodel_name == "res.partner" and field.store
        for field in records._fields.values()
    )


def _is_text_column(field):
    return bool(field and field.store and field.column_type and field.type == "char")
