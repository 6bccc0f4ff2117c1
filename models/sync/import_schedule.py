from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...tools.sources.schedule import (
    DAILY,
    MONTHLY_DAY,
    MONTHLY_WEEKDAY,
    WEEKLY,
    Rule,
    minutes_of,
)

NONE, ONCE, RECURRING = "none", "once", "recurring"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What says when an operation runs.
TIME_FIELDS = {
    "mode",
    "once_at",
    "frequency",
    "time",
    "month_day",
    "nth",
    "nth_weekday",
    *DAYS,
}


class RegistrationImportSchedule(models.Model):
    """When an operation runs by itself, and with whose rights; each operation has one."""

    _name = "registration.import.schedule"
    _inherit = "registration.import.operation.part"
    _description = "Schedule of an Import Operation"
    _rec_name = "operation_id"

    _server_fields = frozenset(
        {
            "next_run",
            "poll_at",
            "took_file",
            "asked_id",
            "paused",
            "pause_code",
            "pause_params",
        }
    )
    # Another time does what was allowed, too.
    _withdraws_allowance = False

    mode = fields.Selection(
        [(NONE, "When somebody runs it"), (ONCE, "Once"), (RECURRING, "Again and again")],
        "When it runs",
        default=NONE,
        required=True,
        copy=False,
    )
    once_at = fields.Datetime("Runs on", copy=False)
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
    time = fields.Float(default=6.0)
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
    zone = fields.Char("Time Zone", compute="_compute_zone")
    next_run = fields.Datetime(compute="_compute_next_run", store=True, copy=False)
    poll_at = fields.Datetime(
        compute="_compute_next_run",
        store=True,
        copy=False,
        help="When the scheduled action polls the source: at the next time, and again while a file"
        " is being written or an import under way",
    )
    took_file = fields.Boolean(
        compute="_compute_next_run", store=True, copy=False, help="This time it has found a file"
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

    _operation_uniq = models.Constraint("unique(operation_id)", "An operation has one schedule.")
    _poll_idx = models.Index("(poll_at) WHERE poll_at IS NOT NULL")

    # -- the rule ------------------------------------------------------------------------------

    @api.depends(
        "operation_id.company_id.partner_id.tz",
        "run_as_id.tz",
        "run_as_id.company_id.partner_id.tz",
    )
    def _compute_zone(self):
        for schedule in self.sudo():
            user = schedule.run_as_id
            company = schedule.operation_id.company_id or user.company_id
            schedule.zone = company.partner_id.tz or user.tz or "UTC"

    @api.depends("operation_id.active", "paused", "zone", *sorted(TIME_FIELDS))
    def _compute_next_run(self):
        """Somebody who clicked Run is served, whatever changes meanwhile."""
        now = fields.Datetime.now()
        for schedule in self:
            off = schedule.paused or not schedule.operation_id.active
            schedule.next_run = False if off else schedule._next_after(now)
            if not schedule._is_waited_for(off):
                schedule.update({"poll_at": schedule.next_run, "took_file": False})

    def _is_waited_for(self, off):
        """Whether the run that is under way goes on, whatever was changed of the time; ``off`` says
        that the schedule was stopped."""
        return bool(self.asked_id)

    def _next_after(self, moment):
        """The next time after a naive moment in UTC, likewise; False where there is none."""
        if self.mode == RECURRING and self._is_rule():
            return self._rule().next(moment).replace(tzinfo=None)
        if self.mode == ONCE and self.once_at and self.once_at > moment:
            return self.once_at
        return False

    def _is_rule(self):
        """Whether what stands on the form, maybe half filled in, says a time."""
        days = self.frequency != WEEKLY or self._weekdays()
        return bool(days) and 0 <= self.time < 24 and 1 <= self.month_day <= 31

    def _weekdays(self):
        return tuple(index for index, day in enumerate(DAYS) if self[day])

    def _rule(self):
        hour, minute = minutes_of(self.time)
        return Rule(
            self.frequency,
            hour=hour,
            minute=minute,
            zone=self.zone,
            weekdays=self._weekdays(),
            day=self.month_day,
            nth=int(self.nth),
            weekday=int(self.nth_weekday),
        )

    @api.constrains(*sorted(TIME_FIELDS))
    def _check_rule(self):
        for schedule in self:
            if not 0 <= schedule.time < 24:
                raise ValidationError(self.env._("The time must be between 00:00 and 23:59."))
            if not 1 <= schedule.month_day <= 31:
                raise ValidationError(self.env._("The day of the month must be from 1 to 31."))
            if schedule.mode == RECURRING and not schedule._is_rule():
                raise ValidationError(self.env._("Choose a day of the week on which it runs."))

    @api.constrains("mode", "once_at")
    def _check_once_at(self):
        for schedule in self.filtered(lambda each: each.mode == ONCE):
            if not schedule.once_at or schedule.once_at <= fields.Datetime.now():
                raise ValidationError(self.env._("Choose a time to come at which it runs once."))

    @api.constrains("mode")
    def _check_source(self):
        """What runs by itself has a source that needs nobody."""
        self.operation_id.source_ids._check_schedule()

    # -- who writes it -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        schedules = super().create(vals_list)
        schedules._wake()
        return schedules

    def write(self, vals):
        result = super().write(vals)
        if not (TIME_FIELDS | {"paused"}).isdisjoint(vals):
            self._wake()
        return result

    def _check_values(self, vals):
        result = super()._check_values(vals)
        if "run_as_id" in vals and not self.env.su and not self.env.is_system():
            raise AccessError(self.env._("Only an administrator chooses as whom it runs."))
        return result

    def _changes_runs(self, vals):
        """Not where an administrator says as whom it runs."""
        return super()._changes_runs(vals) and "run_as_id" not in vals

    # -- when it is polled ---------------------------------------------------------------------

    def _wake(self):
        """Let the scheduled action run at the time at which each is polled next."""
        for moment in {schedule.poll_at for schedule in self.sudo()} - {False}:
            self._cron()._trigger(at=moment)

    @api.model
    def _cron(self):
        return self.env.ref("registration_import.ir_cron_run_sources").sudo()
