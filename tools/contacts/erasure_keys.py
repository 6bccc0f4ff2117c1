"""By what an erased contact is known again, should a file bring it back.

A key is a tuple of its sort and what tells one contact from another, such as
``("email", institution id, normalized e-mail)``. Only its digest is stored.
"""

import hmac
from collections.abc import Iterable

Key = tuple[str | int, ...]

# The record itself, its number within the institution, its e-mail, its numbers elsewhere; of the
# last the id in another CRM, after that of the connection.
RECORD, NUMBER, EMAIL, LEARNER, REFERENCE, EXTERNAL, MEMBER, THEIRS = (
    "record",
    "number",
    "email",
    "uln",
    "ref",
    "external",
    "member_id",
    "theirs",
)


def digest_of(secret: bytes, key: Key) -> str:
    """The hash of a key, 64 characters: case aside, with a secret without which nobody can tell
    what was hashed.

    >>> digest_of(b"secret", ("ref", "A1 ")) == digest_of(b"secret", ("ref", "a1"))
    True
    >>> digest_of(b"secret", ("ref", "a1")) == digest_of(b"another", ("ref", "a1"))
    False
    """
    text = "\x1f".join(str(part).strip().lower() for part in key)
    return hmac.digest(secret, text.encode(), "sha256").hex()


def email_keys(email: str | None, institutions: Iterable[int]) -> list[Key]:
    """The keys under which a normalized e-mail may be known: of contacts of these institutions,
    and of those who were nobody's, once each.

    >>> email_keys("ada@x.example", [3, 3])
    [('email', 3, 'ada@x.example'), ('email', 0, 'ada@x.example')]
    >>> email_keys(None, [3])
    []
    """
    return [(EMAIL, each, email) for each in dict.fromkeys((*institutions, 0))] if email else []
