#!/bin/sh
# duckdb 2.0.1 and polars 2.1.0 (PyPI), which read .csv files and find out the types of their columns.
#
# Behaviour: with years of four digits both read "05/03/2026" as 5 March. With two digits, DuckDB prefers
# the form year/month/day as long as every row allows it, and every day of a month is a year: three weekly
# sessions of March 2026 fall on 26 March of 2005, 2012 and 2019. A single row that is no such date ("79"
# at the end) turns all others into day/month/year. Polars (try_parse_dates=True) takes day and month for
# what they are and the year as it stands: 26 AD. Both types are DATE, and nothing is said.
# Met while comparing what readers make of the dates of one file.
#
# Seen 2026-11-30: 05/03/26, 12/03/26 -> DuckDB 2005-03-26, 2012-03-26; polars 0026-03-05, 0026-03-12
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install duckdb==2.0.1 polars==2.1.0
"$folder/env/bin/python" - "$folder/dates.csv" <<'PYTHON'
import pathlib
import sys

import duckdb
import polars

path = pathlib.Path(sys.argv[1])
SEEN = {
    ("05/03/2026", "12/03/2026"): (["2026-03-05", "2026-03-12"], ["2026-03-05", "2026-03-12"]),
    ("05/03/26", "12/03/26"): (["2005-03-26", "2012-03-26"], ["0026-03-05", "0026-03-12"]),
    ("05/03/26", "12/03/79"): (["2026-03-05", "1979-03-12"], ["0026-03-05", "0079-03-12"]),
}
for dates, expected in SEEN.items():
    path.write_text("Name,Date\n" + "".join(f"Ann,{date}\n" for date in dates))
    rows = duckdb.connect().execute("SELECT Date FROM read_csv(?)", [str(path)]).fetchall()
    frame = polars.read_csv(path, try_parse_dates=True)
    found = [str(date) for (date,) in rows], [str(date) for date in frame["Date"]]
    print(*dates, "->", *found)
    assert found == expected, found
PYTHON
