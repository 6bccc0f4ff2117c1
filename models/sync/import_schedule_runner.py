from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, ValidationError

from ...tools.rows.problems import Problem
from .import_run import FAILED
from .sync_roles import check_sync


class RegistrationImportSchedule(models.Model):
    """With whose rights an operation runs by itself, and who is told when it cannot."""

    _inherit = "registration.import.schedule"

    @api.constrains("run_as_id")
    def _check_run_as(self):
        for schedule in self.sudo().filtered("run_as_id"):
            user = schedule.run_as_id
            if user.id == SUPERUSER_ID or not user._is_internal():
                raise ValidationError(self.env._("An operation runs as an internal user."))

    def _run_as(self, user):
        """Whoever changes what a run would do is the one with whose rights it runs. What somebody
        has asked for and waits for was another run: it, too, goes with the rights of who changed
        it."""
        self.write({"run_as_id": user.id})
        self.filtered(lambda each: each.asked_id and each.asked_id != user).write(
            {"asked_id": user.id}
        )

    def _runner(self):
        return self.asked_id or self.run_as_id

    def _runner_problem(self, user, right):
        """The ``Problem`` for which the user may not run this operation, or None."""
        if not user:
            return Problem("run_no_runner")
        if not user.active:
            return Problem("run_archived", params={"user": user.name})
        try:
            operation = self._operation_as(user)
            operation.check_access("read")
            check_sync(operation.env, right)
            operation._check_right()
        except AccessError as error:
            params = {"user": user.name, "message": error.args[0]}
            return Problem("run_refused", params=params)
        return None

    def _operation_as(self, user):
        """The operation with that user's rights, language and time zone, in its own company."""
        company = self.operation_id.company_id or user.company_id
        operation = self.operation_id.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=company.ids
        )
        operation.env.companies.ensure_one()  # refused to who may not work in it
        return operation

    def _owners(self):
        """Who is told what must be looked after: whoever made it, or administrators, where nobody
        else is left."""
        people = self._reachable(self.run_as_id | self.operation_id.notify_user_ids)
        people = people or self._reachable(self.operation_id.create_uid)
        return people or self.env.ref("base.group_system").all_user_ids.filtered("active")[:20]

    def _reachable(self, users):
        return users.filtered(lambda user: user.active and user.id != SUPERUSER_ID)

    # -- pause ---------------------------------------------------------------------------------

    def _pause(self, problem=None):
        """Stop running by itself, because of a problem or because somebody said so."""
        values = {"paused": True, "pause_code": False}
        if problem:
            values |= {"pause_code": problem.code, "pause_params": problem.params}
        self.write(values)
        if problem:
            self.operation_id.source_ids._log(FAILED, problem)._mail()

    def _resume(self, user):
        """Run by itself again, from its next time on, as that user."""
        values = {"paused": False, "pause_code": False, "pause_params": False}
        self.write(values | {"run_as_id": user.id} if user.id != SUPERUSER_ID else values)
