from odoo import api, models
from odoo.tools import SQL

from ...importer.mended_rows import all_cells
from ...tools.contacts.erasure_keys import LEARNER, email_keys
from ...tools.rows import plan

# Rows of which the keys are compared at a time.
CHUNK = 5_000


class ContactErasure(models.AbstractModel):
    """Rows of an import that was waiting, or under way, while somebody was erased: what they say is
    compared with the register when it ends, for nothing else knows the person by then."""

    _inherit = "contact.erasure"

    @api.model
    def _sorts_of_keys(self):
        """``{field of files: sort of key in the register}``: other addons add theirs."""
        return {"uln": LEARNER}

    @api.model
    def _rows_named_since(self, job):
        """Yield the ids of rows that led to no record, and name somebody by a key, or by an e-mail,
        who was erased since the job was made."""
        register = self.env["contact.erasure.register"].sudo()
        if not register.search_count([("date", ">=", job.create_date)], limit=1):
            return
        first, last = plan.id_range(job.id)
        while True:
            rows = self._lost_rows(first, last)
            if not rows:
                return
            keys = {}
            for row, cells in rows:
                keys.setdefault(row, []).extend(self._keys_in(job, cells))
            erased = register._is_erased([key for found in keys.values() for key in found])
            yield from (row for row, found in keys.items() if not erased.keys().isdisjoint(found))
            first = rows[-1][0] + 1

    @api.model
    def _lost_rows(self, first, last):
        """``[(row id, cells)]`` of the next rows that led to no record."""
        return self.env.execute_query(
            SQL(
                """SELECT s.id, c.cells FROM (
                   SELECT s.* FROM registration_import_staged s
                LEFT JOIN registration_import_outcome o ON o.id = s.id
                    WHERE s.id BETWEEN %s AND %s AND o.record IS NULL
                      AND jsonb_array_length(s.cells) > 0
                 ORDER BY s.id LIMIT %s) s CROSS JOIN %s c ORDER BY s.id""",
                first,
                last,
                CHUNK,
                all_cells("s"),
            )
        )

    @api.model
    def _keys_in(self, job, cells):
        """The keys of the register that these cells may be: of the columns that have one, and every
        e-mail."""
        texts = [cell.get("text") if isinstance(cell, dict) else cell for cell in cells]
        texts = [str(text or "").strip() for text in texts]
        institutions = job.company_id.root_id.ids
        keys = [
            key for text in texts if "@" in text for key in email_keys(text.lower(), institutions)
        ]
        for field, sort in self._sorts_of_keys().items():
            place = (job.mapping or {}).get(field)
            if place is not None and place < len(texts) and texts[place]:
                keys.append((sort, texts[place].replace(" ", "")))
        return keys
