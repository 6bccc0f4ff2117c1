import os
from datetime import timedelta

from odoo import Command, fields
from odoo.tools import SQL

from ..common import ImportCase
from ..contacts.common import ContactsCase
from . import kind_people

# What nobody else in the database has: where one of them is found, there the person still is.
TOKENS = ("zxqv", "qwyzz", "79-555-81", "7955581", "vrnmkl")
PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    b"gg=="
)


class ErasureCase(ContactsCase, ImportCase):
    """A contact with traces in every corner, and ways to look for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind_people.register(cls)
        cls.Erasure = cls.env["contact.erasure"]
        cls.Register = cls.env["contact.erasure.register"]
        cls.trip = cls.make_event("Boat Trip", company_id=False)
        cls.as_lead = {"allowed_company_ids": cls.companies.ids}

    # -- doing it as the person in charge ----------------------------------------------------

    def erasure(self, user=None):
        """What is erased with the rights of the person who may."""
        return self.Erasure.with_user(user or self.lead).with_context(**self.as_lead)

    def mine(self, partners, user=None):
        return partners.with_user(user or self.lead).with_context(**self.as_lead)

    def anonymize(self, partners, user=None, **origin):
        self.env.flush_all()
        done = self.erasure(user)._anonymize(self.mine(partners, user), origin)
        self.env.flush_all()
        return done

    # -- a person ----------------------------------------------------------------------------

    @classmethod
    def rich_person(cls):
        """Zxqv Vrnmkl, whom the database knows well."""
        person = cls.contact(
            "Zxqv Vrnmkl",
            cls.opera,
            contact_nr="0777",
            email="zxqv@qwyzz.example",
            phone="+41 79-555-81",
            street="Qwyzz Street 7",
            city="Qwyzztown",
            website="https://qwyzz.example",
            function="Vrnmkl of boats",
            comment="<p>likes Qwyzz</p>",
            vat="QWYZZ1",
            ref="zxqv-ref",
            contact_firstname="Zxqv",
            contact_lastname="Vrnmkl",
            contact_cellphone="+41 79-555-81",
            contact_remark="calls Vrnmkl",
            contact_birthdate="1987-03-14",
            contact_gender="female",
            contact_uln="zxqv-uln",
            image_1920=PIXEL,
            category_id=[Command.create({"name": "Guests"})],
            contact_authorization_ids=[Command.set(cls.mailing.ids)],
            contact_criterion_value_ids=[Command.set(cls.value(cls.source, "FRIEND").ids)],
            contact_admin_number_ids=[Command.create({"code": "AVS", "value": "zxqv-756"})],
            bank_ids=[Command.create({"acc_number": "ZXQV756", "acc_holder_name": "Zxqv"})],
        )
        for company in (cls.lake, cls.north):
            person.with_company(company).barcode = f"zxqv-{company.id}"
        person.child_ids = [
            Command.create({"type": "delivery", "name": "Vrnmkl shed", "street": "Qwyzz Lane 8"}),
            Command.create({"type": "invoice", "email": "pay@qwyzz.example"}),
        ]
        cls.env["ir.model.data"].create(
            {"module": "__import__", "name": "zxqv", "model": person._name, "res_id": person.id}
        )
        return person

    @classmethod
    def add_traces(cls, person):
        """Messages, history, files, a login, registrations, and much more."""
        cls.env.flush_all()
        cls.env.cr.flush()
        person.write({"name": "Zxqv Qwyzz Vrnmkl", "email": "vrnmkl@qwyzz.example"})
        cls.env.flush_all()
        cls.env.cr.flush()  # the history is written now
        person.message_post(body="Vrnmkl called", attachments=[("zxqv.txt", b"Zxqv was here")])
        person.activity_schedule("mail.mail_activity_data_todo", summary="Call Zxqv", note="Vrnmkl")
        cls.carl.message_subscribe(person.ids)
        cls.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": cls.carl.id,
                "body": "I sail on Sundays",
                "author_id": person.id,
                "email_from": '"Zxqv Vrnmkl" <vrnmkl@qwyzz.example>',
                "incoming_email_to": "info@example.com, zxqv@qwyzz.example",
                "partner_ids": person.ids,
                "notification_ids": [
                    Command.create(
                        {"res_partner_id": person.id, "mail_email_address": "zxqv@qwyzz.example"}
                    )
                ],
            }
        )
        cls.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": cls.ben.id,
                "tracking_value_ids": [
                    Command.create(
                        {
                            "field_id": cls.ref_id("base.field_res_partner__parent_id"),
                            "old_value_integer": person.id,
                            "old_value_char": "Zxqv Qwyzz",
                            "new_value_char": "Academy",
                        }
                    )
                ],
            }
        )
        cls.env["ir.attachment"].create(
            {"name": "zxqv.pdf", "raw": b"Vrnmkl file", "res_model": "res.partner"}
            | {"res_id": person.id}
        )
        cls.env["mail.mail"].create(
            {"body_html": "Dear Zxqv", "recipient_ids": person.ids, "state": "exception"}
        )
        cls.env["mail.blacklist"].create({"email": "vrnmkl@qwyzz.example"})
        cls.add_registration(person)
        cls.add_records_of_other_apps(person)
        return cls.add_login(person)

    @classmethod
    def add_registration(cls, person):
        registration = cls.env["event.registration"].create(
            {"event_id": cls.trip.id, "partner_id": person.id, "registration_code": "TRIP-1"}
        )
        registration.message_post(body="Welcome on board, Zxqv")
        return registration

    @classmethod
    def add_records_of_other_apps(cls, person):
        """Whichever are installed where the tests run."""
        others = {
            "crm.lead": {"name": "Boat for Zxqv", "description": "Vrnmkl", "type": "lead"},
            "mailing.contact": {"name": "Zxqv", "email": person.email},
            "sale.order": {},
            "calendar.event": {
                "name": "Trip",
                "start": "2031-05-05 10:00:00",
                "stop": "2031-05-05 11:00:00",
                "partner_ids": [Command.set(person.ids)],
            },
        }
        for model, values in others.items():
            if model in cls.env:
                known = cls.env[model]._fields
                own = {"partner_id": person.id, "company_id": person.company_id.id}
                own = {name: value for name, value in own.items() if name in known}
                cls.env[model].create({**own, **values})

    @classmethod
    def add_login(cls, person):
        """A portal user with an API key, a device and a login of the past."""
        user = cls.env["res.users"].create(
            {
                "login": "zxqv@qwyzz.example",
                "password": "zxqv-zxqv-zxqv",
                "partner_id": person.id,
                "group_ids": [Command.set([cls.ref_id("base.group_portal")])],
                "company_id": cls.opera.id,
                "company_ids": [Command.set(cls.opera.ids)],
                "signature": "<p>Zxqv</p>",
            }
        )
        keys = cls.env["res.users.apikeys"].with_user(user).sudo()
        keys._generate("rpc", "zxqv key", fields.Datetime.now() + timedelta(days=1))
        cls.env["res.device.log"].create(
            {
                "session_identifier": "zxqv" * 10,
                "user_id": user.id,
                "ip_address": "10.7.95.55",
                "city": "Qwyzztown",
                "first_activity": fields.Datetime.now(),
                "last_activity": fields.Datetime.now(),
            }
        )
        return user

    def people(self, *rows, user=None, **arguments):
        """The job after these rows of people were imported."""
        return self.import_rows(
            rows, user or self.lead, operation="people", header=kind_people.LABELS, **arguments
        )

    def planned(self, operation, header, *rows):
        """A job that was only validated, of a file with these rows."""
        user = self.user(
            f"planner_{operation}_{len(header)}_{len(rows[0][0])}", "base.group_system"
        )
        job = self.import_rows(
            rows, user, header=header, operation=operation, filename="x.csv", validate_only=True
        )
        self.assertEqual(job.state, "validated", job._result())
        return job

    # -- looking for it ----------------------------------------------------------------------

    def locations_of(self, *tokens):
        """``{table: rows}`` of the whole database that have one of the tokens in any column, and
        ``{file: 1}`` of the store of files, after it was cleaned up."""
        self.env.flush_all()
        self.env.cr.flush()
        self.env.cr.execute(
            """SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"""
        )
        patterns = [f"%{token}%" for token in tokens]
        locations = {}
        for (table,) in self.env.cr.fetchall():
            name = SQL.identifier(table)
            # the hash of a password may spell anything
            text = SQL("(to_jsonb(t) - 'password')" if table == "res_users" else "t")
            query = SQL(
                "SELECT count(*) FROM ONLY %s t WHERE %s::text ILIKE ANY(%s)", name, text, patterns
            )
            ((count,),) = self.env.execute_query(query)
            if count:
                locations[table] = count
        return locations | self.files_with(*tokens)

    def files_with(self, *tokens):
        attachments = self.env["ir.attachment"]
        attachments._gc_file_store_unsafe()
        found = {}
        for folder, _folders, names in os.walk(attachments._filestore()):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read().lower()
                if any(token.encode() in content for token in tokens):
                    found[f"file {name}"] = 1
        return found

    def codes(self, person):
        """``{code or (code, model): count}`` of what is left."""
        entry = self.Register.search([("contact", "=", person.id)], limit=1)
        return {(line["code"], line.get("model")): line["count"] for line in entry.residual}
