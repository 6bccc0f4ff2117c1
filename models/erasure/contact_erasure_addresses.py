from odoo import api, models
from odoo.tools import SQL

from ...tools.contacts.erasure_counts import count_locations
from .contact_erasure import ERASED
from .contact_erasure_places import DOCUMENTS
from .erasure_sql import address_in, any_of, as_query, escaped, words_in


class ContactErasure(models.AbstractModel):
    """E-mails of the persons in records that do not lead to them, alone or in a list: lists of
    people to tell, tickets of somebody unknown. The address goes, and what else tells of the
    person; the record stays."""

    _inherit = "contact.erasure"

    def _clear_addresses(self):
        """``{model: [(id, partner id)]}`` of the records that had one, by one statement each."""
        found = {}
        if not self.env.execute_query(SQL("SELECT 1 FROM contact_erasure_email LIMIT 1")):
            return found
        for model in self._email_locations():
            if model not in DOCUMENTS:
                rows = self._take_addresses_out(model, self._email_columns(model))
                if rows:
                    found[model] = rows
                    self._clear_equal(model, as_query(rows))
        senders = self._clear_senders()
        return found | ({"mail.message": senders} if senders else {})

    def _clear_senders(self):
        """``[(id, partner id)]`` of messages that came from such an address, of nobody known."""
        return self.env.execute_query(
            SQL(
                """UPDATE mail_message t SET email_from = NULL, reply_to = NULL
                     FROM contact_erasure_email e WHERE %s = e.email RETURNING t.id, e.root""",
                address_in("email_from"),
            )
        )

    @api.model
    def _rows_with_address(self, table, names):
        """A query of the rows that have such addresses in one of the columns: ``(id, root, regular
        expression of these)``."""
        return SQL(
            """SELECT t.id, min(e.root) AS root, %s AS emails
                 FROM %s t, unnest(ARRAY[%s]) c, unnest(%s) word
                 JOIN contact_erasure_email e ON e.email = word
                WHERE c LIKE '%%_@_%%' GROUP BY 1""",
            any_of(escaped(SQL("e.email"))),
            SQL.identifier(table),
            SQL(", ").join(SQL("t.%s::text", SQL.identifier(name)) for name in names),
            words_in(SQL("c")),
        )

    def _take_addresses_out(self, model, names):
        """``[(id, partner id)]`` of the rows of which addresses were taken."""
        records = self.env[model]
        return self.env.execute_query(
            SQL(
                """WITH found AS (%s)
                   UPDATE %s t SET %s FROM found f WHERE t.id = f.id RETURNING t.id, f.root""",
                self._rows_with_address(records._table, names),
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), self._others_in(records, name))
                    for name in names
                ),
            )
        )

    @api.model
    def _others_in(self, records, name):
        """What is left of a list of addresses ``t`` without those that were ``f``ound."""
        left = self._without_addresses(SQL.identifier("t", name))
        if self._is_needed(records, records._fields[name]):
            return SQL("coalesce(%s, %s)", left, ERASED)
        return left

    @api.model
    def _without_addresses(self, column):
        """NULL where nobody is left; a name before an address goes with it."""
        return SQL(
            r"""nullif(btrim(regexp_replace(regexp_replace(%(column)s,
                    '("[^"]*"[[:space:]]*|[^,;<>"]*)<' || f.emails || '>|' || f.emails,
                    '', 'gi'), '([,;])[[:space:]]*(?=[,;])', '', 'g'), ' ,;'), '')""",
            column=column,
        )

    @api.model
    def _count_addresses_elsewhere(self):
        """``{partner id: [...]}`` of documents with the e-mail."""
        found = {}
        for model in DOCUMENTS.intersection(self._email_locations()):
            names = self._email_columns(model)
            found_in = self._rows_with_address(self.env[model]._table, names)
            rows = self.env.execute_query(SQL("SELECT f.id, f.root FROM (%s) f", found_in))
            for root, counts in count_locations(model, rows).items():
                line = {"code": "email", "model": model, "field": names[0], "count": counts[model]}
                found.setdefault(root, []).append(line)
        return found
