import json

from odoo.tests import TransactionCase, tagged

from ...models.engine.undo_matcher import ModelValues


@tagged("post_install", "-at_install")
class TestUndoValues(TransactionCase):
    """Undo: what an undo compares and shows of the values of a journal."""

    def value(self, name, plain, model="res.partner"):
        return ModelValues(self.env, model).value(name, plain)

    def assertSame(self, name, *plains, model="res.partner"):
        forms = [self.value(name, plain, model).form for plain in plains]
        self.assertEqual(forms, forms[:1] * len(forms))

    def test_equal_values_have_one_form(self):
        """Undo: rounded, cleaned, in one order, and nothing as nothing."""
        self.assertSame("name", None, False, "")
        self.assertSame("category_id", [2, 1], [1, 2])
        self.assertSame("category_id", [], None)
        self.assertSame("partner_latitude", 1.00000001, 1.00000002)
        self.assertSame("comment", "<p>Hi</p>", "<p>Hi<script>x()</script></p>")
        self.assertSame("contact_birthdate", "2000-01-02", "2000-01-02 00:00:00")

    def test_forms_survive_as_json(self):
        """Undo: a validation stores them between two chunks."""
        for name, plain in (
            ("contact_birthdate", "2000-01-02"),
            ("partner_latitude", 1.23456789),
            ("comment", "<p>Hi</p>"),
            ("category_id", [1]),
            ("active", True),
        ):
            value = self.value(name, plain)
            self.assertEqual(json.loads(json.dumps(value)), list(value))

    def test_what_people_read_is_a_plain_text(self):
        """Undo: the label of a choice, a date with the name of its month, of records nothing."""
        self.assertEqual(self.value("type", "invoice").text, "Invoice")
        self.assertEqual(self.value("contact_birthdate", "2000-01-02").text, "Jan 2, 2000")
        self.assertEqual(self.value("name", None).text, "")
        self.assertIsNone(self.value("parent_id", 1).text)

    def test_a_value_of_another_type_equals_itself_alone(self):
        """Undo: a value of before a field changed its type does not stop the others, and equals
        nothing that the field can hold."""
        self.assertEqual(self.value("color", "red"), ("red", None, "red", False))

    def test_what_is_gone_has_no_form(self):
        """Undo: neither a field nor a model that is not there any more is an error."""
        self.assertEqual(self.value("no_such_field", "a"), ("a", None, None, True))
        self.assertEqual(self.value("name", "a", "no.such.model"), ("a", None, None, True))
