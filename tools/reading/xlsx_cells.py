"""What a cell of an .xlsx shows, by its type."""

import datetime
from collections.abc import Callable, Sequence

from ..rows.cells import Cell
from .blocks import Column, cell_json
from .numbers import Show
from .workbook import TRUE, Workbook, unescape

DIGITS = "0123456789"

#: so many cells of one format are remembered: days and codes come again
REMEMBERED = 10_000

#: types of texts that stand in the cell itself
TEXTS = ("str", "inlineStr")


class Values:
    """`of(kind, style, value)` is the cell of a stored value that is not empty. What cannot be,
    such as a type that nobody knows, is a problem of its row: a cell of type `error`."""

    def __init__(self, book: Workbook) -> None:
        self.strings, self.text_showers = book.strings, book.text_showers
        self._showers = book.showers

    def of(self, kind: str | None, style: str | None, value: str) -> Cell:
        if kind == "s":
            index = _index(value)
            lost = index >= len(self.strings)
            return error(value) if lost else self.text(style, self.strings[index])
        if kind in TEXTS:
            return self.text(style, unescape(value))
        return self.shower(kind, style)(value.strip())

    def text(self, style: str | None, text: str) -> str:
        """As a format of texts shows it, which is nearly always as it is."""
        show = self.text_showers.get(_index(style or "0")) if self.text_showers else None
        return show(text) if show and text else text

    def shower(self, kind: str | None, style: str | None) -> Show:
        """What shows what is no text: values of a type, or numbers of a style."""
        if kind and kind != "n":
            return TYPED.get(kind, error)
        index = _index(style or "0")
        return self._showers[index] if index < len(self._showers) else error


class Remembered(dict[str, Cell]):
    """Cells of one format by their value; `json` has the same as JSON. That of nothing is blank."""

    def __init__(self, show: Show) -> None:
        super().__init__()
        self._show = show
        self.json = _Json(self)
        self._begin()

    def _begin(self) -> None:
        self.clear()
        self.json.clear()
        self[""] = ""

    def __missing__(self, value: str) -> Cell:
        if len(self) > REMEMBERED:
            self._begin()
        self[value] = cell = self._show(value.strip())
        return cell

    def column(self, values: Sequence[str]) -> Column:
        """The cells of many values, one below the other."""
        cells = [*map(self.__getitem__, values)]
        if all(map(str.__instancecheck__, cells)):
            return Column(cells)
        return Column(cells, [*map(self.json.__getitem__, values)])


class _Json(dict[str, str]):
    def __init__(self, cells: Remembered) -> None:
        super().__init__()
        self._cells = cells

    def __missing__(self, value: str) -> str:
        self[value] = text = cell_json(self._cells[value])
        return text


class Shown(dict[str, Remembered]):
    """What shows the values of cells by their type and style in one text ("3", "n3", "b")."""

    def __init__(self, values: Values) -> None:
        super().__init__()
        self._values = values
        self._by_show: dict[Show, Remembered] = {}

    def __missing__(self, key: str) -> Remembered:
        kind = key.rstrip(DIGITS)
        self[key] = shown = self.of(self._values.shower(kind or None, key[len(kind) :]))
        return shown

    def of(self, show: Show) -> Remembered:
        """Formats that are the same share what they remember."""
        if show not in self._by_show:
            self._by_show[show] = Remembered(show)
        return self._by_show[show]


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
    on = value in TRUE
    return {"type": "boolean", "text": "TRUE" if on else "FALSE", "value": on}


def _date(value: str) -> Cell:
    """An ISO date or date and time, as few programs write it; at midnight it is a date. Value None
    where it is none of the calendar."""
    day, _, time = value.rstrip("Z").partition("T")
    time = "" if time[:8] == "00:00:00" else time[:8]
    try:
        datetime.datetime.fromisoformat(f"{day}T{time}" if time else day)
    except ValueError:
        return {"type": "date", "text": value, "value": None}
    if not time:
        return {"type": "date", "text": day, "value": day}
    return {"type": "date", "text": f"{day} {time}", "value": f"{day}T{time}"}


#: cells by their type, but for numbers and texts
TYPED: dict[str, Callable[[str], Cell]] = {"b": _boolean, "e": error, "d": _date}
