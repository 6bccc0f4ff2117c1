import json
from datetime import datetime, timedelta
from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, mute_logger, tagged

from ...importer.intake import Intake
from ...tools.reading.table import MIB
from ..common import IMPORTER, JOB, work_at_once
from ..users import new_user
from .common import EXPORT, MANAGE, UPLOAD
from .common_kind import FULL, LABELS, KindCase

ROUTE = "/registration_import/upload"
UNKNOWN = ("601/8830/X", "1", "Exempt", *[""] * 7)
ODD = ("100/1234/5", "9276308686", "Certificate Sent", *[""] * 7)


@tagged("post_install", "-at_install")
class TestQualificationImport(KindCase, HttpCase):
    """The pop-up "Import and Update Qualifications", step by step."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation = cls.env.ref("registration_import.operation_qualifications")

    def post(self, content, name="qualifications.csv", token="one", user=None, **data):
        """The response to "Validate" with a file chosen, as the browser sends it."""
        user = user or self.staff
        self.authenticate(user.login, user.login)
        data = {
            "operation": self.operation.id,
            "token": token,
            "goal": "validate",
            "separator": ",",
            "csrf_token": Request.csrf_token(self),
            **data,
        }
        return self.url_open(ROUTE, data=data, files={"ufile": (name, content, "text/csv")})

    def validated(self, *rows, **data):
        """The job after its rows were sent and validated."""
        answer = self.post(self.csv(rows, LABELS), **data).json()
        return self.env["registration.import.job"].with_user(self.staff).browse(answer["job"])

    def wizard(self, job):
        action = job.action_open_wizard()
        return job.env[action["res_model"]].browse(action["res_id"])

    def test_popup_opens_with_its_form(self):
        """A05, A11: the pop-up has its title, its own form, and the comma is chosen."""
        action = self.Enrolment.with_user(self.staff).action_import_and_update()
        self.assertEqual(action["name"], "Import and Update Qualifications")
        form = self.env.ref("registration_import.registration_import_wizard_short_view_form")
        self.assertEqual(action["views"], [(form.id, "form")])
        wizards = self.env["registration.import.wizard"].with_user(self.staff)
        wizard = wizards.with_context(**action["context"]).create({})
        self.assertEqual((wizard.step, wizard.file_separator), ("upload", ","))
        self.assertEqual((wizard.extensions, wizard.limit_size), (".csv", 2 * MIB))

    def test_tips_are_those_of_the_kind(self):
        """A06: the sidebar knows mandatory fields, formats, statuses and the sample file."""
        tips = self.operation.with_user(self.staff).tips()
        self.assertEqual(tips["required"], ["Qualification Number", "ULN", "Status"])
        self.assertEqual([column["label"] for column in tips["columns"]], list(LABELS))
        formats = [column["format"] for column in tips["columns"]]
        self.assertEqual(formats[0], "Text, at most 128 characters")
        self.assertEqual(formats[4], "Date, dd/mm/yyyy")
        statuses = [label for _status, label in self.Enrolment._fields["status"].selection]
        self.assertEqual(tips["choices"], [{"label": "Status", "values": statuses}])
        self.assertEqual(tips["sample"], f"/registration_import/sample/{self.operation.id}.csv")
        self.assertEqual(tips["sample_xlsx"], "", "a spreadsheet is refused")

    def test_downloaded_sample_is_valid(self):
        """A07: the sample file comes back and is validated without an error."""
        self.authenticate(self.staff.login, self.staff.login)
        sample = self.url_open(f"/registration_import/sample/{self.operation.id}.csv").content
        answer = self.post(sample).json()
        job = self.env["registration.import.job"].browse(answer["job"])
        self.assertEqual((job.state, job.invalid), ("validated", 0))
        self.assertTrue(job.unchanged)

    def test_validation_counts_and_changes_nothing(self):
        """A12, A13: Validate sends, reads and plans the file, counts, and changes nothing."""
        job = self.validated(FULL, UNKNOWN, ODD)
        wizard = self.wizard(job)
        self.assertEqual((job.state, wizard.step), ("validated", "report"))
        self.assertEqual(
            (wizard.accepted_count, wizard.error_count, wizard.warning_count), (2, 1, 1)
        )
        self.assertEqual(wizard.accepted_text, "1 new, 1 to change")
        self.assertEqual(wizard.import_label, "Upload accepted records (2)")
        self.assertFalse(self.enrolment.date_sent)

    def test_errors_are_in_a_table(self):
        """A13: errors and warnings by row, a page at a time, with column, value and remedy."""
        job = self.validated(FULL, UNKNOWN, ODD)
        page = job.problem_page("error")
        self.assertEqual((page["count"], len(page["lines"])), (1, 1))
        line = page["lines"][0]
        self.assertEqual((line["row"], line["label"], line["value"]), (3, "B: ULN", "1"))
        self.assertTrue(line["message"] and line["hint"])
        warned = [line["row"] for line in job.problem_page("warning")["lines"]]
        self.assertEqual(warned, [4])
        self.assertEqual(job.problem_page("error", 1)["lines"], [])
        for offset in (-1, "1", None, 10**30):
            with self.assertRaises(UserError):
                job.problem_page("error", offset)

    def changes(self, job):
        """What would change, as the texts of each row's cells."""
        table = html.fromstring(self.wizard(job).changes)
        cells = [row.findall("td") for row in table.iter("tr")]
        return [[" ".join(cell.text_content().split()) for cell in row] for row in cells if row]

    def test_one_row_is_said_to_be_one(self):
        """A13: a file of one row is said to have one."""
        self.assertIn(" · 1 row · ", self.wizard(self.validated(FULL)).file_line)

    def test_what_would_change_is_shown(self):
        """A13: a row is named by qualification and ULN; blanks of a new record are no change, and
        dates are written as the reader writes them."""
        new = (ODD[0], FULL[1], "Registered", "", "01/09/2025", *[""] * 5)
        self.assertEqual(
            self.changes(self.validated(new)),
            [["2", *new[:2], "New Status: Registered Registration Date: Sep 1, 2025"]],
        )

    def test_what_would_be_removed_is_shown(self):
        """A13, A27: that a blank takes a value away is said in a word."""
        self.enrolment.write({"status": "exempt", "tracking_reference": "RM1"})
        row = ("601/8830/X", FULL[1], "Exempt", "0042", *[""] * 6)
        texts = self.changes(self.validated(row))[0]
        self.assertEqual(texts[-1], "Changed Postal Tracking Reference: RM1 → removed")

    def test_duration_is_never_below_zero(self):
        """A17: a short import takes less than a second, and never less than none."""
        job = self.validated(FULL)
        job.action_import()
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.started.microsecond, job.ended.microsecond), (0, 0))
        self.assertNotIn("-", job.duration)

    def test_changes_further_down_are_told(self):
        """A13: where the rows looked at would change nothing, the others still count."""
        same = next(iter(self.validated(FULL)._kind()._samples()))
        job = self.validated(same, FULL, token="two")
        pages = f"{IMPORTER}.change_pages"
        with patch(f"{pages}.FIRST", 1), patch(f"{pages}.LONGEST_LOOK", -1):
            wizard = self.wizard(job)
            self.assertIn("None up to row 2: look further down", wizard.changes)
            page = wizard.changes_page("all", wizard.changes_next)
        self.assertIn(">3<", page["html"])

    def test_codes_of_no_problem_are_refused(self):
        """P8: whatever is no code or level of a problem is refused in words."""
        job = self.validated(UNKNOWN)
        for odd in ({"a": 1}, ["error"], "a\0", "\ud800", None, 5):
            for ask in (
                lambda odd: job.problem_page(odd),
                lambda odd: job.problem_lines(odd, "error"),
                lambda odd: job.problem_lines("unknown_learner", odd),
                lambda odd: job.open_problems(odd),
            ):
                with self.subTest(odd=odd), self.assertRaises(UserError):
                    ask(odd)

    def test_long_table_of_errors_has_pages(self):
        """A13: the second page begins where the first one ends."""
        job = self.validated(*[UNKNOWN] * 60)
        pages = [job.problem_page("error", offset)["lines"] for offset in (0, 50)]
        self.assertEqual([line["row"] for page in pages for line in page], list(range(2, 62)))

    def test_errors_are_exported(self):
        """A14, A17: the rows with errors as .csv, after the validation and after the import."""
        job = self.validated(FULL, UNKNOWN)
        for state in ("validated", "done"):
            text = self.url_open(f"/registration_import/errors/{job.id}.csv").text
            self.assertEqual(job.state, state)
            self.assertIn('"_error"', text.splitlines()[0])
            self.assertEqual((len(text.splitlines()), '"1"' in text), (2, True))
            if state == "validated":
                job.action_import()
                job._as_starter()._launch().exhaust()

    def test_accepted_rows_are_uploaded(self):
        """A15 to A17: only accepted rows are written, and the pop-up shows what was done."""
        job = self.validated(FULL, UNKNOWN)
        wizard = self.wizard(job)
        action = wizard.action_import()
        self.assertEqual((action["res_id"], wizard.step), (wizard.id, "wait"))
        job._as_starter()._launch().exhaust()
        wizard.refresh()
        self.assertEqual((wizard.step, wizard.accepted_text), ("done", "1 changed"))
        self.assertEqual((wizard.accepted_count, wizard.error_count), (1, 1))
        self.assertEqual(self.enrolment.registration_number, "00123")

    def test_what_was_left_can_be_thrown_away(self):
        """A15: what was validated and left is found again, and can be thrown away."""
        job = self.validated(FULL)
        self.assertEqual(self.wizard(job).step, "report")
        self.wizard(job).action_other_file()
        self.assertFalse(job.exists())

    def test_nothing_to_upload_is_said(self):
        """A15: a file that says what is so already offers nothing to upload, and says why."""
        self.load(FULL)
        wizard = self.wizard(self.validated(FULL, UNKNOWN))
        self.assertEqual((wizard.can_import, wizard.accepted_count), (False, 1))
        self.assertEqual(wizard.import_label, "Nothing to upload: all is so already")

    def test_other_separator_is_asked_for(self):
        """A11: a file with another separator asks for it, and goes on with the same file."""
        content = self.csv([FULL], LABELS).replace(b",", b";")
        answer = self.post(content).json()
        job = self.env["registration.import.job"].with_user(self.staff).browse(answer["job"])
        wizard = self.wizard(job)
        self.assertEqual(
            (wizard.step, job.code, wizard.has_rows), ("map", "other_separator", False)
        )
        self.assertNotIn("comma", wizard.file_line)
        wizard.action_use_separator()
        self.assertEqual((wizard.step, wizard.accepted_count), ("report", 1))
        self.assertIn("semicolon", wizard.file_line)
        self.assertFalse(wizard.other_separator)

    def test_another_separator_than_found_is_used(self):
        """A11: whatever the file seems to have, the person chooses."""
        content = self.csv([FULL], LABELS).replace(b",", b";")
        answer = self.post(content).json()
        wizard = self.wizard(
            self.env["registration.import.job"].with_user(self.staff).browse(answer["job"])
        )
        wizard.separator = ";"
        wizard.action_reread()
        wizard.action_validate()
        self.assertEqual((wizard.step, wizard.accepted_count), ("report", 1))

    def test_chosen_separator_is_used(self):
        """A11: the separator chosen beside the file is the one it is read with."""
        content = self.csv([FULL], LABELS).replace(b",", b"|")
        answer = self.post(content, separator="|").json()
        self.assertEqual(self.env["registration.import.job"].browse(answer["job"]).updated, 1)
        answer = self.post(content, token="two", separator="#").json()
        self.assertEqual(
            self.env["registration.import.job"].browse(answer["job"]).code, "bad_option"
        )

    def test_large_file_is_refused_before_it_is_stored(self):
        """A09, A10: a file of 2 MiB or of another type is refused, and nothing is stored of it."""
        with self.assertNothingWritten(res_users_log=2):
            for name, size, text in (
                ("qualifications.csv", 2 * MIB, "smaller than 2 MB"),
                ("qualifications.xlsx", 100, "named .csv"),
            ):
                response = self.post(b"x" * size, name=name)
                self.assertEqual(response.status_code, 400)
                self.assertIn(text, response.json()["error"])

    def test_missing_column_is_refused(self):
        """A18: the pop-up names the column that is missing and leads to another file."""
        answer = self.post(self.csv([FULL[1:]], LABELS[1:])).json()
        wizard = self.wizard(
            self.env["registration.import.job"].with_user(self.staff).browse(answer["job"])
        )
        self.assertEqual(wizard.step, "refused")
        self.assertIn("“Qualification Number” is missing", wizard.message)

    def test_tours_in_the_browser(self):
        """A05 to A17 in the browser: validate with errors, export errors, upload accepted."""
        for tour in ("qualification_import_separator", "qualification_import"):
            with patch(f"{JOB}._wake_workers", work_at_once):
                self.start_tour(None, tour, login=self.staff.login)
        self.assertEqual(self.enrolment.registration_number, "00777")
        self.assertEqual(self.env["registration.import.job"].search([], limit=1).invalid, 1)

    def test_sending_a_file_imports_nothing(self):
        """A12: whatever the request says, sending a file imports nothing."""
        job = self.validated(FULL, goal="run")
        self.assertEqual(job.state, "draft")


