from odoo import api, fields, models

from ...importer.copies import STOPPED
from ...importer.states import DONE, END_STATES


class RegistrationImportJob(models.Model):
    """What an import says of its undo."""

    _inherit = "registration.import.job"

    undone_by_id = fields.Many2one("registration.import.job", compute="_compute_undo")
    can_undo = fields.Boolean(compute="_compute_undo")
    undone = fields.Selection(
        [("live", "Being undone"), ("part", "Undone in part"), ("done", "Undone")],
        compute="_compute_undo",
    )

    @api.depends("undo_ids.state", "state", "created", "updated", "purged")
    @api.depends_context("uid")
    def _compute_undo(self):
        """The undo that was started, if any; and whether one can be."""
        for job in self:
            started = job.sudo().undo_ids.filtered(lambda undo: undo.started and not undo.origin_id)
            job.undone_by_id = started[:1].sudo(False)
            job.undone = _undone(started.filtered(lambda undo: undo.state not in STOPPED)[:1])
            job.can_undo = (
                job.is_mine
                and job.state in END_STATES
                and bool(job.created or job.updated)
                and not (job.purged or job.undo_of_id)
                and all(undo.state in STOPPED for undo in started)
            )


def _undone(undo):
    """How much of an import an ``undo`` has put back; False where there is none."""
    if not undo:
        return False
    if undo.state != DONE:
        return "live"
    return "part" if undo.failing else "done"
