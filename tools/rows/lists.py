"""Several names or IDs in one cell: separated, and quoted where one has the separator in it, as the
cells of a .csv are."""

from __future__ import annotations

import re
from collections.abc import Iterable

SEPARATOR = ";"
# So many texts one cell may list: more than anybody has, and few enough for a chunk of rows that
# all list as many.
MOST = 1_000
# So many of several names are shown.
NAMED = 10
_QUOTE = '"'
# One text of a list, with the separator or the end behind it.
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?:;|$)')
_PLAIN = re.compile(r"([^;]*)(?:;|$)")
# Lists as other programs write them: ["A","B"], ['A'], {A,B}, [1, 2].
_FOREIGN = re.compile(r"""\s*(?:\[.*\]|\{.*\})\s*""", re.DOTALL)
_ITEMS = re.compile(r"""["',:]""")


def split_list(text: str | None) -> list[str] | None:
    """The texts of a cell; None where the cell is no list of ours.

    >>> split_list('Friends; "Food; Drink";'), split_list('"The ""A"" Team"'), split_list("")
    (['Friends', 'Food; Drink'], ['The "A" Team'], [])
    >>> [split_list(text) for text in ('["A","B"]', "{A,B}", '"Food; Drink', '"A" B')]
    [None, None, None, None]
    >>> split_list('[Archive]; 5" Pipes'), split_list('"[A, B]"')
    (['[Archive]', '5" Pipes'], ['[A, B]'])
    """
    text = (text or "").strip()
    if _FOREIGN.fullmatch(text) and _ITEMS.search(text):
        return None
    found = []
    position = 0
    while position < len(text):
        quoted = _QUOTED.match(text, position)
        match = quoted or _PLAIN.match(text, position)
        if match is None:
            return None
        part = match[1].replace(2 * _QUOTE, _QUOTE) if quoted else match[1]
        part = part.strip()
        if not quoted and part.startswith(_QUOTE):
            return None
        if part:
            found.append(part)
        position = match.end()
    return found


def quoted(text: str) -> str:
    """A text as it stands in a list.

    >>> quoted("Friends"), quoted("Food; Drink"), quoted('"A" Team'), quoted("[A, B]")
    ('Friends', '"Food; Drink"', '\"\"\"A\"\" Team"', '"[A, B]"')
    """
    if split_list(text) == [text]:
        return text
    return f"{_QUOTE}{text.replace(_QUOTE, 2 * _QUOTE)}{_QUOTE}"


def join_list(texts: Iterable[str]) -> str:
    """Several texts in one cell.

    >>> join_list(["T-001", "", "Food; Drink"])
    'T-001; "Food; Drink"'
    """
    return f"{SEPARATOR} ".join(quoted(text) for text in texts if text)


def listed_names(names: list[str]) -> str:
    """The first of several names, for people.

    >>> listed_names(["Food", "Drink"]), listed_names(list("abcdefghijkl"))
    ('Food, Drink', 'a, b, c, d, e, f, g, h, i, j ...')
    """
    return ", ".join(names[:NAMED]) + (" ..." if len(names) > NAMED else "")
