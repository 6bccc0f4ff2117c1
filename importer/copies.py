"""Jobs on rows of an earlier job: to try again what failed, and to undo what was done."""

from __future__ import annotations

from typing import Any

from odoo.exceptions import UserError

from .holding import hold
from .intake import starter_context
from .states import CANCELLED, DONE, DRAFT, END_STATES, LIVE_STATES, REFUSED, VALIDATED

# What a job on rows of another one takes over from it.
TAKEN_OVER = (
    "name",
    "size",
    "format",
    "options",
    "dialect",
    "labels",
    "header_number",
    "mapping",
    "meanings",
    "number_column",
)
# After an undo that ended so there may be another one: what is as it was stays so.
STOPPED = (CANCELLED, REFUSED)


class Copies:
    """The jobs on rows of ``job``."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo = job.sudo()

    def _new(self, **values: Any) -> Any:
        """A draft job that reads as this one does, with those of its rows that it is about."""
        job = self.sudo.create(
            {
                **{name: self.sudo[name] for name in TAKEN_OVER},
                "operation_id": self.sudo.operation_id.id,
                "company_id": self.sudo.company_id.id,
                "starter_context": starter_context(self.env),
                **values,
            }
        )
        source = job._source()
        shift = source.added_columns - self.job._source().added_columns
        for column in self.sudo.column_ids:
            column.copy({"job_id": job.id, "index": column.index + shift})
        self.env["registration.import.checkpoint"].sudo().create({"job_id": job.id})
        job.total = source.stage(self.job._store())
        return self.job.browse(job.id)

    def check_start(self) -> None:
        """Raise, in words, where the import that this job tries again, or undoes, is undone, or
        tried again, at this moment: together they would leave neither."""
        origin = self.sudo.undo_of_id or self.sudo.origin_id
        if not origin:
            return
        hold(origin)
        copies = origin._copies()
        if copies.is_being_undone():
            raise UserError(
                self.env._("The import is being undone just now: wait until that has ended.")
            )
        if self.sudo.undo_of_id and any(each.state in LIVE_STATES for each in copies.imports()):
            raise UserError(
                self.env._(
                    "Rows of the import are tried again just now: wait until that has ended."
                )
            )

    # -- what failed -----------------------------------------------------------------------------

    def retry(self) -> Any:
        """A draft with the rows that were not imported, and their numbers; a second click finds
        the one already made."""
        started = self.sudo.search(
            [("origin_id", "=", self.job.id), ("state", "not in", END_STATES)], limit=1
        )
        if started:
            return self.job.browse(started.id)
        self.job._rights().check_state(*END_STATES)
        if self.sudo.purged:
            raise UserError(
                self.env._("The rows of this import were deleted after its retention time.")
            )
        job = self._new(**self.job._source().retry_values(), **self.job._rights().asked_by())
        if not job.sudo().total:
            raise UserError(self.env._("Every row was imported: there is nothing to retry."))
        return job

    def is_being_undone(self) -> bool:
        """Whether an undo of it is under way."""
        return any(undo.state in LIVE_STATES for undo in self._undos())

    def _undos(self) -> Any:
        """The undos of the job, and those of what it tries again that put back its rows, too."""
        found, origin, own = self.sudo.undo_ids, self.sudo.origin_id, self.sudo.ids
        while origin:
            found |= origin.undo_ids.filtered(lambda undo: undo._store().undone_of(own))
            origin = origin.origin_id
        return found

    # -- what was done ---------------------------------------------------------------------------

    def undo(self) -> Any:
        """A draft that puts back what the job changed, row by row, the last one first; a second
        click finds the one already made."""
        undo = self.current_undo()
        if not undo:
            self._check_undo()
            undo = self._new_undo()
        elif undo.sudo().state == DONE:
            raise UserError(self.env._("This import was undone already: see “%s”.", undo.name))
        return undo

    def current_undo(self) -> Any:
        """The undo of this job that is planned, under way or done."""
        found = self._undos().filtered(
            lambda undo: not undo.origin_id and undo.state not in STOPPED
        )
        return self.job.browse(found[:1].ids)

    def imports(self) -> Any:
        """The jobs of one import: this one, and those that tried its rows again, but for what was
        undone by itself, or is forgotten."""
        level = found = self.sudo
        while level:
            level = self.sudo.search([("origin_id", "in", level.ids), ("undo_of_id", "=", False)])
            level = level.filtered(lambda job: job.state not in (DRAFT, VALIDATED))
            found |= level
        own = self.job.id
        return found.filtered(
            lambda job: job.id == own or not (job.purged or DONE in job.undo_ids.mapped("state"))
        )

    def undone(self) -> Any:
        """Of an undo, the jobs whose rows it undoes."""
        imports = self.sudo.undo_of_id._copies().imports()
        return imports.browse(self.job._store().undone_of(imports.ids))

    def _check_undo(self) -> None:
        """Raise, in words, unless there is something that can be undone."""
        if self.sudo.undo_of_id:
            raise UserError(
                self.env._("This is an undo itself. To have the import again, upload its file.")
            )
        imports = self.imports()
        if any(job.state not in END_STATES for job in imports):
            raise UserError(self.env._("An import can be undone once it has ended."))
        if self.sudo.purged:
            raise UserError(
                self.env._(
                    "The old values of this import were deleted after its retention time, so it"
                    " cannot be undone."
                )
            )
        if not any(job._store().has_journal() for job in imports):
            raise UserError(self.env._("This import changed nothing that can be undone."))

    def _new_undo(self) -> Any:
        """It sees what the import saw: the companies, the language of translated values."""
        origin = self.sudo
        return self._new(
            name=self.env._("Undo of %s", origin.name),
            size=0,
            undo_of_id=origin.id,
            labels=["_row", *(origin.labels or [])],
            mapping={field: column + 1 for field, column in (origin.mapping or {}).items()},
            number_column=0,
            starter_context=origin.starter_context,
        )
