"""A person's own words for the values of a column: `Yes = 1; No = 0`, ours first."""

from __future__ import annotations

from .cells import tidy
from .lists import split_list
from .problems import Problem, shorten

#: so many pairs one column may have
MOST = 100
#: {our text: their text}
Words = dict[str, str]


def read_words(text: str | None) -> Words | Problem:
    """The words that a text says, or what is wrong with it. A pair with a `;` in it stands in
    quotation marks.

    >>> read_words('Yes = 1; "Food; Drink=F"'), read_words("")
    ({'Yes': '1', 'Food; Drink': 'F'}, {})
    >>> read_words("Yes=1; No").code, read_words("Yes=1; No=1").code, read_words('"Yes=1').code
    ('word_without_pair', 'word_twice', 'words_not_a_list')
    """
    listed = split_list(text or "")
    if listed is None or len(listed) > MOST:
        return Problem("words_not_a_list", params={"limit": MOST})
    words: Words = {}
    for each in listed:
        ours, _equals, theirs = map(tidy, each.partition("="))
        if not ours or not theirs:
            return Problem("word_without_pair", params={"text": shorten(each)})
        if ours in words or theirs in words.values():
            return Problem("word_twice", params={"text": shorten(each)})
        words[ours] = theirs
    return words


def taken_back(words: Words) -> Words:
    """{their text: our text}

    >>> taken_back({"Yes": "1"})
    {'1': 'Yes'}
    """
    return {theirs: ours for ours, theirs in words.items()}
