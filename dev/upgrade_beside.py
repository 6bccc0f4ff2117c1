"""Addons that have names which fields of contacts had in the first release, or have now, for `make
upgrade`.

``members`` is loaded before ours and has been since before; ``zmembers`` is loaded behind ours, and
updated together with it. What is theirs stays theirs. ``takers`` has names that are new: as long as
it is there, nothing is upgraded.
"""

LATER, TAKERS = "zmembers", "takers"
MANIFEST = """{
    "name": "%s", "version": "19.0.1.0.0", "license": "LGPL-3",
    "author": "Registration Import contributors", "depends": %s, "data": %s,
}
"""
MEMBERS = '''
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    gender = fields.Selection([("female", "Female"), ("male", "Male")])
    date_of_birth = fields.Date()
    card_ids = fields.One2many("members.card", "partner_id")

    # the name that an index of the first release had, and its uniqueness is by far another one
    _member_id_uniq = models.Constraint("CHECK (date_of_birth > \'1800-01-01\')")


class ResUsers(models.Model):
    """A field of users alone, though contacts have one of the same name."""

    _inherit = "res.users"

    street3 = fields.Char("Room", related=None, inverse=None, store=True)


class MembersCard(models.Model):
    _name = "members.card"
    _description = "Card"
    _rec_name = "member_id"

    partner_id = fields.Many2one("res.partner", ondelete="cascade")
    member_id = fields.Char()
    uln = fields.Char()
'''
RIGHTS = """id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink
access_card,card,model_members_card,base.group_user,1,1,1,1
"""
VIEW = """<odoo>
    <record id="partner_form" model="ir.ui.view">
        <field name="name">{addon}</field>
        <field name="model">res.partner</field>
        <field name="inherit_id" ref="base.view_partner_form"/>
        <field name="arch" type="xml">
            <field name="ref" position="after">{fields}</field>
        </field>
    </record>
</odoo>
"""
CARDS = """<field name="gender"/><field name="date_of_birth" invisible="not gender"/>
<field name="card_ids"><list><field name="member_id"/><field name="uln"/></list></field>"""
ZMEMBERS = """
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    city_complement = fields.Char()
"""
OF_TAKERS = """
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    contact_member_id = fields.Char()


class Operation(models.Model):
    _inherit = "registration.import.operation"

    notes_imports = fields.Char()
"""
# What says why nothing was upgraded: of takers, and of what somebody has made in the database.
REFUSALS = (
    "nothing of it was changed",
    "the field contact_member_id of res.partner, which is of Takers",
    "the field notes_imports of registration.import.operation, which is of Takers",
    "the column contact_gender of the table res_partner, which is of no field",
    "res_partner_contact_uln_idx, which is a table or an index",
    "the external id registration_import.field_res_partner__contact_street3",
)
ADDONS = {
    TAKERS: {
        "__manifest__.py": MANIFEST % ("Takers", ["registration_import"], []),
        "__init__.py": OF_TAKERS,
    },
    "members": {
        "__manifest__.py": MANIFEST
        % ("Members", ["contacts"], ["ir.model.access.csv", "views.xml"]),
        "__init__.py": MEMBERS,
        "ir.model.access.csv": RIGHTS,
        "views.xml": VIEW.format(addon="members", fields=CARDS),
    },
    LATER: {
        "__manifest__.py": MANIFEST
        % (
            "Later Members",
            ["contacts", "event", "phone_validation", "base_automation"],
            ["views.xml"],
        ),
        "__init__.py": ZMEMBERS,
        "views.xml": VIEW.format(addon=LATER, fields='<field name="city_complement"/>'),
    },
}


def write(folder):
    for addon, files in ADDONS.items():
        (folder / addon).mkdir(parents=True)
        for name, text in files.items():
            (folder / addon / name).write_text(text, encoding="utf-8")
