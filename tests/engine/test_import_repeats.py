from odoo.exceptions import UserError
from odoo.tests import tagged

from .. import kind_tiny
from ..common import ImportCase
from ..users import new_user

TAGS = ("Tag", "Colour", "Action")
# outcomes of five rows, the first, third and last of which name the same record
ROWS = (("A", "1", ""), ("B", "2", ""), ("A", "3", ""), ("C", "4", ""), ("A", "5", ""))
CHOICES = {
    "apply": ["created", "created", "updated", "created", "updated"],
    "first": ["created", "created", "skipped", "created", "skipped"],
    "last": ["skipped", "created", "skipped", "created", "created"],
    "none": ["skipped", "created", "skipped", "created", "skipped"],
}


@tagged("post_install", "-at_install")
class TestImportRepeats(ImportCase):
    """UX 18, D2: of several rows of one file that name the same record, people say which count."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind_tiny.register(cls)
        cls.Tag = cls.env["res.partner.category"]
        cls.tags = cls.env["registration.import.operation"].create(
            {"name": "Tags", "code": "tags", "kind": "tiny"}
        )
        cls.tag_user = new_user(cls.env, "tag_user", "base.group_user,base.group_partner_manager")

    def import_tags(self, rows=ROWS, repeats="first", **arguments):
        arguments = {"operation": "tags", "header": TAGS, **arguments}
        options = {"repeats": repeats}
        return self.import_rows(rows, self.tag_user, options=options, **arguments)

    def colours(self):
        found = self.Tag.search([("name", "in", ("A", "B", "C"))])
        return {tag.name: tag.color for tag in found}

    def planned(self, job):
        return {name: count for name, count in job._counts().items() if count}

    def test_each_choice_leaves_each_row_one_outcome(self):
        """P1: planned as they are run, in one chunk and in several."""
        for repeats, outcomes in CHOICES.items():
            for chunk in (2, 5):
                with self.subTest(repeats=repeats, chunk=chunk), self.in_batches(2, chunk):
                    planned = self.planned(self.import_tags(repeats=repeats, validate_only=True))
                    self.assertEqual(self.colours(), {})
                    job = self.import_tags(repeats=repeats)
                    self.assertEqual(list(self.outcomes(job).values()), outcomes)
                    self.assertEqual(planned, self.planned(job))
                    self.assertAccounted(job)
                    self.Tag.search([("name", "in", list("ABC"))]).unlink()

    def test_what_is_kept_is_written(self):
        """The kept row is the one whose values count."""
        for repeats, colours in (("first", {"A": 1}), ("last", {"A": 5}), ("none", {})):
            with self.subTest(repeats=repeats):
                self.import_tags(repeats=repeats)
                self.assertEqual(self.colours(), colours | {"B": 2, "C": 4})
                self.Tag.search([("name", "in", list("ABC"))]).unlink()

    def test_message_names_both_rows(self):
        """UX 11: whoever reads that a row is left out sees for which one."""
        job = self.import_tags(repeats="last")
        self.assertEqual(self.problems(job), [(2, "left_out_repeat"), (4, "left_out_repeat")])
        messages = [error["message"] for error in job._result()["errors"]]
        self.assertIn("Row 2 is left out, since row 4 names the same record.", messages[0])
        self.assertIn("Row 4 is left out, since row 6 names the same record.", messages[1])

    def test_what_is_wrong_in_a_left_out_row_does_not_matter(self):
        """It is neither invalid nor in the file of errors, and not tried again."""
        rows = (("A", "1", "Perhaps"), ("A", "x", ""))
        job = self.import_tags(rows)
        self.assertEqual(list(self.outcomes(job).values()), ["invalid", "skipped"])
        retry = job.with_user(self.tag_user)._copies().retry()
        self.assertEqual([row.number for row in self.staged(retry)], [2])

    def staged(self, job):
        return self.env["registration.import.row"].search([("job_id", "=", job.id)])

    def test_rows_left_out_stay_so_when_a_stopped_run_is_tried_again(self):
        """P1: nothing of a record comes in by the retry that the run would have left out."""
        options = {"repeats": "first"}
        job = self.schedule(ROWS, self.tag_user, operation="tags", header=TAGS, options=options)
        with self.in_batches(1, 1):
            steps = job._steps()
            while not self.colours():
                next(steps)
            job.action_cancel()
            list(steps)
        self.assertAccounted(job.sudo())
        outcomes = list(self.outcomes(job).values())
        self.assertEqual(outcomes[::2], ["created", "skipped", "skipped"])
        retry = job._copies().retry()
        retry._launch().validate_at_once()
        retry.action_import()
        retry._launch().exhaust()
        self.assertEqual(self.colours(), {"A": 1, "B": 2, "C": 4})

    def test_undo_puts_back_what_the_kept_rows_did(self):
        """U: options of the import leave out no row of its undo."""
        job = self.import_tags(repeats="last").with_user(self.tag_user)._as_starter()
        undo = job._copies().undo()
        undo._source().resume()
        undo.action_import()
        undo._launch().exhaust()
        self.assertEqual(self.colours(), {})
        self.assertEqual(undo.sudo().removed, 3)

    def test_other_ways_to_name_a_record_count_as_well(self):
        """D19: rows of one person meet by any key, whatever others they have."""
        rows = (("M1", "", "Ada"), ("", "ada@example.org", "Ada"), ("M1", "ada@example.org", "Eva"))
        header = ("MEMBER_ID", "PRIMARY_EMAIL", "FIRST_NAME")
        arguments = {"operation": "constituents", "header": header}
        job = self.import_rows(
            rows, self.env.ref("base.user_admin"), options={"repeats": "first"}, **arguments
        )
        self.assertEqual(list(self.outcomes(job).values()), ["created", "created", "skipped"])

    def test_the_fast_lane_leaves_out_the_same_rows(self):
        """Both ways give the same lines."""
        people = self.make_people(1200)
        rows = [self.row(person, self.demo_7592) for person in people]
        rows += [self.row(people[0], self.demo_7592, "Attended")]
        job = self.import_rows(rows, options={"repeats": "last"})
        self.assertEqual(job.lane["code"], "fast_lane")
        self.assertEqual((job.skipped, job.created), (1, 1200))
        self.assertEqual(self.status(people[0], self.demo_7592), "attended")

    def test_choice_of_an_operation(self):
        """An operation says it for all its files; a kind whose rows add to a record does not."""
        self.tags.repeats = "last"
        self.assertEqual(self.tags.options, {"repeats": "last"})
        job = self.import_rows(ROWS, self.tag_user, operation="tags", header=TAGS)
        self.assertEqual(job.skipped, 2)
        groups = self.env["registration.import.operation"].search(
            [("kind", "=", "group_assignment")], limit=1
        )
        self.assertNotIn("repeats", groups.decisions)
        with self.assertRaises(UserError):
            groups._check_options({"repeats": "first"})

    # -- on screen -----------------------------------------------------------------------------

    def test_wizard_asks_where_the_file_has_such_rows(self):
        """UX 18: the report says how many, and a choice checks all rows again."""
        person = self.dora
        row = self.row(person, self.demo_7592)
        wizard = self.report_of([row, self.row(person, self.wshop_7597), row])
        self.assertIn("1 row names a record", wizard.repeat_text)
        self.assertEqual(wizard.repeats, "apply")
        self.assertEqual(len(wizard.choices["repeats"]), 4)
        wizard.repeats = "none"
        wizard.action_reread()
        self.assertEqual((wizard.job_id.created, wizard.job_id.skipped), (1, 2))
        self.assertEqual(wizard.repeats, "none")
        wizard.action_import()
        wizard.job_id._launch().exhaust()
        self.assertFalse(self.status(person, self.demo_7592))

    def test_wizard_asks_nothing_of_other_files(self):
        wizard = self.report_of([self.row(self.dora, self.demo_7592)])
        self.assertFalse(wizard.repeat_text)
        self.assertFalse(wizard.choices)

    def report_of(self, rows):
        job = self.upload(rows)
        job.action_validate()
        action = job.action_open_wizard()
        return job.env[action["res_model"]].browse(action["res_id"])

    def test_mended_row_that_is_left_out_does_not_go_in(self):
        """UX 1: what the grid says of a row is what becomes of it."""
        job = self.upload(
            [self.row(self.dora, self.demo_7592), ("nobody", "Demo", "Demo_7592", "Registered")]
        )
        job._update(options={"repeats": "first"})
        job.action_validate()
        row = job.mending_page()["rows"][0]
        answer = job.mend(row["id"], 0, self.dora.registration_code)["row"]
        self.assertEqual((answer["is_wrong"], answer["is_left_out"]), (False, True))
        self.assertIn("Row 3 is left out", answer["problems"][0]["text"])
