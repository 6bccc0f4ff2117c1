#!/bin/sh
# odswriter 0.5.0 (PyPI), which writes .ods as the csv module writes rows; read by python-calamine 0.9.1,
# tablib 3.10.0 and pandas 3.1.1, the latter two by odfpy 1.4.1.
#
# Behaviour: rows that are written to the file itself, as its manual begins, come in a sheet without a
# name. python-calamine finds no sheet in that file at all, and raises nothing until one asks for it. With
# a name (new_sheet) it finds it. To tablib both files are tables without rows, in silence: odswriter
# breaks the line before its first sheet, and odfpy takes what comes first in the document, that blank,
# for the spreadsheet. pandas, which asks odfpy for all tables, reads both in full.
# Met while comparing writers and readers of .ods, each with each.
#
# Seen 2026-11-30: python-calamine [] and ["People"], tablib [] and [], pandas the row of both
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install odswriter==0.5.0 \
    python-calamine==0.9.1 tablib==3.10.0 pandas==3.1.1 odfpy==1.4.1
"$folder/env/bin/python" - <<'PYTHON'
import io

import odswriter
import pandas
import tablib
from python_calamine import CalamineWorkbook


def written(name):
    file = io.BytesIO()
    with odswriter.writer(file) as book:
        sheet = book.new_sheet(name) if name else book
        sheet.writerow(["Code", "Name"])
        sheet.writerow(["00123", "Ann"])
    return file.getvalue()


SEEN = {
    None: ([], [], [["00123", "Ann"]]),
    "People": (["People"], [], [["00123", "Ann"]]),
}
for name, expected in SEEN.items():
    data = written(name)
    found = (
        CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names,
        list(tablib.Dataset().load(data, format="ods")),
        pandas.read_excel(io.BytesIO(data), engine="odf", dtype=str).values.tolist(),
    )
    print(name, "->", *found)
    assert found == expected, found
PYTHON
