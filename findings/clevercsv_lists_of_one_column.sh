#!/bin/sh
# clevercsv 0.8.5 (PyPI), which finds out the dialect of messy .csv files, better than csv.Sniffer does.
#
# Behaviour: it knows what an e-mail address, a time and a telephone number look like, and takes as
# delimiter what leaves most cells of a known type. A file that is one column, as lists of people to
# invite or to forget are, has no delimiter; it finds "@" in a list of addresses, ":" in one of hours, "+"
# in one of telephone numbers, a blank in one of names and "_" in one of Odoo's external IDs. So each row
# comes in two cells or more, and the header in one. Of codes and dates it finds that there is none.
# Met while looking for a second opinion on dialects of uploaded files.
#
# Seen 2026-11-30: Email / ann@example.org / ben@example.com -> ["ann", "example.org"]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install clevercsv==0.8.5
"$folder/env/bin/python" - <<'PYTHON'
import clevercsv

SEEN = {
    ("Email", "ann@example.org", "ben.ray@example.com", "cleo@mail.example.net"): "@",
    ("Start", "09:30", "10:30", "11:45"): ":",
    ("Phone", "+4700000012", "+4700000013"): "+",
    ("Name", "Ann Lee", "Ben Ray", "Cleo Fox"): " ",
    ("External ID", "base.partner_2", "base.partner_3"): "_",
    ("Code", "A-01", "A-02", "B-03"): "",
    ("Born", "01/02/2024", "02/02/2024"): "",
}
for lines, expected in SEEN.items():
    text = "".join(f"{line}\n" for line in lines)
    dialect = clevercsv.Sniffer().sniff(text, verbose=False)
    rows = list(clevercsv.reader(text.splitlines(), dialect))
    print(lines[1], "->", repr(dialect.delimiter), rows[1])
    assert dialect.delimiter == expected, f"{lines}: {dialect}, expected {expected!r}"
    assert (len(rows[1]) > 1) == bool(expected), rows
PYTHON
