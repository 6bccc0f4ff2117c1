"""Rows that name a contact by the number of one that was merged into it; the match of such a row
says that it is ``merged``."""

from __future__ import annotations

from typing import Any

from ..rows.plan import Row
from ..rows.problems import Problem
from .contact_schema import INSERT, VERBS
from .former_keys import MERGED_AWAY, merged_note


def number_now(row: Row) -> Any:
    """The number of the row, or that of the contact into which its contact was merged."""
    number = row.values["contact_nr"]
    return (_is_merged(row) and row.match["contact"].get("contact_nr")) or number


def number_notes(row: Row) -> list[Problem]:
    """The warning that the contact had another number."""
    if row.values["operation"] == INSERT or not _is_merged(row):
        return []
    return [merged_note("contact_nr", row.values["contact_nr"], number_now(row))]


def merged_away(row: Row) -> Problem | None:
    """The system that the file comes from may clean up what was merged here: the contact that is
    left is not taken for it."""
    if row.values["operation"] not in VERBS or not _is_merged(row):
        return None
    former, now = row.values["contact_nr"], number_now(row)
    return Problem(MERGED_AWAY, "contact_nr", former, {"former": former, "now": now})


def _is_merged(row: Row) -> bool:
    return bool(row.match.get("merged") and row.match["contact"])
