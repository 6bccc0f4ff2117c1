import json
from unittest import TestCase

from ...tools.kinds.undo import UndoPlanner
from ...tools.kinds.undo_entries import Entry, Link, Value, record_key
from ...tools.rows.plan import INVALID, REMOVED, SKIPPED, UNCHANGED, UPDATED, Row
from ...tools.rows.planner import Planner, RowPlanner

LINE = "event.agenda.line"


class Undone(RowPlanner):
    """The rules of the kind that is undone, as far as an undo asks for them."""

    def rank(self, model, values):
        return 0 if values.get("status") == "cancelled" else 2


def value(plain):
    """A value as a field has it that takes no notice of capitals."""
    return Value(plain, plain.lower() if isinstance(plain, str) else plain, str(plain))


LINKS = {
    "instance": Link("instance", LINE, "line.instance"),
    "tags": Link("tags", LINE, "rel.tag", "rel.line"),
}


def entry(record=1, is_new=False, may_delete=True, model=LINE, **pairs):
    """What a row did to a record; the pairs are (old, new)."""
    values = {name: (value(old), value(new)) for name, (old, new) in pairs.items()}
    links = tuple(LINKS[name] for name in pairs if name in LINKS)
    return Entry(model, record, values, is_new, may_delete, links)


def present(**records):
    """``present(r1={"status": "a"})``: what the line 1 holds."""
    return {
        record_key(LINE, int(name[1:])): {field: value(plain) for field, plain in fields.items()}
        for name, fields in records.items()
    }


class UndoCase(TestCase):
    """Rows are given by their journals, the last row of the import first."""

    def setUp(self):
        super().setUp()
        self.planner = Planner(UndoPlanner(None, Undone()))

    def plan(self, *journals, before=(), **records):
        """The planned rows; ``before`` are positions of rows before others of the same record; a
        record is ``used`` at places."""
        more = {name: records.pop(name, {}) for name in ("uses", "changed", "final", "missing")}
        rows = [Row(identifier, {}, []) for identifier, _journal in enumerate(journals)]
        match = {
            "journals": {row.id: each for row, each in zip(rows, journals, strict=True) if each},
            "before": set(before),
            "present": present(**records),
            "made": {LINE},
            "labels": {LINE: "Agenda Line"},
            "facts": {},
            **more,
        }
        for row in rows:
            row.match = match
        self.planner.begin()
        self.runs = [len(run) for run in self.planner.runs(rows)]
        self.planner.keep()
        return rows

    def ends(self, rows):
        return [(row.outcome, [problem.code for problem in row.all_problems()]) for row in rows]

    def changes(self, row):
        """What would be written, and what would be deleted, in this order of records."""
        return [
            (change.record, "removes" if change.removes else change.values)
            for change in row.plan.changes
        ]


