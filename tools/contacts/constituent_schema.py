"""The columns of the Data Sync app that name a contact, its groups and its interests."""

from __future__ import annotations

from dataclasses import replace

from ..rows.lists import SEPARATOR
from ..rows.placeholders import EMAIL, KEY, NAME
from ..rows.schema import Field
from ..rows.yes_no import NO, YES

# The ways to name a contact, in the order in which they are tried (V07).
KEYS = ("cons_id", "member_id", "email")
EMAIL_SIZE = 255
IN, OUT = "in", "out"

# The longest texts of a contact's own columns; one that is there already may be longer.
SIZES = {"firstname": 100, "lastname": 100, "fullname": 250, "line1": 100, "line2": 100}

KEY_FIELDS = (
    Field(
        "cons_id",
        "CONS_ID",
        type="integer",
        synonyms=("Constituent ID",),
        reference="contact",
        holds=KEY,
    ),
    Field(
        "member_id",
        "MEMBER_ID",
        type="code",
        size=64,
        removable=False,
        synonyms=("Member Number",),
        example="00123",
        holds=KEY,
    ),
    Field(
        "email",
        "PRIMARY_EMAIL",
        size=EMAIL_SIZE,
        removable=False,
        synonyms=("E-mail", "Email Address", "Primary E-mail"),
        example="ada@example.com",
        holds=EMAIL,
    ),
)
# What "name" may mean: a whole name, or the last one where a column for the first stands beside it.
NAME_WORDS = ("Name", "Nom", "Naam", "Namn", "Navn")
# The same, or the first one beside the last: which of both the rows tell (``whole_names``).
FIRST_OR_WHOLE = ("Nome", "Nombre")
NAME_FIELDS = (
    Field(
        "firstname",
        "FIRST_NAME",
        size=100,
        judged=True,
        removable=False,
        synonyms=(
            *("Given Name", "Forename", "Vorname", "Prénom", "Voornaam", "Förnamn", "Fornavn"),
            *("Prenome", "Nome próprio", "Nombre de pila", "Imię", "Jméno", "الاسم الأول"),
        ),
        example="Ada",
        holds=NAME,
    ),
    Field(
        "lastname",
        "LAST_NAME",
        size=100,
        judged=True,
        removable=False,
        synonyms=(
            *("Surname", "Family Name", "Nachname", "Familienname", "Nom de famille"),
            *("Achternaam", "Familienaam", "Apellido", "Apellidos", "Cognome", "Apelido"),
            *("Efternamn", "Efternavn", "Etternavn", "Nazwisko", "Příjmení", "اسم العائلة"),
        ),
        beside=("firstname", NAME_WORDS),
        example="Lane",
        holds=NAME,
    ),
    Field(
        "fullname",
        "FULL_NAME",
        size=250,
        judged=True,
        removable=False,
        holds=NAME,
        synonyms=(
            *NAME_WORDS,
            *FIRST_OR_WHOLE,
            *("Whole Name", "Complete Name", "Contact Name", "Display Name", "Name and Surname"),
            *("First and Last Name", "First Name and Last Name", "First Name Last Name"),
            *("Vollständiger Name", "Voller Name", "Ganzer Name", "Vor- und Nachname"),
            *("Vorname und Nachname", "Vorname Nachname", "Name, Vorname", "Nachname, Vorname"),
            *("Nom complet", "Nom et prénom", "Prénom et nom", "Nom prénom", "Prénom nom"),
            *("Nome completo", "Nome e cognome", "Cognome e nome", "Nominativo"),
            *("Nombre completo", "Nombre y apellidos", "Apellidos y nombre", "Nome e apelido"),
            *("Volledige naam", "Voor- en achternaam"),
        ),
    ),
)
# The names of a file that only has to find people: they are compared, and never written.
COMPARED_NAMES = tuple(replace(field, example="", holds=None) for field in NAME_FIELDS)
GROUP_FIELDS = (
    Field(
        "group_id",
        "GROUP_ID",
        type="code",
        synonyms=("Group IDs",),
        reference="group",
        separator=SEPARATOR,
        holds=KEY,
    ),
    Field("group_name", "GROUP_NAME", synonyms=("Group Names", "Groups"), example="Friends"),
)
# Of a download: the interests that a contact has opted in to and out of, by external ID or name.
OPTED = {"opted_in": IN, "opted_out": OUT}
OPTED_FIELDS = tuple(
    Field(name, name.upper(), reference="interest", separator=SEPARATOR) for name in OPTED
)
INTEREST_FIELDS = (
    Field(
        "interest_id",
        "INTEREST_ID",
        type="code",
        synonyms=("Interest IDs", "Interests"),
        reference="interest",
        separator=SEPARATOR,
        holds=KEY,
    ),
    Field("interest_name", "INTEREST_NAME", synonyms=("Interest Names",), example="Newsletter"),
    Field(
        "interest_opt",
        "INTEREST_OPT",
        type="selection",
        choices=(
            (IN, "In", "Opt-in", "Opted in", "Subscribe", "Subscribed", *YES),
            (OUT, "Out", "Opt-out", "Opted out", "Unsubscribe", "Unsubscribed", *NO),
        ),
        synonyms=("Opt", "In or Out"),
        example="In",
        reference="interest_opt",
    ),
)
