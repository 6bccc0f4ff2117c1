from odoo.tests import tagged

from .common_files import ContactFileCase


@tagged("post_install", "-at_install")
class TestKindContactOperationsOwner(ContactFileCase):
    """D12: a row touches only what its institution and organization own."""

    def test_the_organization_of_the_row_owns_a_new_contact(self):
        """D12: INSERT makes the organization the owner, with * the institution itself."""
        self.assertEqual(self.insert(LASTNAME="Ost").company_id, self.opera)
        job = self.load(
            {"OPERATION": "INSERT", "ORGANIZATION": "*", "CONTACT_NR": "78", "LASTNAME": "Ost"}
        )
        self.assertEqual(job.created, 1)
        self.assertEqual(self.find("78").company_id, self.lake)

    def test_a_star_reaches_all_organizations(self):
        """S06: * reaches contacts of the institution and of all its organizations, no others."""
        rows = [
            {"CONTACT_NR": number, "ORGANIZATION": "*", "ROLE": "x"}
            for number in ("0001", "0002", "0003")
        ]
        self.assertEqual(self.load(*rows).updated, 3)
        self.assertFalse(self.dora.contact_role)

    def test_a_contact_of_somebody_else_is_not_found(self):
        """D12: a contact of another owner is not found, as one that does not exist."""
        job = self.load(*({"CONTACT_NR": n, "ROLE": "x"} for n in ("0002", "0003", "9999")))
        self.assertEqual(self.problems(job), [(n, "unknown_contact") for n in (2, 3, 4)])
        self.assertEqual(len({line["message"] for line in job._result()["errors"]}), 1)

    def test_nor_one_that_an_earlier_row_makes(self):
        """D12: not even a contact that an earlier row of the file makes or changes; the rows after
        that find theirs all the same."""
        stage = {"ORGANIZATION": "STAGE", "ROLE": "Theirs"}
        job = self.load(
            {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost"},
            {"CONTACT_NR": "77", **stage},
            {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost", **stage},
            {"CONTACT_NR": "77", "ROLE": "Ours"},
            {"CONTACT_NR": "0001", **stage},
            {"CONTACT_NR": "0001", "ROLE": "Ours"},
            {"CONTACT_NR": "77", "ORGANIZATION": "*", "FIRSTNAME": "Eve"},
        )
        self.assertEqual(
            list(self.outcomes(job).values()),
            ["created", "invalid", "invalid", "updated", "invalid", "updated", "updated"],
        )
        self.assertEqual((self.anna + self.find("77")).mapped("contact_role"), ["Ours", "Ours"])
        self.assertEqual(self.find("77").name, "Eve Ost")

    def test_an_unknown_owner_is_an_error(self):
        """S05, S06: unknown codes, and those of companies that the user has not."""
        self.assertEqual(self.error(INSTIT="X"), "unknown_owner")
        self.assertEqual(self.error(ORGANIZATION="X"), "unknown_owner")
        user = self.user("contact_opera", "registration_import.group_contact_import", self.opera)
        row = {"ORGANIZATION": "STAGE", "CONTACT_NR": "0002"}
        self.assertEqual(self.problems(self.load(row, user=user)), [(2, "unknown_owner")])
        self.assertEqual(self.load({"CONTACT_NR": "0001", "ROLE": "x"}, user=user).updated, 1)

    def test_the_column_may_be_called_institution(self):
        """S05: the column may be called INSTITUTION, and explanations may stand above."""
        header = ("Who owns it", "", "What to do", "Which one", "")
        codes = ("INSTITUTION", "ORGANIZATION", "OPERATION", "CONTACT_NR", "ROLE")
        row = ("T-LAKE", "OPERA", "UPDATE", "0001", "Buyer")
        arguments = {"operation": "contact_operations", "header": header}
        job = self.import_rows([codes, row], self.staff, **arguments)
        self.assertEqual((job.updated, job.total), (1, 1), job._result())
