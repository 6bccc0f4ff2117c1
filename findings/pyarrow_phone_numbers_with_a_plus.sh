#!/bin/sh
# pyarrow 26.0.1 (PyPI), which reads and writes .csv files.
#
# Behaviour: its whole numbers take no "+", its decimal ones do, so that a column of telephone numbers in
# international form is neither text nor whole numbers but "double". Written again, a number of ten digits
# has lost its plus, a longer one is in scientific notation: one column comes out in two forms. DuckDB
# and polars leave the same column text.
# Met while comparing what readers make of telephone numbers.
#
# Seen 2026-11-30: +4700000012 -> 4700000012, +493023125012 -> 4.93023125012e+11
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0
printf 'Phone\n+4700000012\n+493023125012\n' > "$folder/phones.csv"
"$folder/env/bin/python" - "$folder/phones.csv" <<'PYTHON'
import io
import sys

import duckdb
import polars
import pyarrow.csv

table = pyarrow.csv.read_csv(sys.argv[1])
file = io.BytesIO()
pyarrow.csv.write_csv(table, file)
found = str(table.schema.field("Phone").type), file.getvalue().decode().splitlines()
print(*found)
assert found == ("double", ['"Phone"', "4700000012", "4.93023125012e+11"]), found
rows = duckdb.connect().execute("SELECT Phone FROM read_csv(?)", [sys.argv[1]]).fetchall()
others = [phone for (phone,) in rows], polars.read_csv(sys.argv[1])["Phone"].to_list()
print(*others)
assert others == (["+4700000012", "+493023125012"],) * 2, others
PYTHON
