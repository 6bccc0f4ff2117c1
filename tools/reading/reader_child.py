"""The child of `process`, its order as JSON on its input.

It bounds itself before it imports a reader, writes the spool, and prints one JSON object.
"""

import errno
import gc
import json
import os
import resource
import sys
from typing import Any

#: what `process` says of the file, of its reading and of the bounds
Order = dict[str, Any]

#: a spool may have so many times the characters that a workbook may unpack to
SPOOL = 2

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def bound(order: Order) -> None:
    """Give this process its bounds; a lower limit that it has already stays."""
    _lower(resource.RLIMIT_CPU, order["cpu_seconds"])
    _lower(resource.RLIMIT_AS, order["memory_mb"] * 1024 * 1024)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, hard))


def read(order: Order) -> dict[str, Any]:
    """Write the spool and describe the table; SourceError when the file cannot be read whole."""
    from .readers import Options, open_table
    from .spool import write_spool

    with open(order["source"], "rb") as source:
        table = open_table(source, order["name"], Options.from_dict(order["options"]))
        with open(order["spool"], "w", encoding="utf-8", newline="\n", buffering=1 << 16) as spool:
            most = SPOOL * table.limits.unpacked
            write_spool(table.blocks(), spool, order["base"], order["job"], most)
    return {
        "format": table.format,
        "dialect": table.dialect,
        "sheets": table.sheets,
        "warnings": [problem.as_dict() for problem in table.warnings],
        "rows": table.rows,
        "blank": table.blank,
        "columns": table.columns,
        "bytes": os.path.getsize(order["spool"]),
    }


def answer(order: Order) -> dict[str, Any]:
    """What `read` gives, or {"error": {"code", "params"}} whatever happens; a traceback is for
    the log of the parent only."""
    from ..rows.problems import SourceError

    try:
        return read(order)
    except SourceError as error:
        return _error(error.code, **error.params)
    except MemoryError:
        bounds = {key: order[key] for key in ("cpu_seconds", "memory_mb", "wall_seconds")}
        return _error("too_heavy", reason="memory", **bounds)
    except OSError as error:
        _log(error)
        return _error("disk_full" if error.errno in FULL else "unreadable")
    except Exception as error:  # a reader must not die with a traceback in the user's face
        _log(error)
        return _error("unreadable")


def _log(error: Exception) -> None:
    """Where it happened and of what kind it is; what it says may be the value of a cell."""
    import traceback  # which loads the parsers of Python, and is hardly ever needed

    sys.stderr.writelines([*traceback.format_tb(error.__traceback__), type(error).__name__])


def _error(code: str, **params: object) -> dict[str, Any]:
    return {"error": {"code": code, "params": params}}


def main() -> None:
    gc.disable()  # what is read is in no circles, and there is much of it
    order = json.load(sys.stdin)
    bound(order)
    sys.stdout.write(json.dumps(answer(order)))
