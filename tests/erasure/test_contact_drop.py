from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TOKENS, ErasureCase


@tagged("post_install", "-at_install")
class TestContactDrop(ErasureCase):
    """DROP, DELETE and INVALIDATE."""

    def imported(self, *numbers):
        """Contacts that an import has just made."""
        rows = [("T-LAKE", number, "Zxqv Mistake", "zxqv@x.example", "") for number in numbers]
        self.people(*rows)
        return self.Partner.search([("contact_nr", "in", numbers)])

    def refused_drop(self, partners, pattern):
        with self.assertRaisesRegex(UserError, pattern):
            self.erasure()._drop(self.mine(partners))

    def touch(self, records, table, column="write_date"):
        """As if somebody had changed it in a transaction after the import."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {table} SET {column} = {column} + %s WHERE id = ANY(%s)",
            [timedelta(seconds=1), records.ids],
        )
        records.invalidate_recordset()

    def test_a_mistake_leaves_for_ever(self):
        """S14: a contact imported by mistake leaves the database for ever, with its addresses,
        files and messages, and with what the import kept of it."""
        wrong = self.imported("90001", "90002")
        wrong[0].child_ids = [Command.create({"type": "delivery", "street": "Zxqv Street"})]
        wrong[0].image_1920 = False
        self.erasure()._drop(self.mine(wrong))
        self.assertFalse(wrong.exists())
        self.assertEqual(self.locations_of(*TOKENS), {})

    def test_rows_of_a_file_drop_contacts(self):
        """S14: with the rows of a file."""
        wrong = self.imported("90001")
        job = self.people(("T-LAKE", "90001", "", "", "DROP"))
        self.assertEqual(self.outcomes(job), {2: "removed"})
        self.assertFalse(wrong.exists())

    def test_statements_do_not_grow_with_contacts(self):
        """The number of statements does not grow with that of contacts."""

        def statements(first, count):
            wrong = self.imported(*(str(first + each) for each in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.erasure()._drop(self.mine(wrong))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(91000, 1)  # what is read once for all is read now
        few = statements(92000, 10)
        self.assertLess(statements(93000, 200), few + 20)

    def test_only_what_an_import_made_is_dropped(self):
        """S14: only what an import has made, and nothing else has modified since: the contact,
        one of its addresses, or its history."""
        self.refused_drop(self.anna, "no import has made it")
        wrong = self.imported("90001")
        self.touch(wrong, "res_partner")
        self.refused_drop(wrong, "modified since")
        wrong = self.imported("90002")
        wrong.child_ids = [Command.create({"type": "delivery", "street": "Zxqv Street"})]
        self.touch(wrong.child_ids, "res_partner")
        self.refused_drop(wrong, "modified since")
        wrong = self.imported("90003")
        message = wrong.message_post(body="called")
        self.touch(message, "mail_message", "create_date")
        self.refused_drop(wrong, "modified since")
        self.assertTrue(wrong.exists())

    def test_a_later_import_modifies(self):
        """S14: who another import has changed since is not dropped."""
        wrong = self.imported("90001")
        self.assertEqual(self.erasure()._undroppable(self.mine(wrong)), {})
        self.people(("T-LAKE", "90001", "Zxqv Again", "", ""))
        self.refused_drop(wrong, "by another import")

    def test_what_uses_a_contact_is_named(self):
        """S14: what uses the contact is named, wherever that is: a field, a relation between two
        models, a reference of any model; each with its count."""
        wrong = self.imported("90001")
        self.assertEqual(self.erasure()._blockers(self.mine(wrong)), {})
        address = wrong.create({"type": "invoice", "parent_id": wrong.id, "street": "x"})
        event = self.env["event.registration"]
        event.create([{"event_id": self.trip.id, "partner_id": wrong.id}] * 2)
        self.trip.address_id = address
        self.carl.message_subscribe(wrong.ids)
        wrong.message_subscribe(self.carl.ids)
        self.env["ir.attachment"].create(
            {"name": "a", "raw": b"a", "res_model": wrong._name, "res_id": wrong.id}
        )
        self.ben.message_post(body="?", author_id=wrong.id)
        held = self.erasure()._blockers(self.mine(wrong))[wrong.id]
        self.assertEqual(
            sorted(held),
            [
                "1 × Attachment (Resource ID)",
                "1 × Document Followers (Related Partner)",
                "1 × Event (Venue)",
                "1 × Message (Author)",
                "2 × Event Registration (Booked by)",
            ],
        )
        self.refused_drop(wrong, "cannot be dropped: .*2 × Event Registration")

    def test_delete_empties_what_reaches_a_contact(self):
        """S11: address, communication means and e-mail are emptied, the login ends; of criteria
        and authorizations only what is named goes; name and sales stay."""
        person = self.rich_person()
        registration = self.add_registration(person)
        user = self.add_login(person)
        person.contact_authorization_ids = self.mailing + self.sharing
        addresses = person.child_ids
        named = {person.id: {"authorizations": self.sharing.ids, "criteria": []}}
        self.erasure()._delete(self.mine(person), {"job": None, "rows": {}}, named)
        self.assertRecordValues(
            person,
            [
                {
                    "name": "Zxqv Vrnmkl",
                    "email": False,
                    "phone": False,
                    "contact_cellphone": False,
                    "street": False,
                    "city": False,
                    "website": False,
                    "child_ids": [],
                    "contact_authorization_ids": self.mailing.ids,
                    "contact_criterion_value_ids": self.value(self.source, "FRIEND").ids,
                }
            ],
        )
        self.assertEqual(addresses.mapped("street"), [False, False])
        self.assertFalse(user.active)
        self.assertEqual(registration.name, "Zxqv Vrnmkl")

    def test_a_structure_keeps_its_address(self):
        """S11: the structure keeps the address that its contact person had from it."""
        self.academy.street = "Main Road 1"
        relay = self.contact("Eve Relay", self.opera, parent_id=self.academy.id)
        self.erasure()._delete(self.mine(relay))
        self.assertEqual((relay.street, self.academy.street), (False, "Main Road 1"))

    def test_invalidate_is_refused_with_sales(self):
        """S12, D16: refused with sales, also those on one of its addresses."""
        self.assertEqual(
            self.erasure()._invalidate(self.mine(self.anna)),
            {"contact_invalid_reason": "account_deleted"},
        )
        address = self.contact("", self.opera, type="invoice", parent_id=self.anna.id)
        self.env["event.registration"].create(
            {"event_id": self.trip.id, "partner_id": address.id, "name": "A"}
        )
        sales = self.erasure()._sales_of(self.mine(self.anna + self.ben))
        self.assertEqual(sales, {self.anna.id: {"Registrations": 1}})
        with self.assertRaisesRegex(UserError, "have sales.*Anna Lee"):
            self.erasure()._invalidate(self.mine(self.anna + self.ben))
