from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import GROUP, SAMPLE
from .common_operations import OperationCase


@tagged("post_install", "-at_install")
class TestImportOperationCallers(OperationCase):
    """Attachments that are imported, and who may call."""

    def test_an_attachment_is_taken_by_record_or_id(self):
        """run_attachment: takes a record or its id."""
        attachment = self.attach(user=self.event_user)
        self.assertEqual(self.run_attachment(attachment)["counts"]["created"], 4)
        self.assertEqual(self.run_attachment(attachment.id)["counts"]["unchanged"], 4)

    def test_attachment_of_somebody_else(self):
        """C04: a file that the user may not read is not read for them."""
        attachment = self.attach(res_model="res.company", res_id=self.company_2.id)
        with self.assertRaises(AccessError):
            self.run_attachment(attachment.id)

    def test_attachment_that_is_a_link(self):
        """run_attachment: nothing is fetched from elsewhere."""
        link = self.attach(type="url", url="http://localhost/x.csv", raw=False, public=True)
        with self.refused("is a link", UserError):
            self.run_attachment(link.id)

    def test_attachment_that_is_none(self):
        """run_attachment: one file that exists."""
        for attachment in (
            10**9,
            "x",
            None,
            self.env["ir.attachment"],
            self.attach() + self.attach(),
        ):
            with self.subTest(attachment=attachment), self.refused("one attachment", UserError):
                self.run_attachment(attachment)

    def test_who_may(self):
        """C03, C04: event users and managers, and registration support with the role."""
        for user in (self.event_user, self.manager, self.importer):
            with self.subTest(user=user.login):
                self.assertEqual(self.run_rows(SAMPLE, user=user)["state"], "done")

    def test_who_may_not(self):
        """C04: anybody else is refused, and told whom to ask."""
        for user in (self.desk, self.outsider):
            with (
                self.subTest(user=user.login),
                self.refused("Import Registration Data", AccessError),
            ):
                self.run_rows(SAMPLE, user=user)

    def test_role_makes_the_difference(self):
        """C04: registration support may once the role is set on their user record."""
        self.desk.write({"group_ids": [(4, self.env.ref(GROUP).id)]})
        self.assertEqual(self.run_rows(SAMPLE, user=self.desk)["state"], "done")
