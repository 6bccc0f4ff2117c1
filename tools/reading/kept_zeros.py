"""What people write into a .csv so that a spreadsheet keeps the zeros of a code: ="00123", and an
apostrophe in front of every cell of a column. Nothing is evaluated."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from ..rows.cells import ENDS, ESCAPED, Cells
from ..rows.problems import SourceError

#: among so many records the header is found: lines of a title have a single cell
TITLES = 20

_FORMULA = re.compile('="((?:[^"]|"")*)"')
#: words that begin with an apostrophe: 't Hooft, 's-Hertogenbosch
_ELISION = re.compile(r"'[tsnkmrd][ -] *[^\W\d]", re.IGNORECASE)


def without_formulas(number: int, cells: Sequence[str]) -> list[str]:
    """The cells of a record, ="00123" as the text that it stands for. Raises SourceError
    `torn_text` where the separator cuts such a text in two.

    >>> without_formulas(2, ['="00123"', '="3"" pipe"', '=A1', '="x" & "y"'])
    ['00123', '3" pipe', '=A1', '="x" & "y"']
    """
    if any(map(_is_open, cells)):
        _check_torn(number, cells)
    return [_text(cell) for cell in cells]


def _text(cell: str) -> str:
    found = _FORMULA.fullmatch(cell.strip(ENDS)) if '="' in cell else None
    return found[1].replace('""', '"') if found else cell


def _is_open(cell: str) -> bool:
    """Whether a text as a formula begins in a cell, and does not end there."""
    return cell.lstrip(ENDS).startswith('="') and cell.count('"') % 2 == 1


def _check_torn(number: int, cells: Sequence[str]) -> None:
    first = next(index for index, cell in enumerate(cells) if _is_open(cell))
    for cell in cells[first + 1 :]:
        if cell.rstrip(ENDS).endswith('"') and cell.count('"') % 2:
            raise SourceError("torn_text", {"row": number})


def marked_columns(records: Iterable[Sequence[str]]) -> set[int]:
    """The columns (from 0) of which every cell with a text below the header has an apostrophe in
    front of it.

    >>> marked_columns([["Code", "Name"], ["'00123", "'t Hooft"], ["", "Ann"], ["'7", ""]])
    {0}
    """
    marked: set[int] = set()
    plain: set[int] = set()
    width = 0
    for record in _below_header(records):
        if len(record) > width:
            width = len(record)
        elif len(plain) == width:
            break
        for column in range(len(record)):
            if column not in plain and (text := record[column].strip(ENDS)):
                (marked if _is_marked(text) else plain).add(column)
    return marked - plain


def _below_header(records: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    filled = (record for record in records if any(record))
    head = list(itertools.islice(filled, TITLES))
    header = next((number for number, record in enumerate(head) if _is_wide(record)), 0)
    return itertools.chain(head[header + 1 :], filled)


def _is_wide(record: Sequence[str]) -> bool:
    return sum(map(bool, record)) > 1


def _is_marked(text: str) -> bool:
    """Whether an apostrophe stands in front of a text that is neither in a pair of them nor begins
    with one itself."""
    return text[0] == "'" and not (len(text) > 1 and text[-1] == "'") and not _ELISION.match(text)


def without_marks(cells: Sequence[str], columns: set[int]) -> Cells:
    """The cells of a record, in those columns without the apostrophe. That of a safe export is
    taken off later, where a cell is parsed.

    >>> without_marks(["'00123", "'=A1", "'t Hooft"], {0, 1})
    ['00123', "'=A1", "'t Hooft"]
    """
    return [_unmarked(cell) if column in columns else cell for column, cell in enumerate(cells)]


def _unmarked(cell: str) -> str:
    text = cell.strip(ENDS)
    return text[1:] if text and _is_marked(text) and not ESCAPED.match(text) else cell
