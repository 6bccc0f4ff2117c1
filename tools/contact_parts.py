"""What is known of one contact: its fields, as the database or an earlier row leaves them."""

from .contact_values import ADMIN_NUMBERS, AUTHORIZATIONS, CRITERIA, admin_commands, set_command
from .plan import Change


def filled(part):
    """Fields as Odoo has them: an emptied text is as good as none."""
    return {name: None if value == "" else value for name, value in part.items()}


def present_of(part):
    """What a contact holds now, with what it has many of as commands; {} for a new one."""
    if part is None:
        return {}
    present = filled(part)
    for name in (CRITERIA, AUTHORIZATIONS):
        if not _is_command(present[name]):
            present[name] = set_command(present[name] or [])
    if not _is_command(present[ADMIN_NUMBERS]):
        present[ADMIN_NUMBERS] = admin_commands(present[ADMIN_NUMBERS] or [])
    return present


def _is_command(value):
    """Whether an earlier row has left the commands, rather than the database the values."""
    return bool(value) and isinstance(value[0], list) and len(value[0]) == 3


def left_after(part, change, home):
    """A part after a change of it; ``home`` is the code of the country that the row names."""
    new = {
        name: (value.record or 0) if isinstance(value, Change) else value
        for name, value in change.values.items()
    }
    if "country_id" in new:
        new["home"] = home
    before = part or {
        CRITERIA: None,
        AUTHORIZATIONS: None,
        ADMIN_NUMBERS: None,
        "is_company": False,
    }
    return {**before, **new, "id": change.record or 0}
