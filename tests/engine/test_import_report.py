import email
import email.policy
import re
import socket
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.exceptions import UserError
from odoo.tests import mute_logger, tagged
from odoo.tools import config

from ...importer.failed_rows import FailedRows
from ...importer.words import duration_text
from ..common import IMPORTER, SAMPLE, ImportCase

BAD = (
    ("nobody", "Demo", "Demo_7592", "Registered"),
    ("1234-55-122", "Demo", "Demo_7592", "Secret Perhaps"),
)
PERSONAL = ("Dora Duran", "Emil Ek", "Secret Perhaps", "dora@example.com", "Confidential")
MAIL_SERVER = "odoo.addons.base.models.ir_mail_server.IrMail_Server"


class Box:
    """What an SMTP server got, parsed; ``refusing`` makes it answer with an error."""

    def __init__(self, refusing=None):
        self.refusing, self.messages, self.recipients = refusing, [], []

    async def handle_DATA(self, _server, _session, envelope):
        if self.refusing:
            return self.refusing
        self.recipients.append(envelope.rcpt_tos)
        self.messages.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 OK"


@tagged("post_install", "-at_install")
class TestImportReport(ImportCase):
    """C26, C30: the one e-mail of a job, sent over real SMTP on loopback and read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event_user.email = "eve.user@example.com"
        cls.dora.email = "dora@example.com"
        cls.env["ir.mail_server"].search([]).active = False

    @contextmanager
    def smtp(self, port=None, refusing=None):
        """Let Odoo send what is queued to a server of ours, or to a port where none listens."""
        box = Box(refusing)
        server = Controller(box, hostname="127.0.0.1", port=0)
        server.port = port or free_port()
        if port is None:
            server.start()
        settings = {"smtp_server": "127.0.0.1", "smtp_port": server.port}
        try:
            with (
                patch.dict(config.options, settings),
                patch(f"{MAIL_SERVER}._disable_send", return_value=False),
            ):
                yield box
        finally:
            if port is None:
                server.stop()

    def deliver(self, job, **options):
        """Send the report of the job; the messages that arrived."""
        with self.smtp(**options) as box:
            job.mail_id.send()
        return box.messages

    def received(self, job):
        [message] = self.deliver(job)
        body = message.get_body(("html",)).get_content()
        files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
        return message, body, files

    # -- what it says ------------------------------------------------------------------------

    def test_a_finished_import_says_so_and_attaches_nothing(self):
        """C26: finished without a failure: its subject says so, and nothing is attached."""
        job = self.import_rows(SAMPLE)
        self.assertEqual(job.report_state, "queued")
        message, body, files = self.received(job)
        self.assertEqual(message["Subject"], "Import finished: agenda.csv")
        self.assertIn("eve.user@example.com", message["To"])
        self.assertIn("Created", body)
        self.assertNotIn("errors file", body)
        self.assertEqual((files, job.report_state), ({}, "sent"))

    def test_it_is_as_narrow_as_a_telephone(self):
        """UX 15: nothing in it is wider than what it is read on, though Odoo's own layout is."""
        _message, body, _files = self.received(self.import_rows(SAMPLE))
        self.assertIn("max-width: 590px", body)
        self.assertNotIn("min-width", body)

    def test_one_failure_is_a_sentence(self):
        """C26: the subject is a sentence also when one row is not imported."""
        message, _body, _files = self.received(self.import_rows([*SAMPLE, BAD[0]]))
        self.assertEqual(message["Subject"], "Import finished, 1 row not imported: agenda.csv")

    def test_every_failed_record_is_named(self):
        """C30: every failed record is named by row, codes and reason, in the body and a file."""
        message, body, files = self.received(self.import_rows([*SAMPLE, *BAD]))
        self.assertEqual(message["Subject"], "Import finished, 2 rows not imported: agenda.csv")
        for text in ("nobody / Demo / Demo_7592", "1234-55-122 / Demo / Demo_7592"):
            self.assertIn(text, body)
        self.assertIn("There is no registration with this code", body)
        self.assertIn("errors file", body)
        [content] = files.values()
        lines = as_text(content).splitlines()
        self.assertEqual(len(lines), 3)
        self.assertIn("nobody / Demo / Demo_7592", lines[1])
        self.assertIn("6", lines[1])

    def test_no_value_leaves_the_database(self):
        """P9: codes and reasons only: no name, no address and no other cell leaves the database."""
        header = ("Registration Code", "Session Code", "Instance Code", "Status", "Name", "E-mail")
        rows = [(*row, "Dora Duran", "dora@example.com") for row in (*SAMPLE, *BAD)]

        def check(_records, values):
            raise UserError(self.env._("Confidential: Dora Duran"))

        with self.another_addon(check):
            job = self.import_rows(rows, header=header)
        self.assertEqual(job.failed, 4)
        message, body, files = self.received(job)
        texts = [str(message["Subject"]), body, *map(as_text, files.values())]
        for value in PERSONAL:
            for text in texts:
                self.assertNotIn(value, text)

    def test_a_refused_file_says_why(self):
        """C26: a file that was refused: the reason is in the body."""
        job = self.import_rows([("", "", "", "")])
        message, body, _files = self.received(job)
        self.assertEqual(message["Subject"], "Import refused: agenda.csv")
        self.assertIn("no data rows", body)

    def test_a_cancelled_job_says_what_became_of_its_rows(self):
        """C26: a cancelled job says what became of its rows."""
        job = self.schedule(SAMPLE)
        job.action_cancel()
        job._launch().exhaust()
        message, body, files = self.received(job.sudo())
        self.assertEqual(message["Subject"], "Import cancelled: agenda.csv")
        self.assertIn("Not processed", body)
        self.assertEqual(len(as_text(*files.values()).splitlines()), 5)

    def test_the_first_hundred_failures_are_in_the_body(self):
        """C30: the first hundred are in the body, all of them in the file."""
        job = self.import_rows([BAD[0]] * 120)
        _message, body, files = self.received(job)
        self.assertEqual(body.count("nobody / Demo"), 100)
        self.assertIn("the first 100 of 120", " ".join(body.split()))
        self.assertEqual(len(as_text(*files.values()).splitlines()), 121)

    def test_too_many_failures_for_a_mail_are_behind_the_link(self):
        """T26: more failures than mail servers take are behind the link only."""
        with patch(f"{IMPORTER}.report.ATTACHED_ROWS", 1):
            _message, body, files = self.received(self.import_rows(BAD))
        self.assertEqual(files, {})
        self.assertIn("/odoo/registration-imports/", body)

    def test_markup_and_formulas_are_texts(self):
        """E12, E13: codes of the file are texts in the mail, and no formulas in its file."""
        row = ("=HYPERLINK(1)", "<b>x</b><script>", "Demo_7592", "Registered")
        _message, body, files = self.received(self.import_rows([row]))
        self.assertNotIn("<script>", body)
        self.assertNotIn("<b>x</b>", body)
        self.assertRegex(as_text(*files.values()), r"[\"',;]'=HYPERLINK")

    def test_it_is_in_the_language_of_the_starter(self):
        """C26: in the language of who started it, also when a worker writes it."""
        self.env["res.lang"]._activate_lang("nl_NL")
        self.event_user.lang = "nl_NL"
        job = self.schedule(SAMPLE)
        seen, real = [], FailedRows.lines
        with patch.object(
            FailedRows, "lines", lambda r, *a: seen.append(r.env.lang) or real(r, *a)
        ):
            job._launch().exhaust()
        self.assertEqual(set(seen), {"nl_NL"})

    def test_how_many_rows_are_left_out_is_said_as_the_language_has_it(self):
        """UX 11: "the first 2 of 40,000"."""
        job = self.import_rows(BAD).sudo()
        job.invalid = 40000
        template = self.env.ref("registration_import.mail_template_report")
        body = template._render_field("body_html", job.ids)[job.id]
        self.assertIn("the first 2 of 40,000", " ".join(re.sub("<[^>]*>", "", body).split()))

    def test_one_message_however_it_is_driven(self):
        """T3: one message per job, however it is driven."""
        job = self.import_rows(SAMPLE)
        job._as_starter()._launch().exhaust()
        found = self.env["mail.mail"].search([("model", "=", job._name), ("res_id", "=", job.id)])
        self.assertEqual(found, job.mail_id)

    def test_validation_sends_nothing(self):
        """P7: a validation is no import."""
        job = self.import_rows(SAMPLE, validate_only=True)
        self.assertFalse(job.mail_id)

    # -- when it does not arrive -----------------------------------------------------------------

    @mute_logger("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server")
    def test_a_mail_server_that_is_down_harms_no_import(self):
        """T24: the import is unaffected, the job says so, and Send again sends it."""
        job = self.import_rows(SAMPLE)
        self.assertEqual(self.deliver(job, port=free_port()), [])
        self.assertEqual((job.state, job.created, job.report_state), ("done", 4, "failed"))
        job._as_starter().action_send_report()
        self.assertEqual(job.report_state, "queued")
        self.assertEqual(len(self.deliver(job)), 1)
        self.assertEqual(job.report_state, "sent")

    def test_what_is_sent_again_is_the_same_message(self):
        """T25: whoever got it twice, since the connection broke after the server took it, can
        tell."""
        job = self.import_rows(SAMPLE)
        [first] = self.deliver(job)
        job._as_starter().action_send_report()
        [again] = self.deliver(job)
        self.assertEqual(again["Message-Id"], first["Message-Id"])
        [other] = self.deliver(self.import_rows(BAD))
        self.assertNotEqual(other["Message-Id"], first["Message-Id"])

    @mute_logger("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server")
    def test_a_message_that_is_refused_harms_no_import(self):
        """T24: so where the server refuses the message."""
        job = self.import_rows(SAMPLE)
        self.deliver(job, refusing="554 no thanks")
        self.assertEqual((job.state, job.report_state), ("done", "failed"))

    def test_who_has_no_address_gets_no_mail(self):
        """T24: who has no address gets no mail, and is not told that one failed."""
        self.event_user.email = False
        job = self.import_rows(SAMPLE)
        self.assertEqual((job.state, job.report_state), ("done", "none"))

    @mute_logger(f"{IMPORTER}.report")
    def test_a_deleted_template_keeps_no_import_from_ending(self):
        """T24: a template that somebody deleted keeps no import from ending."""
        self.env.ref("registration_import.mail_template_report").unlink()
        job = self.import_rows(SAMPLE)
        self.assertEqual((job.state, job.created, job.report_state), ("done", 4, "failed"))

    # -- in the browser ------------------------------------------------------------------------

    def test_the_open_browser_hears_of_the_end(self):
        """P9: the starter's open browser hears of the end, with or without mail."""
        self.event_user.email = False
        before = self.env["bus.bus"].search([])
        self.import_rows(BAD)
        self.env.cr.flush()
        message = (self.env["bus.bus"].search([]) - before)[-1:].message
        self.assertIn("2 rows not imported", message)
        self.assertIn("simple_notification", message)

    def test_an_import_never_took_less_than_no_time(self):
        """An import of a moment took no time, never less than none."""
        for seconds, text in ((-0.9, "less than a second"), (0.9, "1 s"), (61, "1 min 1 s")):
            self.assertEqual(duration_text(self.env, timedelta(seconds=seconds)), text)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_text(content):
    return content.decode("utf-8-sig") if isinstance(content, bytes) else content
