from odoo.tests import HttpCase, tagged

from .common import ExportCase

MODULE = "odoo.addons.registration_import.models.exports.export"


@tagged("post_install", "-at_install")
class TestRegistrationExportTours(ExportCase, HttpCase):
    """The screens of an export, in a browser."""

    def exported(self):
        """The last export."""
        return self.env["registration.export"].search([], limit=1)

    def test_the_page_then_the_whole_list(self):
        """A30, A31: the page, then the whole list, in the order on the screen; more than
        the ids that Odoo's client gives to other actions."""
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "10")
        learners = self.env["res.partner"].create([{"name": f"L{n}"} for n in range(100)])
        for learner in learners:
            self.enrol(learner, self.care)
        self.start_tour(None, "registration_export_whole_list", login=self.officer.login)
        export = self.exported()
        sorted_ids = self.Enrolment.search([], order="registration_number, id DESC").ids
        self.assertEqual(list(export._record_ids()), sorted_ids)
        self.assertEqual((export.create_uid, export.download_count), (self.officer, 1))

    def test_single_records_that_are_ticked(self):
        """A30: those that are ticked, and no other."""
        self.start_tour(None, "registration_export_some", login=self.officer.login)
        self.assertEqual(list(self.exported()._record_ids()), self.Enrolment.search([])[1].ids)

    def test_what_is_selected_on_the_board(self):
        """A30: what is selected on the board."""
        self.start_tour(None, "registration_export_board", login=self.officer.login)
        self.assertEqual(list(self.exported()._record_ids()), self.second.ids)

    def test_nothing_to_click_without_the_role(self):
        """A28: without Data Export there is nothing to click, Odoo's own export included."""
        self.staff.group_ids += self.env.ref("base.group_allow_export")
        self.start_tour(None, "registration_export_refused", login=self.staff.login)
