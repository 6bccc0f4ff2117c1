from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import _super_send

from ...models.connector.import_source_connection import propose_fields
from ..crm.faulty_server import HTML, LOST, FaultyServer, too_many
from ..crm.odoo_crm import KEY, OdooCrm
from .common import ConnectorCase


@tagged("post_install", "-at_install")
class TestNextOdoo(ConnectorCase):
    """V13, D11: another Odoo over its JSON-2 API, as a server on loopback gives it."""

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        """Odoo's tests compare the time that a request may take with a number; here it is two."""
        return _super_send(session, request, **options)

    def setUp(self):
        super().setUp()
        self.crm = OdooCrm()
        self.server = self.enterContext(FaultyServer(self.crm))
        self.connection.write({"address": self.server.url, "allows_private": True, "new_key": KEY})
        self.there_again()
        self.source.mark = False

    def there_again(self):
        """From now on the connection leads to the server."""
        for patcher in self.remotes:
            patcher.stop()
        result = self.connection.action_test()
        self.assertEqual(result["params"]["type"], "success", result)
        propose_fields(self.people)

    def run_once(self, user=None):
        self.crm.tables.now = fields.Datetime.now()
        return super().run_once(user)

    def test_both_sides_are_in_step(self):
        """V13: contacts, groups and opt-outs go both ways, and a second run has nothing to do."""
        self.people.makes_there = True
        self.people.download_group_ids = self.friends
        self.friends.member_ids = self.ada
        dan = self.crm.add(name="Dan Reed", email="dan@example.com", city="Bern")
        job = self.run_once()
        self.assertEqual(job.state, "done", job.message)
        self.assertEqual([outcome for outcome, _codes in self.rows(job)], ["created", "updated"])
        self.assertEqual(self.contact("dan@example.com").city, "Bern")
        there = {each["email"]: each for each in self.crm.contacts()}
        self.assertEqual(there["ada@example.com"]["name"], "Ada Lane")
        self.touch(self.contact("dan@example.com"), city="Thun")
        self.assertIn(("updated", ["goes_there"]), self.rows(self.run_once()))
        self.assertEqual(self.crm.contact(dan)["city"], "Thun")
        self.run_once()
        asked = len(self.server.asked)
        self.assertFalse(self.run_once())
        self.assertLess(len(self.server.asked) - asked, 30)
        self.assertEqual(len(self.crm.contacts()), 2)

    def test_an_answer_that_is_lost_makes_nothing_twice(self):
        """V13: what was written there before the connection ended is found again."""
        self.people.makes_there = True
        self.people.download_group_ids = self.friends
        self.friends.member_ids = self.ada + self.bob
        self.server.fail(LOST, path="/load")
        self.run_once()
        self.run_once()
        self.assertEqual(len(self.crm.contacts()), 2)

    def test_faults_are_told_in_words(self):
        self.crm.add(name="Dan Reed", email="dan@example.com")
        self.server.fail(None, HTML)
        self.assertFalse(self.run_once())
        self.assertEqual(self.log()[-1], ("failed", "connector_html"))
        # in place of the first answer, too: an older Odoo would have been asked for its database
        self.server.fail(HTML)
        self.assertFalse(self.run_once())
        self.assertEqual(self.log()[-1], ("failed", "connector_html"))
        self.server.fail(too_many(120))
        self.people.with_user(self.boss).action_run()
        self.tick()
        run = self.runs.search([("operation_id", "=", self.people.id)], limit=1)
        self.assertEqual((run.state, run.code), ("fetching", "connector_too_many"))
        self.assertEqual(self.run_once().created, 1)
