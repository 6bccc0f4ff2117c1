"""What the tests of readers share."""

import io
import tempfile
from pathlib import Path
from unittest import TestCase

from ..tools.reading.process import read_in_child
from ..tools.reading.readers import Limits, Options, open_table
from ..tools.rows.problems import SourceError


class FileMixin:
    """Opens bytes as a file, without a database: for test cases of any kind."""

    def open(self, content, name="file.csv", **options):
        limits = Limits(**options.pop("limits", {}))
        return open_table(io.BytesIO(content), name, Options(**options, limits=limits))

    def read_rows(self, content, name="file.csv", **options):
        """The rows of a file: [(row_number, cells)]."""
        return list(self.open(content, name, **options))

    def cells(self, content, name="file.csv", **options):
        """The cells of a file without the numbers of their rows."""
        return [cells for _number, cells in self.read_rows(content, name, **options)]

    def warned(self, content, name="file.csv", **options):
        """{code: params} of the warnings about a file that is read whole."""
        table = self.open(content, name, **options)
        list(table)
        self.assertEqual({problem.level for problem in table.warnings} - {"warning"}, set())
        return {problem.code: problem.params for problem in table.warnings}

    def refused(self, content, name="file.csv", **options):
        """The SourceError with which a file is refused: (code, params)."""
        with self.assertRaises(SourceError) as caught:
            self.read_rows(content, name, **options)
        return caught.exception.code, caught.exception.params

    def assertRefused(self, code, content, name="file.csv", **options):
        self.assertEqual(self.refused(content, name, **options)[0], code)


class ChildMixin:
    """Reads files in a child process, as the addon does."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def child(self, content, name="file.csv", **arguments):
        source, self.spool = self.folder / "source", self.folder / "spool"
        source.write_bytes(content)
        return read_in_child(source, self.spool, name, **arguments)


class FileCase(FileMixin, TestCase):
    """The same where there is no Odoo."""
