import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_learners import LearnersCase

TEMPORARY = "9999999999"
NEW = {
    "ULN": "4408374767",
    "Full name": "Mina Sato",
    "Gender": "F",
    "DateOfBirth": "23/11/2003",
    "ProgramName": "Night School",
}


@tagged("post_install", "-at_install")
class TestKindLearners(LearnersCase):
    """V19: what a file of learners does to contacts."""

    def test_each_column_ends_in_its_field(self):
        """V19: a contact is made, and the programme that was not there."""
        job = self.load(NEW)
        self.assertEqual((job.created, self.problems(job)), (1, []), job._result())
        made = self.learners("Mina Sato")
        self.assertEqual((made.contact_uln, made.contact_gender), ("4408374767", "female"))
        self.assertEqual(made.contact_birthdate, datetime.date(2003, 11, 23))
        self.assertEqual(made.qualification_programme_id.name, "Night School")
        self.assertIn("programmes_made", [note["code"] for note in job.notes])

    def test_the_same_file_again_changes_nothing(self):
        """V19: learners with numbers, and those who have none yet."""
        rows = [NEW, {**NEW, "ULN": TEMPORARY, "Full name": "Åsa Öberg"}]
        self.assertEqual(self.load(*rows).created, 2)
        again = self.load(*rows)
        self.assertEqual((again.unchanged, again.total), (2, 2), again._result())
        self.assertAccounted(again)

    def test_a_learner_is_found_by_number(self):
        """V19: with the blanks that people write in it; an empty cell leaves the value."""
        self.ines.contact_gender = "female"
        job = self.load({"ULN": "1000 000 043", "DateOfBirth": "14/03/2004", "Gender": ""})
        self.assertEqual((job.updated, job.created), (1, 0), job._result())
        self.assertEqual(
            (self.ines.contact_gender, self.ines.contact_uln), ("female", "1000000043")
        )
        self.assertEqual(str(self.ines.contact_birthdate), "2004-03-14")

    def test_the_temporary_number_names_nobody(self):
        """V19: two learners with it are two, and neither is taken for the one who has it here."""
        self.olu.contact_uln = TEMPORARY
        job = self.load(
            {"ULN": TEMPORARY, "Full name": "Ben Bo", "DateOfBirth": "01/02/2001"},
            {"ULN": TEMPORARY, "Full name": "Cy Co", "DateOfBirth": "01/02/2001"},
            {"ULN": TEMPORARY, "Full name": "Olu Ade"},
        )
        self.assertEqual((job.created, job.invalid), (2, 1), job._result())
        self.assertEqual(self.problems(job, "error"), [(4, "temporary_without_birth_date")])

    def test_who_waits_gets_the_number(self):
        """V19: one of name and birth date; of two nobody knows which."""
        self.olu.write({"contact_uln": TEMPORARY, "contact_birthdate": "2001-02-01"})
        row = {"ULN": "4408374767", "Full name": "OLU  ADE", "DateOfBirth": "01/02/2001"}
        job = self.load(row)
        self.assertEqual((job.updated, self.problems(job)), (1, [(2, "uln_given")]))
        self.assertEqual(self.olu.contact_uln, "4408374767")
        self.olu.write({"contact_uln": TEMPORARY, "name": "Olu Ade"})
        self.olu.copy(
            {"contact_uln": TEMPORARY, "name": "Olu Ade", "contact_birthdate": "2001-02-01"}
        )
        job = self.load(row)
        self.assertEqual(self.problems(job, "error"), [(2, "ambiguous_learner")])

    def test_the_file_that_gave_the_number_changes_nothing_again(self):
        """V19: its row with the temporary number means who has got theirs from the next one."""
        rows = [
            {"ULN": uln, "Full name": "Ben Bo", "DateOfBirth": "01/02/2001"}
            for uln in (TEMPORARY, "4408374767")
        ]
        self.assertEqual(self.load(*rows).created, 1)
        again = self.load(*rows)
        self.assertEqual(again.unchanged, 2, again._result())
        self.assertIn((2, "uln_kept"), self.problems(again))
        self.assertEqual(self.env["res.partner"].search_count([("name", "=", "Ben Bo")]), 1)

    def test_a_number_and_then_the_temporary_one_are_one_learner(self):
        """V19: also where the file makes them, unless somebody else of that name has a number."""
        rows = [
            {"ULN": uln, "Full name": "Ben Bo", "DateOfBirth": "01/02/2001"}
            for uln in ("4408374767", TEMPORARY)
        ]
        job = self.load(*rows)
        self.assertEqual((job.created, job.unchanged), (1, 1), job._result())
        self.olu.write({"name": "Cy Co", "contact_birthdate": "2001-02-01"})
        rows = [row | {"Full name": "Cy Co"} for row in rows]
        rows[0]["ULN"] = "1000000060"
        self.assertEqual(self.load(*rows).created, 2)

    def test_a_merged_number_means_the_master(self):
        """D23: what was merged stays merged."""
        self.env["contact.former.key"].sudo()._lead({("uln", "4408374767", 0)}, self.ines)
        job = self.load({"ULN": "4408374767", "Gender": "X"})
        self.assertEqual((job.updated, self.problems(job)), (1, [(2, "merged_contact")]))
        self.assertEqual((self.ines.contact_gender, self.ines.contact_uln), ("other", "1000000043"))

    def test_two_with_a_number_are_told(self):
        self.Partner.create({"name": "Again", "contact_uln": "1000000043"})
        job = self.load({"ULN": "1000000043", "Full name": "X"}, {**NEW, "Gender": "lost"})
        codes = [code for _number, code in self.problems(job, "error")]
        self.assertEqual(codes, ["ambiguous_learner", "not_a_choice"])

    def test_only_administrators_may(self):
        """V19, V20: bulk upload of qualifications is not enough."""
        with self.assertRaises(AccessError):
            self.load(NEW, user=self.staff)

    def test_an_undo_takes_back_what_the_import_did(self):
        """V19: who was made goes, and the programme; who was changed is as before."""
        job = self.load(NEW, {"ULN": "1000000043", "ProgramName": "Evening School"})
        made, programme = self.learners("Mina Sato"), self.programme
        self.assertEqual(self.ines.qualification_programme_id, programme)
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.updated), (1, 1), undo._result())
        self.assertFalse(made.exists())
        self.assertFalse(self.ines.qualification_programme_id)
        domain = [("name", "=", "Night School")]
        self.assertFalse(self.env["qualification.programme"].search(domain))

    def test_rows_of_several_chunks_make_one_programme(self):
        """V19: and rows of one number are those of one learner."""
        rows = [{**NEW, "ULN": str(n), "Full name": f"L{n}"} for n in (1, 2, 3, 4, 5, 6, 7, 1)]
        rows[-1]["Full name"] = "L1 changed"
        for arguments in ({"validate_only": True}, {}):
            with self.in_batches():
                job = self.load(*rows, **arguments)
            self.assertEqual((job.created, job.updated), (7, 1), job._result())
        programmes = self.env["qualification.programme"].search([("name", "=", "Night School")])
        self.assertEqual(len(programmes), 1)
        self.assertTrue(self.learners("L1 changed"))

    def test_no_query_is_made_per_row(self):
        """DESIGN: learners are made without a query for each."""
        rows = [{**NEW, "ULN": f"N{n}", "Full name": f"Learner {n}"} for n in range(60)]
        self.load(NEW)  # what is done for the first time does not count
        counts = []
        for part in (rows[:10], rows[10:]):
            before = self.env.cr.sql_log_count
            self.assertEqual(self.load(*part).created, len(part))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_qualifications_find_them(self):
        """V19: what a training provider needs before any qualification can be imported; the form
        proposes what the learner attends."""
        self.load(NEW)
        enrolment = self.Enrolment.new({"partner_id": self.learners("Mina Sato").id})
        enrolment._onchange_programme()
        self.assertEqual(enrolment.programme_id.name, "Night School")

    def test_the_sample_is_a_file_that_can_be_read(self):
        """V19: its rows are those of a file, and make learners."""
        kind = self.env["registration.import.kind.learners"]
        header = [field.label for field in kind._schema()]
        (self.ines | self.olu).contact_uln = False
        rows = kind._samples()
        job = self.import_rows(rows, self.administrator, header=header, operation="learners")
        self.assertEqual((job.created, job.invalid), (3, 0), job._result())

    def test_report_names_no_learner(self):
        """DESIGN: the report e-mail has the number of the row, no ULN and no name."""
        self.administrator.email = "admin@example.com"
        mail = self.load({**NEW, "Gender": "lost"}).mail_id.body_html
        self.assertNotIn("4408374767", mail)
        self.assertNotIn("Mina", mail)

    def test_every_problem_has_words(self):
        """V19: every problem of the kind has words, which its params fill."""
        messages = self.env["registration.import.message"]
        params = dict.fromkeys(("count", "names"), "x")
        for code in self.env["registration.import.kind.learners"]._messages():
            self.assertTrue(messages._text(code, params))
