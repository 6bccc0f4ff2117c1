from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import LABELS
from .common_batches import BatchCase


@tagged("post_install", "-at_install")
class TestImportAgain(BatchCase):
    """A file that is read or mapped again."""

    def test_reading_again_that_fails(self):
        """B8: a file that cannot be read with other options leaves nothing to import, and asks."""
        for options in ({"encoding": "utf-16"}, {"encoding": "utf-999"}, {"header_row": 77}):
            with self.subTest(options=options):
                job = self.upload(self.rows(3))
                job.set_options(options)
                self.assertEqual((job.state, job.total), ("draft", 0))
                self.assertTrue(job.message)
                with self.refused("No column of the file is mapped", UserError):
                    job.action_import()
                job.set_options(dict.fromkeys(options))
                self.assertEqual(job.total, 3)
                job.action_import(again=True)

    def test_mapping_that_does_not_fit(self):
        """F13: a column that is not there, reserved, or no number is refused."""
        header = [*LABELS, "_row", "_error", "_hint"]
        job = self.upload([(*row, "2", "", "") for row in self.rows(3)], header=header)
        for mapping in (
            {"status": 99},
            {"status": -1},
            {"status": "1"},
            {"status": 1.5},
            {"status": 4},
            {"email": 0},
            ["status"],
            None,
        ):
            with self.subTest(mapping=mapping), self.refused("does not fit", UserError):
                job.set_mapping(mapping)

    def test_mapping_chosen(self):
        """C23: the mapping that a person chose is the one that counts; a column is used once."""
        job = self.upload([row[::-1] for row in self.rows(3)])
        fields = ("status", "instance_code", "session_code", "registration_code")
        job.set_mapping({name: index for index, name in enumerate(fields)})
        job.action_import()
        job._launch().exhaust()
        self.assertEqual(job.created, 3)
        job = self.upload(self.rows(3))
        job.set_mapping(dict.fromkeys(fields, 0))
        with self.refused("The same column", UserError):
            job.action_import()

    def test_past_that_step(self):
        """T16, T18: a job that runs or has ended cannot be started, mapped or read again."""
        done = self.import_rows(self.rows(3))._as_starter()
        waiting = self.schedule(self.rows(4))
        for job in (done, waiting):
            for act in (
                job.action_import,
                job.action_validate,
                lambda job=job: job.set_options({}),
                lambda job=job: job.set_mapping({}),
            ):
                with self.refused("past that step", UserError):
                    act()

    def test_same_file_asks(self):
        """T17, P6: where somebody can be asked, the same file again wants a second click; also
        where it was uploaded twice before it was imported."""
        first, second = self.upload(self.rows(3)), self.upload(self.rows(3))
        first.action_import()
        for job in (second, self.upload(self.rows(3))):
            with self.refused("The same file was imported", UserError):
                job.action_import()
        second.action_import(again=True)
        self.assertEqual(second.state, "scheduled")
