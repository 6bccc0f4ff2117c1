"""Constituents: of fifty rows twenty make a contact, eighteen change one in one field, eleven say
what is so already and one is wrong.

Odoo's own import is given what it cannot do: the External ID of every contact; telephone numbers in
international form; all groups that a contact shall be in, those of interests included, since it
leaves nothing as it is, each by a code of its own; and no wrong row. It checks neither that nobody
who opted out is opted in, nor that nobody who was erased comes back.
"""

from odoo import Command

from . import constituent_data as data
from .case import MODULE, Case

HEADER = tuple(data.contact(0))
GROUPS = (
    "registration_import.group_import_export_management",
    "registration_import.group_sync_run",
)
# {column of the user's file: field} of texts that are the same in both.
SAME = {
    "MEMBER_ID": "contact_member_id",
    "FIRST_NAME": "contact_firstname",
    "LAST_NAME": "contact_lastname",
    "PRIMARY_EMAIL": "email",
    "STREET": "street",
    "ZIP": "zip",
    "CITY": "city",
    "COUNTRY": "country_id",
}
# {label: field}
NATIVE = {
    "External ID": "id",
    "Name": "name",
    **{column.replace("_", " ").title(): field for column, field in SAME.items()},
    "Phone": "phone",
    "Groups and Interests": "contact_group_ids",
}
PERSON = (
    "(SELECT concat(p.contact_member_id, p.email) FROM res_partner p WHERE p.id = t.partner_id)"
)
COLUMNS = (
    *(
        "active",
        "name",
        "complete_name",
        "type",
        "is_company",
        "company_id",
        "lang",
        "contact_member_id",
    ),
    *("commercial_partner_id", "commercial_company_name", "partner_share", "email"),
    *("email_normalized", "phone", "phone_sanitized", "street", "zip", "city", "country_id"),
    *("state_id", "parent_id", "contact_firstname", "contact_lastname", "contact_import_job_id"),
    *("contact_import_date", "write_date", "write_uid"),
)
COMPARED = (
    *(
        "active",
        "name",
        "type",
        "is_company",
        "company_id",
        "nullif(contact_member_id, '')",
        "email",
    ),
    *("email_normalized", "phone", "phone_sanitized", "street", "zip", "city", "country_id"),
    *("contact_firstname", "contact_lastname"),
)


class Constituents(Case):
    """See ``case.Case``."""

    name = "constituents"
    MOST = data.BEFORE
    without = ("base_import_as_is", "sql")
    some = ("orm",)
    groups = GROUPS
    header = HEADER
    filled = {"contact_group_res_partner_rel": (PERSON, "group_id")}
    grown = {"res_partner": COLUMNS}
    compared = {"res_partner": COMPARED}
    model = "res.partner"
    native = NATIVE
    searched = {"res.country": ("code",), "contact.group": ("external_id",)}
    loaded = tuple(
        f"{f}/id" if f in ("country_id", "contact_group_ids") else f for f in NATIVE.values()
    )

    def fill(self, env, rows):
        env = env(context={**env.context, "tracking_disable": True})
        groups = _groups(env) or _make_groups(env)
        contacts = env[self.model].search([("email", "like", "person%@example.com")], order="id")
        return {"group": groups, "constituent": contacts or _make_contacts(env, groups)}

    def cells(self, rows):
        return [list(data.row(place).values()) for place in range(rows)]

    def native_cells(self, rows):
        return [
            [*_texts(place), ",".join(map(_code, data.groups_after(place)))]
            for place in _right(rows)
        ]

    def loaded_cells(self, rows):
        country = list(NATIVE.values()).index("country_id")
        return [
            [
                "base.ch" if index == country else text
                for index, text in enumerate([*_texts(place), _group_ids(place)])
            ]
            for place in _right(rows)
        ]

    def expected(self, rows):
        outcomes = {"created": "new", "updated": "changed", "unchanged": "left", "invalid": "wrong"}
        counts = {outcome: data.count(rows, sort) for outcome, sort in outcomes.items()}
        return {outcome: count for outcome, count in counts.items() if count}

    def expected_again(self, rows):
        wrong = data.count(rows, "wrong")
        return {"unchanged": rows - wrong} | ({"invalid": wrong} if wrong else {})


def _right(rows):
    return [place for place in range(rows) if data.sort(place) != "wrong"]


def _texts(place):
    """What Odoo's own import is told of the contact of a row, but its groups."""
    columns = data.row(place)
    return [
        f"{MODULE}.constituent_{data.number(place)}",
        f"{columns['FIRST_NAME']} {columns['LAST_NAME']}",
        *(columns[column] for column in SAME),
        data.kept_phone(columns),
    ]


def _code(group):
    is_of_interest, name = group
    return f"{name} in" if is_of_interest else name


def _codes():
    """Of all groups, in the order of their External IDs."""
    groups = [(False, data.group(number)) for number in range(data.GROUPS)]
    groups += [(True, data.interest(number)) for number in range(data.INTERESTS)]
    return list(map(_code, groups))


def _group_ids(place):
    codes = _codes()
    return ",".join(
        f"{MODULE}.group_{codes.index(_code(group))}" for group in data.groups_after(place)
    )


# -- what is there before ------------------------------------------------------------------------


def _groups(env):
    """The groups in the order of their codes; none where they are still to be made."""
    found = {each.external_id: each for each in env["contact.group"].search([])}
    return env["contact.group"].union(*(found[code] for code in _codes() if code in found))


def _make_groups(env):
    names = map(data.group, range(data.GROUPS))
    env["contact.group"].create([{"name": name, "external_id": name} for name in names])
    names = map(data.interest, range(data.INTERESTS))
    for interest in env["contact.interest"].create([{"name": name} for name in names]):
        interest.opt_in_group_id.external_id = _code((True, interest.name))
    return _groups(env)


def _make_contacts(env, groups):
    ids = dict(zip(_codes(), groups.ids, strict=True))
    contacts = env["res.partner"].create(
        [_values(env, data.contact(number), ids) for number in range(data.BEFORE)]
    )
    env.flush_all()
    return contacts


def _values(env, columns, ids):
    """A contact as the ORM takes it."""
    held = [(False, columns["GROUP_NAME"])]
    held += [(True, columns["INTEREST_NAME"])] if columns["INTEREST_NAME"] else []
    return {field: columns[column] for column, field in SAME.items()} | {
        "name": f"{columns['FIRST_NAME']} {columns['LAST_NAME']}",
        "contact_member_id": columns["MEMBER_ID"] or False,
        "country_id": env.ref("base.ch").id,
        "phone": data.kept_phone(columns),
        "contact_group_ids": [Command.set([ids[_code(group)] for group in held])],
    }
