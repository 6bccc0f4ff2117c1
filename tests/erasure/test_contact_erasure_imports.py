import base64

from odoo.tests import tagged

from ...tools.rows.plan import id_range, row_id
from ...tools.rows.problems import Problem
from ..common import LABELS
from ..qualifications.common_kind import LABELS as LEARNER_LABELS
from .common import TOKENS, ErasureCase


@tagged("post_install", "-at_install")
class TestContactErasureImports(ErasureCase):
    """What imports know of an erased contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.rich_person()

    def engine_locations(self):
        """Tables of the engine, and files, that know the person."""
        return {
            location
            for location in self.locations_of(*TOKENS)
            if location.startswith(("registration_import_", "file", "ir_attachment"))
        }

    def test_rows_of_imports_are_emptied(self):
        """D17: cells, old and new values, values of problems, the file and the first values of
        its columns go; number, outcome and the rows of others stay."""
        registration = self.add_registration(self.person)
        instance = self.make_instance(self.make_session("Sail", self.trip), "Sail_1", 9)
        other = self.make_registrations("Bo", event=self.trip)
        rows = [
            (*self.row(each, instance), name)
            for each, name in ((registration, "Zxqv Vrnmkl"), (other, "Bo Other"))
        ]
        sessions = self.import_rows(rows, header=(*LABELS, "Who"))
        people = self.people(
            ("T-LAKE", "0777", "Zxqv Qwyzz", "", ""),
            ("T-LAKE", "0001", "Anna Lee", "", ""),
            ("T-LAKE", "0778", "", "zxqv@qwyzz.example", "vrnmkl?"),
        )
        self.assertEqual(self.outcomes(people)[4], "invalid")
        self.assertIn("registration_import_staged", self.engine_locations())
        outcomes = self.outcomes(sessions), self.outcomes(people)
        self.anonymize(self.person)
        self.assertEqual(self.engine_locations(), set())
        self.assertEqual((self.outcomes(sessions), self.outcomes(people)), outcomes)
        self.assertFalse(sessions.attachment_id or people.attachment_id)
        rows = self.env["registration.import.row"].search([("job_id", "=", sessions.id)])
        self.assertEqual([row.data.split(" | ")[-1] for row in rows], ["", "Bo Other"])
        self.assertEqual(self.codes(self.person)["sale", "event.registration"], 1)

    def test_files_that_were_only_validated_are_forgotten(self):
        """D17: whatever key of its kind a row knows the person by, the row and the whole file go;
        rows of others stay."""
        self.person.write({"contact_member_id": "M-0777", "contact_uln": "1000000043"})
        learner = ("601/8830/X", "1000000043", *[""] * 8)
        jobs = [
            self.planned("constituents", header, row, other)
            for header, row, other in (
                (("MEMBER_ID", "CITY"), ("M-0777", "Qwyzztown"), ("M-0778", "Bern")),
                (("CONS_ID", "CITY"), (str(self.person.id), "Qwyzztown"), ("1", "Bern")),
                (
                    ("MEMBER_ID", "FIRST_NAME", "LAST_NAME", "TELEPHONE_NBR"),
                    ("M-9777", "Zxqv", "Vrnmkl", "0041 79 555 81"),
                    ("M-0779", "Bo", "Other", "0041 79 555 82"),
                ),
                (
                    ("MEMBER_ID", "LAST_NAME", "ADDR_LINE_1"),
                    ("M-9778", "Zxqv Vrnmkl", "qwyzz street 7"),
                    ("M-0780", "Bo Other", "Any Street 1"),
                ),
            )
        ]
        jobs.append(self.planned("qualifications", LEARNER_LABELS, learner))
        self.anonymize(self.person)
        for job in jobs:
            with self.subTest(operation=job.operation_id.code, labels=job.labels):
                self.assertFalse(job.attachment_id)
                rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
                kept = [False] if job.kind == "qualifications" else [False, True]
                self.assertEqual([bool(row.data) for row in rows], kept)
        self.assertEqual(self.engine_locations(), set())

    def test_cells_that_were_mended_are_forgotten(self):
        """D17, UX 22: a row that names the person only as it was mended, or only before it was."""
        self.person.write({"contact_member_id": "M-0777"})
        header, rows = ("MEMBER_ID", "CITY"), (("M-0", "Bern"), ("M-0777", "Bern"), ("M-1", "Bern"))
        job = self.planned("constituents", header, *rows)
        for number, old, new in ((2, "M-0", "M-0777"), (3, "M-0777", "M-9"), (4, "M-1", "M-2")):
            job._store().mend(row_id(job.id, number), 0, "MEMBER_ID", old, new, self.env.uid)
        self.anonymize(self.person)
        found = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertEqual([row.data for row in found], ["", "", "M-2 | Bern"])
        self.assertEqual([bool(row.mended) for row in found], [False, False, True])
        self.assertNotIn("registration_import_correction", self.engine_locations())

    def test_rows_with_the_same_name_are_told(self):
        """D17: a row with no more than the same name may be somebody else's: it stays, and the
        register says so."""
        job = self.planned(
            "constituents", ("MEMBER_ID", "FIRST_NAME", "LAST_NAME"), ("M-1", "Zxqv", "Vrnmkl")
        )
        self.anonymize(self.person)
        row = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertTrue(row.data)
        entry = self.Register.search([("contact", "=", self.person.id)])
        self.assertIn("1 with the same name", entry.residual_text)

    def test_labels_that_name_the_person_go(self):
        """D17: the label and the description of an import that name the person go, and so does
        the name of a file that was never imported."""
        job = self.people(("T-LAKE", "0777", "Zxqv Qwyzz", "", ""))
        job.write({"label": "Only Vrnmkl", "description": "Zxqv moved"})
        operation = self.env["registration.import.operation"]._by_code("constituents").sudo()
        problem = Problem("run_unreadable", params={"reason": "x"})
        run = operation.source_ids._log("failed", problem, name="vrnmkl.csv")
        self.anonymize(self.person)
        self.assertFalse(job.label or job.description or run.name)

    def test_a_stored_file_goes_with_its_name(self):
        """D17: a file that an operation keeps goes with its name, where the person is in it."""
        job = self.people(("T-LAKE", "0777", "Zxqv Qwyzz", "", ""))
        operation = self.env["registration.import.operation"]._by_code("constituents").sudo()
        source = operation.source_ids
        content = base64.b64encode(job.attachment_id.raw)
        source.write({"file": content, "filename": "vrnmkl.csv"})
        runner = operation.schedule_ids.run_as_id
        self.anonymize(self.person)
        source.invalidate_recordset()
        self.assertFalse(source._stored_file() or source.filename)
        self.assertEqual(operation.schedule_ids.run_as_id, runner)

    def test_what_another_database_has_is_forgotten(self):
        """D17, V14: what another database has of the person is forgotten, with whomever it was
        compared."""
        other = self.env["res.partner"].create({"name": "Bo Other"})
        values = {"name": "Zxqv Vrnmkl", "email": "zxqv@qwyzz.example"}
        duplicate = self.env["registration.import.duplicate"].create(
            {"contact_id": other.id, "offline_id": "T-77", "offline_values": values}
        )
        self.anonymize(self.person)
        self.assertFalse(duplicate.offline_values)

    def test_a_report_that_was_sent_is_emptied(self):
        """D17: what the e-mail of an earlier import said goes once it was sent."""
        job = self.people(("T-LAKE", "0777", "Zxqv Qwyzz", "", ""))
        job.mail_id.state = "sent"
        self.assertTrue(job.mail_id.body_html)
        self.anonymize(self.person)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(job.mail_id.body_html or job.mail_id.body)

    def test_a_report_that_waits_is_made_anew(self):
        """D17: a report that was not sent yet names the person no more, nor does its file."""
        job = self.people(("T-LAKE", "0777", "", "", "?"), filename="vrnmkl.csv")
        waiting = job.mail_id
        self.assertEqual(waiting.state, "outgoing")
        self.anonymize(self.person)
        self.assertFalse(waiting.exists())
        self.assertEqual(job.mail_id.state, "outgoing")
        self.assertNotIn("vrnmkl", f"{job.mail_id.subject} {job.mail_id.body_html}".lower())
        self.assertEqual(self.engine_locations(), set())

    def test_the_row_that_asked_is_forgotten(self):
        """S13, D17: the row that asked for it is forgotten as well; the register has its number."""
        job = self.people(
            ("T-LAKE", "0001", "", "", "ANONYMIZE"),
            ("T-LAKE", "0777", "Zxqv", "zxqv@qwyzz.example", "ANONYMIZE"),
        )
        self.assertEqual(self.outcomes(job), {2: "removed", 3: "removed"})
        self.assertAccounted(job)
        self.assertEqual(self.engine_locations(), set())
        entry = self.Register.search([("contact", "=", self.person.id)])
        self.assertRecordValues(
            entry, [{"job_id": job.id, "row_number": 3, "user_id": self.lead.id}]
        )
        self.assertFalse(job.attachment_id)

    def test_rows_behind_are_forgotten_at_the_end(self):
        """F11: a row behind it that names the contact again is forgotten when the import ends."""
        job = self.people(
            ("T-LAKE", "0777", "", "", "ANONYMIZE"),
            ("T-LAKE", "0777", "Zxqv Vrnmkl", "", "ANONYMIZE"),
            ("T-LAKE", "0002", "Ben Lee", "", ""),
        )
        self.assertEqual(self.outcomes(job), {2: "removed", 3: "removed", 4: "updated"})
        self.assertEqual(self.engine_locations(), set())
        self.assertEqual(self.ben.name, "Ben Lee")
        last = self.env["registration.import.row"].search([("job_id", "=", job.id)])[-1]
        self.assertIn("Ben Lee", last.data)

    def test_a_row_is_about_whomever_it_wrote(self):
        """D17: a row is also about another contact that it wrote on the way."""
        job = self.people(("T-LAKE", "0001", "Anna Lee-Ray", "", ""))
        self.env.cr.execute(
            """UPDATE registration_import_outcome
                  SET journal = journal || '[["res.partner", %s, {"name": ["", "Zxqv"]}]]'
                WHERE id BETWEEN %s AND %s""",
            [self.person.id, *id_range(job.id)],
        )
        self.anonymize(self.person)
        self.assertEqual(self.engine_locations(), set())

    def test_a_retry_refuses_emptied_rows(self):
        """Retry copies rows; those of an erased contact are empty, and refused."""
        job = self.people(("T-LAKE", "0777", "Zxqv", "", "?"), ("T-LAKE", "0001", "An", "", "?"))
        self.anonymize(self.person)
        retry = job.with_user(self.lead)._copies().retry()
        rows = self.env["registration.import.row"].search([("job_id", "=", retry.id)])
        self.assertEqual([bool(row.data) for row in rows], [False, True])

    def test_a_file_stored_to_import_again_goes(self):
        """D17: a file that an operation keeps to import it again goes, too, and the name of the
        person from the list of fetched files."""
        job = self.people(("T-LAKE", "0777", "Zxqv Qwyzz", "", ""), filename="vrnmkl.csv")
        source = job.operation_id.copy({"code": "T-kept"}).source_ids
        source.file = base64.b64encode(job.attachment_id.raw)
        run = self.env["registration.import.run"].create(
            {"source_id": source.id, "job_id": job.id, "name": job.name, "state": "done"}
        )
        self.anonymize(self.person)
        source.invalidate_recordset()
        self.assertFalse(source.file)
        self.assertNotIn("vrnmkl", run.name)
