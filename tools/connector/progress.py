"""Whether asking another CRM for more leads anywhere: one that goes round in circles would be asked
for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .remote import Record

#: so many pages in a row may bring nothing that was not there before
BARREN = 10
#: from so many pages on it is counted whether they bring the same contacts again and again
MANY_PAGES, TIMES = 32, 8
# Characters of a digest of ids, and of one of times.
HALF = 16


class Step(NamedTuple):
    """A page that was fetched: its mark, and the digest of what it brought."""

    mark: str
    digest: str


def digest_of(records: Iterable[Record]) -> str:
    """What a page brought: the first HALF characters are those of its ids alone, the others those
    of the changes; "" of nothing.

    >>> one, again = digest_of([Record("7", "noon")]), digest_of([Record("7", "one")])
    >>> one == again, one[:HALF] == again[:HALF], digest_of([])
    (False, True, '')
    """
    found = [(each.id, each.changed, str(each.gone)) for each in records]
    if not found:
        return ""
    return _short(each[0] for each in found) + _short("\x1f".join(each) for each in found)


def _short(texts: Iterable[str]) -> str:
    return hashlib.sha256("\x1e".join(texts).encode()).hexdigest()[:HALF]


def leads_nowhere(before: Sequence[Step], mark: str, records: Iterable[Record]) -> bool:
    """Whether a page that says that there is more is no progress, given the pages before it: it has
    a mark that had come before and tells of contacts that had come before; or it is one of BARREN
    in a row that brought nothing new, whatever their marks are."""
    digest = digest_of(records)
    ids = {step.digest[:HALF] for step in before} | {""}
    if digest[:HALF] in ids and any(step.mark == mark for step in before):
        return True
    barren, known = 0, {""}
    for each in [*(step.digest for step in before), digest]:
        barren = barren + 1 if each in known else 0
        known.add(each)
    return barren >= BARREN


def is_counted(pages: int) -> bool:
    """Whether after so many pages it is time to count their contacts: seldom, since that looks at
    all of them.

    >>> [number for number in range(200) if is_counted(number)]
    [32, 64, 128]
    """
    return pages >= MANY_PAGES and pages & (pages - 1) == 0


def is_too_often(told: int, contacts: int) -> bool:
    """Whether of so many `contacts` was told too often for it to be changes."""
    return told > TIMES * contacts
