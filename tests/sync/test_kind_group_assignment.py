from odoo.tests import tagged

from .common import HubCase


@tagged("post_install", "-at_install")
class TestKindGroupAssignment(HubCase):
    """The Group Assignment Upload: contacts that there are, added to groups."""

    operation_code = "group_assignment"

    def test_contacts_are_added_to_groups(self):
        """V08: existing constituents are added, and stay in the groups that they are in."""
        self.ada.contact_group_ids = self.donors
        job = self.load(
            {"MEMBER_ID": "00123", "GROUP_ID": "T-001"},
            {"CONS_ID": self.bob.id, "GROUP_NAME": "Test Friends; Test Choir"},
            {"PRIMARY_EMAIL": "cyd@example.com", "GROUP_NAME": "test choir"},
            {"MEMBER_ID": "00123", "GROUP_ID": "T-001"},
            {"MEMBER_ID": "00123", "GROUP_ID": "T-003"},
        )
        self.assertEqual((job.updated, job.unchanged), (4, 1), job._result())
        self.assertEqual(self.problems(job), [])
        choir = self.Group.search([("name_key", "=", "test choir")])
        self.assertEqual(self.ada.contact_group_ids, self.donors + self.friends + self.hikers)
        self.assertEqual(self.friends.member_ids, self.ada + self.bob)
        self.assertEqual(choir.member_ids, self.bob + self.cyd)

    def test_only_existing_contacts_are_assigned(self):
        """V08: nobody is made, and a row without a group is an error."""
        partners = self.env["res.partner"].search_count([])
        self.assertEqual(self.error(MEMBER_ID="nobody", GROUP_ID="T-001"), "unknown_constituent")
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_ID=""), "group_missing")
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_ID="nowhere"), "unknown_group")
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_groups_of_interests_are_refused(self):
        """V08: never to groups of an interest, whatever they are called."""
        self.news.opt_in_group_id.external_id = "T-IN"
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_ID="T-IN"), "group_of_interest")
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_NAME="test news"), "group_of_interest")

    def test_groups_of_other_centers_are_left_out(self):
        """V12: a group of another center is an error of that assignment, and of the row where it
        has no other."""
        self.runner.contact_center_ids = self.river
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_ID="T-003"), "group_of_other_center")
        job = self.load({"MEMBER_ID": "00123", "GROUP_ID": "T-003;T-001"})
        self.assertEqual(self.problems(job), [(2, "group_of_other_center")])
        self.assertEqual(self.ada.contact_group_ids, self.friends)
        self.load({"MEMBER_ID": "00123", "GROUP_NAME": "Test Rowers"})
        rowers = self.Group.search([("name", "=", "Test Rowers")])
        self.assertEqual(rowers.center_id, self.river)

    def test_a_batch_is_a_write_for_each_group(self):
        """V08: however many rows there are, a batch is a write for each group."""
        people = self.env["res.partner"].create(
            [{"name": f"Person {n}", "contact_member_id": f"P{n:04}"} for n in range(60)]
        )
        rows = [{"MEMBER_ID": f"P{n:04}", "GROUP_ID": "T-001"} for n in range(60)]
        self.load(*rows[:2])
        written = []
        with self.another_addon(
            lambda groups, values: written.append(groups), "contact.group", "write"
        ):
            job = self.load(*rows)
        self.assertEqual((job.updated, job.unchanged, len(written)), (58, 2, 1), job._result())
        self.assertEqual(self.friends.member_ids, people)

    def test_a_validation_writes_nothing(self):
        """Issue: a plan that is not written, with what rows leave for each other."""
        rows = [{"MEMBER_ID": "00123", "GROUP_NAME": "Test Choir"}] * 2
        with self.assertNothingWritten(ir_attachment=1):
            job = self.load(*rows, validate_only=True)
        self.assertEqual((job.updated, job.unchanged), (1, 1), job._result())

    def test_a_validation_knows_what_earlier_chunks_leave(self):
        """V08: the plan of a file that is longer than what is planned at once counts what is
        imported in the end: a row knows what rows before it assign, however far away, beyond wrong
        rows, and to groups that are still to be made."""
        rows = [
            {"MEMBER_ID": "00123", "GROUP_NAME": "Test Friends"},
            {"MEMBER_ID": "00124", "GROUP_NAME": "Test Choir"},
            {"MEMBER_ID": "00123", "GROUP_NAME": "Test Friends"},
            {"MEMBER_ID": "00124", "GROUP_NAME": ""},
            {"MEMBER_ID": "00124", "GROUP_NAME": "Test Choir"},
            {"MEMBER_ID": "00123", "GROUP_NAME": "Test Choir; Test Friends"},
            {"MEMBER_ID": "00123", "GROUP_NAME": "Test Choir"},
        ]
        for validate_only in (True, False):
            with self.subTest(validate_only=validate_only), self.in_batches(2, 2):
                job = self.load(*rows, validate_only=validate_only)
                counts = (job.updated, job.unchanged, job.invalid)
                self.assertEqual(counts, (3, 3, 1), job._result())
                self.assertEqual(self.problems(job), [(5, "group_missing")])
