#!/bin/sh
# phonenumbers 9.0.43 (PyPI), whose PhoneNumberMatcher finds telephone numbers in texts.
#
# Behaviour: no level of care finds the numbers of a note and nothing else. VALID, the one that is used if
# none is named, takes the hours "09.30-10.15" and the second day of "01.02.2024 - 03.02.2024" for German
# numbers (the first day it knows for a date), as they are possible ones. STRICT_GROUPING, which is there
# to be surer, does leave those alone, and with them each number that a person grouped in another way than
# the tables do: "0176 - 040 69 012" and "+49 (0)30 90 18 20" stay in the text. So a note from which
# numbers are to be taken out loses its dates, or keeps a number.
# Met while looking for a way to take telephone numbers out of the notes on erased persons.
#
# Seen 2026-11-30 (VALID, STRICT_GROUPING):
#   09.30-10.15 found, not    03.02.2024 found, not    0176 - 040 69 012 found, not    030/901820 both
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install phonenumbers==9.0.43
"$folder/env/bin/python" - <<'PYTHON'
import phonenumbers
from phonenumbers import Leniency

SEEN = {
    "Nur 09.30-10.15 Uhr": (["09.30-10.15"], []),
    "Kurs 01.02.2024 - 03.02.2024": (["03.02.2024"], []),
    "Mobil 0176 - 040 69 012": (["0176 - 040 69 012"], []),
    "Tel. +49 (0)30 90 18 20": (["+49 (0)30 90 18 20"], []),
    "Tel. 030/901820": (["030/901820"], ["030/901820"]),
    "Mobil 0176 04069012": (["0176 04069012"], ["0176 04069012"]),
}
for text, expected in SEEN.items():
    usual = [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, "DE")]
    levels = [
        [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, "DE", leniency=level)]
        for level in (Leniency.VALID, Leniency.STRICT_GROUPING)
    ]
    print(text, "->", *levels)
    assert (usual, levels) == (expected[0], list(expected)), (usual, levels)
PYTHON
