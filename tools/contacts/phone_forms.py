"""Telephone numbers in international form, by what is known of others that begin alike.

``phonenumbers`` takes a tenth of a millisecond for a number: half of what the validation of a row
of contacts took. But it decides by the first digits, and by how many there are; the others it
copies. So it is asked once for each beginning. Which digits it looks at is not guessed: its own
patterns are followed digit by digit (``phone_patterns``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

from .phone_patterns import Step, any_of, compiled

try:
    import phonenumbers
except ImportError:  # pragma: no cover
    phonenumbers = None

FormatPhone = Callable[[str, str | None], str | None]

#: what stands between digits and means nothing
_SEPARATORS = str.maketrans("", "", " ./-")
# Beginnings that are kept; and from how many of a country on each must have told more than one
# other number, since to learn one takes longer than to ask.
MOST, TRIED = 20_000, 200


class PhoneForms:
    """``forms(number, country)`` is ``format_phone(number, country)``: the international form, or
    None where it is no number."""

    def __init__(self, format_phone: FormatPhone) -> None:
        self.format_phone = format_phone
        # {(country, whether with a plus, digits): {digits looked at: {these: form of the others}}}
        self._known: dict[tuple[str | None, bool, int], dict[int, dict[str, str]]] = {}
        # {country: [numbers told, beginnings learnt]}
        self._use: dict[str | None, list[int]] = {}
        self._count = 0

    def __call__(self, number: str, country: str | None) -> str | None:
        digits = number.translate(_SEPARATORS)
        has_plus = digits[:1] == "+"
        if has_plus:
            digits = digits[1:]
        if not (digits.isdigit() and digits.isascii()):
            return self.format_phone(number, country)
        sort = country, has_plus, len(digits)
        for seen, forms in self._known.get(sort, {}).items():
            form = forms.get(digits[:seen])
            if form is not None:
                self._use[country][0] += 1
                return form % (*digits[seen:],)
        found = self.format_phone(number, country)
        if found is not None:
            self._learn(sort, digits, found)
        return found

    def _learn(self, sort: tuple[str | None, bool, int], digits: str, found: str) -> None:
        """Remember the form of the numbers that begin like this one."""
        use = self._use.setdefault(sort[0], [0, 0])
        if self._count >= MOST or (use[1] >= TRIED and use[0] < 2 * use[1]):
            return
        seen = _digits_seen(sort[0], sort[1], digits, found)
        if not seen or not int(digits[:seen]):
            return
        use[1] += 1
        self._count += 1
        form = _form(found, len(digits) - seen)
        self._known.setdefault(sort, {}).setdefault(seen, {})[digits[:seen]] = form


def _form(found: str, rest: int) -> str:
    """A form with a %s for each of its last digits, ``rest`` of them.

    >>> _form("+41 22 200 01 02", 4)
    '+41 22 200 %s%s %s%s'
    """
    parts = re.split("([0-9])", found)
    places = [place for place, part in enumerate(parts) if part.isdigit()][-rest:]
    for place in places:
        parts[place] = "%s"
    return "".join(parts)


def _digits_seen(country: str | None, has_plus: bool, digits: str, found: str) -> int:
    """How many of the first digits decide on the form ``found``; 0 where they cannot be told from
    the others."""
    code = found[1:].partition(" ")[0]
    body = re.sub("[^0-9]", "", found[len(code) + 1 :])
    begins = len(digits) - len(body)
    known = _country(country, has_plus, code)
    if known is None or not digits.endswith(body) or not found.startswith(f"+{code} "):
        return 0
    if has_plus and not digits.startswith(code):
        return 0
    seen = known.digits_seen(digits, begins)
    return seen if seen < len(digits) else 0


class _Country:
    """What ``phonenumbers`` looks at in a number of a calling code: its patterns, and the
    ``prefixes`` that it takes off."""

    def __init__(self, code: str, pattern: Step, idd: Iterable[str], prefixes: list[str]) -> None:
        self.code, self.pattern, self.idd, self.prefixes = code, pattern, tuple(idd), prefixes

    def digits_seen(self, digits: str, begins: int) -> int:
        """How many digits are looked at by any pattern, from wherever a number can begin that has
        been taken apart; 0 where it is dialled like one from abroad. ``begins`` is where the number
        itself does."""
        if any(re.match(prefix, digits) for prefix in self.idd):
            return 0
        places = {0, begins}
        if digits.startswith(self.code):
            places.add(len(self.code))
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            for prefix in self.prefixes:
                match = re.match(prefix, digits[place:])
                if match and place + match.end() not in places:
                    places.add(place + match.end())
                    waiting.append(place + match.end())
        return max(len(self.code), self.pattern(digits, places)[1])


@functools.lru_cache(maxsize=500)
def _country(country: str | None, has_plus: bool, code: str) -> _Country | None:
    """The patterns of a calling code; None where numbers are put together anew, or the country has
    another code."""
    if phonenumbers is None or not code.isdigit():
        return None
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    if not regions or phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY in regions:
        return None
    if not has_plus and country not in regions:
        return None
    own = [_metadata(each) for each in {regions[0], regions[0] if has_plus else country}]
    if any(each.national_prefix_transform_rule for each in own):
        return None
    every = [_metadata(each) for each in regions]
    formats = [each for one in every for each in (*one.number_format, *one.intl_number_format)]
    if any(re.search(r"(?<!\\)[0-9]", each.format) for each in formats):
        return None
    idd = [] if has_plus else [one.international_prefix for one in own if one.international_prefix]
    prefixes = [one.national_prefix_for_parsing for one in own if one.national_prefix_for_parsing]
    texts = {text for one in every for text in _patterns(one)}
    texts.update(idd)
    steps = [step for step in map(compiled, texts) if step is not None]
    if len(steps) < len(texts):
        return None
    return _Country(code, functools.partial(any_of, steps), idd, prefixes)


def _metadata(region: str) -> Any:
    return phonenumbers.PhoneMetadata.metadata_for_region(region)


def _patterns(metadata: Any) -> set[str]:
    """All that the numbers of a region are compared with."""
    sorts = (
        each for each in vars(metadata).values() if isinstance(each, phonenumbers.PhoneNumberDesc)
    )
    formats = (*metadata.number_format, *metadata.intl_number_format)
    found = {each.national_number_pattern for each in sorts}
    found |= {metadata.leading_digits, metadata.national_prefix_for_parsing}
    found |= {text for each in formats for text in (each.pattern, *each.leading_digits_pattern)}
    return found - {None, ""}
