import tempfile

from odoo.tests import tagged

from ...importer.states import SCHEDULED
from ...tools.rows.problems import Problem
from ..qualifications.common_kind import LABELS as LEARNER_LABELS
from .common import TOKENS, ErasureCase


@tagged("post_install", "-at_install")
class TestContactErasureSiblings(ErasureCase):
    """By whatever else a person is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.rich_person()

    def residual(self):
        return self.Register.search([("contact", "=", self.person.id)], limit=1).residual_text

    def test_a_second_address_is_known_as_well(self):
        """D17: a field may hold several addresses: each is one of the person's, unless it stands
        among those of somebody else."""
        self.person.email = "zxqv@qwyzz.example, second@qwyzz.example, team@example.com"
        self.carl.email = "carl@example.com; team@example.com"
        listed = self.env["mail.blacklist"].create(
            [{"email": "second@qwyzz.example"}, {"email": "team@example.com"}]
        )
        registration = self.env["event.registration"].create(
            {"event_id": self.trip.id, "name": "Z.", "email": "second@qwyzz.example"}
        )
        self.anonymize(self.person)
        self.assertEqual(listed.exists().email, "team@example.com")
        registration.invalidate_recordset()
        self.assertFalse(registration.email)

    def test_a_number_is_known_in_any_spelling(self):
        """D17: what knows the person by the telephone alone goes, unless somebody else has it."""
        self.person.contact_cellphone = "+41 79 555 82 83"
        self.carl.phone = "079 555 84 85"
        self.person.phone = "+41795558485"
        numbers = self.env["phone.blacklist"].create(
            [{"number": "+41795558283"}, {"number": "+41795558485"}]
        )
        self.anonymize(self.person)
        self.assertEqual(numbers.exists().mapped("number"), ["+41795558485"])

    def test_mails_to_several_go_to_the_others(self):
        """D17: a mail that waits for several, by contact and by address, goes to the others, and
        one that nobody is left for goes to nobody."""
        mails = self.env["mail.mail"].create(
            [
                {"recipient_ids": (self.person + self.carl).ids, "body_html": "Dear Zxqv Vrnmkl"},
                {"recipient_ids": self.person.ids, "email_to": "bo@example.com"},
                {"email_to": "zxqv@qwyzz.example", "email_cc": "Zxqv <zxqv@qwyzz.example>"},
                {"email_to": "a.zxqv@qwyzz.example", "headers": "{'X': 'zxqv@qwyzz.example'}"},
            ]
        )
        self.anonymize(self.person)
        mails.invalidate_recordset()
        self.assertEqual(mails.exists(), mails - mails[2])
        self.assertEqual(mails[0].recipient_ids, self.carl)
        self.assertEqual((mails[1].recipient_ids.ids, mails[1].email_to), ([], "bo@example.com"))
        self.assertEqual(mails[3].email_to, "a.zxqv@qwyzz.example")
        self.assertEqual(mails[3].headers, "{'X': ''}")
        self.assertIn("Mails to others that mention the name or the e-mail: 1", self.residual())

    def test_lists_of_people_to_tell_go_on_without_them(self):
        """D17: reports of an operation went to the person, too, and files were taken from it."""
        operation = self.env["registration.import.operation"]._by_code("people")
        operation.notify_emails = "bo@example.com, zxqv@qwyzz.example"
        self.anonymize(self.person)
        operation.invalidate_recordset()
        self.assertEqual(operation.notify_emails, "bo@example.com")
        self.assertIn("1 without the e-mail now", self.residual())

    def test_a_child_of_its_own_stays(self):
        """D17: a child is another person, who keeps what is theirs, and is told of."""
        child = self.contact(
            "Zxqv Junior", self.opera, parent_id=self.person.id, email="junior@example.com"
        )
        self.anonymize(self.person)
        self.assertEqual((child.name, child.email), ("Zxqv Junior", "junior@example.com"))
        self.assertIn("people of their own", self.residual())

    def test_a_cross_reference_leads_nowhere(self):
        """D17, V13: what another system calls the person goes."""
        system = self.env["registration.import.system"].create({"name": "Zoo", "code": "T-ZOO"})
        values = {"type": "contact", "theirs": "ZXQV-9", "ours": str(self.person.id)}
        self.env["registration.import.cross.reference"].create({"system_id": system.id, **values})
        self.anonymize(self.person)
        self.assertEqual(self.locations_of("zxqv-9"), {})

    def test_rows_of_others_that_name_the_person_are_told(self):
        """D17: a row about somebody else may name the person in words: it stays, and the register
        counts it."""
        self.people(("T-LAKE", "0001", "Anna Lee, aunt of Zxqv Vrnmkl", "", ""))
        self.anonymize(self.person)
        self.assertIn("Rows of imports about others that mention the name", self.residual())

    def test_rows_of_a_file_that_waits_go_at_its_end(self):
        """D17: a file that waits for its hour is read with what the person is called elsewhere: by
        then only the register knows, and its rows go when it ends."""
        self.person.write({"contact_uln": "1000000043"})
        rows = [("601/8830/X", uln, *[""] * 8) for uln in ("1000000043", "9276308686")]
        job = self.planned("qualifications", LEARNER_LABELS, *rows)
        job.state = SCHEDULED
        self.anonymize(self.person)
        kept = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertEqual([bool(row.data) for row in kept], [True, True])
        self.env["registration.import.job.end"]._after(job)
        kept.invalidate_recordset()
        self.assertEqual([bool(row.data) for row in kept], [False, True])
        self.assertFalse(job.attachment_id)

    def test_no_file_of_learners_brings_them_back(self):
        """F11: an erased learner is known by the number, and is not made again; others are."""
        self.person.write({"contact_uln": "3000000012"})
        self.anonymize(self.person)
        rows = [("3000 000 012", "Zxqv Vrnmkl"), ("2000000070", "Bo Other")]
        job = self.planned("learners", ("ULN", "Full name"), *rows)
        self.assertEqual(self.problems(job, "error"), [(2, "erased")])

    def test_files_in_folders_are_told(self):
        """D17: a file that was put away in a folder is not ours to delete: the register says that
        there is one."""
        job = self.people(("T-LAKE", "0777", "Zxqv Qwyzz", "", ""))
        folder = self.env["registration.import.folder"].create(
            {"name": "Inbox", "path": self.enterContext(tempfile.TemporaryDirectory())}
        )
        self.env["registration.import.run"].create(
            {
                "source_id": job.operation_id.copy({"code": "T-folder"}).source_ids.id,
                "job_id": job.id,
                "folder_id": folder.id,
                "name": "members.csv",
                "state": "done",
            }
        )
        self.anonymize(self.person)
        self.assertIn("Files in folders, from which imports came: 1", self.residual())

    def test_texts_of_others_are_counted_by_place(self):
        """D17: what others wrote stays, and the register says where: files, notes, activities."""
        self.carl.comment = "<p>married to Zxqv Vrnmkl</p>"
        self.carl.activity_schedule("mail.mail_activity_data_todo", summary="Ask Zxqv Vrnmkl")
        values = {"res_model": "res.partner", "res_id": self.carl.id}
        self.env["ir.attachment"].create({"name": "zxqv vrnmkl.txt", "raw": b"x", **values})
        self.anonymize(self.person)
        for place in ("Files of other records", "Notes on other contacts", "Activities on other"):
            self.assertIn(place, self.residual())

    def test_names_of_imports_that_were_forgotten_go(self):
        """D17: of an import whose rows are long gone nothing tells whom they were about but how its
        file was called."""
        job = self.people(("T-LAKE", "0001", "An", "", ""), filename="Vrnmkl_letter-zxqv.csv")
        other = self.people(("T-LAKE", "0001", "Al", "", ""), filename="zxqv_vrnmkl-2026.csv")
        self.anonymize(self.person)
        self.assertEqual(
            (job.name, other.name), ("Vrnmkl_letter-zxqv.csv", f"import-{other.id}.csv")
        )

    def test_who_sent_a_refused_file_is_forgotten(self):
        """D17: of an e-mail that was not accepted the log of fetched files has the sender."""
        operation = self.env["registration.import.operation"]._by_code("constituents").sudo()
        problem = Problem("run_unreadable", params={"reason": "zxqv@qwyzz.example"})
        run = operation.source_ids._log("failed", problem, name="members.csv")
        self.anonymize(self.person)
        self.assertFalse(run.params)

    def test_what_waits_for_browsers_goes(self):
        """D17: news for browsers wait a day, with what was written."""
        self.env["bus.bus"].create(
            [
                {"channel": '"a"', "message": '{"body": "Zxqv Vrnmkl called"}'},
                {"channel": '"a"', "message": '{"body": "Bo called"}'},
            ]
        )
        self.anonymize(self.person)
        self.assertNotIn("bus_bus", self.locations_of(*TOKENS))
        self.assertEqual(self.env["bus.bus"].search_count([("message", "like", "Bo called")]), 1)

    def test_the_login_has_nothing_left(self):
        """D17: what dies with the login of the person goes, and so do copies in what leads to the
        login."""
        user = self.add_login(self.person)
        self.env["res.users.settings"]._find_or_create_for_user(user)
        self.anonymize(self.person)
        self.assertFalse(
            self.env["res.users.settings"].search([("user_id", "=", user.id)]), "parts stay"
        )
        self.assertEqual(self.locations_of(*TOKENS), {})
