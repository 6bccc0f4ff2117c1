from odoo.tests import tagged

from .common import ConnectorCase


@tagged("post_install", "-at_install")
class TestConflicts(ConnectorCase):
    """V13: both sides have changed a contact since they were last in step."""

    def setUp(self):
        super().setUp()
        self.theirs = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()

    def both_change(self):
        self.there.change(self.theirs, city="Thun")
        self.touch(self.cyd, city="Basel")

    def test_somebody_decides(self):
        """V13: the pair is held back on both sides until somebody has said what counts."""
        self.both_change()
        job = self.run_once()
        self.assertEqual(self.rows(job), [("skipped", ["both_changed"])])
        self.assertEqual(
            (self.cyd.city, self.there.contacts[self.theirs]["city"]), ("Basel", "Thun")
        )
        conflict = self.Conflict.search([("contact_id", "=", self.cyd.id)])
        line = conflict.line_ids
        self.assertEqual((line.field, line.ours, line.theirs), ("town", "Basel", "Thun"))
        self.assertFalse(self.run_once())
        conflict.with_user(self.boss).action_take_theirs()
        self.assertEqual(self.rows(self.run_once()), [("updated", [])])
        self.assertEqual(self.cyd.city, "Thun")
        self.assertEqual((conflict.state, line.ours), ("settled", False))
