#!/bin/sh
# duckdb 2.0.1 (PyPI), a database that reads .csv files and finds out their dialect; clevercsv 0.8.5 and
# Python's csv.Sniffer for comparison.
#
# Behaviour: what has more columns wins, and lines above that do not fit are skipped as a preamble. In a
# file with semicolons whose last column is a postal address, "1 Main St, Flat 2, Oslo", the commas of the
# addresses make more columns than the one semicolon; the header has no comma, so it is skipped, and the
# first person is taken for the header: she is gone in silence, and so are the names of the columns. With
# one comma an address, or with quotes, the same list is read right; five hundred rows do not help.
# Met while looking for a second opinion on dialects of uploaded files.
#
# Seen 2026-11-30: columns ['ann@example.org;1 Main St', 'Flat 2', 'Oslo'], one row of two
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install duckdb==2.0.1 clevercsv==0.8.5
"$folder/env/bin/python" - "$folder" <<'PYTHON'
import csv
import pathlib
import sys

import clevercsv
import duckdb

folder = pathlib.Path(sys.argv[1])


def seen(name, text):
    path = folder / name
    path.write_text(text)
    cursor = duckdb.connect().execute("SELECT * FROM read_csv(?)", [str(path)])
    return [column[0] for column in cursor.description], len(cursor.fetchall())


ROWS = "ann@example.org;1 Main St{0}, Oslo\nben@example.org;2 Main St{0}, Rome\n"
LONG = "Email;Address\n" + ROWS.format(", Flat 2")
found = seen("long.csv", LONG)
print(found)
assert found == (["ann@example.org;1 Main St", "Flat 2", "Oslo"], 1), found
many = seen("many.csv", "Email;Address\n" + ROWS.format(", Flat 2") * 250)
print(many)
assert many == (["ann@example.org;1 Main St", "Flat 2", "Oslo"], 499), many
short = seen("short.csv", "Email;Address\n" + ROWS.format(""))
print(short)
assert short == (["Email", "Address"], 2), short
others = csv.Sniffer().sniff(LONG).delimiter, clevercsv.Sniffer().sniff(LONG).delimiter
print(others)
assert others == (";", ";"), others
PYTHON
