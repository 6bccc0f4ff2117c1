"""What is told of rows that were committed together."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from ..tools.rows.plan import REMOVED, UPDATED, Row, row_number


@dataclass
class Batch:
    """``counts`` are {outcome: rows}. Of rows with an irreversible verb, ``verbs`` are
    [[verb, scope, rows]], and ``targets`` [[row number, record id]]. ``made`` are [[model, texts of
    its values]] of records that rows make besides their own, since they were not there; ``changed``
    [[model, field, rows]] of what a validation has found that would change. They are ``in_bulk``
    where one statement has written all of them."""

    counts: dict[str, int]
    verbs: list[list] = field(default_factory=list)
    targets: list[list] = field(default_factory=list)
    made: list[list] = field(default_factory=list)
    changed: list[list] = field(default_factory=list)
    in_bulk: bool = False

    @classmethod
    def of(cls, rows: Iterable[Row], irreversible: Callable[[], Container[str]] = tuple) -> Batch:
        """The batch of planned rows; ``irreversible`` gives the verbs that nothing brings back, and
        is asked only where something was removed.

        >>> Batch.of([])
        Batch(counts={}, verbs=[], targets=[], made=[], changed=[], in_bulk=False)
        """
        rows = list(rows)
        counts = dict(collections.Counter(row.outcome or "" for row in rows))
        verbs_of_kind = irreversible() if counts.get(REMOVED) else ()
        erased = [row for row in rows if row.does(verbs_of_kind)]
        plans = [row.plan for row in erased if row.plan]
        verbs = collections.Counter((plan.verb, plan.scope) for plan in plans)
        return cls(
            counts,
            [[*key, count] for key, count in verbs.items()],
            [[row_number(row.id), row.record] for row in erased],
            _made(rows),
        )


def changed_fields(row: Row) -> set[tuple[str, str]]:
    """(model, field) of the records that are there already and that a planned row changes."""
    if row.outcome != UPDATED or not row.plan:
        return set()
    changes = (each for each in row.plan.changes if each.record is not None and not each.removes)
    return {(change.model, name) for change in changes for name in change.values}


def count_changed(rows: Iterable[Row]) -> collections.Counter[tuple[str, str]]:
    """In how many planned rows each field would change."""
    return collections.Counter(itertools.chain.from_iterable(map(changed_fields, rows)))


def _made(rows: Iterable[Row]) -> list[list]:
    """Records that rows make, or would make, whatever of them has named it first."""
    made: dict[str, list] = {}
    for change in (change for row in rows if row.plan for change in row.plan.changes):
        if change.once and (change.created or change.record is None):
            texts = {name: text for name, text in change.values.items() if isinstance(text, str)}
            made.setdefault(repr((change.model, change.once)), [change.model, texts])
    return list(made.values())
