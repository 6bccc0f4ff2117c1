import csv
import io
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..erasure.common import ErasureCase
from ..qualifications.common_kind import KindCase
from ..sync.common import CROSS_REFERENCES, MANAGEMENT
from .common import ReferencesCase


class ReferenceJobCase(ReferencesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation_code = cls.of_system("group_assignment")
        cls.constituents = cls.of_system("constituents")
        cls.both_roles(cls.runner)

    def missing(self, job):
        """``[(row, their value)]`` without a cross-reference."""
        found = self.env["registration.import.problem"].search(
            [("job_id", "=", job.id), ("code", "=", "no_cross_reference")], order="row_id, id"
        )
        return [(each.number, each.value) for each in found]

    def retry(self, job):
        again = job.with_user(job.create_uid)._copies().retry()._as_starter()
        again.sudo().unattended = True
        again.action_validate()
        again.action_import()
        again._launch().exhaust()
        again.invalidate_recordset()
        return again.sudo()

    def wizard(self, job, user=None):
        action = job.with_user(user or self.runner).action_add_references()
        wizards = self.env["registration.import.cross.reference.wizard"]
        return wizards.with_user(user or self.runner).browse(action["res_id"])


@tagged("post_install", "-at_install")
class TestCrossReferenceJob(ReferenceJobCase):
    """Files of a system: its values are read as ours (V17)."""

    by_mail = False

    def test_groups_are_read_as_ours(self):
        """V17: G17 is the group that it means, several in one cell; our own value stays known."""
        self.reference("group", "G17", "T-001")
        job = self.load(
            {"MEMBER_ID": "00123", "GROUP_ID": "G17;T-002"},
            {"MEMBER_ID": "00124", "GROUP_ID": " G17 "},
        )
        self.assertEqual(job.updated, 2, job._result())
        self.assertEqual(self.ada.contact_group_ids, self.friends + self.donors)
        self.assertEqual(self.bob.contact_group_ids, self.friends)

    def test_what_is_missing_is_added_and_retried(self):
        """V16, V17: what is missing is an error of the row; once it is added, only that row is
        retried."""
        self.reference("group", "G17", "T-001")
        job = self.load(
            {"MEMBER_ID": "00123", "GROUP_ID": "G17"}, {"MEMBER_ID": "00124", "GROUP_ID": "G18"}
        )
        self.assertEqual((job.updated, job.invalid), (1, 1), job._result())
        self.assertEqual(self.missing(job), [(3, "G18")])
        self.assertIn("Offline Database", job._result()["errors"][0]["message"])
        self.reference("group", "G18", "T-002")
        again = self.retry(job)
        self.assertEqual((again.total, again.updated), (1, 1), again._result())
        self.assertEqual(self.bob.contact_group_ids, self.donors)

    def test_an_id_always_needs_a_reference(self):
        """V17: their 17 is not our 17: a CONS_ID needs a cross-reference, even one of ours."""
        job = self.load({"CONS_ID": str(self.ada.id), "GROUP_ID": "T-001"})
        self.assertEqual(self.missing(job), [(2, str(self.ada.id))])
        self.assertEqual(self.problems(job, "error"), [(2, "no_cross_reference")])
        self.reference("contact", "C-17", str(self.ada.id))
        rows = ({"CONS_ID": each, "GROUP_ID": "T-001"} for each in ("C-17", "C-18"))
        job = self.load(*rows)
        self.assertEqual(self.missing(job), [(3, "C-18")])
        self.assertEqual(self.problems(job, "error"), [(3, "no_cross_reference")])
        self.assertEqual(self.ada.contact_group_ids, self.friends)

    def test_their_keys_are_read_like_ours(self):
        """E7, B13: 17.0 is their 17, with a warning; what stands for no value is no key, whatever
        has been stored."""
        self.reference("contact", "17", str(self.ada.id))
        old = self.reference("contact", "X", str(self.bob.id))
        self.env.cr.execute(
            "UPDATE registration_import_cross_reference SET theirs = 'NULL' WHERE id = %s", [old.id]
        )
        rows = [{"CONS_ID": text, "GROUP_ID": "T-001"} for text in ("17.0", "17", "NULL", "18.0")]
        job = self.load(*rows)
        self.assertEqual((job.updated, job.unchanged, job.invalid), (1, 1, 2), job._result())
        self.assertEqual(self.friends.member_ids, self.ada)
        found = self.problems(job)
        self.assertEqual(found, [(2, "key_respelt"), (4, "placeholder"), (5, "no_cross_reference")])

    def test_countries_and_choices_are_translated(self):
        """V17: countries and choices are translated as well."""
        self.reference("country", "SUI", "CH")
        self.reference("interest_opt", "+", "in")
        self.reference("interest", "N", "T-NEWS")
        job = self.load(
            {
                "PRIMARY_EMAIL": "new@example.com",
                "COUNTRY": "SUI",
                "INTEREST_ID": "N",
                "INTEREST_OPT": "+",
            },
            {
                "PRIMARY_EMAIL": "old@example.com",
                "COUNTRY": "GER",
                "INTEREST_ID": "N",
                "INTEREST_OPT": "-",
            },
            operation=self.constituents,
        )
        self.assertEqual((job.created, job.invalid), (1, 1), job._result())
        new = self.env["res.partner"].search([("email", "=", "new@example.com")])
        self.assertEqual(new.country_id, self.env.ref("base.ch"))
        self.assertEqual(new.contact_group_ids, self.news.opt_in_group_id)
        self.assertEqual(self.missing(job), [(3, "-"), (3, "GER")])

    def test_an_unknown_value_says_it_has_no_reference(self):
        """V17: what is unknown without a cross-reference says so, whatever it is."""
        job = self.load(
            {
                "PRIMARY_EMAIL": "a@example.com",
                "COUNTRY": "GER",
                "INTEREST_ID": "N",
                "INTEREST_OPT": "In",
            },
            operation=self.constituents,
        )
        self.assertEqual(sorted(self.missing(job)), [(2, "GER"), (2, "N")])

    def test_problems_show_the_own_values(self):
        """V17: problems, rows and the errors file show the person's own values."""
        self.reference("group", "G17", "T-001")
        self.friends.active = False
        job = self.load({"MEMBER_ID": "00123", "GROUP_ID": "G17"})
        self.assertEqual(self.problems(job), [(2, "archived_group")])
        problem = self.env["registration.import.problem"].search([("job_id", "=", job.id)])
        self.assertEqual(problem.value, "G17")
        stream = io.BytesIO()
        job._report().rows.write(stream, "csv")
        rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))
        self.assertEqual(rows[1][:3], ["00123", "G17", "2"])

    def test_two_of_theirs_can_name_one_record(self):
        """V17: two values of theirs that mean the same name one record."""
        self.reference("contact", "17", str(self.ada.id))
        self.reference("contact", "18", str(self.ada.id))
        job = self.load(
            {"CONS_ID": "17", "LAST_NAME": "First"},
            {"CONS_ID": "18", "LAST_NAME": "Second"},
            operation=self.constituents,
        )
        self.assertEqual(self.problems(job), [(2, "repeated")])
        self.assertEqual(self.ada.contact_lastname, "Second")

    def test_the_same_file_again_changes_nothing(self):
        """V17: the same file again changes nothing, and is read in the system's words again."""
        self.reference("contact", "17", str(self.ada.id))
        row = {"CONS_ID": "17", "GROUP_ID": "T-001"}
        self.load(row)
        job = self.load(row)
        self.assertEqual((job.unchanged, job.invalid), (1, 0), job._result())

    def test_one_statement_for_each_chunk(self):
        """V17: one statement for each chunk of rows, however many values it has; none without a
        system."""
        groups = [f"G{n}" for n in range(40)]
        for group in groups:
            self.reference("group", group, "T-001")
        rows = [{"MEMBER_ID": "00123", "GROUP_ID": group} for group in groups]
        with self.noted() as asked:
            self.load(*rows)
        self.assertEqual(len(asked), 1)
        with self.noted() as asked:
            self.load(*rows, operation="group_assignment")
        self.assertEqual(len(asked), 0)

    @contextmanager
    def noted(self):
        """The statements that ask what texts mean."""
        asked, cursor = [], type(self.env.cr)
        real = cursor.execute

        def execute(cr, query, *args, **kwargs):
            if "unnest" in str(query) and "registration_import_cross_reference c" in str(query):
                asked.append(query)
            return real(cr, query, *args, **kwargs)

        with patch.object(cursor, "execute", execute):
            yield asked

    # -- mending -----------------------------------------------------------------------------

    def test_the_wizard_asks_for_missing_values(self):
        """V16: the missing values of a job, with their rows, each with a box; saved, only what
        failed is retried."""
        job = self.load(
            {"MEMBER_ID": "00123", "GROUP_ID": "G1"},
            {"MEMBER_ID": "00124", "GROUP_ID": "G1;G2"},
            {"MEMBER_ID": "00124", "GROUP_ID": "T-001"},
        )
        wizard = self.wizard(job)
        lines = [(line.type, line.theirs, line.rows) for line in wizard.line_ids]
        self.assertEqual(lines, [("group", "G1", 2), ("group", "G2", 1)])
        self.assertTrue(wizard.can_retry)
        wizard.line_ids[0].ours = "T-002"
        action = wizard.action_save_and_retry()
        self.assertEqual(action["res_model"], "registration.import.wizard")
        self.assertEqual(self.Reference.search([]).mapped("theirs"), ["G1"])
        again = self.env["registration.import.job"].search([("origin_id", "=", job.id)])
        self.assertEqual(again.total, 2)
        self.assertEqual(self.wizard(job).line_ids.mapped("theirs"), ["G2"])

    def test_the_wizard_of_one_problem(self):
        """V16: from one problem, its value alone."""
        job = self.load({"MEMBER_ID": "00123", "GROUP_ID": "G1;G2"})
        problem = self.env["registration.import.problem"].search(
            [("job_id", "=", job.id), ("value", "=", "G2")]
        )
        action = problem.with_user(self.runner).action_add_reference()
        wizards = self.env["registration.import.cross.reference.wizard"]
        self.assertEqual(wizards.browse(action["res_id"]).line_ids.mapped("theirs"), ["G2"])

    def test_a_row_is_named_once(self):
        """V16: a row in which two values lack a cross-reference is one row."""
        job = self.load({"MEMBER_ID": "00123", "GROUP_ID": "G1;G2"})
        group = job.problem_groups()[0]
        self.assertEqual((group["count"], group["row_count"], group["rows"]), (2, 1, "2"))

    def test_who_mends_has_both_roles(self):
        """V22: the button is for both roles; others read whom to ask, and are refused."""
        job = self.load({"MEMBER_ID": "00123", "GROUP_ID": "G1"}, user=self.boss)
        mine = job.with_user(self.boss)
        self.assertFalse(mine.problem_groups()[0]["can_add_reference"])
        self.assertIn("ask somebody", mine.problem_page("error")["lines"][0]["hint"])
        with self.assertRaises(AccessError):
            mine.action_add_references()
        with self.assertRaises(AccessError):
            job.with_user(self.keeper).action_add_references()
        self.both_roles(self.boss)
        self.assertTrue(mine.problem_groups()[0]["can_add_reference"])
        self.assertTrue(mine.problem_page("error")["lines"][0]["can_add_reference"])
        self.assertTrue(self.wizard(job, self.boss).line_ids)


