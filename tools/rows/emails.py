"""The e-mail address of a cell: the cell is one address, alone or as ``Name <address>``.

What a library finds *in* a text is not what the text says: `ann lee@example.org` is not Lee's.
PostgreSQL has a copy of how the address is taken out: ``importer/text_sql.py``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from .cells import ENDS

#: why a cell holds no address: there is none, there are several, or something is beside it
NONE, SEVERAL, MORE = "bad_email", "several_emails", "email_with_more"

# letters stand for those of any script, see _skeleton
_ATOM = r"[A-Za-z0-9!#$%&'*+=?^_{}~-]+"
_LOCAL = rf"(?=[A-Za-z0-9_+])(?:{_ATOM}\.)*{_ATOM}(?<!')"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
_TOP = r"(?:xn--[A-Za-z0-9-]+|[A-Za-z]{2,63})"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_TOP}")
_IN_BRACKETS = re.compile(r"(?P<name>[^<>\r\n]*)<(?P<address>[^<>]*)>")
_MAILTO = re.compile("^mailto: *", re.IGNORECASE)
# what mail programs and Odoo read as it stands: words, or anything between quotes
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 .'&+_-]*|\"[^\"\\@]*\"")

# whatever has an @ in it, between what separates addresses
_PART = r"[^\s@<>()\[\],;:\"/|\\\u201c-\u201f\xab\xbb]+"
_CANDIDATE = re.compile(f"{_PART}@{_PART}")
# what Odoo takes out of a part that is no address itself
_INNER = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,63}")
_AROUND = ".'`*=_\u2018\u2019\u201a"


class Email(NamedTuple):
    """An address as it is typed, by what it is compared (``key``, as Odoo's
    ``email_normalized``), and as it is ``stored``: with the name, where there is one."""

    address: str
    key: str
    stored: str


def read_email(text: str) -> Email | None:
    """The one address of a cell, None where it is not one: see `email_problem`.

    >>> read_email("Ann M <Ann.M@example.org>")
    Email(address='Ann.M@example.org', key='ann.m@example.org', stored='Ann M <Ann.M@example.org>')
    >>> read_email("mailto:ann@example.org").stored, read_email("ann@example.org,").stored
    ('ann@example.org', 'ann@example.org')
    >>> [read_email(text) for text in ("ann lee@example.org", "a@x.org; b@x.org", "ann@x.org.")]
    [None, None, None]
    """
    if _ADDRESS.fullmatch(text):
        return Email(text, text.lower(), text)
    text = _without_comma(text)
    named = _IN_BRACKETS.fullmatch(text)
    address = _MAILTO.sub("", (named["address"] if named else text).strip(ENDS))
    if not _is_address(address):
        return None
    key = normalise(address)
    name = named["name"].strip(ENDS) if named else ""
    if _addresses(name) - {key}:
        return None
    is_plain = bool(name) and _PLAIN_NAME.fullmatch(_skeleton(name))
    return Email(address, key, f"{name} <{address}>" if is_plain else address)


def _without_comma(text: str) -> str:
    """Lists of one address end in a comma or a semicolon."""
    return text[:-1].rstrip(ENDS) if text[-1:] in (",", ";") else text


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(_skeleton(text)))


def _skeleton(text: str) -> str:
    """The text with a plain letter for each letter of any script: what is none, or is one only in
    another width, is a blank."""
    if text.isascii():
        return text
    return "".join(
        character if character.isascii() else _stand_in(character)
        for character in unicodedata.normalize("NFC", text)
    )


def _stand_in(character: str) -> str:
    is_letter = unicodedata.category(character)[0] in "LMN"
    return "a" if is_letter and unicodedata.normalize("NFKC", character) == character else " "


def normalise(address: str) -> str:
    """By what an address is compared, as Odoo has it: the case of a local part beyond ASCII counts.

    >>> normalise("Ann@Example.org"), normalise("MüLLER@Example.org")
    ('ann@example.org', 'MüLLER@example.org')
    """
    local, at, domain = address.rpartition("@")
    return f"{local.lower() if local.isascii() else local}{at}{domain.lower()}"


def stored_email(text: str) -> str:
    """What is stored of a cell: the address, and the name before it; of others the cell.

    >>> stored_email("Ann M <ann@example.org>;")
    'Ann M <ann@example.org>'
    """
    email = read_email(text)
    return email.stored if email else text


def email_problem(text: str) -> str:
    """Why a text that `read_email` takes for none is none, as the code of a problem.

    >>> [email_problem(text) for text in ("n/a", "a@x.org / b@x.org", "ann lee@example.org")]
    ['bad_email', 'several_emails', 'email_with_more']
    """
    found = _addresses(text)
    if not found:
        return NONE
    return SEVERAL if len(found) > 1 else MORE


def addresses_in(text: str) -> set[str]:
    """The normalised addresses that a text can be said to name: the one that it is, else all that
    are found in it.

    >>> sorted(addresses_in("\\u201cann@x.org\\u201d; Bob <BOB@x.org>"))
    ['ann@x.org', 'bob@x.org']
    """
    email = read_email(text)
    return {email.key} if email else _addresses(text)


def _addresses(text: str) -> set[str]:
    """The normalised addresses that are found in a text."""
    found: set[str] = set()
    for part in (each.strip(_AROUND) for each in _CANDIDATE.findall(text)):
        inner = [part] if _is_address(part) else filter(_is_address, _INNER.findall(part))
        found.update(map(normalise, inner))
    return found
