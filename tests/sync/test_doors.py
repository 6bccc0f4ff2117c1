from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_sources import SourceCase

MODULE = "registration_import"


@tagged("post_install", "-at_install")
class TestDoors(SourceCase):
    """C04, V21: what leads in beside the screens."""

    def ours(self, model):
        """The records of a model that the addon brings."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
        return self.env[model].with_context(active_test=False).browse(data.mapped("res_id"))

    def test_nobody_runs_the_workers_by_hand(self):
        """C04: scheduled actions are an administrator's, and even without that do nothing for
        whoever is no scheduled action."""
        crons = self.ours("ir.cron")
        self.assertEqual(len(crons), 8)
        for groups in (None, ()):
            if groups is not None:
                crons.ir_actions_server_id.group_ids = False
            for cron in crons:
                action = cron.ir_actions_server_id.with_user(self.runner)
                with (
                    self.subTest(cron=cron.name, groups=groups),
                    mute_logger("odoo.addons.base.models.ir_actions"),
                    self.assertRaises(AccessError),
                ):
                    action.run()

    def test_an_update_leaves_scheduled_actions_alone(self):
        """P9: one of them may be running, and an administrator may have changed one."""
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.cron")]
        )
        self.assertEqual(data.filtered("noupdate"), data)

    def test_operations_of_other_companies_are_not_told(self):
        """C13: neither how a file of them looks, nor what they are called."""
        self.people.company_id = self.company_2
        mine = self.people.with_user(self.runner)
        wizard = self.env["registration.import.wizard"].with_user(self.runner)
        doors = (
            mine.tips,
            mine.action_upload,
            lambda: wizard.with_context(default_operation_id=mine.id).default_get(["operation_id"]),
            lambda: wizard.create({"operation_id": mine.id}),
            lambda: wizard.onchange({"operation_id": {"id": mine.id}}, [], {"operation_id": {}}),
        )
        for number, door in enumerate(doors):
            with self.subTest(door=number), self.assertRaises(AccessError):
                door()

    def test_files_of_others_are_not_told(self):
        """C04: nor what a file of somebody else is called."""
        row = {"MEMBER_ID": "00123", "CITY": "Chur"}
        job = self.load(row, user=self.boss, operation="constituents")
        wizard = self.env["registration.import.wizard"].with_user(self.runner)
        references = self.env["registration.import.cross.reference.wizard"].with_user(self.runner)
        for number, door in enumerate(
            (
                lambda: wizard.with_context(default_job_id=job.id).default_get(["job_id"]),
                lambda: wizard.onchange({"job_id": job.id}, [], {"job_id": {}}),
                lambda: wizard.create({"job_id": job.id}),
                lambda: references.create({"job_id": job.id}).can_retry,
            )
        ):
            with self.subTest(door=number), self.assertRaises(AccessError):
                door()

    def test_whoever_may_import_nothing_is_told_the_role_that_was_asked_for(self):
        """A03, F2: the words of the operation at hand, not those of another."""
        wizard = self.env["registration.import.wizard"].with_user(self.outsider)
        learners = self.env.ref("registration_import.operation_qualifications")
        with self.assertRaisesRegex(AccessError, "Bulk Upload"):
            wizard.with_context(default_operation_id=learners.id).default_get([])
        with self.assertRaisesRegex(AccessError, "say what you want to import"):
            wizard.default_get([])

    def test_no_view_offers_another_import(self):
        """A03: what imports of ours have a role for is not offered without it by Odoo's own."""
        codes = set(self.Operation.search([("direction", "=", "in")]).mapped("kind"))
        kinds = [self.env[f"registration.import.kind.{code}"] for code in codes]
        models = {kind._target for kind in kinds} | {made for kind in kinds for made in kind._makes}
        views = self.ours("ir.ui.view").filtered(
            lambda view: view.model in models and view.type in ("list", "kanban")
        )
        views = views.filtered(lambda view: view.mode == "primary")
        self.assertGreater(len(views), 5)
        for view in views:
            with self.subTest(view=view.xml_id):
                self.assertRegex(view.arch, r"""^\s*<(list|kanban)[^>]* import=["']0["']""")

    def test_a_code_with_signs_of_its_own(self):
        """V12: an operation is copied, whatever its code."""
        standard = self.people.based_on_id
        for code in ("T(members", "T.+", "T[a"):
            standard.code = code
            copies = [standard.with_user(self.boss).copy() for _copy in range(2)]
            self.assertEqual([each.code for each in copies], [f"{code}_2", f"{code}_3"])
