"""Who may do what with an import, and who sees its rows."""

from __future__ import annotations

from typing import Any

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.rows.problems import Problem


def whose_rows_are_seen(env: Any) -> Domain:
    """The jobs of which the user may see the rows, as far as they see the jobs: those that they
    have started, and those of operations that they look after."""
    operations = env["registration.import.operation"].sudo()
    # there are few operations, and the jobs of archived ones count as well
    everything = [("active", "in", (True, False))]
    # for each that cannot even be read Odoo would look up who may, and say so
    operations = operations.search(everything).sudo(False)._filtered_access("read")
    managed = operations.filtered(lambda each: each._right_problem("manage") is None)
    return Domain("create_uid", "=", env.uid) | Domain("operation_id", "in", managed.ids)


def with_rows_seen(jobs: Any) -> Any:
    """Those of which the user may see what the file holds. Who is only asked to approve sees the
    job without its rows. Every door to rows, problems, columns and files asks this."""
    if jobs.env.su:
        return jobs
    own = jobs.sudo().filtered(lambda job: job.create_uid == jobs.env.user).sudo(False)
    others = jobs - own
    if not others:
        return own
    return own | others.sudo().filtered_domain(whose_rows_are_seen(jobs.env)).sudo(False)


def as_seen_by(job: Any, user: Any) -> Any:
    """The job as a user sees it, with all companies that they may have."""
    return job.with_user(user).with_context(allowed_company_ids=user.sudo().company_ids.ids)


def companies_left_out(job: Any) -> Any:
    """Companies that its file names, that its starter may have and has not enabled for it."""
    values = job.sudo()
    enabled = (values.starter_context or {}).get("allowed_company_ids") or []
    if not values.mapping or set(values.create_uid.company_ids.ids) <= set(enabled):
        return job.env["res.company"]
    kind = as_seen_by(job, values.create_uid)._kind()
    named = kind._companies_named(job._store(), values.mapping)
    return named.filtered(lambda company: company.id not in enabled)


class JobRights:
    """Of one job, with the user of the environment. Another addon, where others than its starter
    ask for what a job does, names a subclass in ``_job_rights`` of the job."""

    def __init__(self, job: Any) -> None:
        self.job, self.env, self.sudo = job, job.env, job.sudo()

    # -- of the user -----------------------------------------------------------------------------

    def check_owner(self) -> None:
        """Raise ``AccessError`` for others than its starter: it runs with their rights, so only
        they may send it on its way."""
        self.job.ensure_one()
        self.job.check_access("read")
        if self.sudo.create_uid != self.env.user:
            raise AccessError(self.env._("Only the person who uploaded the file may do this."))
        self.job.operation_id._check_right()

    def check_sees_rows(self) -> None:
        """Raise ``AccessError`` for who may not see the rows of the job."""
        self.job.ensure_one()
        self.job.check_access("read")
        if not with_rows_seen(self.job):
            raise AccessError(
                self.env._(
                    "The rows of this import are for the person who started it: you see what it"
                    " would do, not what the file holds."
                )
            )

    def check_state(self, *states: str) -> None:
        """Raise ``UserError`` where somebody else was quicker, or the page is old."""
        if self.sudo.state not in states:
            raise UserError(self.env._("This import is past that step: reload the page."))

    # -- of those who ask for it -----------------------------------------------------------------

    def askers(self) -> Any:
        """Those who ask for what it does: each needs the right to it, and none of them approves
        it."""
        return self.sudo.create_uid

    def asked_by(self) -> dict[str, Any]:
        """What a job on its rows keeps of who asks for it, as values."""
        return {}

    def problem(self) -> Problem | None:
        """Why the starter may not run it any more."""
        enabled = (self.sudo.starter_context or {}).get("allowed_company_ids") or []
        lost = set(enabled) - set(self.sudo.create_uid.company_ids.ids)
        if lost or not self.sudo.create_uid.active:
            text = self.env._("The user or a company is not active any more.")
            return Problem("not_authorised", params={"message": text})
        problem = self.sudo.operation_id.with_env(self.env)._right_problem()
        if self.sudo.confirmed and not problem:
            problem = self.irreversible_problem()
        return Problem("not_authorised", params={"message": problem}) if problem else None

    def irreversible_problem(self) -> str | None:
        """Why somebody who asks for it may not do what nothing brings back."""
        problems = (self._own_problem(each) for each in self.askers())
        return next(filter(None, problems), None) or self._approver_problem()

    def _own_problem(self, user: Any) -> str | None:
        problem: str | None = as_seen_by(self.job, user)._approval().problem()
        return problem

    def _approver_problem(self) -> str | None:
        """Why whoever approved it may not do so any more."""
        approver = self.sudo.approver_id
        if not approver or (approver.active and not self._own_problem(approver)):
            return None
        text: str = self.env._("%s, who approved it, may not do that any more.", approver.name)
        return text
