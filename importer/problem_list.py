"""The problems of a job's rows as screens show them: by code, unfolded, or as a table of pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from odoo.exceptions import UserError

from ..tools.rows.characters import clean
from ..tools.rows.problems import ERROR, WARNING

# Rows named for each problem, and shown when it is unfolded.
NAMED_ROWS = 4
UNFOLDED_ROWS = 50
# Problems on a page of the table.
PAGE = 50


class ProblemList:
    """Of one job, with the rights of the environment's user."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.problems = self.env["registration.import.problem"]
        self.messages = self.env["registration.import.message"]

    def _domain(self, level: str, code: str | None = None) -> list:
        domain = [("job_id", "=", self.job.id), ("level", "=", level)]
        return [*domain, ("code", "=", code)] if code else domain

    def check_texts(self, *texts: Any) -> None:
        """Refuse what cannot be a code or a level, and what the database cannot look for."""
        if not all(isinstance(text, str) and text == clean(text) for text in texts):
            raise UserError(
                self.env._("Problems are looked for by the text of their code and level.")
            )

    # -- by code ---------------------------------------------------------------------------------

    def groups(self) -> list[dict[str, Any]]:
        """Problems by code, errors and frequent ones first: ``[{"code", "title", "level", "count",
        "row_count", "rows"}]``, each with what the user can do about it."""
        found = self.problems._read_group(
            [("job_id", "=", self.job.id)],
            ["level", "code"],
            ["__count", "row_id:count_distinct"],
            order="level, __count DESC",
        )
        return [self._group(*group) for group in found]

    def _group(self, level: str, code: str, count: int, row_count: int) -> dict[str, Any]:
        return {
            "code": code,
            "title": self.messages._title(code),
            "level": level,
            "count": count,
            "row_count": row_count,
            "rows": self._named_rows(level, code, row_count),
            **self.problems._offers(code, value=True),
        }

    def _named_rows(self, level: str, code: str, count: int) -> str:
        """The first of so many rows, and the last one. A row may have a problem in several
        columns: it is named once."""
        domain = self._domain(level, code)
        first = self.problems._read_group(domain, ["number"], limit=NAMED_ROWS, order="number")
        last = self.problems.search(domain, limit=1, order="row_id DESC").number
        return named_rows([number for (number,) in first], last, count)

    def lines(self, code: str, level: str) -> list[dict[str, Any]]:
        """The first problems of a group: ``[{"id", "row", "label", "value", "message", "hint"}]``,
        each with what the user can do about it."""
        self.check_texts(code, level)
        problems = self.problems.search(self._domain(level, code), limit=UNFOLDED_ROWS)
        return [problem._as_line() for problem in problems]

    # -- as a table ------------------------------------------------------------------------------

    def page(self, level: str, offset: int = 0) -> dict[str, Any]:
        """A page of the table of problems, in the file's order: ``{"count", "size", "lines"}``:
        how many there are, how many fill a page, and lines like those above. Warnings are those of
        rows without an error: the others are left out anyhow."""
        self.check_texts(level)
        if type(offset) is not int or not 0 <= offset < 2**31:
            raise UserError(self.env._("A page begins at a number of lines, from 0."))
        domain = self._doubts() if level == WARNING else self._domain(level)
        page = self.problems.search(domain, offset=offset, limit=PAGE, order="row_id, id")
        return {
            "count": self.problems.search_count(domain),
            "size": PAGE,
            "lines": [problem._as_line() for problem in page],
        }

    def count_doubtful(self) -> int:
        """The number of rows that have a warning and no error."""
        return self.problems._read_group(self._doubts(), aggregates=["row_id:count_distinct"])[0][0]

    def _doubts(self) -> list:
        """The warnings of rows without an error, as a domain."""
        wrong = self.problems._search(self._domain(ERROR))
        return [*self._domain(WARNING), ("row_id", "not in", wrong.subselect("row_id"))]


def named_rows(first: Sequence[int], last: int, count: int) -> str:
    """The first of ``count`` rows and the last one, as people read them.

    >>> named_rows([2, 3, 5, 8], 8, 4), named_rows([2, 3, 5, 8], 99, 12)
    ('2, 3, 5, 8', '2, 3, 5 … 99')
    """
    texts = [str(number) for number in first]
    if count > len(texts):
        texts = [*texts[:-1], "…", str(last)]
    return ", ".join(texts).replace(", …, ", " … ")
