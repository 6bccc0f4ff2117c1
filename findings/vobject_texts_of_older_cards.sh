#!/bin/sh
# vobject 0.9.9 (PyPI), the usual reader and writer of vCards; csv2vcard 0.6.0 as a writer of them.
#
# Behaviour: in a vCard 3.0 a comma within a text is escaped, and vobject reads a comma that is not as the
# end of it: of several values, of which it keeps the first. In a vCard 2.1, which telephones still
# export, commas are characters like others: of the name "Lee, Ann", the title "Head, Sales" and the note
# "Vegetarian, no nuts" remain "Lee", "Head" and "Vegetarian". VERSION is read and makes no difference,
# and written again the card is that short. The same contact as 3.0 is read in full, but for nicknames,
# which are a list there: the first of them is left.
# Met while comparing libraries for contacts that come as .vcf.
#
# Seen 2026-11-30: 2.1 TITLE:Head, Sales -> "Head"; 3.0 TITLE:Head\, Sales -> "Head, Sales"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install vobject==0.9.9 csv2vcard==0.6.0
"$folder/env/bin/python" - <<'PYTHON'
import vobject
from csv2vcard.create_vcard import create_vcard
from csv2vcard.models import VCardVersion

PERSON = {
    "first_name": "Ann",
    "last_name": "Lee",
    "nickname": "Annie, Nan",
    "title": "Head, Sales",
    "note": "Vegetarian, no nuts",
}
SEEN = {
    VCardVersion.V2_1: ("Head", "Vegetarian", "Annie"),
    VCardVersion.V3_0: ("Head, Sales", "Vegetarian, no nuts", "Annie"),
}
for version, expected in SEEN.items():
    text = create_vcard(PERSON, version)["output"]
    written = [line for line in text.splitlines() if line.startswith(("TITLE", "NOTE", "NICK"))]
    card = vobject.readOne(text)
    found = card.title.value, card.note.value, card.nickname.value
    print(card.version.value, written, "->", found)
    assert card.version.value == version.value and found == expected, found
    assert ("TITLE:Head\r\n" in card.serialize()) == (version == VCardVersion.V2_1)
PYTHON
