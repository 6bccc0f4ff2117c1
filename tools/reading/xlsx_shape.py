"""What the rows of a sheet have in common: one regular expression for many rows, which gives their
cells column by column. It grows by the rows that it does not fit."""

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import NamedTuple, cast

from ..rows.cells import Cell
from .blocks import Column
from .numbers import Show, show_all
from .workbook import unescape
from .xlsx_cells import TEXTS, Shown, Values
from .xlsx_xml import without_entities

#: columns beyond it, and more kinds of cells in one column, are read row by row
WIDEST, KINDS = 500, 4
#: a kind of cells is expected again when it has come so many times in a column
EXPECTED = 2

#: what a value is: the number of a shared text, a text in <is> or in <v>, or what is no text
SHARED, INLINE, TEXT, NUMBER = "shared", "inline", "text", "number"

#: `@` stands for the prefix of the names, `@(` begins a group; a hidden row is another matter, and
#: so are other namespaces
_ROW = r'<@row r="@([0-9]{1,7})"(?: (?!hidden="(?:1|true)"|xmlns)[\w:]+="[^"<&]*")*>'
_VALUES = {
    SHARED: "<@v>@([0-9]{1,9})</@v>",
    INLINE: '<@is><@t(?: xml:space="preserve")?>@([^<]+)</@t></@is>',
    TEXT: "<@v>@([^<]+)</@v>",
    NUMBER: "<@v>@([^<&]+)</@v>",
}
#: what may stand between rows
BLANKS = " \t\r\n"
_STYLE = '(?: s="[0-9]+")?'
_BLANK = f"{_STYLE}(?:/>|></@c>)"
_FORMULA = "@(<@f[^<>]*/>|<@f[^<]*</@f>)"

#: (column, style, number of a shared text, type, style after the type, formula, value, inline text,
#: what is none of that) of a cell; each is "" where it is missing
Found = Sequence[str]


class Unusual(Exception):
    """Rows that only seem to be of the shape."""


def read_text(text: str) -> str:
    """What stands in the XML of a cell as a text. Raises Unusual where only expat can tell.

    >>> read_text("a &amp; b"), read_text("_x0041_")
    ('a & b', 'A')
    """
    plain = without_entities(text) if "&" in text else text
    if plain is None:
        raise Unusual
    return unescape(plain)


class Kind(NamedTuple):
    """Cells that differ in their values alone. What is no text is shown by `show`."""

    source: str
    show: Show | None
    type: str
    is_late: bool
    has_formula: bool

    def pattern(self, styles: Iterable[str]) -> str:
        """What such a cell has behind its place, in one of the styles, "" standing for none: texts
        are the same in all."""
        kind = f' t="{self.type}"' if self.type else ""
        if self.show is None:
            kind = _STYLE + kind + _STYLE
        else:
            style = f' s="(?:{"|".join(filter(None, styles))})"'
            style = f"(?:{style})?" if "" in styles else style
            kind = kind + style if self.is_late else style + kind
        return f"{kind}>{_FORMULA * self.has_formula}{_VALUES[self.source]}</@c>"


class Expected:
    """The kinds of cells that a column has, and in which styles."""

    def __init__(self, letters: str) -> None:
        self._letters = letters
        self._seen: dict[Kind, dict[str, int]] = {}
        self.kinds: list[Kind] = []
        self.count = 0

    def learn(self, kind: Kind | None, style: str) -> bool:
        """Whether that is news. A blank cell is of no kind."""
        self.count += 1
        if not kind:
            return self.count == EXPECTED
        if kind not in self._seen and len(self._seen) >= KINDS:
            return False
        styles = self._seen.setdefault(kind, {})
        styles[style] = styles.get(style, 0) + 1
        return styles[style] == EXPECTED

    def pattern(self) -> str:
        """A cell of the column, or none where it says what column it is of; `kinds` are those that
        have a group for their value."""
        found = {
            kind: [style for style, count in styles.items() if count >= EXPECTED]
            for kind, styles in self._seen.items()
        }
        self.kinds = [kind for kind, styles in found.items() if styles]
        cells = "|".join([*(kind.pattern(found[kind]) for kind in self.kinds), _BLANK])
        if not self._letters:
            return f"<@c(?:{cells})"
        return f'(?:<@c r="{self._letters}[0-9]+"(?:{cells}))?'