class TestUndoOfChanges(UndoCase):
    """Fields of records that were there before the import."""

    def test_what_a_row_wrote_is_put_back(self):
        (row,) = self.plan([entry(status=("a", "b"))], r1={"status": "b", "room": "x"})
        self.assertEqual(self.ends([row]), [(UPDATED, [])])
        self.assertEqual((self.changes(row), row.record), ([(1, {"status": "a"})], 1))
        self.assertEqual(row.plan.changes[0].journal(), [LINE, 1, {"status": ["b", "a"]}])

    def test_another_writing_of_the_value_is_the_value(self):
        (row,) = self.plan([entry(status=("A", "b"))], r1={"status": "B"})
        self.assertEqual(self.changes(row), [(1, {"status": "A"})])

    def test_what_was_changed_since_is_left_and_told(self):
        (row,) = self.plan([entry(status=("a", "b"))], r1={"status": "c"})
        (problem,) = row.all_problems()
        self.assertEqual((row.outcome, row.record), (SKIPPED, 1))
        told = (problem.code, problem.level, problem.field, problem.value)
        self.assertEqual(told, ("changed_since", "warning", "status", "c"))

    def test_a_long_value_is_told_shortly(self):
        (row,) = self.plan([entry(status=("a", "b"))], r1={"status": "c" * 999})
        self.assertEqual(len(row.all_problems()[0].value), 200)

    def test_a_value_without_text_is_not_told(self):
        """Such as records that a field holds."""
        rows = self.plan([entry(tags=([1], [1, 2]))], r1={"tags": [3]})
        rows[0].match["present"][record_key(LINE, 1)]["tags"] = Value([3], [3])
        planned = UndoPlanner(None, Undone()).plan(rows[0], {})
        self.assertEqual([problem.value for problem in planned.problems], [None])

    def test_what_holds_the_old_value_again_is_unchanged(self):
        rows = self.plan([entry(status=("a", "b"))], r1={"status": "a"})
        self.assertEqual(self.ends(rows), [(UNCHANGED, [])])

    def test_each_field_is_looked_at_by_itself(self):
        pairs = {"status": ("a", "b"), "room": ("x", "y"), "code": (None, 1)}
        (row,) = self.plan([entry(**pairs)], r1={"status": "b", "room": "z", "code": 1})
        self.assertEqual(self.ends([row]), [(UPDATED, ["changed_since"])])
        self.assertEqual(self.changes(row), [(1, {"status": "a", "code": None})])

    def test_a_field_that_is_gone_is_left(self):
        (row,) = self.plan([entry(status=("a", "b"))], r1={})
        (problem,) = row.all_problems()
        self.assertEqual(
            (row.outcome, problem.code, problem.value), (SKIPPED, "changed_since", None)
        )

    def test_a_record_that_is_gone_is_told(self):
        (row,) = self.plan([entry(status=("a", "b"))])
        self.assertEqual(self.ends([row]), [(SKIPPED, ["gone_since"])])
        self.assertIsNone(row.record)

    def test_a_row_without_old_values_cannot_be_undone(self):
        """What a verb did leaves none."""
        (row,) = self.plan(None)
        self.assertEqual(self.ends([row]), [(SKIPPED, ["not_undoable"])])
        self.assertEqual(self.planner.rules.keys(row), ())

    def test_writes_are_ordered_as_the_kind_orders_them(self):
        """What frees a seat goes before what takes one."""
        rows = self.plan(
            [entry(1, status=("registered", "cancelled"))],
            [entry(2, status=("cancelled", "registered"))],
            r1={"status": "cancelled"},
            r2={"status": "registered"},
        )
        self.assertEqual([row.plan.changes[0].rank for row in rows], [2, 0])


