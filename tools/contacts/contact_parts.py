"""What is known of one contact: its fields, as the database or an earlier row leaves them."""

from ..rows.plan import Change
from .contact_schema import ADDRESS, PHONES
from .contact_values import ADMIN_NUMBERS, AUTHORIZATIONS, CRITERIA

# By which a contact is reached; with the address, what DELETE empties of it.
COMMUNICATION = (*PHONES.values(), "email", "website")
EMPTIED = dict.fromkeys((*ADDRESS.values(), *COMMUNICATION))


def is_empty(present):
    """Whether a contact has nothing that DELETE would empty."""
    return not (present.get("addresses") or any(present.get(name) for name in EMPTIED))


def filled(part):
    """Fields as Odoo has them: an emptied text is as good as none."""
    return {name: None if value == "" else value for name, value in part.items()}


def present_of(part):
    """What a contact holds now, with the sorted ids of what it has many of; {} for a new one."""
    if part is None:
        return {}
    many = {name: sorted(part[name] or ()) for name in (CRITERIA, AUTHORIZATIONS)}
    return filled(part) | many


def left_after(part, change, home):
    """A part after a change of it; ``home`` is the code of the country that the row names."""
    new = {
        name: (value.record or 0) if isinstance(value, Change) else value
        for name, value in change.values.items()
    }
    if "country_id" in new:
        new["home"] = home
    before = part or {CRITERIA: None, AUTHORIZATIONS: None, "is_company": False}
    return {**before, **new, "id": change.record or 0}


def numbers_after(part, change):
    """A part after a change of one of its administrative numbers."""
    numbers = dict(part.get(ADMIN_NUMBERS) or {})
    code = change.values.get("code") or change.present["code"]
    if change.removes:
        numbers.pop(code, None)
    else:
        numbers[code] = [change.record or 0, change.values["value"]]
    return {**part, ADMIN_NUMBERS: numbers}
