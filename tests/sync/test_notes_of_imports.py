from odoo.tests import tagged

from ..sync.common import HubCase


@tagged("post_install", "-at_install")
class TestNotesOfImports(HubCase):
    """UX 18: where an operation wants it, the chatter of a record says what has imported it."""

    operation_code = "constituents"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation_code = (
            cls.Operation._by_code("constituents")
            .copy({"code": "t-noting", "notes_imports": True})
            .code
        )

    def notes(self, *contacts):
        """The lines about imports, of all these contacts."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "res.partner"),
                ("res_id", "in", [contact.id for contact in contacts]),
                ("body", "like", "of the import"),
            ],
            order="id",
        )
        return [str(body) for body in messages.mapped("body")]

    def test_what_is_made_or_changed_gets_a_line(self):
        """Nothing of a cell is in it; what stays as it is gets none."""
        self.load(
            {"MEMBER_ID": "00123", "CITY": "Bern"},
            {"MEMBER_ID": "00124", "LAST_NAME": "Moor", "FIRST_NAME": "Bob"},
            {"MEMBER_ID": "00999", "LAST_NAME": "New"},
        )
        new = self.env["res.partner"].search([("contact_member_id", "=", "00999")])
        told = self.notes(self.ada, self.bob, new)
        self.assertEqual(len(told), 2, told)
        self.assertIn("Row 2 of the import “people.csv”", told[0])
        self.assertIn("Row 4 of the import", told[1])

    def test_without_the_option_nothing_is_noted(self):
        self.load({"MEMBER_ID": "00123", "CITY": "Bern"}, operation="constituents")
        self.assertEqual(self.notes(self.ada), [])

    def test_a_name_of_a_file_is_text(self):
        self.load({"MEMBER_ID": "00123", "CITY": "Bern"}, filename="<b>%(row)s.csv")
        self.assertIn("&lt;b&gt;", self.notes(self.ada)[0])

    def test_more_rows_take_no_more_statements(self):
        """P6: a line for each record of a batch is one statement."""

        def queries(first, count):
            rows = [{"MEMBER_ID": f"N{first + n}", "LAST_NAME": "New"} for n in range(count)]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.load(*rows)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(0, 5)
        self.assertLess(queries(100, 60) - queries(200, 20), 20)
