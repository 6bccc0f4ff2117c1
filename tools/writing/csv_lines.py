"""Lines of a .csv, some thousand at a time, for people who open it in a spreadsheet program or for
another system, which takes each cell as it stands."""

import csv
import io
from collections.abc import Iterable, Iterator

from ..rows.cells import INVISIBLE
from ..rows.characters import clean
from .writers import Texts, safe_csv_cell, value_cell

#: with what a cell begins that may look like a formula, or like one that was made harmless
_SUSPECT = frozenset(f"{INVISIBLE}\xa0 '=+@\t\r\n＝＋－＠-")  # noqa: RUF001


class CsvLines:
    """Makes the text of lines, every cell quoted.

    >>> CsvLines().text([["=1+1", "Zoë"]]), CsvLines(for_people=False).text([["+41 31"]])
    ('"\\'=1+1","Zoë"\\r\\n', '"+41 31"\\r\\n')
    """

    def __init__(
        self, separator: str = ",", newline: str = "\r\n", for_people: bool = True
    ) -> None:
        self._for_people = for_people
        self._dialect = {"delimiter": separator, "lineterminator": newline}

    def text(self, rows: Iterable[Texts]) -> str:
        """The lines of rows of texts."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, **self._dialect)  # type: ignore[arg-type]
        writer.writerows(map(harmless, rows) if self._for_people else rows)
        return clean(stream.getvalue())

    def head(self, labels: Texts) -> bytes:
        """How the file begins: people's programs know by the mark that it is UTF-8."""
        return self.text([labels]).encode("utf-8-sig" if self._for_people else "utf-8")


def harmless(row: Texts) -> list[str]:
    """A row of values with an apostrophe before what a spreadsheet may take for a formula.

    >>> harmless(["=1+1", "'=1+1", "'t Hooft", "+41 31", ""])
    ["'=1+1", "''=1+1", "'t Hooft", "'+41 31", '']
    """
    return [
        safe_csv_cell(value_cell(text)) if text and text[0] in _SUSPECT else text for text in row
    ]


def rows_of(text: str) -> Iterator[list[str]]:
    """The rows of lines that were made for a system, separated by commas.

    >>> list(rows_of(CsvLines(for_people=False).text([["a\\nb", 'c"'], ["=", ""]])))
    [['a\\nb', 'c"'], ['=', '']]
    """
    return csv.reader(io.StringIO(text, newline=""))


def in_pieces(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Bytes in pieces of `size`, the last one shorter; of what is empty none.

    >>> list(in_pieces([b"abc", b"", b"defgh"], 3)), list(in_pieces([], 3))
    ([b'abc', b'def', b'gh'], [])
    """
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
    if held:
        yield bytes(held)
