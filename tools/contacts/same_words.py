"""Whether words of two names are the same, as people spell them: all of them are folded."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from .person_names import own_words

# From this likeness on two words are one with a typing error.
SIMILAR = 0.8


@lru_cache(maxsize=8192)
def alike(one: str, other: str) -> bool:
    """Equal, or one with a typing error.

    >>> alike("lane", "lanne"), alike("lane", "moor"), alike("", "")
    (True, False, False)
    """
    if not one or not other:
        return False
    if one == other:
        return True
    # most pairs differ by their length or letters alone: to lay them side by side takes far longer
    length = len(one) + len(other)
    if 2 * min(len(one), len(other)) / length < SIMILAR:
        return False
    if 2 * sum(min(one.count(each), other.count(each)) for each in {*one}) / length < SIMILAR:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR


def of_one_family(last: str, surname: str) -> bool:
    """Equal, with a typing error, or one a part of the other, as of a double surname.

    >>> of_one_family("muster schmidt", "schmidt"), of_one_family("van der berg", "van der moor")
    (True, False)
    """
    if alike(last, surname):
        return True
    short, long = sorted((own_words(last.split()), own_words(surname.split())), key=len)
    return bool(short) and all(any(alike(word, each) for each in long) for word in short)


def is_part(words: list[str], others: list[str]) -> bool:
    """Whether one name has all the words of the other, and more.

    >>> is_part(["anna", "muster"], ["anna", "muster", "schmidt"]), is_part(["lane"], ["ada"])
    (True, False)
    """
    short, long = sorted((words, others), key=len)
    return len(short) > 1 and set(short) <= set(long)
