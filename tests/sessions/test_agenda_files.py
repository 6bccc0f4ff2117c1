import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import LABELS, SAMPLE, ImportCase
from ..users import new_user

DOWNLOAD = "registration_import.group_download_agenda"


class AgendaFilesCase(ImportCase):
    """The sample, imported, and somebody who may download it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.downloader = new_user(cls.env, "agenda_download", f"event.group_event_user,{DOWNLOAD}")
        cls.other_event = cls.make_event("Gala Dinner")
        cls.other_session = cls.make_session("Demo", cls.other_event)
        cls.other_instance = cls.make_instance(cls.other_session, "Demo_7592", 20)
        cls.guest = cls.make_registrations("Gus Guest", event=cls.other_event)
        cls.guest.registration_code = "GUEST-1"

    def download(self, event=None, user=None):
        """The bytes of the file that the button on the form of an event gives."""
        event = (event or self.event).with_user(user or self.downloader)
        url = event.action_download_agenda()["url"]
        number = int(url.rpartition("/")[2].removesuffix(".xlsx"))
        stream = io.BytesIO()
        event.env["registration.export"].browse(number)._write(stream)
        return stream.getvalue()

    def table(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def upload_again(self, content, **options):
        """The job after a downloaded file was imported."""
        result = self.Operation.with_user(self.event_user).run_file(
            "session_instances",
            base64.b64encode(content).decode(),
            "agenda.xlsx",
            options=options or None,
            wait=True,
        )
        return self.job(result)


@tagged("post_install", "-at_install")
class TestAgendaDownload(AgendaFilesCase):
    """An event's agenda as a file in the columns of its import."""

    def test_what_goes_out_comes_in_and_changes_nothing(self):
        """C28: every line of the event, codes that a spreadsheet would spoil among them."""
        self.import_rows(SAMPLE)
        self.emil.registration_code, self.dora.registration_code = "00123", "'=1+1"
        content = self.download()
        header, *rows = self.table(content)
        self.assertEqual(header, list(LABELS))
        self.assertEqual(len(rows), 4)
        job = self.upload_again(content, event=self.event.id)
        self.assertEqual((job.unchanged, job.total), (4, 4), job._result())

    def test_a_mark_is_all_that_comes_back_changed(self):
        """C27: who came is marked in the file, and uploaded."""
        self.import_rows(SAMPLE)
        book = openpyxl.load_workbook(io.BytesIO(self.download()))
        sheet = book.worksheets[0]
        (row,) = [cells for cells in sheet.iter_rows(min_row=2) if cells[2].value == "Knote_7608"]
        row[3].value = "Attended"
        stream = io.BytesIO()
        book.save(stream)
        job = self.upload_again(stream.getvalue())
        self.assertEqual((job.updated, job.unchanged), (1, 3), job._result())
        self.assertEqual(self.status(self.dora, self.knote_7608), "attended")

    def test_it_has_this_event_alone_and_nothing_archived(self):
        """C28: what an import would not find does not go out."""
        self.import_rows([*SAMPLE, ("GUEST-1", "Demo", "Demo_7592", "Registered")])
        self.emil.active = self.wshop_7597.active = False
        codes = [(row[0], row[2]) for row in self.table(self.download())[1:]]
        self.assertEqual(codes, [("1234-55-122", "Demo_7592"), ("1234-55-122", "Knote_7608")])

    def test_it_needs_a_role_of_its_own(self):
        """C04: event users have no right to export; the role gives this download and no other."""
        self.import_rows(SAMPLE)
        self.assertFalse(self.downloader.has_group("base.group_allow_export"))
        for user in (self.event_user, self.desk, self.importer):
            with self.assertRaisesRegex(AccessError, "Download Agendas"):
                self.download(user=user)
        desk = new_user(self.env, "agenda_desk_download", DOWNLOAD)
        self.assertEqual(len(self.table(self.download(user=desk))), 5)

    def test_an_empty_agenda_is_told(self):
        """Nothing is downloaded where nobody has a session yet."""
        with self.assertRaisesRegex(UserError, "Nobody has a session"):
            self.download()


@tagged("post_install", "-at_install")
class TestImportOfOneEvent(AgendaFilesCase):
    """An import from within one event refuses what is of another one."""

    ROWS = (SAMPLE[0], ("GUEST-1", "Demo", "Demo_7592", "Registered"))

    def test_rows_of_other_events_are_refused_in_words(self):
        """C29: the row fails alone, and names the event that it is for."""
        job = self.import_rows(self.ROWS, options={"event": self.event.id})
        self.assertEqual((job.created, job.invalid), (1, 1), job._result())
        (error,) = job._result()["errors"]
        self.assertEqual((error["code"], error["row"]), ("other_event", 3))
        self.assertIn("“Gala Dinner”", error["message"])

    def test_they_are_refused_where_they_would_change_nothing(self):
        """C28: the path of unchanged rows knows of the event, and so does a retry."""
        self.assertEqual(self.import_rows(self.ROWS).created, 2)
        job = self.import_rows(self.ROWS, options={"event": self.event.id})
        self.assertEqual((job.unchanged, job.invalid), (1, 1), job._result())
        retry = job._copies().retry()
        self.assertEqual(retry.sudo().options["event"], self.event.id)

    def test_an_event_that_one_does_not_see_is_no_option(self):
        """C04: nor one that is not there, or without sessions."""
        hidden = self.foreign_event | self.plain_event
        for value in (*hidden.ids, 2**30, True, "1"):
            with self.assertRaisesRegex(UserError, "event"):
                self.import_rows(SAMPLE, options={"event": value})
        with self.assertRaises(UserError):
            self.Operation.run_file("qualifications", "", "x.csv", options={"event": 1})

    def test_the_button_opens_the_wizard_for_this_event(self):
        """C19: the wizard names the event, and offers what can be about one."""
        action = self.event.with_user(self.event_user).action_import_agenda()
        wizard = self.env["registration.import.wizard"].with_user(self.event_user)
        wizard = wizard.with_context(**action["context"]).create({})
        self.assertEqual(wizard.event_id, self.event)
        self.assertEqual(set(wizard.allowed_operation_ids.mapped("kind")), {"session_instances"})
        with self.assertRaises(AccessError):
            wizard.create({"event_id": self.foreign_event.id})

    def test_a_job_is_taken_up_with_its_event(self):
        """C24: as is another file for it."""
        job = self.upload(SAMPLE)
        job._update(options={"event": self.event.id})
        wizard = job.env["registration.import.wizard"]._for_job(job)
        self.assertEqual(wizard.event_id, self.event)
        context = wizard.action_other_file()["context"]
        self.assertEqual(context["default_event_id"], self.event.id)
