from unittest.mock import patch

import psycopg2
import psycopg2.errors

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger, tagged

from ..common import IMPORTER, LABELS
from ..users import new_user
from .common_batches import MESSY, BatchCase


@tagged("post_install", "-at_install")
class TestImportStops(BatchCase):
    """Stopping, going on, rights that were lost, and what is tried once more."""

    def test_a_cancelled_job_stops_after_its_batch(self):
        """T19: a cancelled job stops after its piece; the rest is not processed."""
        job = self.schedule(self.rows(9))
        self.drive(job, 3)
        job.action_cancel()
        job._launch().exhaust()
        self.assertEqual((job.state, job.created, job.not_processed), ("cancelled", 4, 5))
        self.assertAccounted(job.sudo())

    def test_cancel_before_the_run(self):
        """T19: also while it waits, when it was only validated, or just uploaded."""
        waiting, draft, validated = (
            self.schedule(self.rows(3)),
            self.upload(self.rows(3)),
            self.import_rows(self.rows(3), validate_only=True)._as_starter(),
        )
        for job in (waiting, draft, validated):
            job.action_cancel()
            job._launch().exhaust()
            self.assertEqual((job.state, job.not_processed), ("cancelled", 3))
            self.assertAccounted(job.sudo())

    def test_cancel_while_reading(self):
        """T19: a job cancelled while a worker reads its file ends so, and never starts later."""
        with patch(f"{IMPORTER}.launch.SMALL_FILE", 10):
            job = self.upload(self.rows(3))
            self.assertEqual(job.state, "reading")
            job.action_cancel()
            job._launch().exhaust()
        self.assertEqual(job.state, "cancelled")

    def test_cancel_by_others(self):
        """C04: a manager may cancel somebody else's job, others may not."""
        job = self.schedule(self.rows(3))
        with self.assertRaises(AccessError):
            job.with_user(self.importer).action_cancel()
        job.with_user(self.manager).action_cancel()
        self.assertTrue(job.cancel_requested)

    def test_an_administrator_cancels_whatever_runs(self):
        """V20: without a role of events, too."""
        job = self.schedule(self.rows(3))
        admin = new_user(self.env, "stops_admin", "base.group_system")
        self.assertTrue(job.with_user(admin).can_cancel)
        job.with_user(admin).action_cancel()
        self.assertTrue(job.cancel_requested)

    def test_a_stopped_job_goes_on_where_it_was(self):
        """P2, P3: a job that stopped midway goes on where it was, no row twice."""
        job = self.schedule(self.rows(9))
        self.drive(job, 3)
        self.assertEqual(job.state, "running")
        job._launch().exhaust()
        self.assertEqual((job.state, job.created), ("done", 9))
        self.assertAccounted(job.sudo())

    @mute_logger("odoo.sql_db")
    def test_no_row_is_applied_again(self):
        """P2: a row that had its outcome is not taken again, wherever the job believes to be."""
        job = self.schedule(self.rows(3))
        self.drive(job, 2)
        job._checkpoint().update(position=0)
        with self.another_addon(lambda _lines, values: self.assertEqual(len(values), 1)):
            job._launch().exhaust()
        self.assertAccounted(job)

    def test_a_second_outcome_is_impossible(self):
        """P2: the database refuses a second outcome of a row."""
        job = self.import_rows(self.rows(1))
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        statement = "INSERT INTO registration_import_outcome (id, outcome) VALUES (%s, 'failed')"
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"):
            self.env.cr.execute(statement, [row.id])

    def test_right_lost(self):
        """F12: rights lost between the click and the run stop it; its rows are not processed."""
        job = self.schedule(self.rows(3), user=self.importer)
        self.importer.write({"group_ids": [Command.set(self.env.ref("base.group_user").ids)]})
        self.assertNotAuthorised(job)

    def test_user_archived(self):
        """F12: so does an archived user."""
        job = self.schedule(self.rows(3), user=self.importer)
        self.importer.active = False
        self.assertNotAuthorised(job)

    def test_no_user_any_more(self):
        """F12: or one who became a portal user, who may not even read the job."""
        job = self.schedule(self.rows(3), user=self.importer)
        self.importer.write({"group_ids": [Command.set(self.env.ref("base.group_portal").ids)]})
        self.assertNotAuthorised(job)

    def test_company_lost(self):
        """F12: or a company that was taken away."""
        context = self.other_company(self.event_user)
        operations = self.Operation.with_user(self.event_user).with_context(**context)
        job = self.job(
            operations.run_file("session_instances", self.content(self.rows(3)), "a.csv")
        )
        self.event_user.write({"company_ids": [Command.unlink(self.company_2.id)]})
        self.assertNotAuthorised(job)

    def test_rights_lost_in_the_middle(self):
        """F12: whoever loses the right while the import runs stops it with the next turn; what was
        done stays, what was not is not processed."""
        losses = {
            "role": {"group_ids": [Command.set(self.env.ref("base.group_user").ids)]},
            "archived": {"active": False},
        }
        for nr, (name, values) in enumerate(losses.items()):
            user = self.importer.copy({"login": name})
            people = self.people[nr * 9 : nr * 9 + 9]
            rows = [self.row(person, self.demo_7592, "Registered") for person in people]
            job = self.schedule(rows, user=user)
            self.drive(job, 3)
            done = self.Line.search_count([("registration_id", "in", people.ids)])
            user.write(values)
            job = job.with_env(self.env).sudo()._as_starter()
            job._launch().exhaust()
            with self.subTest(name):
                job = job.sudo()
                self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
                self.assertTrue(0 < done < len(rows))
                self.assertEqual((job.created, job.not_processed), (done, len(rows) - done))
                self.assertAccounted(job)

    def test_a_validation_needs_the_right_as_well(self):
        """F12: rows are read with the starter's rights; lost ones end the validation."""
        with patch(f"{IMPORTER}.launch.SMALL_FILE", 10):
            job = self.schedule(self.rows(3), user=self.importer, validate_only=True)
        self.importer.active = False
        self.assertNotAuthorised(job)

    def test_a_retry_has_the_failed_rows(self):
        """Retry: a new job has the rows that were not imported, with their numbers."""
        job = self.import_rows([*self.rows(2), *MESSY])._as_starter()
        retry = job._copies().retry()
        self.assertEqual(sorted(self.outcomes(retry)), [5, 6, 8])
        self.make_registrations("Nina")[0].registration_code = "nobody"
        retry.action_import()
        retry._as_starter()._launch().exhaust()
        self.assertEqual(self.outcomes(retry), {5: "created", 6: "invalid", 8: "invalid"})
        self.assertEqual(retry.origin_id, job)
        self.assertAccounted(retry.sudo())

    def test_retry_has_no_file(self):
        """Retry: other options cannot be tried on rows whose file belongs to the first import."""
        retry = self.import_rows(MESSY)._as_starter()._copies().retry()
        with self.refused("no file to read again", UserError):
            retry.set_options({"separator": ";"})
        self.assertEqual(retry.state, "draft")

    def test_retry_of_a_cancelled_job(self):
        """Retry: rows that nobody came to are retried as well."""
        job = self.schedule(self.rows(9))
        self.drive(job, 3)
        job.action_cancel()
        job._launch().exhaust()
        retry = job._copies().retry()
        self.assertEqual(list(self.outcomes(retry)), [6, 7, 8, 9, 10])

    def test_retry_keeps_its_company_and_size(self):
        """Retry: the new job belongs where the first one did, and is as heavy."""
        context = self.other_company(self.event_user)
        job = self.import_rows(MESSY)._as_starter()
        companies = [self.company_2.id, *context["allowed_company_ids"]]
        retry = job.with_context(allowed_company_ids=companies)._copies().retry().sudo()
        self.assertEqual((retry.company_id, retry.size), (job.company_id, job.size))

    def test_retry_by_others(self):
        """C04: only the starter may: the rows are imported with their rights."""
        job = self.import_rows(MESSY)
        with self.assertRaises(AccessError):
            job.with_user(self.manager).action_retry()

    def test_errors_file(self):
        """P10: the file of errors has the user's columns, mended it is imported as it is, and the
        rows keep the numbers of the first file."""
        for extension in ("csv", "xlsx"):
            with self.subTest(extension=extension):
                job = self.import_rows(MESSY)
                content = self.errors_file(job, extension)
                self.make_registrations(extension)[0].registration_code = "nobody"
                operation = self.operation.with_user(self.event_user)
                again = operation._new_job(content, f"errors.{extension}")._as_starter()
                again._launch().read_file()
                self.assertEqual(again.column_ids.mapped("label"), list(LABELS))
                again.action_import()
                again._launch().exhaust()
                self.assertEqual(self.outcomes(again), {3: "created", 4: "invalid", 6: "invalid"})
                self.assertEqual(
                    self.problems(again), [(4, "not_a_choice"), (6, "instance_elsewhere")]
                )
                self.env["event.registration"].search(
                    [("registration_code", "=", "nobody")]
                ).unlink()

    def test_repeated_in_an_errors_file(self):
        """P10, D2: there too the warning names the row that people see."""
        header = [*LABELS, "_row", "_error", "_hint"]
        rows = [(*self.row(self.people[0], self.demo_7592), n, "x", "y") for n in (70, 80)]
        job = self.import_rows(rows, header=header)
        self.assertIn("Rows 70 and 80", job._result()["errors"][0]["message"])

    def test_strange_row_numbers(self):
        """P5, P10: what is no number in _row is passed over, in the report as well."""
        header = [*LABELS, "_row", "_error", "_hint"]
        numbers = ("", "x", "0", "-5", "9" * 5000, "²", "12.0", "70")
        rows = [
            (*self.row(person, self.demo_7592, "Perhaps"), number, "", "")
            for person, number in zip(self.people, numbers, strict=False)
        ]
        job = self.import_rows(rows, header=header)
        shown = [number for number, _codes, _reason in job._as_starter()._report().rows.lines()]
        self.assertEqual(shown, [2, 3, 4, 5, 6, 7, 8, 70])
        self.assertEqual([number for number, _code in self.problems(job)], shown)
        self.assertEqual(list(self.outcomes(job)), shown)

    def test_an_upgrade_leaves_rows_alone(self):
        """T9: an upgrade of the addon keeps the rows of many jobs."""
        job = self.import_rows([*MESSY, MESSY[0]])
        before = (self.outcomes(job), self.problems(job))
        tables = ("staged", "outcome", "problem", "duplicate.key")
        names = [f"registration.import.{name}" for name in tables]
        self.env.registry.init_models(self.env.cr, names, {"module": "registration_import"}, False)
        self.assertEqual((self.outcomes(job), self.problems(job)), before)
