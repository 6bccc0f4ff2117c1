import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..sync.common import CROSS_REFERENCES, MANAGE, MANAGEMENT, VIEW
from .common import ReferencesCase


@tagged("post_install", "-at_install")
class TestCrossReference(ReferencesCase):
    """Cross-references as people keep them."""

    by_mail = False

    def unknown(self, type, ours):
        references = self.Reference.with_user(self.keeper)
        values = {"system_id": self.offline.id, "type": type, "theirs": "x", "ours": ours}
        with self.assertRaises(ValidationError) as caught:
            references.create(values)
        self.assertIn("means nothing here", str(caught.exception))

    # -- what values mean --------------------------------------------------------------------

    def test_records_are_named_by_their_codes(self):
        """V16: records are named by an ID, an external ID, a code or a number."""
        programme = self.env["qualification.qualification"].create(
            {"name": "Test Welding", "number": "601/8830/X"}
        )
        criterion = self.env["contact.criterion"].create({"code": "T-SRC", "name": "Source"})
        for type, ours, kept, meaning in (
            ("contact", str(self.ada.id), str(self.ada.id), "Ada Lane"),
            ("group", " T-001 ", "T-001", "Test Friends"),
            ("interest", "T-NEWS", "T-NEWS", "Test News"),
            ("country", "ch", "CH", self.env.ref("base.ch").name),
            ("qualification", "6018830x", "601/8830/X", programme.display_name),
            ("criterion", "T-SRC", "T-SRC", criterion.display_name),
        ):
            with self.subTest(type=type):
                found = self.reference(type, "theirs", ours).with_user(self.keeper)
                self.assertEqual((found.ours, found.meaning), (kept, meaning))

    def test_choices_are_a_type_of_their_own(self):
        """V16: a field with choices of any kind is a type of its own, with the choices' labels."""
        types = dict(self.Reference._select_type())
        self.assertEqual(types["qualifications.status"], "Status (Qualifications)")
        self.assertEqual(types["interest_opt"], "INTEREST_OPT")
        self.assertFalse([type for type in types if type.startswith("cross_references")])
        found = self.reference("qualifications.status", "R", "registered")
        self.assertEqual((found.ours, found.meaning), ("registered", "Registered"))
        self.assertIn(["registered", "Registered"], found.choices)
        self.assertEqual(self.reference("interest_opt", "Y", "Opted in").ours, "in")

    def test_our_value_must_mean_something(self):
        """V16: our value must mean something."""
        self.unknown("group", "nothing")
        self.unknown("country", "ZZ")
        self.unknown("contact", "0")
        self.unknown("contact", "Ada Lane")
        self.unknown("qualifications.status", "nothing")

    def test_a_record_is_picked_for_its_code(self):
        """V16: a record is picked instead of typing its code; one without a code is refused."""
        references = self.Reference.with_user(self.keeper)
        self.assertEqual(references.our_value("contact", self.ada.id), str(self.ada.id))
        self.assertEqual(references.our_value("group", self.friends.id), "T-001")
        self.assertEqual(references.our_value("country", self.env.ref("base.ch").id), "CH")
        self.friends.external_id = False
        with self.assertRaisesRegex(UserError, "has no External ID"):
            references.our_value("group", self.friends.id)
        for type, record in (("group", 10**30), ("group", "x"), ([], 1), ("interest_opt", 1)):
            with self.subTest(type=type, record=record), self.assertRaises(UserError):
                references.our_value(type, record)

    def test_the_form_tidies_values(self):
        """V16: the form keeps a value tidied, and knows what it may be picked from."""
        with Form(self.Reference.with_user(self.keeper)) as form:
            form.system_id = self.offline.with_user(self.keeper)
            form.type = "group"
            form.theirs = "  G017 "
            form.ours = "T-001"
        kept = form.record
        self.assertEqual((kept.theirs, kept.meaning), ("G017", "Test Friends"))
        self.assertEqual((kept.record_model, kept.choices), ("contact.group", False))
        self.assertEqual(kept.new({"type": "interest_opt"}).record_model, False)
        # who may not read qualifications types their number
        self.assertEqual(kept.new({"type": "qualification"}).record_model, False)

    def test_a_group_of_an_interest_means_nothing(self):
        """V08: a group of an interest takes no members, so nothing means it."""
        self.news.opt_in_group_id.external_id = "T-IN"
        self.unknown("group", "T-IN")

    def test_a_value_of_theirs_has_one_meaning(self):
        """V16: a value of theirs has one meaning; capitals count."""
        self.reference("group", "G1", "T-001")
        self.reference("group", "g1", "T-002")
        self.reference("interest", "G1", "T-NEWS")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.reference("group", " G1", "T-002")

    def test_a_long_value_is_refused(self):
        """V16: a value that no cell of a file would be found by is refused."""
        for theirs in ("x" * 201, " "):
            with self.assertRaisesRegex(ValidationError, "up to 200"):
                self.reference("group", theirs, "T-001")

    # -- preferred ---------------------------------------------------------------------------

    def preferred(self):
        return self.Reference.search([("preferred", "=", True)]).mapped("theirs")

    def test_one_of_several_is_preferred(self):
        """V17: of several of theirs, downloads write the first, or the one that is chosen."""
        first, second = (
            self.reference("group", "G1", "T-001"),
            self.reference("group", "G2", "T-001"),
        )
        self.reference("group", "G3", "T-002")
        self.assertEqual(self.preferred(), ["G1", "G3"])
        second.preferred = True
        self.assertEqual(self.preferred(), ["G2", "G3"])
        self.reference("group", "G5", "T-001")
        self.assertEqual(self.preferred(), ["G2", "G3"])
        second.preferred = False
        self.assertEqual(self.preferred(), ["G1", "G3"])
        first.ours = "T-002"
        self.assertEqual(self.preferred(), ["G2", "G3"])
        second.unlink()
        self.reference("group", "G4", "T-002", preferred=True)
        self.assertEqual(self.preferred(), ["G4", "G5"])

    def test_downloads_ask_for_theirs_in_one_statement(self):
        """V17: downloads ask for what the system calls our values: one statement."""
        self.reference("group", "G1", "T-001")
        self.reference("group", "G2", "T-001", preferred=True)
        self.reference("group", "G3", "T-002")
        other = self.System.create({"name": "Other", "code": "T-OTHER"})
        self.reference("group", "X", "T-003", system_id=other.id)
        system = self.offline.with_user(self.runner)
        with self.assertQueryCount(1):
            found = system._theirs("group", ["T-001", "T-002", "T-003"])
        self.assertEqual(found, {"T-001": "G2", "T-002": "G3"})
        self.assertEqual(self.offline.cross_reference_count, 3)

    # -- who may -----------------------------------------------------------------------------

    def test_both_roles_are_needed_by_any_way(self):
        """V22: both roles at once, by any way; each alone nothing, nor those of V21."""
        reference = self.reference("group", "G1", "T-001")
        for user in (self.only_references, self.only_management, self.boss, self.outsider):
            for record in (reference.with_user(user), self.offline.with_user(user)):
                with self.subTest(user=user.login, model=record._name):
                    self.assert_refused(record)
        mine = reference.with_user(self.keeper)
        mine.ours = "T-002"
        self.assertEqual(self.Reference.with_user(self.keeper).search([]), reference)
        mine.system_id.name = "Renamed"
        mine.unlink()

    def assert_refused(self, record):
        for attempt in (
            lambda: record.search([]),
            lambda: record.read(["display_name"]),
            lambda: record.write({}),
            lambda: record.create({}),
            lambda: record.unlink(),
            lambda: record.web_search_read([], {}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_each_public_method_asks_for_both_roles(self):
        """V22: each public method asks for both roles."""
        reference = self.reference("group", "G1", "T-001")
        for user in (self.only_references, self.only_management, self.boss):
            mine = reference.with_user(user)
            for attempt in (
                lambda mine=mine: mine.our_value("group", self.friends.id),
                mine.start_export,
                mine.action_download,
                mine.action_upload,
                self.offline.with_user(user).action_open_cross_references,
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()

    def test_the_menus_need_both_roles(self):
        """V22: the menus need both roles; they are enough."""
        wanted = {
            self.env.ref(f"registration_import.menu_cross_reference{name}").id
            for name in ("", "_root", "_system", "_upload", "_job")
        }
        menus = self.env["ir.ui.menu"]
        self.assertLessEqual(wanted, menus.with_user(self.keeper)._visible_menu_ids())
        for user in (self.only_references, self.only_management, self.boss):
            shown = {each["id"] for each in menus.with_user(user).load_menus(False).values()}
            self.assertFalse(wanted & shown, user.login)

    def test_a_site_administrator_keeps_them_too(self):
        """V20: a site administrator keeps them, too."""
        admin = self.employee("xref_admin", "base.group_system")
        self.assertEqual(self.reference("group", "G1", "T-001").with_user(admin).ours, "T-001")

    def test_systems_of_other_companies_are_not_there(self):
        """V22: systems of other companies, and what belongs to them, are not there."""
        far = self.System.create({"name": "Far", "code": "T-OFF", "company_id": self.company_2.id})
        self.reference("group", "G1", "T-001", system_id=far.id)
        self.assertEqual(self.System.with_user(self.keeper).search([]), self.offline)
        self.assertFalse(self.Reference.with_user(self.keeper).search([]))
        group = self.Group.create(
            {"name": "Far", "external_id": "T-FAR", "company_id": self.company_2.id}
        )
        self.unknown("group", group.external_id)
        self.reference("group", "G2", "T-FAR", system_id=far.id)

    def test_a_system_not_seen_takes_nothing(self):
        """V22: nobody puts a cross-reference into a system that they do not see."""
        company = self.env["res.company"].create({"name": "Test Elsewhere"})
        system = self.System.create({"name": "X", "code": "T-X", "company_id": company.id})
        with self.assertRaises(AccessError):
            self.reference("country", "SU", "CH").with_user(self.keeper).system_id = system

    def test_an_operation_has_a_system_of_its_company(self):
        """V17: an operation has a system of its own company, or of all."""
        far = self.System.create({"name": "Far", "code": "FAR", "company_id": self.company_2.id})
        operation = self.Operation._by_code("constituents").copy({"code": "x-far"})
        with self.assertRaises(UserError):
            operation.system_id = far
        operation.write({"company_id": self.company_2.id, "system_id": far.id})
        with self.assertRaises(UserError):
            far.company_id = self.env.company
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ForeignKeyViolation):
            far.unlink()

    def test_the_system_stays_while_a_file_is_imported(self):
        """V17: the system of an operation is not changed while a file is being imported."""
        operation = self.Operation._by_code("constituents").sudo().copy()
        job = operation._new_job(b"MEMBER_ID\n1\n", "people.csv")
        job._update(state="running")
        with self.assertRaises(UserError):
            operation.system_id = self.offline
        job._update(state="done")
        operation.system_id = self.offline

    def test_the_operation_shows_it_with_both_roles(self):
        """V22: who keeps operations sees the system only with the other role as well."""
        form = self.env.ref("registration_import.registration_import_operation_view_form")
        managers = self.Operation.with_user(self.boss)
        self.assertNotIn('name="system_id"', managers.get_view(form.id)["arch"])
        both = self.both_roles(self.user("xref_boss", MANAGEMENT, MANAGE))
        both = self.Operation.with_user(both)
        self.assertIn('name="system_id"', both.get_view(form.id)["arch"])
        standard = self.Operation._by_code("constituents")
        mine = standard.copy({"code": "x-mine", "based_on_id": standard.id}).with_user(
            both.env.user
        )
        mine.system_id = self.offline
        self.assertEqual(mine.copy().system_id, self.offline)

    # -- contacts that go --------------------------------------------------------------------

    def test_references_go_with_their_contact(self):
        """S14: what a system calls a contact goes with the contact."""
        gone = self.env["res.partner"].create({"name": "Gone"})
        self.reference("contact", "17", str(gone.id))
        kept = self.reference("contact", "18", str(self.ada.id))
        gone.unlink()
        self.assertEqual(self.Reference.search([("type", "=", "contact")]), kept)

    def test_merged_contacts_hand_over_references(self):
        """V15: merged into one, all that a system calls them means that one."""
        self.reference("contact", "17", str(self.ada.id))
        self.reference("contact", "18", str(self.bob.id))
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.ada + self.bob).ids, self.ada)
        found = self.Reference.search([("type", "=", "contact")])
        self.assertEqual(found.mapped("ours"), [str(self.ada.id)] * 2)
        self.assertEqual(found.filtered("preferred").theirs, "17")

    def test_the_second_role_opens_no_operations(self):
        """V22: the second role does not open the operations."""
        viewer = self.user("xref_viewer", MANAGEMENT, VIEW)
        viewer.group_ids = [Command.link(self.env.ref(CROSS_REFERENCES).id)]
        kinds = self.Operation.with_user(viewer).search([]).mapped("kind")
        self.assertIn("cross_references", kinds)
        self.assertNotIn(
            "cross_references", self.Operation.with_user(self.boss).search([]).mapped("kind")
        )
