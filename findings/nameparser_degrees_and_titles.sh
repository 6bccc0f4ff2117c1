#!/bin/sh
# nameparser 1.1.3 (PyPI), which splits whole names of people.
#
# Behaviour: behind a comma it knows "PhD" and "MA" as degrees, but takes "MSc" and "BSc", the usual
# ones of Europe, for the first name and the whole name before the comma for the surname. It takes
# the Vietnamese surname "Do", and first names such as "Prince", for a title, so that no first
# name is left. Family names that come first (Vietnamese, Korean, Japanese, Hungarian) are taken for
# first names even where the language can be told from the script.
# Met while looking for a library to split the column "Name" of a list of contacts.
#
# Seen 2026-11-28 (first | last | title or suffix):
#   Anna Meier, PhD -> Anna | Meier | PhD        Anna Meier, MSc -> MSc | Anna Meier |
#   Do Anh -> | Anh | Do                         山田 太郎 -> 山田 | 太郎 |
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install nameparser==1.1.3
"$folder/env/bin/python" - <<'PYTHON'
from nameparser import HumanName

SEEN = {
    "Anna Meier, PhD": ("Anna", "Meier", "", "PhD"),
    "Anna Meier, MA": ("Anna", "Meier", "", "MA"),
    "Anna Meier, MSc": ("MSc", "Anna Meier", "", ""),
    "Anna Meier, BSc": ("BSc", "Anna Meier", "", ""),
    "Do Anh": ("", "Anh", "Do", ""),
    "Prince Nelson": ("", "Nelson", "Prince", ""),
    "山田 太郎": ("山田", "太郎", "", ""),
    "Nagy László": ("Nagy", "László", "", ""),
}
for text, expected in SEEN.items():
    name = HumanName(text)
    found = (name.first, name.last, name.title, name.suffix)
    print(text, "->", " | ".join(found))
    assert found == expected, f"{text}: {found}, expected {expected}"
PYTHON
