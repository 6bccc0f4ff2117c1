#!/bin/sh
# dateparser 1.5.0 (PyPI), which reads dates in many languages.
#
# Behaviour: without languages= it tries all that it knows, each with its short words, so that what people
# write for "no date" is one: "N/A" is a Thursday in Estonian, "NA" and "no" are this moment in Norwegian
# Bokmål and Nynorsk, the German "k.A." ("not told") is November in Turkish, "ok" is June in Yoruba. None
# is returned for "none", "tbd" and "-", as a test of missing values would find. The text of a code, such
# as the room "5A", is a date as well ("five years ago" in Spanish). languages=[...] puts an end to it.
# Met while looking at libraries for the column "Born" of lists of several countries.
#
# Seen 2026-11-30 (counted from 2026-11-30, a Monday):
#   N/A -> 2026-11-26 (et)    no -> 2026-11-30 (nn)    k.A. -> 2026-11-30 (tr)    5A -> 2021-11-30 (es)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    dateparser==1.5.0 python-dateutil==2.9.0.post0
"$folder/env/bin/python" - <<'PYTHON'
import datetime

from dateparser.date import DateDataParser

NOW = datetime.datetime(2026, 11, 30, 9)
SEEN = {
    "N/A": ("2026-11-26", "et"),
    "NA": ("2026-11-30", "nb"),
    "no": ("2026-11-30", "nn"),
    "k.A.": ("2026-11-30", "tr"),
    "ok": ("2026-06-30", "yo"),
    "5A": ("2021-11-30", "es"),
    "none": (None, None),
    "tbd": (None, None),
    "-": (None, None),
}
for text, expected in SEEN.items():
    data = DateDataParser(settings={"RELATIVE_BASE": NOW}).get_date_data(text)
    found = (data.date_obj and str(data.date_obj.date()), data.locale)
    print(text, "->", *found)
    assert found == expected, f"{text}: {found}, expected {expected}"
english = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": NOW})
assert english.get_date_data("N/A").date_obj is None
PYTHON
