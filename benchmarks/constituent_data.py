"""The data of the benchmark of constituents: everything follows from the number of a contact.

Contacts with an even number have a member ID, the others are known by their e-mail address. All
texts are columns of the user's file.
"""

from .contact_data import TOWNS, international, phone

BEFORE = 10_000
# Of fifty rows in a file so many make a contact, change one, and say what is so already; the last
# one is wrong.
BLOCK, NEW, CHANGED, LEFT = 50, 20, 18, 11
GROUPS = 20
INTERESTS = 5
# Rows that change a contact do so in one of these ways in turn.
WAYS = 6
EMAIL, ADDRESS, NAME, GROUP, INTEREST, PHONE = range(WAYS)


def sort(place):
    """What the row at a place of the file does: "new", "changed", "left" or "wrong"."""
    nth = place % BLOCK
    if nth < NEW:
        return "new"
    if nth < NEW + CHANGED:
        return "changed"
    return "left" if nth < NEW + CHANGED + LEFT else "wrong"


def number(place):
    """The contact of the row at a place."""
    return BEFORE + place if sort(place) == "new" else place


def count(rows, wanted):
    """Rows of a sort in a file."""
    return sum(sort(place) == wanted for place in range(rows))


def group(number):
    """Name of a group."""
    return f"Bench group {number % GROUPS}"


def interest(number):
    """Name of an interest."""
    return f"Bench interest {number % INTERESTS}"


def contact(number):
    """``{column: text}`` of a contact as it is before its row, or as its row makes it."""
    zipcode, town = TOWNS[number % len(TOWNS)]
    return {
        "MEMBER_ID": f"{number:08d}" if number % 2 == 0 else "",
        "PRIMARY_EMAIL": f"person{number}@example.com",
        "FIRST_NAME": "Giulia",
        "LAST_NAME": f"Verdi {number:06d}",
        "PHONE": phone(number),
        "STREET": f"Rue du Lac {number % 90 + 1}",
        "ZIP": zipcode,
        "CITY": town,
        "COUNTRY": "CH",
        "GROUP_NAME": group(number),
        "INTEREST_NAME": interest(number) if number % 3 == 0 else "",
        "INTEREST_OPT": "In" if number % 3 == 0 else "",
    }


def change(number):
    """``{column: text}`` that a row which changes the contact says otherwise."""
    way = number % WAYS
    if way == EMAIL and number % 2 == 0:
        return {"PRIMARY_EMAIL": f"new{number}@example.com"}
    return {
        ADDRESS: {"STREET": "Chemin Neuf 7", "ZIP": "01204"},
        NAME: {"LAST_NAME": f"Bianchi {number:06d}"},
        GROUP: {"GROUP_NAME": group(number + 1)},
        INTEREST: {"INTEREST_NAME": interest(number + 1), "INTEREST_OPT": "In"},
    }.get(way, {"PHONE": phone(number + BEFORE)})


def row(place):
    """``{column: text}`` of the row at a place of the user's file."""
    found, what = contact(number(place)), sort(place)
    if what == "changed":
        return found | change(number(place))
    if what == "wrong":
        return found | {"MEMBER_ID": "", "PRIMARY_EMAIL": "nobody" if place % 4 else ""}
    return found


def groups_after(place):
    """``[(is of an interest, name)]`` of all groups that the contact of a row is in afterwards."""
    said = [contact(number(place)), row(place)]
    named = [(False, columns["GROUP_NAME"]) for columns in said]
    named += [(True, columns["INTEREST_NAME"]) for columns in said if columns["INTEREST_NAME"]]
    return list(dict.fromkeys(named))


def kept_phone(columns):
    """A telephone number as it is kept: Odoo's own import does not format numbers."""
    return international(columns["PHONE"])
