"""``make bench ONLY=reading``: this addon's readers beside the libraries, file by file.

Each reads the whole file in a process of its own, whose start counts, too; the addon writes its
spool in addition, what that costs alone is told. ``ROWS`` and ``COLUMNS`` of the files, ``ROUNDS``
how often each is read: the cheapest run counts, others were disturbed.
"""

import compileall
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from . import latest
from .reading_data import MOST_XLS, WRITERS

NAME = "reading"
ROWS, COLUMNS, ROUNDS = 100_000, 4, 3
ADDON, SPOOL = "this addon", "spool"
READERS = {
    "csv": (ADDON, SPOOL, "csv"),
    "xlsx": (ADDON, SPOOL, "python-calamine", "openpyxl"),
    "xls": (ADDON, SPOOL, "python-calamine", "xlrd"),
}
# Whose CPU seconds the goals of each format are multiples of, and how many times.
GOALS = {"csv": ("csv", 2), "xlsx": ("python-calamine", 1.5), "xls": ("xlrd", 3)}
# The bounds of the addon are those of a job, but for time: it is what is measured.
BOUNDS = {"cpu_seconds": 600, "wall_seconds": 1200}

FORMAT = "{:18}{:>9}{:>9}{:>10}{:>18}"


def main():
    # Odoo, which imports the readers as well, leaves them compiled.
    compileall.compile_dir(Path(__file__).parents[1] / "tools", quiet=2)
    for rows in map(int, os.environ.get("ROWS", str(ROWS)).split(",")):
        columns = int(os.environ.get("COLUMNS") or COLUMNS)
        with tempfile.TemporaryDirectory() as folder:
            found = {form: measure(form, rows, columns, Path(folder)) for form in READERS}
        latest.keep(f"{NAME} {rows} x {columns}", found)


def measure(form, rows, columns, folder):
    """``{reader: {cpu, peak_mb}}`` of one format with its ratio to the goal, printed as well."""
    path = folder / f"table.{form}"
    WRITERS[form](path, rows, columns)
    rounds = range(int(os.environ.get("ROUNDS") or ROUNDS))
    costs = {name: min(in_process(name, path) for _ in rounds) for name in READERS[form]}
    data = {name: {"cpu": cpu, "peak_mb": peak} for name, (cpu, peak) in costs.items()}
    data["ratio"] = ratio(form, data)
    data["rows"] = min(rows, MOST_XLS) if form == "xls" else rows
    show(form, columns, data)
    return data


def ratio(form, data):
    """How many times the CPU of the library the addon takes, its spool left out."""
    reading = data[ADDON]["cpu"] - data[SPOOL]["cpu"]
    return reading / data[GOALS[form][0]]["cpu"]


def in_process(name, path):
    """``(CPU seconds, peak memory in MB)`` of one reader on one file."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(cost, (name, str(path)))


def cost(name, path):
    """The same, in a process that has no other child."""
    printed = read_by_addon(path) if name == ADDON else read_by_library(name, path)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = float(printed) if printed else used.ru_utime + used.ru_stime
    return seconds, used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def read_by_addon(path):
    from tools.reading.process import read_in_child

    done = read_in_child(path, f"{path}.spool", os.path.basename(path), **BOUNDS)
    if "error" in done:
        raise RuntimeError(f"{path} was refused: {done['error']}")


def read_by_library(name, path):
    command = [sys.executable, "-m", "benchmarks.reading_libraries", name, path]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def show(form, columns, data):
    print(f"\n.{form}, {data['rows']:,} rows of {columns} cells")
    print(FORMAT.format("", "CPU s", "us/row", "peak MB", "x this library"))
    addon = data[ADDON]["cpu"]
    for name in READERS[form]:
        each = data[name]["cpu"]
        per_row, peak = f"{each / data['rows'] * 1e6:.1f}", f"{data[name]['peak_mb']:.0f}"
        times = "" if name in (ADDON, SPOOL) else f"{addon / each:.2f}"
        print(FORMAT.format(name, f"{each:.2f}", per_row, peak, times))
    library, most = GOALS[form]
    print(f"  without the spool {data['ratio']:.2f} x {library}, goal {most}", flush=True)


if __name__ == "__main__":
    main()
