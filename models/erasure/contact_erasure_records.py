from odoo import api, models
from odoo.tools import SQL

from .contact_erasure import ERASED
from .contact_erasure_places import CONTACT, TEXT_TYPES
from .erasure_sql import address_in, as_query

# Records about one person: model, column of the contact, of the e-mail, of the telephone. Their
# texts go, and what is written on them; the records themselves stay.
ABOUT = (
    ("event.registration", "partner_id", "email", "phone"),
    ("event.track", "partner_id", "partner_email", "partner_phone"),
    ("crm.lead", "partner_id", "email_normalized", "phone"),
    ("calendar.attendee", "partner_id", "email", None),
    ("hr.applicant", "partner_id", "email_normalized", "partner_phone"),
    ("snailmail.letter", "partner_id", None, None),
    ("survey.user_input", "partner_id", "email", None),
    ("rating.rating", "partner_id", None, None),
    ("payment.token", "partner_id", None, None),
    ("mail.tracking.email", "partner_id", "recipient_address", None),
    ("mailing.trace", "partner_id", "email", "sms_number"),
)
# Of these, somebody may have made one for another person: only those that name nobody else.
FOR_OTHERS = {"event.registration": ("name", "email")}
# What such a record is found by stays, and what it is about.
TEXTS_THAT_STAY = {
    "event.registration": ("registration_code", "barcode", "state"),
    "event.track": ("name", "description", "website_meta_title", "website_meta_description"),
    "mailing.trace": ("model",),
    "rating.rating": ("res_model", "parent_res_model"),
    "survey.user_input": ("access_token",),
}


