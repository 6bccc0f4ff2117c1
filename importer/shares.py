"""One file by several workers: its rows are parted by a key, such that none is about a record of
another part.

Each *share* holds all rows of its keys, and is done in the order of the file by whichever worker
takes it, with a checkpoint and a lock of its own. What has no share, and the end of the job, is
left to one worker once all shares have ended. Rows of one key meet in one share, so that each finds
what those before it leave; a kind says by which fields its rows are independent, if they are.
"""

from __future__ import annotations

import json
from typing import Any

from odoo.tools import SQL

from ..tools.rows.problems import Problem
from .own_context import Own
from .sources import FileSource
from .states import END_STATES
from .waiting import MOST

# System parameter: how many workers one file may have at a time.
PARAMETER = "registration_import.workers_of_file"
# In a context: which share a worker is at; 0 is the job itself, in the background.
SHARE = "registration_import_share"
# Rows of the shortest file that is parted.
LEAST = 20_000
# What the phase of a share says: it has rows to write, or has come to its end.
OPEN, ENDED = "run", "ended"


class Shares:
    """The shares of one job, which is in the environment of its starter where rows are parted."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env

    # -- making them -----------------------------------------------------------------------------

    def part(self) -> bool:
        """Part the rows that have no outcome yet, where that may be; whether it was done."""
        store, fields = self.job._store(), self._key_fields()
        if not fields:
            return False
        source = self.job._source()
        texts = source.identity_texts(self.job._kind(), fields)
        count = store.share_out(texts, self._wanted())
        if count < 2:
            store.forget_shares()
            return False
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_checkpoint (job_id, share, phase)
                   SELECT %s, share, %s FROM generate_series(1, %s) AS share""",
                self.job.id,
                OPEN,
                count,
            )
        )
        return True

    def _key_fields(self) -> tuple[str, ...]:
        """The fields that part the rows; none where they are to stay together."""
        values = self.job.sudo()
        # the job of a caller that waits has no worker
        is_background = isinstance(self.env.context.get(SHARE), Own)
        if not is_background or not self._may_be() or self._wanted() < 2:
            return ()
        if type(self.job._source()) is not FileSource:
            return ()
        assembly = self.job._assembly()
        if assembly.translation().translates:
            return ()
        lane = assembly.fast_lane()
        if lane and not getattr(lane.provider, "knows_shares", False):
            return ()
        columns = values.mapping or {}
        kind = self.job._kind()
        if kind._irreversible:  # what was confirmed is counted by one
            return ()
        fields: tuple[str, ...] = kind._independent_by(self._named)
        return fields if set(fields) <= columns.keys() else ()

    def _named(self, field: str) -> set[str]:
        [(text, make)] = self.job._source().identity_texts(self.job._kind(), [field])
        return self.job._store().named(text, make)

    def _wanted(self) -> int:
        """As many as the operation says, or else the system."""
        own = self.job.sudo().operation_id.file_workers
        text = self.env["ir.config_parameter"].sudo().get_param(PARAMETER) or ""
        return min(own or (int(text) if text.isdigit() else 1), MOST)

    # -- where they stand ------------------------------------------------------------------------

    def were_made(self) -> bool:
        """Whether the rows of the job have been parted, whatever became of the shares."""
        return self._may_be() and bool(self._stored(SQL("true")))

    def count_open(self) -> int:
        """How many shares have not come to their end."""
        return len(self._stored(SQL("phase = %s", OPEN))) if self._may_be() else 0

    def _may_be(self) -> bool:
        """Most files are short: of these nothing is asked."""
        return bool(self.job.sudo().total >= LEAST)

    def stop(self, problem: Problem) -> None:
        """No share goes on, and the job will be refused for this: it is noted on the own share,
        since nobody writes the job while there are several."""
        reason = json.dumps({"code": problem.code, "params": problem.params})
        self.env.cr.execute(
            SQL(
                """UPDATE registration_import_checkpoint SET phase = %s, totals = %s
                    WHERE job_id = %s AND share = %s""",
                ENDED,
                reason,
                self.job.id,
                self.job._share(),
            )
        )

    def stopped(self) -> Problem | None:
        """Why one of them has stopped all, if so."""
        found = self._stored(SQL("totals IS NOT NULL"))
        return Problem(found[0]["code"], params=found[0]["params"]) if found else None

    def _stored(self, which: SQL) -> list[Any]:
        rows = self.env.execute_query(
            SQL(
                """SELECT totals FROM registration_import_checkpoint
                    WHERE job_id = %s AND share > 0 AND %s""",
                self.job.id,
                which,
            )
        )
        return [totals for (totals,) in rows]

    def forget(self) -> None:
        """The job has one part again."""
        if not self._may_be():
            return
        self.env.cr.execute(
            SQL(
                "DELETE FROM registration_import_checkpoint WHERE job_id = %s AND share > 0",
                self.job.id,
            )
        )
        self.job._store().forget_shares()


def is_cancelled(job: Any) -> bool:
    """Whether whoever works at a job, or at a share of it, is to stop."""
    values = job.sudo()
    values.invalidate_recordset(["cancel_requested"])
    stopped = job._share() and job._shares().stopped()
    return bool(values.cancel_requested or values.state in END_STATES or stopped)
