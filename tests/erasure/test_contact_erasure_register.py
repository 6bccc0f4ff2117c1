import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.erasure.contact_erasure import ERASED
from .common import TOKENS, ErasureCase


@tagged("post_install", "-at_install")
class TestContactErasureRegister(ErasureCase):
    """The register of erased contacts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.rich_person()

    def entry(self):
        return self.Register.search([("contact", "=", self.person.id)])

    def test_an_entry_names_nobody(self):
        """D17: when, who, what for, and what is left; no name and no e-mail, in any column."""
        self.add_registration(self.person)
        self.anonymize(self.person, reference="Art. 17 GDPR, letter of May 2")
        entry = self.entry()
        self.assertRecordValues(
            entry,
            [
                {
                    "user_id": self.lead.id,
                    "company_id": self.opera.id,
                    "reference": "Art. 17 GDPR, letter of May 2",
                    "display_name": f"Contact {self.person.id}",
                }
            ],
        )
        self.assertIn("Registrations: 1, kept as sales", entry.residual_text)
        self.assertIn("Backups", entry.residual_text)
        self.assertIn("2 × Address", entry.counts_text)
        self.env.cr.execute("SELECT k.digest FROM contact_erasure_key k")
        self.assertTrue(all(len(digest) == 64 for (digest,) in self.env.cr.fetchall()))
        self.assertFalse({each for each in self.locations_of(*TOKENS) if "erasure" in each})

    def test_an_erased_contact_is_known_again(self):
        """F11: whoever would bring an erased contact back is known by number, e-mail or another
        number, however spelled; two queries for all."""
        keys = [
            ("number", self.lake.id, "0777"),
            ("email", self.lake.id, "ZXQV@qwyzz.example"),
            ("uln", "zxqv-uln"),
            ("external", "__import__.zxqv"),
            ("number", self.north.id, "0777"),
            ("email", self.lake.id, "anna@example.com"),
            ("email", self.north.id, "zxqv@qwyzz.example"),
        ]
        self.anonymize(self.person)
        self.env.flush_all()
        register = self.Register.with_user(self.lead)
        register._secret()
        with self.assertQueryCount(2):
            found = register._is_erased(keys)
        date = self.entry().date
        self.assertEqual(found, {key: (date, self.person.id) for key in keys[:4]})

    def test_read_with_the_right_deleted_by_nobody(self):
        """D15: read by those with the right to the irreversible, deleted by nobody."""
        self.anonymize(self.person)
        entry = self.entry()
        self.assertTrue(entry.with_user(self.lead).residual_text)
        with self.assertRaises(AccessError):
            entry.with_user(self.staff).read(["date"])
        for user in (self.lead, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                entry.with_user(user).unlink()
            with self.assertRaises(AccessError):
                entry.with_user(user).write({"reference": "x"})
        with self.assertRaises(UserError):
            entry.unlink()

    def test_a_replay_erases_who_came_back(self):
        """D17: after a restored backup brought a contact back, the register anonymizes it again,
        and nobody else who was given the same id since."""
        self.anonymize(self.person)
        self.anonymize(self.anna)
        self.env.cr.execute(
            """UPDATE res_partner SET name = 'Zxqv', email = 'zxqv@qwyzz.example' WHERE id = %s;
               UPDATE res_partner SET name = 'Somebody Else', contact_nr = '0999',
                      create_date = create_date + interval '1 day' WHERE id = %s""",
            [self.person.id, self.anna.id],
        )
        self.env.invalidate_all()
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            self.Register.with_user(self.lead).action_replay()
        message = self.Register.with_user(admin).action_replay()["params"]["message"]
        self.assertEqual(message, "Contacts anonymized again: 1")
        self.assertEqual((self.person.name, self.anna.name), (ERASED, "Somebody Else"))
        self.assertEqual(self.Register.with_user(admin)._replay(), 0)

    def test_the_file_is_read_after_a_restore(self):
        """D17: a backup older than an erasure does not know of it: the register, saved before, is
        read again after the restore, twice if somebody likes; the file names nobody."""
        create_date = self.person.create_date
        self.anonymize(self.person)
        admin = self.env.ref("base.user_admin")
        wizard = self.env["contact.erasure.restore"].with_user(admin).create({})
        saved = wizard.saved
        self.assertIn(f"/{wizard.id}/saved/erased-contacts-", wizard.action_save()["url"])
        for token in (b"zxqv", b"0777", b"qwyzz"):
            self.assertNotIn(token, base64.b64decode(saved).lower())
        self.env.flush_all()
        self.env.cr.execute(
            """DELETE FROM contact_erasure_register WHERE contact = %s;
               UPDATE res_partner SET name = 'Zxqv', create_date = %s WHERE id = %s""",
            [self.person.id, create_date, self.person.id],
        )
        self.env.invalidate_all()
        wizard.file = saved
        for _time in range(2):
            wizard.action_replay()
        self.assertEqual(self.person.name, ERASED)
        self.assertEqual(len(self.entry()), 2)  # of the file, and of the replay
        wizard.file = base64.b64encode(b"something else")
        with self.assertRaisesRegex(UserError, "not a file"):
            wizard.action_replay()
        with self.assertRaises(AccessError):
            self.env["contact.erasure.restore"].with_user(self.lead).create({})
