from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ...importer.states import (
    CANCELLED,
    DRAFT,
    END_STATES,
    LIVE_STATES,
    SCHEDULED,
    SMALL_ROWS,
    VALIDATED,
    VALIDATING,
    WAIT_ROWS,
)
from ...tools.reading.table import Limits
from ...tools.rows import plan
from ...tools.rows.problems import Problem

# What a job on rows of another one takes over from it.
COPY_KEEPS = (
    "name",
    "size",
    "format",
    "options",
    "dialect",
    "labels",
    "header_number",
    "mapping",
    "number_column",
)


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
        the same token gives the same job."""
        operation._check_right()
        operation._check_options(options or {})
        job = self._with_key(token)
        if not job:
            job = operation._new_job(content, filename, idempotency_key=token or False)
            job._set(options=(job.sudo().options or {}) | (options or {}))
            job._as_starter()._read_and_validate(goal)
        return job

    def _read_and_validate(self, goal):
        """Read; then validate, if that is the goal and the file can be read as it is."""
        if self._read_or_queue(goal) and self.sudo().state == VALIDATING:
            self._validate_or_wake()

    # -- preparing -------------------------------------------------------------------------

    def set_options(self, options):
        """Read the file again with ``options`` (encoding, separator, sheet, header_row, ...)."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        self.operation_id._check_options(options)
        if self.sudo().origin_id or self.sudo().undo_of_id:
            raise UserError(
                self.env._("These are rows of an earlier import: there is no file to read again.")
            )
        job = self._as_starter()
        job._set(options=(self.sudo().options or {}) | options, notes=False)
        job._read_or_queue()
        return True

    def set_label(self, label, description=None):
        """What people read of this run in the lists and in the report."""
        self._check_owner()
        self.operation_id._check_characters([label, description])
        self._set(label=label, description=description)
        return True

    def set_mapping(self, mapping):
        """Map ``{field: column index from 0}``; fields left out are not imported."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        schema, columns = (
            self._kind()._schema(),
            [index for index, _label in self._usable_columns()],
        )
        pairs = mapping.items() if isinstance(mapping, dict) else [(None, None)]
        if any(
            name not in schema or type(i) is not int or i not in columns for name, i in pairs
        ) or (self._kind()._has_fixed_columns and mapping != self._fixed_columns()):
            raise UserError(self.env._("The mapping does not fit this file."))
        self._set(mapping=mapping, state=DRAFT)
        return True

    def _check_mapping(self):
        fault = self._mapping_fault()
        if fault:
            raise UserError(self.env["registration.import.message"]._text(*fault))

    # -- going -----------------------------------------------------------------------------

    def action_validate(self):
        """Plan every row and write nothing: at once when the file is small."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        self._check_mapping()
        self._as_starter()._validate_or_queue()
        return True

    def _validate_or_queue(self):
        self._claim._put(phase=None)
        self._set(state=VALIDATING)
        self._validate_or_wake()

    def _validate_or_wake(self):
        """A small file may hold a million rows: these would outlive the worker's time."""
        if self._is_small() and self.sudo().total <= SMALL_ROWS:
            self._exhaust()
        else:
            self._wake_workers()

    def _exhaust(self):
        """Do the job's steps here and now, in the caller's transaction."""
        for _done in self._steps():
            continue

    def action_import(self, again=False, confirm=None):
        """Schedule the run. The same file as before needs ``again=True``, irreversible rows need
        their number as ``confirm``; many of them wait for a second person."""
        self._check_owner()
        self._check_state(DRAFT, VALIDATED)
        self._check_mapping()
        self._check_planned()
        self._set(same_as_id=self.sudo()._find_same().id)
        if self.sudo().same_as_id and not again:
            raise UserError(self._seen_before_text())
        self._confirm(confirm)
        self._send_on()
        return True

    def _seen_before_text(self):
        problem = self._seen_before_problem()
        return self.env["registration.import.message"]._text(problem.code, problem.params)

    def _seen_before_problem(self):
        same = self.sudo().same_as_id
        params = {
            "date": format_date(self.env, same.create_date),
            "user": same.create_uid.name,
            "job": same.id,
        }
        return Problem("seen_before", params=params, level="warning")

    def _run_unattended(self, mapping=None, options=None, validate_only=False, wait=False):
        """Read, map and go on without asking anybody."""
        job = self._as_starter()
        job._set(
            unattended=True,
            given_mapping=mapping,
            options=(self.sudo().options or {}) | (options or {}),
        )
        goal = "validate" if validate_only else "run"
        if not job._read_or_queue(goal):
            return
        if self.sudo().state == VALIDATING and goal == "validate":
            job._validate_or_wake()
        elif self.sudo().state in (VALIDATING, SCHEDULED):
            job._run_or_queue(wait)

    def _run_or_queue(self, wait):
        if wait and self.sudo().total <= WAIT_ROWS:
            self._exhaust()
        else:
            self._wake_workers()

    # -- afterwards ------------------------------------------------------------------------

    def action_cancel(self):
        """Stop at the end of the piece under way; what is not done stays not processed."""
        self.ensure_one()
        self.check_access("read")
        if self.sudo().create_uid != self.env.user:
            self.operation_id._check_right("manage")
        if self.sudo().state in END_STATES:
            return True
        if self.sudo().state in LIVE_STATES:
            self._set(cancel_requested=True)
            self._wake_workers()
        else:
            self._as_starter()._end(CANCELLED, watched=True)
        return True

    def action_retry(self):
        """A new job with the rows that were not imported, and their numbers; a second click
        finds the one already made."""
        self._check_owner()
        self.sudo().lock_for_update(allow_referencing=True)
        started = self.sudo().search(
            [("origin_id", "=", self.id), ("state", "not in", END_STATES)], limit=1
        )
        if started:
            return self.browse(started.id)._open_copy()
        self._check_state(*END_STATES)
        if self.sudo().purged:
            raise UserError(
                self.env._("The rows of this import were deleted after its retention time.")
            )
        job = self._copy_failed_rows()
        if not job.sudo().total:
            raise UserError(self.env._("Every row was imported: there is nothing to retry."))
        return job._open_copy()

    def _open_copy(self):
        """Where a person goes on with rows that were taken over from another job."""
        return self.action_open_wizard()

    def _copy_failed_rows(self):
        job = self._new_copy(**self._retry_values())
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_staged (id, job_id, cells)
                   SELECT %s | (s.id & %s), %s, s.cells
                     FROM registration_import_staged s
                LEFT JOIN registration_import_outcome o ON o.id = s.id
                    WHERE s.id BETWEEN %s AND %s
                      AND coalesce(o.outcome, 'not_processed') IN %s""",
                plan.row_id(job.id, 0),
                plan.LAST_NUMBER,
                job.id,
                *self._row_range(),
                plan.FAILING,
            )
        )
        job.total = self.env.cr.rowcount
        return self.browse(job.id)

    def _retry_values(self):
        return {"origin_id": self.id}

    def _new_copy(self, **values):
        """A draft job that reads as this one does, without rows."""
        origin = self.sudo()
        job = origin.create(
            {
                **{name: origin[name] for name in COPY_KEEPS},
                "operation_id": origin.operation_id.id,
                "company_id": origin.company_id.id,
                "starter_context": self._starter_context(),
                **values,
            }
        )
        shift = job._added_columns() - origin._added_columns()
        for column in origin.column_ids:
            column.copy({"job_id": job.id, "index": column.index + shift})
        self.env["registration.import.checkpoint"].sudo().create({"job_id": job.id})
        return job

    def action_send_report(self):
        """Send the report e-mail again."""
        self._check_owner()
        self._check_state(*END_STATES)
        self._as_starter()._send_report()
        return True

    def action_delete_draft(self):
        """Forget a file that was uploaded and not imported."""
        self._check_owner()
        if self.state not in (DRAFT, VALIDATED):
            raise UserError(self.env._("Only a file that was not imported yet can be deleted."))
        self.sudo().unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.registration_import_job_action"
        ) | {"target": "main"}
