"""The spool: a file of one line a row, ready for COPY in PostgreSQL's text format.

<base + row_number> TAB <job> TAB <cells as JSON, backslashes doubled> LF
"""

import json
import os
from collections.abc import Iterable
from typing import TextIO, cast

from ..rows.cells import Cells
from ..rows.problems import SourceError
from .envelope import mib
from .table import LINES, MIB

#: of the first rows of a spool, so many bytes are looked at: wide rows are few then
HEAD_BYTES = 16 * MIB

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_spool(
    rows: Iterable[tuple[int, Cells]], spool: TextIO, base: int, job: int, most: int | None = None
) -> None:
    """Write (row_number, cells) to a text file; `base` is a multiple of LINES.

    `most` characters at most: cells of an .xlsx may all share one long text, so that a small file
    would fill the disk.
    """
    tail = f"\t{job}\t"
    write = spool.write
    size = 0
    for number, cells in rows:
        size += write(f"{base + number}{tail}{cells_json(cells)}\n")
        if most and size > most:
            raise SourceError("unpacks_too_large", {"size": mib(size), "limit": mib(most)})


def cells_json(cells: Cells) -> str:
    """The cells as JSON for COPY. Texts without quotes, backslashes and control characters, that
    is nearly all, need no encoder: half of the cost of staging was json.dumps."""
    texts = cast("list[str]", cells)
    try:
        text = "".join(texts)
    except TypeError:  # a cell with a type is a dict
        return _encode(cells).replace("\\", "\\\\")
    if text.isprintable() and '"' not in text and "\\" not in text:
        return '["' + '","'.join(texts) + '"]'
    return _encode(cells).replace("\\", "\\\\")


def spool_head(spool_path: str | os.PathLike[str], count: int) -> list[tuple[int, Cells, int]]:
    """The first rows of a spool, fewer where they are very long:
    [(row_number, cells, byte offset of the next row)]."""
    rows: list[tuple[int, Cells, int]] = []
    with open(spool_path, "rb") as spool:
        for line in spool:
            number, _job, cells = line.decode().split("\t", 2)
            offset = (rows[-1][2] if rows else 0) + len(line)
            rows.append((int(number) % LINES, json.loads(cells.replace("\\\\", "\\")), offset))
            if len(rows) >= count or rows[-1][2] > HEAD_BYTES:
                break
    return rows
