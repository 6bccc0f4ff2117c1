from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.engine.import_operation_meanings import shared_meanings_of
from ..common import SAMPLE, ImportCase

STATUS = "status"


@tagged("post_install", "-at_install")
class TestImportValues(ImportCase):
    """UX 4: what values mean that nobody knows, said once for all rows."""

    by_mail = False

    def rows(self, *statuses):
        return [(*row[:3], status) for row, status in zip(SAMPLE, statuses, strict=False) if status]

    def validated(self, *statuses, user=None):
        job = self.upload(self.rows(*statuses), user=user)
        job.action_validate()
        return job

    def imported(self, job):
        job.action_import(again=True)
        job._launch().exhaust()
        self.assertAccounted(job.sudo())
        return job

    def unknown(self, job):
        page = job.values_page()
        return [(each["text"], each["rows"], each["suggested"]) for each in page["values"]]

    def test_unknown_values_are_grouped(self):
        """With the number of their rows, frequent ones first, and what can be chosen."""
        job = self.validated("Angemeldet", "Registered", "Angemeldet", "Regstered")
        self.assertEqual(
            self.unknown(job), [("Angemeldet", 2, "Registered"), ("Regstered", 1, "Registered")]
        )
        self.assertIn(["Registered", "Registered"], job.values_page()["choices"][STATUS])

    def test_a_word_of_another_language_is_suggested(self):
        """UX 4: by the languages that are installed."""
        self.env["res.lang"]._activate_lang("de_DE")
        choice = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "event.agenda.line"),
                ("field_id.name", "=", STATUS),
                ("value", "=", "registered"),
            ]
        )
        choice.with_context(lang="de_DE").name = "Eingebucht"
        job = self.validated("eingebucht")
        self.assertEqual(self.unknown(job), [("eingebucht", 1, "Registered")])

    def test_a_word_of_a_language_that_is_not_installed_is_suggested(self):
        """18.2: three German statuses are one click, and nothing is read so without it."""
        job = self.validated("Angemeldet", "Teilgenommen", "nicht erschienen")
        suggested = {text: ours for text, _rows, ours in self.unknown(job)}
        self.assertEqual(
            suggested,
            {"Angemeldet": "Registered", "Teilgenommen": "Attended", "nicht erschienen": "No Show"},
        )
        self.assertEqual((job.created, job.invalid), (0, 3))

    def test_one_choice_for_all_rows(self):
        """The rows are checked again, and go in; the file stays as it is."""
        job = self.validated("Angemeldet", "Da", "Angemeldet")
        job.map_values({STATUS: {"Angemeldet": "Registered", "Da": "Attended"}})
        self.assertEqual((job.created, job.invalid, self.unknown(job)), (3, 0, []))
        self.imported(job)
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")
        self.assertEqual(self.status(self.dora, self.wshop_7597), "attended")
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)], limit=1)
        self.assertIn("Angemeldet", row.data)
        self.assertIn("Angemeldet → Registered", job.mapping_text)

    def test_a_value_that_is_unknown_still(self):
        """The problem says the text of the file."""
        job = self.validated("Angemeldet")
        job.map_values({STATUS: {"Angemeldet": "Regist"}})
        self.assertEqual(job.problem_lines("not_a_choice", "error")[0]["value"], "Angemeldet")
        self.assertEqual([text for text, *_rest in self.unknown(job)], ["Angemeldet"])

    def test_remembered_for_the_person(self):
        """In their next file, not in those of others."""
        self.validated("Da").map_values({STATUS: {"Da": "Attended"}}, "user")
        self.assertEqual(self.validated("Da").created, 1)
        self.assertEqual(self.validated("Da", user=self.importer).created, 0)
        self.assertEqual(self.import_rows(self.rows("Da")).created, 1)

    def test_this_import_alone(self):
        """Nothing is remembered."""
        self.validated("Da").map_values({STATUS: {"Da": "Attended"}})
        self.assertEqual(self.validated("Da").created, 0)

    def test_remembered_for_all(self):
        """By who looks after the imports of others; what a person has said goes before."""
        job = self.validated("Da", user=self.manager)
        job.map_values({STATUS: {"Da": "Attended"}}, "operation")
        other = self.validated("Da")
        self.assertEqual(other.created, 1)
        self.assertEqual(other.values_page()["mapped"][0]["ours"], "Attended")
        other.map_values({STATUS: {"Da": "Waitlisted"}}, "user")
        self.imported(self.validated("Da"))
        self.assertEqual(self.status(self.dora, self.demo_7592), "waitlisted")

    def test_not_for_all_without_the_right(self):
        """Nor a scope, a field or a text that nobody may give."""
        job = self.validated("Da")
        with self.assertRaises(AccessError):
            job.map_values({STATUS: {"Da": "Attended"}}, "operation")
        for meanings, scope in (
            ({STATUS: {"Da": "Attended"}}, "all"),
            ({"nothing": {"Da": "x"}}, "job"),
            ({STATUS: {"Da": 1}}, "job"),
            ({STATUS: ["Da"]}, "job"),
            ("Da", "job"),
            ({STATUS: {"Da\x00": "x"}}, "job"),
        ):
            with self.subTest(meanings=meanings), self.assertRaises(UserError):
                job.map_values(meanings, scope)
        self.assertFalse(job.sudo().meanings)
        with self.assertRaises(AccessError):
            job.with_user(self.manager).map_values({STATUS: {"Da": "Attended"}})

    def test_taken_back(self):
        """Of this import and of what is remembered."""
        job = self.validated("Da")
        job.map_values({STATUS: {"Da": "Attended"}}, "user")
        job.map_values({STATUS: {"Da": ""}}, "user")
        self.assertEqual((job.created, self.unknown(job)), (0, [("Da", 1, "")]))
        self.assertEqual(self.validated("Da").created, 0)

    def test_one_of_several_values_is_mapped(self):
        """The others of its column are unknown as before."""
        job = self.validated("Da", "Fort")
        job.map_values({STATUS: {"Da": "Attended"}})
        self.assertEqual((job.created, [text for text, *_ in self.unknown(job)]), (1, ["Fort"]))

    def test_the_unchanged_path_reads_what_is_meant(self):
        """A value that is known all the same may be mapped to another."""
        self.import_rows(self.rows("Registered", "Registered"))
        job = self.validated("Registered", "Registered")
        job.map_values({STATUS: {"Registered": "Attended"}})
        self.assertEqual(self.imported(job).updated, 2)

    def test_a_retry_reads_them_alike(self):
        """Of rows that failed for something else."""
        self.demo_7592.code = "Later"
        job = self.validated("Da", "Registered")
        job.map_values({STATUS: {"Da": "Attended"}})
        self.imported(job)
        self.demo_7592.code = "Demo_7592"
        retry = job.env["registration.import.wizard"].browse(job.action_retry()["res_id"]).job_id
        self.assertEqual((retry.created, retry.invalid), (1, 0))

    def test_they_go_with_the_rows(self):
        """G7: what a job says of the texts of its file is forgotten with these."""
        job = self.validated("Da")
        job.map_values({STATUS: {"Da": "Attended"}})
        self.imported(job).action_purge()
        self.assertFalse(job.sudo().meanings)

    def test_who_manages_an_operation_takes_back_what_is_read_for_all(self):
        """UX 18: the operation tells what it reads as other values, and forgets one at a time."""
        job = self.validated("Angemeldet", "Da", user=self.manager)
        job.map_values({STATUS: {"Angemeldet": "Registered", "Da": "Attended"}}, "operation")
        operation = self.operation.with_user(self.manager)
        told = {each["text"]: each for each in operation.shared_meanings()}
        self.assertEqual(
            {text: each["ours"] for text, each in told.items()},
            {"Angemeldet": "Registered", "Da": "Attended"},
        )
        self.assertIn("Status", told["Da"]["label"])
        operation.remove_meaning(told["Da"]["id"])
        self.assertEqual([each["text"] for each in operation.shared_meanings()], ["Angemeldet"])
        self.assertEqual(self.unknown(self.validated("Angemeldet", "Da")), [("Da", 1, "")])
        with self.assertRaises(UserError):
            operation.remove_meaning(told["Da"]["id"])

    def test_others_are_told_nothing_of_it(self):
        job = self.validated("Angemeldet", user=self.manager)
        job.map_values({STATUS: {"Angemeldet": "Registered"}}, "operation")
        operation = self.operation.with_user(self.event_user)
        self.assertEqual(operation.shared_meanings(), [])
        with self.assertRaises(AccessError):
            operation.remove_meaning(shared_meanings_of(operation).id)
