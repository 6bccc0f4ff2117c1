from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.erasure.contact_erasure import ERASED, REMARK
from ..contacts.common import IRREVERSIBLE
from ..users import new_user
from .common import TOKENS, ErasureCase

# How the register says that records with the contact were kept.
KEPT = ("document", "linked", "sale", "unread")


@tagged("post_install", "-at_install")
class TestContactErasure(ErasureCase):
    """ANONYMIZE: nothing of the person is left, and everything of everybody else is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.rich_person()

    def statements(self, count, method):
        """How many statements a method needs for so many contacts, each with a history."""
        people = self.env["res.partner"].create(
            [
                {"name": f"P{n}", "email": f"p{n}@t.example", "company_id": self.opera.id}
                for n in range(count)
            ]
        )
        people.create(
            [{"type": "delivery", "street": "x", "parent_id": each.id} for each in people]
        )
        people._message_log_batch({each.id: "hello" for each in people})
        self.env["event.registration"].create(
            [{"event_id": self.trip.id, "partner_id": each.id} for each in people]
        )
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method(self.mine(people))
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_nothing_of_the_person_is_left(self):
        """S13, D17: after it no text of the database and no file knows the person any more, but
        for a message of somebody else and, where other apps are installed, what the report of
        what is left names."""
        self.add_traces(self.person)
        self.carl.message_post(body="I met Zxqv Qwyzz Vrnmkl on the lake")
        before = self.locations_of(*TOKENS)
        for table in ("res_partner", "mail_tracking_value", "res_users", "ir_attachment"):
            self.assertIn(table, before)
        self.assertTrue(any(each.startswith("file") for each in before))
        self.anonymize(self.person)
        left = self.locations_of(*TOKENS)
        self.assertEqual(left.pop("mail_message"), 1)
        self.assertEqual(self.codes(self.person)["mention", None], 1)
        linked = {model for code, model in self.codes(self.person) if code in KEPT}
        self.assertLessEqual(left.keys(), {self.env[model]._table for model in linked if model})

    def test_history_that_waits_is_not_written(self):
        """D17: of an edit in the same transaction Odoo would write the history at its end."""
        self.env.flush_all()
        self.env.cr.flush()
        self.person.write({"phone": "+41 79-555-81 2"})
        self.anonymize(self.person)
        self.assertEqual(self.locations_of(*TOKENS), {})

    def test_number_owner_and_sales_stay(self):
        """S13: the name becomes XXXXXXXX, with reason and remark; number, owner and sales stay;
        authorizations, criteria, birth date, numbers and addresses are gone."""
        registration = self.add_registration(self.person)
        addresses = self.person.child_ids
        self.anonymize(self.person)
        self.assertRecordValues(
            self.person,
            [
                {
                    "name": ERASED,
                    "contact_invalid_reason": "account_deleted",
                    "contact_remark": REMARK,
                    "contact_nr": "0777",
                    "company_id": self.opera.id,
                    "active": True,
                    "email": False,
                    "phone": False,
                    "contact_birthdate": False,
                    "contact_gender": False,
                    "contact_authorization_ids": [],
                    "contact_criterion_value_ids": [],
                    "contact_admin_number_ids": [],
                    "category_id": [],
                    "child_ids": [],
                    "image_1920": False,
                }
            ],
        )
        self.assertEqual(set(addresses.mapped("active")), {False})
        self.assertRecordValues(
            registration,
            [
                {
                    "partner_id": self.person.id,
                    "name": ERASED,
                    "email": False,
                    "phone": False,
                    "registration_code": "TRIP-1",
                    "state": "open",
                }
            ],
        )
        self.assertEqual(self.codes(self.person)["sale", "event.registration"], 1)

    def test_the_login_ends_with_its_keys(self):
        """S11, S13: a portal user's login ends, with keys, devices and password."""
        user = self.add_login(self.person)
        self.anonymize(self.person)
        self.assertFalse(user.active)
        self.assertEqual(user.login, f"erased-{user.id}")
        self.assertFalse(user.api_key_ids)
        self.assertFalse(self.env["res.device.log"].search([("user_id", "=", user.id)]))
        credential = {"login": "zxqv@qwyzz.example", "password": "zxqv-zxqv-zxqv"}
        with self.assertRaises(AccessDenied), mute_logger("odoo.addons.base.models.res_users"):
            self.env["res.users"].authenticate(credential | {"type": "password"}, {})

    def test_data_of_other_people_stays(self):
        """D17: nobody else's data goes: the attendee somebody else was registered as, the e-mail
        that a family shares, the address of the structure, the words of others."""
        other = self.env["event.registration"].create(
            {
                "event_id": self.trip.id,
                "partner_id": self.person.id,
                "name": "Bo Other",
                "email": "bo@example.com",
                "phone": "+41 79-555-81",
            }
        )
        self.carl.email = self.person.email
        self.env["mail.blacklist"].create({"email": self.carl.email})
        self.academy.write({"street": "Main Road 1", "vat": "ACADEMY", "city": "Town"})
        self.person.parent_id = self.academy
        message = self.ben.message_post(body="Hello", partner_ids=self.person.ids)
        self.anonymize(self.person)
        self.assertEqual((other.name, other.email), ("Bo Other", "bo@example.com"))
        self.assertFalse(other.phone)
        self.assertEqual(self.carl.email, "zxqv@qwyzz.example")
        self.assertTrue(self.env["mail.blacklist"].search([("email", "=", self.carl.email)]))
        self.assertEqual((self.academy.street, self.academy.vat), ("Main Road 1", "ACADEMY"))
        self.assertEqual((message.exists(), message.author_id), (message, self.env.user.partner_id))
        self.assertFalse(self.person.street)

    def test_copies_of_a_structure_go_with_it(self):
        """S13: with a structure go the copies of its name and address that its contact persons
        have; they themselves are somebody else."""
        self.academy.write({"street": "Qwyzz Street", "city": "Qwyzztown", "vat": "QWYZZ"})
        relay = self.contact(
            "Eve Relay", self.opera, parent_id=self.academy.id, email="e@x.example"
        )
        self.assertEqual(relay.street, "Qwyzz Street")
        self.anonymize(self.academy)
        self.assertEqual(
            (relay.name, relay.email, relay.street), ("Eve Relay", "e@x.example", False)
        )
        self.assertEqual(relay.complete_name, f"{ERASED}, Eve Relay")
        self.assertEqual(self.codes(self.academy)["person", None], 1)
        self.assertEqual(self.locations_of("qwyzz street", "qwyzztown").keys(), {"res_partner"})

    def test_what_is_addressed_to_others_as_well(self):
        """D17: a mail that waits goes to the others alone; a chat that merely has the name in its
        own keeps that; a registration with nothing but the telephone is known by it."""
        mail, chat, registration = (
            self.env["mail.mail"].create(
                {"email_to": "Zxqv <zxqv@qwyzz.example>, bo@example.com", "state": "outgoing"}
            ),
            self.env["discuss.channel"].create(
                {"name": "Zxqv Vrnmkly, Bo", "channel_type": "chat"}
            ),
            self.env["event.registration"].create(
                {"event_id": self.trip.id, "name": "Caller", "phone": "0041 79 555 81"}
            ),
        )
        self.anonymize(self.person)
        self.assertEqual(mail.email_to, "bo@example.com")
        self.assertEqual(chat.name, "Zxqv Vrnmkly, Bo")
        self.assertFalse(registration.phone)

    def test_anonymizing_twice_changes_nothing(self):
        """F10: anonymizing twice changes nothing, and says when it was."""
        self.assertEqual(self.anonymize(self.person), {})
        entry = self.Register.search([("contact", "=", self.person.id)])
        self.env.cr.execute("SELECT p::text FROM res_partner p WHERE id = %s", self.person.ids)
        row = self.env.cr.fetchone()
        self.assertEqual(self.anonymize(self.person), {self.person.id: entry.date})
        self.env.cr.execute("SELECT p::text FROM res_partner p WHERE id = %s", self.person.ids)
        self.assertEqual(self.env.cr.fetchone(), row)
        self.assertEqual(self.Register.search_count([("contact", "=", self.person.id)]), 1)

    def test_statements_do_not_grow_with_contacts(self):
        """The number of statements does not grow with that of contacts, but for Odoo's
        own, which writes rows by the hundred."""
        erasure = self.erasure()
        for method in (self.anonymize, erasure._delete, erasure._blockers, erasure._sales_of):
            self.statements(1, method)  # what is read once for all is read now
            few = self.statements(10, method)
            self.assertLess(self.statements(200, method), few + 20, method.__name__)

    def test_protected_contacts_are_refused(self):
        """Never a company's own contact, the acting user's, the system's, an internal
        user's, archived or not; a portal user's is anonymized like any other."""
        clerk = new_user(self.env, "clerk", "base.group_user")
        clerk.active = False
        portal = new_user(self.env, "portal_person", "base.group_portal")
        public = self.env.ref("base.public_user")
        whom = {
            self.opera.partner_id: "company",
            self.lead.partner_id: "yourself",
            public.partner_id: "system",
            self.env.ref("base.user_root").partner_id: "system",
            clerk.partner_id: "internal",
        }
        everyone = self.env["res.partner"].union(*whom, portal.partner_id, self.anna)
        self.assertEqual(
            self.erasure()._protected(everyone),
            {partner.id: reason for partner, reason in whom.items()},
        )
        erasure = self.erasure()
        for verb in (erasure._anonymize, erasure._delete, erasure._drop):
            with self.assertRaisesRegex(UserError, "internal user"):
                verb(self.mine(clerk.partner_id + self.anna))
        self.anonymize(portal.partner_id)
        self.assertFalse(portal.active)

    def test_only_with_the_right_to_it(self):
        """D15: only with the right to the irreversible, and only contacts that the user's own
        rights reach."""
        staff = self.erasure(self.staff)
        for verb in (staff._anonymize, staff._delete, staff._drop):
            with self.assertRaises(AccessError):
                verb(self.mine(self.anna, self.staff))
        opera_only = self.user("lead_opera", IRREVERSIBLE, self.opera)
        with self.assertRaises(AccessError):
            self.Erasure.with_user(opera_only)._anonymize(self.dora.with_user(opera_only))

    def test_the_privacy_log_is_told(self):
        """D17: Odoo's own log of such acts is told, in constants."""
        self.anonymize(self.person, job=None)
        log = self.env["privacy.log"].search([], limit=1, order="id desc")
        self.assertEqual(log.user_id, self.lead)
        self.assertEqual(log.records_description, f"res.partner: #{self.person.id}")
        self.assertEqual(log.anonymized_email, "e*****@e*****.invalid")


