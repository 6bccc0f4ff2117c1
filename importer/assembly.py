"""Puts the objects of a run together from what a job says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from odoo import fields

from ..tools.rows.plan import Row
from ..tools.rows.planner import RowPlanner
from ..tools.rows.problems import Problem
from ..tools.rows.run_context import RunContext
from .checkpoint import Checkpoint
from .executor import Executor
from .fast_lane import FastLane, fast_lane_of
from .loader import RowLoader, Translation, chunk_size
from .mapper import ColumnMapper, label_of, mapper_of
from .own_context import Own, said
from .reader import FileReader
from .rights import as_seen_by
from .shares import is_cancelled
from .states import RUNNING, SCHEDULED
from .store import RowStore
from .validator import Validator, preview
from .writer import Writer

#: the cells of a row -> its values and problems
Parse = Callable[[list], tuple[dict[str, Any], list[Problem]]]
# In a context: other jobs wait for the worker.
GIVES_WAY = "registration_import_gives_way"
# What of a quiet context keeps changes out of the chatter, and what keeps mails back.
TRACKING = ("tracking_disable", "mail_notrack", "mail_create_nolog")
MAILS = ("registration_import_quiet", "mail_create_nosubscribe")


class Assembly:
    """Of one job, in the environment that works at it: each object is made anew. Another addon
    gives another assembly by ``job._assembly``; the objects ask it for one another."""

    def __init__(self, job: Any) -> None:
        self.job, self.sudo = job, job.sudo()

    # -- what is known before the first row ------------------------------------------------------

    def run_context(self, undone: str | None = None) -> RunContext:
        """What is the same for all its rows, as its kind sees it; ``undone``: the code of the kind
        whose import it undoes."""
        operation = self.sudo.operation_id
        kind = operation._kind()
        return RunContext(
            labels=tuple(self.sudo.labels or ()),
            options=self.sudo.options or {},
            country=self.sudo.env.company.country_id.code,
            today=fields.Date.context_today(self.job).isoformat(),
            job=self.job.id,
            share=self.job._share(),
            looked_at=self._is_looked_at(kind),
            undone=undone,
            **kind._run_facts(operation),
        )

    def _is_looked_at(self, kind: Any) -> bool:
        """Whether a validation has told what its kind looks for once: few kinds look for
        anything."""
        if self.sudo.state not in (SCHEDULED, RUNNING) or self.sudo.undo_of_id:
            return False
        return bool(kind._told_once and self.store().has_validated())

    def reader(self) -> FileReader:
        """What reads its file."""
        return FileReader(self.job)

    def mapper(self) -> ColumnMapper:
        """Which of its columns holds what."""
        return mapper_of(self.job)

    def translation(self) -> Translation:
        """What its texts mean here."""
        translation: Translation = self.job._kind()._translation(self.job)
        return translation

    # -- its rows ----------------------------------------------------------------------------------

    def store(self) -> RowStore:
        """Its rows in the database."""
        job = self.job
        return RowStore(
            job.env,
            job.id,
            self.sudo.number_column,
            lambda field: label_of(job, field),
            lambda: job._kind()._irreversible,
            job._share(),
            bool(job._source().left_out_repeats()),
        )

    def parser(self, kind: Any) -> Parse:
        """The compiled parse function of its mapping."""
        labels, options = self.sudo.labels or [], self.sudo.options or {}
        parser: Parse = kind._schema().parser(
            self.sudo.mapping or {},
            width=len(labels),
            ragged=self.job._source().is_ragged(),
            date_format=options.get("date_format"),
            labels=labels,
            flipped=options.get("flip") or (),
            cleared=kind._clearable if options.get("blank") == "clear" else (),
        )
        return parser

    def loader(self, kind: Any) -> RowLoader:
        """Its rows, parsed, translated and matched."""
        source = self.job._source()
        # of rows that are left out for others is said which: those that are kept stand alone
        told = source.minds_duplicates and not source.left_out_repeats()
        warns = told and not kind._repeats_allowed
        parse, translation, size = self.parser(kind), self.translation(), chunk_size(self.job)
        return RowLoader(self.store(), kind, parse, translation, size, warns)

    def rules(self, kind: Any) -> RowPlanner:
        """What its rows would change. Where a person is asked, rows with verbs that they may not do
        are left out and do not block the others; nobody else's file is imported in part for
        that."""
        rules: RowPlanner = kind._row_planner()
        if kind._irreversible and not self.sudo.unattended:
            reason = as_seen_by(self.job, self.sudo.create_uid)._approval().problem()
            problem = Problem("not_allowed", params={"reason": reason})
            rules.withheld = dict.fromkeys(kind._irreversible, problem) if reason else {}
        return rules

    def preview(self, limit: int) -> list[Row]:
        """The first rows with what each would change: planned, and nothing stored."""
        kind, check = self.job._kind(), self.job._source().check
        return preview(self.loader(kind), self.rules(kind), limit, check)

    # -- what is done with them --------------------------------------------------------------------

    def validator(self, checkpoint: Checkpoint) -> Validator:
        """What plans its rows."""
        kind, source = self.job._kind(), self.job._source()
        return Validator(
            self.store(),
            self.loader(kind),
            self.rules(kind),
            checkpoint,
            partial(is_cancelled, self.job),
            source.minds_duplicates,
            source.check,
        )

    def writer(self, kind: Any) -> Writer:
        """What writes for a kind: quiet, unless the operation wants changes tracked, or mails."""
        operation = self.sudo.operation_id
        loud = (*TRACKING * operation.track_changes, *MAILS * operation.send_mails)
        quiet = {name: value for name, value in kind._context().items() if name not in loud}
        note = self.sudo.name if operation.notes_imports else None
        kind = kind.with_context(**quiet, registration_import_job_id=Own(self.job.id))
        writer: Writer = kind._writer(note)
        return writer

    def executor(self, checkpoint: Checkpoint, fast: FastLane | None = None) -> Executor:
        """What writes its rows, with its fast lane if it has one."""
        kind, source = self.job._kind(), self.job._source()
        allowance, writer = self.job._approval().irreversible.allowance(), self.writer(kind)

        def check(rows: list[Row]) -> None:
            source.check(rows)
            allowance.check(rows)

        return Executor(
            self.store(),
            self.loader(kind),
            self.rules(kind),
            writer,
            checkpoint,
            check,
            partial(is_cancelled, self.job),
            clock=writer.clock,
            fast=fast,
            gives_way=bool(said(self.job.env, GIVES_WAY)),
        )

    def fast_lane(self) -> FastLane | None:
        """What writes its plain rows past the ORM, or None; which of both, and why, is noted where
        its kind knows such a lane."""
        lane, reason = fast_lane_of(self.job, self.writer(self.job._kind()))
        told = reason and {"code": reason.code, "params": reason.params}
        # of several workers none writes the job
        if told and not self.job._share() and told != self.sudo.lane:
            self.job._update(lane=told)
        return lane
