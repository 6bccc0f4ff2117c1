from ast import literal_eval
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...importer.intake import Intake
from ...tools.sources.folder import ENDINGS
from ..common import LABELS, SAMPLE, ImportCase

NOBODY = ("nobody", "Demo", "Demo_7592", "Registered")


@tagged("post_install", "-at_install")
class TestImportWizard(ImportCase):
    """The steps between a file and its import."""

    by_mail = False

    def wizard(self, job):
        """The wizard at the step where the job was left, as its starter."""
        action = job.action_open_wizard()
        return job.env[action["res_model"]].browse(action["res_id"])

    def draft(self, content, filename="agenda.csv"):
        operation = self.operation.with_user(self.event_user)
        return Intake(operation.env).upload(operation, content, filename)

    # -- mapping -------------------------------------------------------------------------------

    def test_titles_of_the_steps(self):
        """C19, C23: the titles of the first step and of the one that maps."""
        action = self.operation.with_user(self.event_user).action_upload()
        self.assertEqual(action["name"], "Registration Agenda Import Wizard")
        action = self.upload(SAMPLE).action_open_wizard()
        self.assertEqual(action["name"], "Import Registration Session Instances")

    def test_menu_of_events_proposes_agendas(self):
        """UX 2: whatever operations people have made since, wherever these stand."""
        constituents = {"code": "aa", "kind": "constituents", "direction": "in", "sequence": 1}
        self.env["registration.import.operation"].create({"name": "A list", **constituents})
        wizard = Form(self.env["registration.import.wizard"])
        self.assertEqual(wizard.operation_id, self.operation)

    def test_names_of_files_are_those_that_the_kind_reads(self):
        """C07, V07: three for session instances, all that are read for others."""
        names = {"session_instances": (".csv", ".xlsx", ".xls"), "constituents": ENDINGS}
        for code, endings in names.items():
            operation = self.env["registration.import.operation"].search([("kind", "=", code)])[:1]
            wizard = self.env["registration.import.wizard"].new({"operation_id": operation.id})
            self.assertEqual(wizard.extensions, ",".join(endings))
        self.assertIn(".tsv", ENDINGS)

    def test_mapping_by_name(self):
        """C16, C24: the sample's columns are mapped without help, each sure of its name."""
        wizard = self.wizard(self.upload(SAMPLE))
        self.assertEqual(wizard.line_ids.column_id.mapped("label"), list(LABELS))
        self.assertEqual(set(wizard.line_ids.mapped("how")), {"exact"})
        self.assertFalse(wizard.mapping_problem)
        self.assertIn("Occurrence Code", wizard.line_ids[2].known_as)

    def test_header_row_that_is_none(self):
        """What is no row number is refused in words."""
        for text in ("x", "-1", "1.5", "9" * 5000):
            wizard = self.wizard(self.upload(SAMPLE))
            wizard.header_row = text
            with self.subTest(text=text[:9]), self.assertRaises(UserError):
                wizard.action_reread()

    def test_small_file_of_many_rows(self):
        """P11: a million rows fit in a small file; a worker validates them, not the request."""
        with patch("odoo.addons.registration_import.importer.launch.SMALL_ROWS", 3):
            job = self.upload(SAMPLE)
            job.action_validate()
            self.assertEqual(job.state, "validating")
            self.assertEqual(self.run_rows(SAMPLE, validate_only=True)["state"], "validating")

    def test_mapping_by_position(self):
        """C15, C16: foreign names in the order of the sample are mapped, and marked to check."""
        wizard = self.wizard(self.upload(SAMPLE, header=("w", "x", "y", "z")))
        self.assertEqual("".join(wizard.line_ids.column_id.mapped("label")), "wxyz")
        self.assertEqual(set(wizard.line_ids.mapped("how")), {"position"})

    def test_problems_of_a_mapping_block_and_say_which(self):
        """A required field without column and a column used twice block, and say which."""
        wizard = self.wizard(self.upload(SAMPLE))
        first, second = wizard.line_ids[:2]
        second.column_id = first.column_id
        shared = "The same column is chosen for Registration Code, Session Code."
        self.assertEqual(wizard.mapping_problem, shared)
        second.column_id = False
        self.assertIn("Session Code", wizard.mapping_problem)
        self.assertEqual(second.how, "missing")
        for method in (wizard.action_validate, wizard.action_import):
            with self.assertRaises(UserError):
                method()

    def test_columns_that_are_not_imported_are_listed(self):
        """Columns that are not imported are listed."""
        wizard = self.wizard(self.upload([(*SAMPLE[0], "x")], header=(*LABELS, "Remark")))
        self.assertEqual(wizard.unmapped, "E: Remark")

    def test_what_was_chosen_is_used(self):
        """What the user chose is used, whatever the guess was."""
        job = self.upload([SAMPLE[0][1::-1] + SAMPLE[0][2:]])
        wizard = self.wizard(job)
        one, two = wizard.line_ids[:2]
        one.column_id, two.column_id = two.column_id, one.column_id
        self.assertEqual(one.how, "chosen")
        wizard.action_validate()
        self.assertEqual((job.state, job.created), ("validated", 1))

    def test_preview_is_text(self):
        """Markup of a file is shown as text."""
        wizard = self.wizard(self.upload([("<script>", *SAMPLE[0][1:])]))
        self.assertIn("&lt;script&gt;", wizard.preview)

    # -- how the file is read --------------------------------------------------------------------

    def test_an_unknown_encoding_is_asked_for(self):
        """B4: a file that is not UTF-8 asks, shows what each encoding makes of it, and goes on."""
        content = self.csv([(*SAMPLE[0], "Zoë")], (*LABELS, "Name")).decode().encode("cp1252")
        job = self.draft(content)
        wizard = self.wizard(job)
        self.assertEqual((wizard.step, job.code), ("map", "encoding_unknown"))
        shown = {each["encoding"]: each["cells"] for each in wizard.encodings}
        self.assertEqual(shown["cp1252"], [[2, "E", "Zoë"]])
        wizard.encoding = "cp1252"
        wizard.action_reread()
        self.assertFalse(job.code)
        self.assertIn("Zoë", wizard.preview)

    def test_header_row(self):
        """C12: another header row can be chosen; rows keep the numbers of the file."""
        job = self.draft(b"a,b,c,d\n" + self.csv(SAMPLE, ("w", "x", "y", "z")))
        wizard = self.wizard(job)
        self.assertEqual(wizard.header_row, "1")
        wizard.header_row = "2"
        wizard.action_reread()
        self.assertEqual((job.header_number, job.total), (2, 4))
        self.assertEqual(wizard.line_ids[:1].column_id.label, "w")

    def test_refused_file(self):
        """A file that cannot be read says why, and leads back to the choice of a file."""
        wizard = self.wizard(self.draft(b""))
        self.assertEqual(wizard.step, "refused")
        self.assertTrue(wizard.message)
        self.assertFalse(wizard.action_other_file()["res_id"])

    def test_large_file(self):
        """Files above the limit are read in the background, and the wizard waits."""
        with patch("odoo.addons.registration_import.importer.launch.SMALL_FILE", 10):
            job = self.draft(self.csv(SAMPLE))
            wizard = self.wizard(job)
            self.assertEqual((wizard.step, job.state), ("wait", "reading"))
            job._as_starter()._launch().exhaust()
            wizard.refresh()
        self.assertEqual(wizard.step, "map")

    # -- report and import -----------------------------------------------------------------------

    def test_the_report_says_what_import_will_do(self):
        """C25: the report counts, shows old and new, and the button says what it will do."""
        self.import_rows(SAMPLE[:1])
        job = self.upload([(*SAMPLE[0][:3], "Attended"), *SAMPLE[1:], NOBODY, NOBODY])
        wizard = self.wizard(job)
        wizard.action_validate()
        self.assertEqual(wizard.step, "report")
        self.assertEqual(
            wizard.import_label, "Import 3 new and 1 changed, leave out 2 rows with problems"
        )
        self.assertIn("Registered</bdi></s> →", wizard.changes)
        self.assertFalse(self.status(self.dora, self.knote_7608))

    def test_nothing_to_do(self):
        """A file that changes nothing cannot be imported by mistake."""
        wizard = self.wizard(self.upload([NOBODY]))
        wizard.action_validate()
        self.assertEqual((wizard.can_import, wizard.import_label), (False, "Nothing to import"))

    def test_import_schedules(self):
        """C25, T16: Import returns at once, without Validate too; a second click does nothing."""
        job = self.upload(SAMPLE)
        wizard = self.wizard(job)
        for _click in range(2):
            action = wizard.action_import()
            self.assertEqual((job.state, action["res_id"]), ("scheduled", job.id))
        job._launch().exhaust()
        self.assertEqual((job.state, job.created), ("done", 4))

    def test_same_file(self):
        """T17: the same file again needs a yes."""
        self.import_rows(SAMPLE)
        wizard = self.wizard(self.upload(SAMPLE))
        self.assertIn("The same file was imported", wizard.same_text)
        with self.assertRaises(UserError):
            wizard.action_import()
        wizard.again = True
        wizard.action_import()
        self.assertEqual(wizard.job_id.state, "scheduled")

    def test_the_way_back_to_columns_and_file(self):
        """From the report back to the columns, and to another file: the draft is forgotten."""
        job = self.upload(SAMPLE)
        wizard = self.wizard(job)
        wizard.action_validate()
        wizard.action_back_to_map()
        self.assertEqual((wizard.step, job.state), ("map", "draft"))
        self.assertFalse(wizard.action_other_file()["res_id"])
        self.assertFalse(job.exists())

    def test_cancel_forgets_the_file(self):
        """UX, "Where am I": what was not imported is gone when somebody cancels; from the form of
        the import the way leads to the list."""
        for from_job, leads in ((False, "ir.actions.act_window_close"), (True, "Imports")):
            job = self.upload(SAMPLE).with_context(registration_import_from_job=from_job)
            action = self.wizard(job).action_discard()
            self.assertIn(leads, (action["type"], action.get("name")))
            self.assertFalse(job.exists())

    def test_cancel_leaves_an_import_alone(self):
        """One that was started meanwhile is stopped by other buttons."""
        job = self.import_rows(SAMPLE).with_user(self.event_user)
        wizard = job.env["registration.import.wizard"].create({"job_id": job.id})
        self.assertEqual(wizard.action_discard()["type"], "ir.actions.act_window_close")
        self.assertTrue(job.exists())

    def test_drafts_are_not_among_the_imports(self):
        """UX, "Where am I": the list leaves them out, until somebody wants them."""
        draft, done = self.upload(SAMPLE), self.import_rows(SAMPLE)
        action = self.env.ref("registration_import.registration_import_job_action")
        self.assertIn("search_default_imports", action.context)
        view = self.env.ref("registration_import.registration_import_job_view_search")
        node = etree.fromstring(view.arch).find(".//filter[@name='imports']")
        found = self.env["registration.import.job"].search(literal_eval(node.get("domain")))
        self.assertIn(done, found)
        self.assertNotIn(draft, found)

    def test_the_address_names_the_import(self):
        """UX, "Where am I": not the record whose id is that of the wizard."""
        wizard = self.wizard(self.upload(SAMPLE))
        action = wizard.action_import()
        self.assertEqual(
            (action["res_id"], action["path"]), (wizard.job_id.id, "registration-imports")
        )
        self.assertIs(action["context"]["active_id"], False)

    def test_the_report_is_being_written(self):
        """All rows are done, and the import has not ended: it says what it does."""
        job = self.import_rows(SAMPLE)
        job._update(state="running")
        self.assertEqual(job.progress()["label"], "Writing the report")
        job._update(total=99)
        self.assertEqual(job.progress()["label"], "Running")

    # -- the job's own buttons -------------------------------------------------------------------

    def test_run_again_with_the_same_settings(self):
        """UX 14: the same file as it was read, with its columns and what its values mean."""
        rows = [(*row[:3], "Da") for row in SAMPLE]
        job = self.upload(rows, header=("w", "x", "y", "z"))
        wizard = self.wizard(job)
        wizard.action_validate()
        job.map_values({"status": {"Da": "Attended"}})
        job.action_import()
        job._launch().exhaust()
        again = job.env["registration.import.wizard"].browse(job.action_run_again()["res_id"])
        self.assertEqual(again.step, "map")
        self.assertTrue(again.same_text)
        again.action_validate()
        self.assertEqual((again.job_id.unchanged, again.job_id.invalid), (4, 0))
        job.action_purge()
        with self.assertRaises(UserError):
            job.action_run_again()

    def test_retry_twice(self):
        """T18: a second click finds the retry that was made by the first."""
        job = self.import_rows([*SAMPLE, NOBODY]).with_user(self.event_user)
        first = job.env["registration.import.wizard"].browse(job.action_retry()["res_id"])
        second = job.env["registration.import.wizard"].browse(job.action_retry()["res_id"])
        self.assertEqual(first.job_id.origin_id, job)
        self.assertEqual(first.job_id, second.job_id)
        self.assertFalse(first.choices)

    def test_the_records_of_an_import_open_as_a_list(self):
        """The records that an import created or changed open as a list, those of others not."""
        self.import_rows([SAMPLE[0]])
        job = self.import_rows(SAMPLE).with_user(self.event_user)
        action = job.action_open_records()
        records = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(records), 3)
        self.assertEqual(records.instance_id, self.wshop_7597 | self.knote_7608 | self.demo_7592)

    def test_problem_groups(self):
        """Problems are grouped with counts and rows; the rows of one open as a list."""
        job = self.import_rows([NOBODY] * 6).with_user(self.event_user)
        groups = {each["code"]: each for each in job.problem_groups()}
        group = groups["unknown_registration"]
        self.assertEqual((group["count"], group["rows"]), (6, "2, 3, 4 … 7"))
        self.assertEqual(len(job.problem_lines("unknown_registration", "error")), 6)
        domain = job.open_problems("unknown_registration")["domain"]
        self.assertEqual(self.env["registration.import.problem"].search_count(domain), 6)

    def test_screens_open(self):
        """The forms of job and row open with what the server computes for them."""
        job = self.import_rows([*SAMPLE, NOBODY]).with_user(self.event_user)
        self.assertEqual(Form(job).reading_text, ".csv, UTF-8, comma")
        row = job.env["registration.import.row"].search([("job_id", "=", job.id)], limit=1)
        self.assertIn("1234-55-122", row.table)
        self.assertEqual(row.display_name, "Row 2")

    def test_server_action(self):
        """The example: a record's attachments are imported, once however often it is run."""
        values = {"res_model": "event.event", "res_id": self.event.id}
        self.env["ir.attachment"].create(
            [
                {"name": "agenda.csv", "raw": self.csv(SAMPLE), **values},
                {"name": "plan.pdf", "raw": b"%PDF-", **values},
            ]
        )
        action = self.env.ref("registration_import.action_import_attachments")
        context = {"active_model": "event.event", "active_id": self.event.id}
        jobs = self.env["registration.import.job"]
        for _click in range(2):
            shown = action.with_user(self.event_user).with_context(**context).run()
            self.assertIn("agenda.csv: scheduled", shown["params"]["message"])
            self.assertEqual(jobs.search_count([("create_uid", "=", self.event_user.id)]), 1)

    # -- who may ---------------------------------------------------------------------------------

    def test_a_wizard_is_its_starters_own(self):
        """C04: a wizard is its starter's own, and works on nobody else's job."""
        job = self.upload(SAMPLE)
        wizard = self.wizard(job)
        with self.assertRaises(AccessError):
            wizard.with_user(self.importer).action_import()
        with self.assertRaises(AccessError):
            wizard.with_user(self.importer).create({"job_id": job.id})
        foreign = wizard.with_user(self.importer).create({})
        self.env.cr.execute(
            "UPDATE registration_import_wizard SET job_id = %s WHERE id = %s", (job.id, foreign.id)
        )
        foreign.invalidate_recordset()
        for method in ("action_import", "action_validate", "refresh", "action_other_file"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(foreign, method)()

    def test_foreign_columns(self):
        """The columns of somebody else's file cannot be read through a mapping."""
        column = self.upload(SAMPLE).column_ids[:1]
        wizard = self.wizard(self.upload(SAMPLE, user=self.importer))
        line = wizard.line_ids[:1]
        with self.assertRaises(AccessError):
            line.column_id = column.id
