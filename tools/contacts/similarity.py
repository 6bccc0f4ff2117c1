"""How much speaks for two contacts being one person: a score from 0 to 100 that explains itself.

A contact is a dict of what it holds: ``name``, ``firstname``, ``lastname``, ``email`` (normalised),
``phone`` and ``cellphone``, the code of its ``country``, ``birth_date`` (anything that compares),
``zip``, ``street``, ``member_id``, ``is_company``; anything may be missing. Evidence is a list of
``(code, points)``, and the score their sum. Nothing here knows a database.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import product
from typing import Any

from .email_key import email_key
from .names import name_parts
from .person_names import fold, told
from .phones import same_phone
from .same_words import alike, is_part, of_one_family

Contact = Mapping[str, Any]
#: [(code, points)]
Evidence = list[tuple[str, int]]

# From this score on a pair is put before a person (V14).
FLAGGED_FROM = 54
POINTS = {
    "same_email": 40,
    "same_member_id": 40,
    "same_name": 35,
    "swapped_name": 35,
    "similar_name": 25,
    "part_of_name": 20,
    "no_name": 15,
    "other_name": -15,
    "other_first_name": -30,
    "same_birth_date": 25,
    "other_birth_date": -30,
    "same_phone": 20,
    "same_address": 20,
    "same_zip": 5,
    "other_member_id": -20,
}
# What streets are called, as it is abbreviated.
STREETS = {
    "street": "st",
    "strasse": "str",
    "avenue": "av",
    "ave": "av",
    "road": "rd",
    "boulevard": "bd",
    "place": "pl",
    "chemin": "ch",
    "route": "rte",
}


def evidence(one: Contact, other: Contact) -> Evidence:
    """``[(code, points)]`` of what speaks for and against, the strongest first.

    >>> ada = {"name": "Ada Lane", "email": "ada@example.com", "phone": "+41 22 555 01 01"}
    >>> evidence(ada, {"name": "LANE, Áda", "email": "ada@example.com"})
    [('same_email', 40), ('swapped_name', 35)]
    >>> evidence(ada, {"name": "Bob Lane", "email": "ada@example.com", "phone": "0225550101"})
    [('same_email', 40), ('other_first_name', -30), ('same_phone', 20)]
    """
    codes = [compare(one, other) for compare in COMPARISONS]
    found = [(code, POINTS[code]) for code in codes if code]
    return sorted(found, key=lambda each: -abs(each[1]))


def score(found: Evidence) -> int:
    """The score of evidence.

    >>> score([("same_email", 40), ("same_name", 35), ("same_phone", 20), ("same_address", 20)])
    100
    >>> score([("other_name", -15)])
    0
    """
    return max(0, min(100, sum(points for _code, points in found)))


# -- one comparison for each thing that contacts have --------------------------------------------


def compare_emails(one: Contact, other: Contact) -> str | None:
    """
    >>> compare_emails({"email": "a@example.com"}, {"email": "A@example.com"})
    'same_email'
    """
    return _if_same("same_email", one, other, "email", email_key)


def compare_names(one: Contact, other: Contact) -> str | None:
    """
    >>> ada = {"name": "Ada Lane"}
    >>> def names(*others): return [compare_names(ada, {"name": name}) for name in others]
    >>> names("ada  lane", "Lane, Ada", "Ada Lanne", "A. Lane", "Lane", "Ada Mary Lane")
    ['same_name', 'swapped_name', 'similar_name', 'part_of_name', 'part_of_name', 'similar_name']
    >>> names("Ida Lane", "Bob Moor", "ada@example.com")
    ['other_first_name', 'other_name', 'no_name']
    """
    words, others = name_words(one), name_words(other)
    if not words or not others:
        return "no_name"
    if words == others:
        return "same_name"
    if one.get("is_company"):
        is_same = alike(" ".join(sorted(words)), " ".join(sorted(others)))
        return "similar_name" if is_same else "other_name"
    if sorted(words) == sorted(others):
        return "swapped_name"
    if is_part(words, others):
        return "similar_name"
    found = [_compare_people(*each) for each in product(_first_last(one), _first_last(other))]
    return max(found, key=POINTS.__getitem__)


def _compare_people(one: tuple[str, str], other: tuple[str, str]) -> str:
    """Two pairs of first and last name, in whatever order each is written."""
    (first, last), (second, surname) = one, other
    straight = _compare_parts(first, last, second, surname)
    swapped = (
        _compare_parts(first, last, surname, second),
        _compare_parts(last, first, second, surname),
    )
    best = max(swapped, key=POINTS.__getitem__)
    return best if POINTS[best] > max(POINTS[straight], 0) else straight


def compare_birth_dates(one: Contact, other: Contact) -> str | None:
    """
    >>> compare_birth_dates({"birth_date": "2001-02-03"}, {"birth_date": "2001-02-04"})
    'other_birth_date'
    """
    return _if_same("same_birth_date", one, other, "birth_date", str, "other_birth_date")


def compare_phones(one: Contact, other: Contact) -> str | None:
    """
    >>> compare_phones({"phone": "+41 22 555 01 01"}, {"cellphone": "022/555.01.01"})
    'same_phone'
    >>> compare_phones({"phone": "118"}, {"phone": "118"})
    """
    home, abroad = one.get("country"), other.get("country")
    numbers, others = ([each.get("phone"), each.get("cellphone")] for each in (one, other))
    found = (same_phone(*pair, home, abroad) for pair in product(numbers, others))
    return "same_phone" if any(found) else None


def compare_addresses(one: Contact, other: Contact) -> str | None:
    """
    >>> home = {"zip": "1201", "street": "Quai du Lac 4"}
    >>> compare_addresses(home, {"zip": "1201", "street": "QUAI DU LAC, 4"})
    'same_address'
    >>> compare_addresses(home, {"zip": "1201", "street": "Quai du Lac 40"})
    'same_zip'
    >>> compare_addresses(home, {"zip": "01201", "street": "Quai du Lac 4"})
    """
    codes = [zip_key(contact.get("zip")) for contact in (one, other)]
    if not codes[0] or codes[0] != codes[1]:
        return None
    streets = [street_key(contact.get("street")) for contact in (one, other)]
    return "same_address" if streets[0] and streets[0] == streets[1] else "same_zip"


def compare_member_ids(one: Contact, other: Contact) -> str | None:
    """
    >>> compare_member_ids({"member_id": "00123"}, {"member_id": "123"})
    'other_member_id'
    """
    return _if_same("same_member_id", one, other, "member_id", str, "other_member_id")


COMPARISONS = (
    compare_emails,
    compare_names,
    compare_birth_dates,
    compare_phones,
    compare_addresses,
    compare_member_ids,
)


def _if_same(
    same: str,
    one: Contact,
    other: Contact,
    name: str,
    form: Callable[[Any], str],
    different: str | None = None,
) -> str | None:
    """The code for two values that there are; None where one is missing."""
    if not one.get(name) or not other.get(name):
        return None
    return same if form(one[name]) == form(other[name]) else different


# -- names ---------------------------------------------------------------------------------------


def name_words(contact: Contact) -> list[str]:
    """The words of a name that tell who it is; none where it is only the e-mail address."""
    name = contact.get("name") or ""
    if "@" in name:
        return []
    return fold(name if contact.get("is_company") else told(name)[0]).split()


def _first_last(contact: Contact) -> list[tuple[str, str]]:
    """First name and last name, folded, and first name and former last name where there is one."""
    stored = contact.get("firstname"), contact.get("lastname")
    (name, former), parts = told(contact["name"]), name_parts(contact["name"], *stored)
    first, last = parts if any(stored) and parts == stored else name_parts(name, None, None)
    surname, earlier = told(last)
    found = [(fold(told(first)[0]), fold(each)) for each in (surname, earlier or former) if each]
    return found or [("", "")]


def _compare_parts(first: str, last: str, second: str, surname: str) -> str:
    if not of_one_family(last, surname):
        return "other_name"
    if not first or not second:
        return "part_of_name"
    if alike(first, second) or {*first.split()} & {*second.split()}:
        return "similar_name"
    if first[0] == second[0] and 1 in (len(first), len(second)):
        return "part_of_name"
    return "other_first_name"


# -- address -------------------------------------------------------------------------------------


def zip_key(code: str | None) -> str:
    """A ZIP code as it is compared."""
    return fold(code).replace(" ", "")


@lru_cache(maxsize=8192)
def street_key(street: str | None) -> str:
    """Street and number as they are compared.

    >>> street_key("Bahnhofstrasse 4a"), street_key("Main Street 4A")
    ('bahnhofstr4a', 'mainst4a')
    """
    words = (re.sub("strasse$", "str", word) for word in fold(street).split())
    return "".join(STREETS.get(word, word) for word in words)
