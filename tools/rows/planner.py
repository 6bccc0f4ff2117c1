"""Plans rows in the order of the file, each seeing what the rows before it leave."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .plan import INVALID, Change, Plan, Row
from .problems import Problem
from .run_context import RunContext

Match = dict[str, Any]
Keys = Iterable[Hashable]


@dataclass(frozen=True)
class Identity:
    """Fields that together name a record, as far as a file alone tells: rows that have the same in
    them meet. Of rows that fill the field ``unless``, which names a record better, those of the key
    do not come before others; ``alone``: they have not the key at all. Rows that fill the field
    ``owner`` differently do not meet."""

    fields: tuple[str, ...]
    unless: str | None = None
    alone: bool = False
    owner: str | None = None


class RowPlanner:
    """What the rows of a kind would change: the contract, and what most kinds share of it.

    Pure: a row's ``values`` and ``match`` are all that it looks at, and what is the same for all
    rows is in ``run``. A kind makes one for each run (``registration.import.kind._row_planner``).
    """

    # Fields that together name the record of a row.
    identity_fields: tuple[str, ...] = ()
    # What a problem rests on beside the cell of its own field, ``{code or field: fields}``; "" is
    # that of problems without a field. Where one of these cells could not be read, or does not mean
    # what it says, nothing can be said.
    rests_on: Mapping[str, Collection[str]] = {}
    # Verbs that whoever started the run may not do, with what is said of their rows, which are left
    # out.
    withheld: Mapping[str, Problem] = {}

    def __init__(self, run: RunContext | None = None) -> None:
        self.run = run or RunContext()

    def keys(self, row: Row) -> Keys:
        """What the row touches, as hashable keys: rows with a common key are applied one after the
        other, each finding what the one before leaves. A row that names no record has no key."""
        key = tuple(row.values[name] for name in self.identity_fields)
        return (key,) if any(value is not None for value in key) else ()

    def further_keys(self, row: Row, keys: Keys) -> Keys:
        """Keys of the record of a row that are known only once it is, from what rows before it
        leave: whoever leaves something under a key has to hand on what others left there."""
        return ()

    def touched(self, row: Row, keys: Keys, left: Keys) -> Keys:
        """Of the ``keys`` of a planned row, or of its ``left_keys``, those whose records it
        changes: rows that only look at a record are written together."""
        return keys

    def left_keys(self, row: Row, keys: Keys) -> Keys:
        """The keys under which later rows find what a planned row leaves: its ``keys``, and all
        others of the records that it means."""
        return keys

    def reaches_others(self, row: Row) -> bool:
        """Whether a planned row changes records that its own cells do not name: rows of later
        chunks find what it leaves although they share no cell with it."""
        return False

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        """The plan of one row. ``totals`` are running totals of the rows before in this run; to be
        changed only when the plan has no error."""
        return Plan()

    def problems_of(self, row: Row, totals: dict[str, Any]) -> list[Problem]:
        """What is wrong with those cells of a row that could be read, where others could not."""
        return self.apart_from(row.unread, self.plan(row, totals).problems)

    def apart_from(
        self, unread: Collection[str | None], problems: Iterable[Problem]
    ) -> list[Problem]:
        """Of the problems of a row those that stand, whatever the cells ``unread`` say."""
        return [
            problem
            for problem in problems
            if problem.field not in unread
            and not any(field in unread for field in self._grounds_of(problem))
        ]

    def _grounds_of(self, problem: Problem) -> Collection[str]:
        grounds = self.rests_on.get(problem.code)
        return self.rests_on.get(problem.field or "", ()) if grounds is None else grounds

    def left_by(self, row: Row) -> Any:
        """What a later row of the same record starts from: of a wrong one, what it has found."""
        return row.match if row.outcome == INVALID else self.after(row)

    def stored(self, left: Any) -> Any:
        """What a row leaves as JSON can carry it, for rows of later chunks; ``resume`` takes both
        forms."""
        return left

    def after(self, row: Row) -> Any:
        """What a later row of the same record will find: the match as the plan leaves it."""
        return row.match

    def resume(self, row: Row, key: Hashable, left: Any) -> Match:
        """The match of a row whose record an earlier row has changed: ``left`` is what that one
        leaves, ``key`` the key that they share. A kind whose rows touch several records takes over
        only what belongs to the key."""
        return left

    def rank(self, model: str, values: dict[str, Any]) -> int:
        """The ``rank`` of a ``Change`` that writes these values on a record that there is."""
        return 1

    def refused(
        self, changes: Sequence[Change], facts: dict[str, Any], totals: dict[str, Any]
    ) -> list[Problem]:
        """Why an undo may not write these changes now, such as that a room is full by now: errors.
        ``facts`` is what the kind has found of the records, ``{record key: ...}``; ``totals`` as in
        ``plan``, of the rows that were undone before."""
        return []


class Planner:
    """Plans the rows of one chunk with the ``rules`` of their kind, a ``RowPlanner``.

    ``totals`` are the kind's running totals; ``recalled`` is what rows of earlier chunks leave, as
    ``stored`` has it, ``{key_text of a key: state}``. Between ``begin`` and ``keep`` or ``drop``
    lies one batch: what a dropped batch planned is forgotten.
    """

    def __init__(
        self,
        rules: RowPlanner,
        totals: dict[str, Any] | None = None,
        recalled: dict[str, Any] | None = None,
    ) -> None:
        self.rules = rules
        self.totals = totals if totals is not None else {}
        self.recalled = recalled or {}
        # ids of the rows that went on from a row of an earlier chunk
        self.going_on: set[int] = set()
        self._last: dict[Hashable, Row] = {}
        self._fresh: dict[Hashable, Row] = {}
        self._saved: dict[str, Any] = {}

    def begin(self) -> None:
        """Start a batch that may fail."""
        self._saved = dict(self.totals)

    def keep(self) -> None:
        """The batch was written: later rows see it."""
        self._last |= self._fresh
        self._fresh = {}

    def drop(self) -> None:
        """The batch failed: as if its rows had never been planned."""
        self.totals = self._saved
        self._fresh = {}

    def runs(self, rows: Iterable[Row]) -> Iterator[list[Row]]:
        """Yield lists of consecutive rows, planned; write each before asking for the next, since
        a row with a key that an earlier one has touched sees the record as written."""
        run: list[Row] = []
        touched: set[Hashable] = set()
        plan_row, keys_of, fresh = self.rules.plan, self.rules.keys, self._fresh
        withheld = self.rules.withheld
        touched_of, left_keys_of = self.rules.touched, self.rules.left_keys
        further_keys_of = self.rules.further_keys
        for row in rows:
            if row.match is None or row.is_unreadable:
                self._look_at(row)
                run.append(row)
                continue
            keys = keys_of(row)
            if not touched.isdisjoint(keys):
                yield run
                run, touched = [], set()
            self._recall(row, keys)
            if further := further_keys_of(row, keys):
                if not touched.isdisjoint(further):
                    yield run
                    run, touched = [], set()
                self._recall(row, further)
            row.plan = plan_row(row, self.totals)
            if row.plan.verb in withheld:
                row.plan.problems.append(withheld[row.plan.verb])
            row.outcome = row.plan.planned_outcome()
            left = left_keys_of(row, keys)
            touched.update(touched_of(row, keys, left))
            for key in left:
                fresh[key] = row
            run.append(row)
        if run:
            yield run

    def _look_at(self, row: Row) -> None:
        """Say what else is wrong with a row that cannot be read: nothing of it is written, and it
        leaves nothing for others."""
        row.outcome = INVALID
        if row.match is not None:
            self._recall(row, self.rules.keys(row))
            row.plan = Plan(problems=self.rules.problems_of(row, dict(self.totals)))

    def last_of(self, key: Hashable) -> Row | None:
        """The last row so far that leaves something under a key."""
        return self._fresh.get(key) or self._last.get(key)

    def _recall(self, row: Row, keys: Keys) -> None:
        """Give the row what earlier rows of the same records leave."""
        fresh, last = self._fresh, self._last
        for key in keys:
            earlier = fresh.get(key) or last.get(key)
            if earlier is not None:
                row.match = self.rules.resume(row, key, self.rules.left_by(earlier))
            elif self.recalled and (left := self.recalled.get(key_text(key))) is not None:
                row.match = self.rules.resume(row, key, left)
                self.going_on.add(row.id)


def key_text(key: Hashable) -> str:
    """A key as a text that tells it from all others of the run.

    >>> key_text(("email", "ada@example.com"))
    "('email', 'ada@example.com')"
    """
    return repr(key)
