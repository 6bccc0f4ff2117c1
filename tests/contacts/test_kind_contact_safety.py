from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..erasure.common import TOKENS, ErasureCase
from .common import IRREVERSIBLE
from .common_files import IS_LARGE, ContactVerbCase


@tagged("post_install", "-at_install")
class TestKindContactSafety(ContactVerbCase, ErasureCase):
    """What a file of contacts must not reach, leave behind, or take away."""

    # -- owners --------------------------------------------------------------------------------

    def test_a_structure_of_another_owner_is_not_touched(self):
        """D12: a contact may be in a structure of somebody else, or of nobody: a row touches it
        neither itself nor by Odoo, which hands a contact person's address on to it."""
        for owner in (self.stage, self.art, self.env["res.company"]):
            house = self.contact("House", owner, is_company=True, street="Old")
            self.anna.parent_id = house
            for column, value in (
                ("OFFICIAL_NAME", "New"),
                ("LINE1", "New"),
                ("ADMIN_NUMBER", "A=1"),
                ("WEB_SITE", "="),
            ):
                code = self.problem(self.row("UPDATE", ORGANIZATION="*", **{column: value}))[0]
                self.assertEqual(code, "foreign_structure")
            self.assertEqual((house.street, house.contact_official_name), ("Old", False))
            self.assertFalse(house.contact_admin_number_ids)
            self.assertEqual(self.do(self.row("UPDATE", ROLE=owner.name or "None")).updated, 1)

    def test_out_of_it_the_contact_has_its_own_address(self):
        """D12: out of it, the contact has an address of its own, from the next row on."""
        house = self.contact("House", self.stage, is_company=True, street="Old")
        for sizes in ((100, 100), (1, 1)):
            with self.subTest(sizes=sizes), self.in_batches(*sizes):
                self.anna.parent_id = house
                rows = [self.row("UPDATE", STRUCT_NAME="="), self.row("UPDATE", LINE1="Mine")]
                rows[1]["LINE2"] = str(sizes)
                self.assertEqual(self.do(*rows, validate_only=True).updated, 2)
                self.assertEqual(self.do(*rows).updated, 2)
                self.assertEqual((self.anna.street, house.street), ("Mine", "Old"))

    def test_an_address_of_another_owner_is_not_touched(self):
        """D12: an address below the contact that is somebody else's, or a numbered contact."""
        theirs, numbered = self.env["res.partner"].create(
            [
                {"parent_id": self.anna.id, "type": "delivery", "street": "Theirs"},
                {"parent_id": self.anna.id, "type": "invoice", "street": "x", "contact_nr": "0600"},
            ]
        )
        theirs.company_id = self.stage
        numbered.company_id = self.opera
        job = self.do(self.row("UPDATE", LINE1="New", ADDR_TYPE="SB"))
        self.assertEqual(job.updated, 1, job._result())
        self.assertEqual((theirs.street, numbered.street), ("Theirs", "x"))
        self.assertEqual((self.anna.child_ids - theirs - numbered).mapped("street"), ["New"] * 2)

    def test_what_another_institution_anonymized_is_not_told(self):
        """D12, F11: one institution is not told whom another has anonymized."""
        self.dora.email = "dora@example.com"
        self.do(self.row("ANONYMIZE", INSTIT="T-NORTH"), confirm=1)
        row = self.row("INSERT", "77", LASTNAME="Kim", EMAIL1="dora@example.com")
        self.assertEqual(self.problem({**row, "INSTIT": "T-NORTH"})[0], "erased")
        self.assertEqual(self.do(row).created, 1)

    def test_who_shares_the_email_is_still_updated(self):
        """F11, E10: who has the same e-mail as an anonymized person is still updated."""
        self.anna.email = self.carl.email = "family@example.com"
        self.do(self.row("ANONYMIZE"), confirm=1)
        row = self.row("UPDATE", "0003", ROLE="Buyer", EMAIL1="family@example.com")
        self.assertEqual(self.do({**row, "ORGANIZATION": "*"}).updated, 1)
        self.assertEqual(
            self.problem(
                self.row("INSERT", "77", **{"LASTNAME": "x", "EMAIL1": "family@example.com"})
            )[0],
            "erased",
        )

    # -- confirmation --------------------------------------------------------------------------

    def test_only_a_whole_number_confirms(self):
        """D15: JSON's true and 1.0 are not the number that was asked for."""
        job = self.do(self.row("ANONYMIZE"), validate_only=True).with_user(self.lead)
        for confirm in (None, True, 1.0, "1", 2):
            with self.subTest(confirm=confirm), self.assertRaises(UserError):
                job.action_import(confirm=confirm)

    def test_rows_are_counted_as_they_are_done(self):
        """D15: two rows on one contact are planned as they are done, in batches of any size."""
        for first, second in (
            ("ANONYMIZE", "DELETE"),
            ("ANONYMIZE", "INVALIDATE"),
            ("DELETE", "DELETE"),
            ("DELETE", "ANONYMIZE"),
        ):
            portal = self.user(f"portal_{first}_{second}", "base.group_portal", self.opera)
            number = str(portal.id)
            portal.partner_id.write({"company_id": self.opera.id, "contact_nr": number})
            rows = [self.row(first, number), self.row(second, number)]
            with self.subTest(first=first, second=second), self.in_batches(1, 1):
                planned = self.do(*rows, validate_only=True)
                confirm = sum(planned.irreversible.values())
                job = self.do(*rows, confirm=confirm)
                self.assertEqual(job._counts(), planned._counts())

    def test_only_who_has_the_institution_approves(self):
        """D12, D15: a second person of another institution is neither asked nor may decide."""
        self.startPatcher(patch(IS_LARGE, lambda *_args: True))
        lake, both = (
            self.user(f"second_{companies[-1].id}", IRREVERSIBLE, companies)
            for companies in (self.lake + self.opera, self.lake + self.opera + self.art)
        )
        asked = self.env["mail.mail"].search([])
        rows = self.row("ANONYMIZE"), self.row("ANONYMIZE", INSTIT="T-NORTH")
        job = self.do(*rows, confirm=2)
        self.assertEqual(job.state, "waiting", job._result())
        mails = (self.env["mail.mail"].search([]) - asked).recipient_ids
        self.assertIn(both.partner_id, mails)
        self.assertNotIn(lake.partner_id, mails)
        with self.assertRaises(AccessError):
            job.with_user(lake).action_approve()
        self.assertFalse(job.with_user(lake).can_approve)
        job.with_user(both).action_approve()
        self.assertEqual(job.state, "scheduled")

    # -- what an import remembers ----------------------------------------------------------------

    def test_rows_of_the_same_file_are_forgotten(self):
        """D17: rows that could not be read, were refused or failed before and behind ANONYMIZE are
        forgotten as well."""
        self.rich_person()
        named = {"LASTNAME": "Vrnmkl"}
        job = self.do(
            self.row("UPDATE", "0777", FIRSTNAME="Zxqv" * 40, **named),
            self.row("UPDATE", "0777", BIRTHDATE="99.99.1999", **named),
            self.row("ANONYMIZE", "0777"),
            self.row("UPDATE", "0777", **named),
            self.row("UPDATE", "0777", BIRTHDATE="99.99.1999", **named),
            self.row("DROP", "0777", **named),
            self.row("UPDATE", "0002", ROLE="Seller", ORGANIZATION="STAGE"),
            confirm=1,
        )
        self.assertEqual((job.removed, job.updated, job.invalid), (1, 1, 5), job._result())
        self.assertEqual(self.locations_of(*TOKENS), {})
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertIn("Seller", rows[-1].data)

    def test_rows_of_another_import_under_way_are_forgotten(self):
        """D17: what waits while somebody is anonymized is refused, and forgotten."""
        self.rich_person()
        row = self.row("UPDATE", "0777", LASTNAME="Vrnmkl", EMAIL1="zxqv@qwyzz.example")
        waiting = self.do(row, wait=False)
        self.do(self.row("ANONYMIZE", "0777"), confirm=1)
        waiting._as_starter()._launch().exhaust()
        self.assertEqual((waiting.state, waiting.invalid), ("done", 1), waiting._result())
        self.assertEqual(self.locations_of(*TOKENS), {})

    def test_the_row_of_a_relay_tells_of_its_structure(self):
        """D17: the row of a contact person tells of its structure, too."""
        house = self.contact("Zxqv", self.opera, contact_nr="0777", is_company=True)
        self.contact("Eve Relay", self.opera, contact_nr="0778", parent_id=house.id)
        job = self.do(
            self.row("UPDATE", "0778", LINE1="Qwyzz Street", OFFICIAL_NAME="Vrnmkl"),
            self.row("ANONYMIZE", "0777"),
            confirm=1,
        )
        self.assertEqual((job.updated, job.removed), (1, 1), job._result())
        self.assertEqual(self.locations_of(*TOKENS), {})

    # -- what others would miss --------------------------------------------------------------------

    def test_a_structure_with_people_is_not_dropped(self):
        """S14: a structure is used by its contact persons; an address is a part of it."""
        house = {"STRUCT_NAME": "House", "LINE1": "x"}
        self.do(self.row("INSERT", "77", **house, ADDR_TYPE="MS"))
        self.do(self.row("INSERT", "78", **house, LASTNAME="Relay"))
        code, message = self.problem(self.row("DROP", "77"))
        self.assertEqual(code, "held")
        self.assertIn("1 × contact below it", message)
        self.assertEqual(self.do(self.row("DROP", "78"), confirm=1).removed, 1)
        self.assertEqual(self.do(self.row("DROP", "77", ROLE="x"), confirm=1).removed, 1)

    def undo(self, job):
        job = job.with_user(self.lead)
        job.action_undo()
        undo = job.sudo().undo_ids.with_user(self.lead)
        undo.action_import()
        undo._as_starter()._launch().exhaust()
        return undo

    def test_undo_keeps_what_is_used(self):
        """Issue: a new contact that has got a sale since is kept with its structure and its
        addresses; others of the file go."""
        house = {"STRUCT_NAME": "House", "LINE1": "x", "ADDR_TYPE": "MS", "ADMIN_NUMBER": "A=1"}
        job = self.do(
            self.row("INSERT", "77", LASTNAME="Ost", **house),
            self.row("INSERT", "78", LASTNAME="West", STRUCT_NAME="House"),
            self.row("INSERT", "79", LASTNAME="Nord", LINE1="x", ADDR_TYPE="MS"),
        )
        self.sell(self.find("77"))
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.skipped), (2, 1), undo._result())
        self.assertEqual(self.problems(undo), [(2, "used_since")])
        self.assertFalse(self.find("78") + self.find("79"))
        ost = self.find("77")
        self.assertEqual((ost.parent_id.name, len(ost.child_ids)), ("House", 1))
        self.assertTrue(ost.parent_id.contact_admin_number_ids)

    def test_an_undo_does_not_bring_the_anonymized_back(self):
        """Issue: the undo says of an anonymized contact that it cannot be undone, and brings
        nothing back, planned before or after."""
        for number, later in (("0002", False), ("0003", True)):
            row = self.row("UPDATE", number, ORGANIZATION="*", LASTNAME=f"Zxqv{number}")
            job = self.do(row, self.row("UPDATE", ROLE=number)).with_user(self.lead)
            erase = self.row("ANONYMIZE", number, ORGANIZATION="*")
            if later:
                job.action_undo()
                self.do(erase, confirm=1)
            else:
                job = self.do(erase, self.row("UPDATE", ROLE="x"), confirm=1)
            undo = self.undo(job)
            self.assertEqual((undo.updated, undo.skipped), (1, 1), undo._result())
            self.assertEqual({code for _row, code in self.problems(undo)}, {"not_undoable"})
            self.assertEqual(self.find(number).name, "XXXXXXXX")

    def test_undo_keeps_a_structure_with_people(self):
        """Issue: a new structure that somebody has put a person into is kept."""
        job = self.do(self.row("INSERT", "77", LASTNAME="Ost", STRUCT_NAME="House"))
        self.contact("Eve", self.opera, parent_id=self.find("77").parent_id.id)
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.skipped), (0, 1), undo._result())
        self.assertTrue(self.find("77").parent_id)

    def test_undo_takes_a_structure_with_its_people(self):
        """Issue: people and structure of one file go together."""
        job = self.do(
            self.row("INSERT", "77", LASTNAME="Ost", STRUCT_NAME="House"),
            self.row("INSERT", "78", LASTNAME="West", STRUCT_NAME="House"),
        )
        house = self.find("77").parent_id
        for sizes in ((100, 100), (1, 1)):
            with self.env.cr.savepoint() as savepoint, self.in_batches(*sizes):
                self.assertEqual(self.undo(job).removed, 2)
                self.assertFalse((house + self.find("77") + self.find("78")).exists())
                savepoint.rollback()
            self.env.invalidate_all()
