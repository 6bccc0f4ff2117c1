#!/bin/sh
# tablib 3.10.0 with odfpy 1.4.1 (PyPI); python-calamine 0.9.1 as a second reader of .ods.
#
# Behaviour: tablib takes the first piece of a cell of an .ods for the whole. In OpenDocument a text comes
# in pieces where it has two spaces in a row (the second is an element), a second line, or a word in bold:
# "Main  Street 5" is read as "Main ", of a postal address of two lines the first is left, of "Ann Lee
# Smith" with a bold "Lee" remains "Ann ", and a text that begins with a space is blank. A cell that is a
# link, as spreadsheets make of e-mail addresses, is read right, being one piece. What tablib has written
# itself comes back whole, since it writes no pieces, so that no test by tablib alone sees it.
# Met while comparing what readers give for the same sheet in several formats.
#
# Seen 2026-11-30: "Main  Street 5" -> "Main ", "Flat 2" + "Main Street 5" -> "Flat 2", " Ann" -> ""
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    tablib==3.10.0 odfpy==1.4.1 python-calamine==0.9.1
"$folder/env/bin/python" - <<'PYTHON'
import io

import tablib
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import A, P, S, Span
from python_calamine import CalamineWorkbook

CELLS = [
    [["Main ", S(), "Street 5"]],
    [["Flat 2"], ["Main Street 5"]],
    [["Ann ", Span(text="Lee"), " Smith"]],
    [[S(), "Ann"]],
    [[A(href="mailto:ann@example.org", text="ann@example.org")]],
]


def sheet():
    document, table = OpenDocumentSpreadsheet(), Table(name="People")
    for lines in CELLS:
        cell, row = TableCell(valuetype="string"), TableRow()
        for pieces in lines:
            line = P()
            for piece in pieces:
                line.addText(piece) if isinstance(piece, str) else line.addElement(piece)
            cell.addElement(line)
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


data = sheet()
whole = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
found = list(tablib.Dataset().load(data, format="ods", headers=False))
for cell, expected in zip(found, whole, strict=True):
    print(repr(cell[0]), "of", repr(expected[0]))
assert [cell for [cell] in whole] == [
    "Main  Street 5",
    "Flat 2\nMain Street 5",
    "Ann Lee Smith",
    " Ann",
    "ann@example.org",
], whole
assert [cell for (cell,) in found] == ["Main ", "Flat 2", "Ann ", "", "ann@example.org"], found
PYTHON
