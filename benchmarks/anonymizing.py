"""ANONYMIZE of contacts with a history, which nothing else can be compared with: its cost per
contact has to be flat.

The contacts came by a file. Each has messages, one with a change of its e-mail, an activity and a
file; every second one a registration, every tenth a portal login; and somebody else's messages
mention it. Others like them stay, and 50,000 messages that have nothing to do with anybody.
"""

import base64
import tempfile

from odoo import Command

from ..importer.own_context import YES
from . import contact_data as data
from .case import Case, write_csv
from .contacts import Contacts
from .measure import BenchmarkError

OTHERS = 2_000
MESSAGES = 50_000
HEADER = ("INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR")
# So that no second person has to approve.
LIMITS = {"irreversible_contacts": "1000000", "irreversible_percent": "100"}
HOME = "Bench messages"
QUIET = {"tracking_disable": True, "registration_import_quiet": YES, "no_reset_password": True}


class Anonymizing(Case):
    """See ``case.Case``. What is erased does not come back, so each file has contacts of its own,
    and each is run once."""

    name = "anonymize"
    operation = "contact_operations"
    SIZES = (100, 1_000)
    MOST = 10_000
    without = (
        *("sql", "validate", "load"),
        *("base_import", "base_import_test", "base_import_as_is"),
    )
    rounds = 1
    keeps_jobs = True
    groups = ("registration_import.group_contact_irreversible",)
    header = HEADER

    def __init__(self):
        self._contacts = Contacts()
        self._first = self._next = data.BEFORE

    def companies(self, env):
        return self._contacts.companies(env)

    def arguments(self, rows):
        return {"options": {"confirm": rows}}

    def cells(self, rows):
        numbers = range(self._next, self._next + rows)
        self._next += rows
        return [
            [columns["INSTIT"], columns["ORGANIZATION"], "ANONYMIZE", columns["CONTACT_NR"]]
            for columns in map(data.contact, numbers)
        ]

    def native_cells(self, rows):
        return []

    def expected(self, rows):
        return {"removed": rows}

    # -- contacts with a history ---------------------------------------------------------------

    def fill(self, env, rows):
        """The contacts of the files that were written since, and others."""
        if not self.companies(env):
            self._contacts._make_codes(env)
            self._make_messages(env)
            for name, value in LIMITS.items():
                env["ir.config_parameter"].set_param(f"registration_import.{name}", value)
        numbers = range(self._first, self._next + OTHERS)
        self._first = self._next = numbers.stop
        self._import(env, numbers)
        names = [data.contact(number)["CONTACT_NR"] for number in numbers]
        contacts = env["res.partner"].search([("contact_nr", "in", names)], order="contact_nr")
        self._add_history(env(context={**env.context, **QUIET}), contacts)
        return {}

    def _make_messages(self, env):
        """Of nobody, on a contact of nobody."""
        home = env["res.partner"].create({"name": HOME})
        env.cr.execute(
            """INSERT INTO mail_message (model, res_id, message_type, subtype_id, body, date,
                                         create_uid, write_uid, create_date, write_date)
               SELECT 'res.partner', %s, 'comment', %s, '<p>Nothing new on day ' || n || '</p>',
                      now(), 1, 1, now(), now() FROM generate_series(1, %s) n""",
            [home.id, env.ref("mail.mt_note").id, MESSAGES],
        )

    def _import(self, env, numbers):
        """The contacts, by a file, as an administrator of their companies."""
        companies, admin = self.companies(env), env.ref("base.user_admin")
        admin.company_ids |= companies
        context = {**env.context, "allowed_company_ids": companies.ids}
        env = env(user=admin.id, context=context)
        with tempfile.NamedTemporaryFile() as file:
            rows = [{"OPERATION": "INSERT", **data.contact(number)} for number in numbers]
            header = list(dict.fromkeys(column for row in rows for column in row))
            write_csv(file.name, header, [[row.get(c, "") for c in header] for row in rows])
            content = base64.b64encode(file.read())
        result = env["registration.import.operation"].run_file(
            self.operation, content, "contacts.csv", wait=True
        )
        if result["counts"]["created"] != len(numbers):
            raise BenchmarkError(f"contacts were not made: {result}")

    def _add_history(self, env, contacts):
        self._add_messages(env, contacts)
        env["ir.attachment"].create(
            [
                {"name": "letter.txt", "raw": each.name, "res_model": each._name, "res_id": each.id}
                for each in contacts
            ]
        )
        todo = env.ref("mail.mail_activity_data_todo")
        for each in contacts:
            each.activity_schedule(activity_type_id=todo.id, summary=f"Call {each.name}")
        self._add_registrations(env, contacts[::2])
        self._add_logins(env, contacts.filtered(lambda each: not each.is_company)[::10])
        env.flush_all()

    def _add_messages(self, env, contacts):
        email = env["ir.model.fields"]._get("res.partner", "email").id
        home = env["res.partner"].search([("name", "=", HOME)])
        messages = []
        for each in contacts:
            own = {"model": "res.partner", "res_id": each.id, "message_type": "comment"}
            old = f"old{each.id}@example.com"
            change = {"field_id": email, "old_value_char": old, "new_value_char": each.email}
            messages += [
                {**own, "body": f"<p>{each.name} called</p>"},
                {**own, "body": "<p>I shall come</p>", "author_id": each.id},
                {**own, "tracking_value_ids": [Command.create(change)]},
                {**own, "res_id": home.id, "body": f"<p>Ask {each.name}</p>"},
            ]
        env["mail.message"].create(messages)

    def _add_registrations(self, env, contacts):
        event = env["event.event"].create(
            {"name": "Bench", "date_begin": "2031-05-05", "date_end": "2031-05-06"}
        )
        env["event.registration"].create(
            [{"event_id": event.id, "partner_id": each.id} for each in contacts]
        )

    def _add_logins(self, env, contacts):
        portal = env.ref("base.group_portal").ids
        env["res.users"].create(
            [
                {
                    "login": f"portal{each.id}@example.com",
                    "partner_id": each.id,
                    "group_ids": [Command.set(portal)],
                    "company_id": each.company_id.id,
                    "company_ids": [Command.set(each.company_id.ids)],
                }
                for each in contacts
            ]
        )