@tagged("post_install", "-at_install")
class TestQualificationRoles(KindCase, HttpCase):
    """A03, A04: who may import, each role alone and in pairs, through every door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operation = cls.env.ref("registration_import.operation_qualifications")
        roles = {"manage": MANAGE, "upload": UPLOAD, "export": EXPORT}
        sets = ("manage", "upload", "export", "manage upload", "manage export", "upload export")
        cls.users = {
            names: new_user(
                cls.env,
                f"role_{names.replace(' ', '_')}",
                ",".join(roles[n] for n in names.split()),
            )
            for names in (*sets, "manage upload export")
        }
        cls.allowed = ("manage upload", "manage upload export")
        cls.keys = {names: cls.key_of(user) for names, user in cls.users.items()}

    @classmethod
    def key_of(cls, user):
        keys = cls.env["res.users.apikeys"].with_user(user)
        expires = datetime.now() + timedelta(hours=1)
        return keys._generate(scope="rpc", name="test", expiration_date=expires)

    def doors(self, door):
        """``door(user)`` goes through for who may, and raises AccessError for all others."""
        for names, user in self.users.items():
            with self.subTest(roles=names):
                if names in self.allowed:
                    door(user)
                else:
                    with self.assertRaises(AccessError):
                        door(user)

    def test_methods_check_roles(self):
        """Button, tips, upload and run check by themselves."""
        enrolments = self.Enrolment.browse(self.enrolment.id)
        content = self.csv([FULL], LABELS)
        self.doors(lambda user: enrolments.with_user(user).action_import_and_update())
        self.doors(lambda user: self.operation.with_user(user).tips())
        self.doors(
            lambda user: Intake(self.env(user=user)).upload(
                self.operation.with_user(user), content, "qualifications.csv"
            )
        )
        self.doors(lambda user: self.load(FULL, user=user))

    def test_menus_check_roles(self):
        """The app needs Manage, its Imports need Bulk Upload as well."""
        for names, user in self.users.items():
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            seen = [menu["xmlid"] for menu in menus.values() if menu.get("xmlid")]
            with self.subTest(roles=names):
                root = "registration_import.menu_qualification_root"
                self.assertEqual(root in seen, "manage" in names)
                imports = "registration_import.menu_qualification_import_job"
                self.assertEqual(imports in seen, names in self.allowed)

    @mute_logger("odoo.http")
    def test_routes_check_roles(self):
        """Upload and sample over HTTP."""
        for names, user in self.users.items():
            self.authenticate(user.login, user.login)
            data = {"operation": self.operation.id, "csrf_token": Request.csrf_token(self)}
            files = {"ufile": ("qualifications.csv", self.csv([FULL], LABELS), "text/csv")}
            sample = f"/registration_import/sample/{self.operation.id}.csv"
            with self.subTest(roles=names):
                allowed = names in self.allowed
                status = self.url_open(ROUTE, data=data, files=files).status_code
                self.assertEqual(status, 200 if allowed else 403)
                self.assertEqual(self.url_open(sample).status_code, 200 if allowed else 403)

    @mute_logger("odoo.http")
    def test_json_2_checks_roles(self):
        """Another system, with the key of a person."""
        for names, key in self.keys.items():
            response = self.url_open(
                "/json/2/registration.import.operation/run_file",
                json.dumps(
                    {
                        "operation": "qualifications",
                        "content": self.content([FULL], LABELS),
                        "filename": "qualifications.csv",
                        "validate_only": True,
                    }
                ),
                headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            )
            with self.subTest(roles=names):
                allowed = names in self.allowed
                self.assertEqual(response.status_code, 200 if allowed else 403)
                if allowed:
                    self.assertEqual(response.json()["counts"]["updated"], 1)
