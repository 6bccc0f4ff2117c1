"""Undo of an import: what a row would put back of what the same row of the import has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..rows.plan import SKIPPED, Change, Plan, Row, has_error
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, shorten, warning
from ..rows.run_context import RunContext

# What a row made goes before anything is put back: it may hold what that needs, such as a seat.
FIRST = -1


class Value(NamedTuple):
    """A value of a field, all of it such that JSON can carry it.

    ``plain`` is what a journal holds and Odoo writes; ``form`` is equal for equal values, however
    they are written; ``text`` is what people read of it, None where that is no plain text.
    """

    plain: Any
    form: Any
    text: str | None = None


#: {field: value}
Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row did to one record: ``pairs``, {field: (old, new)}; whether it made the record,
    and whether who undoes it may delete such records."""

    model: str
    record: int
    pairs: dict[str, tuple[Value, Value]]
    is_new: bool = False
    may_delete: bool = True

    @property
    def key(self) -> str:
        """What names the record."""
        return record_key(self.model, self.record)


def record_key(model: str, identifier: int) -> str:
    """What names a record.

    >>> record_key("res.partner", 3)
    'res.partner,3'
    """
    return f"{model},{identifier}"


class UndoPlanner(RowPlanner):
    """The journal backwards: puts back each field that still holds what the row wrote, and deletes
    what the row made. Rows come in reversed order, so each finds the records as it left them.

    One match for all rows: ``journals``, {row id: [Entry]}; ``present``, {record key: Values} of
    the records that are there; ``used``, {record key: why it stays} of some that rows made; and
    ``before``, the ids of rows before others that touch the same record. The running totals hold
    what these rows leave for those others, {record key: Values}.
    """

    def __init__(self, run: RunContext, undone: RowPlanner) -> None:
        super().__init__(run)
        self.undone = undone

    def keys(self, row: Row) -> Keys:
        return tuple(entry.key for entry in row.match["journals"].get(row.id, ()))

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        match = row.match
        journal = match["journals"].get(row.id)
        if not journal:
            return Plan(problems=[warning("not_undoable")], idle=SKIPPED)
        plan = Plan()
        left = self._put_back(plan, _undoable(plan, journal, match["used"]), match, totals)
        plan.record = _remaining(plan, journal[0], match["present"])
        if plan.problems:
            plan.idle = SKIPPED
        if row.id in match["before"] and not has_error(plan.problems):
            totals |= left
        return plan

    def after(self, row: Row) -> Match:
        """The match is the same for all rows: what they leave is in the totals."""
        return row.match

    def _put_back(
        self, plan: Plan, journal: Sequence[Entry], match: Match, totals: dict[str, Any]
    ) -> dict[str, Values]:
        """Add to the plan what undoes the journal; gives the values that it leaves."""
        left: dict[str, Values] = {}
        for entry in reversed(journal):
            key, present = entry.key, match["present"].get(entry.key)
            before = left.get(key) or _from_totals(totals, key)
            left[key] = before
            if present is None:
                plan.problems.append(warning("gone_since"))
            elif entry.is_new:
                _remove(plan, entry, present | before)
            else:
                left[key] = before | self._restore(plan, entry, present | before)
        return left

    def _restore(self, plan: Plan, entry: Entry, present: Values) -> Values:
        """Add to the plan what puts back the fields of a record that holds ``present``; gives the
        values that are put back."""
        values = {}
        for name, (old, new) in entry.pairs.items():
            if _holds(present, name, new):
                values[name] = old
            elif not _holds(present, name, old):
                plan.problems.append(_left("changed_since", name, present))
        if values:
            plain = {name: value.plain for name, value in values.items()}
            now = {name: present[name].plain for name in values}
            rank = self.undone.rank(entry.model, plain)
            plan.changes.append(Change(entry.model, entry.record, plain, now, rank))
        return values


def _undoable(plan: Plan, journal: Sequence[Entry], used: dict[str, str]) -> Sequence[Entry]:
    """The entries that may be undone. The records that a row made belong together, an address to
    its contact, a person to theirs: all stay where one of them is used."""
    holders = next((used[entry.key] for entry in journal if used.get(entry.key)), None)
    if holders is None:
        return journal
    plan.problems.append(warning("used_since", holders=holders))
    return [entry for entry in journal if not entry.is_new]


def _remaining(plan: Plan, entry: Entry, present: dict[str, Values]) -> int | None:
    """The id of the record of an entry, unless it is gone, or goes with the plan."""
    goes = any(
        change.removes and (change.model, change.record) == (entry.model, entry.record)
        for change in plan.changes
    )
    return None if goes or entry.key not in present else entry.record


def _remove(plan: Plan, entry: Entry, present: Values) -> None:
    """Delete a record that the row made, unless it was changed since."""
    changed = [
        _left("kept_since", name, present)
        for name, (_old, new) in entry.pairs.items()
        if not _holds(present, name, new)
    ]
    if changed:
        plan.problems.extend(changed)
    elif not entry.may_delete:
        plan.problems.append(Problem("may_not_delete"))
    else:
        plan.changes.append(Change(entry.model, entry.record, {}, rank=FIRST, removes=True))


def _from_totals(totals: dict[str, Any], key: str) -> Values:
    """What a row before has left, of this chunk or, as JSON, of another one."""
    return {name: Value(*value) for name, value in totals.get(key, {}).items()}


def _holds(present: Values, name: str, value: Value) -> bool:
    """Whether a record holds this value of a journal; one that lost the field does not."""
    return name in present and present[name].form == value.form


def _left(code: str, name: str, present: Values) -> Problem:
    """The warning that a field is left, with what it holds now where that is a plain text."""
    text = present[name].text if name in present else None
    return warning(code, name) if text is None else warning(code, name, shorten(text))
