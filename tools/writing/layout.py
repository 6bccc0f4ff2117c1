"""The layout of a file: which of its columns, in which order and under which labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Layout:
    """``labels`` are those of all columns that there are; ``columns`` the chosen ones, each with
    the label that it gets, ((label, own label), ...), or () for all of them as they are. ``format``
    is "csv" or "xlsx", ``separator`` that of a .csv, ``name`` what people call the layout.

    >>> layout = Layout(("ULN", "Name"), (("Name", "Learner"), ("ULN", "ULN")))
    >>> layout.header(), layout.row(["1", "Ada"])
    (['Learner', 'ULN'], ['Ada', '1'])
    >>> Layout.of(("ULN", "Name"), layout.stored()) == layout
    True
    """

    labels: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()
    format: str = "csv"
    separator: str = ","
    name: str = ""

    def header(self) -> list[str]:
        """The first row of the file."""
        return [own for _label, own in self.columns] or list(self.labels)

    def row(self, texts: Sequence[str]) -> list[str]:
        """The texts of a row, of those of all columns."""
        if not self.columns:
            return list(texts)
        return [texts[self.labels.index(label)] for label, _own in self.columns]

    def stored(self) -> dict[str, Any] | None:
        """What JSON keeps of it beside name and format; None of what is as it is without one."""
        if not self.columns:
            return None
        return {"columns": [list(pair) for pair in self.columns], "separator": self.separator}

    @classmethod
    def of(cls, labels: tuple[str, ...], stored: dict[str, Any] | None) -> Layout:
        """The layout that was ``stored``."""
        if not stored:
            return cls(labels)
        columns = tuple((label, own) for label, own in stored["columns"])
        return cls(labels, columns, separator=stored["separator"])
