from odoo.tests import tagged

from .common import HubCase

PAIRS = ("cyd@example.com; eve@example.com", "eve@example.com cyd@example.com")
MORE = ("ann cyd@example.com", "x,cyd@example.com", "“cyd@example.com”", "cyd@example.com.")
NOTHING = ("NULL", "N/A", "#N/A", "-", "0", "\\N", "undefined", "NaN", "[object Object]", "None")


@tagged("post_install", "-at_install")
class TestKindKeys(HubCase):
    """Whom a cell names: an address is the whole cell, and what stands for no value is no key."""

    by_mail = False

    operation_code = "constituents"

    def found(self, **values):
        return self.env["res.partner"].search(
            [(name, "=", value) for name, value in values.items()]
        )

    # -- addresses -----------------------------------------------------------------------------

    def test_an_address_in_a_cell_is_not_the_cell(self):
        """V07, V08, V09: nobody is renamed, grouped or opted out by it."""
        before = self.env["res.partner"].search_count([])
        for operation, more in (
            ("constituents", {"FIRST_NAME": "Ann", "LAST_NAME": "Other"}),
            ("group_assignment", {"GROUP_ID": "T-001"}),
            ("segmentation", {"INTEREST_ID": "T-NEWS", "INTEREST_OPT": "Out"}),
        ):
            for code, texts in (("several_emails", PAIRS), ("email_with_more", MORE)):
                with self.subTest(operation=operation, code=code):
                    rows = [{"MEMBER_ID": "", "PRIMARY_EMAIL": text, **more} for text in texts]
                    job = self.load(*rows, operation=operation)
                    expected = [(number, code) for number in range(2, 2 + len(rows))]
                    self.assertEqual((job.invalid, self.problems(job)), (len(rows), expected))
        self.assertEqual((self.cyd.name, self.cyd.contact_group_ids.ids), ("Cyd Nash", []))
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_a_name_before_an_address_is_good(self):
        """V07: and a link, and a comma behind it; what is stored is the address."""
        for text in ("Cy <CYD@example.com>", "mailto:cyd@example.com", "cyd@example.com,"):
            job = self.load({"PRIMARY_EMAIL": text, "CITY": text})
            self.assertEqual((job.updated, self.problems(job)), (1, []), text)
        self.load(
            {"PRIMARY_EMAIL": "mailto:eve@example.com", "LAST_NAME": "Ost"},
            {"PRIMARY_EMAIL": "Fay F <fay@example.com>;", "LAST_NAME": "Fay"},
        )
        self.assertEqual(self.found(email_normalized="eve@example.com").email, "eve@example.com")
        fay = self.found(email_normalized="fay@example.com")
        self.assertEqual(fay.email, "Fay F <fay@example.com>")

    def test_one_address_in_two_spellings_is_one_contact(self):
        """V07: rows of a file know each other however they write it."""
        rows = [
            {"PRIMARY_EMAIL": "eve@example.com", "LAST_NAME": "Ost"},
            {"PRIMARY_EMAIL": "Eve <EVE@example.com>", "CITY": "Chur"},
            {"PRIMARY_EMAIL": "mailto:eve@example.com,", "CITY": "Bern"},
        ]
        with self.in_batches(chunk=1):
            planned = self.load(*rows, validate_only=True)
            self.assertEqual((planned.created, planned.updated), (1, 2), planned._result())
            job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (1, 2), job._result())
        self.assertEqual(self.problems(job), [(2, "repeated"), (3, "repeated")])

    def test_what_a_contact_has_already_is_not_judged(self):
        """V10: a download comes back, also of who was given two addresses by hand."""
        self.bob.email = "bob@example.com; bob@example.org"
        row = {"MEMBER_ID": "00124", "PRIMARY_EMAIL": self.bob.email, "CITY": "Chur"}
        job = self.load(row)
        self.assertEqual((job.updated, self.problems(job)), (1, []), job._result())
        self.assertEqual(self.bob.email, "bob@example.com; bob@example.org")
        self.assertEqual(self.error(**{**row, "PRIMARY_EMAIL": PAIRS[0]}), "several_emails")

    def test_nobody_erased_comes_back_by_a_second_address(self):
        """D17: whatever can be found in the cell is looked for, and was remembered."""
        self.cyd.write(
            {"email": "cyd@example.com; cyd@example.org", "company_id": self.env.company}
        )
        self.env["contact.erasure"].sudo()._anonymize(self.cyd)
        for text in (
            *("cyd@example.com", "cyd@example.org", "new@example.com; cyd@example.com"),
            *(
                "“cyd@example.org”",
                "cyd@example.com.",
                "Cyd <cyd@example.org>",
                "ann cyd@example.org",
            ),
        ):
            with self.subTest(text):
                self.assertEqual(self.error(PRIMARY_EMAIL=text, LAST_NAME="Nash"), "erased")

    # -- keys ----------------------------------------------------------------------------------

    def test_what_stands_for_no_value_is_no_member_id(self):
        """E7: in a file, and in the next one; nor is it the ID of a contact that has it."""
        self.ada.contact_member_id = "NULL"
        rows = [
            {"MEMBER_ID": text, "LAST_NAME": "Ost", "PRIMARY_EMAIL": f"{n}@example.com"}
            for n, text in enumerate(NOTHING)
        ]
        job = self.load(*rows)
        expected = [(number, "placeholder") for number in range(2, 2 + len(rows))]
        self.assertEqual(self.problems(job, "error"), expected, job._result())
        self.assertEqual((job.invalid, self.ada.name), (len(rows), "Ada Lane"))
        for text in ("NULL", "-", "0"):
            self.assertEqual(self.error(CONS_ID=text, LAST_NAME="Ost"), "placeholder")

    def test_nobody_joins_a_group_of_no_value(self):
        """E7: by ID or by name; none is made that is called so. Of both columns the name counts."""
        self.donors.external_id = "NULL"
        for column, text in (("GROUP_ID", "T-001;NULL"), ("GROUP_NAME", "N/A"), ("GROUP_ID", "-")):
            row = {"MEMBER_ID": "00123", column: text}
            self.assertEqual(self.error(**row), "placeholder")
            job = self.load(row, operation="group_assignment")
            self.assertEqual(self.problems(job), [(2, "placeholder")])
        row = {"MEMBER_ID": "00123", "INTEREST_NAME": "None", "INTEREST_OPT": "In"}
        self.assertEqual(
            self.problems(self.load(row, operation="segmentation"))[0][1], "placeholder"
        )
        job = self.load({"MEMBER_ID": "00123", "GROUP_ID": "NULL", "GROUP_NAME": "Test Friends"})
        self.assertEqual((job.updated, self.problems(job)), (1, []))
        self.assertEqual(self.ada.contact_group_ids, self.friends)

    def test_elsewhere_it_is_a_warning(self):
        """E7: it is stored as it stands; names and countries that look so are what they are."""
        row = {"MEMBER_ID": "0077", "LAST_NAME": "Null", "FIRST_NAME": "True", "COUNTRY": "NA"}
        job = self.load({**row, "CITY": "\\N", "ZIP": "NULL", "STREET": "Quay 1"})
        self.assertEqual(job.created, 1, job._result())
        self.assertEqual(self.problems(job), [(2, "placeholder_kept")] * 2)
        null = self.found(contact_member_id="0077")
        self.assertEqual((null.name, null.city, null.zip), ("True Null", "\\N", "NULL"))
        self.assertEqual(null.country_id.code, "NA")

    def test_a_number_with_decimals_is_the_number(self):
        """B13: 5001.0 is 5001, and so are digits of another width; with a warning."""
        self.ada.contact_member_id, self.friends.external_id = "5001", "42"
        job = self.load(
            {"MEMBER_ID": "5001.0", "CITY": "Chur"},
            {"MEMBER_ID": "５００１", "CITY": "Bern", "GROUP_ID": "42.0"},
            {"CONS_ID": f"{self.bob.id}.0", "CITY": "Rom"},
        )
        self.assertEqual((job.updated, job.created), (3, 0), job._result())
        found = [each for each in self.problems(job) if each[1] == "key_respelt"]
        self.assertEqual([number for number, _code in found], [2, 3, 3, 4])
        self.assertEqual((self.ada.city, self.bob.city), ("Bern", "Rom"))
        self.assertEqual(self.ada.contact_group_ids, self.friends)
        new = {"MEMBER_ID": "7001.0", "LAST_NAME": "Ost"}
        self.assertEqual(self.load(new, {**new, "MEMBER_ID": "7001"}).unchanged, 1)
        self.assertEqual(self.found(contact_member_id="7001").name, "Ost")
