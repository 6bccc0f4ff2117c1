"""Reads .csv: any of the known encodings and separators, strictly, some records at a time."""

import contextlib
import csv
import io
import itertools
import operator
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Protocol, cast

from ..rows.cells import Cells
from ..rows.problems import Places, Problem, SourceError, warning
from ..rows.short_rows import ShortRows
from .blocks import Block, Records, Rows
from .encodings import find_encoding
from .kept_zeros import marked_columns, without_formulas, without_marks
from .quotes import are_other_quotes, enclose_behind_blanks
from .separators import SAMPLE, find_separator, sep_line
from .table import SEPARATORS, Options, Table
from .unticked import FALSE, SheetRow, Unticked, written_box

#: stands for NUL before the csv module sees it (3.10 refuses it); no decoder ever yields it
NUL = "\udc00"

#: programs that put a BOM in front of a text that has one leave this behind it
MARK = "\ufeff"
#: what FileMaker writes for a line break in a cell; how files of DOS end
BREAK, END_OF_FILE = "\x0b", "\x1a"

#: a file of nothing else has no rows
NOTHING = " \t\r\n,;|"

#: so many records are looked at together, fewer where they are long: about so many characters
MOST = 512
FEW = 16
CHARS = 65_536

#: the bytes of the end of a line, in any encoding
END = 4

#: the first line of a record, its cells
Record = tuple[int, list[str]]

_first = operator.itemgetter(0)

_LINE_END = re.compile("\r\n|\r|\n")


class _Records(Protocol):
    """What is used of a reader of the csv module: it gives lists of texts, which are cells, too."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[Any]: ...


class _Kept(io.RawIOBase):
    """A file that stays the caller's: closed or collected, it does not close that. A wrapper with
    a `close` of its own would do, but those of Python read lines faster than what inherits."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)


def _lines(record: Sequence[str]) -> int:
    """How many lines of the file a record takes."""
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in record)


def _are_filled(records: list[list[str]], may_be_unticked: bool) -> bool:
    """Whether each record, of which none is without cells, plainly holds something: its first
    cell, or the whole of it. A box that nobody ticked is nothing."""
    firsts = list(map(_first, records))
    if not may_be_unticked and all(firsts) and not any(map(str.isspace, firsts)):
        return True
    texts = list(map("".join, records))
    if may_be_unticked:
        texts = [text.replace(FALSE, "") for text in texts]
    return all(texts) and not any(map(str.isspace, texts))


def _texts(rows: Iterable[SheetRow]) -> Iterator[Record]:
    """Rows of nothing but texts as records."""
    return ((number, cast("list[str]", cells)) for number, cells, _hidden in rows)


