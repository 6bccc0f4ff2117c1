"""What several processes have done, and where that is stored."""

import datetime
import os
import re

from place import REPO

FILE = REPO / "benchmarks/results.md"
SECTION = re.compile(r"\n## Many machines\n.*?(?=\n## |\Z)", re.DOTALL)


class Figures:
    """Lines of a table, and what was not as it has to be."""

    def __init__(self):
        self.rows, self.problems = [], []

    def add(self, what, found):
        """A line, printed at once."""
        self.rows.append(f"| {what} | {found} |")
        print(f"{what}: {found}", flush=True)

    def wrong(self, problem):
        """Something is not as it has to be."""
        self.problems.append(problem)
        print("BROKEN", problem, flush=True)

    def store(self):
        """Put the section in the place of the one before."""
        text = FILE.read_text(encoding="utf-8")
        head = (
            f"`make many`, {datetime.date.today():%Y-%m-%d}, {os.cpu_count()} cores; load average"
            f" of the last 15 minutes: {os.getloadavg()[2]:.1f}."
        )
        table = ["| what | found |", "|---|---|", *self.rows]
        section = "\n" + "\n".join(["## Many machines", "", head, "", *table]) + "\n"
        if SECTION.search(text):
            text = SECTION.sub(lambda _match: section, text)
        else:
            text = text.rstrip("\n") + "\n" + section
        FILE.write_text(text, encoding="utf-8")
