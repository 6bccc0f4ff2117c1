import csv
import io
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReferencesCase

HEADER = ("SYSTEM", "TYPE", "THEIRS", "OURS", "PREFERRED")
MODEL = "registration.import.cross.reference"


class KindReferencesCase(ReferencesCase):
    def load_rows(self, *rows, header=HEADER, user=None, **arguments):
        rows = [(*row, *[""] * (len(header) - len(row))) for row in rows]
        arguments = {"operation": "cross_references", "filename": "x.csv", **arguments}
        return self.import_rows(rows, user or self.keeper, header=header, **arguments)

    def kept(self):
        return {
            (each.type, each.theirs): (each.ours, each.preferred)
            for each in self.Reference.search([])
        }


@tagged("post_install", "-at_install")
class TestKindCrossReferences(KindReferencesCase):
    """Cross-references as files (V16)."""

    def test_new_ones_are_made_others_get_the_meaning(self):
        """V16: new ones are made, those that are there get the new meaning, in the file's order."""
        self.reference("group", "G1", "T-001")
        job = self.load_rows(
            ("T-OFF", "Group", "G1", "T-002"),
            ("T-OFF", "group", "G2", "T-001"),
            ("T-OFF", "contact", "0017", str(self.ada.id)),
            ("T-OFF", "Status (Qualifications)", "R", "Registered"),
            ("T-OFF", "group", "G2", "T-002", "yes"),
        )
        self.assertEqual((job.created, job.updated, job.failing), (3, 2, 0), job._result())
        self.assertEqual(
            self.kept(),
            {
                ("group", "G1"): ("T-002", False),
                ("group", "G2"): ("T-002", True),
                ("contact", "0017"): (str(self.ada.id), True),
                ("qualifications.status", "R"): ("registered", True),
            },
        )

    def test_the_same_file_again_changes_nothing(self):
        """V16: the same file again changes nothing."""
        rows = [("T-OFF", "group", "G1", "T-001", "TRUE"), ("T-OFF", "country", "SUI", "ch")]
        self.load_rows(*rows)
        self.assertEqual(self.load_rows(*rows).unchanged, 2)

    def test_system_type_and_value_must_be_known(self):
        """V16: system, type and our value must be known."""
        job = self.load_rows(
            ("T-ON", "group", "G1", "T-001"),
            ("T-OFF", "none", "G1", "T-001"),
            ("T-OFF", "group", "G1", "nothing"),
            ("T-OFF", "group", "", "T-001"),
        )
        codes = [code for _row, code in self.problems(job)]
        self.assertEqual(codes, ["unknown_system", "not_a_choice", "unknown_our_value", "missing"])
        self.assertFalse(self.kept())

    def test_a_code_of_two_systems_names_neither(self):
        """V16: a code that two systems have names neither."""
        self.System.create({"name": "Twin", "code": "T-OFF", "company_id": self.env.company.id})
        job = self.load_rows(("T-OFF", "group", "G1", "T-001"))
        self.assertEqual(self.problems(job), [(2, "ambiguous_system")])

    def test_an_upload_can_be_undone(self):
        """V16: an upload can be undone."""
        self.reference("group", "G1", "T-001")
        job = self.load_rows(("T-OFF", "group", "G1", "T-002"), ("T-OFF", "group", "G2", "T-001"))
        wizards = self.env["registration.import.wizard"].with_user(self.keeper)
        wizard = wizards.browse(job.with_user(self.keeper).action_undo()["res_id"])
        undo = wizard.job_id
        wizard.action_import()
        undo._as_starter()._launch().exhaust()
        self.assertEqual((undo.updated, undo.removed), (1, 1), undo.sudo()._result())
        self.assertEqual(self.kept(), {("group", "G1"): ("T-001", True)})

    def test_an_upload_needs_both_roles(self):
        """V22: both roles, to upload as well."""
        for user in (self.only_references, self.only_management, self.boss, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.load_rows(("T-OFF", "group", "G1", "T-001"), user=user)

    def test_many_take_few_statements(self):
        """V16: a hundred values are made, and get another meaning each, by few statements."""
        people = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(101)])

        def rows(shift):
            ours = [str(each) for each in people.ids[shift:]]
            return [("T-OFF", "contact", f"X{n}", ours[n]) for n in range(100)]

        with self.assertQueryCount(230):
            self.assertEqual(self.load_rows(*rows(0)).created, 100)
        with self.assertQueryCount(230):
            self.assertEqual(self.load_rows(*rows(1)).updated, 100)
        self.assertEqual(self.Reference.search_count([("preferred", "=", True)]), 100)

    def test_what_stands_for_no_value_means_nothing(self):
        """E7: of records; of choices, which are few and known, it may mean something. By hand, no
        more than by a file."""
        job = self.load_rows(
            *(("T-OFF", "group", text, "T-001") for text in ("NULL", "-", "0")),
            ("T-OFF", "interest_opt", "0", "Out"),
            ("N/A", "group", "G1", "T-001"),
        )
        self.assertEqual((job.created, job.invalid), (1, 4), job._result())
        self.assertEqual({code for _row, code in self.problems(job)}, {"placeholder"})
        with self.assertRaises(ValidationError):
            self.reference("contact", "#N/A", str(self.ada.id))

    def test_a_number_with_decimals_is_the_number(self):
        """B13: the same cross-reference, in whatever width it is written."""
        rows = [("T-OFF", "group", text, "T-001") for text in ("17.0", "17", "１７")]
        job = self.load_rows(*rows)
        self.assertEqual((job.created, job.unchanged), (1, 2), job._result())
        self.assertEqual(self.kept(), {("group", "17"): ("T-001", True)})
        codes = [code for _row, code in self.problems(job)]
        self.assertEqual(codes, ["key_respelt"] * 2)

    def test_a_lost_meaning_fails_alone(self):
        """V16: a value that lost its meaning while the file waited fails alone."""
        self.reference("contact", "1", str(self.ada.id))
        rows = [("T-OFF", "contact", "1", str(self.bob.id)), ("T-OFF", "group", "G1", "T-001")]
        job = self.load_rows(*rows, wait=False)
        self.bob.unlink()
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.created, job.failing), (1, 1), job._result())


