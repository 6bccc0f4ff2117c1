"""Writes demo/chapter_members.csv, what the offline database of a chapter exports every night: its
own names of columns, its own codes of groups and countries, Yes where the product says No.

    python3 dev/demo_constituents.py

The same file each time (fixed seed). The contacts that it meets are in demo/sync_demo.xml.
"""

import csv
import random

from demo_data import DEMO, ascii_of, draw_name

COLUMNS = (
    *("Mitglied", "Vorname", "Name", "E-Mail", "Strasse", "PLZ", "Ort", "Land", "Telefon"),
    *("Gruppen", "Thema", "Kein Interesse"),
)
# country as the chapter writes it, postcode, town, telephone without its last two digits
PLACES = (
    ("SUI", "8004", "Zürich", "044 555 04 "),
    ("SUI", "1204", "Genève", "022 555 04 "),
    ("GER", "01067", "Dresden", "+49 351 55504"),
    ("AUT", "1010", "Wien", "+43 1 55504"),
    ("FR", "01000", "Bourg-en-Bresse", "+33 4 74 55 04 "),
)
STREETS = ("Lindenweg", "Rue des Alpes", "Am Markt", "Ringstraße", "Quai Nord")
GROUPS = ("G17", "G17; G20", "G20", "", "G31")
NEW = 24


def main():
    rng = random.Random(5)
    seen = set()
    rows = [*known(), *(new(rng, index, seen) for index in range(NEW)), *refused()]
    with (DEMO / "chapter_members.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def known():
    """Yield members that are there: two as they are, others changed."""
    yield {"Mitglied": "00017", "Vorname": "Ada", "Name": "Brunner", "Ort": "Zürich"}
    yield {"Mitglied": "00018", "Vorname": "Beat", "Name": "Caduff", "Gruppen": "G17"}
    yield {"Mitglied": "00019", "Name": "Dietrich-Moser", "PLZ": "02134", "Ort": "Milton"}
    yield {"Mitglied": "00020", "Gruppen": "G20", "Thema": "NEWS", "Kein Interesse": "Ja"}
    yield {"Mitglied": "00021", "Thema": "NEWS", "Kein Interesse": "Nein"}  # has opted out
    yield {"E-Mail": "gia.huber@example.com", "Mitglied": "00022", "Telefon": "+41 44 555 04 90"}


def new(rng, index, seen):
    country, postcode, town, phone = PLACES[index % len(PLACES)]
    first, _space, last = draw_name(rng, index, seen).partition(" ")
    return {
        "Mitglied": f"{100 + index:05}",
        "Vorname": first,
        "Name": last,
        "E-Mail": f"{ascii_of(f'{first} {last}') or 'member'}.{index}@example.com",
        "Strasse": f"{STREETS[index % len(STREETS)]} {rng.randint(1, 90)}",
        "PLZ": postcode,
        "Ort": town,
        "Land": country,
        "Telefon": f"{phone}{index:02}",
        "Gruppen": GROUPS[index % len(GROUPS)],
        "Thema": "NEWS",
        "Kein Interesse": "Ja" if index % 6 == 0 else "Nein",
    }


def refused():
    """Yield rows that are not imported, each for another reason."""
    yield {"Mitglied": "00201", "Name": "Keller", "Gruppen": "G99"}  # no cross-reference yet
    yield {"Mitglied": "00202", "Name": "Lang", "Land": "SUI", "Gruppen": "G17; G99"}
    yield {"Vorname": "Nobody", "Name": "Named"}
    yield {"Mitglied": "00203", "Name": "Mast", "E-Mail": "not an address"}
    yield {"Mitglied": "00023", "Name": "Inauen"}  # archived


if __name__ == "__main__":
    main()
