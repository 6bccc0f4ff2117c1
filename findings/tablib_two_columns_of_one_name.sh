#!/bin/sh
# tablib 3.10.0 (PyPI), the tables behind many imports of Django sites.
#
# Behaviour: a file may have two columns of the same name (ticket shops number neither the buyer's
# nor the guest's "Email"). The table holds both, but its rows as dictionaries, which importers work
# with, have the last one only; nothing is raised. A row that is too short is filled with blanks, one
# that is too long is an error.
# Met while looking at what importers do with columns that nobody named.
#
# Seen 2026-11-28: Email,Name,Email / a@example.org,Ann,b@example.org -> {'Email': 'b@example.org', ...}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install tablib==3.10.0
"$folder/env/bin/python" - <<'PYTHON'
import tablib

text = "Email,Name,Email\na@example.org,Ann,b@example.org\n"
table = tablib.Dataset().load(text, format="csv")
print(table.headers, table[0], table.dict)
assert table[0] == ("a@example.org", "Ann", "b@example.org"), table[0]
assert table.dict == [{"Email": "b@example.org", "Name": "Ann"}], table.dict
short = tablib.Dataset().load("Email,Name\na@example.org\n", format="csv")
print(short.dict)
assert short.dict == [{"Email": "a@example.org", "Name": ""}], short.dict
try:
    tablib.Dataset().load("Email\na@example.org,Ann\n", format="csv")
except tablib.InvalidDimensions as error:
    print(type(error).__name__)
else:
    raise SystemExit("a long row was taken")
PYTHON
