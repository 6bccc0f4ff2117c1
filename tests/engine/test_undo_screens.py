from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SAMPLE
from .common_session_undo import SessionUndoCase


@tagged("post_install", "-at_install")
class TestUndoPromises(SessionUndoCase):
    """Undo: what the engine promises, who may, and what people see."""

    by_mail = False

    def test_validation_tells_the_truth(self):
        """P7: the report says exactly what the undo does, across windows, and writes nothing."""
        for person in self.people[:6]:
            self.put(person, self.demo_7592, "waitlisted")
        job = self.import_rows(
            [*self.rows(), *self.rows("Attended"), *self.rows("Attended", self.wshop_7597)]
        )
        self.people[0].agenda_line_ids.filtered(
            lambda line: line.instance_id == self.demo_7592
        ).status = "no_show"
        self.people[1].agenda_line_ids.unlink()
        with self.in_batches(3, 7):
            with self.assertNothingWritten():
                wizard = self.plan_undo(job)
            undo = wizard.job_id.sudo()
            planned, problems = undo._counts(), self.problems(undo)
            self.go(wizard)
        self.assertEqual((undo._counts(), self.problems(undo)), (planned, problems))
        self.assertEqual(self.held(), ["no_show", None, *["waitlisted"] * 4, *[None] * 6])
        self.assertEqual(self.held(self.wshop_7597), [None] * 12)
        self.assertAccounted(undo)

    def test_one_bad_record(self):
        """P2: a record that may not be deleted fails alone, in the words of who holds it."""
        job = self.import_rows(self.rows())
        lines = self.env.registry["event.agenda.line"]
        real, kept = lines.unlink, self.people[5]

        def unlink(records):
            if kept in records.registration_id:
                raise UserError(self.env._("Keep it."))
            return real(records)

        self.patch(lines, "unlink", unlink)
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.failed), (11, 1))
        self.assertEqual(self.outcomes(undo)[7], "failed")
        self.assertIn("Keep it.", undo._result()["errors"][0]["message"])

    def test_stopped_in_the_middle(self):
        """T1, T19: an undo that was interrupted goes on; one that was cancelled leaves the rest,
        and another undo does that."""
        for person in self.people:
            self.put(person, self.demo_7592)
        job = self.import_rows(self.rows("Attended"))
        with self.in_batches(2, 4):
            wizard = self.plan_undo(job)
            wizard.action_import()
            undo = wizard.job_id._as_starter()
            steps = undo._steps()
            for _step in range(4):
                next(steps)
            steps.close()
            undo._checkpoint().after_crash()
            steps = undo._steps()
            next(steps)
            undo.action_cancel()
            for _done in steps:
                continue
            done = undo.sudo().updated
            self.assertEqual((undo.state, self.held().count("registered")), ("cancelled", done))
            self.assertTrue(0 < done < 12)
            self.assertAccounted(undo.sudo())
            again = self.undo(job)
        self.assertEqual((again.unchanged, again.updated), (done, 12 - done))
        self.assertEqual(self.held(), ["registered"] * 12)
        self.assertEqual(job.undone_by_id, again)

    def test_no_query_per_row(self):
        """Design: no query per row."""
        job = self.import_rows(self.rows())
        few = self.import_rows([self.row(self.anna, self.wshop_7597)])
        counts = []
        for each in (few, job):
            before = self.env.cr.sql_log_count
            self.undo(each)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 12)

    def test_an_undo_is_quiet(self):
        """Design: an undo is written in the context of its import, without chatter."""
        job = self.import_rows(SAMPLE)
        seen = []
        lines = self.env.registry["event.agenda.line"]
        real = lines.unlink

        def unlink(records):
            seen.append(records.env.context.get("tracking_disable"))
            return real(records)

        self.patch(lines, "unlink", unlink)
        self.undo(job)
        self.assertEqual(seen, [True])

    def test_a_second_click_finds_the_first_undo(self):
        """T18: a second click finds the undo of the first; what was undone is not undone again."""
        job = self.import_rows(SAMPLE)
        first, second = self.plan_undo(job), self.plan_undo(job)
        self.assertEqual(first.job_id, second.job_id)
        undo = self.go(second)
        with self.refused("undone already", UserError):
            self.plan_undo(job)
        with self.refused("an undo itself", UserError):
            self.plan_undo(undo)
        job.invalidate_recordset()
        self.assertFalse(job.with_user(self.event_user).can_undo)
        self.assertEqual((job.undone_by_id, undo.undo_of_id), (undo, job))

    def test_same_file_after_an_undo(self):
        """T17: a file may come again without a question once its import was undone; and rows
        taken over from other jobs are not taken for the same file."""
        for _time in range(2):
            job = self.upload(SAMPLE)
            job.action_import()
            job._launch().exhaust()
            self.assertEqual((job.created, self.undo(job.sudo()).state), (4, "done"))

    def test_another_user(self):
        """C04: only the starter undoes, not even a manager of the job."""
        job = self.import_rows(SAMPLE)
        for user in (self.manager, self.importer):
            with self.assertRaises(AccessError):
                job.with_user(user).action_undo()
        self.assertFalse(job.with_user(self.manager).can_undo)

    def test_after_the_retention(self):
        """Retention: undo ends with it, and says so; nothing is purged while it is undone."""
        job = self.import_rows(SAMPLE)
        self.assertTrue(job.with_user(self.event_user).can_undo)
        wizard = self.plan_undo(job)
        wizard.action_import()
        with self.refused("being undone", UserError):
            job.with_user(self.event_user).action_purge()
        wizard.job_id.action_cancel()
        wizard.job_id._as_starter()._launch().exhaust()
        job.with_user(self.event_user).action_purge()
        with self.refused("retention time", UserError):
            self.plan_undo(job)
        self.assertFalse(job.with_user(self.event_user).can_undo)

    def test_nothing_to_undo(self):
        """Undo: an import that changed nothing, or has not ended, offers none."""
        self.put(self.anna, self.demo_7592)
        job = self.import_rows([self.row(self.anna, self.demo_7592)])
        self.assertFalse(job.with_user(self.event_user).can_undo)
        with self.refused("changed nothing", UserError):
            self.plan_undo(job)
        with self.refused("once it has ended", UserError):
            self.plan_undo(self.upload(SAMPLE).sudo())

    def test_right_lost(self):
        """F12: who may not import any more may not undo either, nor may what they scheduled."""
        job = self.import_rows(SAMPLE)
        wizard = self.plan_undo(job)
        wizard.action_import()
        self.event_user.group_ids = self.env.ref("base.group_user")
        undo = wizard.job_id._as_starter()
        undo._launch().exhaust()
        self.assertEqual((undo.sudo().state, undo.sudo().code), ("refused", "not_authorised"))
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")
        with self.assertRaises(AccessError):
            self.plan_undo(job)

    def test_may_not_delete(self):
        """Undo: who may not delete is told before, and puts back what was changed."""
        line = self.put(self.anna, self.demo_7592)
        rows = [self.row(self.anna, self.demo_7592, "Attended"), *SAMPLE]
        job = self.import_rows(rows, self.importer)
        wizard = self.plan_undo(job)
        self.assertEqual(wizard.undo_text, "Undo: 1 to restore, 4 that you may not delete")
        undo = self.go(wizard)
        self.assertEqual((undo.updated, undo.invalid, line.status), (1, 4, "registered"))

    def test_another_company(self):
        """Design: an undo sees what its import saw, whatever companies are enabled now."""
        self.other_company(self.event_user)
        both = (self.env.company + self.company_2).ids
        operations = self.Operation.with_user(self.event_user).with_context(
            allowed_company_ids=both
        )
        answer = operations.run_file(
            operation="session_instances",
            content=self.content([self.row(self.foreigner, self.foreign_instance)]),
            filename="far.csv",
            wait=True,
        )
        job = self.job(answer)
        job = job.with_user(self.event_user).with_context(allowed_company_ids=self.env.company.ids)
        wizards = job.env["registration.import.wizard"]
        undo = self.go(wizards.browse(job.action_undo()["res_id"]))
        self.assertEqual((undo.removed, undo.skipped), (1, 0))

    def test_the_report_says_what_is_put_back(self):
        """Undo: the report says what would be put back and what is left, and the button what
        it does; cells and columns are those of the file."""
        self.put(self.anna, self.demo_7592)
        self.put(self.bo, self.demo_7592)
        job = self.import_rows(
            [
                self.row(self.anna, self.demo_7592, "Attended"),
                self.row(self.bo, self.demo_7592, "Attended"),
                *SAMPLE[:3],
            ]
        )
        self.bo.agenda_line_ids.status = "no_show"
        wizard = self.plan_undo(job)
        self.assertEqual((wizard.step, wizard._title()), ("report", "Undo of agenda.csv"))
        self.assertEqual(
            wizard.undo_text, "Undo: 3 records to delete, 1 to restore, leave 1 changed since"
        )
        self.assertEqual(wizard.import_label, "Undo this import")
        self.assertIn("Attended", wizard.changes)
        rows = self.env["registration.import.row"].search([("job_id", "=", wizard.job_id.id)])
        self.assertEqual(rows.mapped("number"), [6, 5, 4, 3, 2])
        self.assertTrue(rows[0].data.startswith("1234-55-122 | "))
        self.assertIn("A: Registration Code", rows[0].table)
        self.assertNotIn("B: Registration Code", rows[0].table)

    def test_journal_of_a_creation(self):
        """Undo: a new record is told from one that only had nothing in the fields."""
        job = self.import_rows(SAMPLE[:1])
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertEqual(row.journal[0][2]["id"], [None, self.dora.agenda_line_ids.id])
        self.assertEqual(row.change, "Status: Registered")
