"""What `dev/run connector` does in an Odoo shell on either side: contacts, a key, changes by
chance.

STEP says which; all contacts have an e-mail address that names them on both sides.
"""

import json
import os
import random
import sys
from pathlib import Path

CONTACTS = int(os.environ.get("CONTACTS") or 10_000)
CHANGED = int(os.environ.get("CHANGED") or 500)
BOTH, NEW = CHANGED // 10, CHANGED // 25
SIDE, STEP = os.environ["SIDE"], os.environ["STEP"]
CITIES = ("Bern", "Basel", "Chur", "Thun", "Zug", "Biel", "Olten", "Aarau")
GROUPS, INTERESTS = ("Choir", "Board", "Tours"), ("News", "Concerts")
# What is not said here goes both ways, and is asked for where both have changed it: the street.
WAYS = {
    "fullname": {"rule": "theirs"},
    "town": {"rule": "newest"},
    "telephone": {"rule": "ours"},
    "zipcode": {"way": "theirs"},
}
# Each contact that is changed on both sides is changed in one of these there and here.
FIELDS = ("name", "city", "phone", "zip", "street")


def main(env):
    env = env(context={"tracking_disable": True, "active_test": False})
    {"make": make, "connect": connect, "change": change}[STEP](env)
    env.cr.commit()


def make(env):
    """The contacts, long ago; a key for whoever calls from outside."""
    contacts = env["res.partner"].create([contact(number) for number in range(CONTACTS)])
    groups = env["contact.group"].create([{"name": name} for name in GROUPS])
    interests = env["contact.interest"].create([{"name": name} for name in INTERESTS])
    groups[0].member_ids = contacts[::10]
    interests[0].opt_in_group_id.member_ids = contacts[1::10]
    interests[0].opt_out_group_id.member_ids = contacts[2::10]
    env.flush_all()
    for table in ("res_partner", "contact_group"):
        env.cr.execute(
            f"UPDATE {table} SET create_date = now() AT TIME ZONE 'UTC' - interval '1 day',"
            " write_date = now() AT TIME ZONE 'UTC' - interval '1 day'"
        )
    user = env.ref("base.user_admin")
    keys = env(user=user.id)["res.users.apikeys"].with_user(user)
    key = keys._generate(scope="rpc", name="connector", expiration_date=None)
    file = Path(os.environ["KEYS"])
    known = json.loads(file.read_text()) if file.exists() else {}
    file.touch(0o600)
    file.write_text(json.dumps(known | {SIDE: key}))


def contact(number):
    return {
        "name": f"Contact {number}",
        "email": f"contact{number}@example.org",
        "city": CITIES[number % len(CITIES)],
        "phone": f"+41 22 555 {number // 100 % 100:02} {number % 100:02}",
    }


def connect(env):
    """The operation on this side that keeps it in step with the other one."""
    rights = ("group_import_export_management", "group_sync_manage")
    admin = env.ref("base.user_admin")
    admin.group_ids |= env["res.groups"].union(
        *(env.ref(f"registration_import.{name}") for name in rights)
    )
    key = json.loads(Path(os.environ["KEYS"]).read_text())["there"]
    system = env["registration.import.system"].create({"name": "Other", "code": "O"})
    connection = env["registration.import.connection"].create(
        {
            "name": "The other side",
            "system_id": system.id,
            "adapter": os.environ.get("ADAPTER") or "odoo",
            "login": env.ref("base.user_admin").login,
            "address": os.environ["ADDRESS"],
            "database": os.environ["DATABASE"],
            "allows_private": True,
            "new_key": key,
        }
    )
    connection.action_test()
    if connection.fault_code:
        raise SystemExit(connection.test_text)
    standard = env.ref("registration_import.operation_connector").with_user(admin)
    operation = standard.copy({"name": "In step"})
    operation.source_ids.connection_id = connection
    for line in operation.line_ids:
        line.write(WAYS.get(line.field, {}))


def change(env):
    """Some hundreds of contacts, others on each side but for those of both; and some new ones."""
    run = int(os.environ["RUN"])
    shared = random.Random(f"{os.environ['SEED']} {run}")
    numbers = shared.sample(range(CONTACTS), 2 * CHANGED - BOTH)
    mine = numbers[:CHANGED] if SIDE == "here" else numbers[CHANGED - BOTH :]
    chance = random.Random(f"{os.environ['SEED']} {run} {SIDE}")
    found = env["res.partner"].search([("email", "like", "contact%@example.org")])
    by_email = {partner.email: partner for partner in found}
    asked = numbers[CHANGED - BOTH : CHANGED : 3]  # of both, those of which somebody has to decide
    for number in mine:
        field = "street" if number in asked else chance.choice(FIELDS)
        change_one(env, by_email[f"contact{number}@example.org"], field, chance, run)
    env["res.partner"].create(
        [
            {"name": f"New {run} {number}", "email": f"new{run}_{SIDE}{number}@example.org"}
            for number in range(NEW)
        ]
    )
    env.flush_all()
    print(f"{SIDE}: {len(mine)} changed, {NEW} new", file=sys.stderr)


def change_one(env, partner, field, chance, run):
    partner[field] = f"{SIDE} {run} {chance.random():.6f}"
    if chance.random() < 0.3:
        groups = env["contact.group"].search([("name", "in", GROUPS), ("kind", "=", "ordinary")])
        partner.contact_ordinary_group_ids = groups.browse(chance.choice(groups.ids))
    if chance.random() < 0.3:
        interest = env["contact.interest"].search([("name", "=", chance.choice(INTERESTS))])
        partner.contact_opt_in_ids -= interest
        partner.contact_opt_out_ids |= interest


main(env)  # noqa: F821  # pylint: disable=undefined-variable
