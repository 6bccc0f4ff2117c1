"""The rows of a job that were not imported: as lines of the report, and as a file to mend."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from ..tools.rows.cells import NUMBERS, number_text, text_at
from ..tools.rows.plan import row_number, shown_number
from ..tools.rows.problems import ERROR
from ..tools.writing.slices import SlicedLines, SlicedTable, SlicedWorkbook
from ..tools.writing.writers import MarkedRow, write_csv, write_xlsx
from .mapper import usable_columns
from .states import END_STATES
from .store import FETCHED, Staged


class FailedRows:
    """Of one job, in the language of the environment: after a validation, those with errors."""

    # Columns that an errors file has behind those of the person.
    added = ("_row", "_error", "_hint")

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo = job.sudo()
        self.problems = self.env["registration.import.problem"].sudo()
        self.messages = self.env["registration.import.message"]

    def batches(self, limit: int | None = None, after: int = 0) -> Iterator[list[Staged]]:
        """The rows with their cells, in file order, so many that they fit in memory; those behind
        the row of an id."""
        ended = self.sudo.state in END_STATES
        return in_batches(self.job._store().failing(ended, limit, after))

    def _reasons(self, rows: list[Staged], level: str | None = None) -> dict[int, Any]:
        """``{row id: problems}`` of some rows."""
        domain: list = [("job_id", "=", self.job.id), ("row_id", "in", [row[0] for row in rows])]
        if level:
            domain.append(("level", "=", level))
        return self.problems.search(domain).grouped("row_id")

    def _number(self, identifier: int, cells: list) -> int:
        """The row number as the user sees it, also in an errors file."""
        return shown_number(cells, self.sudo.number_column) or row_number(identifier)

    # -- in the report ---------------------------------------------------------------------------

    def lines(self, limit: int | None = None) -> Iterator[list]:
        """Yield ``[row number, codes, reason]``: the kind's codes, and no other cell."""
        mapping = self.sudo.mapping or {}
        columns = [mapping.get(name) for name in self.job._kind()._report_fields]
        for rows in self.batches(limit):
            reasons = self._reasons(rows, level="error")
            for identifier, cells in rows:
                codes = [text_at(cells, column) for column in columns if column is not None]
                reason = self._reason(reasons.get(identifier))
                yield [self._number(identifier, cells), " / ".join(codes), reason]

    def _reason(self, problems: Any) -> str:
        """What is wrong, as far as it may leave the database: no value, no foreign text."""
        if not problems:
            return self.env._("Not processed")
        messages = self.messages
        return " ".join(
            messages._title(p.code)
            if p.code == "odoo"
            else p._named(messages._text(p.code, p.params))
            for p in problems
        )

    def lines_as_csv(self) -> bytes:
        """All lines of the report as a file."""
        stream = io.BytesIO()
        header = [self.env._("Row"), self.env._("Record"), self.env._("Reason")]
        write_csv(stream, header, ([str(number), *texts] for number, *texts in self.lines()))
        return stream.getvalue()

    # -- as a file to mend -----------------------------------------------------------------------

    def header(self) -> list[str]:
        """The labels of an errors file: the person's own, then those that are added."""
        return [*usable_columns(self.sudo.labels or []).values(), *self.added]

    def rows(self) -> Iterator[MarkedRow]:
        """All of them, as ``marked`` has them."""
        for rows in self.batches():
            yield from self.marked(rows)

    def marked(self, rows: list[Staged]) -> Iterator[MarkedRow]:
        """Yield the user's own cells in their order, then row, problems and how to mend them; the
        cells that are wrong are marked."""
        columns = list(usable_columns(self.sudo.labels or []))
        mapping = self.sudo.mapping or {}
        places = {name: columns.index(c) for name, c in mapping.items() if c in columns}
        numbers = self._number_columns(mapping)
        reasons = self._reasons(rows)
        for identifier, cells in rows:
            problems = reasons.get(identifier, self.problems)
            own = [self._own(cells, column, column in numbers) for column in columns]
            told = [*own, str(self._number(identifier, cells)), *self._told(problems)]
            wrong = {places[p.field] for p in problems if p.level == ERROR and p.field in places}
            yield MarkedRow(told, wrong)
        # else a file of 100,000 rows would fill the memory with what was written already
        self.problems.invalidate_model(flush=False)

    def _number_columns(self, mapping: dict[str, int]) -> set[int]:
        """The columns of fields that take numbers."""
        fields = self.job._kind()._schema().fields
        return {
            mapping[each.name] for each in fields if each.type in NUMBERS and each.name in mapping
        }

    @staticmethod
    def _own(cells: list, column: int, is_number: bool) -> str:
        """A cell as it can be imported again."""
        if is_number and column < len(cells):
            return number_text(cells[column])
        return text_at(cells, column)

    def _told(self, problems: Any) -> tuple[str, str]:
        """What is wrong with a row, and how to mend it."""
        errors = " ".join(problem._named(problem.message) for problem in problems)
        hints = " ".join(dict.fromkeys(problem.hint for problem in problems))
        return errors or self.env._("Not processed"), hints

    def write(self, stream: BinaryIO, extension: str) -> None:
        """Write the errors file as "csv" or "xlsx" to a binary stream."""
        header = self.header()
        if extension == "xlsx":
            write_xlsx(stream, header, self.rows(), marked=self._red(header))
        else:
            write_csv(stream, header, self.rows(), separator=self._separator())

    def slices(self, extension: str, grown: dict[str, int]) -> SlicedTable:
        """What writes it in slices, ``grown`` to what it has become so far."""
        header = self.header()
        if extension == "xlsx":
            return SlicedWorkbook(header, self._red(header), grown)
        return SlicedLines(header, self._separator(), grown)

    def _red(self, header: list[str]) -> tuple[int, ...]:
        """The columns that are added."""
        return tuple(range(len(header) - len(self.added), len(header)))

    def _separator(self) -> str:
        return (self.sudo.dialect or {}).get("separator") or ","


def in_batches(rows: Iterable[Staged], size: int = FETCHED) -> Iterator[list[Staged]]:
    """Lists of up to ``size`` rows.

    >>> list(in_batches([(1, []), (2, []), (3, [])], 2))
    [[(1, []), (2, [])], [(3, [])]]
    """
    rows = iter(rows)
    while batch := list(itertools.islice(rows, size)):
        yield batch
