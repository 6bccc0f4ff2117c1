#!/bin/sh
# probablepeople 0.5.6 (PyPI), which tells people from companies and labels the parts of a name.
#
# Behaviour: people with two first names or two surnames of Spanish kind, and with names in Cyrillic
# letters, are classed as "Corporation" and get no first or last name; a particle that belongs to a
# Dutch surname ("van") goes with the first name. Names of two words are right, also where the
# surname is a word of companies.
# Met while looking for a library to split the column "Name" of a list of contacts.
#
# Seen 2026-11-28:
#   Gabriel García Márquez -> Person                María José Pérez Gómez -> Corporation
#   Peter Trust -> Person                           Иван Петров -> Corporation
#   Ludwig van Beethoven -> first name "Ludwig van"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install \
    probablepeople==0.5.6 probableparsing==0.0.1 python-crfsuite==0.9.12 DoubleMetaphone==1.2
"$folder/env/bin/python" - <<'PYTHON'
import probablepeople

SEEN = {
    "Gabriel García Márquez": "Person",
    "Peter Trust": "Person",
    "María José Pérez Gómez": "Corporation",
    "Juan Carlos de la Cruz Ruiz": "Corporation",
    "Иван Петров": "Corporation",
}
for text, expected in SEEN.items():
    parts, sort = probablepeople.tag(text)
    print(text, "->", sort, dict(parts))
    assert sort == expected, f"{text}: {sort}, expected {expected}"
parts, _sort = probablepeople.tag("Ludwig van Beethoven")
print("Ludwig van Beethoven ->", dict(parts))
assert dict(parts) == {"GivenName": "Ludwig van", "Surname": "Beethoven"}, dict(parts)
PYTHON
