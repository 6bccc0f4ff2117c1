import json
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger, tagged

from ...importer.words import result_line
from ...tools.rows.plan import id_range
from .. import kind_tiny
from ..common import SAMPLE, ImportCase
from ..qualifications.common_kind import FULL, KindCase


class UndoCase(ImportCase):
    """Imports that are undone by the person who started them."""

    def plan_undo(self, job):
        """The wizard on the planned undo of a job, as the button opens it."""
        job = job.with_user(job.create_uid)
        return job.env["registration.import.wizard"].browse(job.action_undo()["res_id"])

    def undo(self, job):
        """The job, as superuser, that has undone another one."""
        return self.go(self.plan_undo(job))

    def go(self, wizard):
        """Press the button of the report, and let a worker do it."""
        undo = wizard.job_id
        wizard.action_import()
        undo._as_starter()._launch().exhaust()
        return undo.sudo()


@tagged("post_install", "-at_install")
class TestImportUndo(UndoCase):
    """What one import did is undone: step by step, backwards, except what was changed since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.make_people(12)

    def rows(self, status="Registered", instance=None):
        return [self.row(person, instance or self.demo_7592, status) for person in self.people]

    def held(self, instance=None):
        """Status of each person's line, in their order."""
        return [self.status(person, instance or self.demo_7592) for person in self.people]

    # -- created, updated ----------------------------------------------------------------------

    def test_created_and_updated(self):
        """Undo: what the import made is deleted, what it changed is as before, seats too."""
        self.put(self.anna, self.one_seat, "registered")
        job = self.import_rows(
            [
                self.row(self.anna, self.one_seat, "Cancelled"),
                self.row(self.bo, self.one_seat),
                self.row(self.chen, self.one_seat, "Waitlisted"),
            ]
        )
        undo = self.undo(job)
        self.assertEqual((undo.state, undo.removed, undo.updated), ("done", 2, 1))
        held = [self.status(each, self.one_seat) for each in (self.anna, self.bo, self.chen)]
        self.assertEqual(held, ["registered", None, None])
        self.assertEqual((self.one_seat.seats_taken, self.one_seat.waitlist_taken), (1, 0))
        self.assertAccounted(undo)

    def assertOnePiece(self, undo):
        """Nothing had to be split, since nothing failed."""
        run = undo.batch_ids.filtered(lambda piece: piece.phase == "run")
        self.assertEqual((len(run), undo.failing), (1, 0))

    def test_new_ones_give_their_seats_first(self):
        """Undo: in one piece what the import made goes before what takes its seats again."""
        for person in self.people[:2]:
            self.put(person, self.small)
        job = self.import_rows(
            [
                self.row(self.people[0], self.small, "Cancelled"),
                self.row(self.people[2], self.small),
            ]
        )
        self.assertOnePiece(self.undo(job))
        self.assertEqual(self.held(self.small)[:3], ["registered", "registered", None])

    def test_freed_seats_first(self):
        """Undo: in one piece what gives seats back goes before what takes them."""
        for person, status in zip(
            self.people, ("registered", "registered", "waitlisted"), strict=False
        ):
            self.put(person, self.small, status)
        statuses = (("Cancelled", 0), ("Registered", 2), ("Cancelled", 1))
        rows = [self.row(self.people[index], self.small, status) for status, index in statuses]
        self.assertOnePiece(self.undo(self.import_rows(rows)))
        self.assertEqual(self.held(self.small)[:3], ["registered", "registered", "waitlisted"])

    def test_no_seat_any_more(self):
        """Undo: a cancellation is not undone where the seat was given to somebody else; the row
        fails in the words of the instance, and can be retried."""
        self.put(self.anna, self.one_seat)
        job = self.import_rows(
            [self.row(self.anna, self.one_seat, "Cancelled"), self.row(self.bo, self.demo_7592)]
        )
        line = self.put(self.chen, self.one_seat)
        undo = self.undo(job)
        self.assertEqual(self.outcomes(undo), {3: "removed", 2: "failed"})
        self.assertIn("One is full: 1 of 1 seats", undo._result()["errors"][0]["message"])
        self.assertEqual(self.status(self.anna, self.one_seat), "cancelled")
        line.unlink()
        action = undo.with_user(self.event_user).action_retry()
        retry = self.go(
            self.env["registration.import.wizard"]
            .browse(action["res_id"])
            .with_user(self.event_user)
        )
        self.assertEqual(self.outcomes(retry), {2: "updated"})
        self.assertEqual(self.status(self.anna, self.one_seat), "registered")

    def test_overlap(self):
        """Undo: two seats at the same time are refused where the event does not allow them."""
        line = self.put(self.pupil, self.exam_1)
        job = self.import_rows([self.row(self.pupil, self.exam_1, "Cancelled")])
        self.put(self.pupil, self.exam_2)
        undo = self.undo(job)
        self.assertEqual((undo.failed, line.status), (1, "cancelled"))
        self.assertIn("overlap", undo._result()["errors"][0]["message"])

    # -- since then ----------------------------------------------------------------------------

    def test_changed_since(self):
        """Undo: a field that holds something else by now is left, and told with its value."""
        line = self.put(self.anna, self.demo_7592)
        job = self.import_rows([self.row(self.anna, self.demo_7592, "Attended"), *SAMPLE])
        line.status = "no_show"
        undo = self.undo(job)
        self.assertEqual((undo.skipped, undo.removed, line.status), (1, 4, "no_show"))
        problem = self.env["registration.import.problem"].search([("job_id", "=", undo.id)])
        told = (problem.number, problem.code, problem.label, problem.value)
        self.assertEqual(told, (2, "changed_since", "D: Registration Session Status", "No Show"))

    def test_put_back_by_hand(self):
        """Undo: what holds the old value again is as it shall be, without a word."""
        line = self.put(self.anna, self.demo_7592)
        job = self.import_rows([self.row(self.anna, self.demo_7592, "Attended"), *SAMPLE])
        line.status = "registered"
        undo = self.undo(job)
        self.assertEqual((undo.unchanged, self.problems(undo)), (1, []))

    def test_new_one_changed_since(self):
        """Undo: a record that the import made and somebody changed is kept."""
        job = self.import_rows(SAMPLE)
        self.dora.agenda_line_ids.filtered(
            lambda line: line.instance_id == self.demo_7592
        ).status = "attended"
        undo = self.undo(job)
        self.assertEqual(self.outcomes(undo)[2], "skipped")
        self.assertEqual(self.problems(undo), [(2, "kept_since")])
        self.assertEqual(self.status(self.dora, self.demo_7592), "attended")

    def test_deleted_since(self):
        """Undo: a record that is gone is told, the others are undone."""
        job = self.import_rows(SAMPLE)
        self.emil.agenda_line_ids.unlink()
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.skipped), (3, 1))
        self.assertEqual(self.problems(undo), [(5, "gone_since")])
        self.assertEqual(undo.report_subject, "Undo finished: agenda.csv")
        self.assertEqual(result_line(undo), "Undo: 3 removed, 1 as they were")
        rows = self.env["registration.import.row"].search([("job_id", "=", undo.id)])
        self.assertFalse(any(rows.mapped("record")), "what is gone cannot be opened")

    # -- one record in several rows ------------------------------------------------------------

    def test_repeated(self):
        """Undo: a record that several rows changed is as it was before the first of them."""
        line = self.put(self.anna, self.demo_7592, "waitlisted")
        steps = ("Registered", "Attended", "No Show", "Cancelled")
        job = self.import_rows([self.row(self.anna, self.demo_7592, step) for step in steps])
        with self.in_batches(1, 2):
            wizard = self.plan_undo(job)
            self.assertEqual((wizard.job_id.updated, wizard.problem_count), (4, 0))
            undo = self.go(wizard)
        self.assertEqual((undo.updated, line.status), (4, "waitlisted"))

    def test_created_then_updated(self):
        """Undo: what a row made and later ones changed goes altogether."""
        steps = ("Registered", "Attended", "Registered")
        job = self.import_rows([self.row(self.anna, self.demo_7592, step) for step in steps])
        wizard = self.plan_undo(job)
        self.assertEqual((wizard.job_id.updated, wizard.job_id.removed), (2, 1))
        undo = self.go(wizard)
        self.assertEqual((undo.updated, undo.removed), (2, 1))
        self.assertIsNone(self.status(self.anna, self.demo_7592))

    def test_created_then_updated_then_changed(self):
        """Undo: of such a record nothing is touched once somebody has changed it."""
        steps = ("Registered", "Attended")
        job = self.import_rows([self.row(self.anna, self.demo_7592, step) for step in steps])
        self.anna.agenda_line_ids.status = "no_show"
        undo = self.undo_nothing(job)
        self.assertEqual(self.problems(undo), [(3, "changed_since"), (2, "kept_since")])

    def undo_nothing(self, job):
        """The planned undo of a job, of which nothing is left to undo."""
        wizard = self.plan_undo(job)
        self.assertEqual((wizard.import_label, wizard.can_import), ("Nothing to undo", False))
        return wizard.job_id.sudo()

    # -- parts of a job ------------------------------------------------------------------------

    def test_partly_failed(self):
        """Undo: rows that were not imported, or changed nothing, are no part of it; the numbers
        are those of the file."""
        self.put(self.anna, self.demo_7592)
        rows = [("nobody", *SAMPLE[0][1:]), self.row(self.anna, self.demo_7592), *SAMPLE]
        undo = self.undo(self.import_rows(rows))
        self.assertEqual(undo.total, 4)
        self.assertEqual(self.outcomes(undo), dict.fromkeys((4, 5, 6, 7), "removed"))
        self.assertEqual(self.status(self.anna, self.demo_7592), "registered")

    def test_retry(self):
        """Undo: a retry is undone by itself, with the numbers of the first file."""
        first = self.import_rows([*SAMPLE, ("1234-55-122", "Late", "Late_1", "Registered")])
        late = self.make_instance(self.make_session("Late"), "Late_1", 18)
        retry = first.with_user(self.event_user)._copies().retry()
        retry.action_import()
        retry._as_starter()._launch().exhaust()
        self.assertEqual(self.status(self.dora, late), "registered")
        undo = self.undo(retry.sudo())
        self.assertEqual(self.outcomes(undo), {6: "removed"})
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")

    def test_cancelled(self):
        """Undo: of a cancelled import, what it had done."""
        job = self.schedule(self.rows())
        with self.in_batches(2, 4):
            steps = job._steps()
            for _step in range(4):
                next(steps)
            job.action_cancel()
            for _done in steps:
                continue
        self.assertEqual(job.state, "cancelled")
        done = len(self.held()) - self.held().count(None)
        self.assertTrue(0 < done < 12)
        undo = self.undo(job.sudo())
        self.assertEqual((undo.total, undo.removed), (done, done))
        self.assertEqual(self.held(), [None] * 12)

    # -- the engine's promises -----------------------------------------------------------------

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

    def test_queries(self):
        """Design: no query per row."""
        job = self.import_rows(self.rows())
        few = self.import_rows([self.row(self.anna, self.wshop_7597)])
        counts = []
        for each in (few, job):
            before = self.env.cr.sql_log_count
            self.undo(each)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 12)

    def test_quiet(self):
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

    # -- who may, and when ---------------------------------------------------------------------

    def test_twice(self):
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

    # -- screens -------------------------------------------------------------------------------

    def test_report(self):
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


