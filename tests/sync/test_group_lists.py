from odoo.tests import tagged

from .common import HubCase


@tagged("post_install", "-at_install")
class TestGroupLists(HubCase):
    """V07 to V09: several groups or interests in one cell, and those that a file makes."""

    operation_code = "constituents"

    def groups(self):
        return sorted(self.ada.contact_group_ids.mapped("name"))

    def test_a_name_with_the_separator_is_quoted(self):
        """Case 40: as the cells of a .csv are; a download writes it so."""
        names = ["Food; Drink", 'The "A" Team', '"Quoted"', "[A, B]", "Wine, Beer", '5" Pipes']
        groups = self.Group.create([{"name": name} for name in names])
        self.ada.contact_group_ids = groups
        kind = self.env["registration.import.kind.constituent_download"]
        operation = self.Operation._by_code("constituent_download")
        line = kind._lines("res.partner", self.ada.ids, operation)[self.ada.id]
        row = {"MEMBER_ID": "00123", "GROUP_NAME": line["group_name"]}
        job = self.load(row)
        self.assertEqual((job.unchanged, self.problems(job), job.notes), (1, [], False))
        self.ada.contact_group_ids = False
        self.assertEqual(self.load(row).updated, 1)
        self.assertEqual(self.ada.contact_group_ids, groups)

    def test_a_list_of_another_form_is_a_problem(self):
        """Case 40: neither one group nor several that nobody meant."""
        for column, text in (
            *(("GROUP_NAME", text) for text in ('["A","B"]', "['A']", "{A,B}", '"Food; Drink')),
            ("GROUP_ID", '["T-001"]'),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.error(MEMBER_ID="00123", **{column: text}), "odd_list")
        row = {"MEMBER_ID": "00123", "INTEREST_NAME": '["A"]', "INTEREST_OPT": "In"}
        job = self.load(row, operation="segmentation")
        self.assertEqual(self.problems(job), [(2, "odd_list")])
        job = self.load({"MEMBER_ID": "00123", "GROUP_NAME": "[A]"}, operation="group_assignment")
        self.assertEqual((job.updated, self.groups()), (1, ["[A]"]))

    def test_a_thousand_in_one_cell(self):
        """V08, T33: a cell that names more groups than anybody has is refused, not worked off."""
        text = ";".join(f"Group {n}" for n in range(1_001))
        self.assertEqual(self.error(MEMBER_ID="00123", GROUP_NAME=text), "long_list")
        self.assertFalse(self.Group.search([("name", "=like", "Group %")]))

    def test_new_groups_are_told(self):
        """Case 40: in the answer and on the job, once each, before and after; later files that
        name them say nothing."""
        rows = [
            {"MEMBER_ID": "00123", "GROUP_NAME": "Food; Drink"},
            {"MEMBER_ID": "00124", "GROUP_NAME": "drink; Test Friends"},
            {"MEMBER_ID": "00124", "INTEREST_NAME": "Test Art", "INTEREST_OPT": "In"},
        ]
        for validate_only in (True, False):
            with self.in_batches(1, 2):
                message = self.load(*rows, validate_only=validate_only)._result()["message"]
            self.assertIn("made from the file: Food, Drink.", message)
            self.assertIn("Interests that are made from the file: Test Art.", message)
            self.assertEqual(message.count("Test Art"), 1)
        self.assertNotIn("made from the file", self.load(*rows)._result()["message"])
        self.assertEqual(self.groups(), ["Drink", "Food"])
