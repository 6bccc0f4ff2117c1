"""What two values have in common that mean the same, and a mark of it that gives nothing away."""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from decimal import Decimal, InvalidOperation

from ..contacts.phones import dialled, phone_end, same_phone
from ..rows.day_forms import read_moment
from ..rows.emails import read_email
from .names import by_key
from .remote import Value

#: how a field is compared, beside the types of ``remote.TYPES``
EMAIL, PHONE = "email", "phone"
# Bytes of a mark: two values of one field never share one by chance.
BYTES = 12
_TRUE = ("1", "true", "yes", "y")


def canonical(value: Value, form: str = "text") -> str:
    """A value of a field of one `form` as it is compared; "" of none.

    >>> canonical(" Ann  Lee "), canonical(None), canonical("Ann@Example.org", EMAIL)
    ('Ann Lee', '', 'ann@example.org')
    >>> canonical("5.0", "number"), canonical(5, "integer"), canonical(False, "boolean")
    ('5', '5', '')
    >>> canonical("+41 22 555 01 01", PHONE) == canonical("0041 22/555.01.01", PHONE)
    True
    >>> canonical("2026-01-31T08:00:00.000+0100", "datetime")
    '2026-01-31 07:00:00'
    """
    if value is None or isinstance(value, list):
        return "\n".join(sorted(by_key(value or ())))
    if form == "boolean":
        is_true = value.strip().lower() in _TRUE if isinstance(value, str) else bool(value)
        return "1" if is_true else ""
    text = _plain(value)
    if not text:
        return ""
    return _FORMS[form](text) if form in _FORMS else text


def _plain(value: Value) -> str:
    """One spelling of letters, blanks and ends of lines; the ends of a text do not count."""
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


def _email(text: str) -> str:
    email = read_email(text)
    return email.key if email else text


def _phone(text: str) -> str:
    """The digits that are dialled from anywhere: with the code of a country where it is told."""
    if not phone_end(text):
        return text
    return dialled(text)


def is_same(one: Value, other: Value, form: str) -> bool:
    """Whether two values mean the same: a telephone number without the code of a country is that
    with one."""
    if form == PHONE and isinstance(one, str) and isinstance(other, str):
        return canonical(one) == canonical(other) or same_phone(one, other)
    return canonical(one, form) == canonical(other, form)


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    return f"{number.normalize():f}" if number else "0"


def _moment(text: str) -> str:
    try:
        moment = read_moment(text)
    except ValueError:
        return text
    if moment.tzinfo:
        moment = moment.astimezone(datetime.timezone.utc)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


_FORMS = {
    EMAIL: _email,
    PHONE: _phone,
    "integer": _number,
    "number": _number,
    "date": lambda text: text[:10],
    "datetime": _moment,
}


def mark(salt: str, field: str, text: str) -> str:
    """What is kept of a value that both sides agreed on. `salt` is a secret of the pair, so that
    nobody can tell from marks alone who has the same value.

    >>> mark("pair 7", "city", "Bern") == mark("pair 8", "city", "Bern")
    False
    """
    told = "\x00".join((salt, field, text)).encode()
    return hashlib.sha256(told).digest()[:BYTES].hex()
