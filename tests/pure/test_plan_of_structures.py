from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED
from .contact_rows import ContactPlanCase, contact, match, structure


class TestPlanOfStructures(ContactPlanCase):
    """S, P4: the structure of a contact in a file that names several."""

    def found(self, **values):
        """Anna, who is in no structure."""
        return match(**{"contact": contact(), "taken": True, **values})

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

    def test_a_name_that_two_structures_of_the_file_have_says_nothing(self):
        """P9: as the run says it, which finds two of them; who is in one of them stays there."""
        for outcomes in (self.outcomes, self.written):
            rows = [
                self.row("insert", match(), 2, struct_name="Academy", lastname="Lee"),
                self.insert_structure("Academy", 3),
                self.insert_person("Academy", 4),
                self.row("update", match(), 5, struct_name="ACADEMY"),
                self.row("update", match(), 6, struct_name="Academy", town="Chur"),
            ]
            found = [CREATED, CREATED, INVALID, UNCHANGED, UPDATED]
            self.assertEqual(outcomes(*rows), found, outcomes)
            self.assertEqual(self.codes(rows[2].plan), ["ambiguous_structure"])
            self.assertTrue(self.planner.reaches_others(rows[1]))

    def test_nor_does_one_that_is_there_and_that_the_file_gives_to_another(self):
        """P9: be it to a new structure, or to one that is called otherwise."""
        academy = {"structure": structure(), "named": 1}
        opera = contact(id=9, name="Opera", is_company=True)
        for second in (
            self.insert_structure("Academy", 2, **academy),
            self.row(
                "update", self.found(**academy) | {"contact": opera}, 2, struct_name="Academy"
            ),
        ):
            rows = [second, self.insert_person("Academy", 3, **academy)]
            self.assertEqual(self.outcomes(*rows)[1], INVALID)
            self.assertEqual(self.codes(rows[1].plan), ["ambiguous_structure"])

    def test_a_name_that_only_one_has_is_that_of_all_rows(self):
        """P9: neither a row that is wrong nor one of the structure itself makes another."""
        wrong = self.insert_structure("Academy", 3)
        wrong.match["taken"] = True
        rows = [
            self.insert_structure("Academy", 2),
            wrong,
            self.row("update", match(), 4, struct_name="Academy", town="Bern", contact_nr="2"),
            self.insert_person("Academy", 5),
        ]
        self.assertEqual(self.outcomes(*rows), [CREATED, INVALID, UPDATED, CREATED])

    def test_a_structure_that_gets_another_name_is_found_by_that(self):
        """P9: and not by the one that it had, which is then that of another one; in later chunks,
        too, which share no cell with the row."""
        academy = {"structure": structure(), "named": 1}
        rows = [
            self.row("update", self.found(contact=structure()), 2, struct_name="Opera"),
            self.insert_person("OPERA", 3),
            self.insert_person("Academy", 4, **academy),
            self.insert_person("ACADEMY", 5, **academy),
            self.insert_person("Opera", 6),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, *[CREATED] * 4])
        parents = [row.plan.changes[0].values["parent_id"] for row in rows[1:]]
        self.assertEqual((parents[0], parents[3]), (8, 8))
        # the first of the two makes a structure, which the second one finds, planned
        self.assertEqual((parents[1].values["name"], parents[2]), ("Academy", 0))
        self.assertEqual(rows[3].match["structure"]["name"], "Academy")
        self.assertTrue(self.planner.reaches_others(rows[0]))

    def test_of_two_with_a_name_none_is_meant_once_one_is_called_otherwise(self):
        """P9: nor is a third one made."""
        twin = {"structure": structure(), "named": 2}
        rows = [
            self.row("update", self.found(contact=structure()), 2, struct_name="Opera"),
            self.insert_person("Academy", 3, **twin),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, INVALID])
        self.assertEqual(self.codes(rows[1].plan), ["ambiguous_structure"])

    def insert_structure(self, name, number, **found):
        """A row of a structure alone, which has a number of its own."""
        return self.row("insert", match(**found), number, struct_name=name, contact_nr=str(number))

    def insert_person(self, name, number, **found):
        """A row of somebody new in a structure."""
        row = self.insert_structure(name, number, **found)
        row.values["lastname"] = "Kim"
        return row
