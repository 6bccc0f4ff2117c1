"""The rules of ``tools.rows.keys``, ``emails`` and ``placeholders`` in SQL, for many thousand cells
in one statement.

``text`` is the SQL of a cell's text without the characters ``ENDS`` at its ends.
"""

from __future__ import annotations

from odoo.tools import SQL

from ..tools.rows.cells import ENDS, ESCAPED
from ..tools.rows.keys import plain_characters
from ..tools.rows.placeholders import EMAIL, KEY, SUSPECT
from ..tools.rows.schema import Field

_FROM, _TO = "".join(plain_characters()), "".join(plain_characters().values())
# What is certainly taken as it stands; one that ends in a letter or a digit is no mere dash.
_PLAIN = "^[A-Za-z0-9_./-]*[A-Za-z0-9]$"
_WORDS = tuple(sorted(SUSPECT))


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
    plain = _if_ascii("shaped", SQL("shaped"), SQL("translate(shaped, %s, %s)", _FROM, _TO))
    whole = SQL("regexp_replace(plain, '^([0-9]+)[.,]00?$', '\\1')")
    slow = _shaped(_let("plain", plain, whole))
    fast = SQL("CASE WHEN raw ~ '^[A-Za-z0-9_/-]*$' THEN raw ELSE %s END", slow)
    return _let("raw", text, fast)


def email_text(text: SQL) -> SQL:
    """By what ``tools.rows.emails.read_email`` compares the address of a cell; of a cell that holds
    none, any text."""
    listed = SQL("rtrim(regexp_replace(shaped, '[,;]$', ''), %s)", ENDS)
    bare = SQL(
        """regexp_replace(btrim(coalesce(substring(listed FROM '<([^<>]*)>$'), listed), %s),
                          '^mailto: *', '', 'i')""",
        ENDS,
    )
    slow = _shaped(_let("listed", listed, _let("bare", bare, _compared())))
    fast = SQL("CASE WHEN raw ~ '^[A-Za-z0-9_.@+-]*$' THEN lower(raw) ELSE %s END", slow)
    return _let("raw", text, fast)


def _compared() -> SQL:
    """The case of a local part beyond ASCII counts."""
    local = SQL("regexp_replace(bare, '@[^@]*$', '')")
    domain = SQL("coalesce(lower(substring(bare FROM '@[^@]*$')), '')")
    return SQL(
        "%s || %s",
        _let("local", local, _if_ascii("local", SQL("lower(local)"), SQL("local"))),
        domain,
    )


def _shaped(then: SQL) -> SQL:
    """``then`` of the text ``raw`` as cells hold it, ``shaped``: composed, and without the
    apostrophe of a safe export."""
    composed = _if_ascii("raw", SQL("raw"), SQL("normalize(raw)"))
    shaped = SQL(
        "CASE WHEN composed ~ %s THEN btrim(substr(composed, 2), %s) ELSE composed END",
        f"^{ESCAPED.pattern}",
        ENDS,
    )
    return _let("composed", composed, _let("shaped", shaped, then))


def _let(name: str, value: SQL, then: SQL) -> SQL:
    """``then``, in which the name stands for the value, worked out once."""
    return SQL(
        "(SELECT %s FROM (SELECT %s AS %s OFFSET 0) given)", then, value, SQL.identifier(name)
    )


def _if_ascii(name: str, then: SQL, otherwise: SQL) -> SQL:
    text = SQL.identifier(name)
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
