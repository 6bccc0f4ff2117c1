"""What two spellings of an e-mail address have in common, beyond what Odoo stores of it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PUNYCODE = "xn--"


@lru_cache(maxsize=8192)
def email_key(address: str | None) -> str:
    """The address in small letters of whatever script, its domain as people read it; "" of none.

    >>> email_key("Ann@Example.org."), email_key(None)
    ('ann@example.org', '')
    >>> email_key("ÄNN@XN--Bcher-kva.example") == email_key("änn@Bücher.example")
    True
    """
    text = unicodedata.normalize("NFC", (address or "").strip()).casefold()
    local, at, domain = text.rpartition("@")
    if not at:
        return text
    labels = [_readable(label) for label in domain.rstrip(".").split(".")]
    return f"{local}@{'.'.join(labels)}"


def _readable(label: str) -> str:
    """A part of a domain, in letters."""
    if not label.startswith(_PUNYCODE):
        return label
    try:
        return unicodedata.normalize("NFC", label[len(_PUNYCODE) :].encode().decode("punycode"))
    except UnicodeError:
        return label
