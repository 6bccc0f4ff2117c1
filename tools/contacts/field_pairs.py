"""Which field of another CRM is plainly which one here, by its name there."""

from __future__ import annotations

from collections.abc import Iterable

from ..connector.remote import GROUPS, OPTED_IN, OPTED_OUT

# Of each field here the names that it may have there, the best first. Parts of a name that stand
# beside the whole one, as those of this addon do, are none: nobody is made there of them alone.
NAMES = {
    "member_id": ("contact_member_id", "member_id"),
    "email": ("email", "Email"),
    "firstname": ("firstname", "FirstName"),
    "lastname": ("lastname", "LastName"),
    "fullname": ("name",),
    "is_company": ("is_company",),
    "telephone": ("phone", "Phone"),
    "line1": ("street", "MailingStreet"),
    "line2": ("street2",),
    "zipcode": ("zip", "MailingPostalCode"),
    "town": ("city", "MailingCity"),
    "department": ("state_id", "MailingState"),
    "country": ("country_id", "MailingCountryCode", "MailingCountry"),
    "group_name": (GROUPS,),
    "opted_in": (OPTED_IN,),
    "opted_out": (OPTED_OUT,),
}
PARTS = ("firstname", "lastname")


def proposed(names: Iterable[str]) -> dict[str, str]:
    """``{field here: field there}`` of those `names` that are plain. A whole name is not paired
    beside its parts.

    >>> proposed(["email", "name", "city", "x_shoe_size"])
    {'email': 'email', 'fullname': 'name', 'town': 'city'}
    >>> proposed(["FirstName", "LastName", "name"])
    {'firstname': 'FirstName', 'lastname': 'LastName'}
    >>> proposed(["name", "contact_firstname", "contact_lastname"])
    {'fullname': 'name'}
    """
    known = set(names)
    found = {
        ours: next(name for name in candidates if name in known)
        for ours, candidates in NAMES.items()
        if not known.isdisjoint(candidates)
    }
    if found.keys() >= set(PARTS):
        found.pop("fullname", None)
    elif "fullname" in found:
        for part in PARTS:
            found.pop(part, None)
    return found
