"""Whether two telephone numbers, as people type them, are one.

``phonenumbers`` knows the numbers of all countries; Odoo does without it where it is not
installed, and then so does this: the last digits are compared.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

try:
    import phonenumbers
except ImportError:  # pragma: no cover
    phonenumbers = None

#: What an extension looks like, at the end of a number. PostgreSQL reads this as well.
EXTENSION = (
    "[ ,;/]*(;ext=|ext(ension)?n?|xtn?|x|#|int|anexo|poste|durchwahl|dw)[ .:=,-]*([0-9]{1,7})#? *$"
)
#: Digits of other scripts, and the letters on the keys of a telephone.
KEYPAD = {
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999", strict=True)),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **{chr(0x0660 + digit): str(digit) for digit in range(10)},
    **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
}
#: A shorter number, such as that of the fire brigade, is anybody's.
SHORTEST = 6
# Digits that no rule of a country takes off the end of a number, nor puts before.
SURE = 4
# Of a number of an unknown country, so many digits from the end.
DIGITS = 9
_EXTENSION = re.compile(EXTENSION, re.IGNORECASE)
_KEYPAD = str.maketrans(KEYPAD)


def phone_end(text: str | None) -> str | None:
    """What two telephone numbers have in common if they are one, however much of each is dialled;
    None of no number, "" of one that is too short to tell.

    >>> phone_end("+41 22 555 01 01 ext. 5"), phone_end("112"), phone_end(None)
    ('0101', '', None)
    """
    if not text:
        return None
    digits = _digits(_split(text)[0])
    return digits[-SURE:] if len(digits) >= SURE else ""


def same_phone(
    one: str | None, other: str | None, country: str | None = None, others: str | None = None
) -> bool:
    """Whether these are one number; each with the code of the country of who has it, if that is
    known. A number without a country is taken for one of the other's. One extension counts where
    both have one.

    >>> same_phone("+41 22 555 01 01", "022/555.01.01"), same_phone("118", "118")
    (True, False)
    >>> same_phone("+41 22 555 01 01 ext. 5", "0041225550101")
    True
    >>> same_phone("+41 22 555 01 01 x5", "+41 22 555 01 01 ext 6")
    False
    """
    if not one or not other:
        return False
    end, another_end = phone_end(one), phone_end(other)
    if end and another_end and end != another_end:
        return False  # to take numbers apart by the rules of their countries takes far longer
    (number, extension), (second, another) = _split(one), _split(other)
    if extension and another and extension != another:
        return False
    return _same(number, second, country, others)


def dialled(text: str) -> str:
    """A number as it is dialled from anywhere, where it tells its country; else as it is dialled
    there. An extension follows an x.

    >>> dialled("0041 22/555.01.01 ext. 5"), dialled("022 555 01 01")
    ('+41225550101x5', '0225550101')
    """
    number, extension = _split(text)
    parsed = _parsed(number, None)
    if parsed is not None:
        number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{number}x{extension}" if extension else number


@lru_cache(maxsize=8192)
def _split(text: str) -> tuple[str, str]:
    """A number and its extension, both with nothing but the digits and a plus.

    >>> _split("1-800-FLOWERS ext. 12"), _split("+41 (0)22 555")
    (('18003569377', '12'), ('+4122555', ''))
    """
    found = _EXTENSION.search(text)
    number = unicodedata.normalize("NFKC", text[: found.start()] if found else text)
    # the zero in brackets is dialled only within the country
    number = number.replace("(0)", "") if number.lstrip().startswith(("+", "00")) else number
    number = re.sub("[^0-9+]", "", number.lower().translate(_KEYPAD))
    return number, found.group(3) if found else ""


def _same(number: str, second: str, country: str | None, others: str | None) -> bool:
    parsed, another = _parsed(number, country), _parsed(second, others)
    if parsed is None and another is not None:
        parsed = _parsed(number, _region(another))
    if another is None and parsed is not None:
        another = _parsed(second, _region(parsed))
    if parsed is None or another is None:
        return _last_digits(number) is not None and _last_digits(number) == _last_digits(second)
    return bool(_telling(parsed) == _telling(another) and len(_digits(number)) >= SHORTEST)


@lru_cache(maxsize=8192)
def _parsed(number: str, country: str | None) -> Any:
    """A number of a country, or one that says its own; None of anything else."""
    if phonenumbers is None:
        return None
    if country is None and number.startswith("00"):
        number = f"+{number[2:]}"
    try:
        return phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None


def _region(parsed: Any) -> str | None:
    region = phonenumbers.region_code_for_country_code(parsed.country_code)
    return None if region == phonenumbers.UNKNOWN_REGION else region


def _telling(parsed: Any) -> tuple[int, int, bool]:
    return parsed.country_code, parsed.national_number, bool(parsed.italian_leading_zero)


def _digits(number: str) -> str:
    return number.lstrip("+")


def _last_digits(number: str) -> str | None:
    digits = _digits(number)
    return digits[-DIGITS:] if len(digits) >= SHORTEST else None
