from odoo.tests import HttpCase, tagged

from .common import QualificationsCase

OPEN = """
const started = Date.now();
const timer = setInterval(() => {
    const failed = document.querySelector(".o_error_dialog");
    if (document.querySelector("%s") && !failed) {
        clearInterval(timer);
        console.log("test successful");
    } else if (failed || Date.now() - started > 15000) {
        clearInterval(timer);
        console.error("not shown: %s");
    }
}, 100);
"""


@tagged("post_install", "-at_install")
class TestQualificationScreens(QualificationsCase, HttpCase):
    """The screens in a browser, as far as the server cannot tell whether they open."""

    by_mail = False

    def opens(self, url, selector, user=None):
        selector = selector.replace('"', "'")
        login = (user or self.staff).login
        self.browser_js(url, OPEN % (selector, selector), login=login)

    def test_list_has_the_button(self):
        """A04, A05: the list has its columns and the button, with nothing selected."""
        self.opens("/odoo/registration-certification", "button[name='action_import_and_update']")

    def test_board_has_the_button(self):
        """A05: the button is at the top of the board too, which is all that a telephone shows."""
        url = "/odoo/registration-certification?view_type=kanban"
        self.opens(url, ".o_kanban_view button[name='action_import_and_update']")

    def test_list_without_the_right_has_no_button(self):
        """A03: without Bulk Upload the list is there, and the button is not."""
        selector = ".o_list_view:not(:has(button[name='action_import_and_update'])) .o_data_row"
        self.opens("/odoo/registration-certification", selector, self.manager)

    def test_other_views_open(self):
        """A04: board, calendar, pivot and graph open."""
        self.enrolment.date_planned = "2030-01-01"
        for view, selector in (
            ("kanban", ".o_kanban_group:nth-child(8)"),
            ("calendar", ".o_calendar_view .fc"),
            ("pivot", ".o_pivot_view table"),
            ("graph", ".o_graph_view canvas"),
        ):
            with self.subTest(view=view):
                self.opens(f"/odoo/registration-certification?view_type={view}", selector)

    def test_forms_open(self):
        """A04: an enrolment with its history, and the learner's contact."""
        form = f"/odoo/registration-certification/{self.enrolment.id}"
        self.opens(form, ".o_form_view .o-mail-Chatter")
        self.opens(f"/odoo/learners/{self.ines.id}", ".o_form_view a[name='qualifications']")
