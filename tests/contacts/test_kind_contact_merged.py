from odoo.tests import tagged

from .common_files import ContactVerbCase


@tagged("post_install", "-at_install")
class TestKindContactMerged(ContactVerbCase):
    """D23: files name a contact by the number of one that was merged into it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eva = cls.contact("Anna Leigh", cls.opera, contact_nr="0005")
        wizard = cls.env["base.partner.merge.automatic.wizard"]
        wizard._merge((cls.anna + cls.eva).ids, cls.anna)
        cls.env.flush_all()

    def test_the_number_is_kept_within_its_institution(self):
        """D23: where it was unique."""
        former = self.anna.contact_former_key_ids.filtered(lambda e: e.sort == "contact_nr")
        self.assertRecordValues(former, [{"key": "0005", "company_id": self.lake.id}])

    def test_an_update_reaches_who_is_left(self):
        """D23: with a note; its own number stays, and so does the number of another institution."""
        job = self.load({"CONTACT_NR": "0005", "FUNCTION": "Cook"})
        self.assertEqual((job.updated, self.problems(job)), (1, [(2, "merged_contact")]))
        self.assertRecordValues(self.anna, [{"function": "Cook", "contact_nr": "0001"}])
        other = {"INSTIT": "T-NORTH", "ORGANIZATION": "*", "CONTACT_NR": "0005"}
        self.assertEqual(self.error(**other), "unknown_contact")
        self.assertEqual(self.error(ORGANIZATION="STAGE", CONTACT_NR="0005"), "unknown_contact")

    def test_all_of_the_institution(self):
        """D12, D23: with * as without it."""
        job = self.load({"ORGANIZATION": "*", "CONTACT_NR": "0005", "FUNCTION": "Cook"})
        self.assertEqual((job.updated, self.anna.function), (1, "Cook"))

    def test_rows_of_both_numbers_mean_one_contact(self):
        """D23: in the order of the file."""
        job = self.load(
            {"CONTACT_NR": "0005", "FUNCTION": "Cook", "REMARK": "||one"},
            {"CONTACT_NR": "0001", "FUNCTION": "Baker", "REMARK": "||two"},
            {"CONTACT_NR": "0005", "REMARK": "||three"},
        )
        self.assertEqual((job.updated, self.anna.function), (3, "Baker"), job._result())
        self.assertEqual(self.anna.contact_remark.split(), ["one", "two", "three"])

    def test_the_number_is_not_given_to_a_new_contact(self):
        """D23: each merge would be undone by the next file."""
        self.assertEqual(self.error(OPERATION="INSERT", CONTACT_NR="0005"), "number_taken")

    def test_who_is_left_is_not_deleted_for_the_other(self):
        """D23: a system that cleans up what was merged does not take the wrong one away."""
        for operation in ("DELETE", "INVALIDATE", "ANONYMIZE", "DROP"):
            code, message = self.problem(self.row(operation, "0005"))
            self.assertEqual(code, "merged_away")
            self.assertIn("0005 was merged into 0001", message)
        self.assertFalse(self.anna.contact_invalid_reason)

    def test_a_number_by_hand(self):
        """D23: whoever gets it by hand has it from then on."""
        new = self.contact("Eva New", self.opera, contact_nr="0005")
        job = self.load({"CONTACT_NR": "0005", "FUNCTION": "Cook"})
        self.assertEqual((job.updated, self.problems(job), new.function), (1, [], "Cook"))
        self.assertFalse(self.anna.function)

    def test_the_sequence_leaves_them_out(self):
        """D23, S07: no new contact draws the number of one that was merged."""
        sequence = self.Partner._contact_nr_sequence(self.lake)
        number = sequence.get_next_char(sequence.number_next_actual)
        former = self.anna.contact_former_key_ids.filtered(lambda e: e.sort == "contact_nr")
        former.key = number
        drawn = self.Partner._draw_contact_nrs(self.lake, 2)
        self.assertEqual(len(drawn), 2)
        self.assertNotIn(number, drawn)

    def test_erased_numbers(self):
        """D23, S13: what was erased is not brought back by the other number, and rows that named
        it are emptied."""
        lost = self.load({"CONTACT_NR": "0005", "BIRTHDATE": "nonsense"})
        self.assertEqual(lost.invalid, 1)
        self.do(self.row("ANONYMIZE"), confirm=1)
        row = self.env["registration.import.row"].search([("job_id", "=", lost.id)])
        self.assertEqual(row.cells, [])
        insert = {"OPERATION": "INSERT", "CONTACT_NR": "0005", "LASTNAME": "Lee"}
        self.assertEqual(self.error(**insert), "erased")