class Shape:
    """Learns what cells the columns have, then takes rows of such cells."""

    def __init__(self, values: Values, shown: Shown, prefix: str) -> None:
        self._values, self._shown, self._prefix = values, shown, re.escape(prefix)
        self._columns: dict[int, Expected] = {}
        self._named: bool | None = None
        self.has_news = False

    @property
    def width(self) -> int:
        return len(self._columns)

    def learn(self, cells: Iterable[Found], columns: Mapping[str, int]) -> None:
        """Expect such cells, when they come again. They either all say in which column they are, or
        none does."""
        cells = list(cells)
        named = {bool(letters) for letters, *_others in cells}
        if len(named) != 1:
            return
        if named != {self._named}:
            self._columns.clear()
            [self._named] = named
        for following, cell in enumerate(cells):
            place = columns[cell[0]] if cell[0] else following
            if place < WIDEST and self._expected(place, cell[0]).learn(*self._kind(cell)):
                self.has_news = True

    def _expected(self, place: int, letters: str) -> Expected:
        if place not in self._columns:
            self._columns[place] = Expected(letters)
        return self._columns[place]

    def _kind(self, cell: Found) -> tuple[Kind | None, str]:
        """What a cell is, and its style where that counts."""
        _letters, style, shared, kind, late, formula, value, inline, _odd = cell
        if not (shared or value or inline):
            return None, ""
        if shared or inline or kind in TEXTS:
            source = SHARED if shared else INLINE if inline else TEXT
            return Kind(source, None, "s" if shared else kind, False, bool(formula)), ""
        style = style or late
        show = self._values.shower(kind or None, style or None)
        return Kind(NUMBER, show, kind, bool(late), bool(formula)), style

    def compile(self) -> None:
        """Take all that was learned into account."""
        self.has_news = False
        columns = {
            place: self._columns[place]
            for place in sorted(self._columns)
            if self._columns[place].count >= EXPECTED
        }
        pattern = _ROW + "".join(each.pattern() for each in columns.values())
        self._split = self._compile(f"{pattern}</@row>", "(").split
        self._several = self._compile(rf"(?:\s*{pattern}</@row>)*", "(?:").match
        filled = {place: each.kinds for place, each in columns.items() if each.kinds}
        self._kinds = [filled.get(place, []) for place in range(max(filled, default=-1) + 1)]
        self._size = 2 + sum(1 + kind.has_formula for kinds in self._kinds for kind in kinds)

    def _compile(self, pattern: str, group: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("@(", group).replace("@", self._prefix), re.ASCII)

    def end(self, text: str, start: int) -> int:
        """Where the rows of this shape end that begin there."""
        found = self._several(text, start)
        return found.end() if found else start

    def columns(self, text: str) -> tuple[list[int], list[Column], list[int]] | None:
        """The numbers of the rows, their cells, and the row of each formula; None where some of the
        text is of another shape. Raises Unusual."""
        parts = self._split(text)
        if not self._kinds or "".join(parts[:: self._size]).strip(BLANKS):
            return None
        numbers = [*map(int, parts[1 :: self._size])]
        groups = (parts[place :: self._size] for place in range(2, self._size))
        read = _Texts(text).read
        columns, formulas = [], []
        for kinds in self._kinds:
            found = []
            for kind in kinds:
                if kind.has_formula:
                    formulas += [
                        number for number, each in zip(numbers, next(groups), strict=True) if each
                    ]
                found.append(self._column(kind, next(groups), read))
            blank = Column([""] * len(numbers))
            columns.append(functools.reduce(_merged, found) if found else blank)
        return numbers, columns, sorted(formulas)

    def _column(
        self, kind: Kind, raws: list[str | None], read: Callable[[list[str]], list[str]]
    ) -> Column:
        if kind.source == SHARED:
            return Column(self._shared(raws))
        some = None in raws
        values = [raw or "" for raw in raws] if some else cast("list[str]", raws)
        if kind.show is None:
            return Column(read(values))
        texts = None if some else show_all(kind.show, values)
        return self._shown.of(kind.show).column(values) if texts is None else Column(texts)

    def _shared(self, raws: list[str | None]) -> list[str]:
        strings = self._values.strings
        try:
            if None in raws:
                return ["" if raw is None else strings[int(raw)] for raw in raws]
            return [*map(strings.__getitem__, map(int, cast("list[str]", raws)))]
        except IndexError:
            raise Unusual from None


class _Texts:
    """Reads the texts of some rows that stand in the cells themselves."""

    def __init__(self, text: str) -> None:
        self._is_plain = "&" not in text and "_x" not in text

    def read(self, texts: list[str]) -> list[str]:
        return texts if self._is_plain else [*map(read_text, texts)]


def _merged(one: Column, other: Column) -> Column:
    """Cells of one column by their kinds: each is "" in all but one of them."""
    cells: list[Cell] = [a or b for a, b in zip(one.cells, other.cells, strict=True)]
    if one.json is None and other.json is None:
        return Column(cells)
    both = zip(_json(one), _json(other), strict=True)
    return Column(cells, [b if a == '""' else a for a, b in both])


def _json(column: Column) -> Sequence[str]:
    if column.json is not None:
        return column.json
    return [*map(encode_basestring, cast("Sequence[str]", column.cells))]
