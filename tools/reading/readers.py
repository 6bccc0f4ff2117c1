"""From the bytes of a file to its rows: `open_table` finds the reader by content.

A row is (row_number, cells): the number is the one that the user sees, the first physical line
of a record or the row of the spreadsheet; rows without data are left out. A cell is the text as
it is shown, "" when empty, or, where text alone would lie, a dict {"type", "text", ...}:

    date      "value": ISO date or date and time, None when it is not one of the calendar
    boolean   "value"
    error     an error of the spreadsheet, "#N/A"
    formula   whose result is not stored in the file; "text" is the formula
    digits    a number of which the spreadsheet has lost digits
    number    "text" is what its format shows ("M-17"), "value" the text of the number itself
    grouped   a number shown with separators of thousands or decimals of zeros; "text" is without
    painted   a number in a format of which the shown text cannot be told; "text" is the number
    bad       a text with control characters; "text" is cleaned of them
"""

import itertools
from collections.abc import Callable
from typing import Any, BinaryIO

from ..rows.problems import SourceError
from .encodings import LEGACY
from .envelope import HEAD, foreign_ending, identify, name_warnings
from .table import Limits, Options, Table
from .unmarked import UNMARKED, candidates

__all__ = ["Limits", "Options", "open_table", "preview_encodings"]

PREVIEW_CELLS = 10

Reader = Callable[[BinaryIO, Options], Table]
#: (row_number, column from 0, text)
ForeignCell = tuple[int, int, str]


def open_table(stream: BinaryIO, name: str, options: Options | None = None) -> Table:
    """The table of an open binary, seekable file. `name` is the user's own name for it.

    Raises SourceError, here or while the rows are read, when the file cannot be read whole.
    """
    options = options or Options()
    table = _open(_format(stream, options.limits))(stream, options)
    table.warn(*name_warnings(name, table.format))
    if ending := foreign_ending(name):
        raise SourceError("wrong_name", {"extension": ending})
    if (
        table.format == "csv"
        and name.lower().endswith(".xls")
        and table.dialect["separator"] == "\t"
    ):
        raise SourceError("tsv_named_xls")
    return table


def _format(stream: BinaryIO, limits: Limits) -> str:
    format = identify(stream, limits)
    if format == "xlsx":
        from .ods_package import is_opendocument

        return "ods" if is_opendocument(stream) else format
    return format


def _open(format: str) -> Reader:
    """The reader of a format; each brings the libraries that only it needs, so that the child that
    reads a .csv begins at once."""
    if format == "xlsx":
        from .reader_xlsx import XlsxTable

        return XlsxTable
    if format == "xls":
        from .reader_xls import XlsTable

        return XlsTable
    if format == "ods":
        from .reader_ods import OdsTable

        return OdsTable
    if format == "fods":
        from .reader_ods import FodsTable

        return FodsTable
    from .reader_csv import CsvTable

    return CsvTable


def preview_encodings(
    stream: BinaryIO, name: str, options: Options | None = None
) -> list[dict[str, Any]]:
    """What a .csv that is not UTF-8 would say in each encoding that can decode it.

    Gives [{"encoding", "label", "cells": [(row_number, column from 0, text)]}] with the first
    ten cells that are not plain ASCII, the likeliest encoding first. Of what may be UTF-16 without
    BOM the first cells are shown whatever they are, and it is nothing else.
    """
    options = options or Options()
    unicode = {each: UNMARKED[each] for each in candidates(stream.read(HEAD))}
    previews = []
    for encoding, label in (unicode or LEGACY).items():
        stream.seek(0)
        cells = _cells(stream, name, encoding, options, encoding in unicode)
        if cells is not None:
            previews.append({"encoding": encoding, "label": label, "cells": cells})
    stream.seek(0)
    return previews


def _cells(
    stream: BinaryIO, name: str, encoding: str, options: Options, all_cells: bool
) -> list[ForeignCell] | None:
    """The first cells with characters beyond ASCII, or of all; None where the encoding does not
    fit."""
    try:
        table = _open_as(stream, name, encoding, options)
    except SourceError:
        return None
    found = (
        (number, column, text)
        for number, cells in table
        for column, text in enumerate(cells)
        if isinstance(text, str) and (all_cells or not text.isascii())
    )
    try:
        cells = list(itertools.islice(found, PREVIEW_CELLS))
    except SourceError:
        return []
    return None if any("\x7f" < char < "\xa0" for cell in cells for char in cell[2]) else cells


def _open_as(stream: BinaryIO, name: str, encoding: str, options: Options) -> Table:
    """The table in that encoding; where the separator is not known yet, any will do."""
    try:
        return open_table(stream, name, Options(encoding, options.separator, None, options.limits))
    except SourceError as error:
        if error.code != "separator_unknown":
            raise
        return open_table(stream, name, Options(encoding, ",", None, options.limits))
