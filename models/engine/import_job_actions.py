from odoo import models
from odoo.exceptions import UserError

from ...importer.holding import hold
from ...importer.intake import same_as
from ...importer.options import run_texts, texts_problem
from ...importer.rights import JobRights, companies_left_out
from ...importer.states import CANCELLED, DRAFT, END_STATES, LIVE_STATES, VALIDATED
from ...tools.rows.characters import clean
from .import_job_screens import list_of_jobs


class RegistrationImportJob(models.Model):
    """What people and callers do to a job, from upload to retry: each method checks for itself."""

    _inherit = "registration.import.job"
    _job_rights = JobRights

    def _rights(self):
        """Who may do what with it."""
        return self._job_rights(self)

    def _of_file(self):
        """The job with all that tells what its file holds, for who may see that; for others
        ``AccessError``."""
        self._rights().check_sees_rows()
        return self.sudo()

    # -- preparing -------------------------------------------------------------------------

    def set_options(self, options):
        """Read the file again with ``options`` (encoding, separator, sheet, header_row, ...)."""
        self._rights().check_owner()
        self._rights().check_state(DRAFT, VALIDATED)
        self.operation_id._check_options(options)
        if not self._source().can_read_again:
            raise UserError(
                self.env._("These are rows of an earlier import: there is no file to read again.")
            )
        job = self._as_starter()
        job._update(options=(self.sudo().options or {}) | options, notes=False)
        job._launch().read_file()
        return True

    def enable_companies(self):
        """Let the import see all companies that its file names and its starter may have; what was
        validated is validated anew."""
        self._rights().check_owner()
        self._rights().check_state(DRAFT, VALIDATED)
        job = self.sudo()
        context = job.starter_context or {}
        more = companies_left_out(self).ids
        enabled = [*(context.get("allowed_company_ids") or []), *more]
        self._update(starter_context=context | {"allowed_company_ids": enabled})
        if job.state == VALIDATED:
            self._as_starter()._launch().validate()
        return True

    def set_reason(self, reason, reference=None):
        """Why the import does what nothing brings back, and who asked for that: kept with the job,
        and in the register of what was erased."""
        self._rights().check_owner()
        self._rights().check_state(DRAFT, VALIDATED)
        texts = {"reason": reason or "", "reference": reference or ""}
        for name, text in texts.items():
            longest = self._fields[name].size
            if not isinstance(text, str) or text != clean(text) or len(text) > longest:
                raise UserError(
                    self.env._("Reason and reference are texts of up to %s characters.", longest)
                )
        self._update(**{name: text.strip() or False for name, text in texts.items()})
        return True

    def set_label(self, label, description=None):
        """What people read of this run in the lists and in the report."""
        self._rights().check_owner()
        self.operation_id._refuse(texts_problem(label, description))
        self._update(**{"label": False, "description": False} | run_texts(label, description))
        return True

    def set_mapping(self, mapping):
        """Map ``{field: column index from 0}``; fields left out are not imported."""
        self._rights().check_owner()
        self._rights().check_state(DRAFT, VALIDATED)
        if not self._assembly().mapper().fits(mapping):
            raise UserError(self.env._("The mapping does not fit this file."))
        self._update(mapping=mapping, state=DRAFT)
        return True

    # -- going -----------------------------------------------------------------------------

    def action_validate(self):
        """Plan every row and write nothing: at once when the file is small."""
        self._rights().check_owner()
        self._rights().check_state(DRAFT, VALIDATED)
        _check_mapping(self)
        self._as_starter()._launch().validate()
        return True

    def action_import(self, again=False, confirm=None):
        """Schedule the run. The same file as before needs ``again=True``, irreversible rows need
        their number as ``confirm``; many of them wait for a second person."""
        self._rights().check_owner()
        self._rights().check_state(DRAFT, VALIDATED)
        _check_mapping(self)
        self._copies().check_start()
        self._approval().check_planned()
        self._update(same_as_id=same_as(self.sudo()).id)
        if self.sudo().same_as_id and not again:
            raise UserError(self._launch().seen_before_text())
        self._approval().confirm(confirm)
        self._approval().send_on()
        return True

    # -- afterwards ------------------------------------------------------------------------

    def action_cancel(self):
        """Stop at the end of the batch under way; what is not done stays not processed."""
        self.ensure_one()
        self.check_access("read")
        if self.sudo().create_uid != self.env.user:
            self.operation_id._check_right("manage")
        if self.sudo().state in END_STATES:
            return True
        if self.sudo().state in LIVE_STATES:
            self._update(cancel_requested=True)
            self._wake_workers()
        else:
            self._as_starter()._finish(CANCELLED, watched=True)
        return True

    def action_retry(self):
        """A new job with the rows that were not imported, and their numbers; a second click
        finds the one already made."""
        self._rights().check_owner()
        hold(self)
        return _gone_on_with(self._copies().retry())

    def action_undo(self):
        """A job that undoes this one, planned at once and shown, not run; a second click finds
        the one already made."""
        self._rights().check_owner()
        hold(self)
        return _gone_on_with(self._copies().undo())

    def action_run_again(self):
        """The same file once more with the same settings, as a draft: how it is read, its columns,
        and what its values mean."""
        self._rights().check_owner()
        self._rights().check_state(*END_STATES)
        done = self.sudo()
        if not done.attachment_id:
            raise UserError(self.env._("The file of this import is not there any more."))
        settings = ("options", "meanings", "label", "description")
        values = {name: done[name] for name in settings}
        content = done.attachment_id.with_context(bin_size=False).raw
        job = self.operation_id._new_job(content, done.name, **values)
        job._as_starter()._launch().read_file()
        if job.sudo().state == DRAFT and job.sudo().labels == done.labels and done.mapping:
            job.set_mapping(done.mapping)
        return job.action_open_wizard()

    def action_send_report(self):
        """Send the report e-mail again."""
        self._rights().check_owner()
        self._rights().check_state(*END_STATES)
        self._as_starter()._report().send()
        return True

    def action_delete_draft(self):
        """Forget a file that was uploaded and not imported."""
        self._rights().check_owner()
        if self.state not in (DRAFT, VALIDATED):
            raise UserError(self.env._("Only a file that was not imported yet can be deleted."))
        jobs = list_of_jobs(self)
        self.sudo().unlink()
        return jobs | {"target": "main"}


def _check_mapping(job):
    problem = job._assembly().mapper().problem(job.sudo().mapping or {})
    if problem:
        raise UserError(job.env["registration.import.message"]._text(problem.code, problem.params))


def _gone_on_with(copy):
    """Where a person goes on with rows that were taken over from another job."""
    copy._source().resume()
    return copy.action_open_wizard()
