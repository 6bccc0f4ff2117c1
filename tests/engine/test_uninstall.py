from odoo.modules import Manifest
from odoo.tests import tagged
from odoo.tools.convert import convert_file

from ...hooks import MODULE, own_models, uninstall_hook
from ..common import ImportCase


@tagged("post_install", "-at_install")
class TestQuietAndGone(ImportCase):
    """19.5: the addon warns of nothing in the server's log, and leaves nothing behind. The whole
    way, from an installation to what a database holds after the uninstall: ``make lifecycle``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event_user.email = "eve.user@example.com"

    def import_some(self):
        """An import with a row that fails, so that its report has a file."""
        return self.import_rows(
            [self.row(self.dora, self.demo_7592), ("nobody", "Demo", "Demo_7592", "Registered")]
        )

    def test_an_import_warns_of_nothing(self):
        """19.5: neither rows that are written nor rows with problems are worth a warning."""
        with self.assertNoLogs(level="WARNING"):
            job = self.import_some()
        self.assertEqual(self.outcomes(job), {2: "created", 3: "invalid"}, job._result())

    def test_an_update_warns_of_nothing(self):
        """19.5: each file of data is loaded again without a warning."""
        with self.assertNoLogs(level="WARNING"):
            for file in Manifest.for_addon(MODULE)["data"]:
                convert_file(self.env(user=1), MODULE, file, {}, mode="update")

    def test_the_models_of_others_are_not_ours(self):
        """19.5: what is taken away is of the addon's own models; those that it extends stay."""
        models = own_models(self.env(user=1))
        self.assertIn("registration.import.job", models)
        self.assertIn("event.agenda.line", models)
        for name in ("res.partner", "event.registration", "ir.attachment", "mail.message"):
            self.assertNotIn(name, models)

    def test_parameters_and_files_of_reports_go(self):
        """19.5: after an uninstall no parameter is left and no file of a report, and whatever else
        has files or parameters keeps them."""
        env = self.env(user=1)
        file = self.import_some().mail_id.attachment_ids
        self.assertTrue(file.exists(), "the report has the failed rows as a file")
        parameters = env["ir.config_parameter"]
        parameters.set_param(f"{MODULE}.retention_days", "7")
        parameters.set_param(f"{MODULE}_other.retention_days", "7")
        env["ir.filters"].create({"name": "Mine", "model_id": "registration.import.job"})
        kept = env["ir.attachment"].create({"name": "kept.txt", "raw": b"kept"})
        uninstall_hook(env)
        self.assertFalse(file.exists())
        self.assertTrue(kept.exists())
        self.assertFalse(parameters.search([("key", "=like", f"{MODULE}.%")]))
        self.assertEqual(parameters.get_param(f"{MODULE}_other.retention_days"), "7")
        self.assertFalse(env["ir.filters"].search([("model_id", "=", "registration.import.job")]))

    def test_nothing_that_stays_is_held(self):
        """19.5: an agenda line is dropped with its table, and so does not keep the registration
        from being deleted before that."""
        self.import_some()
        uninstall_hook(self.env(user=1))
        self.env.cr.execute(
            """SELECT count(*) FROM pg_constraint
                WHERE contype = 'f' AND conrelid = 'event_agenda_line'::regclass"""
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
