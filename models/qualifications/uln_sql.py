"""The rules of ``tools.uln`` in SQL, for many thousand numbers in one statement."""

from odoo.tools import SQL

from ...tools.uln import IGNORED

ULN = "^[1-9][0-9]{9}$"


def normalised(text):
    """What ``tools.uln.normalise`` makes of a text; of letters beyond ASCII the two may differ in
    the capitals."""
    return SQL("upper(translate(%s, %s, ''))", text, IGNORED)


def indexed(text):
    """The same of a number that is stored, in the words of its index,
    ``res.partner._contact_uln_idx``: a person writes it with spaces and slashes, and no other
    blanks."""
    return SQL("upper(translate(%s, ' /', ''))", text)


def is_uln(text):
    """Whether ``tools.uln.is_uln`` is true of a text that is ten digits; false or null of any
    other spelling, and of the temporary number."""
    return SQL("CASE WHEN %s ~ %s THEN %s END", text, ULN, confirms(text))


def confirms(text):
    """Whether the last of ten digits confirms the others."""
    weighted = SQL(" + ").join(
        SQL("%s * substr(%s, %s, 1)::int", 11 - place, text, place) for place in range(1, 10)
    )
    return SQL("(%s) %% 11 + right(%s, 1)::int = 10", weighted, text)
