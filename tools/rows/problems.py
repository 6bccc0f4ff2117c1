"""What can be wrong with a file or a row, as data: a code and its numbers, never a sentence."""

import dataclasses
from collections.abc import Mapping
from typing import Any

ERROR = "error"
WARNING = "warning"

#: longer values are cut when they are stored in a problem; the row still holds the whole cell
VALUE_LENGTH = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `code` names it, `field` and `value` say where, `params` fill the
    message. A row with a problem of level ERROR is invalid, one of level WARNING is imported."""

    code: str
    field: str | None = None
    value: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    level: str = ERROR

    def as_dict(self) -> dict[str, Any]:
        """The same as a dict that JSON can carry: code, field, value, params, level."""
        return dataclasses.asdict(self)


class SourceError(Exception):
    """A file that cannot be read as a whole, and why: `code`, and in `params` the place."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code, params or {})
        self.code = code
        self.params = dict(params or {})


def warning(
    code: str, field: str | None = None, value: str | None = None, **params: object
) -> Problem:
    """A problem that leaves its row or file importable."""
    return Problem(code, field, value, params, WARNING)


def shorten(text: str, length: int = VALUE_LENGTH) -> str:
    """`text`, cut to `length` characters with an ellipsis where it is longer.

    >>> shorten("abcdef", 4), shorten("abcd", 4)
    ('abc…', 'abcd')
    """
    return text if len(text) <= length else text[: length - 1] + "…"


class Places:
    """Counts the rows where something was seen and remembers the first ten of them."""

    def __init__(self) -> None:
        self.count = 0
        self.rows: list[int] = []
        self.more = False

    def add(self, row_number: int) -> None:
        self.count += 1
        if self.more or row_number in self.rows[-1:]:
            return
        self.more = len(self.rows) == 10
        self.rows = [*self.rows, row_number][:10]

    def warning(self, code: str, **params: object) -> list[Problem]:
        """The list of one warning with `count` and `rows` ("2, 3, 7"), or of none."""
        if not self.count:
            return []
        rows = ", ".join(map(str, self.rows)) + (" ..." if self.more else "")
        params = {"count": self.count, "rows": rows, **params}
        return [Problem(code, params=params, level=WARNING)]
