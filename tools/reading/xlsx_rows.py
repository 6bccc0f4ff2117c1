"""Rows of a sheet as nearly all programs write them, by two regular expressions."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..rows.cells import Cell, Cells
from .numbers import Show
from .workbook import unescape
from .xlsx_cells import TEXTS, Values, error

if TYPE_CHECKING:
    from .xlsx_sheet import SheetParser

DIGITS = "0123456789"

#: what Excel allows
MAX_COLUMN = 16_384

#: so many cells of one style are remembered: days and codes come again
REMEMBERED = 10_000

#: `@` stands for the prefix of the names
_ROW = r'\s*<@row r="([0-9]{1,7})"((?: [\w:]+="[^"<&]*")*)>'

#: (column, style, number of a shared text, type, style after the type, formula, value, inline text,
#: what is none of that)
_CELL = (
    r'<@c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?:'
    r' t="s"(?: s="[0-9]+")?><@v>([0-9]{1,9})</@v></@c>|'
    r'(?: t="(n|str|inlineStr|b|e|d)")?(?: s="([0-9]+)")?(?:/>|>'
    r"(<@f[^<>]*/>|<@f[^<]*</@f>)?"
    r'(?:<@v>([^<&]*)</@v>|<@is><@t(?: xml:space="preserve")?>([^<&]*)</@t></@is>)?</@c>)'
    r")|(<)"
)
#: a value, and the number of a shared text, in the pattern of a shape
VALUE = ("<@v>([^<&]+)</@v></@c>", "<@v>([0-9]{1,9})</@v></@c>")

#: so many shapes of rows are learned
SHAPES = 50

_HIDDEN = re.compile(' hidden="(?:1|true)"')


class _Shown(dict[str, "_Remembered"]):
    """Cells by their value, by their type and style in one text ("3", "n3", "b")."""

    def __init__(self, values: Values) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, key: str) -> "_Remembered":
        kind = key.rstrip(DIGITS)
        self[key] = shown = _Remembered(self._values.shower(kind or None, key[len(kind) :]))
        return shown


class _Remembered(dict[str, Cell]):
    """Cells of one type and style by their value."""

    def __init__(self, show: Show) -> None:
        super().__init__()
        self._show = show

    def __missing__(self, value: str) -> Cell:
        if len(self) >= REMEMBERED:
            self.clear()
        self[value] = cell = self._show(value.strip())
        return cell


#: these two stand for texts: by their number, and in the cell itself
SHARED, TEXT = _Remembered(error), _Remembered(error)


class _Shape(NamedTuple):
    """Rows that differ in their values alone: what matches all behind the tag of such a row, with
    a group for each value, and what shows these."""

    match: Callable[[str, int], re.Match[str] | None]
    showers: Sequence[_Remembered]


def _shape(
    cells: Sequence[tuple[str, ...]], prefix: str, columns: Mapping[str, int], shown: _Shown
) -> _Shape | None:
    """The shape of a usual row; None where it has gaps, blank cells or formulas."""
    pattern, showers = "", []
    for place, (letters, style, shared, kind, late, formula, value, inline, _odd) in enumerate(
        cells
    ):
        if columns[letters] != place or late or formula or not (shared or value or inline):
            return None
        kind = kind or ("s" if shared else "")
        pattern += f'<@c r="{letters}[0-9]+"' + (style and f' s="{style}"')
        pattern += (kind and f' t="{kind}"') + ">"
        pattern += "<@is><@t>([^<&]+)</@t></@is></@c>" if inline else VALUE[kind == "s"]
        text = SHARED if shared else TEXT if inline or kind in TEXTS else None
        showers.append(shown[kind + style] if text is None else text)
    return _Shape(re.compile(pattern.replace("@", prefix), re.ASCII).fullmatch, showers)


class UsualRows:
    """Called with the text of a row without its end tag: whether it was a usual one. Most rows are
    of the shape of the one before, without blank cells: they are compared with that first."""

    def __init__(self, sheet: "SheetParser", values: Values, prefix: str) -> None:
        self._sheet, self._strings, self._prefix = sheet, values.strings, prefix
        self._row = re.compile(_ROW.replace("@", prefix), re.ASCII).match
        self._cells = re.compile(_CELL.replace("@", prefix), re.ASCII).findall
        self._shown = _Shown(values)
        self._shape: _Shape | None = None
        self._learned = 0

    def __call__(self, text: str) -> bool:
        head = self._row(text)
        if not head or "xmlns" in head[2]:
            return False
        row, formulas = self._alike(text, head.end()), 0
        if not row:
            cells = self._cells(text, head.end())
            found = self._found(cells)
            if found is None:
                return False
            row, formulas = found
            self._learn(cells)
        hidden = "hidden" in head[2] and bool(_HIDDEN.search(head[2]))
        return self._sheet.add_row(int(head[1]), row, formulas, hidden)

    def _alike(self, text: str, start: int) -> Cells | None:
        """The cells of a row of the shape of the one before; None for any other."""
        match = self._shape and self._shape.match(text, start)
        if not (self._shape and match) or text.find("_x", start) > 0:
            return None
        strings = self._strings
        try:
            row = [
                strings[int(value)] if show is SHARED else value if show is TEXT else show[value]
                for show, value in zip(self._shape.showers, match.groups(), strict=True)
            ]
        except IndexError:
            return None
        return None if "" in row else row

    def _learn(self, cells: Sequence[tuple[str, ...]]) -> None:
        """Expect rows of this shape from now on; few sheets have many."""
        if self._learned < SHAPES:
            self._learned += 1
            self._shape = _shape(cells, self._prefix, self._sheet.columns, self._shown)

    def _found(self, cells: list[tuple[str, ...]]) -> tuple[Cells, int] | None:
        """The cells of a row and how many of them have a formula; None for what is not usual."""
        strings, columns, shown = self._strings, self._sheet.columns, self._shown
        row: Cells = []
        formulas = 0
        for letters, style, shared, kind, late, formula, value, inline, odd in cells:
            if shared:
                index = int(shared)
                if index >= len(strings):
                    return None
                cell: Cell = strings[index]
            elif odd or (formula and not (value or inline)):
                return None
            elif value and kind not in TEXTS:
                cell = shown[kind + (style or late)][value]
            else:
                cell = value or inline
                if "_x" in cell:
                    cell = unescape(cell)
            if formula:
                formulas += 1
            if not cell:
                continue
            missing = columns[letters] - len(row)
            if missing:
                if missing < 0:
                    return None
                row.extend([""] * missing)
            row.append(cell)
        return None if len(row) > MAX_COLUMN else (row, formulas)
