from ..engine.common_undo import UndoCase
from ..users import new_user
from .common import QualificationsCase


class LearnersCase(QualificationsCase, UndoCase):
    """Files of learners, imported by an administrator who has no other role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_user(cls.env, "learners_administrator", "base.group_system")
        cls.Partner = cls.env["res.partner"]

    def load(self, *rows, user=None, **arguments):
        """The job after these rows, each a dict of labels, were imported."""
        header = tuple(dict.fromkeys(label for row in rows for label in row))
        cells = [[row.get(label, "") for label in header] for row in rows]
        arguments = {"operation": "learners", "filename": "learners.csv", **arguments}
        return self.import_rows(cells, user or self.administrator, header=header, **arguments)

    def learners(self, name):
        return self.Partner.search([("name", "=", name)])
