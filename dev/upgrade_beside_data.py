"""What `make upgrade` puts into a database of the first release that has two addons beside it: runs
in a shell of its code."""

import json
import os
from pathlib import Path

from odoo import Command

LISTED = """<field name="ref" position="after">
    <field name="uln" invisible="not gender and not uln"/>
    <field name="card_ids" class="cards">
        <list><field name="uln"/><field name="member_id"/></list>
    </field>
</field>"""
CHANGED = """<data>
    <xpath expr="//field[@name='uln']" position="after"><field name="member_id"/></xpath>
    <xpath expr="//field[@name='card_ids'][hasclass('cards')]/list/field[@name='uln']"
           position="after">
        <field name="partner_id" invisible="not uln"/>
    </xpath>
</data>"""


def main(env):
    people = env["res.partner"].create(
        [
            {
                "name": "Jo",
                "uln": "1000000001",
                "gender": "female",
                "date_of_birth": "2001-02-03",
                "city_complement": "Kortrijk",
                "street3": "Gate 3",
                "contact_member_id": "T1",
                "card_ids": [Command.create({"member_id": "C1", "uln": "old"})],
            },
            {"name": "Sam", "uln": "1000000002", "gender": "undisclosed", "member_id": "M2"},
        ]
    )
    user = env.ref("base.user_admin")
    env.cr.execute("UPDATE res_users SET street3 = 'Room 5' WHERE id = %s", [user.id])
    take_names(env)
    fields = env["ir.model.fields"].search(
        [("model", "in", ("res.partner", "res.users")), ("name", "in", THEIRS)]
    )
    column = env["contact.column"].create(
        {"field_id": env.ref("members.field_res_partner__gender").id, "label": "GENDER"}
    )
    form = env.ref("base.view_partner_form")
    listed = env["ir.ui.view"].create(
        {"name": "Listed", "model": "res.partner", "inherit_id": form.id, "arch": LISTED}
    )
    changed = env["ir.ui.view"].create(
        {"name": "Changed", "model": "res.partner", "inherit_id": form.id, "arch": CHANGED}
    )
    filters = env["ir.filters"].create(
        {
            "name": "Women",
            "model_id": "event.registration",
            "domain": "[('partner_id.gender', '=', 'female'), ('partner_id.uln', '!=', False)]",
        }
    )
    notes = {
        "people": people.ids,
        "fields": {f"{each.model} {each.name}": each.id for each in fields},
        "column": column.id,
        "views": [listed.id, changed.id],
        "filter": filters.id,
    }
    Path(os.environ["UPGRADE_NOTES"]).write_text(json.dumps(notes))
    env.cr.commit()


def take_names(env):
    """What somebody has made in the database itself, and named as it is named later."""
    env.cr.execute(
        """ALTER TABLE res_partner ADD COLUMN contact_gender text;
           UPDATE res_partner SET contact_gender = 'by hand';
           CREATE INDEX res_partner_contact_uln_idx ON res_partner (contact_gender)"""
    )
    name = "registration_import.field_res_partner__contact_street3"
    env["ir.model.data"]._update_xmlids(
        [{"xml_id": name, "record": env.ref("base.field_res_partner__street2")}]
    )


# Of contacts, and of users those and one of their own.
THEIRS = ("gender", "date_of_birth", "city_complement", "street3")
main(env)  # noqa: F821
