"""The parts of a person's name that tell who it is: without titles, degrees and the like, and with
the surnames that somebody had or has beside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that have no accent to take off.
LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
#: Before a name.
TITLES = (
    *("dr", "prof", "mr", "mrs", "ms", "miss", "sir", "rev", "hon", "mag", "ing"),
    *("herr", "frau", "mme", "mlle", "monsieur", "madame", "dipl"),
)
#: Behind a name; what may be a name itself, such as Ma, is none.
SUFFIXES = (
    *("jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "esq", "phd", "md"),
    *("msc", "bsc", "mba", "bba", "mphil", "dphil", "meng", "beng", "llb", "llm", "dds", "dba"),
    *("bed", "mpa", "mph", "cpa", "cfa", "obe", "mbe", "cbe", "emba", "edd", "psyd"),
)
#: Between the name that somebody has and the one that they had.
MARKERS = ("nee", "geb", "geborene", "geborener", "born", "ne")
#: Words that many surnames begin with.
PARTICLES = frozenset(
    (
        *("van", "von", "der", "den", "de", "du", "des", "del", "della", "di", "da", "dos", "das"),
        *("la", "le", "les", "lo", "el", "al", "bin", "ibn", "ben", "zu", "zum", "zur", "ter"),
        *("ten", "op", "mc", "mac", "o", "d", "y", "e", "i"),
    )
)
_DOTTED = re.compile(r"(?<=[^\W\d_])[.](?=[^\W\d_])")
# Degrees written with dots: two and more, of up to three letters each.
_DEGREE = re.compile(r"(?:[^\W\d_]{1,3}[.]){2,}|(?:[^\W\d_]{1,3}[.])+[^\W\d_]{1,3}")


@lru_cache(maxsize=8192)
def fold(text: str | None) -> str:
    """Lower case, without accents, only letters and digits with single blanks between.

    >>> fold("  Élodie-Ann  O'Hara, Øst")
    'elodie ann o hara ost'
    """
    plain = unicodedata.normalize("NFKD", (text or "").casefold().translate(LETTERS))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", letters))


@lru_cache(maxsize=8192)
def told(text: str | None) -> tuple[str, str]:
    """The name and the surname that somebody had, each without what does not tell people apart.

    >>> told("Dr. Anna Muster-Schmidt, M.Sc."), told("Lee, Dr. Ann"), told("Mag")
    (('Anna Muster-Schmidt', ''), ('Lee, Ann', ''), ('Mag', ''))
    >>> told("Anna Muster (née Schmidt)"), told("Nee"), told("Yo-Yo Ma")
    (('Anna Muster', 'Schmidt'), ('Nee', ''), ('Yo-Yo Ma', ''))
    """
    words = (text or "").replace("(", " ").replace(")", " ").split()
    words = [word for place, word in enumerate(words) if not _is_title(words, place)] or words
    while len(words) > 2 and _is_suffix(words[-1]):
        words.pop()
    place = _place_of_marker(words)
    name, former = (words[:place], words[place + 1 :]) if place else (words, [])
    return " ".join(name).rstrip(","), " ".join(former)


def _is_title(words: list[str], place: int) -> bool:
    """Whether a word stands before a name: at first, behind a comma, or behind another title.

    >>> [_is_title(["Lane,", "Dr.", "Ada", "Ing"], place) for place in range(4)]
    [False, True, False, False]
    """
    if _plain(words[place]) not in TITLES:
        return False
    return place == 0 or words[place - 1].endswith(",") or _is_title(words, place - 1)


def _place_of_marker(words: list[str]) -> int:
    """Where a word stands that says that a former name follows; 0 where there is none."""
    places = range(1, len(words) - 1)
    return next((place for place in places if _is_marker(words[place])), 0)


def _is_marker(word: str) -> bool:
    """Born is also a surname, and written as one then.

    >>> _is_marker("geb."), _is_marker("NÉE"), _is_marker("Born")
    (True, True, False)
    """
    return _plain(word) in MARKERS and (word[0].islower() or word.isupper())


def _is_suffix(word: str) -> bool:
    return _plain(word) in SUFFIXES or bool(_DEGREE.fullmatch(word.strip(",")))


def _plain(word: str) -> str:
    """
    >>> _plain("Ph.D.,"), _plain("née")
    ('phd', 'nee')
    """
    return fold(_DOTTED.sub("", word))


def own_words(words: Iterable[str]) -> list[str]:
    """Words of a surname without those that many begin with; all of them where no others are.

    >>> own_words(["van", "der", "berg"]), own_words(["van"])
    (['berg'], ['van'])
    """
    found = list(words)
    return [word for word in found if word not in PARTICLES] or found
