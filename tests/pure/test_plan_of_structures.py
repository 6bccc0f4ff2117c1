from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED
from .contact_rows import ContactPlanCase, contact, match, structure


class TestPlanOfStructures(ContactPlanCase):
    """S, P4: the structure of a contact in a file that names several."""

    def found(self, **values):
        """Anna, who is in no structure."""
        return match(contact=contact(), taken=True, **values)

    def parents(self, *rows):
        """Outcomes, and the structures that contacts are put into."""
        outcomes = self.outcomes(*rows)
        return outcomes, [
            row.plan.changes[0].values.get("parent_id") for row in rows if row.plan.changes
        ]

    def test_a_row_that_is_wrong_moves_nobody(self):
        """P4: nor does a row behind it, which names no structure."""
        academy = {"structure": structure(), "named": 1}
        wrong = self.row("insert", self.found(**academy), 2, struct_name="Academy", lastname="Lee")
        for operation, outcome in (("update", UNCHANGED), ("invalidate", UPDATED)):
            rows = [wrong, self.row(operation, self.found(), 3)]
            outcomes, parents = self.parents(*rows)
            self.assertEqual(outcomes, [INVALID, outcome])
            self.assertFalse(any(parents))

    def test_a_row_that_does_something_else_moves_nobody(self):
        """P4: people fill all columns, whatever is to be done."""
        rows = [
            self.row("invalidate", self.found(structure=structure()), 2, struct_name="Academy"),
            self.row("updateact", self.found(), 3),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, UPDATED])
        self.assertNotIn("parent_id", rows[1].plan.changes[0].values)

    def test_who_was_put_into_a_structure_is_in_it(self):
        """S: also where another row names another one in vain."""
        rows = [
            self.row("update", self.found(), 2, struct_name="Academy"),
            self.row("insert", match(), 3, struct_name="Opera", lastname="Lee"),
            self.row("update", self.found(), 4, town="Chur"),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, INVALID, UPDATED])
        self.assertEqual(rows[2].plan.changes[-1].present["name"], "Academy")

    def test_a_contact_moves_between_two_new_structures(self):
        """P9: while both are only planned, they are told apart by their names."""
        new = {"contact_nr": "0009"}
        rows = [
            self.row("insert", match(), 2, struct_name="Opera", lastname="Ost", **new),
            self.row(
                "insert", match(), 3, struct_name="Academy", lastname="Lee", contact_nr="0008"
            ),
            self.row("update", match(), 4, struct_name="Academy", **new),
            self.row("update", match(), 5, struct_name="ACADEMY", **new),
        ]
        self.assertEqual(self.outcomes(*rows), [CREATED, CREATED, UPDATED, UNCHANGED])

    def test_a_person_is_not_the_structure_that_is_planned_beside(self):
        """P9: neither has an id yet."""
        rows = [
            self.row("insert", match(), 2, struct_name="Academy", lastname="Lee"),
            self.row("update", match(), 3, struct_name="Academy", firstname="Ann"),
        ]
        self.assertEqual(self.outcomes(*rows), [CREATED, UPDATED])
        self.assertEqual(rows[1].plan.problems, [])

    def test_a_structure_is_as_all_rows_before_leave_it(self):
        """P9: one that has a number is found by that, too, before it is made."""
        rows = [
            self.row("insert", match(), 2, struct_name="Academy", town="Bern"),
            self.row("update", match(), 3, town="Chur"),
            self.row("updateact", match(), 4, struct_name="Academy", town="Chur"),
        ]
        self.assertEqual(self.outcomes(*rows), [CREATED, UPDATED, UNCHANGED])
