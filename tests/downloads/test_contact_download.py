import base64

from odoo import Command
from odoo.tests import tagged

from ..contacts.common import IMPORT, ContactsCase
from ..sync.common import MANAGEMENT, RUN
from .common import EXPORT, DownloadCase


@tagged("post_install", "-at_install")
class TestContactDownload(ContactsCase, DownloadCase):
    """V10, S05: contacts of institutions, in the columns of their own import."""

    operation_code = "contact_download"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = ",".join(("base.group_user", MANAGEMENT, RUN, EXPORT, IMPORT))
        cls.sender = ContactsCase.user.__func__(cls, "contact_sender", roles, cls.companies)
        criteria = cls.value(cls.source, "PRESS") + cls.value(cls.interest, "OPERA")
        cls.anna.write(
            {
                **{"email": "anna@example.com", "phone": "022 555 01 11", "zip": "01201"},
                **{"street": "Quai 4", "city": "Genève", "country_id": cls.ref_id("base.ch")},
                **{
                    "contact_title": "mrs",
                    "contact_birthdate": "2001-02-03",
                    "contact_remark": "A\nB",
                },
                "contact_criterion_value_ids": [Command.set(criteria.ids)],
                "contact_authorization_ids": [Command.set(cls.mailing.ids)],
            }
        )
        cls.academy.write(
            {
                **{"website": "http://academy.example", "contact_employee_count": 12},
                **{"contact_structure_type_id": cls.school.id, "city": "Chur"},
                "contact_admin_number_ids": [Command.create({"code": "UID", "value": "CHE-0012"})],
            }
        )
        cls.relay = cls.contact("Rita Ost", cls.opera, contact_nr="0011", parent_id=cls.academy.id)

    @classmethod
    def user(cls, login, *groups, centers=()):
        return DownloadCase.user.__func__(cls, login, *groups, centers=centers)

    def send(self, user=None, operation=None):
        doors = self.Operation.with_user(user or self.sender)
        doors = doors.with_context(allowed_company_ids=self.companies.ids)
        result = doors.run_download(operation=operation or self.operation_code)
        return self.Run.browse(result["run"])

    def lines(self, run):
        rows = self.rows(run)
        return {(row["INSTIT"], row["CONTACT_NR"]): row for row in rows}

    def upload(self, content):
        doors = self.Operation.with_user(self.sender)
        doors = doors.with_context(allowed_company_ids=self.companies.ids)
        return doors.run_file(
            "contact_operations", base64.b64encode(content).decode(), "contacts.csv", wait=True
        )

    def test_each_column_holds_what_the_contact_holds(self):
        """V10, S05: who owns it, its number, and what its import would write."""
        lines = self.lines(self.send())
        anna = lines["T-LAKE", "0001"]
        expected = {
            **{"ORGANIZATION": "OPERA", "OPERATION": "UPDATE", "TITLE": "MRS"},
            **{"FIRSTNAME": "Anna", "LASTNAME": "Lee", "BIRTHDATE": "2001-02-03"},
            **{"ADDR_TYPE": "M", "LINE1": "Quai 4", "ZIPCODE": "01201", "TOWN": "Genève"},
            **{"COUNTRY": "CH", "TELEPHONE": "022 555 01 11", "EMAIL1": "anna@example.com"},
            **{"CRITERION": "T-INTEREST=OPERA,T-SOURCE=PRESS", "AUTHORIZATION": "T-MAIL=Yes"},
            **{"STRUCT_NAME": "", "STATUS": "Active", "REMARK": "A\nB"},
        }
        self.assertEqual({name: anna[name] for name in expected}, expected)
        academy, relay = lines["T-LAKE", "0010"], lines["T-LAKE", "0011"]
        told = ("STRUCT_NAME", "STRUCT_TYPE", "NB_EMPLOYEES", "ADMIN_NUMBER", "LASTNAME", "TOWN")
        self.assertEqual(
            [academy[name] for name in told],
            ["Academy", "T-SCHOOL", "12", "UID=CHE-0012", "", "Chur"],
        )
        self.assertEqual([relay[name] for name in told], ["Academy", "", "", "", "Ost", ""])
        self.assertEqual(lines["T-LAKE", "0003"]["ORGANIZATION"], "*")
        self.assertEqual(lines["T-NORTH", "0001"]["LASTNAME"], "Kim")

    def test_up_and_down_again(self):
        """V10, S09: the file goes through the import of contact operations, and nothing changes;
        what was corrected in it, does."""
        content = self.taken(self.send())
        result = self.upload(content)
        counts = {name: count for name, count in result["counts"].items() if count}
        self.assertEqual(set(counts), {"unchanged"}, result)
        result = self.upload(content.replace(b"Quai 4", b"Quai 5"))
        self.assertEqual((result["counts"]["updated"], self.anna.street), (1, "Quai 5"))

    def test_who_is_gone_is_known_by_the_number(self):
        """V10, S13: with what has happened, and with no operation that an upload would do."""
        self.send()
        self.env["contact.erasure"].with_user(self.env.ref("base.user_admin"))._anonymize(self.anna)
        self.ben.unlink()
        lines = self.lines(self.send())
        told = {
            key: {name: text for name, text in line.items() if text} for key, line in lines.items()
        }
        keys = {"INSTIT": "T-LAKE", "ORGANIZATION": "OPERA", "CONTACT_NR": "0001"}
        self.assertEqual(told["T-LAKE", "0001"], {**keys, "STATUS": "Anonymized"})
        keys = {"INSTIT": "T-LAKE", "ORGANIZATION": "STAGE", "CONTACT_NR": "0002"}
        self.assertEqual(told["T-LAKE", "0002"], {**keys, "STATUS": "Deleted"})

    def test_criteria_and_numbers_are_changes(self):
        """V10: as groups are of a constituent."""
        self.send()
        self.assertEqual(self.rows(self.send()), [])
        self.carl.contact_criterion_value_ids = self.value(self.source, "FRIEND")
        self.academy.contact_admin_number_ids.value = "CHE-0013"
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET write_date = now() AT TIME ZONE 'UTC'")
        numbers = {row["CONTACT_NR"] for row in self.rows(self.send())}
        self.assertLessEqual({"0003", "0010"}, numbers)

    def test_without_a_number_or_a_code(self):
        """S05: who has no number cannot be named by one, nor whose owner has no code."""
        nobody = self.contact("No Number", self.opera)
        other = self.env["res.company"].create({"name": "Codeless"})
        self.contact("Codeless Cy", other, contact_nr="0099")
        names = {row["LASTNAME"] for row in self.rows(self.send())}
        self.assertFalse(names & {"Number", "Cy"})
        nobody.contact_nr = "0077"
        self.assertIn("0077", {row["CONTACT_NR"] for row in self.rows(self.send())})
