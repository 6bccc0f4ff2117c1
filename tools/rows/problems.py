"""What can be wrong with a file or a row, as data: a code and its numbers, never a sentence."""

import dataclasses

ERROR = "error"
WARNING = "warning"

#: longer values are cut when they are kept in a problem; the row still holds the whole cell
VALUE_LENGTH = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `code` names it, `field` and `value` say where, `params` fill the
    message. A row with a problem of level ERROR is invalid, one of level WARNING is imported."""

    code: str
    field: str | None = None
    value: str | None = None
    params: dict = dataclasses.field(default_factory=dict)
    level: str = ERROR

    def as_dict(self):
        """The same as a dict that JSON can carry: code, field, value, params, level."""
        return dataclasses.asdict(self)


class SourceError(Exception):
    """A file that cannot be read as a whole, and why: `code`, and in `params` the place."""

    def __init__(self, code, params=None):
        super().__init__(code, params or {})
        self.code = code
        self.params = params or {}


def warning(code, field=None, value=None, **params):
    """A problem that leaves its row or file importable."""
    return Problem(code, field, value, params, WARNING)


def shorten(text, length=VALUE_LENGTH):
    """`text`, cut to `length` characters with an ellipsis where it is longer."""
    return text if len(text) <= length else text[: length - 1] + "…"


class Places:
    """Counts the rows where something was seen and remembers the first ten of them."""

    def __init__(self):
        self.count = 0
        self.rows = []
        self.more = False

    def add(self, row_number):
        self.count += 1
        if self.more or row_number in self.rows[-1:]:
            return
        self.more = len(self.rows) == 10
        self.rows = [*self.rows, row_number][:10]

    def warning(self, code, **params):
        """The list of one warning with `count` and `rows` ("2, 3, 7"), or of none."""
        if not self.count:
            return []
        rows = ", ".join(map(str, self.rows)) + (" ..." if self.more else "")
        return [warning(code, count=self.count, rows=rows, **params)]
