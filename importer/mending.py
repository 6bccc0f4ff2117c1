"""Rows of a validated job that a person mends in place: each is checked again at once."""

from __future__ import annotations

from collections import Counter
from typing import Any

from odoo.exceptions import UserError

from ..tools.rows import plan
from ..tools.rows.cells import text_at
from ..tools.rows.characters import clean
from ..tools.rows.plan import Row, row_number, shown_number
from ..tools.rows.planner import Planner
from .batch import Batch, count_changed
from .holding import hold
from .mapper import usable_columns
from .states import VALIDATED

# Rows on a page.
PAGE = 25
# Characters of a cell that is typed.
LONGEST = 10_000
# Rows of a file that is checked as a whole when a cell is mended: others may name the same record.
# In a larger one the mended row is checked alone, and all of them when they are imported.
WHOLE = 5_000
# What is said of a row that is left out for another one of its record.
LEFT_OUT = "left_out_repeat"


class Mending:
    """Of one job, in the language of the environment. Staged rows stay as they are."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo, self.store = job.sudo(), job._store()

    def is_possible(self) -> bool:
        """Whether cells of the job can be mended as it stands."""
        values = self.sudo
        return values.state == VALIDATED and bool(values.mapping) and self.job._source().can_mend

    def has_any(self) -> bool:
        """Whether somebody has mended a cell of the job."""
        corrections = self.env["registration.import.correction"].sudo()
        return bool(corrections.search_count([("job_id", "=", self.job.id)], limit=1))

    # -- what is shown ---------------------------------------------------------------------------

    def page(self, offset: int = 0, place: int | None = None) -> dict[str, Any]:
        """Rows that have an error or were mended, in the file's order, of the page that has the row
        with the number ``place``, where one is named: ``{"offset", "count", "size", "wrong",
        "columns", "rows"}``, where ``wrong`` is the number of those with an error, ``columns`` are
        ``{"index", "label", "choices"}``, and ``rows`` as ``_row`` gives them."""
        if type(offset) is not int or not 0 <= offset < 2**31:
            raise UserError(self.env._("A page begins at a number of lines, from 0."))
        if type(place) is int and 0 < place <= plan.LAST_NUMBER and self.is_possible():
            offset = self.store.wrong_before(self.store.low + place) // PAGE * PAGE
        count, rows = self.store.to_mend(offset, PAGE) if self.is_possible() else (0, [])
        columns = self._columns() if rows else []
        return {
            "offset": offset,
            "count": count,
            "size": PAGE,
            "wrong": self.sudo.invalid,
            "columns": columns,
            "rows": self._rows(rows, columns),
        }

    def _columns(self) -> list[dict[str, Any]]:
        """The columns that are imported, in the order of the file."""
        mapping, labels = self.sudo.mapping or {}, usable_columns(self.sudo.labels or [])
        schema = self.job._kind()._schema()
        fields = {column: schema.field(name) for name, column in mapping.items()}
        return [
            {
                "index": index,
                "label": label or fields[index].label,
                "choices": self.job._kind()._accepted_values(fields[index]),
            }
            for index, label in labels.items()
            if index in fields
        ]

    def _rows(self, rows: list[int], columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
        problems = self.env["registration.import.problem"].search([("row_id", "in", rows)])
        corrections = self.env["registration.import.correction"].sudo()
        mended = corrections.search([("row_id", "in", rows)]).grouped("row_id")
        by_row = problems.grouped("row_id")
        return [
            self._row(row, cells, columns, by_row.get(row, problems.browse()), mended.get(row))
            for row, cells in self.store.cells_of(rows)
        ]

    def _row(
        self, row: int, cells: list, columns: list[dict[str, Any]], problems: Any, mended: Any
    ) -> dict[str, Any]:
        """``{"id", "place", "number", "is_wrong", "is_left_out", "cells", "problems"}``: ``number``
        is the one that people know, ``place`` its own; each cell is ``{"text", "level", "old"}``,
        where ``level`` is that of its worst problem, ``old`` what the file says in a cell that was
        mended."""
        old = {each.index: each.old or "" for each in mended or ()}
        places = self.sudo.mapping or {}
        levels: dict[int | None, str] = {}
        for problem in problems.sorted(lambda each: each.level == "error"):
            levels[places.get(problem.field)] = problem.level
        return {
            "id": row,
            "place": row_number(row),
            "number": shown_number(cells, self.sudo.number_column) or row_number(row),
            "is_wrong": "error" in problems.mapped("level"),
            "is_left_out": LEFT_OUT in problems.mapped("code"),
            "cells": [
                {
                    "text": text_at(cells, each["index"]),
                    "level": levels.get(each["index"], False),
                    "old": old.get(each["index"], False),
                }
                for each in columns
            ],
            "problems": [
                {"level": each.level, "text": each._named(each.message), "hint": each.hint}
                for each in problems.sorted(lambda each: each.level)
            ],
        }

    # -- what is done ----------------------------------------------------------------------------

    def mend(self, row: int, column: int, text: str) -> dict[str, Any]:
        """Read ``text`` in the place of a cell; gives the row as it is now, and what of the job
        has changed with it: ``{"row", "wrong"}``."""
        hold(self.job)
        if not self.is_possible():
            raise UserError(self.env._("This import is past that step: reload the page."))
        old = self._old(row, column, text)
        job = self.job._as_starter()
        whole = self.sudo.total <= WHOLE
        before = [] if whole else _planned(job, row)
        label = self.sudo.labels[column]
        self.store.mend(row, column, label, old, text, self.env.uid)
        if whole:
            job._launch().validate_at_once()
        else:
            self._count_anew(job, row, before)
        columns = self._columns()
        return {"row": self._rows([row], columns)[0], "wrong": self.sudo.invalid}

    def _old(self, row: int, column: int, text: str) -> str:
        """What the file says in a cell; raises where that cannot be mended so."""
        mapped = (self.sudo.mapping or {}).values()
        cells = self.store.file_cells(row) if type(row) is int and 0 < row < 2**63 else None
        if cells is None or type(column) is not int or column not in mapped:
            raise UserError(self.env._("This cell is not there any more: reload the page."))
        if not isinstance(text, str) or text != clean(text):
            raise UserError(self.env._("This text has characters that cannot be stored."))
        if len(text) > LONGEST:
            raise UserError(self.env._("At most %s characters fit in a cell.", LONGEST))
        return text_at(cells, column)

    def _count_anew(self, job: Any, row: int, before: list[Row]) -> None:
        """Put what is planned of one row in the place of what was."""
        store, after = job._store(), _planned(job, row)
        store.forget_problems([row])
        store.add_problems(after)
        old, new = (Batch.of(rows, lambda: job._kind()._irreversible) for rows in (before, after))
        counts = Counter(new.counts)
        counts.subtract(old.counts)
        verbs = [*new.verbs, *([*key, -count] for *key, count in old.verbs)]
        changed = count_changed(after)
        changed.subtract(count_changed(before))
        fields = [[*key, count] for key, count in changed.items() if count]
        batch = Batch(dict(counts), verbs, new.targets, new.made, fields)
        store.add_batch("validate", batch)
        self.env.invalidate_all()
        counted = store.counts("validate")
        counted[plan.NOT_PROCESSED] = self.sudo.total - sum(counted.values())
        job._update(**counted)
        job._update(irreversible=job._approval().irreversible.planned() or False)


def _planned(job: Any, row: int) -> list[Row]:
    """One row with what it would do, as if it stood alone; none where it is left out."""
    kind, number = job._kind(), row_number(row)
    loader = job._assembly().loader(kind)
    rows = loader.next_rows(number - 1, 1, number)
    for run in Planner(job._assembly().rules(kind)).runs(rows):
        job._source().check(run)
    loader.explain(rows)
    return rows
