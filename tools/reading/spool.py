"""The spool: a file of one line a row, ready for COPY in PostgreSQL's text format.

<base + row_number> TAB <job> TAB <cells as JSON, backslashes doubled> LF
"""

import json
import os
from collections.abc import Iterable
from typing import TextIO

from ..rows.cells import Cells
from ..rows.problems import SourceError
from .blocks import Block
from .envelope import mib
from .table import LINES, MIB

#: of the first rows of a spool, so many bytes are looked at: wide rows are few then
HEAD_BYTES = 16 * MIB


def write_spool(
    blocks: Iterable[Block], spool: TextIO, base: int, job: int, most: int | None = None
) -> None:
    """Write the rows of a table to a text file; `base` is a multiple of LINES.

    `most` characters at most: cells of an .xlsx may all share one long text, so that a small file
    would fill the disk.
    """
    write = spool.write
    size = 0
    for block in blocks:
        for lines in block.lines(base, job):
            size += write(lines)
            if most and size > most:
                raise SourceError("unpacks_too_large", {"size": mib(size), "limit": mib(most)})


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
