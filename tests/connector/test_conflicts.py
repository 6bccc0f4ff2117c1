from odoo import Command
from odoo.exceptions import AccessError
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

    def test_nobody_writes_anything_but_sides(self):
        """V13: what both sides hold, and what was decided, is said by runs and buttons alone."""
        self.both_change()
        self.run_once()
        conflict = self.Conflict.search([("contact_id", "=", self.cyd.id)])
        mine, line = conflict.with_user(self.boss), conflict.line_ids
        other_value = [Command.update(line.id, {"ours": "Ulm"})]
        for values in ({"state": "settled"}, {"line_ids": other_value}):
            with self.assertRaisesRegex(AccessError, "Only a side is chosen here"):
                mine.write(values)
        mine.write({"line_ids": [Command.update(line.id, {"side": "theirs"})]})
        mine.action_decide()
        with self.assertRaisesRegex(AccessError, "Only a side is chosen here"):
            mine.write({"line_ids": [Command.update(line.id, {"side": "ours"})]})

    def test_on_a_telephone_each_is_a_card(self):
        """V13: nobody scrolls sideways to see what waits: Odoo takes the cards on small screens."""
        action = self.env.ref("registration_import.registration_import_conflict_action")
        self.assertEqual(action.view_mode, "list,kanban,form")
        card = self.Conflict.with_user(self.boss).get_view(view_type="kanban")["arch"]
        for name in ("contact_id", "fields_text", "connection_id", "theirs_changed", "state"):
            self.assertIn(f'name="{name}"', card)

    def test_who_does_not_see_the_contact_finds_none_of_its_values(self):
        """C13: nor by searching or counting the fields of conflicts."""
        self.both_change()
        self.run_once()
        lines = self.env["registration.import.conflict.field"].with_user(self.boss)
        self.assertEqual(lines.search_count([("ours", "=", "Basel")]), 1)
        self.env["ir.rule"].create(
            {
                "name": "Others",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", self.cyd.id)],
            }
        )
        self.env.invalidate_all()
        self.assertEqual(lines.search_count([("ours", "=", "Basel")]), 0)
        self.assertEqual(lines.formatted_read_group([], ["ours"], ["__count"]), [])

    def test_an_opt_out_waits_for_nobody(self):
        """V13: a pair that is held back is opted out on both sides all the same."""
        self.both_change()
        self.there.change(self.theirs, interests_out=["Test News"])
        self.assertEqual(self.rows(self.run_once()), [("updated", ["both_changed"])])
        self.assertEqual(self.cyd.contact_opt_out_ids, self.news)
        self.assertEqual(
            (self.cyd.city, self.there.contacts[self.theirs]["city"]), ("Basel", "Thun")
        )
        conflict = self.Conflict.search([("contact_id", "=", self.cyd.id)])
        self.assertEqual((conflict.state, conflict.line_ids.field), ("open", "town"))
        self.assertFalse(self.run_once())

    def test_an_opt_out_here_goes_there_from_a_pair_that_is_held_back(self):
        """V13: and nothing else of it does."""
        self.both_change()
        self.news.opt_out_group_id.member_ids = self.cyd
        self.run_once()
        there = self.there.contacts[self.theirs]
        self.assertEqual((there["interests_out"], there["city"]), (["Test News"], "Thun"))
        self.assertEqual(self.cyd.city, "Basel")

    def test_what_is_changed_there_while_it_is_written_is_a_conflict(self):
        """V13: it is left, the rest goes there, and the next run asks who is right."""
        self.there.meanwhile = lambda: self.there.change(self.theirs, city="Thun")
        self.touch(self.cyd, city="Basel", phone="+41 31 555 02 02")
        told = ["changed_meanwhile", "goes_there"]
        self.assertEqual(self.rows(self.run_once()), [("updated", told)])
        there = self.there.contacts[self.theirs]
        self.assertEqual((there["city"], there["phone"]), ("Thun", "+41 31 555 02 02"))
        self.assertEqual(self.rows(self.run_once()), [("skipped", ["both_changed"])])
        self.assertEqual((self.cyd.city, there["city"]), ("Basel", "Thun"))

    def test_a_field_that_we_lead_is_written_whatever_they_make_of_it(self):
        """V13: only where both sides may change it is there anything to decide."""
        self.pair(town={"way": "ours"})
        self.there.meanwhile = lambda: self.there.change(self.theirs, city="Thun")
        self.touch(self.cyd, city="Basel")
        self.assertEqual(self.rows(self.run_once()), [("updated", ["goes_there"])])
        self.assertEqual(self.there.contacts[self.theirs]["city"], "Basel")

    def test_nothing_is_written_of_a_row_whose_only_field_was_changed_meanwhile(self):
        self.there.meanwhile = lambda: self.there.change(self.theirs, city="Thun")
        self.touch(self.cyd, city="Basel")
        self.assertEqual(self.rows(self.run_once()), [("skipped", ["changed_meanwhile"])])
        self.pair(town={"rule": "theirs"})
        self.run_once()
        self.assertEqual(self.cyd.city, "Thun")

    def test_what_was_decided_stays_chosen_where_another_field_comes_in_between(self):
        """V13: nobody is asked again and again, once for the one field and once for the other."""
        self.both_change()
        self.run_once()
        conflict = self.Conflict.search([("contact_id", "=", self.cyd.id)])
        conflict.with_user(self.boss).action_take_theirs()
        self.there.change(self.theirs, phone="+41 31 555 01 01")
        self.touch(self.cyd, phone="+41 31 555 02 02")
        self.assertEqual(self.rows(self.run_once()), [("skipped", ["both_changed"])])
        conflict = self.Conflict.search([("contact_id", "=", self.cyd.id)])
        sides = {line.field: line.side for line in conflict.line_ids}
        self.assertEqual((conflict.state, sides), ("open", {"town": "theirs", "telephone": False}))
        conflict.line_ids.filtered(lambda line: not line.side).side = "ours"
        conflict.with_user(self.boss).action_decide()
        self.run_once()
        self.assertEqual((self.cyd.city, self.cyd.phone), ("Thun", "+41 31 555 02 02"))
        self.assertEqual(self.there.contacts[self.theirs]["phone"], "+41 31 555 02 02")
