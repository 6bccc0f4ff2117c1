"""What is asked for with a key: sent again it is found, another one under the key is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What a request asks for beside its operation and file, as the job stores it.
STORED = ("mapping", "options", "goal")


@dataclass(frozen=True)
class Request:
    """A file for an ``operation``, by its id and the ``checksum`` of the file; ``mapping`` and
    ``options`` as the caller gives them, none and an empty one being the same; ``goal`` says until
    where it goes. What people call the run may differ.

    >>> Request(1, "ab", {}, {"sheet": ""}).stored()
    {'mapping': {}, 'options': {}, 'goal': 'run'}
    """

    operation: int
    checksum: str
    mapping: Mapping[str, str] | None = None
    options: Mapping[str, Any] | None = field(default=None)
    goal: str = "run"

    def stored(self) -> dict[str, Any]:
        """What of it a job stores, as JSON can carry it."""
        options = {name: value for name, value in (self.options or {}).items() if value}
        return {"mapping": dict(self.mapping or {}), "options": options, "goal": self.goal}

    def differences(
        self, operation: int, checksum: str | None, stored: Mapping[str, Any] | None
    ) -> list[str]:
        """In what it differs from the request that a job was made for, of an older job as far as
        that is known.

        >>> Request(1, "ab").differences(1, "cd", Request(1, "cd", goal="validate").stored())
        ['checksum', 'goal']
        """
        mine, other = self.stored(), stored or {}
        found = [name for name in STORED if name in other and other[name] != mine[name]]
        known = {"operation": operation, "checksum": checksum}
        return [name for name, value in known.items() if value != getattr(self, name)] + found
