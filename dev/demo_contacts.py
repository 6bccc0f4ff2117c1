"""Writes demo/contact_operations.csv, a file to import: 60 rows with every operation, for both
institutions and their organizations, ten of which are refused, each for a reason of its own.

    python3 dev/demo_contacts.py

The same file each time (fixed seed). The contacts that it meets are in demo/contact_*.xml.
"""

import csv
import random

from demo_data import DEMO, ascii_of, draw_name

# code: what the row above it says of it
COLUMNS = {
    "INSTIT": "Institution",
    "ORGANIZATION": "Organization; * = all",
    "OPERATION": "INSERT, UPDATE, UPDATEACT, DELETE, INVALIDATE, ANONYMIZE, DROP",
    "CONTACT_NR": "Number; may be empty with INSERT",
    "TITLE": "MR, MRS, MISS, MR_AND_MRS, UNDEFINED",
    "FIRSTNAME": "First name",
    "LASTNAME": "Last name",
    "BIRTHDATE": "DD.MM.YYYY",
    "PREF_LANG": "Language, two letters",
    "LETTER_SALUTATION": "Dear ...",
    "FUNCTION": "What a contact person does",
    "REMARK": "|| in front: is added",
    "STRUCT_NAME": "Structure",
    "OFFICIAL_NAME": "Its official name",
    "STRUCT_TYPE": "Its type",
    "ADMIN_NUMBER": "Its numbers, CODE=VALUE",
    "NB_EMPLOYEES": "Its employees",
    "WEB_SITE": "Its web site",
    "ADDR_TYPE": "M main, S shipment, B billing",
    "LINE1": "Street",
    "ZIPCODE": "Postcode",
    "TOWN": "Town",
    "COUNTRY": "Country, two letters or name",
    "TELEPHONE": "Telephone",
    "CELLPHONE": "Cellphone",
    "EMAIL1": "E-mail",
    "CRITERION": "CODE=VALUE, ...",
    "CRITERION:INTEREST": "Interests",
    "AUTHORIZATION": "CODE=true or false, ...",
    "AUTHORIZATION:MAILING": "Newsletter",
}
ABOVE = ("Contacts of the ticket office", "An empty cell leaves a field, = empties it")
EMPTY = "="

OPERA, STAGE, LAKE = ("LAKE", "OPERA"), ("LAKE", "STAGE"), ("LAKE", "*")
ART, SEA, NORTH = ("NORTH", "ART"), ("NORTH", "SEA"), ("NORTH", "*")
OWNERS = (OPERA, STAGE, OPERA, LAKE, ART, SEA, OPERA, STAGE, NORTH)
# country, postcode and town, telephone without its last two digits
PLACES = (
    ("CH", "1204", "Genève", "022 555 02 "),
    ("CH", "8004", "Zürich", "044 555 02 "),
    ("FR", "01000", "Bourg-en-Bresse", "+33 4 74 55 02 "),
    ("DE", "01067", "Dresden", "0049 351 55502"),
    ("Switzerland", "3011", "Bern", "031 555 02 "),
    ("FR", "59000", "Lille", "+33 3 20 55 02 "),
)
STREETS = ("Rue des Alpes", "Lindenweg", "Rue de la Paix", "Am Markt", "Kramgasse", "Quai Nord")
INDIVIDUALS = 22