@tagged("post_install", "-at_install")
class TestContactErasureFields(ErasureCase):
    """Fields that nobody thought of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("ALTER TABLE res_partner ADD COLUMN old_mobile varchar")
        sorts = {"char": "standard", "text": False, "date": False, "boolean": False, "float": False}
        cls.env["ir.model.fields"].create(
            [
                {
                    "model_id": cls.env["ir.model"]._get_id("res.partner"),
                    "name": f"x_{sort}",
                    "field_description": sort,
                    "ttype": sort,
                    "translate": translate,
                }
                for sort, translate in sorts.items()
            ]
        )
        cls.person = cls.rich_person()

    def row(self):
        """The whole row of the person in the database."""
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", self.person.ids)
        names = [column.name for column in self.env.cr.description]
        return dict(zip(names, self.env.cr.fetchone(), strict=True))

    def test_fields_nobody_thought_of_go_by_type(self):
        """D17: by type of field: the customer's own fields, every company's value of a field,
        every translation, and what a removed addon left in the table."""
        mine = {"x_text": "zxqv", "x_date": "1987-03-14", "x_boolean": True, "x_float": 1.5}
        self.person.with_context(lang="en_US").write({**mine, "x_char": "zxqv"})
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE res_partner SET old_mobile = 'zxqv', x_char = x_char || '{"fr_FR": "zxqv"}'
                WHERE id = %s""",
            self.person.ids,
        )
        self.person.invalidate_recordset()
        self.assertEqual(len(self.row()["barcode"]), 2)
        self.anonymize(self.person)
        kept = {name: value for name, value in self.row().items() if value}
        gone = {"barcode", "x_char", "old_mobile", "vat", "ref", "street", *mine}
        self.assertFalse(gone & kept.keys())
        self.assertEqual(kept["name"], ERASED)
        self.assertNotIn("zxqv", str(kept).lower())
