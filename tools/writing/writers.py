"""Writes tables for people: .csv safe against formulas, .xlsx of texts."""

import csv
import io
import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import BinaryIO

from ..reading.sheets import CELL_LIMIT, CHOICES_SHEET, LEGEND_SHEET
from ..rows.cells import ESCAPED, FORMULA
from ..rows.characters import clean
from .workbook import RED, YELLOW, Sheet, Workbook, style_of

Texts = Sequence[str]
#: columns, from 0
Columns = Collection[int]

CUT_MARK = " [...]"


class MarkedRow(list[str]):
    """A row of texts of which some cells are wrong: ``marked`` are their columns (from 0)."""

    def __init__(self, texts: Iterable[str], marked: Columns = ()) -> None:
        super().__init__(texts)
        self.marked = marked


_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# Widths of columns, in characters: of data as their label needs, of explanations fixed.
NARROWEST, WIDE, WIDEST = 12, 28, 90

_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def safe_csv_cell(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet may take for a formula.

    The parsers take exactly that apostrophe off again, so that a file comes back as it went.

    >>> safe_csv_cell("=1+1"), safe_csv_cell("\uff1d1"), safe_csv_cell("'t Hooft")
    ("'=1+1", "'\uff1d1", "'t Hooft")
    """
    return f"'{text}" if FORMULA.match(text) or text.startswith("\0") else text


def value_cell(text: str) -> str:
    """The cell of a value, not of a file's own text: an apostrophe before one that is there, where
    the parsers would take it for that of `safe_csv_cell`.

    >>> value_cell("'=1+1"), value_cell("'t Hooft")
    ("''=1+1", "'t Hooft")
    """
    return f"'{text}" if ESCAPED.match(text) else text


def write_csv(
    stream: BinaryIO,
    header: Texts | None,
    rows: Iterable[Texts],
    separator: str = ",",
    bom: bool = True,
) -> None:
    """Write texts to a binary stream as UTF-8, every cell quoted. `rows` may be a generator, and go
    on where others were written before, where there is no header."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if bom and header else "utf-8", newline="")
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    try:
        for cells in itertools.chain([header] if header else [], rows):
            writer.writerow([safe_csv_cell(clean(cell)) for cell in cells])
    finally:
        text.detach()


def xlsx_text(text: str) -> str:
    """`text` as a cell of an .xlsx can hold it: no control characters, a cut marked as such,
    and neither CR nor a literal _x000D_ changed by the way XML is read."""
    text = clean(text)
    if len(text) > CELL_LIMIT:
        text = text[: CELL_LIMIT - len(CUT_MARK)] + CUT_MARK
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return text.replace("\r", "_x000D_")


def sheet_name(name: str) -> str:
    """`name` as Excel allows it: 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    return _SHEET_NAME.sub(" ", name).strip(" '")[:31].strip(" '") or "Sheet"


def write_xlsx(
    stream: BinaryIO,
    header: Texts,
    rows: Iterable[Texts],
    *,
    sheet: str = "Errors",
    marked: Columns = (),
    required: Columns = (),
    choices: Mapping[str, Texts] | None = None,
    legend: Iterable[Texts] | None = None,
) -> None:
    """Write texts to a binary stream as an .xlsx whose cells are all text (zeros stay, nothing is
    a formula). `rows` may be a generator, and mark cells of their own (`MarkedRow`). `marked` and
    `required` are columns (from 0) to show in red, and bold on yellow in the header; `choices`
    {label: allowed values} and `legend`, rows of explanations, become sheets of their own, which
    readers pass over.
    """
    book = Workbook(stream)
    with book.sheet(sheet_name(sheet), widths_of(header)) as first:
        append_header(first, header, required)
        append_rows(first, rows, marked)
    if choices:
        with book.sheet(CHOICES_SHEET, [WIDE] * len(choices)) as listed:
            _write_choices(listed, choices)
    if legend:
        with book.sheet(LEGEND_SHEET, [WIDE, WIDE, WIDE, WIDEST]) as explained:
            _write_legend(explained, legend)
    book.close()


def widths_of(header: Texts) -> list[int]:
    """Those of the columns of data."""
    return [min(max(len(label) + 4, NARROWEST), WIDEST) for label in header]


def append_header(sheet: Sheet, header: Texts, required: Columns = ()) -> None:
    """The first row, bold: of it all, or, on yellow, those columns that are ``required``."""
    bold = set(required or range(len(header)))
    _append(sheet, header, bold, dict.fromkeys(required, YELLOW))


def append_rows(sheet: Sheet, rows: Iterable[Texts], marked: Columns) -> None:
    """Rows in which the columns ``marked`` are red, and cells that they mark themselves."""
    red = dict.fromkeys(marked, RED)
    for cells in rows:
        wrong = getattr(cells, "marked", ())
        _append(sheet, cells, (), red | dict.fromkeys(wrong, RED) if wrong else red)


def _append(sheet: Sheet, cells: Texts, bold: Columns, fills: Mapping[int, str]) -> None:
    """A row, of which some columns (from 0) are printed bold, and some filled."""
    columns = range(len(cells))
    styles = [style_of(column in bold, fills.get(column)) for column in columns]
    sheet.append([xlsx_text(cell) for cell in cells], styles)


def _write_choices(sheet: Sheet, choices: Mapping[str, Texts]) -> None:
    """A column for each label, its allowed values below."""
    columns = [[label, *values] for label, values in choices.items()]
    for index in range(max(map(len, columns))):
        cells = [column[index] if index < len(column) else "" for column in columns]
        _append(sheet, cells, () if index else range(len(cells)), {})


def _write_legend(sheet: Sheet, legend: Iterable[Texts]) -> None:
    """The first row is its header."""
    for index, cells in enumerate(legend):
        _append(sheet, cells, () if index else range(len(cells)), {})
