#!/bin/sh
# sqlite-utils 4.2.1 (PyPI), which puts .csv files into SQLite and finds out the types of their columns.
#
# Behaviour: codes such as "2024_01" make a column an INTEGER, since Python's int() reads "2024_01" as
# 202401; SQLite has no such numbers, and stores each code as the text that it is. So neither side is
# wrong alone: the schema promises integers, typeof() says text for all of them, sum() adds up the
# years, and a later file of the same shape without underscores gives real integers in that column.
# Met while looking for a small database to compare two lists of session codes in.
#
# Seen 2026-11-29: column INTEGER, typeof "text", sum("2024_01", "2024_02") = 4048.0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install sqlite-utils==4.2.1
printf 'CODE,SEATS\n2024_01,3\n2024_02,5\n' > "$folder/sessions.csv"
tool="$folder/env/bin/sqlite-utils"
"$tool" insert "$folder/sessions.db" sessions "$folder/sessions.csv" --csv --silent
"$tool" schema "$folder/sessions.db"
"$tool" schema "$folder/sessions.db" | grep -q '"CODE" INTEGER'
"$tool" "$folder/sessions.db" --csv > "$folder/found.csv" \
    'SELECT CODE AS code, typeof(CODE) AS held, (SELECT sum(CODE) FROM sessions) AS sum FROM sessions'
cat "$folder/found.csv"
printf 'code,held,sum\n2024_01,text,4048.0\n2024_02,text,4048.0\n' > "$folder/expected.csv"
tr -d '\r' < "$folder/found.csv" | diff - "$folder/expected.csv"
