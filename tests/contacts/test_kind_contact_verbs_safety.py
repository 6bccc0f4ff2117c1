from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import IRREVERSIBLE
from .common_files import IS_LARGE, ContactFileCase


@tagged("post_install", "-at_install")
class TestKindContactVerbsSafety(ContactFileCase):
    """D15: the right, the number, the second person, the schedule, the way back."""

    ROWS = ({"OPERATION": "ANONYMIZE", "CONTACT_NR": "0001"},)

    def test_who_may_only_import_is_refused(self):
        """D15: who may only import is refused as soon as the plan is known, with the count."""
        job = self.load(*self.ROWS, user=self.staff, options={"confirm": 1})
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertIn("Irreversible", job.message)
        self.assertEqual(self.anna.name, "Anna Lee")

    def test_who_may_only_import_is_refused_on_the_screen(self):
        """F2: on the screen the report tells what it is, and the click is refused."""
        job = self.load(*self.ROWS, user=self.staff, validate_only=True).with_user(self.staff)
        self.assertEqual(job.irreversible_text, "Anonymize 1")
        with self.assertRaisesRegex(AccessError, "Irreversible"):
            job.action_import(confirm=1)

    def test_the_text_names_what_each_of_the_number_is(self):
        """D15: the number of contacts is typed; the text names what each of them is."""
        rows = [
            {"OPERATION": "ANONYMIZE", "CONTACT_NR": "0001"},
            {"OPERATION": "DELETE", "CONTACT_NR": "0003", "ORGANIZATION": "*", "EMAIL1": ""},
        ]
        self.carl.email = "carl@example.com"
        job = self.load(*rows, user=self.lead, validate_only=True).with_user(self.lead)
        self.assertEqual(job.irreversible_text, "Anonymize 1, Delete 1")

    def test_a_large_share_of_the_institution_needs_two(self):
        """D15: above 5 % of the institution's contacts, or 100, a second person is asked."""
        kind = self.env["registration.import.kind.contact_operations"]
        self.assertTrue(kind._is_large({self.lake.id: 1}))
        self.Partner.create(
            [{"name": "x", "company_id": self.opera.id, "contact_nr": f"9{n}"} for n in range(36)]
        )
        self.assertFalse(kind._is_large({self.lake.id: 2}))
        self.assertTrue(kind._is_large({self.lake.id: 3}))
        self.env["ir.config_parameter"].set_param("registration_import.irreversible_percent", "50")
        self.assertFalse(kind._is_large({self.lake.id: 3}))
        self.env["ir.config_parameter"].set_param("registration_import.irreversible_contacts", "2")
        self.assertTrue(kind._is_large({self.lake.id: 3}))

    def test_a_second_person_lets_it_run(self):
        """D15: another person with the right lets it run; one without cannot even see it."""
        other = self.user("contact_second", IRREVERSIBLE)
        job = self.load(*self.ROWS, user=self.lead, options={"confirm": 1})
        self.assertEqual(job.state, "waiting", job._result())
        jobs = self.env["registration.import.job"].with_user(self.staff)
        self.assertNotIn(job.id, jobs.search([]).ids)
        kind = self.env["registration.import.kind.contact_operations"]
        self.assertIn(other, kind._approvers(job.company_id))
        self.assertNotIn(self.staff, kind._approvers(job.company_id))
        job.with_user(other).with_context(allowed_company_ids=self.companies.ids).action_approve()
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, self.anna.name), ("done", "XXXXXXXX"))

    def test_the_number_stands_for_these_very_contacts(self):
        """D15: the number stands for these very contacts, not for as many others."""
        with patch(IS_LARGE, lambda *_args: False):
            job = self.load(*self.ROWS, user=self.lead, validate_only=True).with_user(self.lead)
            job.action_import(confirm=1)
            self.anna.contact_nr = False
            self.env.flush_all()
            self.ben.write({"contact_nr": "0001", "company_id": self.opera.id})
            job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, job.code), ("refused", "more_than_confirmed"))
        self.assertEqual((self.anna.name, self.ben.name), ("Anna Lee", "Ben Ray"))

    def test_who_approves_sees_no_cells(self):
        """D12: who is asked to approve sees the plan, not the cells of other institutions."""
        other = self.user("contact_second", IRREVERSIBLE)
        job = self.load(*self.ROWS, user=self.lead, options={"confirm": 1})
        seen = job.with_user(other).with_context(allowed_company_ids=self.companies.ids)
        self.assertEqual(seen.irreversible_text, "Anonymize 1")
        rows = seen.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertFalse(rows)

    def test_a_schedule_does_what_is_allowed_by_name(self):
        """D15: a scheduled run does what its operation allows by name, and nothing else."""
        operation = self.env.ref("registration_import.operation_contact_operations")
        operation.irreversible_allowed = "DELETE"
        job = self.load(*self.ROWS, user=self.lead)
        self.assertEqual((job.state, job.code), ("refused", "not_confirmed"))
        self.assertIn("ANONYMIZE 1", job.message)
        operation.irreversible_allowed = "DELETE, ANONYMIZE"
        self.assertEqual(self.load(*self.ROWS, user=self.lead).state, "waiting")

    def test_an_undo_brings_back_all_but_the_irreversible(self):
        """Issue: INSERT, UPDATE and INVALIDATE are undone, criteria and numbers with them; what
        was anonymized is not."""
        self.anna.contact_criterion_value_ids = self.value(self.source, "FRIEND")
        rows = [
            {
                **{"OPERATION": "UPDATE", "CONTACT_NR": "0001", "ROLE": "Buyer"},
                **{"CRITERION": "T-SOURCE=PRESS", "AUTHORIZATION": "T-MAIL=1"},
                **{"ADMIN_NUMBER": "AHV=756.1", "LINE1": "Quay 4"},
            },
            {"OPERATION": "INVALIDATE", "CONTACT_NR": "0003", "ORGANIZATION": "*"},
            {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost", "LINE1": "x"},
        ]
        job = self.load(*rows, user=self.lead).with_user(self.lead)
        self.assertEqual((job.created, job.updated), (1, 2), job._result())
        self.assertEqual(self.anna.contact_admin_number_ids.value, "756.1")
        job.action_undo()
        undo = job.sudo().undo_ids.with_user(self.lead)
        undo.action_import()
        undo._as_starter()._launch().exhaust()
        self.assertEqual((undo.removed, undo.updated), (1, 2), undo._result())
        self.assertFalse(self.find("77"))
        self.assertFalse(self.carl.contact_invalid_reason)
        self.assertFalse(self.anna.contact_role or self.anna.street)
        self.assertFalse(self.anna.contact_admin_number_ids or self.anna.contact_authorization_ids)
        self.assertEqual(self.anna.contact_criterion_value_ids, self.value(self.source, "FRIEND"))

    def test_an_undo_takes_a_new_structure_away(self):
        """Issue: a person who was put into a structure that the row made is as before, and the
        structure is gone, with its addresses; a new person with a new structure goes with it."""
        rows = [
            {"CONTACT_NR": "0001", "STRUCT_NAME": "New School", "LINE1": "Quay 1"},
            {
                **{"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost"},
                **{"STRUCT_NAME": "Other School", "ADDR_TYPE": "MSB", "LINE1": "Quay 2"},
            },
        ]
        job = self.load(*rows, user=self.lead).with_user(self.lead)
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        self.assertEqual(self.anna.parent_id.name, "New School")
        job.action_undo()
        undo = job.sudo().undo_ids.with_user(self.lead)
        undo.action_import()
        undo._as_starter()._launch().exhaust()
        self.assertEqual(undo.failing, 0, undo._result())
        self.assertFalse(self.anna.parent_id or self.find("77"))
        schools = self.Partner.search([("name", "in", ("New School", "Other School"))])
        self.assertFalse(schools or self.Partner.search([("street", "=", "Quay 2")]))
