"""Keys of contacts that were merged into others: what was merged stays merged.

A former key has a sort, which is the name of a field of files, and a text.
"""

from __future__ import annotations

from ..rows.problems import Problem, warning

CONS_ID, MEMBER_ID, CONTACT_NR, ULN = "cons_id", "member_id", "contact_nr", "uln"
#: The code of the warning that a row means the contact of another key now.
MERGED = "merged_contact"
#: The code of the error that a row would undo or destroy what another key stands for now.
MERGED_AWAY = "merged_away"


def merged_note(field: str, former: object, now: object) -> Problem:
    """The warning of a row that names somebody by a former key; `now` is the key of the contact
    that it was merged into.

    >>> merged_note("member_id", "MG2", "MG1").params
    {'former': 'MG2', 'now': 'MG1'}
    """
    return warning(MERGED, field, str(former), former=str(former), now=str(now))
