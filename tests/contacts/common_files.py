from unittest.mock import patch

from ..common import ImportCase
from .common import ContactsCase

# Whether a file does so much that nothing brings back that a second person is asked.
IS_LARGE = (
    "odoo.addons.registration_import.models.contacts.kind_contact_operations"
    ".ImportKindContactOperations._is_large"
)


class ContactFileCase(ContactsCase, ImportCase):
    """Files of contacts, imported by who may; a row is a dict of the columns that it fills."""

    def load(self, *rows, user=None, **arguments):
        """The job after these rows were imported."""
        keys = {"INSTIT": "T-LAKE", "ORGANIZATION": "OPERA", "OPERATION": "UPDATE"}
        rows = [keys | row for row in rows]
        header = list(dict.fromkeys(name for row in rows for name in row))
        cells = [[row.get(name, "") for name in header] for row in rows]
        arguments = {"operation": "contact_operations", "filename": "contacts.csv", **arguments}
        return self.import_rows(cells, user or self.staff, header=header, **arguments)

    def update(self, **columns):
        """Anna after an UPDATE with these columns, which nothing is wrong with."""
        job = self.load({"CONTACT_NR": "0001", **columns})
        self.assertEqual((job.invalid, job.failed), (0, 0), job._result())
        return self.anna

    def insert(self, **columns):
        """The new contact of an INSERT with these columns, which nothing is wrong with."""
        job = self.load({"OPERATION": "INSERT", "CONTACT_NR": "77", **columns})
        self.assertEqual(job.created, 1, job._result())
        return self.find("77")

    def find(self, number, institution=None):
        return self.Partner.search(
            [
                ("contact_nr", "=", number),
                ("contact_institution_id", "=", (institution or self.lake).id),
            ]
        )

    def error(self, **columns):
        """The first error of the one row, with nothing imported."""
        job = self.load({"CONTACT_NR": "0001", **columns})
        self.assertEqual((job.state, job.invalid), ("done", 1), job._result())
        return self.problems(job, "error")[0][1]


class ContactVerbCase(ContactFileCase):
    """Files that delete, invalidate, anonymize and drop, started by who may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch(IS_LARGE, lambda *_args: False))

    def do(self, *rows, confirm=None, user=None, **arguments):
        """The job after these rows; ``confirm`` is the number of irreversible ones."""
        options = {"confirm": confirm} if confirm else {}
        return self.load(*rows, user=user or self.lead, options=options, **arguments)

    def row(self, operation, number="0001", **columns):
        return {"OPERATION": operation, "CONTACT_NR": number, **columns}

    def problem(self, *rows, **arguments):
        """Code and message of the one error of the last row; nothing else is wrong."""
        job = self.do(*rows, **arguments)
        errors = [each for each in job._result()["errors"] if each["level"] == "error"]
        self.assertEqual((job.state, len(errors)), ("done", 1), job._result())
        return errors[0]["code"], errors[0]["message"]

    def sell(self, partner):
        """Something that counts as a sale."""
        event = self.env["event.event"].create(
            {"name": "Ball", "date_begin": "2030-01-01", "date_end": "2030-01-02"}
        )
        return self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": partner.id, "name": "x"}
        )
