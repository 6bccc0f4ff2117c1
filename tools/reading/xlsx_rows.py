"""Rows of a sheet as nearly all programs write them: many of one shape by one regular expression,
others one by one by two."""

import re
from typing import TYPE_CHECKING

from ..rows.cells import Cell, Cells
from .xlsx_cells import TEXTS, Shown, Values
from .xlsx_shape import Shape, Unusual, read_text

if TYPE_CHECKING:
    from .xlsx_sheet import SheetParser

#: what Excel allows
MAX_COLUMN = 16_384

#: so many rows are looked at before a shape is taken from them, and so few are read one by one
FIRST, FEW = 8, 4
#: so many shapes are made, and of so many columns together: each takes a moment
SHAPES, SHAPED = 50, 3000

#: `@` stands for the prefix of the names
_ROW = r'\s*<@row r="([0-9]{1,7})"((?: [\w:]+="[^"<&]*")*)>'

#: (column, style, number of a shared text, type, style after the type, formula, value, inline text,
#: what is none of that)
_CELL = (
    r'<@c(?: r="([A-Z]{1,3})[0-9]+")?(?: s="([0-9]+)")?(?:'
    r' t="s"(?: s="[0-9]+")?><@v>([0-9]{1,9})</@v></@c>|'
    r'(?: t="(n|str|inlineStr|b|e|d)")?(?: s="([0-9]+)")?(?:/>|>'
    r"(<@f[^<>]*/>|<@f[^<]*</@f>)?"
    r'(?:<@v>([^<]*)</@v>|<@is><@t(?: xml:space="preserve")?>([^<]*)</@t></@is>)?</@c>)'
    r")|(<)"
)
_HIDDEN = re.compile(' hidden="(?:1|true)"')


class UsualRows:
    """Called with a text of whole rows and a place in it: takes the usual ones from there on, and
    gives where another one begins."""

    def __init__(self, sheet: "SheetParser", values: Values, prefix: str) -> None:
        self._sheet, self._strings, self._end = sheet, values.strings, f"</{prefix}row>"
        escaped = re.escape(prefix)
        self._row = re.compile(_ROW.replace("@", escaped), re.ASCII).match
        self._cells = re.compile(_CELL.replace("@", escaped), re.ASCII).findall
        self._shown = Shown(values)
        self._shape = Shape(values, self._shown, prefix)
        self._shapes = self._shaped = self._fresh = self._alone = 0

    def __call__(self, text: str, start: int) -> int:
        if not start:
            self._alone = 0
            if self._shapes and self._take(text):
                return len(text)
        while start < len(text):
            end = start
            if self._shapes and start >= self._alone:
                end = self._shape.end(text, start)
                few = text.count(self._end, start, end) < FEW
                if not few and self._take(text[start:end]):
                    start = end
                    continue
            self._alone = max(end, self._alone)
            behind = text.index(self._end, start)
            if not self._take_one(text[start:behind]):
                return start
            start = behind + len(self._end)
            if self._fresh >= FIRST or start == len(text):
                self._renew()
        return start

    def _renew(self) -> None:
        """Make a new shape of what was learned."""
        width = self._shape.width
        self._fresh = 0
        if self._shape.has_news and self._shapes < SHAPES and self._shaped + width <= SHAPED:
            self._shape.compile()
            self._shapes += 1
            self._shaped += width

    def _take(self, text: str) -> bool:
        """Take rows that are all of the shape; False where they are not."""
        try:
            found = self._shape.columns(text)
        except Unusual:
            return False
        return found is not None and self._sheet.add_rows(*found)

    def _take_one(self, text: str) -> bool:
        """Take a row, given without its end tag; False where it is not a usual one."""
        head = self._row(text)
        if not head or "xmlns" in head[2]:
            return False
        cells = self._cells(text, head.end())
        try:
            row, formulas = self._found(cells)
        except (Unusual, IndexError):
            return False
        self._shape.learn(cells, self._sheet.columns)
        self._fresh += 1
        hidden = "hidden" in head[2] and bool(_HIDDEN.search(head[2]))
        return self._sheet.add_row(int(head[1]), row, formulas, hidden)

    def _found(self, cells: list[tuple[str, ...]]) -> tuple[Cells, int]:
        """The cells of a row and how many of them have a formula. Raises Unusual; IndexError
        where a shared text is missing."""
        strings, columns, shown = self._strings, self._sheet.columns, self._shown
        row: Cells = []
        formulas, place = 0, -1
        for letters, style, shared, kind, late, formula, value, inline, odd in cells:
            if shared:
                cell: Cell = strings[int(shared)]
            elif odd or (formula and not (value or inline)):
                raise Unusual
            elif not value or kind in TEXTS:
                cell = read_text(value or inline)
            elif "&" in value:
                raise Unusual
            else:
                cell = shown[kind + (style or late)][value]
            if formula:
                formulas += 1
            place = columns[letters] if letters else place + 1
            if not cell:
                continue
            missing = place - len(row)
            if missing:
                if missing < 0:
                    raise Unusual
                row.extend([""] * missing)
            row.append(cell)
        if len(row) > MAX_COLUMN:
            raise Unusual
        return row, formulas
