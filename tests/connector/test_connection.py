from odoo.exceptions import AccessError
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
