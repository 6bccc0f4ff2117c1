import json
import os
from pathlib import Path

from odoo.tests import HttpCase, tagged

from ..duplicates.common import DuplicateCase

LIST, FORM, KANBAN = ".o_list_table", ".o_form_sheet, .o_form_nosheet", ".o_kanban_renderer"
# Rows with an unknown value, an unknown code, and a record that is named twice.
WRONG = (
    ("1234-55-122", "Demo", "Demo_7592", "Angemeldet"),
    ("nobody", "Demo", "Demo_7592", "Registered"),
    ("1234-55-122", "Wshop", "Wshop_7597", "Registered"),
    ("1234-55-122", "Wshop", "Wshop_7597", "Attended"),
)


@tagged("post_install", "-at_install")
class TestAxe(DuplicateCase, HttpCase):
    """UX 15, C30: nothing of our own on a screen keeps anybody out, as far as that can tell."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.System = cls.env["registration.import.system"]

    def test_main_screens_have_nothing_that_axe_finds(self):
        """One browser goes through all of them: contrast, names of what can be clicked, roles."""
        screens = json.dumps([*self.steps_of_wizards(), *self.lists(), *self.forms()])
        script = Path(__file__).with_name("axe.js").read_text(encoding="utf-8")
        axe = Path(os.environ["TEST_AXE"]).read_text(encoding="utf-8")
        ready = "odoo.isReady === true && Boolean(document.querySelector('.o_action_manager'))"
        self.browser_js(
            "/odoo/registration-imports",
            f"{axe}\n{script}\nlookAt({screens})",
            ready,
            login=self.admin.login,
            timeout=120,
        )

    def steps_of_wizards(self):
        """``[name, what opens it, what is there then]``, as for the others."""
        draft, checked = self.upload(WRONG, self.admin), self.upload(WRONG, self.admin)
        checked.action_validate()
        done = self.import_rows(WRONG[2:], self.admin).with_user(self.admin)
        undo = done._as_starter()._copies().undo()
        undo._source().resume()
        wizard, job = "registration_import.registration_import_wizard_action", draft._name
        short = self.env.ref("registration_import.operation_qualifications")
        return [
            ["file", wizard, ".modal .o_registration_import_drop_zone"],
            [
                "short",
                [short._name, "action_upload", short.id],
                ".modal .o_registration_import_drop_zone",
            ],
            [
                "columns",
                [job, "action_open_wizard", draft.id],
                ".modal .o_registration_import_mapping tr",
            ],
            [
                "report",
                [job, "action_open_wizard", checked.id],
                ".modal .o_registration_import_values tr",
            ],
            ["undo", [job, "action_open_wizard", undo.id], ".modal [name=changes] tr"],
            ["done", [job, "action_open_job", done.id], ".o_registration_import_count"],
            ["rows", [job, "action_open_rows", done.id], LIST],
            ["problems", [job, "action_open_problems", done.id], LIST],
        ]

    def lists(self):
        """The lists that menus open, with something in them where that is soon made."""
        self.pair()
        actions = {
            "registration_import_job_action": LIST,
            "sync_my_operations_action": KANBAN,
            "sync_all_operations_action": KANBAN,
            "registration_import_duplicate_action": LIST,
            "registration_import_cross_reference_action": LIST,
            "qualification_enrolment_action": LIST,
            "event_agenda_line_action": LIST,
            "registration_export_run_action": LIST,
        }
        return [[name, f"registration_import.{name}", there] for name, there in actions.items()]

    def forms(self):
        """The forms that people work with."""
        own = self.env.ref("registration_import.operation_constituents").with_user(self.boss).copy()
        system = self.System.create({"name": "Offline", "code": "T-OFFLINE"})
        return [
            [record._name, self.form(record), FORM]
            for record in (
                own,
                system,
                self.Duplicate.search([], limit=1),
                self.dora.agenda_line_ids,
            )
        ]

    @staticmethod
    def form(record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }
