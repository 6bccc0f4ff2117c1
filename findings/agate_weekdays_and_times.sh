#!/bin/sh
# agate 1.14.2 (PyPI), the tables under csvkit, with parsedatetime 2.6 and pytimeparse 1.1.10 behind it.
#
# Behaviour: types are guessed by asking one library after the other, and the one for durations comes
# before the one for dates. The column of a timetable that holds the hour, "09:30", is a duration of nine
# minutes and thirty seconds, since pytimeparse reads two numbers as minutes and seconds; "09:30 AM" stays
# text. The column of weekdays becomes dates of the year 1: parsedatetime counts from a day that agate
# fixes at 0001-01-01. School forms "1-2", "3-4" become days of the year 2001. csvsql makes its tables by
# the same types.
# Met while looking for a tool that describes a session list.
#
# Seen 2026-11-30: 09:30 -> 0:09:30, Friday -> 0001-01-05, 1-2 -> 2001-01-02
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    agate==1.14.2 parsedatetime==2.6 pytimeparse==1.1.10
printf 'DAY,START,END,FORM\nFriday,09:30,09:30 AM,1-2\nMonday,14:00,02:00 PM,3-4\n' \
    > "$folder/sessions.csv"
"$folder/env/bin/python" - "$folder/sessions.csv" <<'PYTHON'
import sys
from datetime import date, timedelta

import agate

table = agate.Table.from_csv(sys.argv[1])
found = {column.name: list(column.values()) for column in table.columns}
print(*found.items(), sep="\n")
assert found == {
    "DAY": [date(1, 1, 5), date(1, 1, 8)],
    "START": [timedelta(minutes=9, seconds=30), timedelta(minutes=14)],
    "END": ["09:30 AM", "02:00 PM"],
    "FORM": [date(2001, 1, 2), date(2001, 3, 4)],
}, found
PYTHON
