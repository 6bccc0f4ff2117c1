#!/bin/sh
# xlsx2csv 0.8.6 and pylightxl 1.61 (PyPI), two small readers of .xlsx; file made by XlsxWriter 3.3.1.
#
# Behaviour: a number format may hold words in quotes, 0 "days" or "ID-"0000. Both take a format for one
# of dates if a letter of dates is in it anywhere, and do not leave out what is in quotes. xlsx2csv then
# prints the format with the date's parts in place of the letters: the cell of 3 "days" comes as
# 0 "02ays", and the number is gone; that of "Day "0, too. pylightxl gives 1900/01/02, also for [Red]0,
# by the d of the colour's name. With "EUR" or "No. " in it, a format is one of numbers for both.
# Met while comparing readers of .xlsx by the formats of cells.
#
# Seen 2026-11-30: 3 as 0 "days" -> xlsx2csv 0 "02ays", pylightxl 1900/01/02 00:00:00
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    xlsx2csv==0.8.6 pylightxl==1.61 xlsxwriter==3.3.1
"$folder/env/bin/python" - "$folder/cells.xlsx" <<'PYTHON'
import csv
import io
import sys

import pylightxl
import xlsx2csv
import xlsxwriter

SEEN = {
    "0": ("3", 3),
    '0 "EUR"': ("3", 3),
    '"No. "0': ("3", 3),
    "[Red]0": ("3", "1900/01/02"),
    '0 "days"': ('0 "02ays"', "1900/01/02 00:00:00"),
    '"Day "0': ('"02ay "0', "1900/01/02"),
    '"ID-"0000': ('"i02-"0000', 3),
}
with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet("Cells")
    for row, number_format in enumerate(SEEN):
        sheet.write_number(row, 0, 3, book.add_format({"num_format": number_format}))
text = io.StringIO()
xlsx2csv.Xlsx2csv(sys.argv[1]).convert(text)
by_xlsx2csv = [row[0] for row in csv.reader(io.StringIO(text.getvalue()))]
by_pylightxl = [row[0] for row in pylightxl.readxl(sys.argv[1]).ws("Cells").rows]
found = dict(zip(SEEN, zip(by_xlsx2csv, by_pylightxl, strict=True), strict=True))
print(*found.items(), sep="\n")
assert found == SEEN, found
PYTHON
