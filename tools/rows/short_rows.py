"""Rows of a .csv with fewer cells than there are columns: some programs leave out the separators
behind the last value (Excel does, of sixteen rows at a time), but a text that was torn in two by a
line break looks alike, and so does a file that was cut off."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

#: into so many rows a torn record falls
PARTS = (2, 3)


class ShortRows:
    """Takes note of the rows of a file, in their order, while it is read."""

    def __init__(self) -> None:
        self._widths: dict[int, list[int]] = {}
        self._joined: set[int] = set()
        self._run: list[int] = []

    def add(self, number: int, width: int) -> None:
        """A row with fewer cells than one before it."""
        self._run.append(width)
        seen = self._widths.setdefault(width, [0, number, number])
        seen[0] += 1
        seen[2] = number

    def end_run(self) -> None:
        """The next row, if any, is not short: so many cells those before it have together."""
        if len(self._run) in PARTS:
            self._joined.add(sum(self._run) - len(self._run) + 1)
        self._run.clear()

    def as_dict(self, is_open: bool) -> dict[str, Any]:
        """{"widths": {number of cells, as a text: [count, first row, last row]}, "joined": widths
        of what may be torn records, "cut": that of a last row that does not end its line, else 0};
        {} where no row is short."""
        cut = self._run[-1] if is_open and self._run else 0
        self.end_run()
        if not self._widths:
            return {}
        widths = {str(width): seen for width, seen in self._widths.items()}
        return {"widths": widths, "joined": sorted(self._joined), "cut": cut}


class LeftOut(NamedTuple):
    """How many rows lack cells that were left out, and the first of them."""

    rows: int
    first: int


def left_out(
    short: Mapping[str, Any], labels: Sequence[str], required: Iterable[int], header: int
) -> LeftOut | None:
    """What `ShortRows` noted, where blank cells were left out and nothing else is the matter: no
    row below that of the `header` lacks a `required` column (from 0), no neighbours make up one
    record, and the last row is not the only one of its width without the end of its line.

    >>> found = {"widths": {"2": [5, 18, 22]}, "joined": [], "cut": 0}
    >>> left_out(found, ["Code", "Name", "Note"], [0, 1], 1)
    LeftOut(rows=5, first=18)
    >>> left_out(found, ["Code", "Note", "Name"], [0, 2], 1)
    """
    width = max((number for number, label in enumerate(labels, 1) if label), default=0)
    rows = {
        int(cells): seen
        for cells, seen in (short.get("widths") or {}).items()
        if int(cells) < width and seen[2] > header
    }
    if not rows or min(rows) <= max(required, default=-1) or width in short["joined"]:
        return None
    if short["cut"] in rows and rows[short["cut"]][0] == 1:
        return None
    first = min(max(seen[1], header + 1) for seen in rows.values())
    return LeftOut(sum(seen[0] for seen in rows.values()), first)
