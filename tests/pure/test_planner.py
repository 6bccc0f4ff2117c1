from unittest import TestCase

from ...tools.rows.plan import Change, Plan, Row
from ...tools.rows.planner import Planner, RowPlanner, key_text
from ...tools.rows.problems import Problem


class Seats(RowPlanner):
    """A kind of its own: a row (person, wanted) takes a seat of two, or gives it back."""

    identity_fields = ("person",)

    def plan(self, row, totals):
        wanted, has = row.values["wanted"], row.match["seat"]
        taken = totals.get("taken", 0)
        if wanted and not has and taken == 2:
            return Plan(problems=[Problem("full")])
        totals["taken"] = taken + wanted - has
        return Plan([Change("seat", None if has is None else 1, {"seat": wanted}, row.match)])

    def after(self, row):
        return {"seat": row.values["wanted"]}


class TestPlanner(TestCase):
    """D1, D2: rows are planned in the order of the file, without a database."""

    def rows(self, text):
        """Rows from "A+ B-": a person, and whether they want a seat; "?" cannot be read."""
        rows = []
        for number, (person, sign) in enumerate(text.split(), 2):
            row = Row(number, {"person": person, "wanted": int(sign == "+")}, [])
            row.match = None if sign == "?" else {"seat": 0}
            rows.append(row)
        return rows

    def plan(self, planner, text):
        rows = self.rows(text)
        planner.begin()
        runs = [len(run) for run in planner.runs(rows)]
        return runs, [row.outcome for row in rows]

    def test_a_seat_given_back_earlier_can_be_taken(self):
        """D1: a seat given back earlier in the file can be taken, a later one cannot."""
        _runs, outcomes = self.plan(Planner(Seats()), "A+ B+ C+ A- D+")
        self.assertEqual(outcomes, ["updated", "updated", "invalid", "updated", "updated"])

    def test_rows_of_one_record_are_in_runs_of_their_own(self):
        """D2: rows of one record are in runs of their own; those that cannot be read in any."""
        runs, outcomes = self.plan(Planner(Seats()), "A+ B+ A- A? A+ C-")
        self.assertEqual(runs, [2, 2, 2])
        self.assertEqual(
            outcomes, ["updated", "updated", "updated", "invalid", "updated", "unchanged"]
        )

    def test_what_else_is_wrong_with_a_row_that_cannot_be_read(self):
        """UX 11: is told at once, as far as it rests on cells that could be read; the row leaves
        nothing for others, and sees what those before it leave."""

        class Rules(Seats):
            rests_on = {"rests_on_name": ("name",)}

            def problems_of(self, row, totals):
                totals["looked"] = 1
                codes = ("full", "rests_on_name") if row.match["seat"] else ("empty",)
                wrong = [Problem(code, "wanted") for code in codes] + [Problem("x", "name")]
                return self.apart_from(row.unread, wrong)

        planner, rows = Planner(Rules()), self.rows("A+ A- A-")
        rows[1].problems = [Problem("bad", "name")]
        runs = [[row.id for row in run] for run in planner.runs(rows)]
        self.assertEqual(
            ([row.outcome for row in rows], runs[0]), (["updated", "invalid", "updated"], [2, 3])
        )
        self.assertEqual([each.code for each in rows[1].all_problems()], ["bad", "full"])
        self.assertEqual((rows[1].plan.changes, planner.totals), ([], {"taken": 0}))

    def test_the_next_batch_finds_what_the_one_before_left(self):
        """D2: the next batch finds what the one before left."""
        planner = Planner(Seats())
        self.plan(planner, "A+ B+")
        planner.keep()
        self.assertEqual(self.plan(planner, "A+ C+")[1], ["unchanged", "invalid"])

    def test_of_a_failed_batch_nothing_is_left(self):
        """P4: of a batch that failed nothing is left, neither seats nor records."""
        planner = Planner(Seats())
        self.plan(planner, "A+ B+")
        planner.drop()
        self.assertEqual(self.plan(planner, "A+ C+")[1], ["updated", "updated"])

    def test_what_an_earlier_chunk_planned_counts_as_found(self):
        """D2: what an earlier chunk planned counts as found."""
        planner = Planner(Seats(), {"taken": 1}, {key_text(("A",)): {"seat": 1}})
        self.assertEqual(self.plan(planner, "A+ B+ C+")[1], ["unchanged", "updated", "invalid"])
