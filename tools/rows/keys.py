"""By what records are looked up: two spellings of a key that mean the same are one.

PostgreSQL has a copy of ``key_text``: ``importer/text_sql.py``.
"""

import functools
import re
import unicodedata

#: a whole number as programs write it that take it for one with decimals
_WHOLE = re.compile(r"([0-9]+)[.,]0{1,2}")
#: digits of a number that survive where it is taken for one with decimals
EXACT_DIGITS = 15
#: no script has digits behind these
LAST_DIGIT = 0x1FBF9


@functools.cache
def plain_characters() -> dict[str, str]:
    """{character: the plain one}: digits of all scripts, letters and signs of full width, blanks.
    One stands for one, so that PostgreSQL can do the same. To collect them takes a moment, which
    whoever reads a file in ASCII need not wait."""
    plain = {}
    for code in range(0x80, LAST_DIGIT + 1):
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Nd":
            plain[character] = str(unicodedata.decimal(character))
        elif category == "Zs":
            plain[character] = " "
    return plain | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


@functools.cache
def _plain_by_code() -> dict[int, str]:
    return str.maketrans(plain_characters())


def key_text(text: str) -> str:
    """A key as it is looked up: digits and letters of any width as the plain ones, and a whole
    number without the decimals that a program gave it.

    >>> key_text("5001.0"), key_text("\\uff17\\uff17\\uff11"), key_text("007.00"), key_text("1.5")
    ('5001', '771', '007', '1.5')
    """
    if not text.isascii():
        text = text.translate(_plain_by_code())
    if text[-1:] == "0":
        whole = _WHOLE.fullmatch(text)
        return whole[1] if whole else text
    return text


def has_lost_digits(text: str) -> bool:
    """Whether a number was taken for one with decimals that has more digits than such can hold.

    >>> has_lost_digits("1234567890123456.0"), has_lost_digits("123456789012345.0")
    (True, False)
    """
    whole = _WHOLE.fullmatch(text)
    return whole is not None and len(whole[1].lstrip("0")) > EXACT_DIGITS
