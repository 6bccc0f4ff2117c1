import json
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.rows.plan import id_range
from .. import kind_tiny
from ..qualifications.common_kind import FULL, KindCase
from .common_undo import UndoCase


@tagged("post_install", "-at_install")
class TestUndoQualifications(UndoCase, KindCase):
    """Enrolments: many fields, dates, values that an import has emptied."""

    def test_values_are_as_before(self):
        """Undo: texts, dates and empty values are as before, one changed since is left."""
        self.enrolment.write({"date_sent": "2020-01-02", "tracking_reference": "old"})
        names = ["status", "registration_number", "date_registered", "date_achieved"]
        names += ["date_claimed", "date_received", "date_sent", "tracking_reference"]
        before = self.enrolment.read(names)[0]
        job = self.load(FULL, ("100/1234/5", "1000000043", "Exempt"))
        self.assertEqual((job.updated, job.created), (1, 1))
        self.enrolment.registration_number = "by hand"
        undo = self.undo(job)
        self.assertEqual((undo.updated, undo.removed), (1, 1))
        self.assertEqual(self.enrolment.read(names)[0], before | {"registration_number": "by hand"})
        self.assertEqual(self.problems(undo), [(2, "changed_since")])

    def test_only_empty_before(self):
        """Undo: an enrolment that had nothing in the fields is emptied, not deleted."""
        self.enrolment.write({"registration_number": False, "status": "exempt"})
        job = self.load(("601/8830/X", "1000000043", "Exempt", "0099"))
        self.undo(job)
        self.assertFalse(self.enrolment.exists().registration_number)
        self.assertTrue(self.enrolment.exists())

    def test_general_form(self):
        """Undo: also of a file with fixed columns it is shown in the general form, and leads to
        its job."""
        job = self.load(FULL).with_user(self.staff)
        action = job.action_undo()
        self.assertNotIn(
            self.env.ref("registration_import.registration_import_wizard_short_view_form").id,
            [view for view, _type in action["views"]],
        )
        wizard = job.env["registration.import.wizard"].browse(action["res_id"])
        self.assertEqual(wizard.action_import()["res_id"], wizard.job_id.id)


@tagged("post_install", "-at_install")
class TestUndoKinds(UndoCase):
    """What other kinds bring: verbs, and fields that hold several records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind_tiny.register(cls)
        cls.Tag = cls.env["res.partner.category"]
        cls.env["registration.import.operation"].create(
            {"name": "Tags", "code": "tags", "kind": "tiny"}
        )
        cls.old, cls.older = cls.Tag.create(
            [{"name": "Old", "color": 1}, {"name": "Older", "color": 2}]
        )
        cls.event_user.group_ids = [Command.link(cls.env.ref("base.group_partner_manager").id)]
        cls.ann = cls.env["res.partner"].create(
            {"name": "Ann", "category_id": [Command.set(cls.older.ids)]}
        )

    def tags(self, *rows):
        return self.import_rows(rows, operation="tags", header=("Tag", "Colour", "Action"))

    def test_a_verb_cannot_be_undone(self):
        """Undo: what a verb did has no old values: it is told that it cannot be undone."""
        job = self.tags(("New", "4", ""), ("Old", "", "Drop"), ("Older", "5", ""))
        undo = self.undo(job)
        self.assertEqual(self.outcomes(undo), {4: "updated", 3: "skipped", 2: "removed"})
        self.assertEqual(self.problems(undo), [(3, "not_undoable")])
        self.assertEqual(self.older.color, 2)

    def test_only_verbs(self):
        """Undo: where nothing else was done, there is nothing to undo."""
        job = self.tags(("Old", "", "Drop"))
        with self.refused("changed nothing", UserError):
            self.plan_undo(job)

    def test_several_records_in_a_row(self):
        """Undo: a record that rows change beside their own is put back step by step as well; the
        validation foresees it in another window."""
        job = self.tags(("New", "4", ""), ("Newer", "5", ""))
        low, _high = id_range(job.id)
        for number, pair in ((2, [1, 4]), (3, [4, 7])):
            self.env.cr.execute(
                "UPDATE registration_import_outcome SET journal = journal || %s WHERE id = %s",
                (json.dumps([[self.Tag._name, self.old.id, {"color": pair}]]), low + number),
            )
        self.old.color = 7
        with self.in_batches(1, 1):
            wizard = self.plan_undo(job)
            self.assertEqual((wizard.job_id.removed, wizard.problem_count), (2, 0))
            undo = self.go(wizard)
        self.assertEqual((undo.removed, self.old.color), (2, 1))

    def test_several_values_in_a_field(self):
        """Undo: a field of several records holds those that it held before; the journal their
        ids."""
        real = kind_tiny.TinyPlanner.plan

        def plan(planner, row, totals):
            result = real(planner, row, totals)
            result.changes[0].values["partner_ids"] = self.ann.ids
            result.changes[0].present = {**row.match, "partner_ids": []}
            return result

        self.older.partner_ids = False
        with patch.object(kind_tiny.TinyPlanner, "plan", plan):
            job = self.tags(("Older", "2", ""), ("New", "", ""))
        self.assertEqual(len(self.ann.category_id), 2)
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)], limit=1)
        self.assertEqual(row.journal[0][2], {"partner_ids": [[], self.ann.ids]})
        undo = self.undo(job)
        self.assertEqual((undo.updated, undo.removed), (1, 1), undo._result())
        self.assertFalse(self.ann.category_id)

    def test_held_record(self):
        """F6: a new record that something holds by now is kept, be it a table that only the
        database knows."""
        job = self.tags(("New", "4", ""), ("Older", "5", ""))
        new = self.Tag.search([("name", "=", "New")])
        self.env.cr.execute(
            "CREATE TABLE undo_holder (tag integer REFERENCES res_partner_category(id))"
        )
        self.env.cr.execute("INSERT INTO undo_holder VALUES (%s)", (new.id,))
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)
        undo = self.undo(job)
        self.assertEqual(self.outcomes(undo), {3: "updated", 2: "skipped"})
        self.assertEqual(self.problems(undo), [(2, "used_since")])
        self.assertIn("1 × undo_holder", undo._result()["errors"][0]["message"])
