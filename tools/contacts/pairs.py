"""What was fetched of another CRM, as rows of a file: a contact there, one here, or both."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..connector.canonical import canonical
from ..connector.remote import Record
from ..rows.day_forms import read_moment
from ..rows.lists import join_list, split_list
from ..rows.placeholders import KEY
from ..rows.schema import Field
from .constituent_line import NO, YES, value_text

#: (name of our field, name of theirs)
Names = Sequence[tuple[str, str]]
#: [id there, changed, gone, merged into, our key, {their field: value}], as JSON can carry it
Stored = list[Any]

THEIR_ID, OUR_ID, CHANGED, GONE, MERGED = "their_id", "our_id", "changed", "gone", "merged_into"
MARK = "their_mark"
# The columns that say which contacts a row is about.
PAIR_FIELDS = (
    Field(THEIR_ID, "THEIR_ID", type="code", removable=False, example="4711", holds=KEY),
    Field(OUR_ID, "OUR_ID", type="integer", example="17"),
    Field(CHANGED, "CHANGED_THERE", type="code", removable=False, example="2026-01-31T12:00:00Z"),
    Field(GONE, "GONE_THERE", type="boolean", removable=False, example="No"),
    Field(MERGED, "MERGED_THERE", type="code", removable=False),
    Field(MARK, "STATE_THERE", type="code", removable=False),
)
PAIR_NAMES = tuple(field.name for field in PAIR_FIELDS)


def stored(records: Iterable[Record], skew: float) -> list[Stored]:
    """Records as they are kept until all pages are there, their times by our clock."""
    return [
        [
            each.id,
            by_our_clock(each.changed, skew),
            each.gone,
            each.merged_into,
            each.key,
            each.values,
        ]
        for each in records
    ]


def by_our_clock(moment: str, skew: float) -> str:
    """A time of a clock that is `skew` seconds ahead of ours.

    >>> by_our_clock("2026-01-31T12:00:30Z", 30.0), by_our_clock("yesterday", 1.0)
    ('2026-01-31T12:00:00Z', '')
    """
    try:
        found = read_moment(moment.replace(" ", "T"))
    except ValueError:
        return ""
    if found.tzinfo:
        found = found.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return f"{(found - datetime.timedelta(seconds=skew)).isoformat(timespec='seconds')}Z"


def head_of(names: Names) -> list[str]:
    """The fields of the columns, in their order."""
    return [*PAIR_NAMES, *(ours for ours, _theirs in names)]


def rows_of(
    records: Iterable[Stored], here: Iterable[tuple[str | None, int]], names: Names
) -> list[list[str]]:
    """The cells of each pair, in the order of ``head_of``: `records` that were fetched, of which a
    later one is newer, and ``(id there, contact here)`` of what has changed here. Contacts that
    have nobody there come last.

    >>> rows_of([["7", "", False, None, None, {"Name": "Ada", "Groups": ["A", "B"]}]],
    ...     [("7", 17), (None, 18)], [("fullname", "Name"), ("group_name", "Groups")]
    ... ) # doctest: +NORMALIZE_WHITESPACE
    [['7', '17', '', 'No', '', 'c831f3c8f3b0817d', 'Ada', 'A; B'],
     ['', '18', '', 'No', '', '', '', '']]
    """
    here = list(here)
    contacts = {theirs: contact for theirs, contact in here if theirs}
    newest = {each[0]: each for each in records}
    rows = [_row(each, contacts.get(theirs), names) for theirs, each in newest.items()]
    blanks = [""] * len(names)
    alone = [["", str(contact), "", NO, "", "", *blanks] for t, contact in here if not t]
    return rows + alone


def _row(record: Stored, contact: int | None, names: Names) -> list[str]:
    theirs, changed, gone, merged, key, values = record
    ours = str(contact or "") or (key if key and key.isdecimal() else "")
    cells = [_text(own, values.get(name)) for own, name in names]
    state = "" if gone else state_of(cells)  # that it is gone is new, whatever it still holds
    return [theirs, ours, changed, YES if gone else NO, merged or "", state, *cells]


def state_of(cells: Sequence[str]) -> str:
    """What changes with each of the values that a contact has there."""
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:16]


class Fetched:
    """What a contact there held when it was fetched: ``texts`` are {field of ours: cell}, ``names``
    {field of theirs: of ours}."""

    def __init__(self, texts: Mapping[str, str | None], names: Mapping[str, str]) -> None:
        self._texts = texts
        self._names = names

    def was(self, theirs: str, value: Any) -> bool:
        """Whether a field there held this value.

        >>> fetched = Fetched({"town": "Bern ", "department": "ZH"}, {"city": "town"})
        >>> fetched.was("city", "Bern"), fetched.was("city", "Thun"), fetched.was("other", 1)
        (True, False, True)
        """
        own = self._names.get(theirs)
        if own is None or own not in self._texts:
            return True
        return canonical(_text(own, value)) == canonical(self._texts[own])

    def had(self, theirs: str) -> list[str] | None:
        """The names that a field of several held; None where that is not known."""
        own = self._names.get(theirs)
        return split_list(self._texts[own]) if own and own in self._texts else None


def _text(ours: str, value: Any) -> str:
    if isinstance(value, list):
        return join_list(map(str, value))
    text = value_text(value)
    return department_text(text) if ours == "department" else text


_CODED = re.compile(r"[A-Z]{2}-(\S.*)")


def department_text(text: str) -> str:
    """What we call a department that is told with the code of its country.

    >>> department_text("CH-ZH"), department_text("Zürich")
    ('ZH', 'Zürich')
    """
    coded = _CODED.fullmatch(text)
    return coded[1] if coded else text
