"""Names of groups and interests, which are one where they differ in case or blanks alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def name_key(name: str) -> str:
    """By what names are compared.

    >>> name_key(" Choir  of Bern") == name_key("choir of bern")
    True
    """
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def by_key(names: Iterable[str]) -> dict[str, str]:
    """{key: the first spelling} of names; blank ones are none."""
    found: dict[str, str] = {}
    for name in names:
        if key := name_key(name):
            found.setdefault(key, name)
    return found