@tagged("post_install", "-at_install")
class TestCrossReferenceFiles(KindReferencesCase, HttpCase):
    """Cross-references over the web (V16, V22)."""

    by_mail = False

    def key(self, user):
        expires = datetime.now() + timedelta(hours=1)
        keys = self.env(user=user)["res.users.apikeys"]
        key = keys._generate(scope="rpc", name="test", expiration_date=expires)
        return {"Authorization": f"Bearer {key}"}

    def json2(self, user, method, model=MODEL, **body):
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/json/2/{model}/{method}", json=body, headers=self.key(user), method="POST"
            )

    def download(self, references):
        """The rows of the file that the button gives."""
        action = references.with_user(self.keeper).action_download()
        self.env.flush_all()
        content = self.url_open(action["url"], headers=self.key(self.keeper)).content
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    def test_the_file_can_be_uploaded_as_it_is(self):
        """V16, V18: the file has all that the user sees, zeros kept, formulas harmless, and can be
        uploaded as it is."""
        self.reference("group", "0017", "T-001")
        self.reference("group", "=1+1", "T-001")
        self.reference("group", "'=1", "T-002")
        before = self.kept()
        header, *rows = self.download(self.Reference)
        self.assertEqual(tuple(header), HEADER)
        self.assertIn(["T-OFF", "group", "0017", "T-001", "TRUE"], rows)
        self.assertIn("'=1+1", [row[2] for row in rows])
        job = self.load_rows(*rows)
        self.assertEqual((job.unchanged, job.failing), (3, 0), job._result())
        self.Reference.search([]).unlink()
        self.assertEqual(self.load_rows(*rows).created, 3)
        self.assertEqual(self.kept(), before)

    def test_the_list_is_downloaded_with_its_filters(self):
        """V16: where nothing is selected, the list is downloaded with its filters."""
        self.reference("group", "G1", "T-001")
        self.reference("country", "SUI", "CH")
        filtered = self.Reference.with_context(active_domain=[("type", "=", "country")])
        self.assertEqual([row[2] for row in self.download(filtered)[1:]], ["SUI"])

    def test_the_sample_can_be_uploaded(self):
        """V16: the sample file shows an example, or what there is: it can be uploaded as it is."""
        kind = self.env["registration.import.kind.cross_references"].with_user(self.keeper)
        self.assertEqual(kind._samples()[0][1], "group")
        self.reference("group", "0017", "T-001")
        self.assertEqual(kind._samples(), [["T-OFF", "group", "0017", "T-001", "TRUE"]])

    def test_the_export_of_odoo_can_be_uploaded(self):
        """V16: what Odoo's own export of the list gives can be uploaded as well."""
        self.keeper.group_ids += self.env.ref("base.group_allow_export")
        self.reference("qualifications.status", "R", "registered")
        reference = self.reference("group", "0017", "T-001")
        names = ("system_code", "type", "theirs", "ours", "preferred")
        labels = [self.Reference._fields[name].string for name in names]
        found = self.Reference.with_user(self.keeper).search([]).export_data(names)["datas"]
        rows = [[str(cell) for cell in row] for row in found]
        reference.ours = "T-002"
        job = self.load_rows(*rows, header=labels)
        self.assertEqual((job.updated, job.unchanged), (1, 1), job._result())

    def test_json2_needs_both_roles(self):
        """V22: over JSON-2, too, both roles or nothing."""
        reference = self.reference("group", "G1", "T-001")
        found = self.json2(self.keeper, "search_read", fields=["theirs"]).json()
        self.assertEqual(found, [{"id": reference.id, "theirs": "G1"}])
        for user in (self.only_references, self.only_management, self.boss):
            for method, body in (
                ("search_read", {"fields": ["theirs"]}),
                ("read", {"ids": reference.ids}),
                ("create", {"vals_list": [{}]}),
                ("our_value", {"type": "group", "record": self.friends.id}),
                ("start_export", {"domain": []}),
            ):
                with self.subTest(user=user.login, method=method):
                    self.assertEqual(self.json2(user, method, **body).status_code, 403)
            answer = self.json2(user, "search_read", "registration.import.system")
            self.assertEqual(answer.status_code, 403)

    def test_the_file_asks_for_both_roles(self):
        """V22: the file itself asks for both roles again."""
        self.reference("group", "G1", "T-001")
        action = self.Reference.with_user(self.keeper).action_download()
        self.keeper.group_ids -= self.env.ref(
            "registration_import.group_cross_reference_management"
        )
        with mute_logger("odoo.http"):
            answer = self.url_open(action["url"], headers=self.key(self.keeper))
        self.assertEqual(answer.status_code, 403)
