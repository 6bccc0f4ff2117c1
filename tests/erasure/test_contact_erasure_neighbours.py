from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.erasure.contact_erasure import ERASED
from . import neighbours
from .common import PIXEL, ErasureCase


@tagged("post_install", "-at_install")
class TestContactErasureNeighbours(ErasureCase):
    """What other addons know of a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        neighbours.register(cls)
        cls.person = cls.rich_person()

    def residual(self):
        return self.Register.search([("contact", "=", self.person.id)], limit=1).residual_text

    def test_applications_go_with_their_files(self):
        """D17: an application of the person, known by contact, e-mail or telephone, keeps no text,
        no file and no message; one of somebody else stays."""
        mine, by_email, by_phone, other = self.env["hr.applicant"].create(
            [
                {"partner_id": self.person.id, "partner_name": "Zxqv", "applicant_notes": "Qwyzz"},
                {**addressed("email_from", "zxqv@qwyzz.example"), "partner_name": "Z. V."},
                {"partner_phone": "079 555 81", "partner_name": "V."},
                {**addressed("email_from", "bo@example.com"), "partner_name": "Bo Other"},
            ]
        )
        by_phone.partner_phone = "0041 (79) 555-81"
        file = self.env["ir.attachment"].create(
            {"name": "cv.txt", "raw": b"Vrnmkl", "res_model": mine._name, "res_id": by_email.id}
        )
        self.anonymize(self.person)
        applicants = (mine + by_email + by_phone + other).with_context(prefetch_fields=False)
        applicants.invalidate_recordset()
        self.assertEqual(applicants.mapped("partner_name"), [ERASED, ERASED, ERASED, "Bo Other"])
        self.assertFalse(mine.applicant_notes or by_phone.partner_phone or file.exists())

    def test_models_called_like_those_of_odoo(self):
        """D17: of records of an addon that is called after one of Odoo's, copies go, and what
        tells of the person in a longer text; of the rest the register says that nobody read it."""
        tracking = self.env["mail.test_tracking"].create(
            {
                "partner_id": self.person.id,
                "subject": "Boat for Zxqv Vrnmkl, 0041 79 555 81",
                "recipient": "zxqv@qwyzz.example",
                "note": "likes rowing",
            }
        )
        card = self.env["contact.test_card"].create(
            {"name": "Card of zxqv vrnmkl", "holder_id": f"res.partner,{self.person.id}"}
        )
        self.anonymize(self.person)
        (tracking + self.env[tracking._name]).invalidate_recordset()
        card.invalidate_recordset()
        self.assertRecordValues(
            tracking,
            [
                {
                    "subject": f"Boat for {ERASED}, {ERASED}",
                    "recipient": False,
                    "note": "likes rowing",
                }
            ],
        )
        self.assertEqual(card.name, f"Card of {ERASED}")
        self.assertIn("Opened Mails (Partner): 1, kept; nobody read all", self.residual())
        self.assertNotIn("now of the anonymized contact", self.residual())

    def test_what_dies_with_the_contact_goes_with_it(self):
        """D17: rows that cannot be without the contact are parts of it; what something else needs
        stays, without a word."""
        passports = self.env["test.passport"].create(
            [{"name": f"QWYZZ{n}", "partner_id": self.person.id} for n in range(2)]
        )
        self.env["test.visa"].create({"passport_id": passports[1].id})
        self.anonymize(self.person)
        passports.invalidate_recordset()
        self.assertEqual(passports.exists(), passports[1])
        self.assertEqual(passports[1].name, ERASED)

    def test_a_log_of_changes_is_emptied(self):
        """D17: what is known of the contact by its model and its id in two columns goes, with its
        lines; and so does what the erasure itself makes another addon write there. What the log has
        of others that mention the name is counted."""
        carl = self.env["test.log"].create(
            {
                "name": "Carl, son of Zxqv Vrnmkl",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.carl.id,
            }
        )
        self.person.function = "Zxqv at sea"
        self.assertIn("test_log_line", self.locations_of("qwyzz"))
        self.anonymize(self.person)
        self.assertEqual(self.locations_of("zxqv", "qwyzz", "vrnmkl"), {"test_log": 1})
        carl.invalidate_recordset()
        self.assertEqual(carl.name, "Carl, son of Zxqv Vrnmkl")
        self.assertIn("Log of Changes that mention the name or the e-mail: 1", self.residual())

    def test_meetings_go_on_without_the_name(self):
        """D17: a meeting with others stays theirs; the names go from what it is called, and the
        register says that nobody read the rest."""
        also = self.contact("Vrnmkl Qwyzz", self.opera)
        meeting = self.env["test.meeting"].create(
            {
                "name": "Boats with Zxqv Vrnmkl and Vrnmkl Qwyzz",
                "description": "<p>bring oars</p>",
                "partner_ids": [Command.set((self.person + also + self.carl).ids)],
            }
        )
        self.anonymize(self.person + also)
        meeting.invalidate_recordset()
        self.assertEqual(meeting.name, f"Boats with {ERASED} and {ERASED}")
        self.assertIn("oars", meeting.description)
        self.assertIn("Trip (Partner): 1, kept; nobody read all", self.residual())

    def test_a_talk_keeps_nothing_of_its_speaker(self):
        """D17: of a talk that is published the picture and the biography go; what it is about
        stays, without the name."""
        talk = self.env["event.track"].create(
            {
                "name": "Oars, by Zxqv Vrnmkl",
                "event_id": self.trip.id,
                "partner_id": self.person.id,
                "partner_biography": "Rowed in Qwyzztown",
                "image": PIXEL,
            }
        )
        self.anonymize(self.person)
        talk.invalidate_recordset()
        self.assertFalse(talk.partner_biography or talk.image)
        self.assertEqual(talk.name, f"Oars, by {ERASED}")

    def test_who_is_on_a_list_is_erased_as_well(self):
        """S11, D17: an addon lets nobody on a list be without an e-mail: the place on it goes
        first, and with it that mailings reach the person."""
        for verb in (self.erasure()._delete, self.anonymize):
            listed = self.env["mailing.contact"].create(
                [{"partner_id": self.person.id}, addressed("email", "zxqv@qwyzz.example")]
            )
            verb(self.mine(self.person))
            self.assertFalse(listed[0].exists())
            self.assertFalse(self.person.email)

    def test_an_employees_contact_is_protected(self):
        """D17: the work contact of an employee, with or without a login, is no file's to erase,
        and whoever asks is told; its e-mail is no login's."""
        self.env["hr.employee"].create({"name": "Zxqv", "work_contact_id": self.person.id})
        erasure = self.erasure()
        for verb in (erasure._anonymize, erasure._delete, erasure._drop):
            with self.assertRaisesRegex(UserError, "work contact of an employee"):
                verb(self.mine(self.person))
        self.assertEqual(erasure._guarded(self.mine(self.person)), {})
        messages = self.env["registration.import.message"]
        self.assertEqual(messages._title("protected_employee"), "Contact of an employee")


def addressed(name, email):
    """An e-mail, where it is entered, and where it is searched."""
    return {name: email, "email_normalized": email}
