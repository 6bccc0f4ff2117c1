"""Who lets a job do what nothing brings back: a person by its number, above a limit a second."""

from __future__ import annotations

from typing import Any

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..tools.rows.problems import Problem
from . import mails
from .holding import hold
from .irreversible import Irreversible
from .rights import as_seen_by
from .states import CANCELLED, SCHEDULED, VALIDATED, WAITING

# People who are asked to approve one import; it takes any one of them.
ASKED = 20


class Approval:
    """Of one job, by the user of the environment."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo, self.irreversible = job.sudo(), Irreversible(job)

    def problem(self) -> str | None:
        """Why the user may not do what nothing brings back, or None."""
        return self.job.operation_id._right_problem("irreversible")

    # -- by its number ---------------------------------------------------------------------------

    def check_planned(self) -> None:
        """What could be irreversible is looked at before it is run."""
        if self.irreversible.names and self.sudo.state != VALIDATED:
            raise UserError(
                self.env._(
                    "Validate first: a file of this kind may hold operations that nothing brings"
                    " back."
                )
            )

    def confirm(self, number: Any) -> None:
        """Take the number that a person typed for the irreversible rows, where there are any."""
        count = self.irreversible.count()
        if not count:
            return
        self.job.operation_id._check_right("irreversible")
        if self.job._rights().irreversible_problem():
            raise AccessError(
                self.env._(
                    "Who sent this file may not do what it does, or is nobody who works here: if"
                    " you want it, upload the file yourself."
                )
            )
        if type(number) is not int or number != count:  # JSON's true is 1 as well
            raise UserError(
                self.env._(
                    "%(operations)s: nothing brings that back. Confirm it with the number"
                    " %(count)s.",
                    operations=self.irreversible.text(),
                    count=count,
                )
            )
        self.job._update(confirmed=count)

    def confirm_unattended(self) -> Problem | None:
        """The same where nobody can be asked: the number is an option of the call, or the
        operation allows what is planned by name. Or why it is refused."""
        count = self.irreversible.count()
        if not count:
            return None
        if problem := self.job._rights().irreversible_problem():
            return Problem("not_authorised", params={"message": problem})
        allowed = allowed_verbs(self.sudo.operation_id)
        given = (self.sudo.options or {}).get("confirm")
        if given != count and not allowed.issuperset(self.sudo.irreversible):
            planned = self.irreversible.code_text()
            return Problem("not_confirmed", params={"planned": planned, "count": count})
        self.job._update(confirmed=count)
        return None

    # -- by a second person ----------------------------------------------------------------------

    def next_state(self) -> str:
        """Where a confirmed job goes: on its way, or first to a second person."""
        facts = self.irreversible
        return WAITING if facts.count() and facts.kind._is_large(facts.scopes()) else SCHEDULED

    def send_on(self) -> None:
        """Go there; tell those who may approve, or the workers."""
        state = self.next_state()
        self.job._update(state=state)
        if state == WAITING:
            self._ask()
        else:
            self.job._wake_workers()

    def _ask(self) -> None:
        """An e-mail to each who may approve."""
        users = self.irreversible.kind._approvers(self.sudo.company_id)
        users = users.filtered(lambda user: as_seen_by(self.job, user)._approval().is_possible())
        for user in users[:ASKED].filtered("email"):
            mails.queue(
                self.job.with_context(lang=user.lang),
                "mail_template_approval",
                recipient_ids=[Command.link(user.partner_id.id)],
            )

    def is_possible(self) -> bool:
        """Whether the user is a second person with the right, to the records of each owner."""
        if self.env.user in self.job._rights().askers() or self.problem():
            return False
        return self.irreversible.kind._may_decide(set(self.irreversible.scopes()))

    def _check(self) -> None:
        """Raise, in words, unless the user may decide on the job now."""
        hold(self.job)
        self.job._rights().check_state(WAITING)
        self.job.operation_id._check_right("irreversible")
        if not self.is_possible():
            raise AccessError(
                self.env._("A second person approves: not the one who started the import.")
            )

    def give(self) -> None:
        """Let the job run."""
        self._check()
        self.job._copies().check_start()
        self._check_names()
        self.job._update(state=SCHEDULED, approver_id=self.env.uid)
        self.job._wake_workers()

    def _check_names(self) -> None:
        """Raise, in words, where the user cannot see whom the job would hit."""
        hidden = self.irreversible.hidden()
        if hidden:
            companies = hidden.sudo().company_id.mapped("display_name")
            raise UserError(
                self.env._(
                    "%(count)s of the records that this import would hit are not shown to you."
                    " Somebody who may also work in %(companies)s has to approve it.",
                    count=len(hidden),
                    companies=", ".join(sorted(companies)) or self.env._("all companies"),
                )
            )

    def deny(self) -> None:
        """End the job: nothing of the file is applied."""
        self._check()
        self.job._update(approver_id=self.env.uid)
        who = {"user": self.env.user.name}
        self.job._as_starter()._finish(CANCELLED, code="not_approved", params=who)


def allowed_verbs(operation: Any) -> set[str]:
    """The irreversible verbs that need no number where nobody can be asked for it."""
    verbs = (operation.irreversible_allowed or "").split(",")
    return {verb.strip().casefold() for verb in verbs} - {""}
