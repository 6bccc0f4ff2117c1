import contextlib
import xml.etree.ElementTree as ET

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...importer.own_context import YES, Own
from ..users import new_user
from .common import IMPORT, IRREVERSIBLE, ContactsCase

CONFIGURATION = (
    "contact.criterion",
    "contact.criterion.value",
    "contact.authorization",
    "contact.structure.type",
)


@tagged("post_install", "-at_install")
class TestContact(ContactsCase):
    """Institutions and organizations, and what contacts have in addition."""

    @contextlib.contextmanager
    def refused(self, error=UniqueViolation):
        """The database refuses what is written in the block."""
        with mute_logger("odoo.sql_db"), self.assertRaises(error):
            yield
            self.env.flush_all()

    def test_numbers_are_seen_with_their_contact(self):
        """S13: administrative numbers of another institution are out of sight and reach."""
        self.anna.contact_admin_number_ids = [Command.create({"code": "AHV", "value": "756.1"})]
        number = self.anna.contact_admin_number_ids
        elsewhere = self.user("contact_elsewhere", IMPORT, self.north)
        here = self.user("contact_here", IMPORT, self.opera)
        numbers = self.env["contact.admin.number"]
        self.assertEqual(numbers.with_user(here).search([("id", "=", number.id)]), number)
        self.assertFalse(numbers.with_user(elsewhere).search([("id", "=", number.id)]))
        with self.assertRaises(AccessError):
            number.with_user(elsewhere).value = "756.2"

    def test_one_query_finds_all_owners_by_their_codes(self):
        """S05, S06, D12: an institution and its organization, by their codes; * is the
        institution itself, and one query finds them all."""
        pairs = {
            ("T-LAKE", "OPERA"): (self.lake.id, self.opera.id),
            ("T-NORTH", "OPERA"): (self.north.id, self.art.id),
            ("T-LAKE", "*"): (self.lake.id, self.lake.id),
        }
        unknown = {("T-LAKE", "x"), ("T-LAKE", "T-LAKE"), ("OPERA", "OPERA"), ("OPERA", "*")}
        companies = self.env["res.company"].with_user(self.staff)
        companies = companies.with_context(allowed_company_ids=self.companies.ids)
        companies.env.companies.mapped("name")
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = companies._find_owners(pairs.keys() | unknown)
        self.assertEqual(found, pairs)

    def test_a_company_that_is_not_enabled_owns_nothing(self):
        """D12: a company that the user has not, or has not enabled, owns nothing here."""
        user = self.user("contact_opera", IMPORT, self.opera)
        companies = self.env["res.company"].with_user(user)
        pairs = [("T-LAKE", "OPERA"), ("T-LAKE", "STAGE"), ("T-LAKE", "*")]
        self.assertEqual(list(companies._find_owners(pairs)), pairs[:1])

    def test_codes_of_companies_are_unique(self):
        """S05, S06: unique among institutions, and among the organizations of one."""
        for company, code in ((self.north, "T-LAKE"), (self.stage, "OPERA")):
            with self.refused():
                company.import_code = code
        self.art.import_code = "T-LAKE"
        self.env.flush_all()
        with self.refused(CheckViolation):
            self.north.import_code = "*"

    def test_a_number_is_unique_in_its_institution(self):
        """S: a number is there once in an institution, archived contacts included, and keeps its
        zeros."""
        self.assertEqual(self.dora.contact_nr, "0001")
        self.assertEqual(self.anna.contact_institution_id, self.lake)
        self.carl.active = False
        for number in ("0001", "0003"):
            with self.refused():
                self.ben.contact_nr = number
        self.ben.contact_nr = "1"
        self.env.flush_all()

    def test_a_number_is_drawn_when_it_is_asked_for(self):
        """S: a number comes from the sequence when it is asked for, and never one that is taken."""
        new = self.contact("Eve", self.opera) + self.contact("Finn", self.stage)
        self.assertEqual(new.mapped("contact_nr"), [False, False])
        sequence = self.env["res.partner"]._contact_nr_sequence(self.lake)
        self.ben.contact_nr = sequence.get_next_char(sequence.number_next_actual)
        new.with_user(self.staff).action_assign_contact_nr()
        numbers = set(new.mapped("contact_nr"))
        self.assertEqual(len(numbers - {self.ben.contact_nr, False}), 2)
        self.assertEqual({len(number) for number in numbers}, {8})
        self.anna.with_user(self.staff).action_assign_contact_nr()
        self.assertEqual(self.anna.contact_nr, "0001")

    def test_an_institution_may_have_a_sequence_of_its_own(self):
        """S: an institution may have a sequence of its own."""
        self.env["ir.sequence"].create(
            {
                "name": "North",
                "code": "contact.nr",
                "prefix": "N",
                "padding": 3,
                "company_id": self.north.id,
                "implementation": "no_gap",
            }
        )
        new = self.contact("Eve", self.art) + self.contact("Finn", self.opera)
        new.action_assign_contact_nr()
        self.assertEqual(new[0].contact_nr, "N001")
        self.assertNotIn("N", new[1].contact_nr)

    def test_new_contacts_of_an_import_get_numbers(self):
        """S: the import's new contacts get numbers, their addresses none; one query for all."""
        partners = self.env["res.partner"].with_context(registration_import_contact_nr=YES)
        anna, address, other = partners.create(
            [
                {"name": "New", "company_id": self.opera.id},
                {"type": "delivery", "parent_id": self.anna.id},
                {"name": "Old", "company_id": self.opera.id, "contact_nr": "007"},
            ]
        )
        self.assertTrue(anna.contact_nr)
        self.assertEqual([address.contact_nr, other.contact_nr], [False, "007"])

    def test_a_contact_has_only_values_that_its_criteria_allow(self):
        """S: several values only where the criterion takes several, and of who it is for."""
        value = self.value
        opera, dance = value(self.interest, "OPERA"), value(self.interest, "DANCE")
        friend, press = value(self.source, "FRIEND"), value(self.source, "PRESS")
        self.anna.contact_criterion_value_ids = opera + dance + friend
        self.academy.contact_criterion_value_ids = friend + value(self.size, "L")
        for partner, values in (
            (self.anna, friend + press),
            (self.anna, value(self.size, "L")),
            (self.academy, opera),
        ):
            with self.assertRaises(ValidationError):
                partner.contact_criterion_value_ids = values
        with self.assertRaises(ValidationError):
            self.anna.is_company = True

    def test_codes_are_unique_and_can_stand_in_a_file(self):
        """S04: codes are unique, a value's within its criterion, and can stand in a file."""
        self.env["contact.criterion.value"].create(
            {"criterion_id": self.source.id, "code": "OPERA", "name": "Opera"}
        )
        for record, code in (
            (self.interest, "T-SOURCE"),
            (self.mailing, "T-SHARE"),
            (self.value(self.source, "PRESS"), "FRIEND"),
            (self.school.copy({"code": "T-OTHER"}), "T-SCHOOL"),
        ):
            with self.refused():
                record.code = code
        for code in ("A=B", "A,B", " A"):
            with self.refused(CheckViolation):
                self.mailing.code = code

    def test_where_a_value_is_used(self):
        """S04: a value, an authorization and a type tell how many contacts have them."""
        press = self.value(self.source, "PRESS")
        self.anna.contact_criterion_value_ids = press
        self.academy.contact_structure_type_id = self.school
        self.anna.contact_authorization_ids = self.mailing
        for record, partner in (
            (press, self.anna),
            (self.school, self.academy),
            (self.mailing, self.anna),
        ):
            self.assertEqual(record.contact_count, 1)
            found = self.env["res.partner"].search(record.action_open_contacts()["domain"])
            self.assertEqual(found, partner)

    def test_invalid_is_not_archived(self):
        """S12: an invalid contact stays in view, with the reason."""
        self.anna.contact_invalid_reason = "account_deleted"
        self.assertTrue(self.anna.active)
        found = self.env["res.partner"].search([("contact_invalid_reason", "!=", False)])
        self.assertEqual(found & self.anna, self.anna)

    def test_a_relay_has_the_address_of_its_structure(self):
        """S: a contact person has all lines of the address of the structure."""
        relay = self.contact("Gus", self.opera, parent_id=self.academy.id)
        self.academy.write(
            {"street": "Street 1", "contact_street3": "Hall 3", "contact_city_complement": "East"}
        )
        self.assertRecordValues(
            relay,
            [
                {
                    "street": "Street 1",
                    "contact_street3": "Hall 3",
                    "contact_city_complement": "East",
                }
            ],
        )

    def test_the_parts_make_the_name_and_follow_it(self):
        """S: first and last name make the name, and follow it where a person edits that."""
        with Form(self.env["res.partner"]) as form:
            form.company_type = "person"
            form.contact_firstname = "Ann Mary"
            form.contact_lastname = "Lee"
            self.assertEqual(form.name, "Ann Mary Lee")
            form.name = "Ann Mary Ray"
            self.assertEqual([form.contact_firstname, form.contact_lastname], ["Ann Mary", "Ray"])

    def test_numbers_of_administrations_by_code(self):
        """S: numbers of administrations by code, each code once."""
        number = Command.create({"code": "SIRET", "value": "001"})
        self.academy.contact_admin_number_ids = [number]
        with self.refused():
            self.academy.contact_admin_number_ids = [number]


