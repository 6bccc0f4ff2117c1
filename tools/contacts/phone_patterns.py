"""Which digits of a number a pattern of ``phonenumbers`` looks at.

A step follows all ways through a pattern at once, from several places of the digits, and gives the
places where these ways end, and how many of the first digits were looked at. Another number with so
many of these digits, and as many in all, goes the very same ways.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - before Python 3.11
    import sre_parse as parser

Places = set[int]
#: step(digits, places) -> (places behind, digits looked at)
Step = Callable[[str, Places], tuple[Places, int]]

_DIGITS = frozenset("0123456789")


class _UnknownError(Exception):
    """A pattern has something in it that is not known here."""


@functools.cache
def compiled(pattern: str) -> Step | None:
    """The step of a pattern; None of one that has something unknown in it.

    >>> digits = "0791234567"
    >>> compiled("(?:7[5-9]|800)\\\\d{7}")(digits, {1}), compiled("7.*5")(digits, {1})
    (({10}, 3), ({8}, 10))
    """
    try:
        return _sequence(parser.parse(pattern))
    except _UnknownError:
        return None


def all_of(steps: Iterable[Step], digits: str, places: Places) -> tuple[Places, int]:
    """Each step behind the one before."""
    seen = 0
    for step in steps:
        places, looked = step(digits, places)
        seen = max(seen, looked)
    return places, seen


def any_of(steps: Iterable[Step], digits: str, places: Places) -> tuple[Places, int]:
    """Each step from the same places."""
    found = [step(digits, places) for step in steps]
    return set().union(*(ends for ends, _seen in found)), max(seen for _ends, seen in found)


def _one(accepted: frozenset[str], digits: str, places: Places) -> tuple[Places, int]:
    """One digit; any digit at all is not looked at."""
    here = [place for place in places if place < len(digits)]
    if accepted == _DIGITS:
        return {place + 1 for place in here}, 0
    return {p + 1 for p in here if digits[p] in accepted}, max(here, default=-1) + 1


def _times(step: Step, least: int, most: int, digits: str, places: Places) -> tuple[Places, int]:
    """A step so many times."""
    found: Places = set()
    seen = 0
    for count in range(min(most, len(digits)) + 1):
        if count >= least:
            found |= places
        places, looked = step(digits, places)
        seen = max(seen, looked)
    return found, seen


def _ahead(step: Step, digits: str, places: Places) -> tuple[Places, int]:
    """A look at what follows. Whether it must not be there or must, all ways go on."""
    return places, step(digits, places)[1]


def _nothing(digits: str, places: Places) -> tuple[Places, int]:
    return places, 0


def _sequence(items: Iterable[tuple[Any, Any]]) -> Step:
    return functools.partial(all_of, [_step(str(sort), value) for sort, value in items])


def _step(sort: str, value: Any) -> Step:
    if sort in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        return functools.partial(_one, _accepted(sort, value))
    if sort == "BRANCH":
        return functools.partial(any_of, [_sequence(each) for each in value[1]])
    if sort == "SUBPATTERN":
        return _sequence(value[-1])
    if sort in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, items = value
        return functools.partial(_times, _sequence(items), least, int(most))
    if sort in ("ASSERT", "ASSERT_NOT"):
        return functools.partial(_ahead, _sequence(value[1]))
    if sort == "AT":
        return _nothing
    raise _UnknownError(sort)


def _accepted(sort: str, value: Any) -> frozenset[str]:
    """The digits that a place of a pattern takes."""
    if sort == "ANY":
        return _DIGITS
    if sort != "IN":
        found = frozenset(chr(value)) & _DIGITS
        return _DIGITS - found if sort == "NOT_LITERAL" else found
    found, negated = frozenset(), False
    for kind, each in ((str(kind), each) for kind, each in value):
        if kind == "NEGATE":
            negated = True
        elif kind == "RANGE":
            found |= frozenset(map(chr, range(each[0], each[1] + 1)))
        elif kind == "LITERAL":
            found |= frozenset(chr(each))
        elif str(each) == "CATEGORY_DIGIT":
            found |= _DIGITS
        else:
            raise _UnknownError(kind)
    return _DIGITS - found if negated else found & _DIGITS
