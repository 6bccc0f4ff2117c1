from unittest import TestCase

from ...importer.confirmation import Allowance, MoreThanConfirmed
from ...tools.rows.plan import Plan, Row

DROP = {"drop": "Drop"}


def planned(number, record=None, verb=None):
    """A row that was planned."""
    row = Row(number, {}, [])
    row.plan = Plan(verb=verb, record=record)
    row.outcome = row.plan.planned_outcome()
    return row


class TestAllowance(TestCase):
    """D15: a run does no more of what nothing brings back than was confirmed."""

    def assertStops(self, allowance, *rows):
        with self.assertRaises(MoreThanConfirmed):
            allowance.check(rows)

    def test_rows_that_bring_nothing_to_an_end_need_no_confirmation(self):
        Allowance(DROP).check([planned(2, 7), planned(3)])
        Allowance().check([planned(2, 7, "drop")])  # a kind to which no verb is irreversible

    def test_a_row_that_was_not_confirmed_stops_the_run(self):
        self.assertStops(Allowance(DROP), planned(2, 7, "drop"))
        allowance = Allowance(DROP, {2: 7})
        self.assertStops(allowance, planned(2, 7, "drop"), planned(3, 8, "drop"))

    def test_a_confirmed_row_may_hit_the_record_that_was_seen(self):
        Allowance(DROP, {2: 7}).check([planned(2, 7, "drop")])

    def test_a_confirmed_row_may_hit_no_other_record(self):
        self.assertStops(Allowance(DROP, {2: 7}), planned(2, 8, "drop"))

    def test_a_record_of_an_earlier_row_had_no_id_when_it_was_seen(self):
        for unknown in (0, None):
            Allowance(DROP, {2: unknown}).check([planned(2, 8, "drop")])
