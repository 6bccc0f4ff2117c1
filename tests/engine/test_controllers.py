import io
from unittest.mock import patch

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase, mute_logger, tagged

from ...importer.intake import Intake
from ...importer.retention import Retention
from ..common import LABELS, SAMPLE, ImportCase

UPLOAD = "/registration_import/upload"


@tagged("post_install", "-at_install")
class TestControllers(ImportCase, HttpCase):
    """Files in and out over HTTP."""

    by_mail = False

    def login(self, user):
        self.authenticate(user.login, user.login)

    def post(self, content=None, name="agenda.csv", token="one", **data):
        """The response to an upload, as the browser sends it."""
        data = {
            "operation": self.operation.id,
            "token": token,
            "csrf_token": Request.csrf_token(self),
            **data,
        }
        files = {"ufile": (name, self.csv(SAMPLE) if content is None else content, "text/csv")}
        return self.url_open(UPLOAD, data=data, files=files)

    def uploaded(self, *args, **kwargs):
        return self.job(self.post(*args, **kwargs).json())

    # -- upload --------------------------------------------------------------------------------

    def test_an_upload_reads_and_imports_nothing(self):
        """C22: upload makes a job of the file that was read, and imports nothing."""
        self.login(self.event_user)
        job = self.uploaded()
        self.assertEqual((job.state, job.total, job.create_uid), ("draft", 4, self.event_user))
        self.assertFalse(self.status(self.dora, self.demo_7592))

    def test_double_click(self):
        """T16: the same token is the same job; another user's or another token is another."""
        self.login(self.event_user)
        first = self.uploaded()
        self.assertEqual(self.uploaded(), first)
        self.assertNotEqual(self.uploaded(token="two"), first)
        self.login(self.importer)
        self.assertNotEqual(self.uploaded(), first)

    def test_the_token_of_another_upload(self):
        """T16: a token that stands for another file, or was sent otherwise, is refused in words."""
        self.login(self.event_user)
        first = self.uploaded()
        for other in ({"content": self.csv(SAMPLE[:1])}, {"separator": ";"}, {"goal": "validate"}):
            with self.subTest(other=list(other)):
                answer = self.post(**other)
                self.assertEqual(answer.status_code, 400)
                self.assertIn(str(first.id), answer.json()["error"])
        self.assertEqual(self.uploaded(name="other.csv"), first)

    def test_two_clicks_at_once(self):
        """T16: a second request that could not see the first one answers with its job."""
        self.login(self.event_user)
        first = self.uploaded()
        blind = patch.object(Intake, "job_with_key", side_effect=[first.browse(), first])
        with blind, mute_logger("odoo.sql_db"):
            self.assertEqual(self.uploaded(), first)

    def test_too_large(self):
        """A9: a request that announces more than the limit is refused before it is read."""
        self.env["ir.config_parameter"].set_param("registration_import.limit_size", "1000")
        self.login(self.event_user)
        with mute_logger("odoo.http"):
            self.assertEqual(self.post(b"x" * 50_000).status_code, 413)

    def test_display_name(self):
        """A16: the name of a file is a text to show, never a path."""
        self.login(self.event_user)
        job = self.uploaded(name="..\\..\\etc/<b>a</b>\u202e.csv")
        self.assertEqual(job.name, "b>.csv")
        self.assertNotIn("/", job.attachment_id.name)

    def test_no_file(self):
        """A request without a file or a type of data says what is missing."""
        self.login(self.event_user)
        data = {"operation": self.operation.id, "csrf_token": Request.csrf_token(self)}
        response = self.url_open(UPLOAD, data=data)
        self.assertEqual((response.status_code, list(response.json())), (400, ["error"]))
        self.assertEqual(self.post(operation="").status_code, 400)

    def test_odd_arguments(self):
        """Whatever is sent as type of data or token is refused in words."""
        self.login(self.event_user)
        for values in ({"operation": "9" * 5000}, {"token": "x" * 5000}, {"token": "a\0"}):
            with self.subTest(values=str(values)[:30]):
                self.assertEqual(self.post(**values).status_code, 400)

    def test_company_of_the_browser(self):
        """C13: the job belongs to the company chosen in the browser, if the user may work there."""
        self.login(self.event_user)
        self.opener.cookies["cids"] = str(self.company_2.id)
        self.assertEqual(self.uploaded(token="three").company_id, self.event_user.company_id)
        self.other_company(self.event_user)
        self.assertEqual(self.uploaded(token="four").company_id, self.company_2)

    def test_upload_needs_the_right(self):
        """C04: whoever may not import is told so in words; others have to log in."""
        self.login(self.desk)
        with mute_logger("odoo.http"):
            response = self.post()
        self.assertEqual(response.status_code, 403)
        self.assertIn("Import Registration Data", response.json()["error"])

    def test_upload_needs_a_token(self):
        """A form of another site is refused."""
        self.login(self.event_user)
        with mute_logger("odoo.http"):
            self.assertEqual(self.post(csrf_token="").status_code, 400)

    # -- sample files --------------------------------------------------------------------------

    def sample(self, extension):
        return self.url_open(f"/registration_import/sample/{self.operation.id}.{extension}")

    def test_sample_csv(self):
        """C18: the sample file can be uploaded as it is, and every row of it is imported."""
        self.login(self.event_user)
        response = self.sample("csv")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        job = self.uploaded(response.content)
        job._as_starter()._launch().run_unattended(wait=True)
        self.assertEqual((job.state, job.created), ("done", job.total))
        self.assertGreater(job.total, 1)

    def test_sample_xlsx(self):
        """The spreadsheet keeps codes as text and lists the values that are allowed."""
        self.login(self.event_user)
        book = openpyxl.load_workbook(io.BytesIO(self.sample("xlsx").content))
        data, choices, legend = book.worksheets
        self.assertEqual([cell.value for cell in data[1]], list(LABELS))
        self.assertEqual({cell.number_format for cell in data[2]}, {"@"})
        self.assertIn("Waitlisted", [cell.value for row in choices for cell in row])
        required = [field.required for field in self.operation._kind()._schema()]
        self.assertEqual([cell.fill.fill_type == "solid" for cell in data[1]], required)
        explained = [[cell.value for cell in row] for row in legend.iter_rows(min_row=2)]
        self.assertEqual([row[0] for row in explained], list(LABELS))
        self.assertEqual([row[1].startswith("Yes") for row in explained], required)

    def test_sample_xlsx_can_be_uploaded(self):
        """UX: the marked spreadsheet maps itself when it is uploaded as it is, with the sheets of
        explanations in it, and every row of it is imported."""
        self.login(self.event_user)
        job = self.uploaded(self.sample("xlsx").content, name="sample.xlsx")
        self.assertEqual((job.state, job.format, job.warnings), ("draft", "xlsx", ""))
        job._as_starter()._launch().run_unattended(wait=True)
        self.assertEqual((job.state, job.created), ("done", job.total))
        self.assertGreater(job.total, 1)

    def test_samples_are_offered(self):
        """UX: the tips and the instructions name both sample files."""
        operation = self.operation.with_user(self.event_user)
        tips = operation.tips()
        for key, extension in (("sample", "csv"), ("sample_xlsx", "xlsx")):
            address = f"/registration_import/sample/{operation.id}.{extension}"
            self.assertEqual(tips[key], address)
            self.assertIn(address, operation.instructions)

    def test_sample_needs_the_right(self):
        """C04: no sample for those who may not import."""
        self.login(self.desk)
        with mute_logger("odoo.http"):
            self.assertEqual(self.sample("csv").status_code, 403)

    # -- rows that were not imported -------------------------------------------------------------

    def errors(self, job, extension="csv"):
        return self.url_open(f"/registration_import/errors/{job.id}.{extension}")

    def test_failed_rows_come_in_their_own_columns(self):
        """C30: the failed rows in the user's own columns, with row and reason."""
        job = self.import_rows([SAMPLE[0], ("nobody", "Demo", "Demo_7592", "Registered")])
        self.login(self.event_user)
        response = self.errors(job)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        header, row = response.content.decode("utf-8-sig").splitlines()
        self.assertTrue(header.startswith('"Registration Code"'))
        self.assertTrue(row.startswith('"nobody","Demo","Demo_7592","Registered","3"'))
        book = openpyxl.load_workbook(io.BytesIO(self.errors(job, "xlsx").content))
        self.assertEqual(book.active["A2"].value, "nobody")

    def test_errors_of_others(self):
        """Files follow the job: its starter and event managers, nobody else."""
        job = self.import_rows([("nobody", "Demo", "Demo_7592", "Registered")])
        for user, status in ((self.manager, 200), (self.importer, 403), (self.outsider, 403)):
            self.login(user)
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                self.assertEqual(self.errors(job).status_code, status)

    def test_errors_are_gone(self):
        """After the retention time the rows are not there any more, and the answer says so."""
        job = self.import_rows([("nobody", "Demo", "Demo_7592", "Registered")])
        Retention(self.env).purge(job)
        self.login(self.event_user)
        self.assertEqual(self.errors(job).status_code, 410)