@tagged("post_install", "-at_install")
class TestUndoQualifications(UndoCase, KindCase):
    """Enrolments: many fields, dates, values that an import has emptied."""

    def test_fields(self):
        """Undo: texts, dates and empty values are as before, one changed since is left."""
        self.enrolment.write({"date_sent": "2020-01-02", "tracking_reference": "old"})
        names = ["status", "registration_number", "date_registered", "date_achieved"]
        names += ["date_claimed", "date_received", "date_sent", "tracking_reference"]
        before = self.enrolment.read(names)[0]
        job = self.load(FULL, ("100/1234/5", "1000000043", "Exempt"))
        self.assertEqual((job.updated, job.created), (1, 1))
        self.enrolment.registration_number = "by hand"
        undo = self.undo(job)
        self.assertEqual((undo.updated, undo.removed), (1, 1))
        self.assertEqual(self.enrolment.read(names)[0], before | {"registration_number": "by hand"})
        self.assertEqual(self.problems(undo), [(2, "changed_since")])

    def test_only_empty_before(self):
        """Undo: an enrolment that had nothing in the fields is emptied, not deleted."""
        self.enrolment.write({"registration_number": False, "status": "exempt"})
        job = self.load(("601/8830/X", "1000000043", "Exempt", "0099"))
        self.undo(job)
        self.assertFalse(self.enrolment.exists().registration_number)
        self.assertTrue(self.enrolment.exists())

    def test_general_form(self):
        """Undo: also of a file with fixed columns it is shown in the general form, and leads to
        its job."""
        job = self.load(FULL).with_user(self.staff)
        action = job.action_undo()
        self.assertNotIn(
            self.env.ref("registration_import.registration_import_wizard_short_view_form").id,
            [view for view, _type in action["views"]],
        )
        wizard = job.env["registration.import.wizard"].browse(action["res_id"])
        self.assertEqual(wizard.action_import()["res_id"], wizard.job_id.id)


