from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, Command, api
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..exports.common import table_of


@tagged("post_install", "-at_install")
class TestDownloadRaces(TransactionCase):
    """V10: nothing is lost and nothing goes twice, whatever is under way when a run begins."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self.made = self.make(self.elsewhere(cr))
        self.addCleanup(self.remove)

    def elsewhere(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def make(self, env):
        """For other transactions to see: a contact, the only member of a center, and an operation
        that sends the members of that center."""
        contact = env["res.partner"].create({"name": "Slow Sue"})
        center = env["contact.center"].create({"name": "Race", "code": "T-RACE"})
        center.group_id.member_ids = [Command.set(contact.ids)]
        standard = env.ref("registration_import.operation_constituent_download")
        operation = standard.copy({"code": "t_race", "center_id": center.id})
        return {"contact": contact.id, "center": center.id, "operation": operation.id}

    def remove(self):
        with self.registry.cursor() as cr:
            env = self.elsewhere(cr)
            operation = env["registration.import.operation"].browse(self.made["operation"])
            env["registration.export.run"].search([("operation_id", "=", operation.id)]).unlink()
            center = env["contact.center"].browse(self.made["center"])
            groups = center.group_ids
            operation.unlink()
            center.group_id = False
            groups.unlink()
            center.unlink()
            env["res.partner"].browse(self.made["contact"]).unlink()

    def test_a_change_of_an_open_transaction_goes_later(self):
        """V10: a change that was begun before a run, and committed after it, goes with the next,
        although its date lies before the start of the first."""
        with self.registry.cursor() as writer, self.registry.cursor() as runner:
            slow = self.elsewhere(writer)["res.partner"].browse(self.made["contact"])
            slow.write({"city": "Chur"})
            slow.flush_recordset()
            first = self.run_in(runner)
            self.assertEqual(first["cities"], [""])
            runner.commit()
            writer.commit()
            self.assertLess(slow.write_date, first["started"])
            self.assertEqual(self.run_in(runner)["cities"], ["Chur"])
            runner.commit()
            self.assertEqual(self.run_in(runner)["cities"], [])

    def test_of_two_runs_at_once_one_ends(self):
        """V10, V11: of two runs at once only one can end; the other is replayed, and finds nothing
        left."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            two.execute("SELECT 1")  # from here on it sees the database as it is now
            self.assertEqual(self.run_in(one)["cities"], [""])
            one.commit()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self.run_in(two)
            two.rollback()
            self.assertEqual(self.run_in(two)["cities"], [])

    def run_in(self, cr):
        """What a run in a transaction of its own sends of the contact."""
        env = self.elsewhere(cr)
        result = env["registration.import.operation"].run_download(operation="t_race")
        run = env["registration.export.run"].browse(result["run"])
        self.assertEqual(run.state, "done", run.message)
        rows = table_of(run._pieces().raw)
        place = rows[0].index("CITY")
        return {"started": cr.now(), "cities": [row[place] for row in rows[1:]]}
