import itertools
from unittest.mock import patch

from odoo.tests import tagged

from ...importer.own_context import Own
from ..common import SAMPLE, ImportCase


@tagged("post_install", "-at_install")
class TestImportTarget(ImportCase):
    """UX 20: from a record to the imports that touched it."""

    def setUp(self):
        super().setUp()
        self.first = self.import_rows(SAMPLE)
        self.import_rows(SAMPLE)  # changes nothing
        self.second = self.import_rows([(*SAMPLE[0][:3], "Attended")])
        lines = self.Line.search([("registration_id", "=", self.dora.id)])
        self.line = lines.filtered(lambda line: line.instance_id == self.demo_7592)

    def rows(self, user):
        action = self.line.with_user(user).action_open_import_rows()
        return self.env[action["res_model"]].with_user(user).search(action["domain"])

    def test_the_rows_that_touched_a_record(self):
        """Those that made and changed it, with old and new; not those that changed nothing."""
        rows = self.rows(self.event_user)
        self.assertEqual(rows.job_id, self.first + self.second)
        self.assertEqual(rows.mapped("outcome"), ["created", "updated"])
        self.assertIn("Registered → Attended", rows[-1].change)
        self.assertEqual(self.line.with_user(self.event_user).import_row_count, 2)

    def test_defaults_of_what_is_made(self):
        """16.2: each record of an import has its own number, though few fields are asked for."""
        Partner, number = self.env["res.partner"], itertools.count(7)
        self.env["ir.default"].set("res.partner", "comment", "of all")
        imported = Partner.with_context(registration_import_job_id=Own(self.first.id))
        with patch.object(Partner._fields["ref"], "default", lambda _records: next(number)):
            made = [imported.create({"name": name}) for name in ("Ann", "Ben")]
            called = imported.with_context(default_city="Bern").create({"name": "Cy"})
        self.assertEqual(len({each.ref for each in (*made, called)}), 3)
        self.assertEqual({"of all" in (each.comment or "") for each in (*made, called)}, {True})
        self.assertEqual((made[1].city, called.city), (False, "Bern"))

    def test_of_another_record(self):
        """What no import has touched says nothing."""
        line = self.put(self.emil, self.wshop_7597, "registered")
        self.assertEqual(line.with_user(self.event_user).import_row_count, 0)

    def test_only_what_one_may_see(self):
        """Rows of others are for who looks after the imports of others."""
        self.assertEqual(len(self.rows(self.manager)), 2)
        self.assertEqual(self.line.with_user(self.importer).import_row_count, 0)
        self.assertFalse(self.rows(self.importer))

    def test_an_undone_import_says_so(self):
        """UX, "Where am I": in the list and on the card."""
        self.assertFalse(self.second.undone)
        undo = self.second.with_user(self.event_user).action_undo()
        undo = self.env["registration.import.wizard"].browse(undo["res_id"]).job_id
        undo = undo.with_user(self.event_user)
        undo.action_import()
        undo._as_starter()._launch().exhaust()
        self.second.invalidate_recordset()
        self.assertEqual(self.second.undone, "done")
