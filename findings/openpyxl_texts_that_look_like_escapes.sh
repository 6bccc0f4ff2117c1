#!/bin/sh
# openpyxl 3.1.5 (PyPI), the usual writer of .xlsx; python-calamine 0.9.1 as a second reader.
#
# Behaviour: in an .xlsx "_x0041_" stands for the character U+0041 (ECMA-376, ST_Xstring); a text that
# holds these characters itself has to be written "_x005F_x0041_". openpyxl reads that escape and does
# not write it: a code such as "Lot_x0041_7" goes out as it is and comes back from openpyxl as it was,
# so that no test by openpyxl alone sees it, and is "LotA7" for who follows the standard, as
# spreadsheets do. XlsxWriter writes the escape.
# Met while comparing readers of .xlsx cell by cell.
#
# Seen 2026-11-29: "Lot_x0041_7" written by openpyxl -> openpyxl "Lot_x0041_7", python-calamine "LotA7";
# written by XlsxWriter 3.2.9 -> both "Lot_x0041_7"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    openpyxl==3.1.5 python-calamine==0.9.1 xlsxwriter==3.2.9
"$folder/env/bin/python" - <<'PYTHON'
import io

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

CODE = "Lot_x0041_7"


def by_openpyxl():
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = CODE
    book.save(file)
    return file


def by_xlsxwriter():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_string("A1", CODE)
    return file


def seen(file):
    file.seek(0)
    [[calamine]] = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    file.seek(0)
    return openpyxl.load_workbook(file).active["A1"].value, calamine


found = seen(by_openpyxl()), seen(by_xlsxwriter())
print(found)
assert found == ((CODE, "LotA7"), (CODE, CODE)), found
PYTHON
