"""What every other CRM looks like from here: its fields, its contacts, what is read and written.

``adapters.opened(kind, access)`` gives a ``Remote``; beside the adapter (``odoo_contacts.py``,
``salesforce.py``) nobody knows how the other CRM is spoken to. Values are plain: str, bool,
int, float, None, and a list of names for those fields that hold several.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from ..rows.problems import Problem

Value = str | bool | int | float | list[str] | None

#: Fields that every description has where the other CRM keeps such a thing: lists of names.
GROUPS = "groups"
OPTED_IN = "interests_in"
OPTED_OUT = "interests_out"
SETS = (GROUPS, OPTED_IN, OPTED_OUT)

TYPES = ("text", "boolean", "integer", "number", "date", "datetime", "choice", "list")


@dataclasses.dataclass(frozen=True, slots=True)
class Access:
    """Where the other CRM is and who asks. Neither `key` nor `login` is ever shown or logged.

    `owner` is the constant name of this database (its UUID): what is written there is marked with
    it, so that the same line sent twice makes nothing twice. `private` allows addresses of a
    private network.
    """

    url: str
    key: str = dataclasses.field(repr=False)
    owner: str
    database: str = ""
    login: str = dataclasses.field(default="", repr=False)
    private: bool = False
    timeout: float = 30.0


@dataclasses.dataclass(frozen=True, slots=True)
class RemoteField:
    """A field of contacts there. `size` is the number of characters it takes, None without limit;
    `choices` are pairs of what is stored and what people read."""

    name: str
    label: str
    type: str = "text"
    required: bool = False
    read_only: bool = False
    size: int | None = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Description:
    """What the other CRM is. `groups` and `interests` are the names of the tables that keep them
    there, "" where nothing does; `merges` says whether it tells which contact another became."""

    product: str
    version: str
    fields: tuple[RemoteField, ...]
    groups: str = ""
    interests: str = ""
    merges: bool = False

    def field(self, name: str) -> RemoteField | None:
        """The field of that name; None where there is none."""
        return next((each for each in self.fields if each.name == name), None)


@dataclasses.dataclass(slots=True)
class Record:
    """A contact there as it is now. `changed` is the time of their clock, ISO 8601 in UTC; `key`
    is the key under which this database has written it, where it has. One that is `gone` (archived
    or deleted there) has values as far as they are still told; `merged_into` is the `id` of the
    contact that it became, and `former` are further keys of this database that lead to it: those of
    contacts that were merged into it.

    Dates are YYYY-MM-DD, times YYYY-MM-DD HH:MM:SS in UTC."""

    id: str
    changed: str = ""
    values: dict[str, Value] = dataclasses.field(default_factory=dict)
    gone: bool = False
    merged_into: str | None = None
    key: str | None = None
    former: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Page:
    """Records in the order of their changes. `mark` is where to go on, for nobody to look into: it
    is stored once the records are safe. With `more` the next page is there already."""

    records: list[Record]
    mark: str
    more: bool


def whatever(_field: str, _value: Value) -> bool:
    """It does not matter what a field there holds."""
    return True


@dataclasses.dataclass(slots=True)
class Outgoing:
    """What a contact there is to become: only the fields named in `values` change. `key` is
    constant for a contact of ours (letters, digits, _ and -); `id` is theirs, where it is known
    already.

    `was` says of a field of one value and what it holds just before it is written, whether that is
    what it held when it was read: one that was changed there meanwhile is left. `had` are the
    names that the fields of SETS held then: what joined or left meanwhile stays so."""

    key: str
    id: str | None
    values: dict[str, Value]
    was: Callable[[str, Value], bool] = whatever
    had: dict[str, list[str]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True)
class Written:
    """What became of one line: the contact's `id` there, or the `problem` for which it was
    refused. `changed` is the time of their clock after it was written, "" where they do not
    tell; `left` are the fields that were changed there meanwhile, and are not written."""

    key: str
    id: str | None
    created: bool = False
    problem: Problem | None = None
    changed: str = ""
    left: list[str] = dataclasses.field(default_factory=list)


class RemoteFault(Exception):
    """The other CRM cannot be spoken to as it should: `code` is one of ``messages/connector.py``,
    and `params` fill it. It holds no key, no header and no value of a contact. `wait` is the
    number of seconds after which trying again makes sense; None where somebody has to mend
    something first."""

    def __init__(
        self, code: str, params: Mapping[str, Any] | None = None, wait: float | None = None
    ) -> None:
        super().__init__(code, params or {})
        self.code = code
        self.params = dict(params or {})
        self.wait = wait


class Remote(Protocol):
    """Another CRM while it is spoken to. Each method may raise RemoteFault; what was done before
    stays done, and doing it again changes nothing more."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far, repeated ones included."""

    @property
    def skew(self) -> float:
        """Their clock less ours in seconds, as their answers tell; 0.0 before the first one."""

    def describe(self) -> Description:
        """The fields of contacts there, as this login may see them."""

    def changes(self, fields: Sequence[str], since: str | None, limit: int = 1000) -> Page:
        """About `limit` contacts that have changed since a mark (None: all of them), the oldest
        change first. None is ever left out; some come again, on a later page or at the next walk.
        """

    def read(self, ids: Sequence[str], fields: Sequence[str]) -> list[Record]:
        """Contacts by their ids, archived ones included, in any order. Those that were deleted
        come as `gone` without values."""

    def gone(self, ids: Sequence[str]) -> list[Record]:
        """Those of these contacts that were archived, deleted or merged there; without values."""

    def write(self, fields: Sequence[str], outgoing: Sequence[Outgoing]) -> list[Written]:
        """Create or change contacts, one answer for each line and in their order. A key that was
        written before finds its contact again, whatever `id` says. What the contacts are now is
        read again just before, for many in one request."""

    def close(self) -> None:
        """End the connections."""
