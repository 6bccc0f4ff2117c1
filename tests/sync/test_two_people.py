from odoo.tests import tagged

from .common import HubCase

CREATED, UPDATED, UNCHANGED, INVALID = "created", "updated", "unchanged", "invalid"
FAMILY = [
    {"MEMBER_ID": "", "FIRST_NAME": first, "LAST_NAME": last, "PRIMARY_EMAIL": email}
    for first, last, email in (
        ("Ann", "Family", "fam@example.org"),
        ("Bob", "Family", "fam@example.org"),
        ("Cleo", "Family", "FAM@example.org"),
        ("Dora", "Other", "Dora <fam@example.org>"),
    )
]


@tagged("post_install", "-at_install")
class TestTwoPeople(HubCase):
    """D19: two people who share an e-mail address are not one; rows meet by any key they share."""

    by_mail = False

    operation_code = "constituents"

    def seen(self):
        """The names of the contacts with the address of the family, and their IDs."""
        found = self.env["res.partner"].search([("email_normalized", "=", "fam@example.org")])
        return sorted((partner.name, partner.contact_member_id or "") for partner in found)

    def test_a_family_is_not_one_contact(self):
        """E10, D19: the first row makes its contact, the others are refused, by whatever column
        rows are named besides; each is told that another row has the address."""
        expected = [
            (CREATED, ["repeated"]),
            (INVALID, ["other_person", "repeated"]),
            (INVALID, ["other_person", "repeated"]),
            (INVALID, ["other_person"]),
        ]
        self.assertEqual(self.everywhere(*FAMILY), (expected, [("Ann Family", "")]))
        without = [{k: v for k, v in row.items() if k != "MEMBER_ID"} for row in FAMILY]
        self.assertEqual(self.everywhere(*without)[0], expected)

    def test_the_same_file_again_changes_nothing(self):
        """D19: what was refused is refused again."""
        self.load(*FAMILY)
        found, names = self.everywhere(*FAMILY)
        self.assertEqual([outcome for outcome, _codes in found], [UNCHANGED, *[INVALID] * 3])
        self.assertEqual(names, [("Ann Family", "")])

    def test_a_member_id_each_makes_two_contacts(self):
        """V07, D19: as it was, and without a word."""
        rows = [{**row, "MEMBER_ID": f"F{number}"} for number, row in enumerate(FAMILY)]
        found, names = self.everywhere(*rows)
        self.assertEqual(found, [(CREATED, [])] * 4)
        self.assertEqual(len(names), 4)

    def test_an_operation_may_take_them_as_one(self):
        """D19: with a warning, or without; the last name counts."""
        for choice, codes in (("warn", ["other_person"]), ("same", [])):
            found, names = self.everywhere(*FAMILY[:2], options={"same_email": choice})
            self.assertEqual(found, [(CREATED, ["repeated"]), (UPDATED, codes)])
            self.assertEqual(names, [("Bob Family", "")])
        standard = self.Operation._by_code("constituents")
        own = standard.copy({"code": "own-people"})
        self.assertEqual(own.same_email, "refuse")
        own.same_email = "warn"
        self.assertEqual(own.options["same_email"], "warn")
        self.assertIn("same_email", own.decisions)
        job = self.load(*FAMILY[:2], operation="own-people")
        self.assertEqual((job.created, job.updated), (1, 1), job._result())

    def test_who_may_be_the_same_person_is(self):
        """D19: typing errors, initials, turned names, another last name or none."""
        self.load(FAMILY[0])
        for name in (
            {"FIRST_NAME": "Anne", "LAST_NAME": "Family"},
            {"FIRST_NAME": "Ann", "LAST_NAME": "Moor"},
            {"FIRST_NAME": "Family", "LAST_NAME": "Ann"},
            {"FIRST_NAME": "A.", "LAST_NAME": "Family"},
            {"FIRST_NAME": "", "LAST_NAME": "", "CITY": "Rom"},
        ):
            with self.subTest(name=name):
                found, _names = self.everywhere({"PRIMARY_EMAIL": "fam@example.org", **name})
                self.assertEqual(found, [(UPDATED, [])])

    def test_a_contact_with_another_name_is_left(self):
        """D19: a later file does not rename a stranger; another first name alone is told."""
        self.load(FAMILY[0])
        self.assertEqual(self.error(**FAMILY[3]), "other_person")
        found, names = self.everywhere(FAMILY[1])
        self.assertEqual((found, names), ([(UPDATED, ["other_person"])], [("Bob Family", "")]))
        self.assertEqual(self.error(**{**FAMILY[3], "MEMBER_ID": "F9"}), "other_person")

    def test_a_row_with_an_id_means_its_contact(self):
        """D19: whoever is named by an ID may be called otherwise, whoever has the address."""
        self.load(FAMILY[0])
        row = {"MEMBER_ID": "00123", "LAST_NAME": "Other", "PRIMARY_EMAIL": "fam@example.org"}
        self.assertEqual(self.everywhere(row)[0], [(UPDATED, [])])

    def test_rows_meet_by_any_key(self):
        """D2, D19: by the e-mail address and by the member ID, not by the first column alone."""
        rows = [
            {"MEMBER_ID": "F1", "PRIMARY_EMAIL": "", "LAST_NAME": "Family", "CITY": "Rom"},
            {"PRIMARY_EMAIL": "fam@example.org", "LAST_NAME": "Moor"},
            {"PRIMARY_EMAIL": "mailto:FAM@example.org", "MEMBER_ID": "F2", "CITY": "Rom"},
            {"MEMBER_ID": "F1", "CITY": "Bern"},
            {"MEMBER_ID": "F2", "CITY": "Bern"},
            {"MEMBER_ID": "F2", "CITY": "Rom", "PRIMARY_EMAIL": "fam@example.org"},
        ]
        found, names = self.everywhere(*rows)
        again = ["repeated"]
        self.assertEqual(
            found,
            [
                *((CREATED, again), (CREATED, again), (UPDATED, again)),
                *((UPDATED, []), (UPDATED, again), (UPDATED, [])),
            ],
        )
        self.assertEqual(names, [("Moor", "F2")])

    def test_uploads_of_memberships_compare_names_too(self):
        """D19: where a name is given and the person is found by the address alone."""
        self.load(FAMILY[0])
        group, interest = {"GROUP_ID": "T-001"}, {"INTEREST_ID": "T-NEWS", "INTEREST_OPT": "In"}
        for code, what in (("group_assignment", group), ("segmentation", interest)):
            for row, outcome, codes in (
                (FAMILY[0], UPDATED, []),
                (FAMILY[1], UPDATED, ["other_person"]),
                (FAMILY[3], INVALID, ["other_person"]),
            ):
                with self.subTest(code=code, name=row["FIRST_NAME"]):
                    found, names = self.everywhere({**row, **what}, operation=code)
                    self.assertEqual(found, [(outcome, codes)])
                    self.assertEqual(names, [("Ann Family", "")])
