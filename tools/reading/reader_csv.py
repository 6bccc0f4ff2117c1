"""Reads .csv: any of the known encodings and separators, strictly, one record at a time."""

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Protocol

from ..rows.cells import Cells
from ..rows.problems import Problem, SourceError, warning
from .encodings import find_encoding
from .separators import SAMPLE, find_separator, sep_line
from .table import SEPARATORS, Options, Table

#: stands for NUL before the csv module sees it (3.10 refuses it); no decoder ever yields it
NUL = "\udc00"

#: a file of nothing else has no rows
NOTHING = " \t\r\n,;|"

OPENING_QUOTES = "“”„«‘‚"


class _Records(Protocol):
    """What is used of a reader of the csv module: it gives lists of texts, which are cells, too."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[Any]: ...


class _Text(io.TextIOWrapper):
    """The text of a file that stays the caller's: collected or closed, it does not close that."""

    def close(self) -> None:
        with contextlib.suppress(ValueError):
            self.detach()


class CsvTable(Table):
    def __init__(
        self, stream: BinaryIO, options: Options, warnings: Sequence[Problem] = ()
    ) -> None:
        super().__init__("csv", options, warnings)
        encoding, self._has_nul = find_encoding(stream, options.encoding)
        self._text = _Text(stream, encoding=encoding, newline="")
        self._skipped = 0
        self._delimiter = self._separator(options.separator)
        self.dialect.update(encoding=encoding, separator=self._delimiter)

    def _separator(self, chosen: str | None) -> str:
        """The chosen separator, that of a line "sep=", or the one that the beginning shows; the
        text is left after the line "sep="."""
        if chosen is not None and chosen not in SEPARATORS:
            raise SourceError("bad_option", {"option": "separator", "given": str(chosen)})
        sample = self._text.read(SAMPLE)
        declared, start = sep_line(sample)
        self._skipped = 1 if declared else 0
        if len(sample) < SAMPLE and not sample[start:].strip(NOTHING):
            raise SourceError("no_rows")
        self._text.seek(0)
        self._text.read(start)
        chosen = chosen or (declared if declared in SEPARATORS else None)
        if chosen:
            return chosen
        found = find_separator(sample[start:], len(sample) < SAMPLE)
        if not found:
            self.warn(warning("single_column"))
        return found or ","

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        csv.field_size_limit(self.limits.cell)
        lines: Iterable[str] = self._text
        if self._has_nul:
            lines = (line.replace("\0", NUL) for line in lines)
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        try:
            yield from self._rows(reader)
        except csv.Error as error:
            raise self._broken(error, reader.line_num + self._skipped) from error
        finally:
            self._text.close()
        if not self.rows:
            raise SourceError("no_rows")

    def _rows(self, reader: _Records) -> Iterator[tuple[int, Cells]]:
        """(first line, cells) of each record that holds anything."""
        most, lines = self.limits.rows, self.limits.lines
        self._record = self._skipped + 1
        for record in reader:
            number, self._record = self._record, reader.line_num + self._skipped + 1
            text = "".join(record)
            if not text or text.isspace():
                self.blank += 1
                continue
            cells: Cells = record
            if len(cells) > self.columns or self.rows >= most or number > lines:
                self._check_row(number, cells)
            else:
                self.rows += 1
            if not (text.isascii() and text.isprintable()):
                cells = self.characters.tidy(number, cells, text)
            if self.rows == 1:
                self._check_quotes(cells)
            yield number, cells

    def _check_quotes(self, cells: Cells) -> None:
        """Curly quotes do not quote; a first row where each cell has one was meant to."""
        texts = [cell for cell in cells if cell]
        if all(isinstance(cell, str) and cell[0] in OPENING_QUOTES for cell in texts):
            self.warn(warning("curly_quotes"))

    def _broken(self, error: csv.Error, line: int) -> SourceError:
        """The SourceError for an error of the csv module, which tells them by text only."""
        text = str(error)
        if "field larger" in text:
            return SourceError("cell_too_long", {"row": line, "limit": self.limits.cell})
        if "unexpected end" in text:
            return SourceError("quote_not_closed", {"row": self._record})
        if "expected after" in text:
            return SourceError("text_after_quote", {"row": line, "start": self._record})
        return SourceError("bad_csv", {"row": line})
