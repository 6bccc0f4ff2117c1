"""What is the same for all rows of a run, and known before the first one is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What the option "records" of a run may say: new records only, or only those that there are.
CREATE, UPDATE = "create", "update"


@dataclass(frozen=True, eq=False)
class Center:
    """The center of an operation: its id, that of the group of its members, of its company."""

    id: int
    group: int | None = None
    company: int | None = None


@dataclass(frozen=True, eq=False)
class RunContext:
    """A run as its kind sees it: plain values, made once a run and never changed.

    ``labels`` are the texts of the file's header, ``options`` those of the run, ``country`` the
    ISO code of the company's country, ``today`` the ISO date where the starter is, ``job`` the id
    of the job, ``share`` that of its rows that one of several workers is at, 0 for all; ``undone``
    the code of the kind whose import is undone; whether the run ``promotes`` from waitlists and
    ``tells`` registrants what has become of their agendas, whether it makes ``resits`` of
    enrolments with other numbers, and whether rows are ``looked_at``: a validation has told what it
    alone looks for (``kind._told_once``); which ``document`` it makes of a gift, a code, and the
    name of its ``article``.
    """

    labels: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    center: Center | None = None
    country: str | None = None
    today: str = ""
    job: int | None = None
    share: int = 0
    undone: str | None = None
    promotes: bool = False
    tells: bool = False
    resits: bool = False
    looked_at: bool = False
    document: str | None = None
    article: str | None = None
