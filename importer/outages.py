"""Faults of the machine, or of another one: no fault of a file or of its rows, and they pass."""

from __future__ import annotations

import contextlib
import errno
import time
from collections.abc import Iterator
from typing import Any

import psycopg2
import psycopg2.errors

from ..tools.connector.remote import RemoteFault
from ..tools.rows.problems import Problem
from .stored_files import FileElsewhere

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# The database is being shut down, or started, or takes nobody more.
DATABASE_AWAY = (
    psycopg2.errors.AdminShutdown,
    psycopg2.errors.CrashShutdown,
    psycopg2.errors.CannotConnectNow,
    psycopg2.errors.TooManyConnections,
    psycopg2.errors.IoError,
)
# Seconds before each try to reach a database that was lost. Others take what was being done for the
# work of a dead process after the time that they grant (``worker.GRACE``).
RECONNECTIONS = (0, 0.5, 1, 2, 4, 8)


def outage_of(error: Exception, cr: Any) -> Problem | None:
    """What people are told of a fault of the machine; None of any other.

    >>> from types import SimpleNamespace
    >>> here, gone = SimpleNamespace(closed=False), SimpleNamespace(closed=True)
    >>> outage_of(OSError(errno.ENOSPC, "No space left on device"), here).code
    'no_room'
    >>> outage_of(psycopg2.OperationalError("server closed the connection"), gone).code
    'server_away'
    >>> outage_of(KeyError("a fault of ours"), here)
    """
    if isinstance(error, RemoteFault):
        return Problem(error.code, params=error.params)
    if isinstance(error, psycopg2.errors.DiskFull) or _number(error) in NO_ROOM:
        return Problem("no_room")
    if isinstance(error, FileElsewhere):
        return Problem("file_elsewhere")
    if isinstance(error, DATABASE_AWAY) or cr.closed:
        return Problem("server_away")
    return None


def pause_of(error: Exception) -> float | None:
    """So many seconds it makes no sense to try again before; None where nothing passes until
    somebody has mended something.

    >>> pause_of(RemoteFault("connector_busy", wait=30.0))
    30.0
    >>> pause_of(RemoteFault("connector_key_refused"))
    >>> pause_of(OSError(errno.ENOSPC, "No space left on device"))
    0.0
    """
    return error.wait if isinstance(error, RemoteFault) else 0.0


def _number(error: Exception) -> Any:
    return error.errno if isinstance(error, OSError) else None


@contextlib.contextmanager
def connected(env: Any) -> Iterator[Any]:
    """The environment on a connection that lives: its own, else a new one, as soon as there is
    one. None where the database stays away."""
    if not env.cr.closed:
        yield env
        return
    for pause in RECONNECTIONS:
        time.sleep(pause)
        with contextlib.suppress(psycopg2.Error), env.registry.cursor() as cr:
            cr.execute("SELECT 1")
            break
    else:
        yield None
        return
    with env.registry.cursor() as cr:
        yield env(cr=cr)
