"""Texts that stand for no value: what programs and people write where there is none.

In a column by which records are looked up such a text names nobody: rows that share it would all
mean the same record. PostgreSQL has a copy of ``is_placeholder``: ``importer/text_sql.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .problems import Problem, shorten, warning

if TYPE_CHECKING:
    from .schema import Field

#: what a field holds: a value of its own; the name of a person or a place; what its record is
#: looked up by; the name of something that is made where it is unknown; an address (`emails`)
VALUE, NAME, KEY, TITLE, EMAIL = "value", "name", "key", "title", "email"

#: the words that programs write, case aside
PROGRAMS = frozenset(
    (
        *("0", "null", "(null)", "<null>", "[null]", "{null}", "dbnull", "nil", "(nil)", "<nil>"),
        *("none", "(none)", "<none>", "[none]", "-none-", "--none--", "nan", "-nan", "#nan"),
        *("na", "<na>", "#na", "n/a", "(n/a)", "<n/a>", "[n/a]", "#n/a", "n.a.", "n.a", "n / a"),
        *("#nv", "\\n", "undefined", "(undefined)", "<undefined>", "[undefined]"),
        *("[object object]", "(blank)", "<blank>", "[blank]", "(empty)", "<empty>", "[empty]"),
        *("(leer)", "(vide)", "(vuoto)", "(vacío)", "(en blanco)", "(leeg)"),
        *("#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!"),
        *("#error!", "#bezug!", "#wert!", "#zahl!", "#null!", "#valeur!", "#nom?", "#nombre!"),
        *("#¡valor!", "#¡ref!", "#¡num!", "#¿nombre?", "#valore!", "#rif!", "#nome?", "#waarde!"),
    )
)
#: the words that people write
PEOPLE = frozenset(
    (
        *("tbd", "t.b.d.", "tba", "t.b.a.", "tbc", "t.b.c.", "unknown", "(unknown)", "empty"),
        *("blank", "not available", "not applicable", "not known", "not given", "not set"),
        *("no value", "no data", "missing", "(missing)", "n/d", "n.d.", "n/r", "n.r.", "n/k"),
        *("k.a.", "k. a.", "k.a", "k/a", "keine angabe", "unbekannt", "(unbekannt)", "leer"),
        *("inconnu", "inconnue", "non renseigné", "néant", "vide", "desconocido", "sin datos"),
        *("sconosciuto", "n.v.t.", "nvt", "onbekend", "leeg"),
    )
)
#: no key either: what is written of a box that is not ticked
UNTICKED = "false"
#: words of both lists that are names, too, as a name is written
NAMES = frozenset(("Null", "Nil", "Nan", "Na", "Blank", "Leer", "Vide"))

#: what alone is no value: blanks, punctuation, the dashes and dots of all sorts; 000 is a code
_NOTHING = re.compile(
    "[\\s!-/:-@\\[-`{-~\xa1\xb7\xbf\u2010-\u2015\u2022\u2026\u2212\u30fb\u3002\uff0d]+"
)
_WORDS = PROGRAMS | PEOPLE
#: whatever is no word of these, case aside, and ends in a letter or digit stands for itself
SUSPECT = _WORDS | {UNTICKED}
# around a word they are part of how a program writes it
_QUOTES = "'\"`\u2018\u2019\u201c\u201d"


def is_placeholder(text: str) -> bool:
    """Whether a text stands for no value where something is looked up by it.

    >>> [is_placeholder(text) for text in ("'NULL'", "#n/a", "-", "0", "k.A.", "?", "\\\\N")]
    [True, True, True, True, True, True, True]
    >>> [is_placeholder(text) for text in ("000", "Nullmeier", "X-0", "NO", "\\u6771\\u4eac")]
    [False, False, False, False, False]
    """
    return is_doubtful(text) or _word(text) == UNTICKED


def is_empty_title(text: str) -> bool:
    """Whether a text stands for no value where it would be the name of a group or a structure:
    people do call things "Unknown".

    >>> [is_empty_title(text) for text in ("none", "N/A", "-", "Unknown", "Null", "Choir")]
    [True, True, True, False, False, False]
    """
    if text in NAMES:
        return False
    return _word(text) in PROGRAMS or bool(_NOTHING.fullmatch(text))


def is_doubtful(text: str) -> bool:
    """Whether a text looks like no value where it is only stored.

    >>> [is_doubtful(text) for text in ("\\\\N", "NULL", "unknown", "-", "Rome", "False")]
    [True, True, True, True, False, False]
    """
    return _word(text) in _WORDS or bool(_NOTHING.fullmatch(text))


def _word(text: str) -> str:
    return text.strip(_QUOTES).casefold()


def placeholder_problem(field: Field, text: str) -> Problem | None:
    """What is wrong with a text that stands for no value: an error where something is looked up by
    it, a warning where it is stored; None of any other text.

    >>> from .schema import Field
    >>> placeholder_problem(Field("city", "CITY", holds=VALUE), "NULL").level
    'warning'
    >>> placeholder_problem(Field("name", "NAME", holds=NAME), "Null")
    """
    if field.holds == KEY:
        return Problem("placeholder", field.name, shorten(text)) if is_placeholder(text) else None
    if field.holds == TITLE:
        return Problem("placeholder", field.name, shorten(text)) if is_empty_title(text) else None
    if field.holds not in (VALUE, NAME) or (field.holds == NAME and text in NAMES):
        return None
    return warning("placeholder_kept", field.name, shorten(text)) if is_doubtful(text) else None
