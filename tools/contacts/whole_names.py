"""A name that a file has in one column: compared as a whole, split only by whoever knows how.

Which words of a name are the first name cannot be told from the name: "Kim Min" is either. So it
is split only in the order that the operation names, by a plain rule: with a comma, what stands
behind it is the first name; else one word is the last name, or, of the order FIRST_LAST, the last
word with the small words before it ("van der Berg", "de Souza"), and of LAST_FIRST the first word
with the small words that it begins with. Family names of several words ("García López") are split
wrongly: such files are better left whole, or have two columns.
"""

from __future__ import annotations

import re

from ..rows.cells import fold

WHOLE, FIRST_LAST, LAST_FIRST = "whole", "first_last", "last_first"
# Words that belong to the last name behind them, as they are written: without a capital.
PARTICLES = frozenset(
    (
        *("af", "al", "am", "av", "bin", "da", "dal", "dalla", "das", "de", "degli", "dei", "del"),
        *("della", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "i", "la", "las", "le"),
        *("lo", "los", "op", "ten", "ter", "tot", "van", "vom", "von", "y", "zu", "zum", "zur"),
        *("'t", "’t", "'s"),
    )
)


def squeezed(name: str | None) -> str:
    """A name without blanks too many.

    >>> squeezed("  Ann   Lee ")
    'Ann Lee'
    """
    return " ".join((name or "").split())


def is_same_name(one: str | None, other: str | None) -> bool:
    """Whether two whole names are one, in either order where a comma tells it.

    >>> is_same_name("Lee,  Ann", "Ann Lee"), is_same_name("Lee Ann", "Ann Lee")
    (True, False)
    >>> is_same_name("Ann Lee", "Ann  Lee"), is_same_name("", None)
    (True, True)
    """
    return not _forms(one).isdisjoint(_forms(other))


def _forms(name: str | None) -> set[str]:
    """The name as it stands, and turned round where it has one comma."""
    name = squeezed(name)
    last, comma, first = name.partition(",")
    last, first = last.strip(), first.strip()
    turned = comma and first and last and "," not in first
    return {name, f"{first} {last}"} if turned else {name}


def split_name(name: str, order: str) -> tuple[str, str]:
    """First and last name of a whole one, in the ``order`` that the operation names.

    >>> split_name("Ann Mary Lee", FIRST_LAST), split_name("Ludwig van der Berg", FIRST_LAST)
    (('Ann Mary', 'Lee'), ('Ludwig', 'van der Berg'))
    >>> split_name("Kovács János", LAST_FIRST), split_name("de Souza Ana Maria", LAST_FIRST)
    (('János', 'Kovács'), ('Ana Maria', 'de Souza'))
    >>> split_name("Lee, Ann", LAST_FIRST), split_name("Lee, Ann", FIRST_LAST)
    (('Ann', 'Lee'), ('Ann', 'Lee'))
    >>> split_name("Cher", FIRST_LAST), split_name("van Damme", LAST_FIRST)
    (('', 'Cher'), ('', 'van Damme'))
    """
    last, comma, first = squeezed(name).partition(",")
    if comma and last.strip():
        return first.strip(), last.strip()
    words = squeezed(name).strip(", ").split()
    if order == FIRST_LAST:
        start = len(words) - 1
        while start > 0 and words[start - 1] in PARTICLES:
            start -= 1
        return " ".join(words[:start]), " ".join(words[start:])
    end = 1
    while end < len(words) and words[end - 1] in PARTICLES:
        end += 1
    return " ".join(words[end:]), " ".join(words[:end])


def parts_of(first: str | None, last: str | None, whole: str | None) -> tuple[str, str]:
    """First and last name of a row that has one of them beside a whole name, which may be the other
    part: "Name" and "Surname". Where the two do not fit together, the part alone.

    >>> parts_of(None, "Lee", "Ann"), parts_of(None, "Lee", "Ann Lee"), parts_of("Ann", "", "Lee")
    (('Ann', 'Lee'), ('Ann', 'Lee'), ('Ann', 'Lee'))
    >>> parts_of("Ann", None, "Lee, Ann"), parts_of(None, "Lee", "Lee"), parts_of("Ann", "Lee", "X")
    (('Ann', 'Lee'), ('', 'Lee'), ('Ann', 'Lee'))
    >>> parts_of("Ann", None, "Anne Lee"), parts_of(None, "Lee", "Ann Lee-Moor")
    (('Ann', ''), ('', 'Lee'))
    """
    first, last, whole = squeezed(first), squeezed(last), squeezed(whole)
    if not whole or bool(first) == bool(last):
        return first, last
    for name in _forms(whole):
        if first and fold(name).startswith(f"{fold(first)} "):
            return first, name[len(first) :].strip()
        if last and fold(name).endswith(f" {fold(last)}"):
            return name[: -len(last)].strip(), last
    if _words(whole) & _words(first or last) or (first and " " in whole):
        return first, last
    return first or whole, last or whole


def _words(name: str) -> set[str]:
    """The words of a name, however they are put together."""
    return set(re.split(r"[\W_]+", fold(name)))
