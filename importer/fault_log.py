"""What of a fault the log of the server gets: never a cell of anybody's file."""

from __future__ import annotations

import contextlib
import logging
import threading
import traceback
from collections.abc import Iterator

import psycopg2

_quiet = threading.local()


def told(error: BaseException) -> str:
    """An exception as the log may have it: its type, the constraint that a database names, and
    where it was raised. Its text stays out, which may hold whole rows.

    >>> told(ValueError("a cell"))
    'ValueError'
    """
    name = type(error).__name__
    rule = error.diag.constraint_name if isinstance(error, psycopg2.Error) else None
    lines = [f"{name} ({rule})" if rule else name]
    lines += [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines.append(f"because of {told(cause)}")
    return "\n".join(lines)


@contextlib.contextmanager
def quiet_queries() -> Iterator[None]:
    """Statements that fail within are not logged by Odoo, with all values of their rows: whoever
    catches the exception tells of it. Only of this thread."""
    before = getattr(_quiet, "is_on", False)
    _quiet.is_on = True
    try:
        yield
    finally:
        _quiet.is_on = before


class _Silence(logging.Filter):
    """Drops what Odoo says of statements while their thread is quiet."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (getattr(_quiet, "is_on", False) and record.levelno >= logging.ERROR)


logging.getLogger("odoo.sql_db").addFilter(_Silence())
