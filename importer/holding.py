"""One writer of a record at a time."""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Mapping
from typing import Any

import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tools import SQL

# How long PostgreSQL waits for whoever came first: for people, and for a worker.
LONGEST_WAIT = "10s"
LONGEST_WAIT_OF_WORKERS = "2s"
# Tries of a worker to find a moment in which nobody is writing one of the records that it wants,
# and the longest pause between two of them, in seconds.
TRIES = 40
PAUSE = 0.01


def hold(records: Any) -> None:
    """Keep others from deciding on these records until the transaction ends.

    Who comes second waits. When the first one has committed, PostgreSQL refuses the second
    transaction as it cannot be serialized, and Odoo repeats the request, which then sees what the
    first one did: hence an UPDATE that changes nothing, since a mere lock would let it go on with
    what it saw before.
    Raises ``UserError`` where the first one takes too long.
    """
    cr = records.env.cr
    query = SQL(
        "UPDATE %s SET write_date = write_date WHERE id = ANY(%s)",
        SQL.identifier(records._table),
        records.ids,
    )
    wait_at_most(cr, LONGEST_WAIT)
    try:
        cr.execute(query, log_exceptions=False)
    except psycopg2.errors.LockNotAvailable as error:
        raise UserError(
            records.env._("Somebody else is at this just now: try again in a moment.")
        ) from error
    cr.execute("SET LOCAL lock_timeout TO DEFAULT")


def reserve(env: Any, wanted: Mapping[str, Collection[int]]) -> None:
    """Keep others from editing these records, ``{model: ids}``, until the transaction ends.

    A transaction may lock only what nobody has written since its first statement. So this is that
    statement: it takes a moment, where a batch takes seconds, and is repeated in a new transaction
    where somebody was faster. All workers lock in one order.
    Raises the error of PostgreSQL where somebody has one of the records for longer, or there is
    always somebody.
    """
    for left in reversed(range(TRIES)):
        try:
            wait_at_most(env.cr, LONGEST_WAIT_OF_WORKERS)
            for model in sorted(wanted):
                _lock(env, model, wanted[model])
            return
        except (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected):
            if not left:
                raise
            env.cr.rollback()  # nothing is written in it
            time.sleep(random.uniform(0, PAUSE))


def _lock(env: Any, model: str, ids: Collection[int]) -> None:
    query = SQL(
        "SELECT 1 FROM %s WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        SQL.identifier(env[model]._table),
        list(ids),
    )
    env.cr.execute(query, log_exceptions=False)


def wait_at_most(cr: Any, long: str) -> None:
    """How long the statements of this transaction wait for others to write, such as "5s"."""
    cr.execute(SQL("SET LOCAL lock_timeout = %s", long))