class TestUndoOfNewRecords(UndoCase):
    """Records that the import has made."""

    def new(self, record=1, **more):
        return entry(record, is_new=True, status=(None, "b"), **more)

    def test_a_new_record_is_deleted_before_anything_is_put_back(self):
        (row,) = self.plan([self.new()], r1={"status": "b"})
        self.assertEqual(self.ends([row]), [(REMOVED, [])])
        self.assertEqual((self.changes(row), row.record), ([(1, "removes")], None))
        self.assertLess(row.plan.changes[0].rank, 0)

    def test_one_that_was_changed_since_stays(self):
        (row,) = self.plan([self.new()], r1={"status": "c"})
        (problem,) = row.all_problems()
        self.assertEqual((row.outcome, row.record), (SKIPPED, 1))
        self.assertEqual(
            (problem.code, problem.field, problem.value), ("kept_since", "status", "c")
        )

    def test_one_that_is_used_stays_with_the_reason(self):
        uses = {record_key(LINE, 1): {"sale.line": (2, "invoice"), "x.y": (1, "file")}}
        (row,) = self.plan([self.new()], uses=uses, r1={"status": "b"})
        (problem,) = row.all_problems()
        self.assertEqual((row.outcome, row.record, row.plan.changes), (SKIPPED, 1, []))
        self.assertEqual(problem.code, "used_since")
        holders = "2 × invoice, 1 × file"
        self.assertEqual(problem.params, {"what": "Agenda Line", "holders": holders})

    def test_one_that_was_changed_in_another_field_stays(self):
        changed = {record_key(LINE, 1): "changed"}
        (row,) = self.plan([self.new()], changed=changed, r1={"status": "b"})
        self.assertEqual(self.ends([row]), [(SKIPPED, ["used_since"])])

    def test_where_one_is_used_what_it_is_a_part_of_stays(self):
        """An address belongs to its contact; another record of the row does not, and what the row
        changed elsewhere is put back."""
        address = self.new(2, instance=(None, 1))
        journal = [self.new(1), address, entry(3, status=("a", "b")), self.new(4)]
        used = {"sale.line": (1, "sale")}
        for identifier in (1, 2):
            held = {record_key(LINE, 1): {"line.instance": (1, "address")}}
            held.setdefault(record_key(LINE, identifier), {}).update(used)
            (row,) = self.plan(
                journal,
                uses=held,
                **{f"r{record}": {"status": "b", "instance": 1} for record in (1, 2, 3, 4)},
            )
            self.assertEqual(self.ends([row]), [(UPDATED, ["used_since"])])
            self.assertEqual(self.changes(row), [(4, "removes"), (3, {"status": "a"})])

    def test_what_goes_with_the_undo_uses_nothing(self):
        """A person who goes with the structure of the same import, in a row behind or the same; one
        that somebody has added since does."""
        for count, ends in ((1, (REMOVED, [])), (2, (SKIPPED, ["used_since"]))):
            self.setUp()
            uses = {record_key(LINE, 1): {"line.instance": (count, "person")}}
            rows = self.plan(
                [self.new(2, instance=(None, 1))],
                [self.new(1)],
                uses=uses,
                r1={"status": "b"},
                r2={"status": "b", "instance": 1},
            )
            self.assertEqual(self.ends(rows), [(REMOVED, []), ends])

    def test_who_stays_uses_what_the_import_made_for_them(self):
        """A person who was changed since stays in the structure, which stays, too."""
        rows = self.plan(
            [self.new(2, instance=(None, 1))],
            [self.new(1)],
            uses={record_key(LINE, 1): {"line.instance": (1, "person")}},
            r1={"status": "b"},
            r2={"status": "c", "instance": 1},
        )
        self.assertEqual(self.ends(rows), [(SKIPPED, ["kept_since"]), (SKIPPED, ["used_since"])])

    def test_memberships_that_are_put_back_use_nothing(self):
        """A group goes with the memberships of the import alone; whoever joined since keeps it,
        and so does a membership that is left."""
        member = entry(2, tags=([5], [1, 5]))
        for count, now, ends in (
            (1, [1, 5], (REMOVED, [])),
            (2, [1, 5], (SKIPPED, ["used_since"])),
            (1, [1, 5, 6], (SKIPPED, ["used_since"])),
        ):
            self.setUp()
            uses = {record_key(LINE, 1): {"rel.tag": (count, "member")}}
            rows = self.plan(
                [member], [self.new(1)], uses=uses, r1={"status": "b"}, r2={"tags": now}
            )
            self.assertEqual(self.ends(rows)[1], ends)

    def test_memberships_of_its_own_that_the_import_did_not_give_are_a_use(self):
        """Groups of a later import."""
        for pairs, ends in (
            ({"tags": (None, [5])}, (REMOVED, [])),
            ({}, (SKIPPED, ["used_since"])),
        ):
            self.setUp()
            uses = {record_key(LINE, 1): {"rel.line": (1, "group")}}
            rows = self.plan([self.new(1, **pairs)], uses=uses, r1={"status": "b", "tags": [5]})
            self.assertEqual(self.ends(rows), [ends])

    def test_what_went_with_rows_of_an_earlier_chunk_uses_nothing(self):
        """A validation writes nothing that the next chunk could see."""
        self.plan([self.new(2, instance=(None, 1))], r2={"status": "b", "instance": 1})
        totals = json.loads(json.dumps(self.planner.totals))
        self.planner = Planner(UndoPlanner(None, Undone()), totals)
        uses = {record_key(LINE, 1): {"line.instance": (1, "person")}}
        rows = self.plan([self.new(1)], uses=uses, r1={"status": "b"})
        self.assertEqual(self.ends(rows), [(REMOVED, [])])

    def test_who_is_gone_already_takes_no_use_away(self):
        """Somebody else holds the place that is counted."""
        rows = self.plan(
            [self.new(2, instance=(None, 1))],
            [self.new(1)],
            uses={record_key(LINE, 1): {"line.instance": (1, "person")}},
            r1={"status": "b"},
        )
        self.assertEqual(self.ends(rows), [(SKIPPED, ["gone_since"]), (SKIPPED, ["used_since"])])

    def test_who_may_not_delete_is_told_so(self):
        (row,) = self.plan([self.new(may_delete=False)], r1={"status": "b"})
        self.assertEqual(self.ends([row]), [(INVALID, ["may_not_delete"])])

    def test_one_that_is_gone_is_told(self):
        self.assertEqual(self.ends(self.plan([self.new()])), [(SKIPPED, ["gone_since"])])

    def test_what_was_made_last_is_deleted_first(self):
        (row,) = self.plan([self.new(1), self.new(2)], r1={"status": "b"}, r2={"status": "b"})
        self.assertEqual(self.changes(row), [(2, "removes"), (1, "removes")])


