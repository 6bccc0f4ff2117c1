import base64
import io

from odoo.tests import BaseCase, tagged

from ...tools.rows.schema import Field, Schema
from ..common_files import FileMixin
from ..fixtures import libreoffice
from ..sync.common import HubCase


@tagged("post_install", "-at_install")
class TestLeadingZeros(FileMixin, BaseCase):
    """V18: what begins with a zero keeps it in files that a spreadsheet program has saved."""

    def test_saved_by_libreoffice(self):
        """V18: a file of ours comes back as it went, from .xlsx as it is opened by a double click,
        from .csv as the import dialog opens it with text columns."""
        schema = Schema(Field(name, name, type="code") for name in libreoffice.HEADER)
        columns = {name: index for index, name in enumerate(libreoffice.HEADER)}
        parse = schema.parser(columns, labels=libreoffice.HEADER)
        for name in libreoffice.SAVED:
            with self.subTest(name):
                header, *rows = self.cells(libreoffice.saved(name), name)
                self.assertEqual(header, libreoffice.HEADER)
                for cells, wanted in zip(rows, libreoffice.ROWS, strict=True):
                    values, problems = parse(cells)
                    self.assertEqual([value or "" for value in values.values()], wanted)
                    self.assertEqual(problems, [])


@tagged("post_install", "-at_install")
class TestLeadingZerosOfConstituents(HubCase):
    """V18: from the file into the database, and out again into the errors file."""

    operation_code = "constituents"

    def load_file(self, content, name):
        return self.import_rows(
            [],
            self.runner,
            operation=self.operation_code,
            content=base64.b64encode(content).decode(),
            filename=name,
        )

    def errors(self, job, extension):
        stream = io.BytesIO()
        job._report().rows.write(stream, extension)
        return stream.getvalue()

    def test_in_and_out(self):
        """V18: a member ID and a ZIP keep their zeros in the contact and in the errors file, from
        where they come back."""
        partners = self.env["res.partner"]
        for name in libreoffice.SAVED:
            for extension in ("csv", "xlsx"):
                with self.subTest(name, errors=extension), self.env.cr.savepoint() as savepoint:
                    job = self.load_file(libreoffice.saved(name), name)
                    self.assertEqual(job.invalid, 3, "nobody knows these groups yet")
                    again = self.errors(job, extension)
                    self.Group.create(
                        [{"name": row[-1], "external_id": row[-1]} for row in libreoffice.ROWS]
                    )
                    job = self.load_file(again, f"errors.{extension}")
                    self.assertEqual(job.created, 3, job._result())
                    for row in libreoffice.ROWS:
                        partner = partners.search([("contact_member_id", "=", row[0])])
                        self.assertEqual(partner.zip, row[4])
                        self.assertEqual(partner.contact_group_ids.external_id, row[-1])
                    savepoint.rollback()
