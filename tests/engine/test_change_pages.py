from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import IMPORTER, SAMPLE, ImportCase

PAGES = f"{IMPORTER}.change_pages"


@tagged("post_install", "-at_install")
class TestChangePages(ImportCase):
    """UX 6: what would change, wherever in the file it stands."""

    def wizard(self, rows):
        job = self.upload(rows)
        job.action_validate()
        return job.env["registration.import.wizard"].browse(job.action_open_wizard()["res_id"])

    def numbers(self, page):
        cell = '_number" label="Row">%s</td>'
        return [number for number in range(2, 12) if cell % number in str(page["html"])]

    def test_the_first_rows_that_change(self):
        """Not those among the first rows of the file."""
        self.import_rows(SAMPLE)
        wizard = self.wizard([*SAMPLE, (*SAMPLE[0][:3], "Attended")])
        with patch(f"{PAGES}.FIRST", 2):
            self.assertEqual(self.numbers(wizard.changes_page()), [6])

    def test_by_what_becomes_of_them(self):
        """New ones, changed ones, those with warnings."""
        self.import_rows(SAMPLE[:2])
        wizard = self.wizard([(*SAMPLE[0][:3], "Attended"), SAMPLE[1], *SAMPLE[2:]])
        found = {
            sort: self.numbers(wizard.changes_page(sort))
            for sort in ("all", "created", "updated", "removed")
        }
        expected = {"all": [2, 4, 5], "created": [4, 5], "updated": [2], "removed": []}
        self.assertEqual(found, expected)
        self.assertIn("no rows of this sort", wizard.changes_page("removed")["html"])

    def test_to_the_end_of_the_file(self):
        """A page leads to the next one; the last one to none."""
        with patch(f"{PAGES}.PAGE", 3):
            wizard = self.wizard(SAMPLE)
            first = wizard.changes_page()
            self.assertEqual((self.numbers(first), first["next"]), ([2, 3, 4], 4))
            last = wizard.changes_page("all", first["next"])
            self.assertEqual((self.numbers(last), last["next"]), ([5], 0))

    def test_where_little_changes_people_do_not_wait(self):
        """The page says how far it has looked, and goes on from there."""
        self.import_rows(SAMPLE)
        wizard = self.wizard([*SAMPLE, (*SAMPLE[0][:3], "Attended")])
        with patch(f"{PAGES}.FIRST", 2), patch(f"{PAGES}.LONGEST_LOOK", -1):
            page = wizard.changes_page()
            self.assertIn("None up to row 3: look further down", page["html"])
            self.assertEqual(page["next"], 3)

    def test_what_cannot_be_looked_for(self):
        wizard = self.wizard(SAMPLE)
        for arguments in (("nothing", 0), ("all", -1), ("all", "0"), ("all", 2**40), ([], 0)):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                wizard.changes_page(*arguments)

    def test_a_row_is_found_by_its_key(self):
        """UX 6: among the rows of an import, by what stands in any cell."""
        job = self.import_rows(SAMPLE)
        rows = self.env["registration.import.row"].with_user(self.event_user)
        found = rows.search([("job_id", "=", job.id), ("text", "ilike", "wshop_7597")])
        self.assertEqual(found.mapped("number"), [3])

    def test_by_the_field_that_changes(self):
        """UX 18: of what changes, each field with its rows, and these rows alone."""
        contacts = self.env["res.partner"].create(
            [{"name": "P", "contact_member_id": f"T-{n}", "city": "Old"} for n in range(3)]
        )
        contacts[2].city = "New"
        rows = [[f"T-{n}", "New", "1201" if n else ""] for n in range(3)]
        job = self.job(
            self.run_rows(
                rows,
                self.env.ref("base.user_admin"),
                operation="constituents",
                header=("MEMBER_ID", "CITY", "ZIP"),
                validate_only=True,
            )
        )._as_starter()
        wizard = job.env["registration.import.wizard"].browse(job.action_open_wizard()["res_id"])
        fields = {"res.partner.city": "City (2)", "res.partner.zip": "Zip (2)"}
        self.assertEqual(dict(wizard.changed_fields), fields)
        for name, numbers in (("city", [2, 3]), ("zip", [3, 4])):
            page = wizard.changes_page("updated", 0, f"res.partner.{name}")
            self.assertEqual(self.numbers(page), numbers)
        self.assertIn("no rows of this sort", wizard.changes_page("created", 0, "x")["html"])
