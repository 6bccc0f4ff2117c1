import csv
import datetime
from pathlib import Path
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ...tools.reading.table import MIB
from ..common import MODELS, ImportCase
from .common import EXPORT, MANAGE, UPLOAD, QualificationsCase

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
DEMO = Path(__file__).parents[2] / "demo"
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


@tagged("post_install", "-at_install")
class TestKindQualifications(KindCase):
    """What a file of qualifications does to enrolments."""

    def test_all_ten_columns(self):
        """A18, A24, A25: each column ends in its field, with its leading zeros."""
        job = self.load(FULL)
        self.assertEqual((job.updated, self.problems(job)), (1, []), job._result())
        self.assertRecordValues(
            self.enrolment,
            [
                {
                    "status": "certificate_sent",
                    "registration_number": "00123",
                    "date_registered": datetime.date(2025, 9, 1),
                    "date_claimed": datetime.date(2026, 6, 20),
                    "date_achieved": datetime.date(2026, 6, 12),
                    "date_received": datetime.date(2026, 7, 3),
                    "date_sent": datetime.date(2026, 7, 6),
                    "tracking_reference": "RM123456785GB",
                }
            ],
        )

    def test_every_status(self):
        """A25: the eight statuses as people write them, case and blanks aside."""
        for text, status in (
            ("Not registered", "not_registered"),
            ("registered", "registered"),
            ("ACHIEVED", "achieved"),
            ("Certificate  Claimed", "certificate_claimed"),
            ("Certificate Received", "certificate_received"),
            ("certificate sent", "certificate_sent"),
            ("Exempt", "exempt"),
            ("Registration Not Required", "registration_not_required"),
        ):
            self.load(("601/8830/X", "1000000043", text))
            self.assertEqual(self.enrolment.status, status)
        self.assertEqual(self.error(("601/8830/X", "1000000043", "Lost")), "not_a_choice")

    def test_blank_removes(self):
        """A27: a blank takes the value away, in every column but the three mandatory ones."""
        self.load(FULL)
        job = self.load(("601/8830/X", "1000000043", "Exempt"))
        self.assertEqual(job.updated, 1)
        for name in ("registration_number", "tracking_reference", "date_registered", "date_sent"):
            self.assertFalse(self.enrolment[name], name)
        self.assertEqual(self.enrolment.programme_id, self.programme)

    def test_same_file_again(self):
        """A01: the same rows a second time change nothing."""
        rows = [FULL, ("100/1234/5", "9276308686", "Registered", "7", "01/09/2025")]
        self.assertEqual(self.load(*rows).created, 1)
        again = self.load(*rows)
        self.assertEqual((again.unchanged, again.total), (2, 2))
        self.assertAccounted(again)

    def test_mandatory(self):
        """A26: number, ULN and status must be filled in."""
        for index in range(3):
            row = list(FULL)
            row[index] = " "
            self.assertEqual(self.error(row), "missing")

    def test_longest_texts(self):
        """A19-23: 128 characters are taken, 129 are not."""
        row = ["601/8830/X", "1000000043", "Exempt", "é" * 128, *[""] * 5, "z" * 128]
        self.load(row)
        self.assertEqual(self.enrolment.registration_number, "é" * 128)
        self.assertEqual(self.enrolment.tracking_reference, "z" * 128)
        for index in (0, 1, 3, 9):
            longer = list(row)
            longer[index] = "z" * 129
            self.assertEqual(self.error(longer), "too_long")

    def test_dates(self):
        """A24: dd/mm/yyyy, of the calendar; anything else is an error of that row."""
        for text in ("31/02/2024", "2024-02-01", "1/2/2024", "01/13/2024", "01/02/24", "soon"):
            row = ("601/8830/X", "1000000043", "Registered", "", text)
            self.assertEqual(self.error(row), "bad_date", text)
        self.load(("601/8830/X", "1000000043", "Registered", "", "29/02/2024"))
        self.assertEqual(self.enrolment.date_registered, datetime.date(2024, 2, 29))

    def test_row_fails_alone(self):
        """A13, A15: errors are counted, and the accepted rows are written."""
        job = self.load(FULL, ("601/8830/X", "1", "Exempt"), ("100/1234/5", "9276308686", "Exempt"))
        self.assertEqual((job.updated, job.created, job.invalid), (1, 1, 1))
        self.assertAccounted(job)

    def test_validation_writes_nothing(self):
        """A12: validated rows are counted, and nothing is changed."""
        rows = [FULL, ("100/1234/5", "9276308686", "Exempt"), ("x", "1000000043", "Exempt")]
        with self.assertNothingWritten(ir_attachment=1):
            job = self.load(*rows, validate_only=True)
        self.assertEqual((job.state, job.updated, job.created, job.invalid), ("validated", 1, 1, 1))

    def test_quiet(self):
        """Design: an import leaves no tracking messages, its journal has the old values."""
        before = self.enrolment.message_ids
        self.load(FULL)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self.enrolment.message_ids, before)

    def test_no_query_per_row(self):
        """Design: enrolments that get values of their own are written without a query for each."""
        learners = self.env["res.partner"].create(
            [{"name": "Learner", "uln": f"L{number}"} for number in range(40)]
        )
        for learner in learners:
            self.enrol(learner, self.care)
        rows = [(self.care.number, uln, "Registered", uln) for uln in learners.mapped("uln")]
        self.load(FULL)  # what is done for the first time does not count
        counts = []
        for part in (rows[:10], rows[10:]):
            before = self.env.cr.sql_log_count
            self.assertEqual(self.load(*part).updated, len(part))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_report_names_no_learner(self):
        """Design: the report e-mail has numbers of qualification and registration, no ULN."""
        job = self.load(("601/8830/X", "1000000043", "Lost", "00123"))
        mail = job.mail_id.body_html
        self.assertIn("601/8830/X / 00123", mail)
        self.assertNotIn("1000000043", mail)

    def test_example_of_each_message(self):
        """A14: every problem of the kind has words, which its params fill."""
        messages = self.env["registration.import.message"]
        params = dict.fromkeys(("column", "label", "found", "count", "date", "other"), "x")
        for code in self.env["registration.import.kind.qualifications"]._messages():
            self.assertTrue(messages._text(code, params))


