"""A contact as it is compared with many: what of it is worked out once. With nearly all of those
that share a house or a birthday, that alone says that they are somebody else."""

from __future__ import annotations

from .email_key import email_key
from .phones import phone_end
from .similarity import POINTS, Contact, name_words, street_key, zip_key


class Sketch:
    """Of one ``contact``, as ``similarity`` has it."""

    __slots__ = ("birth_date", "contact", "email", "member_id", "phones", "street", "words", "zip")

    def __init__(self, contact: Contact) -> None:
        self.contact = contact
        self.words = sorted(name_words(contact))
        self.email = email_key(contact.get("email"))
        self.birth_date = str(contact.get("birth_date") or "")
        self.member_id = str(contact.get("member_id") or "")
        self.zip, self.street = zip_key(contact.get("zip")), street_key(contact.get("street"))
        ends = {phone_end(contact.get(name)) for name in ("phone", "cellphone")}
        self.phones = ends - {None}

    def most(self, other: Sketch) -> int:
        """As many points as evidence of the two contacts can have: names are compared word by word
        there, and telephones by the rules of their countries.

        >>> ada = {"name": "Ada Lane", "birth_date": "2001-02-03", "zip": "1201", "street": "Q. 4"}
        >>> bob = {**ada, "name": "Bob Moor", "birth_date": "1970-01-01"}
        >>> Sketch(ada).most(Sketch(ada)), Sketch(ada).most(Sketch(bob))
        (80, 15)
        """
        points = POINTS["same_name" if self.words == other.words else "similar_name"]
        if self.email and self.email == other.email:
            points += POINTS["same_email"]
        if self.birth_date and other.birth_date:
            is_same = self.birth_date == other.birth_date
            points += POINTS["same_birth_date" if is_same else "other_birth_date"]
        if self.member_id and other.member_id:
            is_same = self.member_id == other.member_id
            points += POINTS["same_member_id" if is_same else "other_member_id"]
        if self.zip and self.zip == other.zip:
            is_same = self.street == other.street != ""
            points += POINTS["same_address" if is_same else "same_zip"]
        if self._may_share_phone(other):
            points += POINTS["same_phone"]
        return max(points, 0)

    def _may_share_phone(self, other: Sketch) -> bool:
        if not self.phones or not other.phones:
            return False
        return not self.phones.isdisjoint(other.phones) or "" in self.phones | other.phones
