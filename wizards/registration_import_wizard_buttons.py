from odoo import models
from odoo.exceptions import UserError

from ..importer.states import DRAFT, VALIDATED, WAITING
from .registration_import_wizard import MAP, REPORT


class RegistrationImportWizard(models.TransientModel):
    """What each button does: the job is told, and shown as it stands then."""

    _inherit = "registration.import.wizard"

    def refresh(self):
        """Show the job as it stands: what the client asks for when a background step ended."""
        self.ensure_one()
        self._check_mine()
        self._take_job()
        return True

    def action_reread(self):
        """Read the file again with the options that were changed on screen; once it is validated,
        check its rows again."""
        self.ensure_one()
        self._check_mine()
        if self.step == REPORT:
            self._hand_over_repeats()
        elif changed := self._changed_options():
            self.job_id.set_options(changed)
        self._take_job()
        return True

    def action_use_separator(self):
        """Read the file with the separator that it has, and validate it."""
        self.ensure_one()
        self._check_mine()
        if self.other_separator:
            self.job_id.set_options({"separator": self.other_separator})
        if self.job_id._of_file().mapping:
            self.job_id.action_validate()
        self._take_job()
        return self._open()

    def action_other_file(self):
        """Start over with another file; a draft that leads nowhere is forgotten."""
        self.ensure_one()
        self._check_mine()
        operation = self.operation_id
        if self.job_id.state in (DRAFT, VALIDATED):
            self.job_id.sudo().unlink()
        return operation.action_upload()

    def action_discard(self):
        """Forget what was not imported, and close; from the form of the import back to the list."""
        self.ensure_one()
        job = self.job_id
        if not job or job.state not in (DRAFT, VALIDATED):
            return {"type": "ir.actions.act_window_close"}
        jobs = job.action_delete_draft()
        if self.env.context.get("registration_import_from_job"):
            return jobs
        return {"type": "ir.actions.act_window_close"}

    def action_back_to_map(self):
        """Change the mapping after a validation."""
        self.ensure_one()
        self._check_mine()
        if self.job_id.state == VALIDATED:
            self.job_id.set_mapping(self.job_id._of_file().mapping)
        self._take_job()
        return self._open()

    def action_validate(self):
        """Plan every row and write nothing; then show the report."""
        self.ensure_one()
        self._check_mine()
        self._hand_over_mapping()
        self._hand_over_label()
        self.job_id.action_validate()
        self._take_job()
        return self._open()

    def action_enable_companies(self):
        """Let the import see the companies that its file names, and go on."""
        self.ensure_one()
        self._check_mine()
        if self.step == MAP and self.job_id.state == DRAFT:
            self._hand_over_mapping()
        self.job_id.enable_companies()
        if self.job_id.state == DRAFT and not self.mapping_problem:
            self.job_id.action_validate()
        self._take_job()
        return self._open()

    def action_import(self):
        """Schedule the run and go to the job, or, in the short form, watch it here; a second
        click finds it scheduled."""
        self.ensure_one()
        self._check_mine()
        if self.step == MAP and self.job_id.state == DRAFT:
            self._hand_over_mapping()
        self._hand_over_label()
        if self.job_id.state in (DRAFT, VALIDATED):
            self._hand_over_reason()
            self.job_id.action_import(again=self.again, confirm=self._confirmed_number())
        if not self.has_fixed_columns or self.job_id.state == WAITING:
            return self.job_id.action_open_job()
        self._take_job()
        return self._open()

    def _confirmed_number(self):
        text = (self.confirmation or "").strip()
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def action_open_job(self):
        """Leave the wizard for the job."""
        self.ensure_one()
        return self.job_id.action_open_job()

    def action_cancel_job(self):
        """Stop what goes on in the background, and go to the job."""
        self.ensure_one()
        self.job_id.action_cancel()
        return self.job_id.action_open_job()

    def _check_mine(self):
        self.job_id._rights().check_owner()

    def _hand_over_label(self):
        if self.asks_label:
            self.job_id.set_label(self.run_label, self.run_description)

    def _hand_over_reason(self):
        """What nothing brings back has a reason, which outlasts the import."""
        if not self.confirm_number:
            return
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why this has to be done: nothing brings it back."))
        self.job_id.set_reason(self.reason, self.reference)

    def _hand_over_mapping(self):
        mapped = self.line_ids.filtered("column_id")
        self.job_id.set_mapping({line.field: line.column_id.index for line in mapped})