@tagged("post_install", "-at_install")
class TestContactRights(ContactsCase):
    """Who may see and change what."""

    def test_each_role_implies_the_one_below(self):
        """D15: Irreversible implies Import, which implies the contact manager; administrators have
        both."""
        self.assertTrue(self.lead.has_group(IMPORT))
        self.assertFalse(self.staff.has_group(IRREVERSIBLE))
        self.assertTrue(self.staff.has_group("base.group_partner_manager"))
        system = self.env.ref("base.group_system")
        self.assertIn(self.env.ref(IRREVERSIBLE), system.all_implied_ids)

    def test_one_choice_on_the_user_form(self):
        """D15: the chain is one privilege of the category Data operations."""
        groups = self.env.ref(IMPORT) + self.env.ref(IRREVERSIBLE)
        self.assertEqual(len(groups.privilege_id), 1)
        category = self.env.ref("registration_import.module_category_data_operations")
        self.assertEqual(groups.privilege_id.category_id, category)

    def test_who_imports_may_change_the_configuration(self):
        """S04: everybody of the house reads criteria and the like, who imports keeps them."""
        reader = new_user(self.env, "contact_reader", "base.group_user,base.group_partner_manager")
        for model in CONFIGURATION:
            records = self.env[model].search([], limit=1)
            records.with_user(reader).read(["code", "name"])
            with self.assertRaises(AccessError):
                records.with_user(reader).write({"name": "Other"})
            records.with_user(self.staff).write({"name": "Other"})
        portal = new_user(self.env, "contact_portal", "base.group_portal")
        with self.assertRaises(AccessError):
            self.school.with_user(portal).read(["name"])

    def test_configuration_menu(self):
        """S04: who imports finds the screens under Contacts > Configuration, others do not."""
        names = ("menu_contact_criterion", "menu_contact_authorization")
        menus = {self.env.ref(f"registration_import.{name}").id for name in names}
        configuration = self.env.ref("contacts.res_partner_menu_config")
        self.assertLessEqual(menus, set(configuration.child_id.ids))
        visible = self.env["ir.ui.menu"].with_user(self.staff)._visible_menu_ids()
        self.assertLessEqual(menus | {configuration.id}, visible)
        reader = new_user(self.env, "contact_reader", "base.group_user,base.group_partner_manager")
        visible = self.env["ir.ui.menu"].with_user(reader)._visible_menu_ids()
        self.assertFalse(menus & visible)

    def test_personal_fields_are_not_for_the_portal(self):
        """Design: a customer reads nothing of what the office keeps on the contact."""
        portal = new_user(self.env, "contact_portal", "base.group_portal")
        own = portal.partner_id.with_user(portal)
        for name in ("contact_remark", "contact_criterion_value_ids", "contact_invalid_reason"):
            with self.assertRaises(AccessError):
                own.read([name])

    def test_numbers_need_the_right_to_write(self):
        """Design: the public method checks rights itself."""
        new = self.contact("Eve", self.opera)
        reader = self.user("contact_reader", "base.group_user")
        with self.assertRaises(AccessError):
            new.with_user(reader).action_assign_contact_nr()

    def test_who_writes_contacts_writes_their_numbers(self):
        """S: who may write contacts writes their numbers, others read them."""
        self.academy.with_user(self.staff).contact_admin_number_ids = [
            Command.create({"code": "SIRET", "value": "001"})
        ]
        reader = self.user("contact_reader", "base.group_user")
        number = self.academy.with_user(reader).contact_admin_number_ids
        self.assertEqual(number.display_name, "SIRET: 001")
        with self.assertRaises(AccessError):
            number.value = "002"


