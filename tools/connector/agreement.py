"""What two sides agree on: three-way, field by field, by what both had when they last agreed.

Nothing here reads or writes: from two records and the marks of the last agreement it says what is
to change where, and what nobody but a person can decide.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence

from .canonical import canonical, is_same, mark
from .remote import GROUPS, OPTED_IN, OPTED_OUT, SETS, Value
from .sets import agreed_sets

#: which side a field comes from; of BOTH each side may change it
THEIRS, OURS, BOTH = "theirs", "ours", "both"
#: what happens where both sides have changed it: one of them wins, the later change, or nobody yet
NEWEST, ASK = "newest", "ask"
#: seconds that two changes must lie apart for one of them to be the later one: what clocks tell
APART = 2.0

#: why a pair is left as it is
GONE_THERE, GONE_HERE, ERASED = "gone_there", "gone_here", "erased"


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: a `field` of both sides, its `direction`, what happens in a
    `conflict`, and the `form` of its values (``remote.TYPES``, ``canonical.EMAIL`` or
    ``canonical.PHONE``)."""

    field: str
    direction: str = BOTH
    conflict: str = ASK
    form: str = "text"


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """A contact on one side: its `values` by our names of fields; `changed` is the time of that
    side's own clock in UTC, None where it is not known. It may be `gone` (archived, deleted)."""

    values: Mapping[str, Value]
    changed: datetime.datetime | None = None
    gone: bool = False


@dataclasses.dataclass(slots=True)
class Conflict:
    """A field that both sides have changed since they last agreed, each to another value."""

    field: str
    theirs: Value
    ours: Value


@dataclasses.dataclass(slots=True)
class Agreement:
    """What is to happen with a pair. `ours` and `theirs` are the values that change on each side;
    `marks` what is kept of the agreement once they are written, {field: mark}: those of `conflicts`
    stay as they were. `reason` says why all is left as it is, "" where it is not. `opted_out` are
    the interests of which an opt-out was stronger than what the other side said."""

    ours: dict[str, Value] = dataclasses.field(default_factory=dict)
    theirs: dict[str, Value] = dataclasses.field(default_factory=dict)
    marks: dict[str, str] = dataclasses.field(default_factory=dict)
    conflicts: list[Conflict] = dataclasses.field(default_factory=list)
    reason: str = ""
    opted_out: list[str] = dataclasses.field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether both sides are the same where the table says so."""
        return not (self.ours or self.theirs or self.conflicts or self.reason)


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """How contacts are kept in step. `skew` is their clock less ours, in seconds."""

    rules: Sequence[Rule]
    skew: float = 0.0

    def agree(
        self,
        theirs: Side,
        ours: Side,
        marks: Mapping[str, str],
        salt: str,
        erased: bool = False,
    ) -> Agreement:
        """What is to happen with a pair. `marks` are those of its last agreement, {} of none;
        `salt` is its secret. Who was `erased` is withheld in both directions, and a contact that is
        gone on one side stays on the other one."""
        found = Agreement(marks=dict(marks), reason=_reason(theirs, ours, erased))
        if found.reason:
            return found
        newest = self._newest(theirs, ours)
        for rule in self.rules:
            if rule.field not in SETS:
                _Field(rule, theirs.values, ours.values, marks, salt, newest).agree(found)
        self._agree_sets(found, theirs, ours, marks, salt)
        return found

    def _newest(self, theirs: Side, ours: Side) -> str:
        """The side that changed last by one and the same clock; ASK where nobody can tell."""
        if theirs.changed is None or ours.changed is None:
            return ASK
        apart = (theirs.changed - ours.changed).total_seconds() - self.skew
        if abs(apart) < APART:
            return ASK
        return THEIRS if apart > 0 else OURS

    def _agree_sets(
        self,
        found: Agreement,
        theirs: Side,
        ours: Side,
        marks: Mapping[str, str],
        salt: str,
    ) -> None:
        rules = {rule.field: rule.direction for rule in self.rules if rule.field in SETS}
        if not rules:
            return
        told, own = _sets(theirs, rules), _sets(ours, rules)
        result = agreed_sets(told, own, rules, marks, salt)
        for field in rules:
            for side, names, change in (
                (told, result.theirs[field], found.theirs),
                (own, result.ours[field], found.ours),
            ):
                if canonical(side[field]) != canonical(names):
                    change[field] = names
            found.marks[field] = result.marks[field]
        found.opted_out = result.opted_out


def _reason(theirs: Side, ours: Side, erased: bool) -> str:
    if erased:
        return ERASED
    if theirs.gone:
        return GONE_THERE
    return GONE_HERE if ours.gone else ""


def _sets(side: Side, rules: Mapping[str, str]) -> dict[str, list[str]]:
    """The names in each field that is kept in step."""
    values = {field: side.values.get(field) for field in (GROUPS, OPTED_IN, OPTED_OUT)}
    return {
        field: list(value) if isinstance(value, list) else []
        for field, value in values.items()
        if field in rules
    }


@dataclasses.dataclass(frozen=True, slots=True)
class _Field:
    """One field of a pair that holds one value."""

    rule: Rule
    told: Mapping[str, Value]
    own: Mapping[str, Value]
    marks: Mapping[str, str]
    salt: str
    newest: str

    def agree(self, found: Agreement) -> None:
        """Add to `found` what is to happen with it."""
        name = self.rule.field
        theirs, ours = self.told.get(name), self.own.get(name)
        if is_same(theirs, ours, self.rule.form):
            found.marks[name] = self._mark(theirs, ours)
            return
        winner = self._winner(theirs, ours)
        if winner == ASK:
            found.conflicts.append(Conflict(name, theirs, ours))
        elif winner == THEIRS:
            found.ours[name] = theirs
            found.marks[name] = self._mark(theirs, theirs)
        else:
            found.theirs[name] = ours
            found.marks[name] = self._mark(ours, ours)

    def _winner(self, theirs: Value, ours: Value) -> str:
        """The side whose value counts; ASK where nobody but a person can tell."""
        if self.rule.direction != BOTH:
            return self.rule.direction
        they, we = self._changed(theirs, 0), self._changed(ours, 1)
        if they != we:
            return THEIRS if they else OURS
        if self.rule.field not in self.marks and self._one_is_empty(theirs, ours):
            return THEIRS if canonical(theirs, self.rule.form) else OURS
        return self.newest if self.rule.conflict == NEWEST else self.rule.conflict

    def _changed(self, value: Value, side: int) -> bool:
        """Whether a side has another value than when both last agreed; without an agreement each
        has.
        """
        marks = self.marks.get(self.rule.field, "").split(":")
        return self._of(value) != marks[side if len(marks) > 1 else 0]

    def _one_is_empty(self, theirs: Value, ours: Value) -> bool:
        """Of a pair that meets for the first time an empty value says nothing."""
        return not (canonical(theirs, self.rule.form) and canonical(ours, self.rule.form))

    def _mark(self, theirs: Value, ours: Value) -> str:
        """One mark, or two where the sides spell the same each in its own way."""
        told, own = self._of(theirs), self._of(ours)
        return told if told == own else f"{told}:{own}"

    def _of(self, value: Value) -> str:
        return mark(self.salt, self.rule.field, canonical(value, self.rule.form))