@tagged("post_install", "-at_install")
class TestKindQualificationsMatch(KindCase):
    """D6 to D8: which enrolment a row means, and what is doubtful about it."""

    def test_numbers_without_slashes_and_spaces(self):
        """D6: slashes, spaces and case do not count."""
        for number in ("6018830X", "601 8830 x", "601/8830/x"):
            job = self.load((number, "1000 000043", "Exempt"))
            self.assertEqual(job.updated + job.unchanged, 1, number)
        self.olu.uln = "927 630 8686"
        self.assertEqual(self.load(("601/8830/X", "9276308686", "Exempt")).created, 1)

    def test_created_where_missing(self):
        """D6: a learner who is not on the qualification yet is put on it, once."""
        job = self.load(
            ("100/1234/5", "9276308686", "Registered", "1", "01/09/2025"),
            ("10012345", "9276308686", "Registered", "2", "01/09/2025"),
        )
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        found = self.Enrolment.search([("partner_id", "=", self.olu.id)])
        self.assertRecordValues(
            found, [{"qualification_id": self.welding.id, "registration_number": "2"}]
        )

    def test_unknown(self):
        """D6: qualification and learner must exist; archived ones do not count."""
        self.assertEqual(
            self.error(("999/9999/9", "1000000043", "Exempt")), "unknown_qualification"
        )
        self.assertEqual(self.error(("601/8830/X", "1000000086", "Exempt")), "unknown_learner")
        self.ines.active = False
        self.assertEqual(self.error(("601/8830/X", "1000000043", "Exempt")), "unknown_learner")
        self.ines.active, self.care.active = True, False
        self.assertEqual(
            self.error(("601/8830/X", "1000000043", "Exempt")), "unknown_qualification"
        )

    def test_ambiguous(self):
        """D6: two candidates are an error, never the first one."""
        (self.ines + self.olu).uln = "9999999999"
        self.assertEqual(self.error(("601/8830/X", "9999999999", "Exempt")), "temporary_uln")
        (self.ines + self.olu).uln = "1000000043"
        self.assertEqual(self.error(FULL), "ambiguous_learner")
        (self.ines + self.olu).uln = "9999999999"
        self.care.copy({"number": "6018830X"})
        job = self.load(("601/8830/X", "9999999999", "Exempt"))
        self.assertEqual(self.problems(job, "error"), [(2, "ambiguous_qualification")])
        self.assertIn("2 qualifications", job._result()["errors"][0]["message"])

    def test_as_the_user_sees(self):
        """D6, A04: what belongs to a company that is not enabled does not exist."""
        self.care.company_id = self.company_2
        self.assertEqual(
            self.error(("601/8830/X", "1000000043", "Exempt")), "unknown_qualification"
        )
        self.staff.company_ids = [Command.link(self.company_2.id)]
        both = self.staff.company_ids.ids
        operations = self.Operation.with_user(self.staff).with_context(allowed_company_ids=both)
        with patch.object(type(self.Operation), "with_user", lambda *_args: operations):
            job = self.load(("601/8830/X", "1000000043", "Exempt"))
        self.assertEqual(job.updated, 1, job._result())

    def test_companies_differ(self):
        """D6: nobody is put on a qualification of another company than their own."""
        self.welding.company_id = self.env.company
        self.olu.company_id = self.company_2
        self.staff.company_ids = [Command.link(self.company_2.id)]
        both = self.staff.company_ids.ids
        operations = self.Operation.with_user(self.staff).with_context(allowed_company_ids=both)
        with patch.object(type(self.Operation), "with_user", lambda *_args: operations):
            self.assertEqual(self.error(("100/1234/5", "9276308686", "Exempt")), "companies_differ")

    def test_odd_numbers_are_warnings(self):
        """D7: a ULN or number of the wrong shape is found all the same, with a warning."""
        self.ines.uln, self.care.number = "1000000063", "BTEC L3/12"
        self.assertEqual(
            self.warned("BTEC L3/12", "1000000063", "Exempt"),
            ["odd_qualification_number", "odd_uln"],
        )
        self.assertEqual(self.warned("100/1234/5", "9276308686", "Exempt"), [])

    def test_dates_out_of_order(self):
        """D8: a date before one that comes earlier in the course of things is doubtful."""
        row = ["601/8830/X", "1000000043", "Registered", "1", "02/09/2025", "", "01/09/2025"]
        self.assertEqual(self.warned(*row), ["dates_out_of_order"])
        row[6] = "02/09/2025"
        self.assertEqual(self.warned(*row), [])
        self.assertEqual(
            self.warned(*row[:5], "01/08/2025", "", "", "01/07/2025"),
            ["dates_out_of_order", "dates_out_of_order"],
        )

    def test_status_that_no_date_supports(self):
        """D8: a status that stands for a date which is blank."""
        statuses = ("Registered", "Certificate Claimed", "Achieved")
        for status in (*statuses, "Certificate Received", "Certificate Sent"):
            found = self.warned("601/8830/X", "1000000043", status)
            self.assertEqual(found, ["status_without_date"], status)
        for status in ("Not registered", "Exempt", "Registration Not Required"):
            self.assertEqual(self.warned("601/8830/X", "1000000043", status), [])

    def test_repeated(self):
        """D2: the same learner and qualification twice: both in file order, the first is warned."""
        job = self.load(
            ("601/8830/X", "1000000043", "Exempt"), ("601/8830/X", "1000000043", "Exempt", "9")
        )
        self.assertEqual(self.problems(job), [(2, "repeated")])
        self.assertEqual(self.enrolment.registration_number, "9")

    def test_one_statement(self):
        """D6: a thousand rows are matched by one statement."""
        kind = self.env["registration.import.kind.qualifications"].with_user(self.staff)

        class Row:
            values = {"uln": "1000000043", "qualification_number": "601/8830/X"}

        kind._match([Row])
        with self.assertQueryCount(1):
            found = kind._match([Row] * 1000)
        self.assertEqual({match["enrolment"] for match in found}, {self.enrolment.id})

    def test_small_pieces(self):
        """P1: rows on one enrolment, spread over pieces and windows, are applied in order."""
        rows = [("100/1234/5", "9276308686", "Exempt", str(number)) for number in range(7)]
        with self.in_pieces(2, 3):
            planned = self.load(*rows, validate_only=True)._counts()
            job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (1, 6))
        self.assertEqual(planned, job._counts())
        self.assertAccounted(job)

    def test_spellings_far_apart(self):
        """D2, D6: a number in another spelling is a repeat in a later window as well."""
        spellings = ("100/1234/5", "10012345", "100 1234\u00a05", "100/12345")
        rows = [(number, "9276308686", "Exempt", number) for number in spellings]
        with self.in_pieces(1, 1):
            planned = self.load(*rows, validate_only=True)
            self.assertEqual((planned.created, planned.updated), (1, 3))
            job = self.load(*rows)
        self.assertEqual(planned._counts(), job._counts())
        repeated = [number for number, code in self.problems(job) if code == "repeated"]
        self.assertEqual(repeated, [2, 3, 4])


