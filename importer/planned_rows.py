"""What a validation has found that rows would do, counted: all SQL on that."""

from __future__ import annotations

import collections
import itertools
import json
from collections.abc import Iterator
from typing import Any

from odoo.tools import SQL


class PlannedRows:
    """Part of ``store.RowStore``."""

    env: Any
    job: int

    def planned_verbs(self) -> dict[tuple[str, int | None], int]:
        """``{(verb, scope): rows}`` of what a validation found that nothing brings back."""
        counts: collections.Counter[tuple[str, int | None]] = collections.Counter()
        for verb, scope, count in self._planned("verbs"):
            counts[verb, scope] += count
        return counts

    def planned_targets(self) -> dict[int, int | None]:
        """``{row number: record id}`` of the same."""
        return dict(self._planned("targets"))

    def planned_fields(self) -> collections.Counter[tuple[str, str]]:
        """``{(model, field): rows}`` of what a validation has found that would change."""
        counts: collections.Counter[tuple[str, str]] = collections.Counter()
        for model, name, count in self._planned("changed"):
            counts[model, name] += count
        return +counts

    def made(self, phase: str) -> list[list]:
        """[[model, texts of its values]] of the records that rows make besides their own, each
        once."""
        lists = self._planned("made", phase)
        return list({json.dumps(each, sort_keys=True): each for each in lists}.values())

    def _planned(self, column: str, phase: str = "validate") -> Iterator[list]:
        found = self.env.execute_query(
            SQL(
                """SELECT %s FROM registration_import_batch
                    WHERE job_id = %s AND phase = %s AND %s IS NOT NULL ORDER BY id""",
                SQL.identifier(column),
                self.job,
                phase,
                SQL.identifier(column),
            )
        )
        return itertools.chain.from_iterable(lists for (lists,) in found)
