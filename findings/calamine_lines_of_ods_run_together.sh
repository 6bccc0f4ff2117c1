#!/bin/sh
# pyexcel-ods3 0.6.1 (PyPI), a writer of .ods; python-calamine 0.9.1 and pandas 3.1.1 with odfpy 1.4.1 as
# readers.
#
# Behaviour: OpenDocument has two ways to say that a cell has two lines: two paragraphs, as spreadsheets
# write it, and one with a line break in it, as pyexcel-ods3 does. python-calamine knows the first, and
# drops the break of the second, and tabs with it: the address "Main St 1", "Oslo" comes as "Main St
# 1Oslo", of which nobody can tell any more where the street ends. pandas keeps the line and drops the
# tab; pyexcel-ods3 reads back both.
# Met while comparing writers and readers of .ods, each with each.
#
# Seen 2026-11-30: "Main St 1\nOslo" -> python-calamine "Main St 1Oslo", pandas "Main St 1\nOslo"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    pyexcel-ods3==0.6.1 python-calamine==0.9.1 pandas==3.1.1 odfpy==1.4.1
"$folder/env/bin/python" - <<'PYTHON'
import io

import pandas
import pyexcel_ods3
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

ROW = ["Main St 1\nOslo", "Room\t5"]


def with_a_break():
    file = io.BytesIO()
    pyexcel_ods3.save_data(file, {"People": [ROW]})
    return file.getvalue()


def with_paragraphs():
    document, table, row = OpenDocumentSpreadsheet(), Table(name="People"), TableRow()
    cell, file = TableCell(valuetype="string"), io.BytesIO()
    for line in ROW[0].split("\n"):
        cell.addElement(P(text=line))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(file)
    return file.getvalue()


def seen(data):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    frame = pandas.read_excel(io.BytesIO(data), engine="odf", header=None)
    return sheet.to_python()[0], frame.to_numpy()[0].tolist()


data = with_a_break()
found = *seen(data), pyexcel_ods3.get_data(io.BytesIO(data))["People"][0]
print(*found, sep="\n")
assert found == (["Main St 1Oslo", "Room5"], ["Main St 1\nOslo", "Room5"], ROW), found
found = seen(with_paragraphs())
print(*found, sep="\n")
assert found == ([ROW[0]], [ROW[0]]), found
PYTHON
