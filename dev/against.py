"""An earlier commit, measured beside this checkout: at the same time, since a machine that is busy
for one is then as busy for the other."""

import contextlib
import json
import os
import subprocess
import tempfile
from pathlib import Path

from place import REPO, Unavailable, say

FIGURES = Path("benchmarks/latest.json")


@contextlib.contextmanager
def measured_beside():
    """While AGAINST=rev is measured, this checkout is; then both are compared. Nothing without
    it."""
    revision = os.environ.pop("AGAINST", None)
    if not revision:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="against_") as folder:
        check_out(revision, folder, f"AGAINST={revision}")
        with _bench_of(revision, folder):
            yield
        figures = Path(folder, FIGURES)
        if not figures.exists():
            raise Unavailable(f"{revision} cannot be measured.")
        _compare(
            revision, json.loads(figures.read_text()), json.loads((REPO / FIGURES).read_text())
        )


@contextlib.contextmanager
def _bench_of(revision, folder):
    """Runs beside the block, and is waited for. What it could not do is told: an earlier commit may
    not know all that is asked for."""
    say(f"measuring {revision} beside this checkout")
    run = ["sh", str(Path(folder, "dev/run"))]
    with open(Path(folder, "told.txt"), "w+") as told:
        with subprocess.Popen([*run, "bench"], stdout=told, stderr=subprocess.STDOUT) as beside:
            try:
                yield
                beside.wait()
            finally:
                beside.terminate()
        # nobody comes back to what it keeps in the cache folder
        subprocess.run([*run, "clean"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if beside.returncode:
            told.seek(0)
            say(f"{revision} was not measured to the end:\n{told.read()[-2000:]}")


def check_out(revision, folder, called):
    """The files of a commit, which people know as it is ``called``; its folder may be read by who
    runs PostgreSQL."""
    os.chmod(folder, 0o755)
    archive = subprocess.run(
        ["git", "-C", str(REPO), "archive", "--format=tar", revision], capture_output=True
    )
    if archive.returncode:
        raise Unavailable(
            f"{called} is no commit of this checkout; if that is a shallow one, `git fetch"
            " --unshallow` gets the rest."
        )
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)


def _compare(revision, before, now):
    """CPU seconds of what both have measured: only figures of the same paths can be compared."""
    print(f"\nCPU seconds, {revision} and this checkout at the same time")
    for case, figures in sorted(before.items()):
        for rows, size in figures.items():
            theirs = size.get("cpu_seconds", {}) if isinstance(size, dict) else {}
            ours = now.get(case, {}).get(rows, {})
            ours = ours.get("cpu_seconds", {}) if isinstance(ours, dict) else {}
            for path in filter(ours.get, theirs):
                ratio = theirs[path] / ours[path]
                print(
                    f"{case}, {int(rows):,} rows, {path}: {theirs[path]:.2f} and {ours[path]:.2f},"
                    f" {ratio:.2f} times cheaper"
                )
