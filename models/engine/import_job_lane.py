from odoo import api, fields, models

from ...importer.fast_lane import FAST

# Why nothing was in bulk, though it might have been.
NONE_PLAIN = "lane_none"


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

    def _finish(self, state, watched=False, **values):
        """What was tried in bulk, and went row by row in the end, says so."""
        store, told = self._store(), self.sudo().lane or {}
        tried = told.get("code") == FAST and store.has_written(in_bulk=False)
        if tried and not store.has_written(in_bulk=True):
            values["lane"] = {"code": NONE_PLAIN, "params": {}}
        return super()._finish(state, watched, **values)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    ordinary_lane = fields.Boolean(
        "Never past Odoo's models",
        help="Each row is written through Odoo's models, though nobody listens to their records: a"
        " long file takes several times as long",
    )
