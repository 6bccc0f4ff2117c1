from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...importer.intake import Intake
from .. import kind_tiny
from ..common import ImportCase
from ..users import new_user

LABELS = ("Tag", "Colour", "Action")
ROWS = (("Old", "", "Drop"), ("Older", "", "Drop"), ("New", "3", ""))


@tagged("post_install", "-at_install")
class TestImportConfirm(ImportCase):
    """D15: what nothing brings back is confirmed by its number, and by a second person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind_tiny.register(cls)
        cls.tags = cls.env["registration.import.operation"].create(
            {"name": "Tags", "code": "tags", "kind": "tiny"}
        )
        cls.Tag = cls.env["res.partner.category"]
        cls.starter = new_user(cls.env, "starter", "base.group_user,base.group_partner_manager")
        cls.second = new_user(
            cls.env, "second", "base.group_partner_manager,base.group_system", email="s@example.com"
        )
        kind = cls.env.registry[kind_tiny.TinyKind._name]
        cls.kind = kind
        cls.startClassPatcher(patch.object(kind, "_irreversible", {"drop": "Drop"}))
        cls.startClassPatcher(patch.object(kind, "_is_large", cls.is_large))
        cls.startClassPatcher(patch.object(kind, "_approvers", lambda *_args: cls.second))

    def setUp(self):
        super().setUp()
        self.Tag.create([{"name": "Old", "color": 1}, {"name": "Older"}])

    @staticmethod
    def is_large(_kind, scopes):
        return sum(scopes.values()) > 2

    def left(self):
        """Tags of the test that are there."""
        names = ("Old", "Older", "Oldest", "New")
        return sorted(self.Tag.search([("name", "in", names)]).mapped("name"))

    def validated(self, *rows):
        job = self.draft(*rows)
        job.action_validate()
        return job

    def draft(self, *rows):
        operation, content = self.tags.with_user(self.starter), self.csv(rows or ROWS, LABELS)
        return Intake(operation.env).upload(operation, content, "tags.csv")

    def run_tags(self, *rows, **arguments):
        return self.import_rows(
            rows or ROWS, self.starter, operation="tags", header=LABELS, **arguments
        )

    # -- a person ------------------------------------------------------------------------------

    def test_only_the_exact_number_lets_the_job_run(self):
        """D15: only the exact number lets the job run, and the plan says what it stands for."""
        job = self.validated()
        self.assertEqual((job.irreversible, job.irreversible_text), ({"drop": 2}, "Drop 2"))
        for number in (None, 0, 1, 3, "2"):
            with self.assertRaisesRegex(UserError, "Drop 2: nothing brings that back.*number 2"):
                job.action_import(confirm=number)
        job.action_import(confirm=2)
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, job.removed, self.left()), ("done", 2, ["New"]))

    def test_nothing_irreversible_runs_unseen(self):
        """D15: a file that may hold such rows is validated before it runs."""
        with self.assertRaisesRegex(UserError, "Validate first"):
            self.draft().action_import(confirm=2)

    def test_a_file_without_such_rows_asks_for_nothing(self):
        """D15: a file without such rows asks for nothing."""
        job = self.validated(("New", "3", ""))
        job.action_import()
        self.assertEqual((job.state, job.irreversible), ("scheduled", False))

    def test_the_right_to_import_is_not_enough(self):
        """D15: who may import may not therefore do what nothing brings back."""
        job = self.validated()
        without = patch.object(self.kind, "_check_right", _not_irreversible)
        with without, self.assertRaisesRegex(AccessError, "Not that"):
            job.action_import(confirm=2)
        self.assertEqual(job.state, "validated")

    def test_a_right_that_was_lost_stops_the_run(self):
        """F12: the right is looked at again when the run begins."""
        job = self.validated()
        job.action_import(confirm=2)
        with patch.object(self.kind, "_check_right", _not_irreversible):
            job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertEqual(self.left(), ["Old", "Older"])

    def test_more_than_was_confirmed_stops_the_run(self):
        """D15: rows that were not planned to be dropped when the number was typed stop the job."""
        job = self.validated(*ROWS[:2], ("Oldest", "", "Drop"))
        self.assertEqual((job.irreversible, job.invalid), ({"drop": 2}, 1))
        job.action_import(confirm=2)
        self.Tag.create({"name": "Oldest"})
        with self.in_batches(2, 2):
            job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, job.code), ("refused", "more_than_confirmed"))
        self.assertEqual((job.removed, job.not_processed), (2, 1))
        self.assertEqual(self.left(), ["Oldest"])
        self.assertAccounted(job)

    def test_the_wizard_asks_for_the_number(self):
        """D15: the wizard asks for the number, and offers no import before the report."""
        job = self.draft()
        wizard = self.env["registration.import.wizard"].with_user(self.starter)._for_job(job)
        self.assertTrue(wizard.must_validate)
        wizard.action_validate()
        self.assertEqual(wizard.confirm_text, "Drop 2: type 2")
        self.assertEqual(wizard.import_label, "Import 1 new and DROP 2")
        for text in ("", "3", "two", "9" * 5000):
            wizard.confirmation = text
            with self.assertRaises(UserError):
                wizard.action_import()
        wizard.confirmation = " 2 "
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_import()
        wizard.reason, wizard.reference = "Asked for by letter", "Ticket 4711"
        wizard.action_import()
        self.assertEqual((job.state, job.confirmed), ("scheduled", 2))
        self.assertEqual((job.reason, job.reference), ("Asked for by letter", "Ticket 4711"))

    # -- a second person -----------------------------------------------------------------------

    def waiting(self):
        self.Tag.create({"name": "Oldest"})
        job = self.validated(*ROWS, ("Oldest", "", "Drop"))
        job.action_import(confirm=3)
        return job

    def test_many_rows_wait_for_a_second_person(self):
        """D15: above the limit a second person is asked, and nothing happens before."""
        job = self.waiting()
        self.assertEqual(job.state, "waiting")
        job._as_starter()._launch().exhaust()
        self.assertEqual(self.left(), ["Old", "Older", "Oldest"])
        mail = self.env["mail.mail"].search([("recipient_ids", "=", self.second.partner_id.id)])
        self.assertEqual(mail.subject, "Import waits for your approval: tags.csv")
        self.assertIn("Drop 3", mail.body_html)

    def test_the_second_person_lets_it_run(self):
        """D15: the second person's yes lets it run as the starter."""
        job = self.waiting()
        job.with_user(self.second).action_approve()
        self.assertEqual((job.state, job.approver_id), ("scheduled", self.second))
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, self.left()), ("done", ["New"]))

    def test_the_second_person_ends_it(self):
        """D15: the second person's no ends it, with every row accounted for."""
        job = self.waiting()
        job.with_user(self.second).action_reject()
        self.assertEqual((job.state, job.code, job.not_processed), ("cancelled", "not_approved", 4))
        self.assertIn(self.second.name, job.message)
        self.assertEqual(self.left(), ["Old", "Older", "Oldest"])

    def test_nobody_approves_an_import_of_their_own(self):
        """D15: nobody approves an import of their own, nor without the right, nor unasked."""
        job = self.waiting()
        for method in ("action_approve", "action_reject"):
            with self.assertRaisesRegex(AccessError, "second person"):
                getattr(job, method)()
            with self.assertRaises(AccessError):
                getattr(job.with_user(self.event_user), method)()
            without = patch.object(self.kind, "_check_right", _not_irreversible)
            with without, self.assertRaises(AccessError):
                getattr(job.with_user(self.second), method)()
        self.assertFalse(job.can_approve)
        self.assertTrue(job.with_user(self.second).can_approve)
        job.action_cancel()
        with self.assertRaisesRegex(UserError, "past that step"):
            job.with_user(self.second).action_approve()

    # -- nobody there --------------------------------------------------------------------------

    def test_a_caller_without_the_number_is_refused(self):
        """D15: a caller who does not give the number is refused, and told which."""
        job = self.run_tags()
        self.assertEqual((job.state, job.code), ("refused", "not_confirmed"))
        self.assertIn("DROP 2", job.message)
        self.assertIn("confirm the number 2", job.hint)
        self.assertEqual(self.left(), ["Old", "Older"])

    def test_a_caller_with_the_number_is_served(self):
        """D15: with the number of a validation it runs."""
        planned = self.run_rows(
            ROWS, self.starter, operation="tags", header=LABELS, validate_only=True
        )
        self.assertEqual(planned["irreversible"], {"drop": 2})
        job = self.run_tags(options={"confirm": 2})
        self.assertEqual((job.state, job.removed, self.left()), ("done", 2, ["New"]))

    def test_a_worker_plans_confirms_and_runs(self):
        """D15: where the call does not wait, a worker plans, confirms and runs."""
        job = self.run_tags(options={"confirm": 2}, wait=False)
        self.assertEqual(job.state, "validating")
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, self.left()), ("done", ["New"]))

    def test_a_caller_waits_for_the_second_person_too(self):
        """D15: the second person is asked whoever started it."""
        self.Tag.create({"name": "Oldest"})
        job = self.run_tags(*ROWS, ("Oldest", "", "Drop"), options={"confirm": 3})
        self.assertEqual((job.state, len(self.left())), ("waiting", 3))

    def test_an_operation_does_what_it_allows_by_name(self):
        """D15: a scheduled operation does what it allows by name, whatever the number."""
        self.tags.irreversible_allowed = "DROP"
        self.assertEqual(self.run_tags().state, "done")
        with self.assertRaisesRegex(ValidationError, "erase"):
            self.tags.irreversible_allowed = "drop, erase"


def _not_irreversible(kind, right):
    if right == "irreversible":
        raise AccessError(kind.env._("Not that."))
