"""Small worlds in which rows of a kind mean something, instead of a database: what there is of
them, how rows are matched with it, and what planned rows make of it."""

import copy
import json
from typing import Any

from ...importer.checkpoint import Checkpoint
from ...importer.loader import RowLoader
from ...importer.validator import Validator
from ...tools.kinds.qualifications import ENROLMENT, FIELDS, PLANNED, QualificationPlanner
from ...tools.kinds.seats import SEATS, counter_of
from ...tools.kinds.session_instances import LINE, SessionInstancePlanner
from ...tools.kinds.undo import UndoPlanner
from ...tools.kinds.undo_entries import Entry, Value, record_key
from ...tools.rows.plan import Link, Row
from ...tools.rows.planner import Planner
from .fakes import MemoryStore
from .test_plan_of_qualifications import EMPTY
from .test_plan_of_qualifications import match as enrolment_match


class World:
    """What a kind's rows are about: ``records``, {id: {field: value}}. It is the kind of a loader,
    too, and says what rows that name the same record have in common."""

    model = ""
    fields: tuple[str, ...] = ()
    # what a new record holds by itself
    new: dict[str, Any] = {}
    _matches_unreadable = True

    def __init__(self):
        self.records, self.rules, self.journals = {}, self.new_rules(), {}

    def new_rules(self):
        """The planner of the kind."""

    def values(self, item):
        """The values of a row, of the tuple that stands for it."""

    def found(self, values):
        """What is found for one row."""

    def key(self, item):
        """What a row names, as far as its text alone tells."""
        return item[:2]

    def spoilt(self, item):
        """A row that means the same but for one mistake."""

    def facts(self, record):
        """What an undo has to know of a record."""
        return None

    def table(self):
        """What there is, whatever its ids are."""
        return sorted(map(str, self.records.values()))

    def where(self, **values):
        """``(id, values)`` of the record that holds these; None where there is none."""
        return next(
            (each for each in self.records.items() if values.items() <= each[1].items()), None
        )

    def _match(self, rows):
        return [self.found(row.values) for row in rows]

    def rows(self, items, first=2):
        """Rows of a file, matched with what there is now."""
        rows = [Row(number, self.values(item), []) for number, item in enumerate(items, first)]
        for row, match in zip(rows, self._match(rows), strict=True):
            row.match = match
        return rows

    def validate(self, items, size):
        """What a validation says of each row that looks at so many at once; nothing is written."""
        store = WorldStore(self, items)
        loader = RowLoader(store, self, lambda cells: (self.values(cells[0]), []), size=size)
        validator = Validator(store, loader, self.rules, Checkpoint())
        for _done in validator.steps():
            # what lies between two chunks lies in the database
            validator.checkpoint.totals = _stored(validator.checkpoint.totals)
            store.states = {key: (row, _stored(left)) for key, (row, left) in store.states.items()}
        return store.planned

    def run(self, items, size):
        """What becomes of each row when so many are matched and written together."""
        ends = []
        for start in range(0, len(items), size):
            rows = self.rows(items[start : start + size], start + 2)
            for together in Planner(self.rules).runs(rows):
                self.apply(together)
            ends += map(end_of, rows)
        return ends

    def apply(self, rows):
        """What rows without a common record change, and their journals."""
        for row in rows:
            entries = []
            for change in sorted(row.plan.changes, key=lambda each: each.rank):
                change.resolve()
                if change.removes:
                    del self.records[change.record]
                    continue
                change.created = change.record is None
                change.record = change.record or 1 + max(self.records, default=0)
                held = self.records.setdefault(change.record, dict.fromkeys(self.fields) | self.new)
                held.update(change.values)
                entries.append(change.journal())
            self.journals[row.id] = entries

    def undo(self):
        """What becomes of each row of the run when it is taken back, the last row first."""
        rows = [Row(number, {}, []) for number in reversed(self.journals)]
        match = self._undo_match()
        for row in rows:
            row.match = match
        for together in Planner(UndoPlanner(None, self.rules)).runs(rows):
            self.apply(together)
        return [end_of(row) for row in rows]

    def _undo_match(self):
        """As ``tools.kinds.undo.Undoing`` has it."""
        entries = {
            number: [_entry(*journal) for journal in listed]
            for number, listed in self.journals.items()
            if listed
        }
        touched, before = set(), set()
        # rows of an undo come in reversed order: those before others are the later ones
        for number in sorted(entries):
            keys = {entry.key for entry in entries[number]}
            before |= {number} if keys & touched else set()
            touched |= keys
        keys = {record_key(self.model, record): record for record in self.records}
        nothing = {name: {} for name in ("uses", "changed", "final", "missing")}
        return nothing | {
            "journals": entries,
            "before": before,
            "present": {
                key: {name: _value(held) for name, held in self.records[record].items()}
                for key, record in keys.items()
            },
            "made": {self.model},
            "labels": {self.model: "Record"},
            "facts": {key: self.facts(record) for key, record in keys.items()},
        }


