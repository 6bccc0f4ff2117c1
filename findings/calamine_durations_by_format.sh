#!/bin/sh
# python-calamine 0.9.1 (PyPI), a fast reader of spreadsheets; files made by openpyxl 3.1.5 and
# odfpy 1.4.1.
#
# Behaviour: a duration of 30 hours is a datetime.timedelta when it is read from an .xlsx, and a text,
# "PT30H00M00S", when it is read from an .ods; one of 13 hours in the same column of the .ods is a
# datetime.time. Whoever adds up the hours of a column meets three types by the format of the file and
# the size of the value.
# Met while comparing what readers give for the same sheet in both formats.
#
# Seen 2026-11-29: .xlsx timedelta(days=1, seconds=21600), .ods "PT30H00M00S" and time(13, 5, 7)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    python-calamine==0.9.1 openpyxl==3.1.5 odfpy==1.4.1
"$folder/env/bin/python" - <<'PYTHON'
import datetime
import io

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook


def xlsx():
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = datetime.timedelta(hours=30)
    assert book.active["A1"].number_format == "[hh]:mm:ss"
    book.save(file)
    return file


def ods():
    file = io.BytesIO()
    document, table = OpenDocumentSpreadsheet(), Table(name="Hours")
    for value, shown in (("PT30H00M00S", "30:00:00"), ("PT13H05M07S", "13:05:07")):
        cell, row = TableCell(valuetype="time", timevalue=value), TableRow()
        cell.addElement(P(text=shown))
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(file)
    return file


def seen(file):
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    return [row[0] for row in rows]


found = seen(xlsx()), seen(ods())
print(found)
expected = [datetime.timedelta(hours=30)], ["PT30H00M00S", datetime.time(13, 5, 7)]
assert found == expected, found
PYTHON
