from unittest import TestCase

from ...tools.rows.plan import Change, Plan, Row, row_id, row_number, shown_number
from ...tools.rows.problems import Problem, warning


class TestRowNumbers(TestCase):
    """P5: the id of a row holds its job and its number."""

    def test_ids_of_one_job_follow_the_order_of_the_file(self):
        """P5: and those of a later job come after all of them."""
        ids = [row_id(7, 2), row_id(7, 3), row_id(7, 2_097_151), row_id(8, 1)]
        self.assertEqual(ids, sorted(ids))

    def test_the_number_of_a_row_is_that_of_the_spreadsheet(self):
        """P5: whatever the job."""
        for job in (1, 7, 500):
            self.assertEqual(row_number(row_id(job, 17)), 17)

    def test_only_a_plain_number_counts_as_that_of_an_errors_file(self):
        """P10: the column may have been edited by a person."""
        for text in ("0", "-1", "1.0", " 17", "12345678", "", {"type": "date", "text": "1"}):
            with self.subTest(text):
                self.assertIsNone(shown_number([text], 0))

    def test_a_row_is_shown_with_the_number_that_it_carries(self):
        """P10: that of the file before, where an errors file comes back."""
        row = Row(row_id(7, 2), {}, [])
        self.assertEqual(row.number, 2)
        row.shown = 17
        self.assertEqual(row.number, 17)


class TestRow(TestCase):
    """What becomes of a row."""

    def test_a_warning_alone_condemns_no_row(self):
        """UX 11: an error does."""
        row = Row(1, {}, [warning("odd_phone", "phone")])
        self.assertFalse(row.is_unreadable)
        row.problems.append(Problem("missing", "email"))
        self.assertTrue(row.is_unreadable)

    def test_problems_of_the_plan_come_after_those_of_parsing(self):
        """UX 11: all of them are told."""
        row = Row(1, {}, [warning("a")])
        self.assertEqual([each.code for each in row.all_problems()], ["a"])
        row.plan = Plan(problems=[Problem("b")])
        self.assertEqual([each.code for each in row.all_problems()], ["a", "b"])

    def test_a_new_record_is_that_of_the_row(self):
        """Its id is known when the first change has been written."""
        row, change = Row(1, {}, []), Change("res.partner", None, {"name": "Ann"})
        self.assertIsNone(row.record)
        row.plan = Plan([change])
        self.assertIsNone(row.record)
        change.record = 17
        self.assertEqual(row.record, 17)

    def test_a_deleted_record_is_no_longer_that_of_the_row(self):
        """Nobody can open it."""
        row = Row(1, {}, [])
        row.plan = Plan([Change("res.partner", 17, {}, removes=True)])
        self.assertIsNone(row.record)

    def test_a_verb_counts_when_it_was_carried_out(self):
        """A planned one is not done."""
        row = Row(1, {}, [])
        row.plan = Plan(verb="drop")
        self.assertFalse(row.does(("drop",)))
        row.outcome = row.plan.planned_outcome()
        self.assertTrue(row.does(("drop", "delete")))
        self.assertFalse(row.does(("delete",)))


class TestChange(TestCase):
    """New values of one record."""

    def test_values_that_the_record_has_are_not_written(self):
        """T17: an import of the same file changes nothing."""
        change = Change("res.partner", 1, {"name": "Ann", "zip": "1"}, {"name": "Ann", "zip": "2"})
        self.assertTrue(change.differs())
        self.assertEqual(change.values, {"zip": "1"})
        self.assertFalse(Change("res.partner", 1, {"name": "Ann"}, {"name": "Ann"}).differs())

    def test_an_empty_value_is_not_a_missing_one(self):
        """T17: a field that nobody has looked up is written."""
        self.assertTrue(Change("res.partner", 1, {"zip": None}).differs())
        self.assertFalse(Change("res.partner", 1, {"zip": None}, {"zip": None}).differs())

    def test_a_new_and_a_removed_record_always_differ(self):
        """T17: there is nothing to compare with."""
        self.assertTrue(Change("res.partner", None, {}).differs())
        self.assertTrue(Change("res.partner", 1, {}, removes=True).differs())

    def test_records_made_by_other_changes_are_put_in_their_place(self):
        """Alone, and among the ids of a list, each once and in order."""
        group, tag = Change("group", 9, {}), Change("tag", 3, {})
        change = Change("res.partner", 1, {"group": group, "tags": [tag, 5, tag]})
        change.resolve()
        self.assertEqual(change.values, {"group": 9, "tags": [3, 5]})

    def test_the_journal_has_old_and_new_values(self):
        """Of the fields that were written."""
        change = Change("res.partner", 1, {"zip": "1"}, {"zip": "2", "name": "Ann"})
        self.assertEqual(change.journal(), ["res.partner", 1, {"zip": ["2", "1"]}])

    def test_the_journal_tells_a_new_record_by_its_id(self):
        """From one that only had nothing in these fields."""
        change = Change("res.partner", 17, {"zip": "1"}, created=True)
        pairs = {"id": [None, 17], "zip": [None, "1"]}
        self.assertEqual(change.journal(), ["res.partner", 17, pairs])


class TestPlan(TestCase):
    """P1: the outcome of a row if writing goes well."""

    def outcome(self, *changes, **values):
        return Plan(list(changes), **values).planned_outcome()

    def test_an_error_leaves_nothing_to_write(self):
        """P1: whatever was planned besides."""
        plan = Plan([Change("res.partner", None, {})], problems=[Problem("missing")])
        self.assertEqual((plan.planned_outcome(), plan.changes), ("invalid", []))

    def test_a_warning_leaves_the_plan_as_it_is(self):
        """P1: the row is imported."""
        new = Change("res.partner", None, {})
        self.assertEqual(self.outcome(new, problems=[warning("odd_phone")]), "created")

    def test_the_first_change_tells_created_from_updated(self):
        """P1: it is that of the record which the row is about."""
        new, old = Change("address", None, {}), Change("res.partner", 1, {"zip": "1"})
        self.assertEqual(self.outcome(new, old), "created")
        self.assertEqual(self.outcome(old, new), "updated")

    def test_a_new_part_of_a_record_updates_it(self):
        """P1: the plan names the record that is meant."""
        self.assertEqual(self.outcome(Change("address", None, {}), record=1), "updated")

    def test_changes_without_difference_leave_a_row_unchanged(self):
        """T17: or with the outcome that the kind has for it."""
        same = Change("res.partner", 1, {"zip": "1"}, {"zip": "1"})
        self.assertEqual(self.outcome(same), "unchanged")
        self.assertEqual(self.outcome(same, idle="skipped"), "skipped")

    def test_a_removal_makes_the_row_a_removed_one(self):
        """P1: unless it removes only a part of a record that stays."""
        gone = Change("address", 5, {}, removes=True)
        self.assertEqual(self.outcome(gone), "removed")
        self.assertEqual(self.outcome(gone, record=1), "updated")
