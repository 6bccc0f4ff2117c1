from odoo import api, models, tools
from odoo.tools import SQL, sql

from .contact_erasure import ERASED
from .contact_erasure_fields import TEXT_TYPES
from .erasure_sql import address_in, telling_digits

# Records about one person: model, column of the contact, column of the e-mail. Their texts go,
# and what is written on them; the records themselves stay.
ABOUT = (
    ("event.registration", "partner_id", "email"),
    ("crm.lead", "partner_id", "email_normalized"),
    ("calendar.attendee", "partner_id", "email"),
    ("snailmail.letter", "partner_id", None),
    ("survey.user_input", "partner_id", "email"),
    ("rating.rating", "partner_id", None),
    ("payment.token", "partner_id", None),
    ("mailing.trace", None, "email"),
)
# Of these, somebody may have made one for another person: only those that name nobody else.
FOR_OTHERS = {"event.registration": ("name", "email")}
# What such a record is found by stays.
TEXTS_THAT_STAY = {
    "event.registration": ("registration_code", "barcode", "state"),
    "survey.user_input": ("access_token",),
}
# Texts of records that belong to those.
PARTS = (("event.registration.answer", "registration_id", "event.registration"),)
# Documents of sales, and of employment, stay as they are, by law.
DOCUMENTS = ("account.", "hr.", "l10n_", "purchase.order", "sale.order")
# Handled by their own.
HANDLED = ("res.partner", "res.users", "res.company", "res.partner.bank", "contact.", "mail.")


