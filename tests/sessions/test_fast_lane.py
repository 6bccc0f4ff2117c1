from unittest.mock import patch

from odoo import Command
from odoo.tests import mute_logger, tagged
from odoo.tools import SQL

from ...importer.checkpoint import AFTER_CRASH
from ...models.sessions.fast_session_instances import FastSessionInstances
from ...tools.rows.plan import row_id
from ..common import IMPORTER
from ..engine.common_undo import UndoCase
from ..engine.common_workers import OURS, WorkerCase
from .common_lanes import SessionLaneCase


@tagged("post_install", "-at_install")
class TestFastLane(SessionLaneCase, UndoCase):
    """C28: where nobody listens, a long file is written in bulk; and the import says so."""

    def rows_of(self, instance, count=3):
        return [self.row(person, instance) for person in self.make_people(count)]

    def test_in_bulk(self):
        """C28: plain rows go past Odoo's models, and the import says so in words."""
        rows = self.rows_of(self.demo_7592)
        self.assertEqual(self.lane_of(rows), ("fast_lane", 3))
        self.assertIn("In bulk", self.last().lane_text)
        self.assertEqual(self.demo_7592.seats_taken, 3)

    def test_a_short_file(self):
        """C28: a short file goes the ordinary way."""
        self.assertEqual(self.lane_of(self.rows_of(self.demo_7592), 4), ("lane_short", 0))

    def test_an_option_forbids_it(self):
        """C28: an operation may say that nothing goes past Odoo's models."""
        self.operation.ordinary_lane = True
        self.assertEqual(self.lane_of(self.rows_of(self.demo_7592)), ("lane_forbidden", 0))

    def test_another_addon_listens(self):
        """C28: nothing goes past whoever overrides create() or write(), also while the server
        runs, and the import names them."""
        heard = []
        for method in ("create", "write"):
            with self.subTest(method=method), self.env.cr.savepoint() as savepoint:
                with self.another_addon(lambda *args: heard.append(args), method=method):
                    lane = self.lane_of(self.rows_of(self.demo_7592))
                self.assertEqual(lane, ("lane_heard", 0))
                self.assertIn(f"{method}()", self.last().lane_text)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertTrue(heard)

    def test_another_addon_extends_what_we_do(self):
        """C28: nor past whoever extends what a line does, what rows mean, or how they are read."""
        for model, method in (
            ("event.agenda.line", "_check_event"),
            ("event.agenda.instance", "_add_to_counters"),
            ("registration.import.kind.session_instances", "_row_planner"),
            ("registration.import.job", "_assembly"),
            ("registration.import.kind.session_instances", "_writer"),
        ):
            with self.env.cr.savepoint() as savepoint:
                self.assertHeard(model, method, lambda: self.lane_of(self.rows_of(self.demo_7592)))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_trigger_of_the_database(self):
        """C28: nor past a trigger that somebody put on the table."""
        self.env.cr.execute(
            """CREATE FUNCTION lane_spy() RETURNS trigger LANGUAGE plpgsql
                   AS 'BEGIN RETURN NEW; END';
               CREATE TRIGGER lane_spy BEFORE INSERT ON event_agenda_line
                   FOR EACH ROW EXECUTE FUNCTION lane_spy()"""
        )
        self.assertEqual(self.lane_of(self.rows_of(self.demo_7592)), ("lane_heard", 0))

    def test_a_default_of_somebody(self):
        """C28: nor where new lines would get a value that only Odoo knows."""
        self.env["ir.default"].set("event.agenda.line", "promoted", True)
        self.assertEqual(self.lane_of(self.rows_of(self.demo_7592)), ("lane_heard", 0))

    def test_other_rules_for_writing(self):
        """C28, P6: nor where the user may write less than they see."""
        self.env["ir.rule"].create(
            {
                "name": "Own lines",
                "model_id": self.env["ir.model"]._get_id("event.agenda.line"),
                "domain_force": "[('create_uid', '=', user.id)]",
                "groups": [Command.link(self.env.ref("event.group_event_user").id)],
                "perm_read": False,
            }
        )
        self.assertEqual(self.lane_of(self.rows_of(self.demo_7592)), ("lane_rights", 0))

    def test_what_a_rule_forbids_is_not_made(self):
        """C28, P6: a record rule holds for what is written in bulk, and the rows it forbids fail as
        they do the ordinary way."""
        self.env["ir.rule"].create(
            {
                "name": "Not these",
                "model_id": self.env["ir.model"]._get_id("event.agenda.line"),
                "domain_force": "[('instance_id.code', '!=', 'Wshop_7597')]",
            }
        )
        people = self.make_people(2)
        rows = [
            self.row(people[0], self.demo_7592),
            self.row(people[1], self.wshop_7597),
        ]
        with self.in_ranges(1000):
            job = self.import_rows(rows)
        self.assertEqual(self.outcomes(job), {2: "created", 3: "failed"})
        self.assertFalse(self.status(people[1], self.wshop_7597))
        # none of the rows went in bulk in the end, and the import does not say so
        self.assertEqual(job.lane["code"], "lane_none")
        self.assertIn("refused", job.lane_text)

    def test_a_statement_that_does_not_come_to_an_end(self):
        """C28: is given up, and its rows, and those behind it, go the ordinary way."""
        endless = patch.object(
            FastSessionInstances, "_statement", lambda *_rows: SQL("SELECT 'created', pg_sleep(9)")
        )
        with endless, patch(f"{IMPORTER}.bulk.LONGEST", 0.05), self.in_ranges(2):
            job = self.import_rows(self.rows_of(self.demo_7592, 5))
        self.assertEqual((job.created, job.lane["code"]), (5, "lane_none"))
        self.assertIn("too long", job.lane_text)

    def test_waitlists_and_messages(self):
        """C28: promotions and messages to registrants want the ordinary way."""
        for option, code in (
            ("promotes_waitlist", "lane_waitlist"),
            ("tells_registrants", "lane_told"),
        ):
            with self.subTest(option=option), self.env.cr.savepoint() as savepoint:
                self.operation[option] = True
                self.assertEqual(self.lane_of(self.rows_of(self.demo_7592)), (code, 0))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_barcodes(self):
        """C28, D4: where a row goes by the barcode, it may name the line of another."""
        people = self.make_people(2)
        people[0].barcode = "B-1"
        rows = [("B-1", "Demo", "Demo_7592", "Registered"), self.row(people[1], self.demo_7592)]
        self.assertEqual(self.lane_of(rows), ("lane_barcodes", 0))

    def test_order_on_the_waitlist(self):
        """C28: who comes first in the file comes first on the waitlist."""
        people = self.make_people(4)
        rows = [self.row(person, self.demo_7592, "Waitlisted") for person in people[::-1]]
        self.assertEqual(self.lane_of(rows), ("fast_lane", 4))
        lines = self.Line.search([("instance_id", "=", self.demo_7592.id)], order="waitlist_number")
        self.assertEqual(lines.registration_id.ids, people.ids[::-1])

    def test_order_on_the_waitlist_by_both_ways(self):
        """C28: also where the planner alone can tell what some of the rows before mean."""
        people = self.make_people(3)
        first, second, third = (self.row(each, self.demo_7592, "Waitlisted") for each in people)
        other = self.row(self.dora, self.wshop_7597, "Waitlisted")
        rows = [(*first[:3], "waiting list"), second, other, third]
        self.assertEqual(self.lane_of(rows), ("fast_lane", 1))
        lines = self.Line.search([("instance_id", "=", self.demo_7592.id)], order="waitlist_number")
        self.assertEqual(lines.registration_id.ids, people.ids)
        rows = [("'P0001", *first[1:3], "Cancelled"), other[:3] + ("Cancelled",), third]
        self.assertEqual(self.lane_of(rows), ("fast_lane", 2))

    def mended(self, rows, number, **cells):
        """An import of these rows, one of which was mended, that is ready to be written."""
        job = self.upload(rows)
        job.action_validate()
        for column, text in cells.items():
            job.mend(row_id(job.id, number), int(column[1:]), text)
        return job

    def written(self, job):
        with self.in_ranges(1000), self.taking() as taken:
            job.action_import()
            job._launch().exhaust()
        self.assertAccounted(job.sudo())
        self.assertEqual(job.state, "done")
        return sum(taken)

    def test_a_mended_row(self):
        """C28, UX 22: what somebody has mended is written, and not what the file says."""
        people = self.make_people(2)
        seat = self.Line.create({"registration_id": self.dora.id, "instance_id": self.one_seat.id})
        rows = [self.row(people[0], self.one_seat), self.row(people[1], self.demo_7592)]
        job = self.mended(rows, 2, c1="Demo", c2="Demo_7592")
        seat.unlink()
        self.assertEqual(self.written(job), 2)
        self.assertEqual(self.status(people[0], self.demo_7592), "registered")
        self.assertFalse(self.status(people[0], self.one_seat))

    def test_a_row_that_was_mended_to_a_barcode(self):
        """C28, D4: a barcode may also be what somebody has mended."""
        people = self.make_people(2)
        people[0].barcode = "B-1"
        self.Line.create({"registration_id": people[0].id, "instance_id": self.demo_7592.id})
        nobody = ("nobody", *self.row(people[0], self.demo_7592, "Cancelled")[1:])
        rows = [nobody, self.row(people[0], self.demo_7592, "Attended")]
        self.assertEqual(self.written(self.mended(rows, 2, c0="B-1")), 0)
        self.assertEqual(self.status(people[0], self.demo_7592), "attended")

    def test_undone(self):
        """C28, U1: what was written in bulk is undone as any other import."""
        people = self.make_people(3)
        line = self.Line.create({"registration_id": people[0].id, "instance_id": self.demo_7592.id})
        rows = [self.row(person, self.demo_7592, "Attended") for person in people]
        self.assertEqual(self.lane_of(rows), ("fast_lane", 3))
        job = self.env["registration.import.job"].search([], limit=1)._as_starter()
        self.undo(job)
        self.assertEqual(line.status, "registered")
        self.assertEqual(self.Line.search([("instance_id", "=", self.demo_7592.id)]), line)


@tagged("post_install", "-at_install")
class TestFastLaneStops(SessionLaneCase, WorkerCase):
    """P1, P2: a run that stops between what is written in bulk and the rest repeats nothing."""

    @mute_logger(OURS)
    def test_interrupted_behind_a_range(self):
        """P2: what was written in bulk is committed with its outcomes, and found done."""
        rows = [*self.rows(8), (*self.rows(9)[-1][:3], "registered")]
        job = self.schedule(rows)
        failing = self.failing_chunk(MemoryError(), times=2)
        with self.in_ranges(3), self.taking() as taken, failing:
            self.work()
        self.assertEqual((job.state, job.created, sum(taken)), ("done", 9, 8))
        self.assertAccounted(job.sudo())
        self.assertEqual(self.demo_7592.seats_taken, 9)

    @mute_logger(OURS)
    def test_not_after_a_crash(self):
        """P3: rows at which a worker died are planned and written one by one, in small batches."""
        job = self.schedule(self.rows(5))
        self.die_at(job, AFTER_CRASH)
        with self.in_ranges(1000), self.taking() as taken:
            self.work()
        self.assertEqual((job.state, job.created, sum(taken)), ("done", 5, 0))
