"""Puts the objects of a run together from what a job says. The job gives each by a method of its
own, which another addon may override; these ask for one another there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odoo import fields

from ..tools.rows.plan import Row
from ..tools.rows.planner import RowPlanner
from ..tools.rows.problems import Problem
from ..tools.rows.run_context import RunContext
from .checkpoint import Checkpoint
from .executor import Executor, FastLane
from .loader import RowLoader, chunk_size
from .own_context import Own, said
from .states import RUNNING, SCHEDULED
from .store import RowStore
from .validator import Validator
from .writer import Writer

# In a context: other jobs wait for the worker.
GIVES_WAY = "registration_import_gives_way"
# What of a quiet context keeps changes out of the chatter, and what keeps mails back.
TRACKING = ("tracking_disable", "mail_notrack", "mail_create_nolog")
MAILS = ("registration_import_quiet", "mail_create_nosubscribe")


def run_context_of(job: Any) -> RunContext:
    """What is the same for all rows of a job, as its kind sees it."""
    values = job.sudo()
    return RunContext(
        labels=tuple(values.labels or ()),
        options=values.options or {},
        country=values.env.company.country_id.code,
        today=fields.Date.context_today(job).isoformat(),
        job=job.id,
        share=job._share(),
        looked_at=_is_looked_at(job),
    )


def _is_looked_at(job: Any) -> bool:
    """Whether a validation has told what its kind looks for once: few kinds look for anything."""
    values = job.sudo()
    if values.state not in (SCHEDULED, RUNNING) or values.undo_of_id:
        return False
    return bool(values.operation_id._kind()._told_once and job._store().has_validated())


def store_of(job: Any) -> RowStore:
    """The rows of a job in the database."""
    return RowStore(
        job.env,
        job.id,
        job.sudo().number_column,
        job._column_label,
        lambda: job._kind()._irreversible,
        job._share(),
        bool(job._source().left_out_repeats()),
    )


def parser_of(job: Any, kind: Any) -> Callable[[list], tuple[dict[str, Any], list[Problem]]]:
    """The compiled parse function of a job's mapping."""
    values = job.sudo()
    labels, options = values.labels or [], values.options or {}
    parser: Callable[[list], tuple[dict[str, Any], list[Problem]]] = kind._schema().parser(
        values.mapping or {},
        width=len(labels),
        ragged=job._source().is_ragged(),
        date_format=options.get("date_format"),
        labels=labels,
        flipped=options.get("flip") or (),
        cleared=kind._clearable if options.get("blank") == "clear" else (),
    )
    return parser


def loader_of(job: Any, kind: Any) -> RowLoader:
    """The rows of a job, parsed, translated and matched."""
    source = job._source()
    # of rows that are left out for others is said which: those that are kept stand alone
    told = source.minds_duplicates and not source.left_out_repeats()
    warns = told and not kind._repeats_allowed
    parse, translation = job._parser(kind), job._translation()
    return RowLoader(job._store(), kind, parse, translation, chunk_size(job), warns)


def rules_of(job: Any, kind: Any) -> RowPlanner:
    """What rows would change. Where a person is asked, rows with verbs that they may not do are
    left out and do not block the others; nobody else's file is imported in part for that."""
    rules: RowPlanner = kind._row_planner()
    if kind._irreversible and not job.sudo().unattended:
        reason = job._as(job.sudo().create_uid)._approval().problem()
        problem = Problem("not_allowed", params={"reason": reason})
        rules.withheld = dict.fromkeys(kind._irreversible, problem) if reason else {}
    return rules


def writer_of(job: Any, kind: Any) -> Writer:
    """What writes for a kind: quiet, unless the operation wants changes tracked, or mails."""
    operation = job.sudo().operation_id
    loud = (*TRACKING * operation.track_changes, *MAILS * operation.send_mails)
    quiet = {name: value for name, value in kind._context().items() if name not in loud}
    note = job.sudo().name if operation.notes_imports else None
    return Writer(kind.with_context(**quiet, registration_import_job_id=Own(job.id)), note)


def executor_of(job: Any, checkpoint: Checkpoint, fast: FastLane | None = None) -> Executor:
    """What writes the rows of a job, with its fast lane if it has one."""
    kind, source = job._kind(), job._source()
    allowance = job._irreversible().allowance()

    def check(rows: list[Row]) -> None:
        source.check(rows)
        allowance.check(rows)

    return Executor(
        job._store(),
        job._loader(kind),
        job._rules(kind),
        job._writer(kind),
        checkpoint,
        check,
        job._is_cancelled,
        fast=fast,
        gives_way=bool(said(job.env, GIVES_WAY)),
    )


def validator_of(job: Any, checkpoint: Checkpoint) -> Validator:
    """What plans the rows of a job."""
    kind, source = job._kind(), job._source()
    return Validator(
        job._store(),
        job._loader(kind),
        job._rules(kind),
        checkpoint,
        job._is_cancelled,
        source.minds_duplicates,
        source.check,
    )
