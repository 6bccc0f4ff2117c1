"""The part of an e-mail address before the @: pure, without a database."""

import unicodedata

# So many characters servers carry there (RFC 5321).
LONGEST = 64


def plain_name(name: str) -> str:
    """A name in the letters that every mail server carries, as far as it can be written so; other
    letters are left out.

    >>> plain_name("Straße"), plain_name("Mitgliéder"), plain_name("Почта 1")
    ('strasse', 'mitglieder', ' 1')
    """
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in parts if character.isascii())


def is_carried(name: str) -> bool:
    """Whether mail carries a name, but for accents, which an address loses.

    >>> is_carried("Mitgliéder"), is_carried("Почта"), is_carried("Straße")
    (True, False, False)
    """
    letters = unicodedata.normalize("NFKD", name.lower())
    return all(each.isascii() or unicodedata.combining(each) for each in letters)


def proposed_name(name: str, otherwise: str) -> str:
    """An address in place of one that mail cannot carry: the nearest one where no letter is lost,
    else the other one.

    >>> proposed_name("Straße", "members"), proposed_name("Почта-1", "members_2")
    ('strasse', 'members-2')
    """
    letters = sum(map(str.isalnum, name.casefold()))
    plain = plain_name(name)
    chosen = plain if sum(map(str.isalnum, plain)) >= letters else plain_name(otherwise)
    return "-".join("".join(c if c.isalnum() else " " for c in chosen).split())
