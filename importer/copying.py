"""Rows as lines of COPY: the fastest way into a table. Pure texts."""

from __future__ import annotations

import json
from typing import Any

from ..tools.rows.plan import FAILED, Row
from ..tools.rows.problems import Problem

_BACKSLASHES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
OUTCOME_COLUMNS = "id, outcome, record, journal"
PROBLEM_COLUMNS = "job_id, row_id, number, code, field, label, value, params, level"
# made once: json.dumps() with arguments of its own makes an encoder for each value
_encode = json.JSONEncoder(default=str, ensure_ascii=False).encode


def outcome_line(row: Row) -> str:
    """Outcome, record and journal of a row, in the order of ``OUTCOME_COLUMNS``."""
    journal = []
    if row.plan is not None and row.outcome != FAILED:
        journal = [
            change.journal()
            for change in row.plan.changes
            if not change.removes and (change.values or not change.once)
        ]
    return f"{row.id}\t{row.outcome}\t{_number(row.record)}\t{_json(journal or None)}\n"


def problem_line(job: int, row: Row, problem: Problem, label: str | None) -> str:
    """A problem of a row, in the order of ``PROBLEM_COLUMNS``; ``label`` names its column."""
    cells = (
        str(job),
        str(row.id),
        str(row.number),
        problem.code,
        _text(problem.field),
        _text(label),
        _text(problem.value),
        _json(problem.params or None),
        problem.level,
    )
    return "\t".join(cells) + "\n"


def _number(value: int | None) -> str:
    return r"\N" if value is None else str(value)


def _text(value: object) -> str:
    """A text for COPY; NUL and lone surrogates, which PostgreSQL refuses, are replaced.

    >>> _text("two\\tcells"), _text(None)
    ('two\\\\tcells', '\\\\N')
    """
    if value is None:
        return r"\N"
    clean = str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return clean.translate(_BACKSLASHES)


def _json(value: Any) -> str:
    """JSON for COPY; NUL and lone surrogates, which PostgreSQL refuses, are replaced."""
    if value is None:
        return r"\N"
    text = _encode(value)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\\u0000", "\ufffd").replace("\\", "\\\\") if "\\" in text else text
