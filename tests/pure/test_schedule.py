import datetime
from unittest import TestCase

from ...tools.sources.schedule import (
    DAILY,
    LAST,
    MONTHLY_DAY,
    MONTHLY_WEEKDAY,
    WEEKLY,
    Rule,
    minutes_of,
)

BRUSSELS, NEW_YORK = "Europe/Brussels", "America/New_York"


class TestSchedule(TestCase):
    """V12: when a recurring operation is due."""

    def due(self, rule, after, count=1):
        """The next times after a time in UTC, as texts."""
        moment, found = datetime.datetime.fromisoformat(after), []
        for _number in range(count):
            moment = rule.next(moment)
            found.append(f"{moment:%Y-%m-%d %H:%M}")
        return found

    def test_the_next_time_is_strictly_after(self):
        """V12: at its very time a daily run is followed by that of the next day."""
        rule = Rule(DAILY, hour=6, minute=30)
        self.assertEqual(self.due(rule, "2026-05-04T06:29:59"), ["2026-05-04 06:30"])
        self.assertEqual(self.due(rule, "2026-05-04T06:30:00"), ["2026-05-05 06:30"])

    def test_days_of_the_week_come_in_their_order(self):
        """V12: any days of the week, in their order, over the end of the week."""
        rule = Rule(WEEKLY, hour=22, weekdays=(0, 3, 6))
        self.assertEqual(
            self.due(rule, "2026-05-04T22:00", 4),
            ["2026-05-07 22:00", "2026-05-10 22:00", "2026-05-11 22:00", "2026-05-14 22:00"],
        )

    def test_a_monday_is_a_monday_of_its_zone(self):
        """V12: a Monday is a Monday on the clocks of the zone."""
        rule = Rule(WEEKLY, hour=1, zone=BRUSSELS, weekdays=(0,))
        self.assertEqual(self.due(rule, "2026-05-04T00:00"), ["2026-05-10 23:00"])

    def test_day_31_is_the_last_of_a_shorter_month(self):
        """V12: day 31 is the last one of a shorter month, and no month is left out."""
        self.assertEqual(
            self.due(Rule(MONTHLY_DAY, day=31), "2027-12-31T12:00", 4),
            ["2028-01-31 00:00", "2028-02-29 00:00", "2028-03-31 00:00", "2028-04-30 00:00"],
        )
        self.assertEqual(
            self.due(Rule(MONTHLY_DAY, day=29), "2026-02-01T00:00", 2),
            ["2026-02-28 00:00", "2026-03-29 00:00"],
        )

    def test_the_nth_and_the_last_weekday_of_a_month(self):
        """V12: the second Tuesday; the last Friday of months with four and with five of them."""
        self.assertEqual(
            self.due(Rule(MONTHLY_WEEKDAY, nth=2, weekday=1), "2026-01-01T00:00", 2),
            ["2026-01-13 00:00", "2026-02-10 00:00"],
        )
        self.assertEqual(
            self.due(Rule(MONTHLY_WEEKDAY, nth=LAST, weekday=4), "2026-01-01T00:00", 2),
            ["2026-01-30 00:00", "2026-02-27 00:00"],
        )

    def test_same_hour_on_the_clock(self):
        """V12: half past six stays half past six through both clock changes of the year."""
        rule = Rule(DAILY, hour=6, minute=30, zone=BRUSSELS)
        self.assertEqual(
            self.due(rule, "2026-03-27T12:00", 2), ["2026-03-28 05:30", "2026-03-29 04:30"]
        )
        self.assertEqual(
            self.due(rule, "2026-10-23T12:00", 2), ["2026-10-24 04:30", "2026-10-25 05:30"]
        )

    def test_a_time_that_is_left_out_runs_an_hour_later(self):
        """V12: on the day on which 02:30 is left out, it runs an hour later on the clock, once."""
        rule = Rule(DAILY, hour=2, minute=30, zone=BRUSSELS)
        self.assertEqual(
            self.due(rule, "2026-03-28T12:00", 2), ["2026-03-29 01:30", "2026-03-30 00:30"]
        )
        rule = Rule(DAILY, hour=2, minute=30, zone=NEW_YORK)
        self.assertEqual(
            self.due(rule, "2026-03-07T12:00", 2), ["2026-03-08 07:30", "2026-03-09 06:30"]
        )

    def test_a_time_that_comes_twice_runs_once(self):
        """V12: on the day on which the hour comes twice, it runs in the first one only."""
        rule = Rule(DAILY, hour=2, minute=30, zone=BRUSSELS)
        self.assertEqual(
            self.due(rule, "2026-10-24T12:00", 2), ["2026-10-25 00:30", "2026-10-26 01:30"]
        )
        rule = Rule(DAILY, hour=1, minute=30, zone=NEW_YORK)
        self.assertEqual(
            self.due(rule, "2026-10-31T12:00", 2), ["2026-11-01 05:30", "2026-11-02 06:30"]
        )

    def test_a_rule_without_next_time_is_refused(self):
        """V12: a rule that has no next time is refused."""
        for values in ({"frequency": WEEKLY}, {"day": 32}, {"nth": 5}, {"hour": 24}):
            with self.assertRaises(ValueError):
                Rule(**values)

    def test_a_moment_of_another_zone_is_understood(self):
        """V12: one o'clock in New York is five o'clock in UTC."""
        after = datetime.datetime(
            2026, 5, 4, 1, tzinfo=datetime.timezone(-datetime.timedelta(hours=4))
        )
        self.assertEqual(f"{Rule(DAILY, hour=6).next(after):%d %H:%M}", "04 06:00")
        self.assertEqual(f"{Rule(DAILY, hour=5).next(after):%d %H:%M}", "05 05:00")

    def test_an_unknown_zone_is_utc(self):
        """V12: one that the server does not know stops nothing."""
        self.assertEqual(
            self.due(Rule(DAILY, hour=6, zone="Atlantis/Poseidonis"), "2026-05-04T00:00"),
            ["2026-05-04 06:00"],
        )

    def test_seconds_of_the_moment_do_not_shift_the_next_ones(self):
        """V12: a run that began late is followed by one that is on time."""
        self.assertEqual(self.due(Rule(DAILY, hour=6), "2026-05-04T06:00:59", 2)[1][-5:], "06:00")

    def test_hours_of_a_field_are_a_time_of_the_day(self):
        """V12: rounded to minutes, never to midnight of the next day."""
        self.assertEqual(minutes_of(6.999), (7, 0))
        self.assertEqual(minutes_of(23.999), (23, 59))
