"""A person's name in one field and in two, and what two spellings of a name have in common."""

from __future__ import annotations

from ..rows.cells import fold
from .whole_names import squeezed


def full_name(first: str | None, last: str | None) -> str:
    """The two parts in one.

    >>> full_name("Ann", "Lee"), full_name(None, "Lee"), full_name("", None)
    ('Ann Lee', 'Lee', '')
    """
    return f"{first} {last}" if first and last else first or last or ""


def name_parts(name: str | None, first: str | None, last: str | None) -> tuple[str, str]:
    """First and last name of a contact, as stored, or, where somebody has edited the whole name
    since, split before its last word; "" where there is none.

    >>> name_parts("Ann Mary Lee", "Ann", "Mary Lee")
    ('Ann', 'Mary Lee')
    >>> name_parts("Ann Mary Ray", "Ann", "Mary Lee")
    ('Ann Mary', 'Ray')
    >>> name_parts("Lee", None, None), name_parts(None, "Ann", "Lee")
    (('', 'Lee'), ('', ''))
    """
    if (first or last) and full_name(first, last) == (name or ""):
        return first or "", last or ""
    first, _blank, last = (name or "").rpartition(" ")
    return first.strip(), last


def name_key(text: str | None) -> str:
    """What two spellings of the name of a group have in common: case and blanks do not count.

    >>> name_key(" Friends of  the Opera"), name_key(None)
    ('friends of the opera', '')
    """
    return fold(squeezed(text))
