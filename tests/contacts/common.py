from odoo import Command
from odoo.tests import TransactionCase

from ..users import new_companies, new_users

IMPORT = "registration_import.group_contact_import"
IRREVERSIBLE = "registration_import.group_contact_irreversible"


class ContactsCase(TransactionCase):
    """Two institutions, the first with two organizations; criteria, authorizations, a structure
    type; contacts of each owner; users of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"].with_context(active_test=False)
        cls.lake, cls.north = new_companies(
            cls.env,
            {"name": "Test Lake", "import_code": "T-LAKE", "country_id": cls.ref_id("base.ch")},
            {"name": "Test North", "import_code": "T-NORTH"},
        )
        cls.opera, cls.stage, cls.art = new_companies(
            cls.env,
            {"name": "Test Opera", "import_code": "OPERA", "parent_id": cls.lake.id},
            {"name": "Test Stage", "import_code": "STAGE", "parent_id": cls.lake.id},
            {"name": "Test Art", "import_code": "OPERA", "parent_id": cls.north.id},
        )
        cls.companies = cls.lake + cls.north + cls.opera + cls.stage + cls.art
        cls.source, cls.interest, cls.size = cls.env["contact.criterion"].create(
            [
                cls.criterion("T-SOURCE", "both", ["FRIEND", "PRESS"]),
                cls.criterion("T-INTEREST", "individual", ["OPERA", "DANCE"], is_multiple=True),
                cls.criterion("T-SIZE", "structure", ["S", "L"]),
            ]
        )
        cls.mailing, cls.sharing = cls.env["contact.authorization"].create(
            [{"code": "T-MAIL", "name": "Mailing"}, {"code": "T-SHARE", "name": "Sharing"}]
        )
        cls.school = cls.env["contact.structure.type"].create(
            {"code": "T-SCHOOL", "name": "School"}
        )
        cls.anna = cls.contact("Anna Lee", cls.opera, contact_nr="0001")
        cls.ben = cls.contact("Ben Ray", cls.stage, contact_nr="0002")
        cls.carl = cls.contact("Carl Fox", cls.lake, contact_nr="0003")
        cls.dora = cls.contact("Dora Kim", cls.art, contact_nr="0001")
        cls.academy = cls.contact("Academy", cls.opera, contact_nr="0010", is_company=True)
        cls.staff, cls.lead = cls.users(
            {"contact_staff": IMPORT, "contact_lead": IRREVERSIBLE}, cls.companies
        )

    @classmethod
    def ref_id(cls, name):
        return cls.env.ref(name).id

    @classmethod
    def criterion(cls, code, applies_to, values, **more):
        values = [Command.create({"code": value, "name": value.title()}) for value in values]
        name = code.title()
        return {"code": code, "name": name, "applies_to": applies_to, "value_ids": values, **more}

    @classmethod
    def contact(cls, name, company, **values):
        return cls.env["res.partner"].create({"name": name, "company_id": company.id, **values})

    @classmethod
    def user(cls, login, groups, companies=None):
        return cls.users({login: groups}, companies or cls.companies)

    @classmethod
    def users(cls, groups, companies):
        """Users who may work in these companies; ``groups`` as for ``new_users``."""
        return new_users(
            cls.env,
            groups,
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    @classmethod
    def value(cls, criterion, code):
        return criterion.value_ids.filtered(lambda value: value.code == code)
