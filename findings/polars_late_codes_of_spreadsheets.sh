#!/bin/sh
# polars 2.1.0 with fastexcel 0.21.0 (PyPI), which read tables; file made by XlsxWriter 3.3.1.
#
# Behaviour: a column's type is found out from its first hundred rows. A code further down that does not
# fit, "A-1" below numbers, is an error when the file is a .csv: one reads it, and asks for text. In the
# same list as .xlsx that cell becomes null, as if nobody had filled it in, and nothing is said;
# fastexcel, which does the reading, by itself looks at a thousand rows, so that who tries it first sees
# the code. infer_schema_length=None looks at all of them.
# Met while comparing what readers give for the same list in several formats.
#
# Seen 2026-11-30 (200 numbers, then "A-1"): .csv ComputeError; .xlsx Int64, null; fastexcel "A-1"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    polars==2.1.0 fastexcel==0.21.0 xlsxwriter==3.3.1
"$folder/env/bin/python" - "$folder" <<'PYTHON'
import pathlib
import sys

import fastexcel
import polars
import xlsxwriter

folder = pathlib.Path(sys.argv[1])
codes = [*range(5000, 5200), "A-1"]
text = "Code,Name\n" + "".join(f"{code},Ann\n" for code in codes)
(folder / "list.csv").write_text(text)
with xlsxwriter.Workbook(folder / "list.xlsx") as book:
    sheet = book.add_worksheet()
    for number, row in enumerate([("Code", "Name"), *((code, "Ann") for code in codes)]):
        sheet.write_row(number, 0, row)

try:
    polars.read_csv(folder / "list.csv")
except polars.exceptions.ComputeError as error:
    print(type(error).__name__, str(error).splitlines()[0])
else:
    raise SystemExit("the code was taken for a number")
frame = polars.read_excel(folder / "list.xlsx")
print(frame["Code"].dtype, frame["Code"][-1])
assert (frame["Code"].dtype, frame["Code"][-1]) == (polars.Int64, None), frame["Code"]
reader = fastexcel.read_excel(folder / "list.xlsx").load_sheet(0).to_polars()
whole = polars.read_excel(folder / "list.xlsx", infer_schema_length=None)
print(reader["Code"][-1], whole["Code"][-1])
assert (reader["Code"][-1], whole["Code"][-1]) == ("A-1", "A-1")
PYTHON
