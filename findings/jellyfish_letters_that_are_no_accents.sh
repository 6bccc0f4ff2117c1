#!/bin/sh
# jellyfish 1.3.0 (PyPI), which compares names as they sound and as they are typed.
#
# Behaviour: Soundex and Metaphone take accents off where Unicode takes a letter apart (ü, å), so that a
# list with some accents looks well matched. Of ł, ø and đ, which Unicode does not take apart, Soundex
# keeps the letter itself as the first of the code, and Metaphone leaves it out, as if the name began with
# the next one: "Łukasz" and "Lukasz" have neither code in common, and share theirs with others.
# Met while looking for a key by which spellings of one person meet.
#
# Seen 2026-11-29 (Soundex, Metaphone):
#   Müller M460 MLR   Muller M460 MLR        Łukasz Ł220 KSS   Lukasz L220 LKSS
#   Øster  Ø236 STR   Oster  O236 OSTR       Đorđe  Đ600 R     Dorde  D630 TRT
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install jellyfish==1.3.0
"$folder/env/bin/python" - <<'PYTHON'
import jellyfish

SEEN = {
    "Müller": ("M460", "MLR"),
    "Muller": ("M460", "MLR"),
    "Łukasz": ("Ł220", "KSS"),
    "Lukasz": ("L220", "LKSS"),
    "Øster": ("Ø236", "STR"),
    "Oster": ("O236", "OSTR"),
    "Đorđe": ("Đ600", "R"),
    "Dorde": ("D630", "TRT"),
}
for name, expected in SEEN.items():
    found = jellyfish.soundex(name), jellyfish.metaphone(name)
    print(name, *found)
    assert found == expected, f"{name}: {found}, expected {expected}"
PYTHON
