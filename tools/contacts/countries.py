"""Countries by what people write: codes of two and three letters, names in whatever language."""

from __future__ import annotations

import functools
import pickle

from ..rows.cells import fold

# Codes that are not of ISO 3166, but which everybody knows: of the European Union.
OTHERS = {"uk": "GB", "el": "GR"}


def code_of(text: str) -> str | None:
    """The code of two letters of a country; None where nothing or several things are meant."""
    key = fold(text)
    return OTHERS.get(key) or _codes().get(key) or _names().get(_plain(key))


def _plain(key: str) -> str:
    """Blanks, and the dots of U.S.A., do not count."""
    return "".join(key.replace(".", "").split())


@functools.cache
def _codes() -> dict[str, str]:
    """``{code of three letters: that of two}``, as the Unicode tables have them."""
    from babel.core import get_global

    return {
        alias.casefold(): codes[0]
        for alias, codes in get_global("territory_aliases").items()
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1
    }


@functools.cache
def _names() -> dict[str, str | None]:
    """``{name: code}`` of all languages: read once by the first file that needs it, in some
    seconds. A name that means another country in another language is nobody's."""
    from babel import localedata

    found: dict[str, str | None] = {}
    for locale in localedata.locale_identifiers():
        # not by load(): what that gives of a locale, whole or not, is kept for everybody else
        with open(localedata.resolve_locale_filename(locale), "rb") as file:
            territories = pickle.load(file).get("territories") or {}
        for code, name in territories.items():
            if len(code) == 2 and code.isalpha() and isinstance(name, str):
                key = _plain(fold(name))
                found[key] = code if found.get(key, code) == code else None
    return found
