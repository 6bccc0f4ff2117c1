import io

import openpyxl
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import LABELS, ExportCase, table_of


@tagged("post_install", "-at_install")
class TestExportLayouts(ExportCase):
    """A29: each awarding organisation gets the file that it takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.welding.awarding_organisation_id = cls.env["res.partner"].create(
            {"name": "Harbour Certification", "is_company": True}
        )
        cls.layout = cls.env["qualification.export.layout"].create(
            {"awarding_organisation_id": cls.awarder.id, "column_ids": cls.columns()}
        )

    @classmethod
    def columns(cls, **more):
        own = {"ULN": "Learner No.", "Full name": "Candidate", **more}
        return [
            Command.create({"sequence": number, "column": column, "label": label})
            for number, (column, label) in enumerate(own.items())
        ]

    def test_columns_order_and_labels_are_those_of_the_organisation(self):
        """A29: and no other column."""
        export = self.start(self.enrolment)
        self.assertEqual(
            self.table(export), [["Learner No.", "Candidate"], ["1000000043", "Inês Araújo"]]
        )
        self.assertEqual(export.layout_name, "City Awards")

    def test_the_separator_is_chosen(self):
        self.layout.separator = ";"
        first, _row = self.file_of(self.start(self.enrolment)).splitlines()
        self.assertEqual(first.decode("utf-8-sig"), '"Learner No.";"Candidate"')

    def test_the_format_is_chosen(self):
        """A29: a spreadsheet of texts, under its own address."""
        self.layout.format = "xlsx"
        export = self.start(self.enrolment)
        self.assertTrue(export._url().endswith(".xlsx") and export.name.endswith(".xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(self.file_of(export))).worksheets[0]
        self.assertEqual(sheet["A2"].value, "1000000043")

    def test_others_get_the_standard_columns(self):
        """A32: an organisation without a layout, and several together."""
        for records in (self.second, self.both):
            export = self.start(records)
            self.assertEqual(self.table(export)[0], LABELS)
            self.assertFalse(export.layout_name)

    def test_an_export_keeps_its_layout(self):
        """A31: downloaded again it has the columns that it was made with."""
        export = self.start(self.enrolment)
        self.layout.unlink()
        self.assertEqual(table_of(self.file_of(export))[0], ["Learner No.", "Candidate"])

    def test_a_new_layout_has_all_columns(self):
        """A32: the 17, to choose from, in the user's own rights."""
        layouts = self.env["qualification.export.layout"].with_user(self.officer)
        with Form(layouts) as form:
            form.awarding_organisation_id = self.welding.awarding_organisation_id
        self.assertEqual(self.table(self.start(self.second))[0], LABELS)

    @mute_logger("odoo.sql_db")
    def test_what_makes_no_file_is_refused(self):
        """A29: no column, one without a label, two of one label, a second layout."""
        with self.assertRaisesRegex(ValidationError, "column at least"):
            self.layout.column_ids = [Command.clear()]
        with self.assertRaisesRegex(ValidationError, "no label"):
            self.layout.column_ids = [Command.clear(), *self.columns(Status=" ")]
        with self.assertRaisesRegex(ValidationError, "candidate"):
            self.layout.column_ids = [Command.clear(), *self.columns(Status="candidate ")]
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.layout.copy()

    def test_layouts_are_for_who_keeps_registrations(self):
        """A04."""
        with self.assertRaises(AccessError):
            self.layout.with_user(self.uploader).read(["format"])
