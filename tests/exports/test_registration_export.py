import datetime
from functools import partial
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger, tagged

from ..qualifications.common import EXPORT, MANAGE
from ..users import new_user
from .common import LABELS, ExportCase, table_of

MODULE = "odoo.addons.registration_import.models.exports.export"


@tagged("post_install", "-at_install")
class TestRegistrationExport(ExportCase):
    """Enrolments as a file for the awarding organisation."""

    def test_seventeen_columns_in_order(self):
        """A32, A33: every column, in the order and with the labels of the format."""
        self.ines.write({"contact_gender": "undisclosed", "contact_birthdate": "2001-02-03"})
        self.enrolment.write(
            {
                "status": "certificate_sent",
                "date_planned": "2026-07-01",
                "date_registered": "2025-09-01",
                "date_received": "2026-07-03",
                "date_claimed": "2026-06-20",
                "date_achieved": "2026-06-12",
                "date_sent": "2026-07-06",
                "tracking_reference": "RM123456785GB",
            }
        )
        self.assertEqual(
            self.table(self.start(self.enrolment)),
            [
                LABELS,
                [
                    *("Inês Araújo", "1000000043", "Diploma in Care", "City Awards"),
                    *("Certificate Sent", "0042", "Prefer not to say", "03/02/2001"),
                    *("01/07/2026", "Evening School", "601/8830/X", "01/09/2025"),
                    *("03/07/2026", "20/06/2026", "12/06/2026", "06/07/2026", "RM123456785GB"),
                ],
            ],
        )

    def test_an_empty_value_is_a_blank_cell(self):
        """A32: what is not known is a blank cell."""
        row = self.table(self.start(self.second))[1]
        known = ["Olu Ade", "9276308686", "Award in Welding", "Not registered", "0043"]
        self.assertEqual([text for text in row if text], [*known, "100/1234/5"])

    def test_the_file_is_marked_utf8_without_formulas(self):
        """A32, E5: UTF-8 with a mark that spreadsheets know, and no cell is a formula."""
        self.enrolment.write({"registration_number": "=1+1", "tracking_reference": '+44 "x",\ny'})
        content = self.file_of(self.start(self.enrolment))
        self.assertTrue(content.startswith(b'\xef\xbb\xbf"Full name","ULN"'))
        self.assertIn(b'"\'=1+1"', content)
        self.assertEqual(table_of(content)[1][-1], '\'+44 "x",\ny')

    def test_names_of_the_world(self):
        """A32: names in other scripts, from right to left, with combining characters."""
        names = ["שָׁלוֹם כהן", "محمد علي", "王小明", "Zoe\u0308 x\u030c", "Ōno 🎓", 'D\'Arcy, "Bo"']
        learners = self.env["res.partner"].create([{"name": name} for name in names])
        records = self.Enrolment.concat(*(self.enrol(each, self.care) for each in learners))
        self.assertEqual(self.column("Full name", records), names)

    def test_the_format_is_never_translated(self):
        """A25, A32: labels and statuses are a format, whatever the language of the user."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.officer.lang = "fr_FR"
        export = self.start(self.enrolment).with_context(lang="fr_FR")
        header, row = self.table(export)
        self.assertEqual((header, row[4]), (LABELS, "Not registered"))

    def test_order_of_the_list(self):
        """A30: the rows are in the order in which they were selected, or in that of the list."""
        numbers = partial(self.column, "Registration number")
        mine = [("id", "in", self.both.ids)]
        self.assertEqual(numbers(self.enrolment + self.second), ["0042", "0043"])
        self.assertEqual(numbers(self.second + self.enrolment), ["0043", "0042"])
        self.assertEqual(numbers(domain=mine), ["0043", "0042"])
        self.assertEqual(numbers(domain=mine, order="registration_number"), ["0042", "0043"])
        self.assertEqual(numbers(domain=mine, order="partner_id DESC"), ["0043", "0042"])
        self.assertEqual(numbers(self.both, order="id DESC"), ["0043", "0042"])

    def test_a_whole_list_by_its_filters(self):
        """A30: the whole list by its filters, without any ids from the client."""
        everything = self.start(domain=[])
        self.assertEqual(everything.record_count, self.Enrolment.search_count([]))
        some = self.start(domain=[["qualification_id", "=", self.care.id]])
        self.assertEqual(list(some._record_ids()), self.enrolment.ids)

    def test_a_long_list_is_read_in_batches(self):
        """A30: a long list is read in batches, and nothing of one is stored for the next."""
        learners = self.env["res.partner"].create([{"name": f"L{n}"} for n in range(12)])
        records = self.Enrolment.concat(*(self.enrol(each, self.care) for each in learners))
        export = self.start(records)
        cached, source = [], type(self.Enrolment)
        texts = source._export_texts

        def watched(batch):
            rows = list(texts(batch))
            cached.append(len(batch._fields["status"]._get_cache(batch.env)))
            return rows

        self.env.flush_all()
        self.env.invalidate_all()
        with patch(f"{MODULE}.BATCH", 3), patch.object(source, "_export_texts", watched):
            _header, *rows = self.table(export)
        self.assertEqual([row[0] for row in rows], learners.mapped("name"))
        self.assertEqual(cached, [3, 3, 3, 3])

    def test_queries_grow_with_batches_alone(self):
        """A30: the number of queries grows with the batches, not with the records."""

        def queries(count):
            learners = self.env["res.partner"].create([{"name": "L"} for _n in range(count)])
            records = self.Enrolment.concat(*(self.enrol(each, self.care) for each in learners))
            export = self.start(records)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.file_of(export)
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(2), queries(60))

    def test_what_is_no_selection_is_refused(self):
        """A30: what is no selection is refused in words."""
        mine = self.Enrolment.with_user(self.officer)
        for records, arguments in (
            (mine, {}),
            (mine.browse(["x"]), {}),
            (mine.browse([True]), {}),
            (mine.browse([10**12]), {}),
            (mine.browse(self.enrolment.id), {"domain": []}),
            (mine, {"domain": "status"}),
            (mine, {"domain": 5}),
            (mine, {"domain": [["status"]]}),
            (mine, {"domain": [["nothing", "=", 1]]}),
            (mine, {"domain": [["id", "=", "x"]]}),
            (mine, {"domain": [["date_planned", "=", "x"]]}),
            (mine, {"domain": [["registration_number", "=", "\0"]]}),
            (mine, {"domain": ["|", ["id", "=", 1]]}),
            (mine, {"domain": ["!"] * 9999}),
            (mine, {"domain": [], "order": "nothing"}),
            (mine, {"domain": [], "order": "id; DROP TABLE res_users"}),
            (mine, {"domain": [], "order": ["id"]}),
            (mine, {"domain": [], "order": "uln, lower(status)"}),
        ):
            with self.subTest(ids=records._ids, **arguments), mute_logger("odoo.sql_db"):
                with self.assertRaises(UserError) as caught:
                    records.start_export(**arguments)
                self.assertNotIsInstance(caught.exception, AccessError)

    def test_what_is_not_seen_is_left_out(self):
        """A28: what the user may not see is left out, at the start and at each download."""
        self.care.company_id = self.company_2
        self.env.flush_all()
        self.assertEqual(self.start(self.both).record_count, 1)
        with self.assertRaisesRegex(UserError, "nothing to export"):
            self.start(self.enrolment)
        self.care.company_id = False
        export = self.start(self.both)
        self.care.company_id = self.company_2
        self.env.flush_all()
        self.assertEqual([row[1] for row in self.table(export)[1:]], ["9276308686"])

    def test_a_record_deleted_meanwhile_is_left_out(self):
        """A30: a record that was deleted after the click is left out of the file."""
        export = self.start(self.both)
        self.second.unlink()
        self.assertEqual([row[5] for row in self.table(export)[1:]], ["0042"])
        self.assertEqual(export.record_count, 2)

    def test_both_roles_are_needed(self):
        """A04, A28: only Manage Registration & Certification with Data Export may export; others
        are told what they lack."""
        for user, may in self.make_users_of_roles():
            mine = self.Enrolment.with_user(user)
            if may:
                self.assertEqual(mine.start_export(domain=[])["count"], mine.search_count([]))
                continue
            lacking = [
                name
                for role, name in zip(
                    (MANAGE, EXPORT),
                    ("Manage Registration & Certification", "Data Export"),
                    strict=True,
                )
                if not user.has_group(role)
            ]
            with self.subTest(user=user.group_ids.mapped("name")):
                with self.assertRaises(AccessError) as caught:
                    mine.start_export(domain=[])
                for name in lacking:
                    self.assertIn(f"“{name}”", str(caught.exception))

    def test_there_is_no_way_round_the_roles(self):
        """A28: Odoo's own export asks for the same roles, also from the learner's side."""
        group = self.env.ref("base.group_allow_export")
        self.staff.group_ids += group
        with self.assertRaisesRegex(AccessError, "Data Export"):
            self.enrolment.with_user(self.staff).export_data(["partner_id/name"])
        with self.assertRaisesRegex(AccessError, "Data Export"):
            column = "qualification_enrolment_ids/registration_number"
            self.ines.with_user(self.staff).export_data([column])
        for mode in ("list", "kanban"):
            arch = self.Enrolment.with_user(self.staff).get_view(view_type=mode)["arch"]
            self.assertIn('export_xlsx="0"', arch)
        exported = self.enrolment.with_user(self.officer).export_data(["registration_number"])
        self.assertEqual(exported["datas"], [["0042"]])

    def test_every_export_is_on_record(self):
        """A28: it is kept who exported what and when, and nobody can change or remove it."""
        export = self.start(self.both)
        self.assertEqual((export.create_uid, export.record_count), (self.officer, 2))
        self.assertEqual(export.selection, "2 selected records")
        self.assertEqual(export.name, f"registrations-{datetime.date.today().isoformat()}.csv")
        self.assertEqual((export.download_count, export.last_download), (0, False))
        self.file_of(export)
        self.file_of(export)
        self.assertEqual(export.download_count, 2)
        self.assertTrue(export.last_download)
        self.assertEqual(self.start(domain=[]).selection, "Whole list, with its filters")
        self.assertEqual(self.start(self.second).selection, "1 selected record")
        admin = new_user(self.env, "cert_admin", "base.group_system")
        for user in (self.officer, admin):
            mine = export.with_user(user)
            for change in (mine.unlink, lambda r=mine: r.write({"name": "x"}), mine.copy):
                with self.assertRaises(AccessError):
                    change()

    def test_people_see_their_own_exports(self):
        """A28: one sees one's own exports; administrators those of their companies."""
        colleague = new_user(self.env, "cert_colleague", f"{MANAGE},{EXPORT}")
        admin = new_user(self.env, "cert_admin", "base.group_system")
        export = self.start(self.both)
        for user, sees in ((self.officer, True), (colleague, False), (admin, True)):
            found = export.with_user(user).search([("id", "=", export.id)])
            self.assertEqual(bool(found), sees)
        with self.assertRaises(AccessError):
            self.file_of(export.with_user(colleague))
        export.sudo().company_id = self.company_2
        for user in (self.officer, admin):
            self.assertFalse(export.with_user(user).search([("id", "=", export.id)]))
        admin.company_ids = [Command.link(self.company_2.id)]
        both = export.with_user(admin).with_context(allowed_company_ids=admin.company_ids.ids)
        self.assertTrue(both.search([("id", "=", export.id)]))

    def test_who_lost_a_role_gets_no_file(self):
        """A28: who has lost a role gets neither the file nor the way to it."""
        export = self.start(self.both)
        self.officer.group_ids -= self.env.ref(EXPORT)
        for attempt in (lambda: self.file_of(export), export.action_download):
            with self.assertRaisesRegex(AccessError, "Data Export"):
                attempt()
        self.assertEqual(export.download_count, 0)

    def test_exported_records_open_as_a_list(self):
        """A30: the exported records open as a list, those that the user still sees."""
        export = self.start(self.both)
        self.second.unlink()
        action = export.action_open_records()
        found = self.env[action["res_model"]].with_user(self.officer).search(action["domain"])
        self.assertEqual(found.ids, self.enrolment.ids)
        stranger = new_user(self.env, "cert_stranger", MANAGE)
        self.assertFalse(self.Enrolment.with_user(stranger).search(action["domain"]))

    def test_the_list_of_exports_opens(self):
        """A28: the list of exports opens, and is in the menu of who may export."""
        action = self.env.ref("registration_import.qualification_export_action")
        views = [(False, mode) for mode in action.view_mode.split(",")]
        model = self.env[action.res_model].with_user(self.officer)
        self.assertTrue(model.get_views([*views, (False, "search")])["views"])
        menu = self.env.ref("registration_import.menu_qualification_export")
        for user, sees in ((self.officer, True), (self.manager, False), (self.exporter, False)):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            self.assertEqual(menu.id in menus, sees)
