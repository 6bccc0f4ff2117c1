from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.tools import format_datetime, format_list
from odoo.tools.misc import babel_locale_parse

from ...tools.sources.schedule import DAILY, MONTHLY_DAY, WEEKLY, minutes_of
from .import_operation_run import unfinished_job
from .import_schedule import NONE, ONCE, TIME_FIELDS


class RegistrationImportSchedule(models.Model):
    """When an operation runs by itself, or why it does not, in words."""

    _inherit = "registration.import.schedule"

    text = fields.Char("Schedule", compute="_compute_text")
    pause_reason = fields.Char(compute="_compute_pause_reason")
    wait_text = fields.Char(compute="_compute_wait_text")

    @api.depends("next_run", "zone", *sorted(TIME_FIELDS))
    @api.depends_context("lang")
    def _compute_text(self):
        for schedule in self:
            text = schedule._rule_text()
            if text and schedule.next_run:
                text = self.env._("%(rule)s, next: %(time)s", rule=text, time=schedule._time_text())
            schedule.text = text

    def _time_text(self):
        return format_datetime(self.env, self.next_run, tz=self.zone, dt_format="EEE d MMM y HH:mm")

    def _rule_text(self):
        """ "Every Monday and Thursday at 06:30 (Europe/Brussels)", or False."""
        if self.mode == ONCE:
            return self.env._("Once (%s)", self.zone)
        if self.mode == NONE or not self._is_rule():
            return False
        hour, minute = minutes_of(self.time)
        values = {"time": f"{hour:02}:{minute:02}", "zone": self.zone}
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
        for schedule in self:
            code, params = schedule.pause_code, schedule.pause_params
            schedule.pause_reason = code and (
                f"{messages._text(code, params)} {messages._hint(code, params)}"
            )

    @api.depends("next_run")
    @api.depends_context("lang")
    def _compute_wait_text(self):
        now = fields.Datetime.now()
        for schedule in self:
            due = schedule.poll_at and (schedule.next_run or schedule.poll_at) <= now
            job = due and unfinished_job(schedule.operation_id)
            schedule.wait_text = job and self.env._(
                "Waits until the import of “%(file)s” (import %(job)s) has ended.",
                file=job.name,
                job=job.id,
            )
