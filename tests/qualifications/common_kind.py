from ..common import ImportCase
from .common import QualificationsCase

LABELS = (
    "Qualification Number",
    "ULN",
    "Status",
    "Registration number",
    "Registration date",
    "Certificate claimed date",
    "Achieved date",
    "Certificate received Date",
    "Certificate Sent Date",
    "Postal Tracking Reference",
)
FULL = (
    *("601/8830/X", "1000000043", "Certificate Sent", "00123", "01/09/2025", "20/06/2026"),
    *("12/06/2026", "03/07/2026", "06/07/2026", "RM123456785GB"),
)


class KindCase(QualificationsCase, ImportCase):
    """Files of qualifications, imported by who may."""

    def load(self, *rows, user=None, **arguments):
        """The job after these rows, filled up with blanks, were imported."""
        arguments = {
            "operation": "qualifications",
            "header": LABELS,
            "filename": "qualifications.csv",
            **arguments,
        }
        width = len(arguments["header"])
        rows = [(*row, *[""] * (width - len(row))) for row in rows]
        return self.import_rows(rows, user or self.staff, **arguments)

    def error(self, *rows, **arguments):
        """The one error of the one row, with nothing imported."""
        job = self.load(*rows, **arguments)
        self.assertEqual((job.state, job.invalid), ("done", 1), job.message)
        return self.problems(job, "error")[0][1]

    def warned(self, *row):
        """Codes of the warnings of a row that is imported all the same."""
        job = self.load(row)
        self.assertEqual(job.created + job.updated + job.unchanged, 1, job._result())
        return [code for _number, code in self.problems(job, "warning")]
