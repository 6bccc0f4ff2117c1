from odoo.tests import tagged

from .common_files import ContactVerbCase

ADDRESSES = {
    "bad_email": ("n/a", "none", "-", "x@", "@x.org", "ann@@example.org", "ann(at)example.org"),
    "several_emails": ("a2@example.org, b2@example.org", "a@example.org b@example.org"),
    "email_with_more": ("ann@example.org.", "tel 123 ann@example.org", "'ann@example.org'"),
}


@tagged("post_install", "-at_install")
class TestKindContactKeys(ContactVerbCase):
    """EMAIL1 is an address, and what stands for no value is no number."""

    def test_an_email_is_one_address(self):
        """S06: the rule of PRIMARY_EMAIL; nothing else is stored as one."""
        for code, texts in ADDRESSES.items():
            for text in texts:
                with self.subTest(text):
                    row = self.row("INSERT", "77", LASTNAME="Kim", EMAIL1=text)
                    self.assertEqual(self.problem(row)[0], code)
        self.assertEqual(
            self.insert(LASTNAME="Kim", EMAIL1="mailto:kim@example.org").email, "kim@example.org"
        )
        self.assertEqual(
            self.update(EMAIL1="Anna <anna@example.org>,").email, "Anna <anna@example.org>"
        )
        self.assertFalse(self.update(EMAIL1="=").email)

    def test_what_the_contact_has_already_is_not_judged(self):
        """S09: it was given by hand."""
        self.anna.email = "anna@example.org; lee@example.org"
        self.update(EMAIL1=self.anna.email, ROLE="Buyer")
        self.assertEqual(
            (self.anna.email, self.anna.contact_role[:5]),
            ("anna@example.org; lee@example.org", "Buyer"),
        )

    def test_nobody_erased_comes_back_by_a_second_address(self):
        """D17: wherever in the cell, and whichever of the addresses that the person had."""
        self.anna.email = "anna@example.org; lee@example.org"
        self.do(self.row("ANONYMIZE"), confirm=1)
        for text in (
            *("anna@example.org", "lee@example.org", "new@example.org; lee@example.org"),
            *("anna@example.org, new@example.org", "“lee@example.org”", "anna@example.org."),
        ):
            with self.subTest(text):
                job = self.do(self.row("INSERT", "77", LASTNAME="Lee", EMAIL1=text))
                self.assertEqual((job.created, job.invalid), (0, 1), job._result())
                self.assertIn((2, "erased"), self.problems(job))

    def test_what_stands_for_no_value_is_no_number(self):
        """E7: nor the code of an institution, nor the name of a structure."""
        self.anna.contact_nr = "NULL"
        for text in ("NULL", "N/A", "-", "0", "0.0", "\\N", "[object Object]", "#N/A"):
            with self.subTest(text):
                self.assertEqual(self.problem(self.row("UPDATE", text, ROLE="x"))[0], "placeholder")
                row = self.row("INSERT", text, LASTNAME="Kim")
                self.assertEqual(self.problem(row)[0], "placeholder")
        row = self.row("INSERT", "77", LASTNAME="Kim", STRUCT_NAME="N/A")
        self.assertEqual(self.problem(row)[0], "placeholder")
        self.assertFalse(self.Partner.search([("name", "=", "N/A")]))

    def test_a_number_with_decimals_is_the_number(self):
        """B13: with a warning, in whatever width it is written."""
        self.anna.contact_nr = "5001"
        job = self.do(
            self.row("UPDATE", "5001.0", ROLE="One"), self.row("UPDATE", "５００１", ROLE="Two")
        )
        self.assertEqual((job.updated, self.anna.contact_role), (2, "Two"), job._result())
        codes = [code for _row, code in self.problems(job)]
        self.assertEqual(sorted(codes), ["key_respelt", "key_respelt", "repeated"])

    def test_elsewhere_it_is_a_warning(self):
        """E7: but for names that look so."""
        job = self.do(
            self.row("UPDATE", TOWN="NULL", LASTNAME="Null", COUNTRY="NA", LINE1="Quay 1")
        )
        self.assertEqual((job.updated, self.problems(job)), (1, [(2, "placeholder_kept")]))
        self.assertEqual((self.anna.city, self.anna.contact_lastname), ("NULL", "Null"))