def main():
    rows = [*individuals(random.Random(1)), *structures(), *updates(), *ends(), *refused()]
    with (DEMO / "contact_operations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        for text in ABOVE:
            writer.writerow([text, *[""] * (len(COLUMNS) - 1)])
        writer.writerow(COLUMNS.values())
        writer.writerow(COLUMNS)
        writer.writerows([row.get(code, "") for code in COLUMNS] for row in rows)


def row(operation, owner, number="", **cells):
    """Cells by code; CRITERION__INTEREST stands for the column CRITERION:INTEREST."""
    keys = {"INSTIT": owner[0], "ORGANIZATION": owner[1], "OPERATION": operation}
    named = {code.replace("__", ":"): text for code, text in cells.items()}
    return {**keys, "CONTACT_NR": number, **named}


def individuals(rng):
    """Yield new contacts, some of whom get the next number."""
    seen = set()
    for index in range(INDIVIDUALS):
        owner = OWNERS[index % len(OWNERS)]
        number = "" if index % 4 == 3 else f"{5000 + index:0{8 if owner[0] == 'LAKE' else 5}}"
        first, _space, last = draw_name(rng, index, seen).partition(" ")
        yield row("INSERT", owner, number, **person(rng, index, first, last))


def person(rng, index, first, last):
    country, postcode, town, phone = PLACES[index % len(PLACES)]
    email = f"{ascii_of(f'{first} {last}') or 'contact'}.{index}@example.com"
    interests = rng.sample(("OPERA", "DANCE", "DRAMA", "CHILDREN"), rng.randint(0, 2))
    return {
        "TITLE": rng.choice(("MR", "MRS", "MISS", "UNDEFINED")),
        "FIRSTNAME": first,
        "LASTNAME": last,
        "BIRTHDATE": f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{rng.randint(1940, 2004)}",
        "PREF_LANG": "EN",
        "LINE1": f"{STREETS[index % len(STREETS)]} {rng.randint(1, 80)}",
        "ZIPCODE": postcode,
        "TOWN": town,
        "COUNTRY": country,
        "TELEPHONE": f"{phone}{index:02}",
        "EMAIL1": email,
        "CRITERION": rng.choice(("", "SOURCE=PRESS", "SOURCE=WEB")),
        "CRITERION:INTEREST": ", ".join(interests),
        "AUTHORIZATION:MAILING": rng.choice(("true", "true", "")),
    }


def structures():
    """Yield structures, and contact persons of theirs and of those that are there."""
    swiss = {"COUNTRY": "CH", "ADDR_TYPE": "M"}
    yield row(
        *("INSERT", OPERA, "00000401"),
        **{"STRUCT_NAME": "Gymnasium am See", "OFFICIAL_NAME": "Kantonsschule am See"},
        **{"STRUCT_TYPE": "SCHOOL", "ADMIN_NUMBER": "UID=CHE-222.333.444", "NB_EMPLOYEES": "85"},
        **{"WEB_SITE": "gymnasium.example.com", "LINE1": "Seestrasse 10", "ZIPCODE": "8002"},
        **{"TOWN": "Zürich", "TELEPHONE": "044 555 03 01", "CRITERION": "SOURCE=FRIEND", **swiss},
    )
    yield row(
        *("INSERT", STAGE, "00000402"),
        **{"STRUCT_NAME": "Théâtre & Compagnie Sàrl", "STRUCT_TYPE": "COMPANY"},
        **{"LINE1": "Rue de Bourg 2", "ZIPCODE": "1003", "TOWN": "Lausanne"},
        **{"CRITERION": "SOURCE=PRESS,SIZE=S", **swiss},
    )
    yield row(
        *("INSERT", SEA, "0302"),
        **{"STRUCT_NAME": "Les Cap-Horniers", "STRUCT_TYPE": "ASSOCIATION", "COUNTRY": "FR"},
        **{"ZIPCODE": "06300", "TOWN": "Nice", "CRITERION": "SIZE=M"},
    )
    yield row(
        *("INSERT", NORTH, "0303"),
        **{"STRUCT_NAME": "Łódź Szkoła Sztuki", "STRUCT_TYPE": "SCHOOL", "COUNTRY": "PL"},
        **{"ZIPCODE": "90-001", "TOWN": "Łódź", "CRITERION": "SIZE=L"},
    )
    relays = (
        (OPERA, "00005101", "Noël", "Brändli", "Music teacher", "Gymnasium am See"),
        (OPERA, "00005102", "Åsa", "Lindqvist", "Headmistress", "Gymnasium am See"),
        (OPERA, "00005103", "Émile", "Rochat", "Librarian", "Collège du Parc"),
        (SEA, "05104", "Maëlle", "Le Goff", "Secretary", "Amis de la Mer"),
        (ART, "05105", "Jürgen", "Weiß", "Curator", "Kunstverein Flandern"),
    )
    for owner, number, first, last, function, structure in relays:
        email = f"{ascii_of(f'{first} {last}')}@example.com"
        names = {"FIRSTNAME": first, "LASTNAME": last, "FUNCTION": function}
        yield row("INSERT", owner, number, **names, EMAIL1=email, STRUCT_NAME=structure)


def updates():
    """Yield changes: values that are set, removed and added to."""
    yield row(
        *("UPDATE", OPERA, "00004711"),
        **{"LASTNAME": "Rossi-Keller", "LETTER_SALUTATION": "Chère Madame Rossi-Keller"},
        **{"AUTHORIZATION": "PARTNERS=false", "CRITERION": "INTEREST=CHILDREN"},
    )
    yield row("UPDATE", LAKE, "00004712", TELEPHONE="044 555 01 12", CELLPHONE=EMPTY)
    yield row("UPDATE", STAGE, "00004713", REMARK="||Prefers the front rows", TITLE="MRS")
    yield row("UPDATE", LAKE, "00004715", REMARK="||Gave up the car park in May", EMAIL1=EMPTY)
    yield row("UPDATE", OPERA, "00000301", NB_EMPLOYEES="48", ADMIN_NUMBER="UID=,EDU=GE-17")
    yield row(
        *("UPDATE", OPERA, "00004717"),
        **{"ADDR_TYPE": "B", "LINE1": "P.O. Box", "ZIPCODE": "8021", "TOWN": "Zürich"},
        COUNTRY="CH",
    )
    yield row("UPDATE", ART, "0815", CRITERION__INTEREST=EMPTY, ZIPCODE="01000", TOWN="Bourg")
    yield row("UPDATE", NORTH, "0816", PREF_LANG="EN", AUTHORIZATION__MAILING="true")
    yield row("UPDATE", SEA, "0817", FUNCTION="President", STRUCT_NAME="Les Cap-Horniers")
    yield row("UPDATEACT", STAGE, "00004714", LINE1="Dorfstrasse 21", ZIPCODE="3007", TOWN="Bern")
    yield row("UPDATEACT", OPERA, "00004720", EMAIL1="luc.girard.new@example.com")


def ends():
    """Yield what ends a contact; the last one is a mis-import of this very file."""
    yield row("INVALIDATE", STAGE, "00004721")
    yield row("INVALIDATE", SEA, "0819")
    yield row("DELETE", OPERA, "00004722", CRITERION="SOURCE=WEB", AUTHORIZATION="PARTNERS=false")
    yield row("DELETE", NORTH, "0818")
    yield row("ANONYMIZE", LAKE, "00004719")
    yield row("ANONYMIZE", OPERA, "00005000")
    yield row("INSERT", STAGE, "00009901", LASTNAME="Test", FIRSTNAME="Test", LINE1="Test 1")
    yield row("DROP", STAGE, "00009901")


def refused():
    """Yield rows that are not imported, each for another reason."""
    yield row("MERGE", OPERA, "00004711", LASTNAME="Rossi")
    yield row("UPDATE", OPERA, "00004712", CRITERION="SHOESIZE=42")
    yield row("UPDATE", OPERA, "0815", LASTNAME="Durand")  # of the other institution
    yield row("INVALIDATE", OPERA, "00004718")  # has sales
    yield row("DROP", OPERA, "00004716")  # no import has made it
    yield row("DELETE", LAKE, "00004790")  # works here
    yield row("UPDATE", ("LAKE", EMPTY), "00004713", LASTNAME="Favre")
    yield row("INSERT", LAKE, "00004711", FIRSTNAME="Giulio", LASTNAME="Rossi")
    yield row("UPDATE", STAGE, "00004713", BIRTHDATE="31.02.1980")
    yield row("UPDATE", SEA, "0816", PREF_LANG="XX")


if __name__ == "__main__":
    main()
