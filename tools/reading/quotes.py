"""Quotes of a .csv that stand where the csv module sees none: behind blanks (1, "Ann, Lee"), in
pairs of another sort. Those behind blanks enclose a text where the whole file can be read so."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ..rows.cells import Cells

#: gives the records of a file, blanks in front of a cell left out or not
Read = Callable[[bool], Iterable[Sequence[str]]]

OPENING_QUOTES = "“”„«‘‚"
#: behind a separator and blanks
SIGN = re.compile('[,;|\\t] +"')

_BEHIND_BLANKS = re.compile(r'\s+".*"\s*|".*"\s+', re.DOTALL)


class Fit(NamedTuple):
    """How a way to read the records fits: the share of them that are as wide as the first, how many
    there are, and whether a cell keeps its quotes."""

    share: float
    records: int
    quoted: bool


def enclose_behind_blanks(read: Read) -> bool | None:
    """Whether quotes behind blanks enclose a text: all are closed, and more rows are as wide as the
    first by that, or just as many of all. None where they do not, and cells have such quotes."""
    plain, skipping = _fit(read(False)), _fit(read(True))
    if skipping and (not plain or skipping[:2] >= plain[:2]):
        return True
    return None if plain and plain.quoted else False


def _fit(records: Iterable[Sequence[str]]) -> Fit | None:
    """None where the records cannot be read so."""
    widths, quoted = [], False
    try:
        for record in filter(None, records):
            widths.append(len(record))
            quoted = quoted or any(map(_BEHIND_BLANKS.fullmatch, record))
    except csv.Error:
        return None
    return Fit(widths.count(widths[0]) / len(widths), len(widths), quoted) if widths else None


def are_other_quotes(cells: Cells) -> bool:
    """Whether each cell of a row that has a text begins with curly quotes, or is in a pair of
    apostrophes: they were meant to enclose it.

    >>> are_other_quotes(["“a”", ""]), are_other_quotes(["'a'", "'b'"]), are_other_quotes(["'a"])
    (True, True, False)
    """
    texts = [cell for cell in cells if cell]
    return all(isinstance(cell, str) and cell[0] in OPENING_QUOTES for cell in texts) or all(
        isinstance(cell, str) and len(cell) > 2 and cell[0] == cell[-1] == "'" for cell in texts
    )
