from odoo import fields, models

from ...importer.own_context import said


class ResPartner(models.Model):
    _inherit = "res.partner"

    contact_deleted_date = fields.Datetime(
        "Deleted on",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When a file took away by what the contact was reached: no file brings it back.",
    )

    def _fields_sync(self, values):
        """An erasure says itself which copies go, for all contacts at once: Odoo takes queries for
        each of them, and looks upwards, too, where nothing of the structure may change."""
        if said(self.env, "contact_erasure"):
            return None
        return super()._fields_sync(values)
