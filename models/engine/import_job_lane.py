from odoo import api, fields, models


class RegistrationImportJob(models.Model):
    """Which way the rows of an import go, through Odoo's models or past them, and why."""

    _inherit = "registration.import.job"

    lane = fields.Json(readonly=True, help="Which way its rows went, and why: a problem as data")
    lane_text = fields.Char(
        "Writing", compute="_compute_lane_text", help="How its rows were written, and why so"
    )

    @api.depends("lane")
    @api.depends_context("lang")
    def _compute_lane_text(self):
        messages = self.env["registration.import.message"]
        for job in self:
            lane = job.lane
            job.lane_text = lane and messages._text(lane["code"], lane["params"])


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    ordinary_lane = fields.Boolean(
        "Never past Odoo's models",
        help="Each row is written through Odoo's models, though nobody listens to their records: a"
        " long file takes several times as long",
    )