@tagged("post_install", "-at_install")
class TestKindQualificationsFile(KindCase):
    """A09 to A11, A18: which files are taken; A03, A04: from whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        operation = cls.env.ref("registration_import.operation_qualifications")
        cls.operation = operation.with_user(cls.staff)

    def refusal(self, code, header=LABELS, **arguments):
        job = self.load(FULL, header=header, **arguments)
        self.assertEqual((job.state, job.code), ("refused", code), job.message)
        return job.message

    def test_labels(self):
        """A18: labels are compared without case and blanks."""
        header = [f" {label.upper().replace(' ', '  ')} " for label in LABELS]
        self.assertEqual(self.load(FULL, header=header).updated, 1)

    def test_file_of_errors(self):
        """A17: a corrected file of errors, with its columns, is taken as it is."""
        row = (*FULL, "7", "Unknown value", "Choose")
        job = self.load(row, header=(*LABELS, "_row", "_error", "_hint"))
        self.assertEqual(job.updated, 1, job.message)

    def test_swapped_columns(self):
        """A18: two columns in each other's place refuse the file, which names the first."""
        header = list(LABELS)
        header[5], header[6] = header[6], header[5]
        message = self.refusal("column_misplaced", header)
        self.assertIn("Column F must be “Certificate claimed date”", message)
        self.assertIn("“Achieved date”", message)

    def test_missing_column(self):
        """A18: a column that is missing, not only a mandatory one, is named."""
        for label in LABELS:
            header = [each for each in LABELS if each != label]
            job = self.load(FULL[: len(header)], header=header)
            self.assertEqual((job.state, job.code), ("refused", "column_missing"))
            self.assertIn(f"“{label}”", job.message)

    def test_column_too_many(self):
        """A18: ten columns, not eleven; one without a name or data does no harm."""
        message = self.refusal("column_too_many", (*LABELS, "Remarks"))
        self.assertIn("Column K, “Remarks”", message)
        self.assertEqual(self.load(FULL, header=(*LABELS, "")).updated, 1)

    def test_csv_only(self):
        """A09: a file of another name or another content is refused."""
        self.refusal("wrong_extension", filename="qualifications.xlsx")
        message = self.refusal("wrong_extension", filename="qualifications.txt")
        self.assertEqual(message, "A file for this import is named .csv.")
        kind = self.env["registration.import.kind.qualifications"]
        self.assertEqual(kind._check_table("xlsx", list(LABELS)).code, "wrong_extension")
        self.assertEqual(self.load(FULL, filename="QUALIFICATIONS.CSV").updated, 1)

    def test_below_two_mebibytes(self):
        """A10: one byte less than 2 MiB is taken, 2 MiB are refused before they are read."""
        content = self.csv([FULL], LABELS)
        for size, state in ((2 * MIB - 1, "draft"), (2 * MIB, "refused")):
            padded = content + b"\n" * (size - len(content))
            job = self.operation._new_job(padded, "qualifications.csv")._as_starter()
            job._read_or_queue()
            self.assertEqual((job.size, job.state), (size, state), job.message)
        with patch(f"{MODELS}.engine.import_job_read.read_in_child", side_effect=AssertionError):
            job = self.operation._new_job(padded, "qualifications.csv")._as_starter()
            job._read_or_queue()
        self.assertEqual(job.code, "not_below")
        self.assertIn("smaller than 2 MB", job.message)

    def test_separators(self):
        """A11: a comma unless another separator is chosen; a file with another one says so."""
        text = self.csv([FULL], LABELS).decode()
        for separator, shown in ((";", ";"), ("\t", "Tab"), ("|", "|")):
            content = text.replace(",", separator).encode()
            with patch.object(type(self), "csv", staticmethod(lambda *_args, c=content: c)):
                message = self.refusal("other_separator")
                self.assertIn(f"“{shown}”", message)
                job = self.load(FULL, options={"separator": separator})
            self.assertEqual(job.updated + job.unchanged, 1, job.message)

    def test_dates_have_one_form(self):
        """A24: nobody can choose another form of dates."""
        with self.assertRaisesRegex(UserError, "always %d/%m/%Y"):
            self.load(FULL, options={"date_format": "%Y-%m-%d"})
        self.assertEqual(self.load(FULL, options={"date_format": "%d/%m/%Y"}).updated, 1)

    def test_columns_are_not_mapped(self):
        """A18: nobody can give a column another meaning than its place."""
        with self.assertRaisesRegex(UserError, "fixed order"):
            self.load(FULL, mapping={"ULN": "registration_number"})
        job = self.operation._new_job(self.csv([FULL], LABELS), "qualifications.csv")
        job._as_starter()._read_or_queue()
        with self.assertRaisesRegex(UserError, "does not fit"):
            job.set_mapping({**job.mapping, "date_sent": 5, "date_claimed": 8})
        self.assertTrue(job.set_mapping(job.mapping))

    def test_samples(self):
        """A07: the sample file is accepted as it is, and changes nothing."""
        kind = self.env["registration.import.kind.qualifications"].with_user(self.staff)
        self.assertEqual(tuple(field.label for field in kind._schema()), LABELS)
        self.load(FULL)
        job = self.load(*kind._samples())
        self.assertEqual((job.total, job.unchanged), (len(kind._samples()), job.total))
        self.assertEqual(self.problems(job, "error"), [])

    def test_sample_without_enrolments(self):
        """A07: where there is no enrolment yet, the sample shows what a row looks like."""
        self.Enrolment.search([]).unlink()
        kind = self.env["registration.import.kind.qualifications"].with_user(self.staff)
        job = self.load(*kind._samples())
        self.assertEqual((job.created, self.problems(job)), (2, []))

    def test_sample_of_the_demo(self):
        """A07: the file that the demo imports has the columns and no fault but those meant."""
        with DEMO.joinpath("qualifications.csv").open(newline="") as file:
            labels, *rows = csv.reader(file)
        kind = self.env["registration.import.kind.qualifications"]
        self.assertIsNone(kind._check_table("csv", labels))
        columns = {field.name: index for index, field in enumerate(kind._schema())}
        parse = kind._schema().reader(columns, width=10, ragged=True, date_format="%d/%m/%Y")
        problems = [problem.code for row in rows for problem in parse(row)[1]]
        self.assertEqual((len(rows), problems), (22, ["bad_date", "not_a_choice"]))

    def test_who_may(self):
        """A03, A04: both roles together, and neither alone nor with another."""
        self.assertEqual(self.load(FULL, user=self.staff).updated, 1)
        pairs = (f"{MANAGE},{EXPORT}", f"{UPLOAD},{EXPORT}")
        users = [new_test_user(self.env, f"pair_{n}", pair) for n, pair in enumerate(pairs)]
        for user in (self.manager, self.uploader, self.exporter, self.event_user, *users):
            with self.assertRaises(AccessError):
                self.load(FULL, user=user)
            with self.assertRaises(AccessError):
                self.enrolment.with_user(user).action_import_and_update()

    def test_right_lost_before_the_run(self):
        """A03: a role taken away after the click stops the import."""
        job = self.load(FULL, wait=False)._as_starter()
        self.staff.group_ids -= self.env.ref(UPLOAD)
        job._exhaust()
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertFalse(self.enrolment.date_sent)

    def test_button(self):
        """A05: the button opens the import of qualifications, with nothing selected as well."""
        action = self.Enrolment.with_user(self.staff).action_import_and_update()
        self.assertEqual(action["name"], "Import and Update Qualifications")
        operation = self.env.ref("registration_import.operation_qualifications")
        self.assertEqual(action["context"]["default_operation_id"], operation.id)
        arch = self.Enrolment.with_user(self.manager).get_view(view_type="list")["arch"]
        self.assertNotIn("action_import_and_update", arch)