@tagged("post_install", "-at_install")
class TestUndoKinds(UndoCase):
    """What other kinds bring: verbs, and fields that hold several records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind_tiny.register(cls)
        cls.Tag = cls.env["res.partner.category"]
        cls.env["registration.import.operation"].create(
            {"name": "Tags", "code": "tags", "kind": "tiny"}
        )
        cls.old, cls.older = cls.Tag.create(
            [{"name": "Old", "color": 1}, {"name": "Older", "color": 2}]
        )
        cls.event_user.group_ids = [Command.link(cls.env.ref("base.group_partner_manager").id)]
        cls.ann = cls.env["res.partner"].create(
            {"name": "Ann", "category_id": [Command.set(cls.older.ids)]}
        )

    def tags(self, *rows):
        return self.import_rows(rows, operation="tags", header=("Tag", "Colour", "Action"))

    def test_verb(self):
        """Undo: what a verb did has no old values: it is told that it cannot be undone."""
        job = self.tags(("New", "4", ""), ("Old", "", "Drop"), ("Older", "5", ""))
        undo = self.undo(job)
        self.assertEqual(self.outcomes(undo), {4: "updated", 3: "skipped", 2: "removed"})
        self.assertEqual(self.problems(undo), [(3, "not_undoable")])
        self.assertEqual(self.older.color, 2)

    def test_only_verbs(self):
        """Undo: where nothing else was done, there is nothing to undo."""
        job = self.tags(("Old", "", "Drop"))
        with self.refused("changed nothing", UserError):
            self.plan_undo(job)

    def test_several_records_in_a_row(self):
        """Undo: a record that rows change beside their own is put back step by step as well; the
        validation foresees it in another window."""
        job = self.tags(("New", "4", ""), ("Newer", "5", ""))
        low, _high = id_range(job.id)
        for number, pair in ((2, [1, 4]), (3, [4, 7])):
            self.env.cr.execute(
                "UPDATE registration_import_outcome SET journal = journal || %s WHERE id = %s",
                (json.dumps([[self.Tag._name, self.old.id, {"color": pair}]]), low + number),
            )
        self.old.color = 7
        with self.in_batches(1, 1):
            wizard = self.plan_undo(job)
            self.assertEqual((wizard.job_id.removed, wizard.problem_count), (2, 0))
            undo = self.go(wizard)
        self.assertEqual((undo.removed, self.old.color), (2, 1))

    def test_several_values_in_a_field(self):
        """Undo: a field of several records holds those that it held before; the journal their
        ids."""
        real = kind_tiny.TinyPlanner.plan

        def plan(planner, row, totals):
            result = real(planner, row, totals)
            result.changes[0].values["partner_ids"] = self.ann.ids
            result.changes[0].present = {**row.match, "partner_ids": []}
            return result

        self.older.partner_ids = False
        with patch.object(kind_tiny.TinyPlanner, "plan", plan):
            job = self.tags(("Older", "2", ""), ("New", "", ""))
        self.assertEqual(len(self.ann.category_id), 2)
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)], limit=1)
        self.assertEqual(row.journal[0][2], {"partner_ids": [[], self.ann.ids]})
        undo = self.undo(job)
        self.assertEqual((undo.updated, undo.removed), (1, 1), undo._result())
        self.assertFalse(self.ann.category_id)

    def test_held_record(self):
        """F6: a new record that something holds by now is kept, in the words of Odoo."""
        job = self.tags(("New", "4", ""), ("Older", "5", ""))
        new = self.Tag.search([("name", "=", "New")])
        self.env.cr.execute(
            "CREATE TABLE undo_holder (tag integer REFERENCES res_partner_category(id))"
        )
        self.env.cr.execute("INSERT INTO undo_holder VALUES (%s)", (new.id,))
        with mute_logger("odoo.sql_db"):
            undo = self.undo(job)
        self.assertEqual(self.outcomes(undo), {3: "updated", 2: "failed"})
        self.assertTrue(undo._result()["errors"][0]["message"])
