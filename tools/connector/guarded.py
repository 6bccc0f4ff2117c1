"""Another CRM whose answers may be anything: what an adapter cannot take apart is a fault in words,
as all others are."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from .remote import Description, Outgoing, Page, Record, Remote, RemoteFault, Written

# How Python says that something is not what it should be.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
Given = TypeVar("Given")


class Guarded:
    """A ``Remote`` around another one; only a ``RemoteFault`` rises from it."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    @property
    def requests(self) -> int:
        return self._remote.requests

    @property
    def skew(self) -> float:
        return self._remote.skew

    def describe(self) -> Description:
        return _read(self._remote.describe)

    def changes(self, fields: Sequence[str], since: str | None, limit: int = 1000) -> Page:
        return _read(lambda: self._remote.changes(fields, since, limit))

    def read(self, ids: Sequence[str], fields: Sequence[str]) -> list[Record]:
        return _read(lambda: self._remote.read(ids, fields))

    def gone(self, ids: Sequence[str]) -> list[Record]:
        return _read(lambda: self._remote.gone(ids))

    def write(self, fields: Sequence[str], outgoing: Sequence[Outgoing]) -> list[Written]:
        return _read(lambda: self._remote.write(fields, outgoing))

    def close(self) -> None:
        self._remote.close()


def _read(ask: Callable[[], Given]) -> Given:
    """What is asked for. The fault names the place where it was found out, for whoever looks after
    the adapter, and nothing of the answer."""
    try:
        return ask()
    except UNREADABLE as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
    raise RemoteFault("connector_garbage", {"status": 200, "place": place})
