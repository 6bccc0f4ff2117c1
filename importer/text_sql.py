"""The rules of ``tools.rows.keys``, ``emails`` and ``placeholders`` in SQL, for many thousand cells
in one statement.

``text`` is the SQL of a cell's text without the characters ``ENDS`` at its ends. Where it is the
name of a column, that is looked at as it stands; any other is worked out once for each row, which
costs more than what is mostly done with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from odoo.tools import SQL

from ..tools.rows.cells import ENDS, ESCAPED
from ..tools.rows.keys import plain_characters
from ..tools.rows.placeholders import EMAIL, KEY, SUSPECT
from ..tools.rows.schema import Field

_FROM, _TO = "".join(plain_characters()), "".join(plain_characters().values())
# What is certainly taken as it stands; one that ends in a letter or a digit is no mere dash.
_PLAIN = "^[A-Za-z0-9_./-]*[A-Za-z0-9]$"
_WORDS = tuple(sorted(SUSPECT))
# A column, with its table or without.
_NAME = re.compile(r'"\w+"(\."\w+")?')


def identity_text(field: Field, text: SQL) -> SQL:
    """What two spellings of a cell have in common that name the same record."""
    if field.holds == EMAIL:
        return email_text(text)
    if field.holds != KEY:
        return text
    key = key_text(text)
    if field.type == "integer":
        return SQL("regexp_replace(%s, '^[+]?0*(?=[0-9])', '')", key)
    return key


def key_text(text: SQL) -> SQL:
    """What ``tools.rows.keys.key_text`` makes of it."""
    shaped = SQL("shaped")
    plain = _if_ascii(shaped, shaped, SQL("translate(shaped, %s, %s)", _FROM, _TO))
    whole = SQL("regexp_replace(plain, '^([0-9]+)[.,]00?$', '\\1')")
    slow = _let("plain", plain, whole)
    return _named(
        text,
        lambda raw: SQL(
            "CASE WHEN %s ~ '^[A-Za-z0-9_/-]*$' THEN %s ELSE %s END", raw, raw, _shaped(raw, slow)
        ),
    )


def email_text(text: SQL) -> SQL:
    """By what ``tools.rows.emails.read_email`` compares the address of a cell; of a cell that holds
    none, any text."""
    listed = SQL("rtrim(regexp_replace(shaped, '[,;]$', ''), %s)", ENDS)
    bare = SQL(
        """regexp_replace(btrim(coalesce(substring(listed FROM '<([^<>]*)>$'), listed), %s),
                          '^mailto: *', '', 'i')""",
        ENDS,
    )
    slow = _let("listed", listed, _let("bare", bare, _compared()))
    return _named(
        text,
        lambda raw: SQL(
            "CASE WHEN %s ~ '^[A-Za-z0-9_.@+-]*$' THEN lower(%s) ELSE %s END",
            raw,
            raw,
            _shaped(raw, slow),
        ),
    )


def _compared() -> SQL:
    """The case of a local part beyond ASCII counts."""
    local = SQL("regexp_replace(bare, '@[^@]*$', '')")
    domain = SQL("coalesce(lower(substring(bare FROM '@[^@]*$')), '')")
    return SQL(
        "%s || %s",
        _let("local", local, _if_ascii(SQL("local"), SQL("lower(local)"), SQL("local"))),
        domain,
    )


def _shaped(raw: SQL, then: SQL) -> SQL:
    """``then`` of the text as cells hold it, ``shaped``: composed, and without the apostrophe of a
    safe export."""
    composed = _if_ascii(raw, raw, SQL("normalize(%s)", raw))
    shaped = SQL(
        "CASE WHEN composed ~ %s THEN btrim(substr(composed, 2), %s) ELSE composed END",
        f"^{ESCAPED.pattern}",
        ENDS,
    )
    return _let("composed", composed, _let("shaped", shaped, then))


def _named(text: SQL, make: Callable[[SQL], SQL]) -> SQL:
    """What is made of the name of a text."""
    if _NAME.fullmatch(text.code):
        return make(text)
    return _let("raw", text, make(SQL("raw")))


def _let(name: str, value: SQL, then: SQL) -> SQL:
    """``then``, in which the name stands for the value, worked out once."""
    return SQL(
        "(SELECT %s FROM (SELECT %s AS %s OFFSET 0) given)", then, value, SQL.identifier(name)
    )


def _if_ascii(text: SQL, then: SQL, otherwise: SQL) -> SQL:
    return SQL(
        "CASE WHEN octet_length(%s) = length(%s) THEN %s ELSE %s END", text, text, then, otherwise
    )


def is_plain_value(text: SQL) -> SQL:
    """Whether a text is certainly taken as it stands, and looks like no placeholder: of others the
    planner has to say something."""
    return SQL("(%s ~ %s AND lower(%s) NOT IN %s)", text, _PLAIN, text, _WORDS)


def is_plain_key(text: SQL) -> SQL:
    """The same of a key, which is looked up as it stands."""
    return SQL("(%s AND %s !~ '[.]00?$')", is_plain_value(text), text)
