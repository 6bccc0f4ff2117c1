"""What `make upgrade` looks at afterwards where two other addons have names that fields of contacts
had: runs in a shell of this checkout."""

import json
import os
from ast import literal_eval
from pathlib import Path

from lxml import etree

THEIRS = ("gender", "date_of_birth", "city_complement")
OURS = ("contact_gender", "contact_birthdate", "contact_city_complement")


def main(env):
    notes = json.loads(Path(os.environ["UPGRADE_NOTES"]).read_text())
    both_hold_what_they_held(env, *env["res.partner"].browse(notes["people"]))
    theirs_is_theirs(env, notes["fields"])
    columns_are_where_they_were(env)
    what_people_made_names_what_it_named(env, notes)


def equal(found, expected, what):
    if found != expected:
        raise SystemExit(f"Traceback: {what}: {found!r} in the place of {expected!r}")


def both_hold_what_they_held(env, jo, sam):
    held = {"gender": "female", "date_of_birth": "2001-02-03", "city_complement": "Kortrijk"}
    for ours, theirs in zip(OURS, THEIRS, strict=True):
        equal(str(jo[theirs]), held[theirs], f"{theirs}, of the other addon")
        equal(str(jo[ours]), held[theirs], ours)
    equal((jo.contact_uln, jo.contact_street3), ("1000000001", "Gate 3"), "what was ours alone")
    # what the other addon has no word for
    equal((sam.contact_gender, sam.gender), ("undisclosed", False), "a gender that is ours alone")
    equal(sam.contact_member_id, "M2", "a member ID")
    equal((jo.card_ids.member_id, jo.card_ids.uln), ("C1", "old"), "a card")
    equal(env.ref("base.user_admin").street3, "Room 5", "the field of users")


def theirs_is_theirs(env, noted):
    """Their descriptions are those they were, and none of ours."""
    for named, id in noted.items():
        model, name = named.split()
        field = env["ir.model.fields"]._get(model, name)
        if named == "res.partner street3" or (model == "res.users" and not field):
            continue
        equal(field.id, id, f"the description of {named}")
        known = env["ir.model.data"].search(
            [("model", "=", "ir.model.fields"), ("res_id", "=", id)]
        )
        equal("registration_import" in known.mapped("module"), False, f"ours of {named}")


def columns_are_where_they_were(env):
    env.cr.execute(
        """SELECT table_name, column_name FROM information_schema.columns
            WHERE table_name IN ('res_partner', 'res_users', 'members_card')
              AND column_name = ANY(%s) ORDER BY 1, 2""",
        [[*THEIRS, "uln", "member_id", "street3", *OURS]],
    )
    of_contacts = [("res_partner", name) for name in sorted([*THEIRS, *OURS])]
    expected = [("members_card", "member_id"), ("members_card", "uln"), *of_contacts]
    equal(env.cr.fetchall(), [*expected, ("res_users", "street3")], "columns")
    env.cr.execute("SELECT 1 FROM pg_constraint WHERE conname = 'res_partner_member_id_uniq'")
    equal(len(env.cr.fetchall()), 1, "their constraint")


def what_people_made_names_what_it_named(env, notes):
    column = env["contact.column"].browse(notes["column"])
    equal(column._schema_field().name, "field_contact_gender", "the column of files")
    listed, changed = (
        etree.fromstring(view.arch) for view in env["ir.ui.view"].browse(notes["views"])
    )
    named = [node.get("name") for node in listed.iter("field")]
    equal(named, ["ref", "contact_uln", "card_ids", "uln", "member_id"], "fields of a view")
    shown = listed.find(".//field[@name='contact_uln']").get("invisible")
    equal(shown, "not gender and not contact_uln", "when a field is shown")
    found = [(node.get("expr"), node[0].get("name")) for node in changed]
    cards = "//field[@name='card_ids'][hasclass('cards')]/list/field[@name='uln']"
    expected = [("//field[@name='contact_uln']", "contact_member_id"), (cards, "partner_id")]
    equal(found, expected, "changes of a view")
    equal(changed[1][0].get("invisible"), "not uln", "when a field of a card is shown")
    domain = literal_eval(env["ir.filters"].browse(notes["filter"]).domain)
    paths = [term[0] for term in domain]
    equal(paths, ["partner_id.gender", "partner_id.contact_uln"], "the conditions of a filter")


main(env)  # noqa: F821
