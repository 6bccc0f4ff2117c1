import contextlib
import inspect

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from ...tools.rows.plan import id_range
from ..common import SAMPLE, ImportCase
from ..users import new_user

BAD = ("nobody", "Demo", "Demo_7592", "Registered")
FOLLOWING = ("row", "problem", "column")
HIDDEN = ("staged", "outcome", "batch", "checkpoint", "duplicate.key")
# Odoo's own methods that ours only add to, and that tell of no record or ask themselves.
OF_ODOO = ("unlink", "init", "fields_get")


def required(method):
    """How many arguments a method needs behind the record."""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    return sum(
        each.default is each.empty and each.kind <= each.POSITIONAL_OR_KEYWORD
        for each in parameters
    )


@tagged("post_install", "-at_install")
class TestImportSecurity(ImportCase):
    """C03, C04: whose jobs, rows and files one sees, and that nobody writes them."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_user(cls.env, "import_admin", "base.group_system")
        cls.mine = cls.make_job(cls.event_user)
        cls.yours = cls.make_job(cls.importer)

    @classmethod
    def make_job(cls, user):
        operations = cls.env["registration.import.operation"].with_user(user)
        rows = cls.content([*SAMPLE, BAD, BAD])
        result = operations.run_file("session_instances", rows, "agenda.csv", wait=True)
        return cls.env["registration.import.job"].browse(result["job"])

    def seen(self, user, name="job", **context):
        """The jobs whose records of this model the user finds."""
        model = self.env[f"registration.import.{name}"].with_user(user).with_context(**context)
        records = model.search([])
        jobs = records if name == "job" else records.job_id
        return jobs.with_env(self.env) & (self.mine | self.yours)

    def test_own_jobs(self):
        """C04: everybody sees their own jobs, with their rows, problems and columns."""
        for name in ("job", *FOLLOWING):
            with self.subTest(model=name):
                self.assertEqual(self.seen(self.event_user, name), self.mine)
                self.assertEqual(self.seen(self.importer, name), self.yours)
                self.assertFalse(self.seen(self.outsider, name))

    def test_managers_see_those_of_their_companies(self):
        """C03: event managers and administrators see those of their companies."""
        for user in (self.manager, self.admin):
            for name in ("job", *FOLLOWING):
                with self.subTest(user=user.login, model=name):
                    self.assertEqual(self.seen(user, name), self.mine | self.yours)

    def test_jobs_of_another_company(self):
        """C13: nobody sees a job of a company that they do not work in, not even their own."""
        self.mine.company_id = self.company_2
        for user in (self.event_user, self.manager, self.admin):
            self.assertNotIn(self.mine, self.seen(user))
        context = self.other_company(self.manager)
        self.assertIn(self.mine, self.seen(self.manager, **context))

    def test_portal_users_see_nothing(self):
        """C04: portal users have no access to anything of the engine."""
        portal = new_user(self.env, "import_portal", "base.group_portal")
        for name in ("operation", "job", *FOLLOWING, *HIDDEN):
            with self.subTest(model=name), self.assertRaises(AccessError):
                self.env[f"registration.import.{name}"].with_user(portal).search([])

    def test_hidden_models(self):
        """C04: what workers keep for themselves is not for users, whose rows may be others'."""
        for user in (self.event_user, self.manager):
            for name in HIDDEN:
                with self.subTest(user=user.login, model=name), self.assertRaises(AccessError):
                    self.env[f"registration.import.{name}"].with_user(user).search([])

    def test_nobody_writes(self):
        """P2: job, rows and outcomes are written by the engine alone, whoever asks."""
        for user in (self.event_user, self.manager, self.admin):
            # operations are an administrator's to change, see test_sync_operation
            own = () if user == self.admin else ("operation",)
            for name in (*own, "job", *FOLLOWING, *HIDDEN):
                model = self.env[f"registration.import.{name}"].with_user(user)
                record = model.sudo().search([], limit=1).sudo(False)
                self.assertTrue(record, name)
                for method, arguments in (("create", ({},)), ("write", ({},)), ("unlink", ())):
                    act = getattr(model if method == "create" else record, method)
                    with self.subTest(act=act), self.assertRaises(AccessError):
                        act(*arguments)

    def test_deleting_deletes_nothing(self):
        """P2: being refused to delete a job leaves its rows where they are."""
        rows = self.env["registration.import.staged"].search_count([("job_id", "=", self.mine.id)])
        with contextlib.suppress(AccessError):
            self.mine.with_user(self.event_user).unlink()
        found = self.env["registration.import.staged"].search_count([("job_id", "=", self.mine.id)])
        self.assertEqual((rows, found), (6, 6))

    def test_deleted_job(self):
        """Retention: with a job go its rows, outcomes, problems and file."""
        attachment, low_high = self.mine.attachment_id, id_range(self.mine.id)
        self.mine.unlink()
        self.assertFalse(attachment.exists())
        for name in ("staged", "outcome", "duplicate.key"):
            domain = [("id", ">=", low_high[0]), ("id", "<=", low_high[1])]
            self.assertFalse(self.env[f"registration.import.{name}"].search(domain))

    def test_names_of_columns_tell_nothing(self):
        """C04: Odoo shows the name of a record to whoever knows its id; that of a column holds the
        first values of the file, so that only those who may read them see them."""
        column = self.mine.column_ids[0].with_context(formatted_display_name=True)
        self.env.invalidate_all()
        self.assertNotIn("1234", column.with_user(self.importer).sudo().display_name)
        self.env.invalidate_all()
        self.assertIn("1234", column.with_user(self.event_user).sudo().display_name)

    def test_wizards_on_jobs_of_others(self):
        """C04: a wizard shows a job, and a line of it a column: neither may be another's."""
        wizards = self.env["registration.import.wizard"]
        for user in (self.importer, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizards.with_user(user).create({"job_id": self.mine.id})
        wizard = wizards.with_user(self.importer)._for_job(self.yours.with_user(self.importer))
        with self.assertRaises(AccessError):
            wizard.line_ids.create(
                {
                    "wizard_id": wizard.id,
                    "field": "status",
                    "label": "Status",
                    "column_id": self.mine.column_ids[0].id,
                }
            )

    def test_files_follow_their_job(self):
        """C04: the file of a job is read by who may read the job, and changed by nobody."""
        for user in (self.event_user, self.manager):
            self.assertIn(b"Demo_7592", self.mine.attachment_id.with_user(user).raw)
        for user in (self.importer, self.outsider, self.desk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.mine.attachment_id.with_user(user).read(["raw"])
        for user in (self.event_user, self.manager, self.importer):
            attachment = self.mine.attachment_id.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                attachment.write({"raw": b"x"})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                attachment.unlink()

    def test_nobody_slips_a_file_in(self):
        """C04: a file cannot be hung on a job, nor a job's file on something else."""
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.event_user).create(
                {"name": "x", "raw": b"x", "res_model": self.mine._name, "res_id": self.mine.id}
            )

    # -- methods -----------------------------------------------------------------------------

    def own_public_methods(self, name):
        """Methods that this addon adds to a model and that everybody may call remotely."""
        model, found = self.env[name], []
        for attribute in dir(type(model)):
            if attribute.startswith("_") or not callable(getattr(type(model), attribute)):
                continue
            owner = next(c for c in type(model).mro() if attribute in vars(c))
            if "registration_import" in owner.__module__ and attribute not in OF_ODOO:
                with contextlib.suppress(AccessError):  # private, though without an underscore
                    found.append((attribute, get_public_method(model, attribute)))
        return found

    def test_public_methods_of_a_job(self):
        """C04: every method that can be called remotely refuses who may not see the job."""
        names = []
        for name, method in self.own_public_methods("registration.import.job"):
            names.append(name)
            for user in (self.importer, self.outsider):
                with self.subTest(method=name, user=user.login), self.assertRaises(AccessError):
                    # what is asked for does not matter before it is known who asks
                    method(self.mine.with_user(user), *[None] * required(method))
        self.assertIn("action_import", names)
        self.assertIn("progress", names)

    def test_public_methods_of_a_row(self):
        """C04: so do those of its rows."""
        row = self.env["registration.import.row"].search([("job_id", "=", self.mine.id)], limit=1)
        for name, method in self.own_public_methods("registration.import.row"):
            with self.subTest(method=name), self.assertRaises(AccessError):
                method(row.with_user(self.importer))

    def test_public_methods_of_an_operation(self):
        """C04: and those of operations refuse who may not import."""
        download = self.Operation.sudo().search([("direction", "=", "out")], limit=1)
        run = self.env["registration.export.run"].create(
            {"name": "people.csv", "operation_id": download.id}
        )
        arguments = {
            "run_file": ["session_instances", self.content(SAMPLE), "a.csv"],
            "run_attachment": [self.mine.attachment_id.id, "session_instances"],
            "job_status": [self.mine.id],
            "run_download": [download.code],
            "download_status": [run.id],
            "remove_meaning": [0],
            "write": [{}],
            "create": [[{}]],
        }
        operation = self.operation.with_user(self.outsider)
        methods = dict(self.own_public_methods("registration.import.operation"))
        # stands on a form that others read as well, and is empty for them
        self.assertEqual(methods.pop("shared_meanings")(operation), [])
        for name, method in methods.items():
            with self.subTest(method=name), self.assertRaises(AccessError):
                method(operation, *arguments.get(name, []))

    def test_what_only_the_starter_may(self):
        """C04: who sees the job, but did not start it, may not send it on its way: it would run
        with the rights of somebody else."""
        draft = self.upload(SAMPLE).with_user(self.manager)
        for act in (
            draft.action_import,
            draft.action_validate,
            lambda: draft.set_options({}),
            lambda: draft.set_mapping({}),
            self.mine.with_user(self.manager).action_retry,
            self.mine.with_user(self.manager).action_send_report,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_right_lost_at_every_door(self):
        """C04: the right is asked for at each step, not only at the upload."""
        job = self.upload(SAMPLE, user=self.importer)
        self.importer.write({"group_ids": [Command.set(self.env.ref("base.group_user").ids)]})
        for act in (
            job.action_import,
            job.action_validate,
            lambda: job.set_options({}),
            lambda: job.set_mapping({}),
        ):
            with self.refused("Import Registration Data", AccessError):
                act()

    def test_starter_cannot_be_chosen(self):
        """F12: a job runs as whoever started it; no argument and no context changes that."""
        operations = self.Operation.with_user(self.event_user).with_context(
            default_create_uid=self.admin.id,
            default_company_id=self.company_2.id,
            default_state="done",
        )
        result = operations.run_file("session_instances", self.content(SAMPLE), "a.csv")
        job = self.job(result)
        self.assertEqual((job.create_uid, job.state), (self.event_user, "scheduled"))
        self.assertEqual(job.company_id, self.event_user.company_id)

    def test_company_of_the_context(self):
        """C13: companies that are not the user's own are refused at the door."""
        operations = self.Operation.with_user(self.event_user)
        with self.assertRaises(AccessError):
            operations.with_context(allowed_company_ids=[self.company_2.id]).run_file(
                "session_instances", self.content(SAMPLE), "a.csv"
            )

    def test_no_sudo_in_the_run(self):
        """F12: the run does only what the starter may, also when an administrator's code calls."""
        self.env["ir.rule"].create(
            {
                "name": "Nothing for Dora",
                "model_id": self.env["ir.model"]._get_id("event.registration"),
                "domain_force": f"[('id', '!=', {self.dora.id})]",
            }
        )
        operations = self.Operation.with_user(self.event_user).sudo()
        result = operations.run_file("session_instances", self.content(SAMPLE), "a.csv", wait=True)
        self.assertEqual((result["counts"]["unchanged"], result["counts"]["invalid"]), (1, 3))
