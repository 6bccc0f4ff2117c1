"""By what candidates are looked up that are no columns: texts of indexes and of the statement.

They are wider than ``tools.contacts``, which compares what they find.
"""

from string import ascii_letters

from ...tools.contacts.person_names import MARKERS, SUFFIXES, TITLES, fold
from ...tools.contacts.phones import EXTENSION, KEYPAD, SHORTEST

PHONES = ("phone", "contact_cellphone")
_SMALL = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłľñńňòóôõöøōőŕřśşšșťţțùúûüūůűųýÿźżž"
ACCENTED = _SMALL + "".join(each for each in _SMALL.upper() if fold(each) != "i")
PLAIN = "".join(fold(letter) for letter in ACCENTED)


def _digits(text, others, bare):
    """The digits of a text, ``bare`` of what else may stand for digits; quick where all besides
    are some of the ``others``, as in most texts: indexes work this out for whatever is written."""
    slow = f"regexp_replace({bare}, '[^0-9]', '', 'g')"
    plain = f"{text} ~ '^[0-9{others}]*$'"
    return f"CASE WHEN {plain} THEN translate({text}, '{others}', '') ELSE {slow} END"


def phone_key(column):
    """The last digits of a number, without its extension, letters as on the keys; those that
    phones of one number have in common however much of it is dialled."""
    bare = f"regexp_replace(lower({column}), '{EXTENSION}', '')"
    letters, digits = "".join(KEYPAD), "".join(KEYPAD.values())
    dialled = _digits(column, "+() ./-", f"translate({bare}, '{letters}', '{digits}')")
    return f"right({dialled}, {SHORTEST})"


# -- people in one house -------------------------------------------------------------------------

_STREET = "coalesce(street, '')"
_NUMBER = _digits(_STREET, f"{ascii_letters} ,./-", _STREET)
_ADDRESS = f"(lower(replace(zip, ' ', '')) || '|' || {_NUMBER} || '|')"
_TITLE = f"(^|, +)(({'|'.join(TITLES)})[.]? +)+"
_MARKER = f"[ ,(]+({'|'.join(MARKERS)}|née|né)[.]? +"
_DEGREE = "[a-z]{1,3}[.]([a-z]{1,3}[.])*([a-z]{1,3})?"
_SUFFIX = f"([ ,]+({'|'.join(SUFFIXES)}|{_DEGREE})[.,]*)+[ )]*$"
# A name without what tells nobody apart: the last word is a surname, or the one before it is. Few
# names have any of it, and to look for all of it in each would take much longer than for this.
_SMALL_NAME = "btrim(lower(name))"
_FIRST_WORD = f"split_part({_SMALL_NAME}, ' ', 1)"
_LAST_WORD = f"reverse(split_part(reverse({_SMALL_NAME}), ' ', 1))"
_BLANKS = f"length({_SMALL_NAME}) - length(replace({_SMALL_NAME}, ' ', ''))"
_IS_DRESSED = (
    f"{_SMALL_NAME} ~ '[.,(]' OR {_FIRST_WORD} IN {TITLES} OR {_LAST_WORD} IN {SUFFIXES}"
    f" OR {_BLANKS} > 1 AND {_SMALL_NAME} ~ ' ({'|'.join(MARKERS)}|née|né) '"
)
_NAME = (
    f"CASE WHEN {_IS_DRESSED} THEN"
    f" regexp_replace(translate(regexp_replace(regexp_replace({_SMALL_NAME}, '{_TITLE}', '\\1'),"
    f" '{_MARKER}', ' '), '()', ''), '{_SUFFIX}', '') ELSE {_SMALL_NAME} END"
)
# Of a name its first letter, and that of the last word or of the one before.
LAST = "^(.)(.*[ -])?([^ -])?[^ -]*$"
BEFORE = "^(.)(.*[ -])?([^ -])?[^ -]*[ -]+[^ -]+$"


def _initials(place, name=_NAME):
    """The first letter of the name, and that of the word at a place, without accents."""
    letters = f"left(regexp_replace({name}, '{place}', '\\1\\3'), 2)"
    return f"translate({letters}, '{ACCENTED}', '{PLAIN}')"


def house_key(place):
    """Of people in one house the first letters of the first word of the name and of the one at a
    place: what is left of it under most spellings."""
    return f"({_ADDRESS} || {_initials(place)})"


# What fresh contacts have of the same: what several keys rest on is worked out once.
FRESH_PARTS = ", ".join(
    [
        *(f"{phone_key(column)} AS {column}_end" for column in PHONES),
        f"{_ADDRESS} AS address",
        f"{_NAME} AS own_name",
    ]
)
FRESH_KEYS = ", ".join(
    [
        *(
            f"CASE WHEN length({column}_end) = {SHORTEST} THEN {column}_end END AS {name}"
            for column, name in zip(PHONES, ("phone_key", "cellphone_key"), strict=True)
        ),
        "address",
        f"{_initials(LAST, 'own_name')} AS last_initials",
        f"{_initials(BEFORE, 'own_name')} AS initials_before",
    ]
)
FRESH_HOUSES = ", ".join(
    f"fresh.address || {text}"
    for name in ("fresh.last_initials", "fresh.initials_before")
    for text in (name, f"reverse({name})")
)
