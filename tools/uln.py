"""Numbers of learners and of qualifications: what they have in common and what shape they have.

PostgreSQL has copies of ``normalise`` and ``is_uln``: ``models/qualifications/uln_sql.py``.
"""

import re

#: Shared by learners whose own number is not known yet.
TEMPORARY_ULN = "9999999999"

#: What does not count in a number: the slash and all blanks, the last of which is U+3000.
IGNORED = "/" + "".join(filter(str.isspace, map(chr, range(0x3001))))

_IGNORED = dict.fromkeys(map(ord, IGNORED))
_ULN = re.compile("[1-9][0-9]{9}")
_QUALIFICATION = re.compile("[0-9]{3}/[0-9]{4}/[0-9X]|[0-9]{7}[0-9X]", re.IGNORECASE)


def normalise(number: str | None) -> str:
    """What two spellings of a number have in common: slashes, blanks and case do not count.

    >>> normalise("100/1234/x"), normalise(" 10001234 5"), normalise(None)
    ('1001234X', '100012345', '')
    """
    return (number or "").translate(_IGNORED).upper()


def is_uln(number: str | None) -> bool:
    """Whether a text is a Unique Learner Number: the rule DD01 of the Learning Records Service.

    Ten digits, the first not 0; the last is 10 less the weighted sum of the others modulo 11, and
    no number has the sum 0. The temporary number that learners share passes, too.

    >>> is_uln("1000000043"), is_uln("9276308686"), is_uln("1000000063"), is_uln("1234567890")
    (True, True, False, False)
    """
    number = normalise(number)
    if number == TEMPORARY_ULN:
        return True
    if not _ULN.fullmatch(number):
        return False
    remainder = _remainder(number)
    return remainder != 0 and int(number[9]) == 10 - remainder


def check_digit(digits: str) -> str | None:
    """The tenth digit after nine others, None where no number starts with these.

    >>> check_digit("100000004"), check_digit("927630868")
    ('3', '6')
    """
    remainder = _remainder(digits)
    return str(10 - remainder) if remainder else None


def _remainder(digits: str) -> int:
    return (
        sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits[:9], strict=True))
        % 11
    )


def is_qualification_number(number: str | None) -> bool:
    """Whether a text has the shape NNN/NNNN/N, the slashes all there or none; X may be the last.

    >>> [is_qualification_number(n) for n in ("100/1234/5", "6001234X", "100/12345", "BTEC 3")]
    [True, True, False, False]
    """
    return bool(_QUALIFICATION.fullmatch((number or "").strip()))
