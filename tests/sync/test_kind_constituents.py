from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.common_undo import UndoCase
from .common import HubCase


@tagged("post_install", "-at_install")
class TestKindConstituents(HubCase):
    """The Standard Constituent Import: which contact a row means, and what it does to it."""

    by_mail = False

    operation_code = "constituents"

    def find(self, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["res.partner"].with_context(active_test=False).search(domain)

    def test_each_column_ends_in_its_field(self):
        """V07, V18: each column ends in its field, in any order, leading zeros kept."""
        job = self.load(
            {
                **{"ZIP": "02134", "LAST_NAME": "Ost", "FIRST_NAME": "Eve", "MEMBER_ID": "00077"},
                **{"PRIMARY_EMAIL": "eve@example.com", "PHONE": "022 555 01 11", "COUNTRY": "ch"},
                **{"STREET": "Street 1", "STREET2": "Floor 2", "CITY": "Chur", "STATE": "GR"},
                **{"GROUP_ID": "T-001;T-002"},
            }
        )
        self.assertEqual((job.created, self.problems(job)), (1, []), job._result())
        expected = {
            **{"name": "Eve Ost", "contact_firstname": "Eve", "contact_lastname": "Ost"},
            **{"email": "eve@example.com", "phone": "+41 22 555 01 11", "zip": "02134"},
            **{"street": "Street 1", "street2": "Floor 2", "city": "Chur"},
            "country_id": self.env.ref("base.ch").id,
            "state_id": self.env.ref("base.state_ch_gr").id,
            "contact_group_ids": (self.friends + self.donors).ids,
        }
        self.assertRecordValues(self.find(contact_member_id="00077"), [expected])

    def test_ways_to_name_a_contact_are_tried_in_order(self):
        """V07: CONS_ID, then MEMBER_ID, then a blank member ID with the same e-mail."""
        job = self.load(
            {"CONS_ID": self.bob.id, "PRIMARY_EMAIL": "cyd@example.com", "CITY": "One"},
            {"MEMBER_ID": "00123", "PRIMARY_EMAIL": "cyd@example.com", "CITY": "Two"},
            {"PRIMARY_EMAIL": "CYD@example.com", "CITY": "Three"},
        )
        self.assertEqual((job.updated, job.created), (3, 0), job._result())
        self.assertEqual((self.bob + self.ada + self.cyd).mapped("city"), ["One", "Two", "Three"])
        self.assertEqual(self.cyd.email, "Cyd Nash <cyd@example.com>")

    def test_who_is_found_by_email_takes_the_member_id(self):
        """V07: a contact found by its e-mail takes over the member ID of the row."""
        self.load({"MEMBER_ID": "0009", "PRIMARY_EMAIL": "cyd@example.com"})
        self.assertEqual(self.cyd.contact_member_id, "0009")

    def test_the_email_of_a_member_names_nobody(self):
        """V07: the e-mail address of a contact that has a member ID names nobody."""
        self.assertEqual(self.load({"PRIMARY_EMAIL": "ada@example.com"}).created, 1)

    def test_a_row_that_means_nobody_or_several_is_an_error(self):
        """V07: several matches, or only a removed one, and a row that names nobody."""
        self.cyd.copy({"email": "cyd@example.com"})
        self.assertEqual(self.error(PRIMARY_EMAIL="cyd@example.com"), "ambiguous_constituent")
        self.bob.active = False
        for key in ({"CONS_ID": self.bob.id}, {"MEMBER_ID": "00124"}):
            self.assertEqual(self.error(LAST_NAME="Lost", **key), "removed_constituent")
        self.assertEqual(self.error(LAST_NAME="Lost", MEMBER_ID=""), "key_missing")
        self.assertEqual(self.error(CONS_ID="999999999", LAST_NAME="Lost"), "unknown_constituent")
        for address in ("no address", "cyd@@example.com"):
            self.assertEqual(self.error(PRIMARY_EMAIL=address), "bad_email")
        self.assertEqual(self.error(PRIMARY_EMAIL=f"{'e' * 250}@ex.com"), "too_long")
        self.assertEqual(self.error(MEMBER_ID="1234567"), "constituent_name_missing")

    def test_a_member_id_of_somebody_else_is_refused(self):
        """V07: a row that gives a contact the member ID of another one."""
        self.assertEqual(self.error(CONS_ID=self.cyd.id, MEMBER_ID="00123"), "member_id_taken")

    def test_contacts_of_other_companies_are_not_found(self):
        """V21: a contact that the user does not see is not found."""
        self.ada.company_id = self.company_2
        self.assertEqual(self.error(CONS_ID=self.ada.id, CITY="Far"), "unknown_constituent")

    def test_a_row_finds_the_contact_of_an_earlier_one(self):
        """V07: a row finds the contact that an earlier one made, in small chunks, too."""
        rows = [
            {"MEMBER_ID": "0077", "LAST_NAME": "Ost", "PRIMARY_EMAIL": "ost@example.com"},
            {"MEMBER_ID": "0077", "CITY": "Chur"},
            {"PRIMARY_EMAIL": "new@example.com", "LAST_NAME": "New"},
            {"PRIMARY_EMAIL": "NEW@example.com", "MEMBER_ID": "0078"},
            {"MEMBER_ID": "0078", "CITY": "Bern", "PRIMARY_EMAIL": "other@example.com"},
        ]
        planned = self.load(*rows, validate_only=True)
        self.assertEqual((planned.created, planned.updated), (2, 3), planned._result())
        with self.in_batches(chunk=2):
            job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (2, 3), job._result())
        self.assertEqual(self.find(contact_member_id="0077").city, "Chur")
        self.assertEqual(self.find(contact_member_id="0078").email, "other@example.com")
        again = self.load(*rows[:2])
        self.assertEqual(again.unchanged, 2, again._result())

    def test_a_run_may_only_make_or_only_update(self):
        """V12: a run may make new contacts only, or only update those that are there."""
        rows = ({"MEMBER_ID": "00123", "CITY": "Rom"}, {"MEMBER_ID": "0077", "LAST_NAME": "Ost"})
        for records, problem in (("create", "exists_already"), ("update", "not_there_yet")):
            job = self.load(*rows, options={"records": records}, validate_only=True)
            self.assertEqual([code for _row, code in self.problems(job)], [problem])
            self.assertEqual((job.created, job.updated), (records == "create", records == "update"))
        for code, records in (("constituents", "all"), ("segmentation", "create")):
            with self.assertRaises(UserError):
                self.load(*rows, operation=code, options={"records": records})

    def test_an_unknown_name_makes_a_group(self):
        """V07: an unknown name makes a group, which later rows use; of id and name, the name
        counts."""
        with self.in_batches():
            job = self.load(
                {"MEMBER_ID": "00123", "GROUP_NAME": "Test Choir", "GROUP_ID": "nowhere"},
                {"MEMBER_ID": "00124", "GROUP_NAME": "test  choir; Test Friends"},
                {"PRIMARY_EMAIL": "new@example.com", "GROUP_NAME": "Test Choir"},
            )
        self.assertEqual((job.updated, job.created), (2, 1), job._result())
        choir = self.Group.search([("name_key", "=", "test choir")])
        self.assertEqual(choir.name, "Test Choir")
        self.assertEqual(choir.contact_count, 3)
        self.assertEqual(self.friends.member_ids, self.bob)

    def test_a_preview_names_what_is_to_be_made(self):
        """Beyond the four, 1: what is still to be made is shown by its name."""
        job = self.load(
            {"MEMBER_ID": "00123", "GROUP_NAME": "Test Choir; Test Friends"},
            {"MEMBER_ID": "0077", "LAST_NAME": "Ost", "GROUP_NAME": "Test Choir"},
            validate_only=True,
        )
        wizards = self.env["registration.import.wizard"].with_user(self.runner)
        shown = wizards.create({"job_id": job.id, "step": "report"}).changes
        self.assertIn("Test Friends, Test Choir", shown)
        self.assertIn("00123", shown)

    def test_a_preview_of_an_undo_names_what_goes(self):
        """Beyond the four, 3: what an undo would delete is shown by its name."""
        job = self.load({"MEMBER_ID": "0077", "LAST_NAME": "Ost"}).with_user(self.runner)
        wizard = self.env["registration.import.wizard"].with_user(self.runner)
        shown = wizard.browse(job.action_undo()["res_id"]).changes
        self.assertIn("Ost", shown)

    def test_a_preview_hides_groups_of_other_centers(self):
        """V12: a country is shown by its name; a group of another center, which the person does
        not see, is not."""
        self.ada.contact_group_ids = self.hikers
        self.runner.contact_center_ids = self.river
        job = self.load(
            {"MEMBER_ID": "00123", "COUNTRY": "CH", "GROUP_NAME": "Test Friends"},
            validate_only=True,
        )
        wizards = self.env["registration.import.wizard"].with_user(self.runner)
        shown = wizards.create({"job_id": job.id, "step": "report"}).changes
        self.assertIn("Switzerland", shown)
        self.assertIn("Test Friends", shown)
        self.assertNotIn("Test Hikers", shown)

    def test_wrong_groups_are_errors(self):
        """V07: a group id that is unknown is an error of the row; so is a group of an interest."""
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_ID="nowhere"), "unknown_group")
        name = self.news.name
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_NAME=name), "group_of_interest")
        self.friends.active = False
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_ID="T-001"), "archived_group")
        self.assertFalse(self.ada.contact_group_ids)

    def test_nobody_who_opted_out_is_opted_in(self):
        """V07, V09: in and out, by id and by name; nobody who opted out is opted in."""
        self.bob.contact_opt_out_ids = self.news
        job = self.load(
            {"MEMBER_ID": "00123", "INTEREST_ID": "T-NEWS", "INTEREST_OPT": "In"},
            {"MEMBER_ID": "00124", "INTEREST_ID": "T-NEWS", "INTEREST_OPT": "In", "CITY": "Rom"},
            {
                **{"PRIMARY_EMAIL": "new@example.com", "INTEREST_NAME": "Test Art"},
                "INTEREST_OPT": "Out",
            },
        )
        self.assertEqual((job.updated, job.created), (2, 1), job._result())
        self.assertEqual(self.problems(job), [(3, "opted_out")])
        self.assertEqual((self.ada.contact_opt_in_ids, self.bob.city), (self.news, "Rom"))
        self.assertEqual(self.bob.contact_opt_out_ids, self.news)
        self.assertFalse(self.bob.contact_opt_in_ids)
        art = self.find(email="new@example.com").contact_opt_out_ids
        self.assertEqual(art.name, "Test Art")
        self.assertEqual(self.error(MEMBER_ID="00123", INTEREST_ID="T-NEWS"), "opt_missing")

    def test_contacts_join_the_group_of_the_center(self):
        """V12: contacts of a center's operation join its group; another center's group is an error
        of that assignment, and the rest of the row is imported."""
        job = self.load(
            {"MEMBER_ID": "00123", "CITY": "Rom", "GROUP_ID": "T-003;T-001"},
            {"MEMBER_ID": "0077", "LAST_NAME": "Ost", "GROUP_NAME": "Test Hikers"},
            operation=self.of_center(self.river),
        )
        self.assertEqual((job.updated, job.created), (1, 1), job._result())
        self.assertEqual(
            self.problems(job), [(2, "group_of_other_center"), (3, "group_of_other_center")]
        )
        self.assertEqual(self.ada.contact_group_ids, self.friends + self.river.group_id)
        ost = self.find(contact_member_id="0077")
        self.assertEqual(ost.contact_group_ids, self.river.group_id)
        self.assertFalse(self.hikers.member_ids)

    def test_nobody_anonymized_is_brought_back(self):
        """D17: nobody who was anonymized is brought back, by e-mail or by member ID."""
        self.env["contact.erasure"]._anonymize(self.ada)
        self.assertEqual(self.error(PRIMARY_EMAIL="ada@example.com", LAST_NAME="Lane"), "erased")
        self.assertEqual(self.error(MEMBER_ID="00123", LAST_NAME="Lane"), "erased")
        self.assertEqual(self.error(CONS_ID=self.ada.id, LAST_NAME="Lane"), "erased")

    def test_one_role_alone_is_not_enough(self):
        """V21: each role alone may neither see the operation nor run it."""
        for user in (self.only_management, self.only_sync, self.event_user):
            with self.assertRaises(AccessError):
                self.load({"MEMBER_ID": "00123", "CITY": "Rom"}, user=user)
            operations = self.Operation.with_user(user).search([])
            self.assertNotIn("constituents", operations.mapped("kind"))
        operations = self.Operation.with_user(self.runner).search([])
        self.assertIn("constituents", operations.mapped("kind"))

    def test_operations_of_other_centers_are_not_seen(self):
        """V12: operations and jobs of other centers are not seen, by managers either."""
        code = self.of_center(self.hill)
        job = self.load({"MEMBER_ID": "00123", "CITY": "Rom"}, operation=code)
        for user in (self.runner, self.boss):
            self.assertTrue(job.with_user(user).search([("id", "=", job.id)]))
            user.contact_center_ids = self.river
            self.assertFalse(job.with_user(user).search([("id", "=", job.id)]))
            self.assertFalse(self.Operation.with_user(user).search([("code", "=", code)]))
            rows = self.env["registration.import.row"].with_user(user)
            self.assertFalse(rows.search([("job_id", "=", job.id)]))
        with self.assertRaises(AccessError):
            self.load({"MEMBER_ID": "00123", "CITY": "Bari"}, operation=code)


