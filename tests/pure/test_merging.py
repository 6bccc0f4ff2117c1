from unittest import TestCase

from ...tools.contacts.merging import (
    CONSENTS,
    EXISTING,
    NEW,
    SIDES,
    default_side,
    other_side,
)

BARE = {"contact_nr": False, "company_id": False, CONSENTS: (), "city": False}


class TestMerging(TestCase):
    """V14: which values a merge takes at first; needs no database."""

    def side(self, field, master=NEW, new=None, existing=None):
        contacts = {NEW: {**BARE, **(new or {})}, EXISTING: {**BARE, **(existing or {})}}
        return default_side(field, master, contacts)

    def test_the_value_of_the_master_is_taken(self):
        """V14: whichever of the two stays, where both have one."""
        both = {"new": {"city": "Chur"}, "existing": {"city": "Bern"}}
        self.assertEqual([self.side("city", each, **both) for each in SIDES], list(SIDES))

    def test_an_empty_value_of_the_master_is_filled(self):
        """V14: nothing that one of them has is lost."""
        for master in SIDES:
            has = "existing" if master == NEW else "new"
            side = self.side("city", master, **{has: {"city": "Chur"}})
            self.assertEqual(side, other_side(master))

    def test_the_company_goes_with_the_number(self):
        """V14: files of that company know the contact by it; the master's where both have one."""
        numbered = {"contact_nr": "7", "company_id": 3}
        self.assertEqual(self.side("company_id", EXISTING, new=numbered), NEW)
        for master in SIDES:
            side = self.side("company_id", master, new=numbered, existing=numbered)
            self.assertEqual(side, master)

    def test_a_contact_of_all_companies_stays_theirs(self):
        """V14: where neither has a number; the master's where each is of one company."""
        self.assertEqual(self.side("company_id", NEW, new={"company_id": 3}), EXISTING)
        self.assertEqual(self.side("company_id", EXISTING, existing={"company_id": 3}), NEW)
        of_one = {"company_id": 3}
        self.assertEqual(self.side("company_id", EXISTING, new=of_one, existing=of_one), EXISTING)

    def test_the_fewer_consents_are_taken(self):
        """V14: nobody allows more than either did; the master's where there are as many."""
        more = {CONSENTS: (1, 2)}
        self.assertEqual(self.side(CONSENTS, NEW, new=more, existing={CONSENTS: (1,)}), EXISTING)
        for master in SIDES:
            self.assertEqual(self.side(CONSENTS, master, new=more, existing=more), master)
