"""Undo of an import: what a row would put back of what the same row of the import has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..rows.plan import SKIPPED, Change, Plan, Row, has_error
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, shorten, warning
from ..rows.run_context import RunContext
from .undo_entries import Entry, Released, Value, Values, ids_of, record_key

# What a row made goes before anything is put back: it may hold what that needs, such as a seat.
FIRST = -1


class UndoPlanner(RowPlanner):
    """The journal backwards: puts back each field that still holds what the row wrote, and deletes
    what the row made, unless somebody uses it. Rows come in reversed order, so each finds the
    records as it left them, and whatever the import itself made of them is gone before.

    One match for all rows, see ``Undoing``. The running totals hold what these rows leave for
    others: {record key: Values}, and of the references that they take away
    {"RECORD KEY@PLACE": number}.
    """

    def __init__(self, run: RunContext, undone: RowPlanner) -> None:
        super().__init__(run)
        self.undone = undone

    def keys(self, row: Row) -> Keys:
        return tuple(entry.key for entry in row.match["journals"].get(row.id, ()))

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        journal = row.match["journals"].get(row.id)
        if not journal:
            return Plan(problems=[warning("not_undoable")], idle=SKIPPED)
        undoing = Undoing(self.undone, journal, row.match, totals)
        plan = undoing.plan()
        plan.record = _remaining(plan, journal[0], row.match["present"])
        if not has_error(plan.problems):
            plan.problems += self.undone.refused(plan.changes, row.match["facts"], totals)
        if plan.problems:
            plan.idle = SKIPPED
        if not has_error(plan.problems):
            undoing.leave(row.id in row.match["before"])
        return plan

    def after(self, row: Row) -> Match:
        """The match is the same for all rows: what they leave is in the totals."""
        return row.match


class Undoing:
    """The undo of one row. Of the match of all rows:

    * ``journals``, {row id: [Entry]}, and ``before``, the ids of rows before others that touch the
      same record;
    * ``present``, {record key: Values} of the records that are there;
    * of records that rows made: ``uses``, {record key: {place: (number, in words)}}; ``changed``,
      {record key: in words} of those that somebody has changed in another field; ``made``, the
      models of which records may have been made; ``labels``, what people call a model;
    * ``final``, {record key: fields} that nothing brings back; ``missing``, the keys of records
      that are not there any more; and ``facts``, what the kind has to know of the records.
    """

    def __init__(
        self, undone: RowPlanner, journal: Sequence[Entry], match: Match, totals: dict[str, Any]
    ) -> None:
        self.undone, self.journal = undone, journal[::-1]
        self.match, self.totals = match, totals
        self.left: dict[str, Values] = {}
        self.released: Released = Counter()
        self.result = Plan()

    def plan(self) -> Plan:
        """What undoes the row."""
        kept = self._kept([entry for entry in self.journal if entry.is_new])
        for entry in self.journal:
            key, present = entry.key, self._present(entry)
            if present is None:
                self.result.problems.append(warning("gone_since"))
            elif not entry.is_new:
                self._restore(entry, present)
            elif key not in kept:
                self._remove(entry, present)
            else:
                self.result.problems += kept[key]
        return self.result

    def leave(self, is_before: bool) -> None:
        """Say in the totals what rows behind have to know: the values of records that they touch,
        and the references to records that they may have made."""
        if is_before:
            self.totals |= self.left
        own = {entry.key for entry in self.journal}
        for (key, place), number in self.released.items():
            is_known = is_before if key in own else key.partition(",")[0] in self.match["made"]
            if is_known and number:
                name = f"{key}@{place}"
                self.totals[name] = self.totals.get(name, 0) + number

    def _present(self, entry: Entry) -> Values | None:
        """What the record holds behind the rows before; None where it is not there."""
        present = self.match["present"].get(entry.key)
        if present is None:
            return None
        return present | self._before(entry.key)

    def _before(self, key: str) -> Values:
        """What rows before, and later steps of this one, have put back."""
        return self.left.get(key) or _from_totals(self.totals, key)

    # -- records that were there before ----------------------------------------------------------

    def _restore(self, entry: Entry, present: Values) -> None:
        """Put back the fields of a record that still hold what the row wrote."""
        values, final = {}, self.match["final"].get(entry.key, ())
        for name, (old, new) in entry.pairs.items():
            if not _holds(present, name, new):
                if not _holds(present, name, old):
                    self._tell("changed_since", name, present)
            elif old.fits and new.form == old.form:
                continue
            elif name in final:
                self._tell("final_since", name, present)
            elif not old.fits or self._is_missing(entry, name, old):
                self._tell("value_gone", name, present)
            else:
                values[name] = old
        self.left[entry.key] = self._before(entry.key) | values
        self.released.update(entry.released(list(values)))
        if values:
            self._change(entry, values, present)

    def _change(self, entry: Entry, values: Values, present: Values) -> None:
        plain = {name: value.plain for name, value in values.items()}
        now = {name: present[name].plain for name in values}
        rank = self.undone.rank(entry.model, plain)
        self.result.changes.append(Change(entry.model, entry.record, plain, now, rank))

    def _is_missing(self, entry: Entry, name: str, old: Value) -> bool:
        """Whether the old value is a record that is not there any more."""
        return any(
            record_key(link.model, each) in self.match["missing"]
            for link in entry.links
            if link.field == name
            for each in ids_of(old.plain)
        )

    def _tell(self, code: str, name: str, present: Values) -> None:
        self.result.problems.append(_left(code, name, present))

    # -- records that the row made ---------------------------------------------------------------

    def _remove(self, entry: Entry, present: Values) -> None:
        now = {name: value.plain for name, value in present.items()}
        change = Change(entry.model, entry.record, {}, now, FIRST, removes=True)
        self.released.update(entry.released())
        self.result.changes.append(change)

    def _kept(self, new: Sequence[Entry]) -> dict[str, list[Problem]]:
        """``{record key: why}`` of the new records that stay. Parts of each other stay together, an
        address with its contact, a person with their structure; and so does what a record that
        stays refers to."""
        kept = {entry.key: found for entry in new if (found := self._reasons(entry))}
        together = _parts(new)
        while True:
            for key in list(kept):
                kept |= {each: [] for each in together[key] if each not in kept}
            going = [entry for entry in new if entry.key not in kept]
            if not any(entry.key in self.match["uses"] for entry in going):
                return kept
            released = self._released_with(going)
            used = {
                entry.key: [self._used(entry, holders)]
                for entry in going
                if (holders := self._holders(entry, released))
            }
            if not used:
                return kept
            kept |= used

    def _reasons(self, entry: Entry) -> list[Problem]:
        """Why a record stays by itself: it was changed, or may not be deleted."""
        present = self._present(entry)
        if present is None:
            return []
        problems = [
            _left("kept_since", name, present)
            for name, (_old, new) in entry.pairs.items()
            if not _holds(present, name, new)
        ]
        if not problems and entry.key in self.match["changed"]:
            problems = [self._used(entry, self.match["changed"][entry.key])]
        if not problems and not entry.may_delete:
            problems = [Problem("may_not_delete")]
        return problems

    def _used(self, entry: Entry, holders: str) -> Problem:
        """A row may have made several records: which one stays is told."""
        what = self.match["labels"].get(entry.model, entry.model)
        return warning("used_since", what=what, holders=holders)

    def _released_with(self, going: Sequence[Entry]) -> Released:
        """The references that go with new records, and with what the row puts back."""
        trial = Undoing(self.undone, (), self.match, self.totals)
        for entry in self.journal:
            present = trial._present(entry)
            if present is not None and not entry.is_new:
                trial._restore(entry, present)
        for entry in going:
            if self._present(entry) is not None:
                trial.released.update(entry.released())
        return trial.released

    def _holders(self, entry: Entry, released: Released) -> str:
        """Who uses a record, but for what goes with this row and what went with rows before."""
        holders = []
        for place, (count, text) in self.match["uses"].get(entry.key, {}).items():
            gone = released[entry.key, place] + self.totals.get(f"{entry.key}@{place}", 0)
            if count > gone:
                holders.append(f"{count - gone} × {text}")
        return ", ".join(holders)


def _parts(new: Sequence[Entry]) -> dict[str, set[str]]:
    """``{record key: keys of the new records that it is a part of, or that are parts of it}``"""
    together = {entry.key: {entry.key} for entry in new}
    for entry in new:
        for owner in entry.owners() & together.keys():
            joined = together[entry.key] | together[owner]
            together |= dict.fromkeys(joined, joined)
    return together


def _remaining(plan: Plan, entry: Entry, present: dict[str, Values]) -> int | None:
    """The id of the record of an entry, unless it is gone, or goes with the plan."""
    goes = any(
        change.removes and (change.model, change.record) == (entry.model, entry.record)
        for change in plan.changes
    )
    return None if goes or entry.key not in present else entry.record


def _from_totals(totals: dict[str, Any], key: str) -> Values:
    """What a row before has left, of this chunk or, as JSON, of another one."""
    return {name: Value(*value) for name, value in totals.get(key, {}).items()}


def _holds(present: Values, name: str, value: Value) -> bool:
    """Whether a record holds this value of a journal. One that lost the field does not, nor one
    whose field has another type by now: what the import wrote was changed with it."""
    return value.fits and name in present and present[name].form == value.form


def _left(code: str, name: str, present: Values) -> Problem:
    """The warning that a field is left, with what it holds now where that is a plain text."""
    text = present[name].text if name in present else None
    return warning(code, name) if text is None else warning(code, name, shorten(text))
