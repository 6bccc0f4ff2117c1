#!/bin/sh
# python-calamine 0.9.1 (PyPI), a fast reader of spreadsheets; files made by openpyxl 3.1.5.
#
# Behaviour: a cell that holds an error (#N/A, as look-ups leave them) reads as the empty text, as a
# cell does that holds nothing: whoever imports such a sheet cannot tell a missing value from a
# failed look-up. Rows and columns that are blank before the first value are left out, so that a
# list's position is no row number unless skip_empty_area=False is given. A number that is stored
# whole reads as a float.
# Met while measuring readers for a second opinion on .xlsx.
#
# Seen 2026-11-28: B3 "Code", B4 5001, B5 #N/A -> [['Code'], [5001.0], ['']]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    python-calamine==0.9.1 openpyxl==3.1.5
"$folder/env/bin/python" - <<'PYTHON'
import io

import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
sheet = book.active
sheet["B3"], sheet["B4"], sheet["B5"] = "Code", 5001, "#N/A"
assert sheet["B5"].data_type == "e"
file = io.BytesIO()
book.save(file)
file.seek(0)
table = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
rows = table.to_python()
print(rows)
assert rows == [["Code"], [5001.0], [""]] and isinstance(rows[1][0], float), rows
whole = table.to_python(skip_empty_area=False)
print(whole)
assert whole == [["", ""], ["", ""], ["", "Code"], ["", 5001.0], ["", ""]], whole
PYTHON