class CsvTable(Table):
    def __init__(self, stream: BinaryIO, options: Options) -> None:
        super().__init__("csv", options)
        encoding, self._signs = find_encoding(stream, options.encoding)
        kept = io.BufferedReader(_Kept(stream), CHARS)
        self._text = io.TextIOWrapper(kept, encoding=encoding, newline="")
        self._start = self._skipped = 0
        self._marked: set[int] = set()
        self._skips_blanks = False
        self._short = ShortRows()
        self._boxes = Places()
        self._unticked = Unticked(self._boxes, written_box)
        self._delimiter = self._separator(options.separator)
        self.dialect.update(encoding=encoding, separator=self._delimiter)

    @property
    def warnings(self) -> list[Problem]:
        return [*super().warnings, *self._boxes.warning("unticked_rows")]

    def _separator(self, chosen: str | None) -> str:
        """The chosen separator, that of a line "sep=", or the one that the beginning shows."""
        if chosen is not None and chosen not in SEPARATORS:
            raise SourceError("bad_option", {"option": "separator", "given": str(chosen)})
        sample = self._text.read(SAMPLE)
        marks = len(sample) - len(sample.lstrip(MARK))
        declared, length = sep_line(sample[marks:])
        self._start = marks + length
        self._skipped = 1 if declared else 0
        if len(sample) < SAMPLE and not sample[self._start :].strip(NOTHING):
            raise SourceError("no_rows")
        chosen = chosen or (declared if declared in SEPARATORS else None)
        if chosen:
            return chosen
        found = find_separator(sample[self._start :], len(sample) < SAMPLE)
        if not found:
            self.warn(warning("single_column"))
        return found or ","

    def blocks(self) -> Iterator[Block]:
        csv.field_size_limit(self.limits.cell)
        try:
            self._find_quotes()
            self._find_marked()
            for numbers, records in self._read(self._records()):
                yield self._block(numbers, records)
            yield Rows(self._one_by_one(_texts(self._unticked.rest())))
            self.blank += self._boxes.count
            self._note_short_rows()
        finally:
            self._text.close()
        if not self.rows:
            raise SourceError("no_rows")

    def _records(self, skips_blanks: bool | None = None) -> _Records:
        """The records from the first one on, "sep=" left out."""
        self._text.seek(0)
        self._text.read(self._start)
        lines: Iterable[str] = self._text
        if self._signs.nul:
            lines = (line.replace("\0", NUL) for line in lines)
        skips = self._skips_blanks if skips_blanks is None else skips_blanks
        return csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=skips)

    def _find_quotes(self) -> None:
        """Whether quotes behind blanks enclose a text."""
        if self._signs.blank_quote:
            found = enclose_behind_blanks(self._records)
            self._skips_blanks = bool(found)
            if found is None:
                self.warn(warning("curly_quotes"))

    def _find_marked(self) -> None:
        """Find the columns with an apostrophe in front of each cell: only the last row tells. What
        is wrong with the file is said when its rows are read."""
        if self._signs.apostrophe:
            with contextlib.suppress(csv.Error):
                self._marked = marked_columns(self._records())
        if self._marked:
            # hardly ever needed, and it loads all that is known of the columns of kinds
            from ..rows.labels import column_letter

            letters = ", ".join(map(column_letter, sorted(self._marked)))
            self.warn(warning("apostrophes", columns=letters))

    def _read(self, reader: _Records) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """The records, some at a time, with the first line of each; those before a broken one,
        too."""
        first, size = self._skipped + 1, FEW
        error = None
        while error is None:
            records: list[list[str]] = []
            try:
                records.extend(itertools.islice(reader, size))
            except csv.Error as caught:
                error = caught
            after = first + len(records)
            numbers: Sequence[int] = range(first, after)
            if error or after != self._skipped + 1 + reader.line_num:
                *numbers, after = itertools.accumulate(map(_lines, records), initial=first)
            first = after
            if not records:
                break
            yield numbers, records
            size = max(1, min(MOST, CHARS // (sum(map(len, records[-1])) + 1)))
        if error:
            raise self._broken(error, reader.line_num + self._skipped, first) from error

    def _block(self, numbers: Sequence[int], records: list[list[str]]) -> Block:
        """The records that hold anything: most blocks hold nothing that needs a second look."""
        widths = set(map(len, records))
        if not self._is_plain(numbers, records, widths):
            return Rows(self._one_by_one(self._ticked(numbers, records)))
        self.rows += len(records)
        if min(widths) < self.columns:
            for number, record in zip(numbers, records, strict=True):
                self._note_width(number, len(record))
        else:
            self._short.end_run()
        return Records(numbers, records)

    def _is_plain(
        self, numbers: Sequence[int], records: list[list[str]], widths: Collection[int]
    ) -> bool:
        """Whether all are rows within the limits, no wider than those before, of plain texts."""
        signs = self._signs
        return (
            0 < self.rows <= self.limits.rows - len(records)
            and numbers[-1] <= self.limits.lines
            and not (signs.odd or signs.formula or self._marked)
            and (not signs.unticked or self._unticked.settled)
            and max(widths) <= self.columns
            and 0 not in widths
            and _are_filled(records, signs.unticked)
        )

    def _ticked(self, numbers: Sequence[int], records: list[list[str]]) -> Iterator[Record]:
        """The records without those of nothing but boxes that nobody ticked."""
        rows = zip(numbers, records, strict=True)
        if not self._signs.unticked:
            return rows
        return _texts(self._unticked.without((number, [*cells], False) for number, cells in rows))

    def _one_by_one(self, records: Iterable[Record]) -> Iterator[tuple[int, Cells]]:
        for number, record in records:
            text = "".join(record)
            if self._signs.formula and '="' in text:
                record = without_formulas(number, record)
                text = "".join(record)
            if self._signs.odd and BREAK in text:
                record = [cell.replace(BREAK, "\n") for cell in record]
                text = "".join(record)
            if not text or text.isspace() or text == END_OF_FILE:
                self.blank += 1
                continue
            cells: Cells = without_marks(record, self._marked) if self._marked else [*record]
            self._check_row(number, cells)
            self._note_width(number, len(cells))
            if self._signs.odd:
                cells = self.characters.tidy(number, cells, text)
            if self.rows == 1:
                self._check_quotes(cells)
            yield number, cells

    def _note_width(self, number: int, width: int) -> None:
        if width < self.columns:
            self._short.add(number, width)
        else:
            self._short.end_run()

    def _note_short_rows(self) -> None:
        """Whoever knows what the columns mean judges them."""
        stream = self._text.buffer
        stream.seek(max(stream.seek(0, io.SEEK_END) - END, 0))
        is_open = not _LINE_END.search(stream.read(END).decode("latin-1"))
        if found := self._short.as_dict(is_open):
            self.dialect["short"] = found

    def _check_quotes(self, cells: Cells) -> None:
        """A first row where each cell is in quotes that do not quote was meant to be."""
        if are_other_quotes(cells):
            self.warn(warning("curly_quotes"))

    def _broken(self, error: csv.Error, line: int, first: int) -> SourceError:
        """The SourceError for an error of the csv module, which tells them by text only; it met it
        in `line`, in the record that begins in the line `first`."""
        text = str(error)
        if "field larger" in text:
            return SourceError("cell_too_long", {"row": line, "limit": self.limits.cell})
        if "unexpected end" in text:
            return SourceError("quote_not_closed", {"row": first})
        if "expected after" in text:
            return SourceError("text_after_quote", {"row": line, "start": first})
        return SourceError("bad_csv", {"row": line})
