from odoo import api, models
from odoo.tools import SQL


class ImportKindHub(models.AbstractModel):
    """Of contacts with an open duplicate nobody knows yet which they are (V15)."""

    _inherit = "registration.import.kind.hub"

    @api.model
    def _deferred(self):
        return SQL(
            "%s UNION ALL %s",
            super()._deferred(),
            self.env["registration.import.duplicate"]._deferred(),
        )
