from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SessionsCase


@tagged("post_install", "-at_install")
class TestRegistrationCode(SessionsCase):
    """D4: the code by which a file names a registration."""

    def test_made_up_when_absent(self):
        """D4: each new registration gets a code of its own, as short as it can be read out."""
        registrations = self.make_registrations(*"abcdefghij")
        codes = registrations.mapped("registration_code")
        self.assertEqual(len(set(codes)), 10)
        for code in codes:
            self.assertRegex(code, r"^[2-9B-Z]{4}-[2-9B-Z]{4}$")

    def test_given_code_is_kept_and_unique(self):
        """D4, C18: a code of ours such as 1234-55-122 stays as it is, and is there once."""
        values = {"name": "Dora", "event_id": self.event.id, "registration_code": "1234-55-122"}
        dora = self.env["event.registration"].create(values)
        self.assertEqual(dora.registration_code, "1234-55-122")
        with mute_logger("odoo.sql_db"), self.refused("unique", UniqueViolation):
            self.env["event.registration"].create(values)

    def test_copies_get_another(self):
        """D4: a duplicate, and one and the same dict given twice, get codes of their own."""
        values = {"name": "Twin", "event_id": self.event.id}
        twins = self.env["event.registration"].create([values, values])
        codes = (twins + twins[0].copy()).mapped("registration_code")
        self.assertEqual(len(set(codes)), 3)

    def test_one_query_for_many(self):
        """D4: so many codes cost one look into the table, and a taken one is drawn again."""
        registrations = self.env["event.registration"]
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertEqual(len(set(registrations._new_registration_codes(500))), 500)
        drawn = iter([self.anna.registration_code, "NEW-1", "NEW-2"])
        with patch.object(type(registrations), "_draw_code", lambda self: next(drawn)):
            self.assertCountEqual(registrations._new_registration_codes(2), ["NEW-1", "NEW-2"])

    def test_edited_by_event_users(self):
        """D4: event users may give another code; on a new registration it may be left empty."""
        with Form(self.anna.with_user(self.event_user)) as form:
            form.registration_code = "ANNA-1"
        self.assertEqual(self.anna.registration_code, "ANNA-1")
        with Form(self.env["event.registration"].with_user(self.event_user)) as form:
            form.name = "Walk-in"
            form.event_id = self.event
        self.assertTrue(form.record.registration_code)

    def test_found_by_code(self):
        """D4: the code finds the registration in a many2one."""
        self.anna.registration_code = "4321-55-111"
        found = self.env["event.registration"].name_search("4321-55-111")
        self.assertEqual([record_id for record_id, __ in found], self.anna.ids)

    def test_existing_rows_are_filled(self):
        """D4: rows from before the addon get different codes, archived ones too."""
        registrations = self.make_registrations(*"abcde")
        registrations[0].active = False
        self.env.flush_all()
        self.cr.execute("ALTER TABLE event_registration ALTER registration_code DROP NOT NULL")
        self.cr.execute(
            "UPDATE event_registration SET registration_code = NULL WHERE id = ANY(%s)",
            [registrations.ids],
        )
        self.env["event.registration"]._init_column("registration_code")
        self.env.invalidate_all()
        codes = registrations.mapped("registration_code")
        self.assertEqual(len(set(codes)), 5)
        for code in codes:
            self.assertRegex(code, r"^[2-9B-Z]{4}-[2-9B-Z]{4}$")