class WorldStore(MemoryStore):
    """Rows of a world; what a validation says of them."""

    def __init__(self, world, items):
        super().__init__(items)
        self.planned, self.keys = [], {n: world.key(cells[0]) for n, cells in self.rows}

    def links(self, rows):
        found = {}
        for row in rows:
            same = [number for number, key in self.keys.items() if key == self.keys[row.id]]
            behind = [number for number in same if number > row.id]
            before = max((number for number in same if number < row.id), default=None)
            if len(same) > 1:
                ends = min(behind, default=None), max(behind, default=None)
                found[row.id] = Link(*ends, previous=before)
        return found

    def note(self, rows):
        self.planned += map(end_of, rows)


class Agenda(World):
    """Lines of an agenda; rows are (registration, instance, status)."""

    model = LINE
    UNKNOWN = 9
    TIMES = {1: (9, 11), 2: (10, 12), 3: (12, 13)}

    def __init__(self, limits, strict=False):
        super().__init__()
        self.limits, self.strict = limits, strict

    def new_rules(self):
        return SessionInstancePlanner()

    def spoilt(self, item):
        person, _instance, status = item
        return person, self.UNKNOWN, status

    def values(self, item):
        person, instance, status = item
        codes = {"registration_code": f"R{person}", "session_code": "S"}
        return {**codes, "instance_code": f"I{instance}", "status": status}

    def found(self, values):
        person, instance = (
            int(values[f"{name}_code"][1:]) for name in ("registration", "instance")
        )
        found = {"registration": person, "problem": None, "holds": True, "event": 3, "session": 5}
        if instance == self.UNKNOWN:
            return found | {"instance": None, "line": None, "status": None}
        line, held = self.where(registration_id=person, instance_id=instance) or (None, {})
        found |= {"instance": instance, "line": line, "status": held.get("status")}
        return found | self._seats(person, instance)

    def facts(self, record):
        held = self.records[record]
        person, instance = held["registration_id"], held["instance_id"]
        found = {"registration": person, "instance": instance, "status": held["status"]}
        return found | {"holds": True, "code": f"I{instance}"} | self._seats(person, instance)

    def _seats(self, person, instance):
        facts = {"times": list(self.TIMES[instance]), "strict": self.strict}
        for counter, limit in self.limits[instance].items():
            facts[counter] = [limit, self.taken(counter, instance)]
        seats = [
            [held["instance_id"], *self.TIMES[held["instance_id"]], f"I{held['instance_id']}"]
            for held in self.records.values()
            if held["registration_id"] == person and counter_of(held["status"], True) == SEATS
        ]
        return {"facts": facts, "seats": seats}

    def taken(self, counter, instance):
        return sum(
            held["instance_id"] == instance and counter_of(held["status"], True) == counter
            for held in self.records.values()
        )

    def is_overfull(self):
        """Whether somebody has a seat, or a place, that is not there."""
        return any(
            limit is not None and self.taken(counter, instance) > limit
            for instance, limits in self.limits.items()
            for counter, limit in limits.items()
        )


class Enrolments(World):
    """Enrolments of learners; rows are (learner, qualification, status, number, date)."""

    model = ENROLMENT
    fields = (*FIELDS, PLANNED)
    UNKNOWN = 9

    def new_rules(self):
        return QualificationPlanner()

    def spoilt(self, item):
        return (self.UNKNOWN, *item[1:])

    def values(self, item):
        learner, qualification, status, number, registered = item
        values = {"qualification_number": f"Q{qualification}", "uln": f"U{learner}"}
        given = {"status": status, "registration_number": number, "date_registered": registered}
        return values | EMPTY | given

    def found(self, values):
        learner, qualification = int(values["uln"][1:]), int(values["qualification_number"][1:])
        if self.UNKNOWN in (learner, qualification):
            nothing = {"learner": None, "learners": 0}
            return enrolment_match(**nothing, qualification=qualification)
        pair = {"partner_id": learner, "qualification_id": qualification}
        number, held = self.where(**pair) or (None, {})
        known = {name: held[name] for name in (*FIELDS, PLANNED) if name in held}
        more = {"learner": learner, "qualification": qualification, "duration": 30}
        return enrolment_match(number, **more, **known)


def end_of(row):
    """What became of a row: its outcome, and the codes of what is said of it."""
    codes = [problem.code for problem in row.all_problems() if problem.code != "repeated"]
    return row.outcome, codes


def _stored(value):
    return json.loads(json.dumps(copy.deepcopy(value)))


def _value(plain):
    return Value(plain, plain, str(plain))


def _entry(model, record, pairs):
    is_new = "id" in pairs
    named = {name: pair for name, pair in pairs.items() if name != "id"}
    return Entry(
        model,
        record,
        {name: (_value(old), _value(new)) for name, (old, new) in named.items()},
        is_new,
    )
