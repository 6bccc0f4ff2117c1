#!/bin/sh
# tablib 3.10.0 with openpyxl 3.1.5 (PyPI), the tables behind many exports of Django sites.
#
# Behaviour: a text that begins with "=" goes through .ods and .xls unchanged, there and back. In
# .xlsx the same text is written as a formula; nobody has calculated it, so that reading the file
# again, as a program does that takes a download up again, gives None: the text is gone in silence.
# Met while comparing what survives a download and an upload.
#
# Seen 2026-11-28: "=B12" -> .ods "=B12", .xls "=B12", .xlsx None
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    tablib==3.10.0 openpyxl==3.1.5 odfpy==1.4.1 xlrd==2.0.2 xlwt==1.3.0
"$folder/env/bin/python" - <<'PYTHON'
import tablib

SEEN = {"ods": "=B12", "xls": "=B12", "xlsx": None}
for sort, expected in SEEN.items():
    table = tablib.Dataset(headers=["Code", "Note"])
    table.append(["00123", "=B12"])
    again = tablib.Dataset().load(table.export(sort), format=sort).dict[0]
    print(sort, again)
    assert again["Code"] == "00123" and again["Note"] == expected, again
PYTHON
