import random
from unittest.mock import patch

from odoo.tests import tagged

from ...models.duplicates.import_duplicate_find import FLAGGED_FROM
from .common import DuplicateCase

FOUND = "odoo.addons.registration_import.models.duplicates.import_duplicate_find"
# In few spellings of few people each: many have much in common.
VALUES = {
    "name": (
        *("Ada Lane", "LANE, Áda", "Ada Lanne", "A. Lane", "Dr. Ada Lane", "Dr Ada Lane"),
        *("Lane Ada", "Ada-Lane", "Lane", "Ada Lane Jr", "Ada Lane-Moor", "Ada Nee Lane"),
        *("Ada née Moor Lane", "Élodie O'Hara", "O'hara  Elodie", "Bob Moor", "Moor Bob"),
        *("Ms Moor Bob", "ada@example.com", "Łucja Ørn", "Lucja Orn", "Ada Lane PhD"),
        *("Weiß Ada", "Ada Weiss"),
    ),
    "email": ("ada@example.com", "ADA@Example.com", "bob@example.com", False, False, False),
    "phone": (
        *("+41 22 555 01 01", "022/555.01.01", "0041225550101 ext. 5", "+41 (0)22 555 01 01 x6"),
        *("1-800-FLOWERS", "+1 800 356 9377", "٠٢٢٥٥٥٠١٠١", "118", "022 555 01 02", False, False),
    ),
    "contact_cellphone": ("022 555 01 01", "079 123 45 67", "+41791234567", False, False, False),
    "contact_birthdate": ("1990-05-17", "1990-05-17", "1988-01-02", False),
    "zip": ("1201", " 12 01", "CH-1201", "8001", "ec1a 1bb", "EC1A1BB", False),
    "street": ("Quai du Lac 4", "QUAI DU LAC, 4", "Quai du Lac 40", "Rue Haute 9", False),
    "contact_member_id": (False, False, False, "123", "0123"),
    "is_company": (False, False, False, True),
}
PEOPLE, NEW = 400, 120


@tagged("post_install", "-at_install")
class TestDuplicateCandidates(DuplicateCase):
    """V14: what is left out before contacts are compared could not have been flagged."""

    def test_nobody_is_left_out_who_would_be_flagged(self):
        """16.4: contacts by chance, with few values and many spellings of each: the same pairs are
        flagged, from any score on, as where all with a common key are compared."""
        contacts = self.Partner.with_context(tracking_disable=True).create(list(self.people()))
        new = contacts[-NEW:]
        for least in ("54", "45", "30", "70"):
            self.env["ir.config_parameter"].set_param(FLAGGED_FROM, least)
            with self.subTest(least=least), patch(f"{FOUND}.MOST", 10_000):
                compared, flagged = self.compare(new)
                with patch(f"{FOUND}.CLOSE_POINTS", "100"):
                    more_compared, all_flagged = self.compare(new)
                self.assertEqual(flagged, all_flagged)
                self.assertTrue(flagged)
                self.assertLess(compared, more_compared)

    def compare(self, contacts):
        """How many pairs are compared of these, and those that are flagged with their scores."""
        candidates = list(self.Duplicate._candidates(contacts.ids))
        flagged = self.Duplicate._flagged(candidates)
        return len(candidates), {(new, old, score) for new, old, score, _reasons in flagged}

    def people(self):
        """The values of so many contacts; a member ID belongs to one."""
        chance, given = random.Random(16), set()
        for _ in range(PEOPLE):
            values = {name: chance.choice(choices) for name, choices in VALUES.items()}
            if values["contact_member_id"] in given:
                values["contact_member_id"] = False
            given.add(values["contact_member_id"])
            yield values
