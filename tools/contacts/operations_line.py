"""What a line of a download says of a contact in the columns of a file of contact operations, by
the names of the file's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .constituent_line import ACTIVE, ARCHIVED, DELETED, MERGED, value_text
from .contact_schema import ADDRESS, ALL_ORGANIZATIONS, MAIN, OF_STRUCTURE, OWN, PHONES, UPDATE
from .names import name_parts

#: a contact by the names of its columns, with what else the line says of it: the codes `instit`,
#: `organization` (None: it is the institution's), `state`, `country` and `struct_type`, the name
#: `structure` of the one that it is a contact person of, and `criteria`, `allowed` and `numbers`,
#: lists of texts
Contact = Mapping[str, Any]
#: By which such files know a contact; stored as they went out.
NUMBERED = ("instit", "organization", "contact_nr")


def operations_line(contact: Contact) -> dict[str, str]:
    """The texts of a contact: a row that changes nothing. The address of a contact person is that
    of the structure, in whose line it stands."""
    line = {name: contact[field] for name, field in (OWN | PHONES).items()}
    line |= {
        **{"instit": contact["instit"], "operation": UPDATE.upper()},
        "organization": contact["organization"] or ALL_ORGANIZATIONS,
        "contact_nr": contact["contact_nr"],
        "title": (contact["contact_title"] or "").upper(),
        "remark": _remark(contact["contact_remark"]),
        "pref_lang": (contact["lang"] or "")[:2].upper(),
        "criterion": ",".join(contact["criteria"] or ()),
        "authorization": ",".join(contact["allowed"] or ()),
        "struct_name": contact["structure"],
        "status": ACTIVE if contact["active"] else ARCHIVED,
    }
    line |= _structure(contact) if contact["is_company"] else _person(contact)
    if not contact["structure"]:
        line |= _address(contact)
    return {name: value_text(value) for name, value in line.items()}


def gone_contact(keys: Sequence[str], fate: str | None, master: str | None) -> dict[str, str]:
    """The texts of a contact that is gone, by its `NUMBERED` keys: what became of it, the number of
    the one that it was merged into, and nothing that an upload would do to it.

    >>> gone_contact(["LAKE", "OPERA", "0001"], None, "0002")["status"]
    'Merged'
    """
    line = dict(zip(NUMBERED, keys, strict=True))
    status = fate or (MERGED if master else DELETED)
    return line | {"status": status, "merged_into": master or ""}


def assigned(pairs: Iterable[Sequence[str]]) -> str:
    """Pairs in one cell; those that would be read otherwise are left out.

    >>> assigned([("SIRET", "123"), ("NOTE", "a, b")])
    'SIRET=123'
    """
    return ",".join(f"{code}={value}" for code, value in pairs if "," not in f"{code}{value}")


def _person(contact: Contact) -> dict[str, Any]:
    stored = contact["contact_firstname"], contact["contact_lastname"]
    return dict(zip(("firstname", "lastname"), name_parts(contact["name"], *stored), strict=True))


def _structure(contact: Contact) -> dict[str, Any]:
    return {
        **{name: contact[field] or "" for name, field in OF_STRUCTURE.items()},
        "struct_name": contact["name"],
        "struct_type": contact["struct_type"],
        "web_site": contact["website"],
        "admin_number": assigned(contact["numbers"] or ()),
    }


def _address(contact: Contact) -> dict[str, Any]:
    address = {name: contact[field] for name, field in ADDRESS.items()}
    address |= {"country": contact["country"], "department": contact["state"]}
    return address | {"addr_type": MAIN}


def _remark(text: str | None) -> str:
    """A remark that a row would add to itself is left out."""
    return "" if (text or "").startswith("||") else text or ""
