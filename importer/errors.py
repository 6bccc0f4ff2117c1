"""Exceptions of a run: whose fault they are, and what of them people may read."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from typing import Any

import psycopg2
import psycopg2.errors

from odoo.exceptions import ConcurrencyError, RedirectWarning, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..tools.connector.remote import RemoteFault
from ..tools.rows.problems import Problem, shorten
from .confirmation import MoreThanConfirmed

# Of an exception's text, so many characters are kept.
MESSAGE_LENGTH = 1_000
# Somebody else was faster: the same in a new transaction may go well.
CONFLICTS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
# Never a row's fault: these rise to whoever drives the generator.
NOT_THE_ROW = (
    *CONFLICTS,
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
    MemoryError,
    MoreThanConfirmed,
    RemoteFault,
)


class TurnFailed(Exception):
    """A worker could not even note what happened to a job; it is in the log."""


def is_of_the_rows(error: Exception) -> bool:
    """Whether the rows may be the cause. A value too long for an index is "operational", too."""
    return isinstance(error, psycopg2.errors.ProgramLimitExceeded) or not isinstance(
        error, NOT_THE_ROW
    )


def behind(error: BaseException) -> BaseException | None:
    """The fault of the machine for which an exception was raised, as a template does that fails for
    want of memory; None where there is none."""
    cause: BaseException | None = error
    while cause and not isinstance(cause, (*NOT_THE_ROW, SystemError)):
        cause = cause.__cause__
    # with too little memory to say so Python has an error without a name
    return MemoryError() if isinstance(cause, SystemError) else cause


def as_problem(env: Any, error: Exception) -> Problem:
    """An exception as data; its text only where that was written for people."""
    if isinstance(error, psycopg2.Error) and error.diag.message_primary:
        text = _text_of_database(env, error)
        if not text:
            rule = error.diag.constraint_name or type(error).__name__
            return Problem("refused_by_database", params={"rule": rule})
    else:
        text = text_for_people(error)
    if text:
        return Problem("odoo", params={"message": shorten(text, MESSAGE_LENGTH)})
    return Problem("broken", params={"error": type(error).__name__})


def _text_of_database(env: Any, error: psycopg2.Error) -> str:
    """What Odoo says of an error of the database; "" where that would be the database's own words,
    which have all values of the row."""
    tables = {model._table: name for name, model in env.registry.items()}
    text = env[tables.get(error.diag.table_name, "base")]._sql_error_to_message(error)
    is_own = str(error.diag.message_primary) in text
    return "" if is_own else text


def text_for_people(error: Exception) -> str:
    """The text of an exception of Odoo; "" of any other, and where even the text raises."""
    if not isinstance(error, (UserError, RedirectWarning)):
        return ""
    try:
        return str(error.args[0]).strip()
    except Exception:
        return ""


@contextlib.contextmanager
def sent_if_written(cr: Any) -> Iterator[None]:
    """What hooks leave for after the commit, such as a call to a web address, is forgotten when
    the block fails: a savepoint undoes everything else, but not that."""
    hooks = cr.postcommit
    waiting, data = len(hooks._funcs), {key: copy.copy(value) for key, value in hooks.data.items()}
    try:
        yield
    except BaseException:
        while len(hooks._funcs) > waiting:
            hooks._funcs.pop()
        hooks.data = data
        raise