class ContactErasure(models.AbstractModel):
    """Copies of a contact's texts in other records: registrations, leads, payments, whatever has a
    field with the contact. A text there that is equal to one of the contact's own is such a copy,
    so that no list of fields is needed, and nobody else's texts are touched."""

    _inherit = "contact.erasure"

    @api.model
    def _about_models(self):
        """``[(model, field of the contact or None, field of the e-mail or None)]`` of records
        about one person: other addons add theirs."""
        return list(ABOUT)

    def _open_records(self):
        """Which records are about the persons: the contacts themselves, and others."""
        self.env.cr.execute(
            """CREATE TEMP TABLE contact_erasure_record ON COMMIT DROP AS
               SELECT 'res.partner'::varchar AS model, id, root FROM contact_erasure_subject"""
        )
        for model, link, email in self._about_models():
            if model not in self.env:
                continue
            table = SQL.identifier(self.env[model]._table)
            link, email = (name if self._is_column(model, name) else None for name in (link, email))
            if link:
                self._add_records(model, self._linked(model, table, link))
            if email:
                self._add_records(model, self._unlinked(table, link, email))
            if link and email and self._is_column(model, "phone"):
                self._add_records(model, self._known_by_phone(table, link, email))
        self.env.cr.execute("ANALYZE contact_erasure_record")

    @api.model
    def _is_column(self, model, name):
        """Whether the model is there, and stores this field in its table."""
        field = model in self.env and self.env[model]._fields.get(name)
        return bool(field and field.store and field.column_type)

    def _add_records(self, model, found):
        self.env.cr.execute(
            SQL(
                "INSERT INTO contact_erasure_record SELECT %s, f.id, f.root FROM (%s) f",
                model,
                found,
            )
        )

    @api.model
    def _linked(self, model, table, link):
        names = [SQL("coalesce(t.%s, '')", SQL.identifier(n)) for n in FOR_OTHERS.get(model, ())]
        same = [SQL("lower(btrim(%s)) = ANY(s.texts)", name) for name in names]
        if names:
            same.append(SQL("concat(%s) = ''", SQL(", ").join(names)))
        return SQL(
            "SELECT t.id, s.root FROM %s t JOIN contact_erasure_subject s ON t.%s = s.id WHERE %s",
            table,
            SQL.identifier(link),
            SQL(" OR ").join(same) if same else SQL("TRUE"),
        )

    @api.model
    def _unlinked(self, table, link, email):
        return SQL(
            """SELECT t.id, e.root FROM %s t JOIN contact_erasure_email e
                   ON %s = e.email WHERE %s""",
            table,
            address_in(email),
            SQL("t.%s IS NULL", SQL.identifier(link)) if link else SQL("TRUE"),
        )

    @api.model
    def _known_by_phone(self, table, link, email):
        """Those that have neither a contact nor an e-mail, by a telephone that nobody else has."""
        return SQL(
            """SELECT t.id, s.root FROM %s t JOIN contact_erasure_subject s
                   ON %s = ANY(s.numbers)
                WHERE t.%s IS NULL AND coalesce(t.%s, '') = '' AND NOT EXISTS (
                      SELECT FROM res_partner p WHERE %s = ANY(s.numbers)
                         AND p.id NOT IN (SELECT id FROM contact_erasure_subject))""",
            table,
            telling_digits(SQL("t.phone")),
            SQL.identifier(link),
            SQL.identifier(email),
            telling_digits(SQL("p.phone")),
        )

    def _clear_copies(self):
        """``{partner id: {model: count}}`` of the records that had copies."""
        counts = self._count_records()
        for model, _link, _email in self._about_models():
            if model in self.env:
                self._clear_about(model)
        for model, field, of_model in PARTS:
            if model in self.env:
                self._clear_parts(model, field, of_model)
        for model, link in self._copy_locations():
            for root, count in self._clear_equal(model, link):
                locations = counts.setdefault(root, {})
                locations[model] = locations.get(model, 0) + count
        return counts

    @api.model
    def _count_records(self):
        """``{partner id: {model: count}}`` of the other records that are about the persons."""
        rows = self.env.execute_query(
            SQL("SELECT root, model, count(*) FROM contact_erasure_record GROUP BY 1, 2")
        )
        counts = {}
        for root, model, count in rows:
            if model != "res.partner":
                counts.setdefault(root, {})[model] = count
        return counts

    def _clear_about(self, model):
        """Empty every text of the records that are about the persons."""
        texts = self._text_columns(model, TEXTS_THAT_STAY.get(model, ()))
        assignments = [
            SQL("%s = %s", SQL.identifier(name), ERASED if named else None)
            for name, named in texts.items()
        ]
        if model == "payment.token":
            assignments.append(SQL("active = FALSE"))
        if not assignments:
            return
        self.env.cr.execute(
            SQL(
                """UPDATE %s t SET %s FROM contact_erasure_record r
                    WHERE r.model = %s AND r.id = t.id""",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(assignments),
                model,
            )
        )

    def _clear_parts(self, model, field, of_model):
        texts = self._text_columns(model, ())
        self.env.cr.execute(
            SQL(
                """UPDATE %s t SET %s FROM contact_erasure_record r
                    WHERE r.model = %s AND r.id = t.%s""",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in texts),
                of_model,
                SQL.identifier(field),
            )
        )

    @api.model
    def _text_columns(self, model, left_out):
        """``{column: whether it must have a text, so that it gets the constant}`` of a model's
        texts and properties; what is required and no name says nothing of a person."""
        records = self.env[model]
        found = {}
        for name, field in records._fields.items():
            if not (field.store and field.column_type) or name in left_out:
                continue
            if field.type in (*TEXT_TYPES, "properties") and not field.translate:
                named = name == records._rec_name and field.type == "char"
                if named or not field.required:
                    found[name] = named
        return found

    @api.model
    @tools.ormcache()
    def _copy_locations(self):
        """``[(model, field)]`` of every field of other records that holds a contact."""
        return tuple(
            (name, field.name)
            for name, records in self.env.items()
            if not records._abstract
            and records._auto
            and not name.startswith((*DOCUMENTS, *HANDLED))
            and sql.table_kind(self.env.cr, records._table) == sql.TableKind.Regular
            for field in records._fields.values()
            if field.type == "many2one"
            and field.comodel_name == "res.partner"
            and field.store
            and not field.company_dependent
        )

    @api.model
    def _equal_columns(self, model):
        """Like ``_text_columns``, of every text that may be a copy: one that must be there, too."""
        records = self.env[model]
        return {
            name: name == records._rec_name or field.required
            for name, field in records._fields.items()
            if field.store
            and field.column_type
            and field.type in TEXT_TYPES
            and not field.translate
            and not field.company_dependent
        }

    def _clear_equal(self, model, link):
        """Empty the texts that are equal to one of the contact's; ``[(partner id, count)]``."""
        records, texts = self.env[model], self._equal_columns(model)
        if not texts:
            return []
        equal = {
            name: SQL("lower(btrim(t.%s)) = ANY(s.texts)", SQL.identifier(name)) for name in texts
        }
        return self.env.execute_query(
            SQL(
                """WITH cleared AS (
                   UPDATE %s t SET %s FROM contact_erasure_subject s
                    WHERE t.%s = s.id AND (%s) RETURNING s.root)
                   SELECT root, count(*) FROM cleared GROUP BY root""",
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL(
                        "%s = CASE WHEN %s THEN %s ELSE t.%s END",
                        SQL.identifier(name),
                        equal[name],
                        ERASED if named else None,
                        SQL.identifier(name),
                    )
                    for name, named in texts.items()
                ),
                SQL.identifier(link),
                SQL(" OR ").join(equal.values()),
            )
        )
