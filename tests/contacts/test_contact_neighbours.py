from odoo.tests import tagged

from . import neighbours
from .common import ContactsCase


@tagged("post_install", "-at_install")
class TestContactNeighbours(ContactsCase):
    """19.3: where another addon has a field for what one of ours holds, both hold the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.earlier = cls.Partner.create(
            [
                {"name": "Eva Maria Roth", "contact_firstname": "Eva Maria"}
                | {"contact_lastname": "Roth", "contact_birthdate": "1980-02-03"},
                {"name": "Roth & Co", "is_company": True},
            ]
        )
        neighbours.register(cls)
        cls.Partner = cls.env["res.partner"]

    def assertBoth(self, partner, first, last, born=False):
        partner.invalidate_recordset()
        for names in (("contact_firstname", "contact_lastname"), ("firstname", "lastname")):
            self.assertEqual(tuple(partner[name] for name in names), (first, last), names)
        days = (partner.contact_birthdate, partner.birthdate_date)
        self.assertEqual([day and day.isoformat() for day in days], [born, born])

    def test_contacts_from_before_hold_the_same(self):
        """19.3: when the other addon comes, its fields hold what ours hold; a company has no last
        name of ours."""
        person, company = self.earlier.with_env(self.env)
        self.assertBoth(person, "Eva Maria", "Roth", "1980-02-03")
        self.assertEqual(person.name, "Eva Maria Roth")
        self.assertFalse(company.contact_lastname)

    def test_what_is_written_of_ours_is_theirs(self):
        """19.3: an import writes our fields; theirs are equal, and no name is taken apart."""
        partner = self.Partner.create(
            {"name": "Eva Maria Roth", "contact_firstname": "Eva Maria"}
            | {"contact_lastname": "Roth", "contact_birthdate": "1980-02-03"}
        )
        self.assertBoth(partner, "Eva Maria", "Roth", "1980-02-03")
        partner.write(
            {"name": "Jo Ann van Dyk", "contact_firstname": "Jo Ann"}
            | {"contact_lastname": "van Dyk", "contact_birthdate": False}
        )
        self.assertBoth(partner, "Jo Ann", "van Dyk")
        self.assertEqual(partner.name, "Jo Ann van Dyk")

    def test_what_is_written_of_theirs_is_ours(self):
        """19.3: a person changes the fields that the form shows, which are theirs."""
        partner = self.Partner.create({"firstname": "Jo", "lastname": "Lee"})
        self.assertBoth(partner, "Jo", "Lee")
        partner.write({"firstname": "Jo Ann", "birthdate_date": "1990-05-06"})
        self.assertBoth(partner, "Jo Ann", "Lee", "1990-05-06")
        self.assertEqual(partner.name, "Jo Ann Lee")

    def test_genders_are_equal_as_far_as_both_have_them(self):
        """19.3: what theirs cannot say stays ours, until somebody says something else."""
        partner = self.Partner.create({"name": "Jo Lee", "contact_gender": "female"})
        self.assertEqual(partner.gender, "female")
        partner.contact_gender = "undisclosed"
        self.assertFalse(partner.gender)
        partner.name = "Jo Ann Lee"
        self.assertEqual(partner.contact_gender, "undisclosed")
        partner.gender = "other"
        self.assertEqual(partner.contact_gender, "other")
        partner.contact_gender = False
        self.assertFalse(partner.gender)

    def test_a_field_of_another_sort_is_none_of_ours(self):
        """19.3: another addon may call something else as OCA's do: a title that is a contact, a
        gender as free text, a line of an address that is only computed."""
        for ours, theirs in (
            ("contact_title", "parent_id"),
            ("contact_gender", "firstname"),
            ("contact_birthdate", "create_date"),
            ("contact_street3", "email_formatted"),
        ):
            self.assertFalse(self.Partner._is_alike(ours, theirs), theirs)

    def test_lines_of_an_address_are_equal(self):
        """19.3: of a structure and of those who share its address, too."""
        academy = self.Partner.create({"name": "Co", "is_company": True, "street3": "Hall 3"})
        relay = self.Partner.create({"name": "Jo Lee", "parent_id": academy.id})
        academy.contact_street3 = "Hall 4"
        for partner in (academy, relay):
            self.assertEqual([partner.street3, partner.contact_street3], ["Hall 4"] * 2)

    def added(self):
        """The fields that we add to models of Odoo."""
        known = self.env["ir.model.data"]._read_group(
            [("model", "in", ("ir.model", "ir.model.fields"))],
            ["model", "res_id"],
            ["module:array_agg"],
        )
        ours = {(model, each) for model, each, names in known if "registration_import" in names}
        alone = {(m, each) for m, each, names in known if set(names) == {"registration_import"}}
        fields = self.env["ir.model.fields"].browse(
            [each for model, each in ours if model == "ir.model.fields"]
        )
        return fields.filtered(lambda each: ("ir.model", each.model_id.id) not in alone)

    def test_fields_of_others_have_names_and_labels_of_ours(self):
        """19.3: a field that we add to a model of Odoo begins as none of another addon's does; and
        of two fields of one label Odoo warns."""
        added = self.added()
        # those of every model are described once for each addon
        ours = (
            "id",
            "display_name",
            "contact_",
            "qualification_",
            "agenda_",
            "event_",
            "registration_",
            "import_",
        )
        others = added.filtered(lambda each: not each.name.startswith(ours))
        self.assertEqual(set(others.mapped("name")), {"holds_seats"})
        labels = added.filtered(lambda each: each.model == "res.partner").mapped(
            "field_description"
        )
        theirs = {"Title", "Gender", "Birthdate", "First name", "Last name", "Street 3", "Fax"}
        self.assertEqual(theirs & set(labels), set())

    def test_indexes_of_contacts_have_names_of_ours(self):
        """19.3: of two indexes or constraints of one name in two addons, one is lost."""
        named = self.env["ir.model.constraint"].search(
            [("module.name", "=", "registration_import"), ("model.model", "=", "res.partner")]
        )
        indexes = named.filtered(lambda each: each.type != "f").mapped("name")
        self.assertIn("res_partner_contact_member_id_uniq", indexes)
        others = [name for name in indexes if not name.startswith("res_partner_contact_")]
        self.assertEqual(others, [])

    def test_a_whole_name_is_taken_apart_for_both(self):
        """19.3: of a name that is written whole, both hold the parts that the other addon sees."""
        partner = self.Partner.create({"name": "Kim Li"})
        self.assertBoth(partner, "Kim", "Li")
        partner.name = "Ada Poe"
        self.assertBoth(partner, "Ada", "Poe")

    def test_parts_are_emptied_for_both(self):
        """19.3: who takes a first name away takes it from both; a name that an import leaves whole
        has no parts of ours."""
        partner = self.Partner.create({"firstname": "Jo", "lastname": "Lee"})
        partner.write({"contact_firstname": False})
        self.assertBoth(partner, False, "Lee")
        whole = {"name": "Lee Jo Ann", "contact_firstname": False, "contact_lastname": False}
        partner.write(whole)
        partner.invalidate_recordset()
        self.assertEqual(partner.name, "Lee Jo Ann")
        self.assertFalse(partner.contact_lastname)

    def test_the_name_of_a_company_is_no_last_name(self):
        """19.3: partner_firstname stores it as one; ours stays empty."""
        company = self.Partner.create({"name": "Big Co", "is_company": True})
        company.name = "Bigger Co"
        self.assertEqual((company.lastname, company.name), ("Bigger Co", "Bigger Co"))
        self.assertFalse(company.contact_lastname)

    def test_one_of_the_two_is_shown(self):
        """19.3: where a form shows their field, it does not show ours; elsewhere it does."""
        form = self.env.ref("base.view_partner_form")
        self.env["ir.ui.view"].create(
            {
                "name": "Birth date of another addon",
                "model": "res.partner",
                "inherit_id": form.id,
                "arch": '<field name="ref" position="after"><field name="birthdate_date"/></field>',
            }
        )
        arch, _view = self.Partner._get_view(form.id, "form")
        (ours,) = set(arch.xpath("//field[@name='contact_birthdate']/@invisible"))
        self.assertEqual(ours, "1")
        ours_alone = self.env["ir.ui.view"].create(
            {
                "name": "Our birth date alone",
                "model": "res.partner",
                "arch": '<form><field name="contact_birthdate"/></form>',
            }
        )
        arch, _view = self.Partner._get_view(ours_alone.id, "form")
        self.assertEqual(arch.xpath("//field/@invisible"), [])
