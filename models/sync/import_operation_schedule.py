import datetime

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...importer.states import LIVE_STATES, WAITING
from ...tools.sources.schedule import (
    DAILY,
    MONTHLY_DAY,
    MONTHLY_WEEKDAY,
    WEEKLY,
    Rule,
    minutes_of,
)
from .import_run import FAILED

NONE, ONCE, RECURRING = "none", "once", "recurring"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What says when an operation runs.
TIME_FIELDS = {
    "schedule",
    "schedule_at",
    "frequency",
    "schedule_time",
    "month_day",
    "nth",
    "nth_weekday",
    *DAYS,
}
# What only the server writes.
KEPT_FIELDS = {
    "next_run",
    "look_at",
    "took_file",
    "asked_id",
    "paused",
    "pause_code",
    "pause_params",
    "last_download_started",
}
# What no run would do otherwise: whoever changes it does not become the one it runs as.
HARMLESS_FIELDS = KEPT_FIELDS | {
    "name",
    "description",
    "sequence",
    "active",
    "notify_user_ids",
    "notify_emails",
}


class RegistrationImportOperation(models.Model):
    """When an operation runs by itself, and with whose rights."""

    _inherit = "registration.import.operation"

    schedule = fields.Selection(
        [(NONE, "When somebody runs it"), (ONCE, "Once"), (RECURRING, "Again and again")],
        "When it runs",
        default=NONE,
        required=True,
        copy=False,
    )
    schedule_at = fields.Datetime("Runs on", copy=False)
    frequency = fields.Selection(
        [
            (DAILY, "Every day"),
            (WEEKLY, "Every week"),
            (MONTHLY_DAY, "Every month, on a day"),
            (MONTHLY_WEEKDAY, "Every month, on a weekday"),
        ],
        default=DAILY,
        required=True,
    )
    schedule_time = fields.Float("Time", default=6.0)
    mon = fields.Boolean(default=True)
    tue = fields.Boolean()
    wed = fields.Boolean()
    thu = fields.Boolean()
    fri = fields.Boolean()
    sat = fields.Boolean()
    sun = fields.Boolean()
    month_day = fields.Integer(
        "Day of the month", default=1, help="In a month without that day: the last one"
    )
    nth = fields.Selection(
        [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("-1", "Last")],
        "Which weekday",
        default="1",
        required=True,
    )
    nth_weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        "Weekday",
        default="0",
        required=True,
    )
    schedule_zone = fields.Char("Time Zone", compute="_compute_schedule_zone")
    next_run = fields.Datetime(compute="_compute_next_run", store=True, copy=False)
    look_at = fields.Datetime(
        compute="_compute_next_run",
        store=True,
        copy=False,
        help="When the scheduled action looks at the operation: at its next run, and again while"
        " a file is being written or an import under way",
    )
    took_file = fields.Boolean(
        compute="_compute_next_run", store=True, copy=False, help="This run has found a file"
    )
    asked_id = fields.Many2one("res.users", copy=False, help="Who clicked Run and is waited for")
    run_as_id = fields.Many2one(
        "res.users",
        "Runs as",
        copy=False,
        ondelete="restrict",
        help="Whose rights decide what it may do: whoever last changed what the operation does",
    )
    paused = fields.Boolean(readonly=True, copy=False)
    pause_code = fields.Char(copy=False)
    pause_params = fields.Json(copy=False)

    _look_idx = models.Index("(look_at) WHERE look_at IS NOT NULL")

    # -- the rule ------------------------------------------------------------------------------

    @api.depends("company_id.partner_id.tz", "run_as_id.tz", "run_as_id.company_id.partner_id.tz")
    def _compute_schedule_zone(self):
        for operation in self.sudo():
            user = operation.run_as_id
            company = operation.company_id or user.company_id
            operation.schedule_zone = company.partner_id.tz or user.tz or "UTC"

    @api.depends("active", "paused", "schedule_zone", *sorted(TIME_FIELDS))
    def _compute_next_run(self):
        """Somebody who clicked Run is served, whatever changes meanwhile."""
        now = fields.Datetime.now()
        for operation in self:
            off = operation.paused or not operation.active
            operation.next_run = False if off else operation._next_after(now)
            if not operation.asked_id:
                operation.update({"look_at": operation.next_run, "took_file": False})

    def _next_after(self, moment):
        """The next time after a naive moment in UTC, likewise; False where there is none."""
        if self.schedule == RECURRING and self._is_rule():
            return self._rule().next(moment).replace(tzinfo=None)
        if self.schedule == ONCE and self.schedule_at and self.schedule_at > moment:
            return self.schedule_at
        return False

    def _is_rule(self):
        """Whether what stands on the form, maybe half filled in, says a time."""
        days = self.frequency != WEEKLY or self._weekdays()
        return bool(days) and 0 <= self.schedule_time < 24 and 1 <= self.month_day <= 31

    def _weekdays(self):
        return tuple(index for index, day in enumerate(DAYS) if self[day])

    def _rule(self):
        hour, minute = minutes_of(self.schedule_time)
        return Rule(
            self.frequency,
            hour=hour,
            minute=minute,
            zone=self.schedule_zone,
            weekdays=self._weekdays(),
            day=self.month_day,
            nth=int(self.nth),
            weekday=int(self.nth_weekday),
        )

    @api.constrains(*sorted(TIME_FIELDS))
    def _check_rule(self):
        for operation in self:
            if not 0 <= operation.schedule_time < 24:
                raise ValidationError(self.env._("The time must be between 00:00 and 23:59."))
            if not 1 <= operation.month_day <= 31:
                raise ValidationError(self.env._("The day of the month must be from 1 to 31."))
            if operation.schedule == RECURRING and not operation._is_rule():
                raise ValidationError(self.env._("Choose a day of the week on which it runs."))

    @api.constrains("schedule", "schedule_at")
    def _check_schedule_at(self):
        for operation in self.filtered(lambda each: each.schedule == ONCE):
            if not operation.schedule_at or operation.schedule_at <= fields.Datetime.now():
                raise ValidationError(self.env._("Choose a time to come at which it runs once."))

    # -- whose rights --------------------------------------------------------------------------

    @api.constrains("run_as_id")
    def _check_run_as(self):
        for operation in self.sudo().filtered("run_as_id"):
            user = operation.run_as_id
            if user.id == SUPERUSER_ID or not user._is_internal():
                raise ValidationError(self.env._("An operation runs as an internal user."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept_fields(vals)
        operations = super().create([self._runner_values(vals) | vals for vals in vals_list])
        operations._wake_schedule()
        return operations

    def write(self, vals):
        """Whoever changes what a run would do is the one with whose rights it runs."""
        self._check_kept_fields(vals)
        runner = self._runner_values(vals)
        result = super().write(runner | vals)
        if runner:
            self._serve_as(self.env.uid)
        if runner and not TIME_FIELDS.issuperset(vals):
            self._withdraw_allowance()
        if not (TIME_FIELDS | {"paused", "active"}).isdisjoint(vals):
            self._wake_schedule()
        return result

    def _check_kept_fields(self, vals):
        if self.env.su:
            return
        if not KEPT_FIELDS.isdisjoint(vals):
            raise AccessError(self.env._("Only the server writes this of an operation."))
        if "run_as_id" in vals and not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator chooses as whom it runs."))

    def _runner_values(self, vals):
        if self.env.uid == SUPERUSER_ID or "run_as_id" in vals or HARMLESS_FIELDS.issuperset(vals):
            return {}
        return {"run_as_id": self.env.uid}

    def _serve_as(self, user):
        """What somebody has asked for and waits for was another run: it, too, goes with the rights
        of who changed it."""
        waiting = self.sudo().filtered(lambda each: each.asked_id.id not in (False, user))
        waiting.write({"asked_id": user})

    def _withdraw_allowance(self):
        """What nothing brings back was allowed to the operation as it was: after a change of who
        may not allow that, somebody who may has to do it again."""
        for operation in self.sudo().filtered("irreversible_allowed"):
            if operation.sudo(False)._refusal("irreversible"):
                operation.irreversible_allowed = False

    def _runner_fault(self, user, right):
        """Why the user may not run this operation, as ``(code, params)``, or None."""
        if not user:
            return "run_no_runner", {}
        if not user.active:
            return "run_archived", {"user": user.name}
        try:
            operation = self._as_runner(user)
            operation.check_access("read")
            operation._check_sync(right)
            operation._check_right()
        except AccessError as error:
            return "run_refused", {"user": user.name, "message": error.args[0]}
        return None

    def _as_runner(self, user):
        """The operation with that user's rights, language and time zone, in its own company."""
        company = self.company_id or user.company_id
        operation = self.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=company.ids
        )
        return operation if operation.env.companies else operation

    def _owners(self):
        """Who is told what must be looked after: whoever made it, or administrators, where nobody
        else is left."""
        people = self._reachable(self.run_as_id | self.notify_user_ids)
        people = people or self._reachable(self.create_uid)
        return people or self.env.ref("base.group_system").all_user_ids.filtered("active")[:20]

    def _reachable(self, users):
        return users.filtered(lambda user: user.active and user.id != SUPERUSER_ID)

    # -- pause ---------------------------------------------------------------------------------

    def action_pause(self):
        """Let the operation not run by itself until somebody resumes it."""
        self.check_access("read")
        self._check_sync("schedule")
        self.sudo().write({"paused": True, "pause_code": False})
        return True

    def action_resume(self):
        """Let it run by itself again, from its next time on, as whoever resumes it."""
        self.check_access("read")
        self._check_sync("schedule")
        values = {"paused": False, "pause_code": False, "pause_params": False}
        self.sudo().write(values | self._runner_values({"schedule"}))
        return True

    def _pause(self, code, params):
        """Stop running by itself, and say why."""
        self.write({"paused": True, "pause_code": code, "pause_params": params})
        self._log(FAILED, code, params)._mail()

    # -- next ----------------------------------------------------------------------------------

    def _holding_job(self):
        """A job of this operation that is under way or waits for approval: two never run at the
        same time (T28)."""
        states = (*LIVE_STATES, WAITING)
        domain = [("operation_id", "=", self.id), ("state", "in", states)]
        return self.env["registration.import.job"].sudo().search(domain, limit=1)

    def _advance(self):
        """This run is over; what was missed meanwhile is not made up for."""
        now = fields.Datetime.now()
        due = self.next_run and self.next_run <= now
        following = self._next_after(now) if due else self.next_run
        self.write(
            {"next_run": following, "look_at": following, "took_file": False, "asked_id": False}
        )
        self._wake_schedule()

    def _look_again(self, seconds):
        """Look at this run once more, a little later."""
        moment = fields.Datetime.now() + datetime.timedelta(seconds=seconds)
        self.write({"look_at": moment})
        self._schedule_cron()._trigger(at=moment)

    def _wake_schedule(self):
        for moment in {operation.look_at for operation in self.sudo()} - {False}:
            self._schedule_cron()._trigger(at=moment)

    @api.model
    def _schedule_cron(self):
        return self.env.ref("registration_import.ir_cron_run_sources").sudo()


class RegistrationImportOperationLine(models.Model):
    """Columns can be changed without their operation: that is a change of what it does, too."""

    _inherit = "registration.import.operation.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._change_runner(lines.operation_id)
        return lines

    def write(self, vals):
        if "operation_id" in vals and not self.env.su:
            raise AccessError(self.env._("A column stays with its operation."))
        result = super().write(vals)
        self._change_runner(self.operation_id)
        return result

    def unlink(self):
        operations = self.operation_id
        result = super().unlink()
        self._change_runner(operations)
        return result

    def _change_runner(self, operations):
        """The person, not the server, which adds lines for fields that have none."""
        if not self.env.su:
            operations.sudo().write(operations._runner_values({"line_ids"}))
            operations._serve_as(self.env.uid)
            operations._withdraw_allowance()
