"""The figures of ``latest.json`` as the table that is kept with the code, ``results.md``."""

import re
from pathlib import Path

FILE = Path(__file__).with_name("results.md")
HEAD = """# What the benchmarks gave

CPU seconds of Python and PostgreSQL together, the median of the runs, by `make bench`. Ratios
within a table are what counts: machines differ, and so does what else they do.
"""
# What `make load` has measured, in the same file.
LOAD = re.compile(r"^## Load\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
COLUMNS = "| path | CPU s | us a row | x base_import | x SQL | runs |\n|---|---|---|---|---|---|"


def write(figures, labels):
    """``figures`` as ``latest.keep`` has them, ``labels`` {path: what people call it}. What another
    command has measured stays."""
    kept = LOAD.findall(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    parts = [HEAD]
    for case in sorted(figures):
        for rows, size in figures[case].items():
            if isinstance(size, dict) and "paths" in size:
                lines = [
                    _line(labels.get(name, name), cost) for name, cost in size["paths"].items()
                ]
                parts.append(
                    f"## {case}, {int(rows):,} rows\n\n{COLUMNS}\n" + "\n".join(lines) + "\n"
                )
    FILE.write_text("\n".join([*parts, *(f"{each.rstrip()}\n" for each in kept)]), encoding="utf-8")


def _line(label, cost):
    ratios = (cost[name] for name in ("ratio_to_base_import", "ratio_to_sql"))
    native, sql = ("-" if each is None else f"{each:.2f}" for each in ratios)
    return (
        f"| {label} | {cost['cpu']:.2f} | {cost['us_per_row']:.0f} | {native} | {sql}"
        f" | {cost['runs']} |"
    )