class ContactErasure(models.AbstractModel):
    """Records about one person: registrations, leads, applications, whatever is written on a record
    of theirs, and what dies with these. Every text of them goes."""

    _inherit = "contact.erasure"

    @api.model
    def _about_models(self):
        """``[(model, field of the contact, of the e-mail, of the telephone)]`` of records about one
        person, each field or None: other addons add theirs."""
        return list(ABOUT)

    def _open_records(self):
        """Which records are about the persons: the contacts themselves, and others. ``gone``: such
        that are deleted, of which something may still be written elsewhere."""
        self.env.cr.execute(
            """CREATE TEMP TABLE contact_erasure_record ON COMMIT DROP AS
               SELECT 'res.partner'::varchar AS model, id, root, FALSE AS gone
                 FROM contact_erasure_subject;
               CREATE UNIQUE INDEX ON contact_erasure_record (id, model)"""
        )
        for model, *names in self._about_models():
            if model not in self.env:
                continue
            table = SQL.identifier(self.env[model]._table)
            link, email, phone = (each if self._is_column(model, each) else None for each in names)
            if link:
                self._add_records(model, self._linked(model, table, link))
            for each in {email, *self._email_columns(model)} - {None}:
                self._add_records(model, self._unlinked(table, link, each))
            if phone:
                self._add_known_by_phone(model, link, email, phone)
        self._add_users()
        for model, field in self._part_locations(CONTACT):
            self._add_records(model, self._belonging(model, field, CONTACT))
        self._add_pairs()
        self.env.cr.execute("ANALYZE contact_erasure_record")

    def _add_records(self, model, found, gone=False):
        """Add what a query finds: ``(id, root)``; whether there was anything."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO contact_erasure_record
                   SELECT %s, f.id, f.root, %s FROM (%s) f ON CONFLICT DO NOTHING""",
                model,
                gone,
                found,
            )
        )
        return bool(self.env.cr.rowcount)

    def _mark_gone(self, model, ids):
        """Note ``[(id, partner id)]`` of what is about to be deleted."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO contact_erasure_record
                   SELECT DISTINCT ON (f.id) %s, f.id, f.root, TRUE
                     FROM unnest(%s::integer[], %s::integer[]) AS f(id, root)
                       ON CONFLICT (id, model) DO UPDATE SET gone = TRUE""",
                model,
                [each for each, _root in ids],
                [root for _each, root in ids],
            )
        )

    def _add_users(self):
        """Logins are looked after by their own; of what was written on one, something may be
        elsewhere."""
        self._add_records(
            "res.users",
            SQL(
                """SELECT u.id, s.root FROM res_users u
                     JOIN contact_erasure_subject s ON s.id = u.partner_id"""
            ),
            gone=True,
        )

    def _add_pairs(self):
        """Rows that name one of these records by its model and its id are about the persons as
        well, and so is what dies with any of them."""
        for model, name, number in self._pair_locations():
            self._add_records(model, self._paired(model, name, number))
        self._add_children()

    @api.model
    def _paired(self, model, name, number):
        records = self.env[model]
        by_model = records._fields[name].type == "many2one"
        return SQL(
            "SELECT t.id, r.root FROM %s t %s JOIN contact_erasure_record r ON %s = r.model"
            " AND t.%s = r.id",
            SQL.identifier(records._table),
            SQL("JOIN ir_model m ON m.id = t.%s", SQL.identifier(name)) if by_model else SQL(),
            SQL("m.model") if by_model else SQL.identifier("t", name),
            SQL.identifier(number),
        )

    def _last_notes(self):
        """``{model: last id}`` of what notes things of records: what the erasure itself does may
        be noted there with what was erased."""
        notes = {model for model, _name, _number in self._pair_locations()}
        return {
            model: self.env.execute_query(
                SQL("SELECT coalesce(max(id), 0) FROM %s", SQL.identifier(self.env[model]._table))
            )[0][0]
            for model in notes
        }

    def _add_notes(self, last):
        """What was noted since is about the persons, of whatever record it is."""
        for model, number in last.items():
            table = SQL.identifier(self.env[model]._table)
            later = SQL("SELECT id, NULL::integer AS root FROM %s WHERE id > %s", table, number)
            self._add_records(model, later)
        self._add_pairs()

    def _add_children(self):
        """What dies with a record that stays: the answers of a registration, the lines of a log."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT model FROM contact_erasure_record WHERE NOT gone AND model <> %s",
                CONTACT,
            )
        )
        models_left, seen = [model for (model,) in rows if not self._tells(model)], set()
        while models_left:
            of_model = models_left.pop()
            seen.add(of_model)
            for model, field in self._part_locations(of_model):
                children = self._belonging(model, field, of_model)
                if self._add_records(model, children) and model not in seen:
                    models_left.append(model)

    @api.model
    def _belonging(self, model, field, of_model):
        """A query of the rows of a model that lead to a record by this field."""
        return SQL(
            """SELECT t.id, r.root FROM %s t JOIN contact_erasure_record r
                   ON r.model = %s AND r.id = t.%s""",
            SQL.identifier(self.env[model]._table),
            of_model,
            SQL.identifier(field),
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

    def _add_known_by_phone(self, model, link, email, phone):
        """Those that have neither a contact nor an e-mail, by a telephone that nobody else has."""
        empty = [SQL("t.%s IS NULL", SQL.identifier(link))] if link else []
        if email:
            empty.append(SQL("coalesce(t.%s, '') = ''", SQL.identifier(email)))
        found = self._known_by_number(
            SQL.identifier(self.env[model]._table),
            phone,
            SQL(" AND ").join(empty) if empty else SQL("TRUE"),
        )
        if found:
            self._add_records(model, as_query(found))

    def _clear_records(self):
        """Empty the texts of these records; ``[{partner id: {model: count}}]``."""
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT model FROM contact_erasure_record WHERE NOT gone")
        )
        counts = []
        for model in {model for (model,) in rows} - {CONTACT}:
            counts.append({root: {model: n} for root, n in self._clear_about(model) if root})
            if self._tells(model):
                self._clear_equal(model, self._rows_about_persons(model))
        return counts

    @api.model
    def _rows_about_persons(self, model):
        return SQL(
            "SELECT id, root FROM contact_erasure_record WHERE model = %s AND NOT gone", model
        )

    @api.model
    def _tells(self, model):
        """Whether a record of such a model, though it is about one person, keeps what people wrote
        of something else."""
        fields = [self.env[model]._fields.get(name) for name in TEXTS_THAT_STAY.get(model, ())]
        return any(
            field and (field.type in ("text", "html") or field.translate) for field in fields
        )

    def _clear_about(self, model):
        """Empty every text of the records of a model that are about the persons; ``[(partner id,
        how many)]``."""
        columns = self._emptied_columns(model)
        if model == "payment.token":
            columns["active"] = SQL("FALSE")
        # rows without a text are counted, too
        values = [SQL("%s = %s", SQL.identifier(name), each) for name, each in columns.items()]
        return self.env.execute_query(
            SQL(
                """WITH emptied AS (
                   UPDATE %s t SET %s FROM contact_erasure_record r
                    WHERE r.model = %s AND r.id = t.id AND NOT r.gone RETURNING r.root)
                   SELECT root, count(*) FROM emptied GROUP BY 1""",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(values or [SQL("id = t.id")]),
                model,
            )
        )

    @api.model
    def _emptied_columns(self, model):
        """``{column: SQL of what is left}`` of a model's texts, files and structured values, but
        for those by which a record is found."""
        staying = {*TEXTS_THAT_STAY.get(model, ())}
        staying |= {name for pair, name, _number in self._pair_locations() if pair == model}
        records = self.env[model]
        return {
            name: self._what_is_left(records, field)
            for name, field in records._fields.items()
            if field.store
            and field.column_type
            and name not in staying
            and field.type in (*TEXT_TYPES, "binary", "json", "properties")
        }

    @api.model
    def _what_is_left(self, records, field):
        """NULL, or what stands for a text that has to be there, or by which a record is called."""
        named = field.name == records._rec_name and field.type == "char"
        if not (named or self._is_needed(records, field)):
            return SQL("NULL")
        if field.translate:
            return SQL("jsonb_build_object('en_US', %s::text)", ERASED)
        if field.company_dependent or field.type in ("json", "properties"):
            return SQL("'{}'::jsonb")
        if field.type == "binary":
            return SQL("''::bytea")
        if named:
            return SQL("%s", ERASED)
        # a rule may say that no two rows have the same
        return SQL("left(%s || t.id, %s)", ERASED, getattr(field, "size", None) or 1000)
