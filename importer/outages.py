"""Faults of the machine: no fault of a file or of its rows, and they pass."""

from __future__ import annotations

import errno
from typing import Any

import psycopg2
import psycopg2.errors

from ..tools.rows.problems import Problem

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# The database is being shut down, or started, or takes nobody more.
DATABASE_AWAY = (
    psycopg2.errors.AdminShutdown,
    psycopg2.errors.CrashShutdown,
    psycopg2.errors.CannotConnectNow,
    psycopg2.errors.TooManyConnections,
    psycopg2.errors.IoError,
)


def outage_of(error: Exception, is_connected: bool) -> Problem | None:
    """What people are told of a fault of the machine; None of any other.

    >>> outage_of(OSError(errno.ENOSPC, "No space left on device"), True).code
    'no_room'
    >>> outage_of(psycopg2.OperationalError("server closed the connection"), False).code
    'server_away'
    >>> outage_of(KeyError("a fault of ours"), True)
    """
    if isinstance(error, psycopg2.errors.DiskFull) or _number(error) in NO_ROOM:
        return Problem("no_room")
    if isinstance(error, DATABASE_AWAY) or not is_connected:
        return Problem("server_away")
    return None


def _number(error: Exception) -> Any:
    return error.errno if isinstance(error, OSError) else None
