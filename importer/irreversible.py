"""What of a plan nothing brings back: counted and named, so that people can confirm it."""

from __future__ import annotations

import collections
import functools
from collections.abc import Collection
from typing import Any

from ..tools.rows.plan import Row
from .confirmation import Allowance
from .rights import as_seen_by
from .words import show_count

# Rows shown to who approves, and rows of the file looked through to find them.
SHOWN_ROWS = 50
SEARCHED_ROWS = 500


class Irreversible:
    """Of one job, in the language of the environment."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo = job.sudo()

    @functools.cached_property
    def kind(self) -> Any:
        """Its kind: not asked for where there is nothing to tell, or the kind is gone."""
        return self.job._kind()

    @property
    def names(self) -> dict[str, str]:
        """``{verb: lazy text}``"""
        return self.kind._irreversible

    # -- counting --------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """``{verb: rows}`` in the order in which the kind names them: JSON keeps one of its own."""
        counts = self.sudo.irreversible or {}
        return {verb: counts[verb] for verb in self.names if verb in counts} if counts else {}

    def count(self) -> int:
        """Rows of all verbs."""
        return sum((self.sudo.irreversible or {}).values())

    def planned(self) -> dict[str, int]:
        """``{verb: rows}`` of the validation that has just ended."""
        counts: collections.Counter = collections.Counter()
        for (verb, _scope), count in self.job._store().planned_verbs().items():
            counts[verb] += count
        return dict(+counts)  # without what was mended away

    def scopes(self) -> dict[Any, int]:
        """``{scope: rows}`` of the same: whose records they are."""
        scopes: collections.Counter = collections.Counter()
        for (_verb, scope), count in self.job._store().planned_verbs().items():
            scopes[scope] += count
        return +scopes

    def allowance(self) -> Allowance:
        """What a batch may do of it: what was seen when the number was typed."""
        if not self.names:
            return Allowance()
        confirmed = self.sudo.confirmed
        return Allowance(self.names, self.job._store().planned_targets() if confirmed else {})

    # -- in words --------------------------------------------------------------------------------

    def parts(self) -> list[str]:
        """Each verb with its rows: "Anonymize 12"."""
        return [
            f"{self.env._(self.names[verb])} {show_count(self.env, count)}"
            for verb, count in self.counts().items()
        ]

    def text(self) -> str:
        """All of it in words: "Anonymize 12, Delete 3, Drop 1"."""
        return ", ".join(self.parts())

    def code_text(self) -> str:
        """Like the words, but as a file and an option name them: "ANONYMIZE 12, DROP 1"."""
        return ", ".join(f"{verb.upper()} {count}" for verb, count in self.counts().items())

    def effects(self) -> list[tuple[str, str]]:
        """What the planned operations do, a sentence each: ``[(name, text)]``."""
        effects = self.kind._irreversible_effects
        return [
            (self.env._(self.names[verb]), self.env._(effects[verb]))
            for verb in self.counts()
            if verb in effects
        ]

    # -- whom it would hit -----------------------------------------------------------------------

    def table(self) -> Any:
        """The first of these rows, for who is asked to approve: HTML."""
        previewed = self.job._as_starter()._assembly().preview(SEARCHED_ROWS)
        rows = [row for row in previewed if self._has(row)]
        shown, erased = rows[:SHOWN_ROWS], self.names_of_erased(rows[:SHOWN_ROWS])
        columns = self.kind._report_fields
        values = {
            "labels": [self.kind._schema().field(name).label for name in columns],
            "rows": [
                {
                    "number": row.number,
                    "codes": [row.values.get(name) for name in columns],
                    "label": self.env._(self.names[row.plan.verb]),
                    "name": erased.get(row.id),
                }
                for row in shown
            ],
            "row_label": self.env._("Row"),
            "more": max(self.count() - len(shown), 0),
        }
        return self.env["ir.qweb"]._render("registration_import.irreversible_rows", values)

    def _has(self, row: Row) -> bool:
        return row.does(self.names)

    def names_of_erased(self, rows: list[Row]) -> dict[int, str]:
        """``{row id: name}`` of the records that nothing brings back after the planned rows, where
        the user may see them."""
        erased = {row.id: row.plan.record for row in rows if row.plan and self._has(row)}
        seen = self._seen(set(filter(None, erased.values())))
        names = {record.id: record.display_name for record in seen}
        return {row: names[record] for row, record in erased.items() if record in names}

    def hidden(self) -> Any:
        """Those of the records whose names the user never sees, whatever companies they choose."""
        ids = set(filter(None, self.job._store().planned_targets().values()))
        return self._records(ids).sudo().exists() - self._seen(ids)

    def _seen(self, ids: Collection[int]) -> Any:
        return self._records(ids).exists()._filtered_access("read")

    def _records(self, ids: Collection[int]) -> Any:
        """Records of the kind with all companies that the user may have: which of them are chosen
        in the menu says nothing about what a file hits."""
        return as_seen_by(self.job, self.env.user).env[self.kind._target].browse(ids)
