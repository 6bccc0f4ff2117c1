from .common_undo import UndoCase


class SessionUndoCase(UndoCase):
    """What these tests share."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(12)

    def rows(self, status="Registered", instance=None):
        return [self.row(person, instance or self.demo_7592, status) for person in self.people]

    def held(self, instance=None):
        """Status of each person's line, in their order."""
        return [self.status(person, instance or self.demo_7592) for person in self.people]

    def assertOnePiece(self, undo):
        """Nothing had to be split, since nothing failed."""
        run = undo.batch_ids.filtered(lambda piece: piece.phase == "run")
        self.assertEqual((len(run), undo.failing), (1, 0))

    def undo_nothing(self, job):
        """The planned undo of a job, of which nothing is left to undo."""
        wizard = self.plan_undo(job)
        self.assertEqual((wizard.import_label, wizard.can_import), ("Nothing to undo", False))
        return wizard.job_id.sudo()
