"""A name that a file has in one column: compared as a whole, split only by whoever knows how.

Which words of a name are the first name cannot be told from the name: "Kim Min" is either. So it
is split only in the order that the operation names, by a plain rule: with a comma, what stands
behind it is the first name; else one word is the last name, or, of the order FIRST_LAST, the last
word with the small words before it ("van der Berg", "de Souza"), and of LAST_FIRST the first word
with the small words that it begins with. Family names of several words ("García López") are split
wrongly: such files are better left whole, or have two columns.
"""

from __future__ import annotations

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
