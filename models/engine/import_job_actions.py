from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...importer.holding import hold
from ...importer.intake import same_as
from ...importer.options import run_texts, texts_problem
from ...importer.states import (
    CANCELLED,
    DRAFT,
    END_STATES,
    LIVE_STATES,
    VALIDATED,
)
from ...tools.reading.table import Limits
from ...tools.rows.characters import clean


class RegistrationImportJob(models.Model):
    """What people and callers do to a job, from upload to retry: each method checks for itself."""

    _inherit = "registration.import.job"

    def _check_owner(self):
        """A job runs with its starter's rights, so only they may send it on its way."""
        self.ensure_one()
        self.check_access("read")
        if self.sudo().create_uid != self.env.user:
            raise AccessError(self.env._("Only the person who uploaded the file may do this."))
        self.operation_id._check_right()

    def _with_rows_seen(self):
        """Those of which the user may see what the file holds: whoever started it, and who looks
        after the imports of others. Who is only asked to approve sees the job without its rows.
        Every door to rows, problems, columns and files asks this."""
        if self.env.su:
            return self
        return self.sudo().filtered_domain(self._whose_rows_are_seen()).sudo(False)

    @api.model
    def _whose_rows_are_seen(self):
        """The jobs of which the user may see the rows, as far as they see the jobs: a domain."""
        operations = self.env["registration.import.operation"].sudo()
        # there are few operations, and the jobs of archived ones count as well
        everything = [("active", "in", (True, False))]
        # for each that cannot even be read Odoo would look up who may, and say so
        operations = operations.search(everything).sudo(False)._filtered_access("read")
        managed = operations.filtered(lambda each: each._right_problem("manage") is None)
        return Domain("create_uid", "=", self.env.uid) | Domain("operation_id", "in", managed.ids)

    def _check_sees_rows(self):
        """Raise ``AccessError`` for who may not see the rows of the job."""
        self.ensure_one()
        self.check_access("read")
        if not self._with_rows_seen():
            raise AccessError(
                self.env._(
                    "The rows of this import are for the person who started it: you see what it"
                    " would do, not what the file holds."
                )
            )

    def _of_file(self):
        """The job with all that tells what its file holds, for who may see that; for others
        ``AccessError``."""
        self._check_sees_rows()
        return self.sudo()

    def _askers(self):
        """Those who ask for what it does: each needs the right to it, and none of them approves
        it."""
        return self.sudo().create_uid

    def _asked_by(self):
        """What a job on its rows keeps of who asks for it, as values."""
        return {}

    def _as(self, user):
        """The job as a user sees it, with all companies that they may have."""
        return self.with_user(user).with_context(allowed_company_ids=user.sudo().company_ids.ids)

    def _irreversible_problem(self):
        """Why somebody who asks for it may not do what nothing brings back, or None."""
        problems = (self._as(each)._approval().problem() for each in self._askers())
        return next(filter(None, problems), None) or self._approver_problem()

    def _approver_problem(self):
        """Why whoever approved it may not do so any more, or None."""
        approver = self.sudo().approver_id
        if not approver or (approver.active and not self._as(approver)._approval().problem()):
            return None
        return self.env._("%s, who approved it, may not do that any more.", approver.name)

    def _check_state(self, *states):
        if self.sudo().state not in states:
            raise UserError(self.env._("This import is past that step: reload the page."))

    # -- upload --------------------------------------------------------------------------------

    @api.model
    def _upload_limit(self):
        """Largest file that may be uploaded, in bytes."""
        value = self.env["ir.config_parameter"].sudo().get_param("registration_import.limit_size")
        return int(value) if value and value.isdecimal() else Limits().size

    @api.model
    def _upload(self, operation, content, filename, token=None, options=None, goal="draft"):
        """A job on an uploaded file, read when it is small, and validated where that is the goal;
        the same request with the same token gives the same job."""
        operation._check_right()
        operation._check_options(options or {})
        asked = {"options": options, "goal": goal}
        job, is_new = self._intake().job_for(operation, content, filename, token, **asked)
        if is_new:
            job._update(options=(job.sudo().options or {}) | (options or {}))
            job._as_starter()._launch().read_and_validate(goal)
        return job

    # -- preparing -------------------------------------------------------------------------

    def set_options(self, options):
        """Read the file again with ``options`` (encoding, separator, sheet, header_row, ...)."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        self.operation_id._check_options(options)
        if not self._source().can_read_again:
            raise UserError(
                self.env._("These are rows of an earlier import: there is no file to read again.")
            )
        job = self._as_starter()
        job._update(options=(self.sudo().options or {}) | options, notes=False)
        job._launch().read_file()
        return True

    def _companies_left_out(self):
        """Companies that its file names, that the starter may have and has not enabled for it."""
        job = self.sudo()
        enabled = (job.starter_context or {}).get("allowed_company_ids") or []
        if not job.mapping or set(job.create_uid.company_ids.ids) <= set(enabled):
            return self.env["res.company"]
        named = self._as(job.create_uid)._kind()._companies_named(self._store(), job.mapping)
        return named.filtered(lambda company: company.id not in enabled)

    def enable_companies(self):
        """Let the import see all companies that its file names and its starter may have; what was
        validated is validated anew."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        job = self.sudo()
        context = job.starter_context or {}
        more = self._companies_left_out().ids
        enabled = [*(context.get("allowed_company_ids") or []), *more]
        self._update(starter_context=context | {"allowed_company_ids": enabled})
        if job.state == VALIDATED:
            self._as_starter()._launch().validate()
        return True

    def set_reason(self, reason, reference=None):
        """Why the import does what nothing brings back, and who asked for that: kept with the job,
        and in the register of what was erased."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
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
        self._check_owner()
        self.operation_id._refuse(texts_problem(label, description))
        self._update(**{"label": False, "description": False} | run_texts(label, description))
        return True

    def set_mapping(self, mapping):
        """Map ``{field: column index from 0}``; fields left out are not imported."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        if not self._assembly().mapper().fits(mapping):
            raise UserError(self.env._("The mapping does not fit this file."))
        self._update(mapping=mapping, state=DRAFT)
        return True

    def _check_mapping(self):
        problem = self._assembly().mapper().problem(self.sudo().mapping or {})
        if problem:
            raise UserError(
                self.env["registration.import.message"]._text(problem.code, problem.params)
            )

    # -- going -----------------------------------------------------------------------------

    def action_validate(self):
        """Plan every row and write nothing: at once when the file is small."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        self._check_mapping()
        self._as_starter()._launch().validate()
        return True

    def action_import(self, again=False, confirm=None):
        """Schedule the run. The same file as before needs ``again=True``, irreversible rows need
        their number as ``confirm``; many of them wait for a second person."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        self._check_mapping()
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
        self._check_owner()
        hold(self)
        return self._copies().retry()._open_copy()

    def action_undo(self):
        """A job that undoes this one, planned at once and shown, not run; a second click finds
        the one already made."""
        self._check_owner()
        hold(self)
        return self._copies().undo()._open_copy()

    def _open_copy(self):
        """Where a person goes on with rows that were taken over from another job."""
        self._source().resume()
        return self.action_open_wizard()

    def action_run_again(self):
        """The same file once more with the same settings, as a draft: how it is read, its columns,
        and what its values mean."""
        self._check_owner()
        self._check_state(*END_STATES)
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
        self._check_owner()
        self._check_state(*END_STATES)
        self._as_starter()._report().send()
        return True

    def action_delete_draft(self):
        """Forget a file that was uploaded and not imported."""
        self._check_owner()
        if self.state not in (DRAFT, VALIDATED):
            raise UserError(self.env._("Only a file that was not imported yet can be deleted."))
        jobs = self._list_of_jobs()
        self.sudo().unlink()
        return jobs | {"target": "main"}
