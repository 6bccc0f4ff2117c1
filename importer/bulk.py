"""Statements over many thousands of rows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg2.errors

from odoo.tools import SQL

from .fault_log import quiet_queries
from .unchanged import TookTooLong

# Seconds after which a statement is given up. None takes so long, unless PostgreSQL takes tables
# that have just grown for small ones, and looks through them once for each row.
LONGEST = 60


def compile_nothing(cr: Any) -> None:
    """Until the end of the transaction no statement is compiled: with rows of which PostgreSQL
    knows little that takes longer than it can save."""
    cr.execute("SET LOCAL jit = off")


@contextlib.contextmanager
def in_bulk(cr: Any) -> Iterator[None]:
    """Within, statements are not compiled, and are given up after a while: ``TookTooLong``. Where
    the database has a limit of its own that counts."""
    cr.execute("SHOW statement_timeout")
    has_limit = cr.fetchone()[0] != "0"
    try:
        with quiet_queries(), cr.savepoint(flush=False):
            compile_nothing(cr)
            if not has_limit:
                cr.execute(SQL("SET LOCAL statement_timeout = %s", int(1000 * LONGEST)))
            yield
            if not has_limit:
                cr.execute("SET LOCAL statement_timeout = 0")
    except psycopg2.errors.QueryCanceled as error:
        raise TookTooLong from error
