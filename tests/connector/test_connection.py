from odoo.exceptions import AccessError, UserError
from odoo.modules import neutralize
from odoo.tests import tagged

from .common import ConnectorCase
from .neighbour import locked_out


@tagged("post_install", "-at_install")
class TestConnection(ConnectorCase):
    """V13: administrators make connections, and nobody reads a key."""

    def test_nobody_reads_a_key(self):
        connection = self.connection.with_user(self.env.ref("base.user_admin"))
        self.assertEqual(self.connection.sudo().key, "swordfish")
        self.assertFalse(connection.new_key)
        with self.assertRaises(AccessError):
            connection.read(["key"])
        self.assertNotIn("swordfish", str(connection.export_data(["name", "new_key"])))
        self.assertNotIn("swordfish", str(connection.read()))
        self.assertNotIn("swordfish", str(connection.copy_data()))

    def test_nobody_finds_a_key_by_asking(self):
        """V13: neither by searching for its beginning, nor by sorting, grouping or exporting."""
        connection = self.connection.with_user(self.env.ref("base.user_admin"))
        connections, sources = connection.browse(), self.source.with_user(connection.env.user)
        for what, ask in {
            "search": lambda: connections.search([("key", "=like", "sword%")]),
            "a path": lambda: sources.search([("connection_id.key", "=like", "sword%")]),
            "order": lambda: connections.search([], order="key"),
            "group": lambda: connections.formatted_read_group([], ["key"], ["__count"]),
            "sum": lambda: connections.formatted_read_group([], [], ["key:array_agg"]),
            "export": lambda: connection.export_data(["key"]),
        }.items():
            with self.subTest(what), self.assertRaises(AccessError):
                ask()
        self.assertNotIn("swordfish", str(connection.default_get(list(connection._fields))))
        self.assertFalse(connection.copy({"system_id": self.other().id}).sudo().key)

    def test_a_copy_for_trials_has_no_key(self):
        """V13: a database that was neutralised writes into no CRM that is at work."""
        queries = neutralize.get_neutralization_queries(["registration_import"])
        for query in queries:
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(self.connection.has_key)

    def test_a_form_that_stores_a_key_gets_none_back(self):
        """V13: nor does whoever looks over the shoulder."""
        admin = self.connection.with_user(self.env.ref("base.user_admin"))
        known = admin.web_save({"new_key": "halibut"}, {"new_key": {}, "has_key": {}})
        self.assertEqual(known[0] | {"id": 0}, {"id": 0, "new_key": False, "has_key": True})
        made = admin.create(
            {**admin.copy_data()[0], "system_id": self.other().id, "new_key": "eel"}
        )
        self.assertFalse(made.new_key)
        self.assertEqual(made.sudo().key, "eel")

    def other(self):
        values = {"name": "Farther Off", "code": "T-FAR"}
        return self.env["registration.import.system"].create(values)

    def test_a_key_does_not_follow_a_changed_address(self):
        """Whoever changes the address alone could have the key sent to them."""
        self.connection.write({"name": "Renamed", "address": "https://crm.example.org"})
        self.assertTrue(self.connection.has_key)
        self.connection.address = "https://evil.example.org"
        self.assertFalse(self.connection.has_key)
        self.connection.write({"address": "https://crm.example.org", "new_key": "tuna"})
        self.assertEqual(self.connection.sudo().key, "tuna")

    def test_pairs_stay_those_of_one_sort_of_crm(self):
        """V13: an id of an Odoo is none of a Salesforce; of two Odoo interfaces it is the same."""
        self.there.add(name="Cyd Nash", email="cyd@example.com")
        self.connection.adapter = "salesforce"
        self.connection.write({"adapter": "odoo", "new_key": "tuna"})
        self.run_once()
        with self.assertRaises(UserError):
            self.connection.adapter = "salesforce"
        self.connection.adapter = "odoo_xmlrpc"
        specification = {"address": {}, "name": {}}
        values = {"address": "https://else.example.org"}
        told = self.connection.onchange(values, ["address"], specification)
        self.assertIn("another connection", told["warning"]["message"])

    def test_only_administrators_keep_connections(self):
        connection = self.connection.with_user(self.boss)
        self.assertEqual(connection.name, "CRM next door")
        for name in ("address", "login", "database", "new_key"):
            with self.subTest(name), self.assertRaises(AccessError):
                connection.read([name])
        with self.assertRaises(AccessError):
            connection.action_test()
        with self.assertRaises(AccessError):
            connection.name = "Mine"

    def test_an_administrator_asks_for_the_fields(self):
        """V13: what contacts have there is known here from then on, and follows what is told."""
        self.people.line_ids.theirs_id = False
        self.connection.field_ids.unlink()
        self.connection.with_user(self.env.ref("base.user_admin")).action_test()
        self.assertIn("city", self.connection.field_ids.mapped("name"))

    def test_what_is_wrong_is_told(self):
        self.there.faults = [locked_out()]
        result = self.connection.action_test()
        self.assertEqual(result["params"]["type"], "danger")
        self.assertTrue(self.connection.test_text)
        self.connection.action_test()
        self.assertIn("Neighbour 1.0", self.connection.test_text)
