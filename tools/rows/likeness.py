"""Which of the accepted texts a person may have meant by another one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from .parsers import choice_key

# From this likeness on, of 1, a text is suggested.
ALIKE = 0.72
# Shorter texts are like too many others.
SHORTEST = 3
# What takes back the words behind it: alike in letters, such a text means something else.
NEGATION = re.compile(r"(?:no|not|non|nicht|niet|kein\w*|pas|sin|غير)[\s_-]", re.IGNORECASE)


def suggested(text: str, words: Iterable[tuple[str, str]]) -> str | None:
    """The accepted text that is most like ``text``; ``words`` are (word, accepted text), of which
    several may mean the same, in several languages.

    >>> words = [("Registered", "Registered"), ("Angemeldet", "Registered"), ("No Show", "No Show")]
    >>> suggested("angemeldet", words), suggested("Regstered", words), suggested("x", words)
    ('Registered', 'Registered', None)
    """
    meant: dict[str, str] = {}
    alike: dict[str, str] = {}
    negated = _is_negated(text)
    for word, accepted in words:
        meant.setdefault(choice_key(word), accepted)
        if not negated or _is_negated(word):
            alike.setdefault(choice_key(word), accepted)
    key = choice_key(text)
    if key in meant:
        return meant[key]
    if len(key) < SHORTEST:
        return None
    found = difflib.get_close_matches(key, alike, n=1, cutoff=ALIKE)
    return alike[found[0]] if found else None


def _is_negated(text: str) -> bool:
    return NEGATION.match(text.strip()) is not None