@tagged("post_install", "-at_install")
class TestContactScreens(ContactsCase):
    """What the screens offer."""

    def test_each_list_of_the_configuration_has_its_screens(self):
        """S04: criteria, authorizations and structure types have list, form and search, and say
        what to do when there is none."""
        for name in ("criterion", "authorization", "structure_type"):
            action = self.env.ref(f"registration_import.contact_{name}_action")
            self.assertEqual(action.view_mode, "list,form")
            self.assertIn("There is no", action.help)
            views = (
                self.env[action.res_model]
                .with_user(self.staff)
                .get_views([(False, "list"), (False, "form"), (False, "search")])["views"]
            )
            self.assertIn('name="archived"', views["search"]["arch"])
            self.assertIn('name="code"', views["form"]["arch"])

    def test_filters_and_groups(self):
        """S: contacts by validity, criterion, authorization, structure type and import."""
        view = (
            self.env["res.partner"]
            .with_user(self.staff)
            .get_view(self.env.ref("base.view_res_partner_filter").id, "search")
        )
        names = {node.get("name") for node in ET.fromstring(view["arch"]).iter()}
        self.assertLessEqual(
            {
                *("contact_valid", "contact_invalid", "contact_criterion_value_ids"),
                *("contact_authorization_ids", "contact_structure_type_id"),
                *(
                    "contact_import_job_id",
                    "group_contact_criterion",
                    "group_contact_authorization",
                ),
                *("group_contact_structure_type", "group_contact_import_job"),
            },
            names,
        )

    def test_the_contact_leads_to_its_import(self):
        """S: the contact leads to the import that made it, for those who may see that."""
        operation = self.env["registration.import.operation"]._by_code("session_instances")
        job = self.env["registration.import.job"].sudo()
        job = job.create({"name": "x.csv", "operation_id": operation.id})
        partners = self.env["res.partner"].with_context(registration_import_job_id=Own(job.id))
        new = partners.create({"name": "Eve"})
        self.assertEqual(new.contact_import_job_id, job)
        self.assertTrue(new.contact_import_date)
        self.assertEqual(new.action_open_contact_import()["res_id"], job.id)
        self.assertTrue(new.contact_can_open_import)
        theirs = new.with_user(self.staff)
        self.assertFalse(theirs.contact_can_open_import)
        with self.assertRaises(AccessError):
            theirs.action_open_contact_import()
        self.assertFalse(self.anna.contact_import_job_id)
