from odoo.tests import tagged

from ..engine.common_undo import UndoCase
from .common import HubCase


@tagged("post_install", "-at_install")
class TestKindConstituentsUsers(HubCase, UndoCase):
    """Constituents who are users: a file leaves them their login."""

    operation_code = "constituents"

    def test_the_email_of_a_user_is_kept(self):
        """F2: refused in words, in the validation as in the run: of oneself, of others, of one's
        own company, of portal users."""
        portal = self.env.ref("base.group_portal")
        visitor = self.user("sync_visitor", "base.group_portal")
        self.assertIn(portal, visitor.all_group_ids)
        for partner, code in (
            (self.runner.partner_id, "protected_yourself"),
            (self.only_sync.partner_id, "protected_internal"),
            (self.env.company.partner_id, "protected_company"),
            (visitor.partner_id, "protected_portal"),
        ):
            before = partner.email
            row = {"CONS_ID": partner.id, "PRIMARY_EMAIL": "new@example.com"}
            for arguments in ({"validate_only": True}, {}):
                job = self.load(row, **arguments)
                self.assertEqual((job.invalid, self.problems(job)), (1, [(2, code)]))
            self.assertEqual(partner.email, before)

    def test_other_values_of_a_user(self):
        """F2: who may not write the user may not write the contact either, which the validation
        says; others may be changed."""
        job = self.load({"CONS_ID": self.only_sync.partner_id.id, "CITY": "Chur"})
        self.assertEqual(self.problems(job), [(2, "protected_internal")])
        visitor = self.user("sync_visitor", "base.group_portal")
        for partner in (self.runner.partner_id, visitor.partner_id, self.env.company.partner_id):
            self.assertEqual(self.load({"CONS_ID": partner.id, "CITY": "Chur"}).updated, 1)

    def test_the_same_email_changes_nothing(self):
        """F2: nor does a row that says what is there."""
        partner = self.only_sync.partner_id
        job = self.load({"CONS_ID": partner.id, "PRIMARY_EMAIL": partner.email.upper()})
        self.assertEqual((job.unchanged, self.problems(job)), (1, []))

    def test_an_undo_foresees_what_its_run_would_refuse(self):
        """Undo: that the contact has got a login since, or somebody else the old member ID."""
        job = self.load(
            {"CONS_ID": self.ada.id, "MEMBER_ID": "00999", "CITY": "Chur"},
            {"CONS_ID": self.bob.id, "CITY": "Chur"},
        )
        self.assertEqual(job.updated, 2, job._result())
        self.cyd.contact_member_id = "00123"
        self.only_sync.partner_id = self.bob
        wizard = self.plan_undo(job)
        problems = [(3, "protected_internal"), (2, "member_id_taken")]
        self.assertEqual(self.problems(wizard.job_id), problems)
        self.assertFalse(wizard.can_import)
        self.cyd.contact_member_id = False
        wizard.job_id.action_validate()
        undo = self.go(wizard)
        self.assertEqual(self.problems(undo), problems[:1])
        self.assertEqual((self.ada.contact_member_id, self.ada.city), ("00123", False))
