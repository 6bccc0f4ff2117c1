from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.tools import format_datetime, format_list
from odoo.tools.misc import babel_locale_parse

from ...tools.sources.schedule import DAILY, MONTHLY_DAY, WEEKLY, minutes_of
from .import_operation_schedule import NONE, ONCE, TIME_FIELDS


class RegistrationImportOperation(models.Model):
    """When an operation runs by itself, or why it does not, in words."""

    _inherit = "registration.import.operation"

    pause_reason = fields.Char(compute="_compute_pause_reason")
    schedule_text = fields.Char("Schedule", compute="_compute_schedule_text")
    wait_text = fields.Char(compute="_compute_wait_text")

    @api.depends("next_run", "schedule_zone", *sorted(TIME_FIELDS))
    @api.depends_context("lang")
    def _compute_schedule_text(self):
        for operation in self:
            text = operation._rule_text()
            if text and operation.next_run:
                text = self.env._(
                    "%(rule)s, next: %(time)s", rule=text, time=operation._time_text()
                )
            operation.schedule_text = text

    def _time_text(self):
        return format_datetime(
            self.env, self.next_run, tz=self.schedule_zone, dt_format="EEE d MMM y HH:mm"
        )

    def _rule_text(self):
        """ "Every Monday and Thursday at 06:30 (Europe/Brussels)", or False."""
        if self.schedule == ONCE:
            return self.env._("Once (%s)", self.schedule_zone)
        if self.schedule == NONE or not self._is_rule():
            return False
        hour, minute = minutes_of(self.schedule_time)
        values = {"time": f"{hour:02}:{minute:02}", "zone": self.schedule_zone}
        if self.frequency == DAILY:
            return self.env._("Every day at %(time)s (%(zone)s)", **values)
        names = get_day_names("wide", locale=babel_locale_parse(self.env.lang))
        if self.frequency == WEEKLY:
            days = format_list(self.env, [names[day] for day in self._weekdays()])
            return self.env._("Every %(days)s at %(time)s (%(zone)s)", days=days, **values)
        if self.frequency == MONTHLY_DAY:
            return self.env._(
                "On day %(day)s of every month at %(time)s (%(zone)s)", day=self.month_day, **values
            )
        return self.env._(
            "On the %(nth)s %(weekday)s of every month at %(time)s (%(zone)s)",
            nth=dict(self._fields["nth"]._description_selection(self.env))[self.nth].lower(),
            weekday=names[int(self.nth_weekday)],
            **values,
        )

    @api.depends("pause_code", "pause_params")
    @api.depends_context("lang")
    def _compute_pause_reason(self):
        messages = self.env["registration.import.message"]
        for operation in self:
            code, params = operation.pause_code, operation.pause_params
            operation.pause_reason = code and (
                f"{messages._text(code, params)} {messages._hint(code, params)}"
            )

    @api.depends("next_run")
    @api.depends_context("lang")
    def _compute_wait_text(self):
        now = fields.Datetime.now()
        for operation in self:
            due = operation.look_at and (operation.next_run or operation.look_at) <= now
            job = due and operation._holding_job()
            operation.wait_text = job and self.env._(
                "Waits until the import of “%(file)s” (job %(job)s) has ended.",
                file=job.name,
                job=job.id,
            )
