import datetime
from unittest import TestCase

from ...tools.contacts.constituent_line import ConstituentLines, name_for_a_list, names_of
from ...tools.contacts.memberships import OPT_IN, OPT_OUT, ORDINARY

NONE = dict.fromkeys(
    (
        *("contact_member_id", "email", "contact_firstname", "contact_lastname", "phone", "street"),
        *("street2", "zip", "city", "state", "country", "is_company", "groups", "write_date"),
    )
)
ADA = {**NONE, "id": 7, "name": "Ada Lane", "active": True, "create_date": None}
GROUPS = {
    1: (ORDINARY, "T-001", "Friends"),
    2: (ORDINARY, "", "Donors"),
    3: (OPT_IN, "I-1", "News"),
    4: (OPT_OUT, "I-1", "Offers"),
}


class TestConstituentLine(TestCase):
    """V10: the line of a contact in a download; needs no database."""

    def line(self, **values):
        return ConstituentLines(GROUPS).line({**ADA, **values})

    def test_a_line_names_the_contact_by_its_id(self):
        """V10: as CONS_ID, and as OUR_ID where another system has an ID of its own."""
        line = self.line(zip="02134", contact_member_id="00123")
        self.assertEqual((line["cons_id"], line["our_id"]), ("7", "7"))
        self.assertEqual((line["zipcode"], line["member_id"]), ("02134", "00123"))

    def test_groups_are_listed_by_their_sort(self):
        """V10: ordinary ones by ID and by name, interests by name; what is not seen is left out."""
        line = self.line(groups=[1, 2, 3, 4, 99])
        self.assertEqual((line["group_id"], line["group_name"]), ("T-001", "Friends; Donors"))
        self.assertEqual((line["opted_in"], line["opted_out"]), ("News", "Offers"))
        self.assertEqual(self.line()["group_id"], "")

    def test_a_name_that_would_mislead_is_left_out(self):
        """V10: a list of names goes through an import as it is."""
        self.assertEqual(name_for_a_list("Friends", 2), "")

    def test_a_structure_has_one_name(self):
        """V10: that of a person is taken apart, as it is stored or before its last word."""
        self.assertEqual(names_of(ADA), ("Ada", "Lane"))
        stored = {
            "name": "Ada Van Lane",
            "contact_firstname": "Ada",
            "contact_lastname": "Van Lane",
        }
        self.assertEqual(names_of({**ADA, **stored}), ("Ada", "Van Lane"))
        self.assertEqual(
            names_of({**ADA, "name": "Lake Opera", "is_company": True})[1], "Lake Opera"
        )

    def test_yes_no_and_times_are_words_of_systems(self):
        """V10: times of the world, to the second."""
        made = datetime.datetime(2026, 1, 31, 12, 0, 0, 5)
        line = self.line(create_date=made, active=False, is_company=True)
        self.assertEqual((line["active"], line["is_company"]), ("No", "Yes"))
        self.assertEqual((line["created"], line["modified"]), ("2026-01-31T12:00:00Z", ""))
