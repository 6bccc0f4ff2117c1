"""What a load has measured, and where that is stored."""

import contextlib
import datetime
import os
import re
import threading
import time

from place import REPO

FILE = REPO / "benchmarks/results.md"
HEAD = "# Results\n"
SECTION = re.compile(r"\n## Load\n.*?(?=\n## |\Z)", re.DOTALL)
TITLES = {
    "page, idle": "a page of the web client, nobody else there",
    "page": "a page of the web client",
    "validation": "upload and validation of 2,000 rows",
    "start": "a small import, until it begins",
}


class Figures:
    """Seconds of each thing that was waited for; ``large`` is rows a second of the large import."""

    def __init__(self, rows):
        self.rows, self.large, self.problems = rows, 0, []
        self.seconds, self.lock, self.is_idle = {}, threading.Lock(), True

    def begin(self):
        """From now on the server is busy."""
        self.is_idle = False

    @contextlib.contextmanager
    def timed(self, what):
        """Note how long the block takes, unless it fails."""
        what = f"{what}, idle" if self.is_idle else what
        start = time.monotonic()
        yield
        with self.lock:
            self.seconds.setdefault(what, []).append(time.monotonic() - start)

    def lines(self):
        """The section of the file."""
        yield "## Load"
        yield ""
        yield (
            f"`make load ROWS={self.rows}`, {datetime.date.today():%Y-%m-%d}, {os.cpu_count()}"
            f" cores, two workers: 20 users upload and validate, 10 queue small imports, one"
            f" imports {self.rows:,} rows, at {self.large:,.0f} rows a second."
        )
        yield ""
        yield "| seconds of | times | median | 99th percentile | longest |"
        yield "|---|---:|---:|---:|---:|"
        for what, title in TITLES.items():
            found = sorted(self.seconds.get(what, []))
            if found:
                yield (
                    f"| {title} | {len(found)} | {at(found, 0.5):.2f} | {at(found, 0.99):.2f}"
                    f" | {found[-1]:.2f} |"
                )

    def show(self):
        """Print all."""
        print("\n".join(self.lines()))
        for problem in self.problems:
            print("PROBLEM:", problem)

    def store(self):
        """Put the section in the place of the one before."""
        text = FILE.read_text(encoding="utf-8") if FILE.exists() else HEAD
        section = "\n" + "\n".join(self.lines()) + "\n"
        if SECTION.search(text):
            text = SECTION.sub(lambda _match: section, text)
        else:
            text = text.rstrip("\n") + "\n" + section
        FILE.write_text(text, encoding="utf-8")


def at(found, part):
    """The value below which that part of the sorted ones is."""
    return found[min(int(part * len(found)), len(found) - 1)]
