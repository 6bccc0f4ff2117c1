from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import HubCase


@tagged("post_install", "-at_install")
class TestKeepMapping(HubCase):
    """UX 14, 19: the settings of an import that went well become an operation."""

    operation_code = "constituents"

    def imported(self, user):
        mapping = {"Nr": "member_id", "Ort": "town"}
        return self.load({"Nr": "00123", "Ort": "Bern"}, user=user, mapping=mapping).with_user(user)

    def test_the_next_file_is_read_alike(self):
        """Its columns are those of the file, and the operation is one of the person's own."""
        job = self.imported(self.boss)
        self.assertTrue(job.can_keep_mapping, job._result())
        operation = self.Operation.browse(job.action_keep_mapping()["res_id"])
        self.assertEqual(operation.based_on_id, job.operation_id)
        labels = {line.field: line.label for line in operation.line_ids if line.label}
        self.assertEqual(labels, {"member_id": "Nr", "town": "Ort"})
        row = {"Nr": "00124", "Ort": "Chur"}
        again = self.import_rows([row.values()], self.boss, header=row, operation=operation.code)
        self.assertEqual((again.updated, self.bob.city), (1, "Chur"))

    def test_only_who_manages_operations(self):
        """Who may but run them keeps nothing."""
        job = self.imported(self.runner)
        self.assertFalse(job.can_keep_mapping)
        with self.assertRaises(AccessError):
            job.action_keep_mapping()
