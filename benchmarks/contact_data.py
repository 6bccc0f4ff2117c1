"""The data of the benchmark of contacts: everything follows from the number of a contact.

Of ten contacts in a row one is a structure, two are relays and seven individuals. Those that are
there before have the relays of their own structure; of the new ones one relay joins a structure
that is there, the other brings one of its own, named in no other row. All texts are columns of the
user's file.
"""

import datetime
import random

BEFORE = 20_000
BLOCK = 10
INSTITUTION = "BENCH"
ORGANIZATIONS = ("BENCH-OPERA", "BENCH-STAGE")
TITLES = ("MR", "MRS", "MISS")
TOWNS = (("1201", "Genève"), ("1003", "Lausanne"), ("8001", "Zürich"), ("3011", "Bern"))
FUNCTIONS = ("Teacher", "Secretary", "Director", "Librarian")
TYPES = ("B-SCHOOL", "B-COMPANY", "B-SOCIETY")
AUTHORIZATIONS = ("B-MAIL", "B-SHARE")
# {criterion: values}; a contact may have several interests.
CRITERIA = {
    "B-SOURCE": ("B-FRIEND", "B-PRESS", "B-WEB"),
    "B-INTEREST": ("B-OPERA", "B-DANCE", "B-PLAY"),
}
SEVERAL = "B-INTEREST"
ADDED = "Prefers letters"
NUMBERS = ("TELEPHONE", "CELLPHONE")
# Places in a block of ten: the new relay with a structure of its own, of the changed ones that
# with a new delivery address, that with a text added to its remark, and those left as they are.
STRUCTURE, JOINING, BRINGING, DELIVERY, REMARKED, LEFT = 0, 1, 2, 5, 8, (2, 7)


def place(number):
    """Place of a contact among its ten."""
    return number % BLOCK


def is_relay(number):
    return place(number) in (JOINING, BRINGING)


def is_new(number):
    return number >= BEFORE


def brings(number):
    """Whether the row of the contact makes a structure, too."""
    return is_new(number) and place(number) == BRINGING


def structure_of(number):
    """Number of the structure of a relay; of one that brings its own, None."""
    if brings(number):
        return None
    first = number - place(number)
    return first % BEFORE


def structure_name(number):
    """Of the structure with this number."""
    return f"Maison {number:06d}"


def organization(number):
    """Code of the owner: a relay and its structure have one."""
    return ORGANIZATIONS[number // BLOCK % len(ORGANIZATIONS)]


def phone(number, cell=False):
    """A number as dialled in the country."""
    return f"{'079' if cell else '022'} {200 + number // 10_000:03d} " + "{:02d} {:02d}".format(
        *divmod(number % 10_000, 100)
    )


def international(text):
    """The same as it is kept: Odoo's own import does not format numbers."""
    return f"+41 {text[1:]}"


def contact(number):
    """``{column: text}`` of a contact as it is before its row, or as its row makes it."""
    columns = {
        "INSTIT": INSTITUTION,
        "ORGANIZATION": organization(number),
        "CONTACT_NR": f"B{number:07d}",
        "TELEPHONE": phone(number),
        "EMAIL1": f"contact{number}@example.com",
    }
    if place(number) == STRUCTURE:
        return columns | _structure(number) | _address(number)
    columns |= _person(number)
    if brings(number):
        return columns | {"STRUCT_NAME": f"Atelier {number:06d}"} | _address(number)
    if is_relay(number):
        return columns | {"STRUCT_NAME": structure_name(structure_of(number))}
    return columns | _address(number)


def _structure(number):
    return {
        "STRUCT_NAME": structure_name(number),
        "OFFICIAL_NAME": f"Maison {number:06d} S.A.",
        "STRUCT_TYPE": TYPES[number // BLOCK % len(TYPES)],
        "NB_EMPLOYEES": str(5 + number % 400),
        "WEB_SITE": f"https://maison{number}.example.com",
        "ADMIN_NUMBER": f"UID=CHE-{number:06d}",
    }


def _person(number):
    title = TITLES[number % len(TITLES)]
    born = datetime.date(1950, 1, 1) + datetime.timedelta(days=number % 18_000)
    return {
        "TITLE": title,
        "LETTER_SALUTATION": f"Dear {title.title()} Rossi",
        "FUNCTION": FUNCTIONS[number % len(FUNCTIONS)],
        "REMARK": f"Since {1990 + number % 30}",
        "FIRSTNAME": "Giulia",
        "LASTNAME": f"Rossi {number:06d}",
        "BIRTHDATE": born.isoformat(),
        "CELLPHONE": phone(number, cell=True),
        "CRITERION": _criteria(number),
        "AUTHORIZATION": ", ".join(
            f"{code}={'true' if number % (2 + nth) else 'false'}"
            for nth, code in enumerate(AUTHORIZATIONS)
        ),
    }


def _criteria(number):
    chosen = {code: values[number % len(values)] for code, values in CRITERIA.items()}
    return ", ".join(f"{code}={value}" for code, value in chosen.items())


def _address(number):
    zipcode, town = TOWNS[number % len(TOWNS)]
    return {
        "LINE1": f"Rue du Lac {number % 90 + 1}",
        "ZIPCODE": zipcode,
        "TOWN": town,
        "COUNTRY": "CH",
    }


def change(number):
    """``{column: text}`` that the row of a contact says otherwise than it is."""
    return {
        STRUCTURE: {"NB_EMPLOYEES": str(6 + number % 400), "LINE1": "Quai du Lac 4"},
        1: {"FUNCTION": "President"},
        3: {"EMAIL1": f"new{number}@example.com", "TELEPHONE": phone(number + BEFORE)},
        4: {"LINE1": "Chemin Neuf 7", "ZIPCODE": "1204"},
        DELIVERY: {"ADDR_TYPE": "S", "LINE1": "Depot 3", "ZIPCODE": "1227", "TOWN": "Carouge"},
        6: {"CRITERION": f"{SEVERAL}={CRITERIA[SEVERAL][(number + 1) % 3]}"},
        REMARKED: {"REMARK": f"||{ADDED}", "TITLE": "UNDEFINED"},
        9: {"CELLPHONE": phone(number + BEFORE, cell=True)},
    }.get(place(number), {})


def row(number):
    """``{column: text}`` of the row of a contact in the user's file."""
    if is_new(number):
        return {"OPERATION": "INSERT", **contact(number)}
    return {"OPERATION": "UPDATE", **contact(number), **change(number)}


def file_numbers(rows):
    """Numbers of the contacts of a file, shuffled: a new one for each that is there."""
    numbers = [*range(rows // 2), *range(BEFORE, BEFORE + rows - rows // 2)]
    random.Random(rows).shuffle(numbers)
    return numbers
