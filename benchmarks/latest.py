"""The figures of the last run of each case, as data beside the benchmarks, and as a table."""

import json
from pathlib import Path

from . import results
from .paths import LABELS

FILE = Path(__file__).with_name("latest.json")


def keep(name, data):
    """Put the figures of a case in the place of its former ones."""
    figures = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    figures[name] = data
    FILE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    results.write(figures, LABELS)
