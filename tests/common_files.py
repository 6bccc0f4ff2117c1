"""What the tests of readers share."""

import io

from odoo.tests import BaseCase

from ..models.engine.import_message import MESSAGES
from ..tools.reading.readers import Limits, Options, open_table
from ..tools.rows.problems import SourceError


def message(code, params):
    """The English text of a problem; KeyError where a param of it is missing."""
    return MESSAGES[code][1]._source % params


class FileCase(BaseCase):
    """Opens bytes as a file, without a database."""

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
