"""Staged rows as a run needs them: parsed, translated and matched, a chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from ..tools.rows.plan import Link, Row, row_number, shown_number
from ..tools.rows.problems import WARNING, Problem

# Rows that one statement matches.
CHUNK = 20_000
# Cells that one chunk holds: 500 columns of 20,000 rows would take a gigabyte.
CHUNK_CELLS = 1_000_000
Staged = tuple[int, list]


def chunk_rows(columns: int) -> int:
    """Rows of one chunk: fewer where rows are wide, since they are held in memory.

    >>> chunk_rows(4), chunk_rows(500), chunk_rows(0)
    (20000, 2000, 20000)
    """
    return max(min(CHUNK, CHUNK_CELLS // (columns or 1)), 1)


def chunk_size(job: Any) -> int:
    """Rows of one chunk of a job."""
    return chunk_rows((job.sudo().dialect or {}).get("columns") or 0)


class Store(Protocol):
    """Where staged rows are (``store.RowStore``)."""

    number_column: int

    def compile_nothing(self) -> None:
        """Let no statement of this transaction be compiled."""

    def staged(self, position: int, limit: int, last: int | None = None) -> list[Staged]:
        """The next rows behind a position, up to row number ``last``, that have no outcome."""

    def links(self, rows: list[Row]) -> dict[int, Link]:
        """``{row id: Link}`` of those whose record other rows name, too."""

    def shown_numbers(self, identifiers: Iterable[int]) -> dict[int, int | None]:
        """``{row id: number for people}`` where that is another one."""


class Matcher(Protocol):
    """What finds what rows mean: a kind."""

    _matches_unreadable: bool

    def _match(self, rows: list[Row]) -> list[dict[str, Any]]:
        """For each row a dict of plain values."""


class Translation:
    """Texts of a file that are ours already: nothing to translate. What is translated, and how its
    problems are told, is said by subclasses."""

    #: whether cells do not say what is read, and whether people may say what they mean
    translates = False
    can_be_mapped = True

    def cells(self, staged: list[Staged]) -> tuple[list[Staged], list | None]:
        """The staged rows in our words, and what was made of each; None where nothing was."""
        return staged, None

    def apply(self, rows: list[Row], translations: list | None) -> None:
        """Give parsed rows what was made of their texts, and what could not be translated."""

    def explain(self, rows: list[Row]) -> None:
        """Put problems into the words of whoever made the file."""

    def text(self, column: int, text: Any) -> Any:
        """The SQL of a cell's text in our words, of ``text``, the SQL of the cell's own."""
        return text


class RowLoader:
    """Rows of one run. The parser, the kind and the columns are made once for all of them."""

    def __init__(
        self,
        store: Store,
        kind: Matcher,
        parse: Callable[[list], tuple[dict[str, Any], list[Problem]]],
        translation: Translation | None = None,
        size: int = CHUNK,
        warns_of_duplicates: bool = True,
    ) -> None:
        self.store, self.kind, self.parse = store, kind, parse
        self.translation = translation or Translation()
        self.size, self.warns_of_duplicates = size, warns_of_duplicates

    def next_rows(
        self, position: int, limit: int | None = None, last: int | None = None
    ) -> list[Row]:
        """The next rows behind row number ``position``, up to ``last``, without an outcome, ready
        to be planned."""
        self.store.compile_nothing()
        rows = self.parsed(self.store.staged(position, limit or self.size, last))
        self._warn_of_duplicates(rows, self._match(rows))
        return rows

    def parsed(self, staged: list[Staged]) -> list[Row]:
        """Staged rows with their values and problems."""
        staged, translations = self.translation.cells(staged)
        column, rows = self.store.number_column, []
        for identifier, cells in staged:
            row = Row(identifier, *self.parse(cells))
            if column >= 0:
                row.shown = shown_number(cells, column)
            rows.append(row)
        self.translation.apply(rows, translations)
        return rows

    def match(self, rows: list[Row]) -> None:
        """Say anew what rows mean."""
        self._match(rows)

    def _match(self, rows: list[Row]) -> dict[int, Link]:
        """One triage for all rows; where the kind can, also of those some cells of which could not
        be read. Rows that nobody can read keep no match. Gives how rows are tied to others, where
        that is told: the match of a row knows whether it is the first of its record."""
        partly = self.kind._matches_unreadable
        readable = [
            row for row in rows if not row.is_unreadable or (partly and None not in row.unread)
        ]
        for row, match in zip(readable, self.kind._match(readable), strict=True):
            row.match = match
        if not self.warns_of_duplicates:
            return {}
        links = self.store.links(rows)
        for row in readable:
            if row.id in links and links[row.id].previous:
                row.match["again"] = True
        return links

    def explain(self, rows: list[Row]) -> None:
        """Put problems into the words of whoever made the file."""
        self.translation.explain(rows)

    def _warn_of_duplicates(self, rows: list[Row], links: dict[int, Link]) -> None:
        """The earlier of two rows of one record names the later, as people see it."""
        later = {identifier: link.next for identifier, link in links.items() if link.next}
        shown = self.store.shown_numbers([*later, *later.values()])
        for row in rows:
            if row.id in later:
                both = {"row": row.id, "later": later[row.id]}
                params = {name: shown.get(each) or row_number(each) for name, each in both.items()}
                row.problems.append(Problem("repeated", params=params, level=WARNING))