@tagged("post_install", "-at_install")
class TestCrossReferenceQualifications(KindCase, ReferencesCase):
    """Files of a system about qualifications."""

    by_mail = False

    def test_number_and_status_of_another_system(self):
        """V17: a number and a status of another system; a wrong one can be mended."""
        standard = self.Operation._by_code("qualifications")
        standard.copy({"code": "q-offline", "system_id": self.offline.id})
        self.reference("qualification", "CARE", "6018830X")
        self.reference("qualifications.status", "R", "registered")
        job = KindCase.load(
            self,
            ("CARE", "1000000043", "R"),
            ("WELD", "1000000043", "R"),
            ("601/8830/X", "9276308686", "Z"),
            operation="q-offline",
        )
        self.assertEqual(job.updated, 1, job._result())
        self.assertEqual(self.enrolment.status, "registered")
        self.assertEqual(
            self.problems(job, "error"), [(3, "no_cross_reference"), (4, "no_cross_reference")]
        )


@tagged("post_install", "-at_install")
class TestCrossReferenceContacts(ErasureCase):
    """Files of a system about contacts of institutions, and persons that are erased."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reference = cls.env["registration.import.cross.reference"]
        systems = cls.env["registration.import.system"]
        cls.offline = systems.create({"name": "Offline Database", "code": "T-OFF"})
        cls.keeper = cls.user("xref_keeper", f"{MANAGEMENT},{CROSS_REFERENCES}")

    def reference(self, type, theirs, ours):
        values = {"system_id": self.offline.id, "type": type, "theirs": theirs, "ours": ours}
        return self.Reference.create(values)

    def test_the_code_of_a_criterion_is_translated(self):
        """V17: of CODE=VALUE the code is translated; a column CRITERION:CODE names ours."""
        standard = self.Operation._by_code("contact_operations")
        code = standard.copy({"code": "c-offline", "system_id": self.offline.id}).code
        self.reference("criterion", "SRC", "T-SOURCE")
        header = ("INSTIT", "ORGANIZATION", "OPERATION", "CONTACT_NR", "CRITERION")
        job = self.import_rows(
            [
                ("T-LAKE", "OPERA", "UPDATE", "0001", "SRC=FRIEND"),
                ("T-LAKE", "OPERA", "UPDATE", "0001", "XYZ=FRIEND"),
            ],
            self.staff,
            header=header,
            operation=code,
        )
        self.assertEqual((job.updated, job.invalid), (1, 1), job._result())
        self.assertEqual(self.anna.contact_criterion_value_ids, self.value(self.source, "FRIEND"))
        self.assertIn((3, "no_cross_reference"), self.problems(job))

    def references_of(self, partner):
        return self.Reference.search([("contact_id", "in", partner.ids)])

    def test_references_go_with_an_anonymized_contact(self):
        """S13, V16: what a system calls a person goes with them, and the rows that said so."""
        person = self.rich_person()
        rows = [("T-OFF", "contact", "zxqv-17", str(person.id)), ("T-OFF", "contact", "1", "x")]
        job = self.import_rows(
            rows,
            self.keeper,
            header=("SYSTEM", "TYPE", "THEIRS", "OURS"),
            operation="cross_references",
        )
        self.assertEqual(job.created, 1, job._result())
        self.reference("contact", "other", str(self.ben.id))
        self.assertEqual(self.references_of(person).theirs, "zxqv-17")
        self.anonymize(person)
        self.assertFalse(self.references_of(person))
        self.assertEqual(self.references_of(self.ben).theirs, "other")
        cells = (
            self.env["registration.import.row"].search([("job_id", "=", job.id)]).mapped("cells")
        )
        self.assertEqual(cells[0], [])
        entry = self.Register.search([("contact", "=", person.id)])
        self.assertNotIn("cross", str(entry.residual).lower())

    def test_references_go_with_delete_and_drop(self):
        """S11, S14, V16: so they do where a contact is deleted or dropped."""
        self.reference("contact", "17", str(self.anna.id))
        self.erasure()._delete(self.mine(self.anna))
        self.assertFalse(self.references_of(self.anna))
