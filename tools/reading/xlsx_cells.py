"""What a cell of an .xlsx shows, by its type."""

import datetime
from collections.abc import Callable

from ..rows.cells import Cell
from .workbook import TRUE, Workbook, unescape

#: types of cells that hold texts
TEXTS = ("s", "str", "inlineStr")


class Values:
    """`of(kind, style, value)` is the cell of a stored value that is not empty. What cannot be,
    such as a type that nobody knows, is a problem of its row: a cell of type `error`."""

    def __init__(self, book: Workbook) -> None:
        self._strings, self._showers = book.strings, book.showers
        self._text_showers = book.text_showers

    def of(self, kind: str | None, style: str | None, value: str) -> Cell:
        if self._text_showers and kind in TEXTS:
            return self._text(style, self._shared(value) if kind == "s" else unescape(value))
        if kind == "s":
            return self._shared(value)
        if kind is None or kind == "n":
            return self._number(style or "0", value.strip())
        return TYPED.get(kind, error)(value)

    def inline(self, style: str | None, text: str) -> Cell:
        """The cell of a text that stands in it."""
        return self._text(style, text) if text and self._text_showers else text

    def _text(self, style: str | None, cell: Cell) -> Cell:
        show = self._text_showers.get(_index(style or "0"))
        return show(cell) if show and isinstance(cell, str) else cell

    def _shared(self, value: str) -> Cell:
        index = _index(value)
        return self._strings[index] if index < len(self._strings) else error(value)

    def _number(self, style: str, value: str) -> Cell:
        index = _index(style)
        if index >= len(self._showers):
            return error(value)
        try:
            return self._showers[index](value)
        except (ValueError, OverflowError):
            return error(value)


def _index(text: str) -> int:
    """A number from 0; what is none of that is beyond every list.

    >>> _index(" 17 "), _index("-1") == _index("x") == _index("1" * 5000) == 10**9
    (17, True)
    """
    text = text.strip()
    return int(text) if len(text) < 10 and text.isdecimal() else 10**9


def error(value: str) -> Cell:
    return {"type": "error", "text": value}


def _boolean(value: str) -> Cell:
    on = value.strip() in TRUE
    return {"type": "boolean", "text": "TRUE" if on else "FALSE", "value": on}


def _date(value: str) -> Cell:
    """An ISO date or date and time, as few programs write it; at midnight it is a date. Value None
    where it is none of the calendar."""
    day, _, time = value.strip().rstrip("Z").partition("T")
    time = "" if time[:8] == "00:00:00" else time[:8]
    try:
        datetime.datetime.fromisoformat(f"{day}T{time}" if time else day)
    except ValueError:
        return {"type": "date", "text": value, "value": None}
    if not time:
        return {"type": "date", "text": day, "value": day}
    return {"type": "date", "text": f"{day} {time}", "value": f"{day}T{time}"}


#: cells by their type, but for numbers and shared texts
TYPED: dict[str, Callable[[str], Cell]] = {
    "str": unescape,
    "inlineStr": unescape,
    "b": _boolean,
    "e": error,
    "d": _date,
}
