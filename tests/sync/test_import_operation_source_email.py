import base64

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_sources import HEADER, SourceCase

MAIL = """Return-Path: <{sender}>
From: {sender}
To: {to}
Subject: Members
Message-Id: <{number}@mail.example.com>
References: {references}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="parts"

--parts
Content-Type: text/plain; charset=utf-8

Here they are.
{files}
--parts--
"""
PART = """--parts
Content-Type: application/octet-stream; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

{content}
"""


@tagged("post_install", "-at_install")
class TestImportOperationSourceEmail(SourceCase):
    """V12: files that come by e-mail, from accepted senders only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].search([("name", "=", "files.example.com")])
        domain = domain or domain.create({"name": "files.example.com"})
        cls.env.company.alias_domain_id = domain
        cls.source.with_user(cls.scheduler).write(
            {
                "type": "email",
                "alias_name": "test-members",
                "alias_domain_id": domain.id,
                "sender_emails": "partner@example.org",
            }
        )

    def receive(self, sender, *names, number=1, text=None, references="", to=None, in_text=False):
        """An e-mail with files of these names, as a mail server hands it over; ``in_text``: each is
        named in the text, as pictures are."""
        text = text or f"{HEADER}mailed@example.com,Chur\n"
        content = base64.b64encode(text.encode()).decode()
        parts = [PART.format(name=name, content=content) for name in names]
        if in_text:
            parts = [part.replace("\n", "\nContent-ID: <part@mail>\n", 1) for part in parts]
        mail = MAIL.format(
            sender=sender,
            to=to or self.source.alias_email,
            number=number,
            files="\n".join(parts),
            references=references,
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, mail.replace("\n", "\r\n"))

    def import_mailed(self):
        for _file in range(3):
            self.tick()
            self.run_jobs()

    def test_listed_sender(self):
        """V12: files of a listed sender are imported as the one who set that up, and nothing of the
        e-mail is kept."""
        self.assertEqual(self.source.alias_email, "test-members@files.example.com")
        messages = self.env["mail.message"].search_count([])
        self.receive("Partner <partner@example.org>", "members.csv")
        self.assertEqual(self.log(), [("waiting", False)])
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
        self.import_mailed()
        self.assertRecordValues(
            self.jobs(),
            [{"name": "members.csv", "created": 1, "create_uid": self.scheduler.id}],
        )
        self.assertEqual(self.log(), [("done", False)])
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", self.runs._name)]))

    def test_a_colleague_with_the_right_is_accepted(self):
        """V21: a colleague who may run the operation is accepted, one who may not is refused."""
        self.receive(self.runner.email, "members.csv")
        self.receive(self.only_sync.email, "members.csv", number=2)
        self.assertEqual(len(self.log()), 1)

    def test_a_stranger_is_refused(self):
        """V12: everybody else is refused and told so, and nothing is stored."""
        tables = {"mail_mail": 1, "mail_message": 1}
        with self.assertNothingWritten(**tables):
            self.receive("mallory@example.net", "members.csv")
        self.assertFalse(self.log())
        bounce = self.env["mail.mail"].search([], limit=1, order="id desc")
        self.assertEqual(bounce.email_to, "<mallory@example.net>")

    def answer(self, sender, **values):
        """An e-mail that answers a message which somebody has put on the source."""
        message = {"model": self.source._name, "res_id": self.source.id, "message_id": "<x@y>"}
        self.env["mail.message"].sudo().create(message)
        self.receive(sender, "members.csv", references="<x@y>", to="anything@files.example.com")

    def test_an_answer_is_asked_the_same(self):
        """V12: who is not accepted does not come in by answering a message, either; nor does
        anybody where the operation is out of use or takes its files elsewhere."""
        with self.assertLogs("odoo.addons.registration_import", "WARNING") as logged:
            self.answer("mallory@example.net")
            self.people.active = False
            self.answer("partner@example.org")
            self.people.active = True
            self.watch()
            self.answer("partner@example.org")
        self.assertFalse(self.log())
        self.assertEqual(len(logged.records), 3)
        self.assertNotIn("mallory", "".join(logged.output))

    def test_nobody_puts_a_message_on_a_source(self):
        """V12: not even who may schedule it, by whatever way."""
        messages = self.env["mail.message"].with_user(self.scheduler)
        place = {"model": self.source._name, "res_id": self.source.id}
        with self.assertRaises(AccessError):
            messages.create({**place, "message_id": "<x@y>"})
        mine = messages.create({"body": "Hello"})
        with self.assertRaises(AccessError):
            mine.write(place)
        context = {f"default_{name}": value for name, value in place.items()}
        with self.assertRaises(AccessError):
            messages.with_context(**context).create({"message_id": "<x@y>"})

    def test_the_sender_is_kept(self):
        """D15: a colleague as who asked for it, everybody else as somebody from outside."""
        self.receive(self.runner.email, "members.csv")
        self.receive("partner@example.org", "others.csv", number=2)
        self.import_mailed()
        mine, theirs = self.jobs()
        self.assertEqual((mine.sender_ids, mine.is_from_outside), (self.runner, False))
        self.assertEqual((len(theirs.sender_ids), theirs.is_from_outside), (0, True))

    def test_not_by_email(self):
        """V12: an operation that takes its files elsewhere takes none by e-mail."""
        self.watch()
        self.receive("partner@example.org", "members.csv")
        self.assertFalse(self.log())

    def test_two_files(self):
        """T28: files of one e-mail are imported one after the other."""
        self.receive("partner@example.org", "b.csv", "a.csv")
        self.tick()
        self.assertEqual(self.jobs().mapped("name"), ["b.csv"])
        self.import_mailed()
        self.assertEqual(self.jobs().mapped("name"), ["b.csv", "a.csv"])

    def test_delivered_twice(self):
        """T27: an e-mail that is delivered again is imported once."""
        for _delivery in range(2):
            self.receive("partner@example.org", "members.csv")
        self.assertEqual(len(self.log()), 1)

    def test_there_and_back(self):
        """T27: files A, B and A leave the data at A, and a file sent again is reported as any."""
        texts = [f"{HEADER}mailed@example.com,{city}\n" for city in ("Chur", "Bern", "Chur")]
        for number, text in enumerate([*texts, texts[-1]]):
            self.receive("partner@example.org", "members.csv", number=number, text=text)
            self.import_mailed()
        person = self.env["res.partner"].search([("email", "=", "mailed@example.com")])
        self.assertEqual((person.city, self.jobs()[-1:].unchanged), ("Chur", 1))
        self.assertEqual(self.jobs().mapped("state"), ["done"] * 4)

    def test_an_address_that_mail_cannot_carry(self):
        """V12: letters that would become question marks are refused, with a proposal."""
        source = self.source.with_user(self.scheduler)
        for name, proposal in (("Почта", "constituents-"), ("Straße", "strasse")):
            with self.assertRaisesRegex(ValidationError, f"“{proposal}"):
                source.alias_name = name
        with self.assertRaisesRegex(ValidationError, "up to 64"):
            source.alias_name = "a" * 65
        with self.assertRaisesRegex(ValidationError, "mailing list"):
            source.sender_emails = ", ".join(f"p{n}@example.org" for n in range(500))
        source.alias_name = "Mitgliéder"
        self.assertEqual(source.alias_name, "mitglieder")

    def test_without_file(self):
        """T27: an e-mail without a file changes nothing, and somebody is told."""
        self.receive("partner@example.org", "logo.png")
        self.assertEqual(self.log(), [("nothing", "run_mail_empty")])
        self.assertTrue(self.mails("E-mail without a file"))

    def test_what_is_not_read_is_told(self):
        """T27: a file that is attached beside one that is read does not go without a word; of a
        logo nobody is written to, and of a picture in the text nothing is said."""
        for _delivery in range(2):
            self.receive("partner@example.org", "members.csv", "more.zip", "list.pdf")
        found = [("nothing", "run_mail_unread"), ("waiting", False)]
        self.assertEqual(self.log(), found)
        told = self.runs.search([("code", "=", "run_mail_unread")])
        self.assertEqual(told.name, "more.zip, list.pdf")
        self.assertIn(".csv, .txt", told.message)
        self.assertIn("ZIP", told.hint)
        mails = self.mail_count("Attachment not imported")
        self.assertTrue(mails)
        self.receive("partner@example.org", "others.csv", "logo.png", number=2)
        self.receive("partner@example.org", "last.csv", "logo.png", number=3, in_text=True)
        self.assertEqual(self.log(), [*found, *found, ("waiting", False)])
        self.receive("partner@example.org", "more.zip", number=4)
        self.assertEqual(self.log()[-1], ("nothing", "run_mail_unread"))
        self.assertEqual(self.mail_count("Attachment not imported"), 2 * mails)
        self.import_mailed()
        self.assertEqual(self.jobs().mapped("name"), ["members.csv", "others.csv", "last.csv"])

    def mail_count(self, words):
        return self.env["mail.mail"].search_count([("subject", "ilike", words)])

    def test_too_many_files(self):
        """T33: of an e-mail with more files than are taken none is, and somebody is told."""
        self.receive("partner@example.org", *(f"members{n}.csv" for n in range(51)))
        self.assertEqual(self.log(), [("nothing", "run_mail_full")])
        self.assertTrue(self.mails("too many files"))

    def test_files_wait_while_it_is_paused(self):
        """V12: while it is paused files wait, and are imported when somebody resumes it."""
        self.people.with_user(self.scheduler).action_pause()
        self.receive("partner@example.org", "members.csv")
        self.import_mailed()
        self.assertEqual((self.log(), self.jobs().ids), ([("waiting", False)], []))
        self.people.with_user(self.scheduler).action_resume()
        self.import_mailed()
        self.assertEqual(self.jobs().state, "done")

    def test_no_other_door(self):
        """V21: what the mail server calls cannot be called from outside, nor the alias bent."""
        for name in ("message_update", "message_post"):
            self.assertTrue(getattr(type(self.source), name)._api_private)
        for values in ({"alias_id": 1}, {"alias_defaults": "{}"}):
            with self.assertRaises(AccessError):
                self.source.with_user(self.boss).write(values)

    def test_the_content_stays_hidden(self):
        """V21: who sees that a file came does not see what is in it; what was not taken goes with
        its operation."""
        self.people.with_user(self.scheduler).action_pause()
        self.receive("partner@example.org", "members.csv")
        run = self.runs.search([("operation_id", "=", self.people.id)])
        file = run.attachment_id
        self.assertEqual(run.with_user(self.scheduler).name, "members.csv")
        with self.assertRaises(AccessError):
            file.with_user(self.scheduler).read(["raw"])
        self.people.with_user(self.boss).unlink()
        self.assertFalse(file.exists())
