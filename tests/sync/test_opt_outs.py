from odoo.tests import tagged

from ..engine.common_undo import UndoCase
from .common import HubCase

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
INVALID, SKIPPED = "invalid", "skipped"
PIA = "pia.quit@example.org"


@tagged("post_install", "-at_install")
class TestOptOuts(HubCase, UndoCase):
    """D22: an opt-out belongs to the address as well as to the contact."""

    by_mail = False
    takes_long = True

    operation_code = "constituents"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pia, cls.max = cls.env["res.partner"].create(
            [
                {
                    "name": "Pia Quit",
                    "contact_member_id": "NL101",
                    "email": "Pia <PIA.QUIT@example.org>",
                },
                {"name": "Max Quit", "contact_member_id": "NL102", "email": PIA},
            ]
        )

    def row(self, way, email=PIA, interest="Test News", **columns):
        return {"PRIMARY_EMAIL": email, "INTEREST_NAME": interest, "INTEREST_OPT": way, **columns}

    def seen(self):
        """Who with the address is opted in, and who out: member IDs."""
        found = self.env["res.partner"].search([("email_normalized", "=", PIA)], order="id")
        return [
            [
                partner.contact_member_id or "new"
                for partner in found
                if group in partner.contact_group_ids
            ]
            for group in (self.news.opt_in_group_id, self.news.opt_out_group_id)
        ]

    def test_nobody_with_an_address_that_opted_out_is_opted_in(self):
        """V09, D22: neither a second contact, nor another member, nor by the member ID alone."""
        self.pia.contact_opt_out_ids = self.news
        for columns, outcome in (
            ({"LAST_NAME": "Quit"}, CREATED),
            ({"LAST_NAME": "Elsa", "MEMBER_ID": "NL103", "email": "PIA.Quit@example.org"}, CREATED),
            ({"MEMBER_ID": "NL102", "CITY": "Rom"}, UPDATED),
            ({"MEMBER_ID": "NL102", "CITY": "Rom", "email": ""}, UPDATED),
        ):
            with self.subTest(columns=columns):
                found, seen = self.everywhere(self.row("In", **columns))
                self.assertEqual((found, seen), ([(outcome, ["opted_out"])], [[], ["NL101"]]))
        for columns in ({}, {"email": ""}):
            row = self.row("In", MEMBER_ID="NL102", **columns)
            found, seen = self.everywhere(row, operation="segmentation")
            self.assertEqual((found, seen), ([(SKIPPED, ["opted_out"])], [[], ["NL101"]]))

    def test_it_is_told_who_opted_out(self):
        """D22: by the member ID, or by CONS_ID, of contacts that the user may see."""
        self.pia.contact_opt_out_ids = self.news
        job = self.load(self.row("In", LAST_NAME="Quit"))
        self.assertIn("MEMBER_ID NL101", job._result()["errors"][0]["message"])
        self.pia.company_id = self.company_2
        self.assertEqual(self.problems(self.load(self.row("In", LAST_NAME="Quit"))), [])

    def test_an_archived_contact_counts(self):
        """D22: who opted out and was archived did not take it back."""
        self.pia.contact_opt_out_ids = self.news
        self.pia.active = False
        self.assertEqual(self.everywhere(self.row("In"))[0], [(CREATED, ["opted_out"])])

    def test_an_opt_out_reaches_everybody_with_the_address(self):
        """V09, D22: the members, too, whom the address alone does not name."""
        (self.pia + self.max).contact_opt_in_ids = self.news
        out = [[], ["NL101", "NL102", "new"]]
        self.assertEqual(self.everywhere(self.row("Out")), ([(CREATED, [])], out))
        out[1].remove("new")
        found = self.everywhere(self.row("Out"), operation="segmentation")
        self.assertEqual(found, ([(UPDATED, [])], out))
        row = self.row("Out", email="", MEMBER_ID="NL102")
        for code in ("constituents", "segmentation"):
            self.assertEqual(self.everywhere(row, operation=code), ([(UPDATED, [])], out))

    def test_several_contacts_without_an_id_opt_out_together(self):
        """D22: who shares an address need not be told apart for that."""
        (self.pia + self.max).contact_member_id = False
        row = self.row("Out", FIRST_NAME="Dora", LAST_NAME="Other")
        found = self.everywhere(row, operation="segmentation")
        self.assertEqual(found, ([(UPDATED, ["other_person"])], [[], ["new", "new"]]))
        found = self.everywhere(self.row("In"), operation="segmentation")
        self.assertEqual(found, ([(INVALID, ["ambiguous_constituent"])], [[], []]))

    def test_a_blacklisted_address_is_not_opted_in(self):
        """D22: Odoo's blacklist counts as an opt-out."""
        self.env["mail.blacklist"]._add(PIA)
        found = self.everywhere(self.row("In"), self.row("In", email="", MEMBER_ID="NL101"))
        self.assertEqual(
            found, ([(CREATED, ["blacklisted"]), (UNCHANGED, ["blacklisted"])], [[], []])
        )
        row = self.row("In", MEMBER_ID="NL101")
        found = self.everywhere(row, operation="segmentation")
        self.assertEqual(found[0], [(SKIPPED, ["blacklisted"])])
        self.assertEqual(self.everywhere(self.row("Out"))[1][1], ["NL101", "NL102", "new"])

    def test_an_address_from_a_row_before_counts(self):
        """V09, D22: a member gets the address of others, or is made with it, and opts in or out
        further down by the member ID alone."""
        self.env["res.partner"].create({"name": "Ed", "contact_member_id": "NL104"})
        for member, outcome in (("NL104", UPDATED), ("NL105", CREATED)):
            with self.subTest(member=member):
                columns = {"MEMBER_ID": member, "LAST_NAME": "Ed"}
                rows = [
                    {"PRIMARY_EMAIL": PIA, **columns},
                    self.row("Out", email="", MEMBER_ID=member),
                ]
                found, seen = self.everywhere(*rows)
                self.assertEqual([each for each, _codes in found], [outcome, UPDATED])
                self.assertEqual(sorted(seen[1]), sorted(["NL101", "NL102", member]))
                rows[1]["INTEREST_OPT"] = "In"
                self.pia.contact_opt_out_ids = self.news
                found, seen = self.everywhere(*rows)
                self.assertEqual((found[1][1], seen), (["opted_out"], [[], ["NL101"]]))
                self.pia.contact_opt_out_ids = False
                self.env["mail.blacklist"]._add(PIA)
                found, seen = self.everywhere(*rows)
                self.assertEqual((found[1][1], seen), (["blacklisted"], [[], []]))
                self.env["mail.blacklist"]._remove(PIA)

    def test_an_opt_out_earlier_in_the_file_counts(self):
        """V09, D22: for other contacts with the address, however far behind, and for contacts and
        interests that the file itself makes."""
        for interest in ("Test News", "Test Art"):
            rows = [
                self.row("In", interest=interest, MEMBER_ID="NL101"),
                self.row("Out", interest=interest, LAST_NAME="New"),
                self.row("In", interest=interest, MEMBER_ID="NL102", LAST_NAME="Quit"),
                self.row("In", interest=interest, MEMBER_ID="NL104", LAST_NAME="New"),
                self.row("In", email="", interest=interest, MEMBER_ID="NL101"),
                self.row("In", interest=interest, MEMBER_ID="NL104"),
                self.row("Out", interest=interest, LAST_NAME="New"),
            ]
            found, seen = self.everywhere(*rows)
            refused = ["opted_out"]
            self.assertEqual(
                [(outcome, [c for c in codes if c != "repeated"]) for outcome, codes in found],
                [
                    *((UPDATED, []), (CREATED, []), (UPDATED, refused), (UPDATED, refused)),
                    *((UNCHANGED, refused), (UNCHANGED, refused), (CREATED, [])),
                ],
            )
            if interest == "Test News":
                self.assertEqual(seen, [[], ["NL101", "NL102", "NL104", "new"]])

    def test_a_segmentation_knows_it_as_well(self):
        """V09, D22: an address first, its members behind, without the address in their rows."""
        rows = [
            self.row("In", email="", MEMBER_ID="NL101"),
            self.row("In", email="", MEMBER_ID="NL102"),
            self.row("Out", MEMBER_ID=""),
            self.row("In", email="", MEMBER_ID="NL102"),
            self.row("Out", email="", MEMBER_ID="NL101"),
        ]
        found, seen = self.everywhere(*rows, operation="segmentation")
        self.assertEqual(
            found,
            [
                *((UPDATED, []), (UPDATED, []), (UPDATED, [])),
                *((SKIPPED, ["opted_out"]), (UNCHANGED, [])),
            ],
        )
        self.assertEqual(seen, [[], ["NL101", "NL102"]])

    def test_who_has_the_address_is_said(self):
        """D22: that there is no such contact would be untrue."""
        group = {"PRIMARY_EMAIL": PIA, "GROUP_ID": "T-001"}
        for row, more in (
            (self.row("In"), {"operation": "segmentation"}),
            (group, {"operation": "group_assignment"}),
            ({"PRIMARY_EMAIL": PIA, "CITY": "Rom"}, {"options": {"records": "update"}}),
        ):
            with self.subTest(more=more):
                job = self.load(row, **more)
                self.assertEqual(self.problems(job), [(2, "address_of_others")])
                message = job._result()["errors"][0]["message"]
                self.assertIn("MEMBER_ID NL101, MEMBER_ID NL102", message)
                self.assertEqual(self.everywhere(row, **more)[0][0][0], INVALID)
        self.pia.company_id = self.max.company_id = self.company_2
        job = self.load(self.row("In"), operation="segmentation")
        self.assertEqual(self.problems(job), [(2, "unknown_constituent")])

    def test_an_undo_takes_it_back_from_all(self):
        """Beyond the four, 3: of every contact that the row reached."""
        self.pia.contact_opt_in_ids = self.news
        for code in ("segmentation", "constituents"):
            job = self.load(self.row("Out"), operation=code)
            self.assertIn(self.news.opt_out_group_id, self.max.contact_group_ids)
            undo = self.undo(job)
            self.assertEqual((undo.failed, undo.invalid, self.problems(undo)), (0, 0, []))
            self.assertEqual(self.seen(), [["NL101"], []])
