from unittest import TestCase

from ...tools.contacts import contact_schema


class TestContactSchema(TestCase):
    """Columns of a family."""

    def test_a_label_of_a_family_is_a_field_of_its_own(self):
        """D13: a label CRITERION:CODE is a field of its own, other labels are none."""
        labels = ["INSTIT", "criterion:Age", "CRITERION: SIZE", "CRITERION:", "ROLE:X"]
        schema = contact_schema.SCHEMA.with_columns(labels)
        names = [field.name for field in schema.fields[len(contact_schema.SCHEMA) :]]
        self.assertEqual(names, ["criterion:Age", "criterion:SIZE"])
        self.assertIs(contact_schema.SCHEMA.with_columns(["INSTIT"]), contact_schema.SCHEMA)

    def test_an_equals_sign_takes_a_value_away_in_any_form(self):
        """S02: = as a text, as that of a safe export, or as a formula without a result."""
        parse = contact_schema.SCHEMA.parser({"birthdate": 0, "role": 1}, width=2)
        for cell in ("=", " = ", "'=", {"type": "formula", "text": "="}):
            self.assertEqual(parse([cell, cell]), ({"birthdate": "=", "role": "="}, []))
