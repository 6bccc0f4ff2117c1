"""Pieces of SQL by which what stands somewhere is compared with what is known of the persons."""

from odoo.tools import SQL

# So many last digits of a telephone tell it from others, however much of it is dialled.
_TELLING = 8


def address_in(column, table="t"):
    """The e-mail address in a column, which may have a name before it, in small letters."""
    return SQL(
        "lower(coalesce(substring(%(column)s from '<([^<>]+)>'), btrim(%(column)s)))",
        column=SQL.identifier(table, column),
    )


def telling_digits(text):
    """The last digits of a telephone, which tell it from others; NULL where it has fewer. ``text``
    is SQL."""
    return SQL(
        "substring(regexp_replace(%s, '[^0-9]', '', 'g') from %s)", text, f"[0-9]{{{_TELLING}}}$"
    )
