import base64
import csv
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.reading.table import MIB
from ..common import IMPORTER
from ..users import new_user
from .common import EXPORT, MANAGE, UPLOAD
from .common_kind import FULL, LABELS, KindCase

DEMO = Path(__file__).parents[2] / "demo"


@tagged("post_install", "-at_install")
class TestKindQualificationsFile(KindCase):
    """A09 to A11, A18: which files are taken; A03, A04: from whom."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        operation = cls.env.ref("registration_import.operation_qualifications")
        cls.operation = operation.with_user(cls.staff)

    def refused_with(self, code, header=LABELS, **arguments):
        job = self.load(FULL, header=header, **arguments)
        self.assertEqual((job.state, job.code), ("refused", code), job.message)
        return job.message

    def test_labels_are_compared_without_case_and_blanks(self):
        """A18: labels are compared without case and blanks."""
        header = [f" {label.upper().replace(' ', '  ')} " for label in LABELS]
        self.assertEqual(self.load(FULL, header=header).updated, 1)

    def test_a_corrected_file_of_errors_is_taken(self):
        """A17: a corrected file of errors, with its columns, is taken as it is."""
        row = (*FULL, "7", "Unknown value", "Choose")
        job = self.load(row, header=(*LABELS, "_row", "_error", "_hint"))
        self.assertEqual(job.updated, 1, job.message)

    def test_swapped_columns_are_refused(self):
        """A18: two columns in each other's place refuse the file, which names the first."""
        header = list(LABELS)
        header[5], header[6] = header[6], header[5]
        message = self.refused_with("column_misplaced", header)
        self.assertIn("Column F must be “Certificate claimed date”", message)
        self.assertIn("“Achieved date”", message)

    def test_a_missing_column_is_named(self):
        """A18: a column that is missing, not only a mandatory one, is named."""
        for label in LABELS:
            header = [each for each in LABELS if each != label]
            job = self.load(FULL[: len(header)], header=header)
            self.assertEqual((job.state, job.code), ("refused", "column_missing"))
            self.assertIn(f"“{label}”", job.message)

    def test_a_column_too_many_is_refused(self):
        """A18: ten columns, not eleven; one without a name or data does no harm."""
        message = self.refused_with("column_too_many", (*LABELS, "Remarks"))
        self.assertIn("Column K, “Remarks”", message)
        self.assertEqual(self.load(FULL, header=(*LABELS, "")).updated, 1)

    def test_only_csv_files_are_taken(self):
        """A09: a file of another name or another content is refused."""
        self.refused_with("wrong_extension", filename="qualifications.xlsx")
        message = self.refused_with("wrong_extension", filename="qualifications.txt")
        self.assertEqual(message, "A file for this import is named .csv.")
        kind = self.env["registration.import.kind.qualifications"]
        self.assertEqual(kind._check_table("xlsx", list(LABELS)).code, "wrong_extension")
        self.assertEqual(self.load(FULL, filename="QUALIFICATIONS.CSV").updated, 1)

    def test_files_of_two_mebibytes_are_refused(self):
        """A10: one byte less than 2 MiB is taken, 2 MiB are refused before they are read."""
        content = self.csv([FULL], LABELS)
        for size, state in ((2 * MIB - 1, "draft"), (2 * MIB, "refused")):
            padded = content + b"\n" * (size - len(content))
            job = self.operation._new_job(padded, "qualifications.csv")._as_starter()
            job._launch().read_file()
            self.assertEqual((job.size, job.state), (size, state), job.message)
        with patch(f"{IMPORTER}.reader.read_in_child", side_effect=AssertionError):
            job = self.operation._new_job(padded, "qualifications.csv")._as_starter()
            job._launch().read_file()
        self.assertEqual(job.code, "not_below")
        self.assertIn("smaller than 2 MB", job.message)

    def test_another_separator_has_to_be_chosen(self):
        """A11: a comma unless another separator is chosen; a file with another one says so."""
        text = self.csv([FULL], LABELS).decode()
        for separator, shown in ((";", ";"), ("\t", "Tab"), ("|", "|")):
            content = text.replace(",", separator).encode()
            with patch.object(type(self), "csv", staticmethod(lambda *_args, c=content: c)):
                message = self.refused_with("other_separator")
                self.assertIn(f"“{shown}”", message)
                job = self.load(FULL, options={"separator": separator})
            self.assertEqual(job.updated + job.unchanged, 1, job.message)

    def test_dates_have_one_form(self):
        """A24: nobody can choose another form of dates."""
        with self.assertRaisesRegex(UserError, "always %d/%m/%Y"):
            self.load(FULL, options={"date_format": "%Y-%m-%d"})
        self.assertEqual(self.load(FULL, options={"date_format": "%d/%m/%Y"}).updated, 1)

    def short(self, *rows):
        """The job after rows without the blank cells at their ends were imported, and its notes."""
        content = base64.b64encode(self.csv(rows, LABELS)).decode()
        arguments = {"operation": "qualifications", "filename": "qualifications.csv"}
        job = self.import_rows((), self.staff, content=content, **arguments)
        return job, {note["code"]: note["params"] for note in job.notes or ()}

    def test_blanks_that_a_program_left_out_are_blanks(self):
        """A27: as Excel saves them; they take values away like others, and people are told."""
        self.load(FULL)
        other = ("100/1234/5", "9276308686", *FULL[2:])
        job, notes = self.short(other, ("601/8830/X", "1000000043", "Exempt"))
        self.assertEqual((job.created, job.updated), (1, 1), job.message)
        self.assertEqual(notes["cells_left_out"], {"count": 1, "row": 3})
        for name in ("registration_number", "tracking_reference", "date_registered", "date_sent"):
            self.assertFalse(self.enrolment[name], name)
        job, _notes = self.short(other, ("601/8830/X", "1000000043", "Exempt"))
        self.assertEqual(job.unchanged, 2, job.message)

    def test_what_is_lost_takes_nothing_away(self):
        """A27: a row without its mandatory columns is torn; no short row of its file counts."""
        self.load(FULL)
        other = ("100/1234/5", "9276308686", *FULL[2:])
        torn = ("601/8830/X", "1000000043")
        job, notes = self.short(other, ("601/8830/X", "1000000043", "Exempt", "1"), torn)
        self.assertEqual((job.created, job.updated, job.invalid), (1, 0, 2), job.message)
        self.assertNotIn("cells_left_out", notes)
        self.assertEqual(self.enrolment.tracking_reference, FULL[-1])

    def test_columns_are_not_mapped(self):
        """A18: nobody can give a column another meaning than its place."""
        with self.assertRaisesRegex(UserError, "fixed order"):
            self.load(FULL, mapping={"ULN": "registration_number"})
        job = self.operation._new_job(self.csv([FULL], LABELS), "qualifications.csv")
        job._as_starter()._launch().read_file()
        with self.assertRaisesRegex(UserError, "does not fit"):
            job.set_mapping({**job.sudo().mapping, "date_sent": 5, "date_claimed": 8})
        self.assertTrue(job.set_mapping(job.sudo().mapping))

    def test_the_sample_file_changes_nothing(self):
        """A07: the sample file is accepted as it is, and changes nothing."""
        kind = self.env["registration.import.kind.qualifications"].with_user(self.staff)
        self.assertEqual(tuple(field.label for field in kind._schema()), LABELS)
        self.load(FULL)
        job = self.load(*kind._samples())
        self.assertEqual((job.total, job.unchanged), (len(kind._samples()), job.total))
        self.assertEqual(self.problems(job, "error"), [])

    def test_the_sample_without_enrolments_is_accepted(self):
        """A07: where there is no enrolment yet, the sample shows what a row looks like."""
        self.Enrolment.search([]).unlink()
        kind = self.env["registration.import.kind.qualifications"].with_user(self.staff)
        job = self.load(*kind._samples())
        self.assertEqual((job.created, self.problems(job)), (2, []))

    def test_the_file_of_the_demo_has_two_wrong_cells(self):
        """A07: the file that the demo imports has the columns and no problems but those meant."""
        with DEMO.joinpath("qualifications.csv").open(newline="") as file:
            labels, *rows = csv.reader(file)
        kind = self.env["registration.import.kind.qualifications"]
        self.assertIsNone(kind._check_table("csv", labels))
        columns = {field.name: index for index, field in enumerate(kind._schema())}
        parse = kind._schema().parser(columns, width=10, ragged=True, date_format="%d/%m/%Y")
        problems = [problem.code for row in rows for problem in parse(row)[1]]
        self.assertEqual((len(rows), problems), (22, ["bad_date", "not_a_choice"]))

    def test_both_roles_together_may_import(self):
        """A03, A04: both roles together, and neither alone nor with another."""
        self.assertEqual(self.load(FULL, user=self.staff).updated, 1)
        pairs = (f"{MANAGE},{EXPORT}", f"{UPLOAD},{EXPORT}")
        users = [new_user(self.env, f"pair_{n}", pair) for n, pair in enumerate(pairs)]
        for user in (self.manager, self.uploader, self.exporter, self.event_user, *users):
            with self.assertRaises(AccessError):
                self.load(FULL, user=user)
            with self.assertRaises(AccessError):
                self.enrolment.with_user(user).action_import_and_update()

    def test_a_role_lost_before_the_run_stops_it(self):
        """A03: a role taken away after the click stops the import."""
        job = self.load(FULL, wait=False)._as_starter()
        self.staff.group_ids -= self.env.ref(UPLOAD)
        job._launch().exhaust()
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertFalse(self.enrolment.date_sent)

    def test_the_button_opens_the_import(self):
        """A05: the button opens the import of qualifications, with nothing selected as well."""
        action = self.Enrolment.with_user(self.staff).action_import_and_update()
        self.assertEqual(action["name"], "Import and Update Qualifications")
        operation = self.env.ref("registration_import.operation_qualifications")
        self.assertEqual(action["context"]["default_operation_id"], operation.id)
        arch = self.Enrolment.with_user(self.manager).get_view(view_type="list")["arch"]
        self.assertNotIn("action_import_and_update", arch)
