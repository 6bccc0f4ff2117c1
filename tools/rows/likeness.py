"""Which of the accepted texts a person may have meant by another one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from .parsers import choice_key

# From this likeness on, of 1, a text is suggested.
ALIKE = 0.72
# Shorter texts are like too many others.
SHORTEST = 3


def suggested(text: str, words: Iterable[tuple[str, str]]) -> str | None:
    """The accepted text that is most like ``text``; ``words`` are (word, accepted text), of which
    several may mean the same, in several languages.

    >>> words = [("Registered", "Registered"), ("Angemeldet", "Registered"), ("No Show", "No Show")]
    >>> suggested("angemeldet", words), suggested("Regstered", words), suggested("x", words)
    ('Registered', 'Registered', None)
    """
    meant: dict[str, str] = {}
    for word, accepted in words:
        meant.setdefault(choice_key(word), accepted)
    key = choice_key(text)
    if key in meant:
        return meant[key]
    if len(key) < SHORTEST:
        return None
    found = difflib.get_close_matches(key, meant, n=1, cutoff=ALIKE)
    return meant[found[0]] if found else None