class TestUndoOfSeveralRows(UndoCase):
    """A record that several rows of the import have changed."""

    def test_each_row_finds_what_the_later_one_left(self):
        rows = self.plan(
            [entry(status=("b", "c"))], [entry(status=("a", "b"))], before=[0], r1={"status": "c"}
        )
        self.assertEqual(self.ends(rows), [(UPDATED, []), (UPDATED, [])])
        self.assertEqual(self.changes(rows[1]), [(1, {"status": "a"})])
        self.assertEqual(rows[1].plan.changes[0].present, {"status": "b"})
        self.assertEqual(self.runs, [1, 1])

    def test_what_was_made_and_then_changed_goes_altogether(self):
        rows = self.plan(
            [entry(status=("b", "c"))],
            [entry(is_new=True, status=(None, "b"))],
            before=[0],
            r1={"status": "c"},
        )
        self.assertEqual(self.ends(rows), [(UPDATED, []), (REMOVED, [])])

    def test_nothing_of_it_is_touched_once_it_was_changed(self):
        rows = self.plan(
            [entry(status=("b", "c"))],
            [entry(is_new=True, status=(None, "b"))],
            before=[0],
            r1={"status": "d"},
        )
        self.assertEqual(self.ends(rows), [(SKIPPED, ["changed_since"]), (SKIPPED, ["kept_since"])])

    def test_what_rows_leave_survives_as_json(self):
        """A validation of several chunks stores it in the database."""
        self.plan([entry(status=("b", "c"))], before=[0], r1={"status": "c"})
        totals = json.loads(json.dumps(self.planner.totals))
        self.planner = Planner(UndoPlanner(None, Undone()), totals)
        rows = self.plan([entry(status=("a", "b"))], r1={"status": "c"})
        self.assertEqual(self.changes(rows[0]), [(1, {"status": "a"})])

    def test_rows_of_other_records_leave_nothing_behind(self):
        self.plan([entry(status=("a", "b"))], r1={"status": "b"})
        self.assertEqual(self.planner.totals, {})

    def test_what_nothing_brings_back_is_left(self):
        """S11: "empty now" is not what the import wrote, once the contact was deleted."""
        final = {record_key(LINE, 1): {"status"}}
        (row,) = self.plan(
            [entry(status=("a", None), room=("x", None))],
            final=final,
            r1={"status": None, "room": None},
        )
        self.assertEqual(self.ends([row]), [(UPDATED, ["final_since"])])
        self.assertEqual(self.changes(row), [(1, {"room": "x"})])

    def test_a_value_that_no_longer_fits_its_field(self):
        """What the import wrote was changed with the type of the field; what it held before cannot
        be put back."""
        unfit = Value("red", None, "red", fits=False)
        for pair, code in (((value(1), unfit), "changed_since"), ((unfit, value(2)), "value_gone")):
            row = Row(2, {}, [])
            journal = [Entry(LINE, 1, {"color": pair})]
            match = {"journals": {2: journal}, "present": present(r1={"color": 2}), "before": ()}
            row.match = match | {"uses": {}, "changed": {}, "final": {}, "missing": {}, "facts": {}}
            row.match |= {"made": {LINE}, "labels": {}}
            planned = UndoPlanner(None, Undone()).plan(row, {})
            self.assertEqual(
                ([each.code for each in planned.problems], planned.changes), ([code], [])
            )

    def test_an_old_value_that_is_gone_is_not_put_back(self):
        """Such as a structure that was deleted since."""
        missing = {record_key(LINE, 9)}
        (row,) = self.plan([entry(instance=(9, 8))], missing=missing, r1={"instance": 8})
        self.assertEqual(self.ends([row]), [(SKIPPED, ["value_gone"])])

    def test_a_row_that_is_refused_leaves_nothing_behind(self):
        journal = [entry(1, is_new=True, may_delete=False), entry(2, status=("a", "b"))]
        (row,) = self.plan(journal, before=[0], r1={}, r2={"status": "b"})
        self.assertEqual((row.outcome, self.planner.totals), (INVALID, {}))

    def test_a_record_twice_in_one_journal_is_undone_backwards(self):
        journal = [entry(status=("a", "b")), entry(status=("b", "c"))]
        (row,) = self.plan(journal, r1={"status": "c"})
        self.assertEqual(self.changes(row), [(1, {"status": "b"}), (1, {"status": "a"})])
