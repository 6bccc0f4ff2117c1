from odoo import api, models
from odoo.tools import SQL

from ...tools.contacts.erasure_counts import sum_counts
from .contact_erasure import ERASED
from .contact_erasure_parts import LOGIN
from .contact_erasure_places import CONTACT, TEXT_TYPES

# Of so many of the persons of one chunk a row with several contacts is cleared.
MOST_OF_A_ROW = 20


class ContactErasure(models.AbstractModel):
    """Copies of a contact's texts in records that lead to it, or to its login: meetings, payments,
    whatever has a field with the contact. A text there that is equal to one of the contact's own
    is such a copy, so that no list of fields is needed; of longer texts the name, the e-mail and
    the telephone are taken out. The rest stays, and nobody else's texts are touched."""

    _inherit = "contact.erasure"

    def _clear_copies(self):
        """``{partner id: {model: count}}`` of the records that had copies."""
        counts = self._clear_records()
        for model, field in self._link_places():
            found = self._clear_equal(model, self._rows_linked(model, field))
            counts += [{root: {model: count}} for root, count in found]
        for model, name, number in self._loose_pair_locations():
            self._clear_equal(model, self._rows_paired(model, name, number))
        for model, field in self._relation_locations():
            counts += self._clear_related(model, field)
        return sum_counts(counts)

    def _clear_related(self, model, field):
        """A row may lead to several of the persons: one statement takes out one of them."""
        counts = []
        for _time in range(MOST_OF_A_ROW):
            found = self._clear_equal(model, self._rows_related(model, field))
            counts += [{root: {model: count}} for root, count in found]
            if not found:
                break
        return counts

    @api.model
    def _link_places(self):
        """``[(model, field)]`` of what leads to these contacts, or to their logins, if any."""
        places = list(self._link_locations(CONTACT))
        if self._have_logins():
            places += [each for each in self._link_locations(LOGIN) if each not in places]
        return places

    @api.model
    def _rows_linked(self, model, name):
        """A query of ``(id of a row, id of a subject)`` by a field with a contact or a login."""
        records = self.env[model]
        field, table = records._fields[name], SQL.identifier(records._table)
        column = SQL.identifier("t", name)
        if field.type == "reference":
            return SQL(
                "SELECT t.id, s.id FROM %s t JOIN contact_erasure_subject s ON %s = %s || s.id",
                table,
                column,
                f"{CONTACT},",
            )
        if field.comodel_name == CONTACT:
            return SQL(
                "SELECT t.id, s.id FROM %s t JOIN contact_erasure_subject s ON %s = s.id",
                table,
                column,
            )
        return SQL(
            """SELECT t.id, s.id FROM %s t JOIN res_users u ON %s = u.id
                 JOIN contact_erasure_subject s ON s.id = u.partner_id""",
            table,
            column,
        )

    @api.model
    def _rows_paired(self, model, name, number):
        """The same by the model and the id of a contact."""
        found = self._paired(model, name, number)
        return SQL(
            "SELECT f.id, s.id FROM (%s) f JOIN contact_erasure_subject s USING (root)", found
        )

    @api.model
    def _rows_related(self, model, name):
        """The same by a relation with several contacts."""
        field = self.env[model]._fields[name]
        return SQL(
            "SELECT l.%s, s.id FROM %s l JOIN contact_erasure_subject s ON l.%s = s.id",
            SQL.identifier(field.column1),
            SQL.identifier(field.relation),
            SQL.identifier(field.column2),
        )

    @api.model
    def _copied_fields(self, model):
        """Fields with texts that may be copies, or have some in them."""
        return [
            field
            for field in self.env[model]._fields.values()
            if field.store
            and field.column_type
            and field.type in (*TEXT_TYPES, "json", "properties")
        ]

    def _clear_equal(self, model, rows):
        """Of these rows, empty the texts that are equal to one of the contact's, and take out of
        others what tells of it; ``[(partner id, count)]``."""
        records, fields = self.env[model], self._copied_fields(model)
        if not fields:
            return []
        changed = {field.name: self._without_copies(records, field) for field in fields}
        return self.env.execute_query(
            SQL(
                """WITH linked(id, subject) AS (%s), cleared AS (
                   UPDATE %s t SET %s
                     FROM linked l JOIN contact_erasure_subject s ON s.id = l.subject
                LEFT JOIN contact_erasure_words w ON w.root = s.root
                    WHERE t.id = l.id AND (%s) RETURNING s.root)
                   SELECT root, count(*) FROM cleared GROUP BY root""",
                rows,
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, (_tells, value) in changed.items()
                ),
                SQL(" OR ").join(tells for tells, _value in changed.values()),
            )
        )

    @api.model
    def _without_copies(self, records, field):
        """``(condition, value)`` as SQL: whether a column ``t`` tells of the contact ``s`` with
        the words ``w``, and what is left of it."""
        column = SQL.identifier("t", field.name)
        if field.column_type[0] == "jsonb":  # one text a company or a language, or properties
            text = SQL("%s::text", column)
            equal = SQL(
                """EXISTS (SELECT FROM jsonb_path_query(%s, '$.* ? (@.type() == "string")') v
                            WHERE lower(btrim(v #>> '{}')) = ANY(s.texts))""",
                column,
            )
        else:
            text, equal = column, SQL("lower(btrim(%s)) = ANY(s.texts)", column)
        left = SQL("regexp_replace(%s, w.words, %s, 'gi')", text, ERASED)
        if field.column_type[0] == "jsonb":
            left = SQL("%s::jsonb", left)
        elif getattr(field, "size", None):
            left = SQL("left(%s, %s)", left, field.size)
        return (
            SQL("(%s OR %s ~* w.words)", equal, text),
            SQL(
                "CASE WHEN %s THEN %s ELSE coalesce(%s, %s) END",
                equal,
                self._what_is_left(records, field),
                left,
                column,
            ),
        )
