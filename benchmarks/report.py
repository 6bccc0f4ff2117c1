"""The figures of a benchmark as a table for people and as data for ``latest.json``.

``ratio_to_base_import`` says how many times cheaper than Odoo's own import a path is (a validation
than its test alone), ``ratio_to_sql`` how many times dearer than set-based SQL; both in CPU seconds
of the same run.
"""

FORMAT = "{:46}{:>9}{:>9}{:>11}{:>9}{:>14}{:>8}{:>9}{:>6}"
HEAD = ("", "CPU s", "Python", "PostgreSQL", "us/row", "x base_import", "x SQL", "peak MB", "runs")


def summarize(rows, costs):
    """Data of one number of rows from ``{path: [cost of each run]}``: the median run counts."""
    paths = {path: _median(runs) | {"runs": len(runs)} for path, runs in costs.items()}
    for name, path in paths.items():
        native = "base_import_test" if name == "validate" else "base_import"
        path["us_per_row"] = path["cpu"] / rows * 1e6
        path["ratio_to_base_import"] = _ratio(paths.get(native), path)
        path["ratio_to_sql"] = _ratio(path, paths.get("sql"))
    addon = paths.get("addon", {})
    return {
        "cpu_seconds": {name: path["cpu"] for name, path in paths.items()},
        "ratio_to_base_import": addon.get("ratio_to_base_import"),
        "ratio_of_validation": paths.get("validate", {}).get("ratio_to_base_import"),
        "ratio_to_sql": addon.get("ratio_to_sql"),
        "ratio_to_orm": _ratio(paths.get("addon"), paths.get("orm")),
        "peak_mb": addon.get("peak_mb"),
        "second_run_ratio": _ratio(paths.get("addon"), paths.get("addon_again")),
        "paths": paths,
    }


def flatness(sizes):
    """``{path: cost of a row in the longest file / in the shortest}``; empty for one file."""
    if len(sizes) < 2:
        return {}
    few, many = (sizes[key]["paths"] for key in sorted(sizes, key=int)[:: len(sizes) - 1])
    return {
        name: many[name]["us_per_row"] / few[name]["us_per_row"] for name in few if name in many
    }


def _median(runs):
    """The run in the middle; of two in the middle the dearer."""
    return sorted(runs, key=lambda cost: cost["cpu"])[len(runs) // 2]


def _ratio(above, below):
    return above["cpu"] / below["cpu"] if above and below else None


def print_size(name, rows, data, labels):
    """The table of one number of rows, and where the time of the addon goes."""
    print(f"\n{name}, {rows:,} rows")
    print(FORMAT.format(*HEAD))
    for path in filter(data["paths"].get, labels):
        print(FORMAT.format(labels[path], *_columns(data["paths"][path])))
    for path in filter(data["paths"].get, ("addon", "addon_again", "validate")):
        _print_phases(labels[path], data["paths"][path])


def _columns(cost):
    return (
        f"{cost['cpu']:.2f}",
        f"{cost['python']:.2f}",
        _number(cost["postgres"], ".2f"),
        f"{cost['us_per_row']:.0f}",
        _number(cost["ratio_to_base_import"], ".1f"),
        _number(cost["ratio_to_sql"], ".2f"),
        f"{cost['peak_mb']:.1f}",
        cost["runs"],
    )


def _number(value, form):
    return "-" if value is None else format(value, form)


def _print_phases(label, cost):
    parts = ", ".join(
        f"{phase} {python + postgres:.2f}" for phase, (python, postgres) in cost["phases"].items()
    )
    print(f"  {label}: {parts}; {cost['late_mb']:.1f} MB without the upload")


def print_goals(data):
    """What the figures mean beside the goals, one line each."""
    print()
    for rows, size in data["sizes"].items():
        print(
            f"{int(rows):,} rows: {_number(size['ratio_to_base_import'], '.1f')} x base_import,"
            f" {_number(size['ratio_of_validation'], '.1f')} x its test,"
            f" {_number(size['ratio_to_sql'], '.2f')} x the cost of SQL,"
            f" {_number(size['ratio_to_orm'], '.2f')} x that of create() and write(),"
            f" the same file again {_number(size['second_run_ratio'], '.1f')} times cheaper,"
            f" {_number(size['peak_mb'], '.1f')} MB"
        )
    for path, ratio in data["flatness"].items():
        print(f"a row of the longest file costs {ratio:.2f} times one of the shortest: {path}")
