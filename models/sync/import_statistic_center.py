from odoo import api, fields, models


class RegistrationImportStatistic(models.Model):
    """Of which center the rows were: people of others do not see them."""

    _inherit = "registration.import.statistic"

    center_id = fields.Many2one("contact.center", readonly=True)

    @api.model
    def _job_columns(self):
        return [*super()._job_columns(), "center_id"]
