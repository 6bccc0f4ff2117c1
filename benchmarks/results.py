"""The figures of ``latest.json`` as the tables that are kept with the code, ``results.md``."""

import re
from pathlib import Path

FILE = Path(__file__).with_name("results.md")
HEAD = """# What the benchmarks gave

CPU seconds of Python and PostgreSQL together, the median of the runs, by `make bench`. Ratios
within a table are what counts: machines differ, and so does what else they do.
"""
SECTION = re.compile(r"^## (.*)\n(?:(?!## ).*\n?)*", re.MULTILINE)
# What `make load` has measured, in the same file: at its end.
LOAD = "Load"
COLUMNS = "| path | CPU s | us a row | x base_import | x SQL | runs |\n|---|---|---|---|---|---|"
# Of what nothing can be compared with.
COLUMNS_ALONE = "| contacts | CPU s | us each | peak MB |\n|---|---|---|---|"


def write(figures, labels):
    """``figures`` as ``latest.keep`` has them, ``labels`` {path: what people call it}. What was
    measured of other cases, or by another command, stays."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    found = {match[1]: match[0] for match in SECTION.finditer(text)}
    sections = {title: found[title] for title in found if title.split(",")[0] not in figures}
    for case, sizes in figures.items():
        sections |= _sections(case, sizes, labels)
    named = sorted(sections, key=lambda title: (title == LOAD, title))
    parts = [HEAD, *(f"{sections[title].rstrip()}\n" for title in named)]
    FILE.write_text("\n".join(parts), encoding="utf-8")


def _sections(case, sizes, labels):
    """``{title: text}`` of a case: a table for each size, or one of all where nothing else does the
    same."""
    found, alone = {}, []
    for rows, size in sizes.items():
        if isinstance(size, dict) and "paths" in size:
            lines = [_line(labels.get(name, name), cost) for name, cost in size["paths"].items()]
            title = f"{case}, {int(rows):,} rows"
            found[title] = _section(title, COLUMNS, lines)
        elif isinstance(size, dict) and "us_each" in size:
            alone.append(_line_alone(rows, size))
    return found | ({case: _section(case, COLUMNS_ALONE, alone)} if alone else {})


def _section(title, columns, lines):
    return f"## {title}\n\n{columns}\n" + "\n".join(lines) + "\n"


def _line(label, cost):
    ratios = (cost[name] for name in ("ratio_to_base_import", "ratio_to_sql"))
    native, sql = ("-" if each is None else f"{each:.2f}" for each in ratios)
    return (
        f"| {label} | {cost['cpu']:.2f} | {cost['us_per_row']:.0f} | {native} | {sql}"
        f" | {cost['runs']} |"
    )


def _line_alone(rows, cost):
    return f"| {int(rows):,} | {cost['cpu']:.2f} | {cost['us_each']:.0f} | {cost['peak_mb']:.0f} |"