@tagged("post_install", "-at_install")
class TestUndoOfConstituents(HubCase, UndoCase):
    """An import of constituents that is undone."""

    by_mail = False

    operation_code = "constituents"

    def test_an_undo_leaves_everything_as_it_was(self):
        """Beyond the four, 3: contacts, groups, interests and memberships are as they were."""
        self.ada.contact_group_ids = self.friends
        job = self.load(
            {"MEMBER_ID": "00123", "CITY": "Rom", "GROUP_NAME": "Test Choir"},
            {"MEMBER_ID": "00124", "GROUP_NAME": "Test Choir"},
            {
                **{"PRIMARY_EMAIL": "new@example.com", "INTEREST_NAME": "Test Art"},
                "INTEREST_OPT": "In",
            },
        )
        self.assertEqual((job.updated, job.created), (2, 1), job._result())
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.updated, self.problems(undo)), (1, 2, []))
        self.assertEqual((self.ada.city, self.ada.contact_group_ids), (False, self.friends))
        self.assertFalse(self.bob.contact_group_ids)
        keys = ("test choir", "test art")
        self.assertFalse(self.Group.search([("name_key", "in", keys)]))
        self.assertFalse(self.Interest.search([("name_key", "in", keys)]))
        self.assertFalse(self.env["res.partner"].search([("email", "=", "new@example.com")]))
