#!/bin/sh
# pyexcel 0.7.6 with pyexcel-io 0.6.8 (PyPI), which many small tools use to read .csv files.
#
# Behaviour: digits with leading zeros stay text ("00123", "0041..."), so lists of codes look safe.
# But a code of digits around an "e" is taken for a number in scientific notation: room "12E4"
# arrives as 120000.0, and so does "1e5". ISO dates become dates, dates of other forms stay text, so
# one column comes with two types. auto_detect_float=False turns the first off.
# Met while comparing how importers read session codes.
#
# Seen 2026-11-28: ['00123', '12E4', '2024-02-01'] -> ['00123', 120000.0, datetime.date(2024, 2, 1)]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install pyexcel==0.7.6 pyexcel-io==0.6.8
printf 'ZIP,ROOM,BORN\n00123,12E4,2024-02-01\n01234,12F4,01/02/2024\n' > "$folder/codes.csv"
"$folder/env/bin/python" - "$folder/codes.csv" <<'PYTHON'
import datetime
import sys

import pyexcel

rows = pyexcel.get_array(file_name=sys.argv[1])
print(*rows, sep="\n")
assert rows[1] == ["00123", 120000.0, datetime.date(2024, 2, 1)], rows[1]
assert rows[2] == ["01234", "12F4", "01/02/2024"], rows[2]
off = pyexcel.get_array(file_name=sys.argv[1], auto_detect_float=False)
print(off[1])
assert off[1][1] == "12E4", off[1]
PYTHON
