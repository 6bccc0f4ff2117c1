"""Reads a file in a child process with bounds on time and memory, so that no file, however
hostile, can take the worker with it."""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .spool import spool_head
from .table import LINES, Options

__all__ = ["read_in_child", "spool_head"]

_logger = logging.getLogger(__name__)

#: `tools` is a package of its own for the child, wherever the addon lies
ROOT = Path(__file__).resolve().parents[2]

#: what the child runs: `-m` would load modules that it does not need
CHILD = "from tools.reading.reader_child import main; main()"

#: the only variables that the child inherits: where Python finds its libraries
INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


StrPath = str | os.PathLike[str]


def read_in_child(
    source_path: StrPath,
    spool_path: StrPath,
    name: str | None,
    options: Options | None = None,
    base: int = 0,
    job: int = 0,
    cpu_seconds: int = 30,
    memory_mb: int = 256,
    wall_seconds: float = 120,
) -> dict[str, Any]:
    """Read the file at `source_path` into a spool (`spool`) and tell about it.

    Gives {format, dialect, sheets, warnings, rows, blank, columns, bytes}, or
    {"error": {"code", "params"}} for a file that cannot be read whole. `base` is a multiple of
    LINES: with it, `base + row_number` is unique over all jobs.
    """
    if base % LINES:
        raise ValueError(f"base must be a multiple of {LINES}")
    bounds = {"cpu_seconds": cpu_seconds, "memory_mb": memory_mb, "wall_seconds": wall_seconds}
    order = {
        "source": os.fspath(source_path),
        "spool": os.fspath(spool_path),
        "name": name or "",
        "options": (options or Options()).as_dict(),
        "base": base,
        "job": job,
        **bounds,
    }
    try:
        done = _run(json.dumps(order), wall_seconds)
    except subprocess.TimeoutExpired:
        return _too_heavy("time", bounds)
    if done.stderr:
        _logger.warning("Reading a file of job %s: %s", job, done.stderr[-5000:])
    return _answer(done, bounds)


def _run(order: str, wall_seconds: float) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", CHILD],
        input=order,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=wall_seconds,
        cwd=ROOT,
        env=_environment(),
        check=False,
    )


def _environment() -> dict[str, str]:
    env = {key: os.environ[key] for key in INHERITED if key in os.environ}
    return {**env, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _answer(
    done: "subprocess.CompletedProcess[str]", bounds: Mapping[str, float]
) -> dict[str, Any]:
    """The child's own answer; a child that died without one was killed by its bounds, or by a
    mistake of ours that the log tells."""
    with contextlib.suppress(ValueError):
        return json.loads(done.stdout)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return _too_heavy("cpu", bounds)
    if done.returncode < 0 or "MemoryError" in done.stderr:
        return _too_heavy("memory", bounds)
    return {"error": {"code": "unreadable", "params": {}}}


def _too_heavy(reason: str, bounds: Mapping[str, float]) -> dict[str, Any]:
    return {"error": {"code": "too_heavy", "params": {"reason": reason, **bounds}}}
