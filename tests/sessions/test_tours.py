from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, mute_logger, tagged

from ..common import JOB, SAMPLE, ImportCase, work_at_once


@tagged("post_install", "-at_install")
class TestTours(ImportCase, HttpCase):
    """The screens as people walk through them, in a browser."""

    by_mail = False

    def start(self, tour, user=None, url=None):
        login = (user or self.event_user).login
        with patch(f"{JOB}._wake_workers", work_at_once):
            self.start_tour(url, tour, login=login)

    def last_job(self):
        return self.env["registration.import.job"].search([], limit=1)

    def test_sample_from_menu_to_done(self):
        """C02, C16 to C25: the seed's sample from the menu to done, by registration support."""
        self.start("registration_import_sample", self.importer)
        self.assertEqual(self.last_job().create_uid, self.importer)
        self.assertEqual(self.status(self.dora, self.wshop_7597), "registered")
        self.assertEqual(self.status(self.emil, self.demo_7592), "cancelled")

    def test_first_import_is_shown_step_by_step(self):
        """UX 18: the tour that new people are offered leads them through an import."""
        tour = self.env.ref("registration_import.first_import_tour")
        self.assertEqual(tour.name, "registration_import_first")
        self.start("registration_import_first_with_file", self.importer)
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")

    def test_who_asks_for_it_is_shown_where_it_begins(self):
        """UX 18: the link of the wizard opens a page that points at something at once."""
        self.browser_js(
            "/odoo?tour=registration_import_first",
            "console.log('test successful')",
            "Boolean(document.querySelector('.o_tour_pointer'))",
            login=self.importer.login,
        )

    def test_from_the_file_to_done_without_a_mouse(self):
        """UX 15: every step can be reached by Tab, the focus is where one goes on, and what comes
        of each step is said aloud."""
        self.start("registration_import_keyboard")
        self.assertEqual((self.last_job().created, self.last_job().invalid), (2, 0))

    def test_rows_with_problems_are_left_out(self):
        """C29: rows with problems are shown, and left out of what is imported."""
        self.start("registration_import_rest")
        job = self.last_job()
        self.assertEqual((job.created, job.invalid), (1, 1))
        self.assertEqual(self.status(self.dora, self.demo_7592), "attended")

    def test_failed_rows_are_retried(self):
        """Rows that failed are imported from the job once what they lacked is there."""
        job = self.import_rows([SAMPLE[0], ("1234-55-122", "Late", "Late_1", "Registered")])
        self.assertEqual(job.invalid, 1)
        late = self.make_instance(self.make_session("Late"), "Late_1", 18)
        self.start("registration_import_retry", url=f"/odoo/registration-imports/{job.id}")
        self.assertEqual(self.last_job().origin_id, job)
        self.assertEqual(self.status(self.dora, late), "registered")

    def test_wrong_cells_are_mended_in_the_report(self):
        """UX 22: a click on the wrong cell, a choice or a text, and its row goes in."""
        self.start("registration_import_mend")
        job = self.last_job()
        self.assertEqual((job.created, job.invalid), (3, 0))
        self.assertEqual(self.status(self.dora, self.demo_7592), "registered")
        self.assertEqual(self.status(self.emil, self.knote_7608), "registered")

    def test_values_are_mapped_in_the_report(self):
        """UX 4: what unknown values mean, said once for all rows, and taken back."""
        self.start("registration_import_map_values")
        job = self.last_job()
        self.assertEqual((job.created, job.invalid), (2, 1))
        self.assertEqual(self.status(self.dora, self.wshop_7597), "registered")
        self.assertEqual(
            self.upload([(*SAMPLE[0][:3], "Angemeldet")]).sudo().meanings, job.meanings
        )

    def test_failed_rows_are_mended_from_the_job(self):
        """UX 14, 22: "Retry failed rows" opens those rows alone, to be mended there."""
        job = self.import_rows([SAMPLE[0], ("nobody", "Demo", "Demo_7592", "Registered")])
        self.start("registration_import_mend_failed", url=f"/odoo/registration-imports/{job.id}")
        self.assertEqual(self.last_job().origin_id, job)
        self.assertEqual(self.status(self.emil, self.demo_7592), "registered")

    def test_import_is_undone_from_its_form(self):
        """Undo: an import is undone from its form, and its records are as before."""
        line = self.put(self.dora, self.demo_7592, "waitlisted")
        job = self.import_rows(SAMPLE)
        self.emil.agenda_line_ids.status = "attended"
        self.start("registration_import_undo", url=f"/odoo/registration-imports/{job.id}")
        self.assertEqual(line.status, "waitlisted")
        self.assertEqual(self.dora.agenda_line_ids, line)
        self.assertEqual(self.status(self.emil, self.demo_7592), "attended")

    def test_same_file_asks_first(self):
        """T17: the same file again asks first, and then changes nothing."""
        content = "\n".join(
            ["Registration Code,Session Code,Instance Code,Registration Session Status"]
            + [",".join(row) for row in SAMPLE]
        )
        operation = self.operation.with_user(self.event_user)
        first = operation._new_job(f"{content}\n".encode(), "first.csv")
        first._launch().run_unattended(wait=True)
        self.assertEqual(first.state, "done")
        self.start("registration_import_same_file")
        self.assertEqual(self.last_job().same_as_id, first)

    def test_import_from_within_an_event(self):
        """C29: from the form of an event; a row of another one is refused in words."""
        guest = self.make_registrations("Gus", event=self.make_event("Gala Dinner"))
        guest.registration_code = "GUEST-1"
        self.start("registration_import_one_event", url=f"/odoo/event.event/{self.event.id}")
        job = self.last_job()
        self.assertEqual((job.created, job.invalid), (1, 1))
        self.assertEqual(job.options["event"], self.event.id)

    def test_agenda_is_downloaded_from_the_event(self):
        """C28: by who has the role, from the form of the event."""
        self.import_rows(SAMPLE)
        self.event_user.group_ids += self.env.ref("registration_import.group_download_agenda")
        self.start("registration_import_download_agenda", url=f"/odoo/event.event/{self.event.id}")
        export = self.env["registration.export"].search([], limit=1)
        self.assertEqual((export.source, export.record_count), ("event.agenda.line", 4))

    def test_other_users_are_refused(self):
        """C04: other users have no menu, no wizard by its address, and no way by RPC."""
        self.start("registration_import_refused", self.desk)
        with mute_logger("odoo.http"):
            self.start("registration_import_refused_address", self.desk)
        wizard = self.env["registration.import.wizard"].with_user(self.desk)
        with self.assertRaisesRegex(AccessError, "say what you want to import"):
            wizard.default_get(["operation_id"])
        with self.assertRaises(AccessError):
            wizard.create({})
        job = self.upload(SAMPLE)
        for method in ("progress", "action_import", "action_open_wizard", "problem_groups"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(job.with_user(self.desk), method)()
