from odoo import api, models
from odoo.tools import SQL

from ...tools.contacts.erasure_counts import count_locations
from ...tools.contacts.erasure_keys import LEARNER, MEMBER, NUMBER
from ...tools.contacts.former_keys import CONS_ID, CONTACT_NR, MEMBER_ID, ULN

FORMER = "contact.former.key"


class ContactErasure(models.AbstractModel):
    """What contacts were known by that were merged into an erased one goes with it, and so do the
    rows of imports that wrote these contacts."""

    _inherit = "contact.erasure"

    @api.model
    def _part_tables(self):
        return super()._part_tables() | {self.env[FORMER]._table}

    @api.model
    def _records_query(self, target, path):
        query = super()._records_query(target, path)
        if target != "res.partner":
            return query
        return SQL(
            """%s UNION SELECT n.id, n.id, s.root FROM contact_former_key f
                 JOIN contact_erasure_subject s ON s.id = f.partner_id
           CROSS JOIN LATERAL (
                      SELECT CASE WHEN f.key ~ '^[0-9]{1,9}$' THEN f.key::integer END) n(id)
                WHERE f.sort = %s AND n.id IS NOT NULL""",
            query,
            CONS_ID,
        )

    def _forget_exchanges(self, origin):
        """Not before the rows are found by these keys."""
        counts = super()._forget_exchanges(origin)
        found = self.env.execute_query(
            SQL(
                """SELECT f.id, s.root FROM contact_former_key f
                     JOIN contact_erasure_subject s ON s.id = f.partner_id"""
            )
        )
        self.env[FORMER].browse(each for each, _root in found).unlink()
        return [*counts, count_locations(FORMER, found)]


class ContactErasureRegister(models.Model):
    """Nobody comes back by a key of a contact that was merged into them."""

    _inherit = "contact.erasure.register"

    @api.model
    def _keys_of(self, partners):
        keys = super()._keys_of(partners)
        for former in self.env[FORMER].sudo().search([("partner_id", "in", partners.ids)]):
            sorts = {
                MEMBER_ID: (MEMBER, former.key),
                CONTACT_NR: (NUMBER, former.company_id.id or 0, former.key),
                ULN: (LEARNER, former.key),
            }
            if former.sort in sorts:
                keys[former.partner_id.id].append(sorts[former.sort])
        return keys
