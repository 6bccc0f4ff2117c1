from odoo import api, fields, models
from odoo.fields import Command

from .import_schedule import NONE


class RegistrationImportOperation(models.Model):
    """The source and the schedule of an operation, each a record of its own that is made with it;
    what cards, lists and buttons show of them."""

    _inherit = "registration.import.operation"

    # In this order: what runs by itself has a source by then. One of each, always.
    source_ids = fields.One2many(
        "registration.import.source",
        "operation_id",
        "Where its files come from",
        default=lambda self: [Command.create({})],
        copy=True,
    )
    schedule_ids = fields.One2many(
        "registration.import.schedule",
        "operation_id",
        "When it runs",
        default=lambda self: [Command.create({})],
        copy=True,
    )
    source_type = fields.Selection(related="source_ids.type")
    fetched_state = fields.Char(related="source_ids.result_state", related_sudo=False)
    schedule_text = fields.Char(related="schedule_ids.text")
    next_run = fields.Datetime(related="schedule_ids.next_run", store=True)
    paused = fields.Boolean(related="schedule_ids.paused")

    @api.onchange("source_ids")
    def _onchange_source_ids(self):
        """Without a file to fetch, nothing is left that could run by itself."""
        if self.direction != "out" and self.source_ids._waits_for_people():
            self.schedule_ids.mode = NONE

    @api.ondelete(at_uninstall=False)
    def _unlink_sources(self):
        """With a source go its address, its file, and what was mailed and not taken."""
        self.sudo().source_ids.unlink()

    def _change_runner(self, withdraws_allowance=True):
        """Whoever changes what a run would do is the one with whose rights it runs."""
        self.sudo().schedule_ids._run_as(self.env.user)
        if not withdraws_allowance:
            return
        # what nothing brings back was allowed to the operation as it was: after a change of who may
        # not allow that, somebody who may has to do it again
        for operation in self.sudo().filtered("irreversible_allowed"):
            if operation.sudo(False)._right_problem("irreversible"):
                operation.irreversible_allowed = False
