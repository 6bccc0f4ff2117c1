"""Assignments to groups: of a hundred rows seventy put a contact into one group more, twenty-nine
name a group that the contact is in already, and one names nobody.

Odoo's own import is given the External ID of every contact, a code of every group, all groups that
a contact shall be in, and no row of nobody.
"""

import random

from .case import MODULE, Case
from .constituents import GROUPS

PEOPLE = 100_000
OF_BLOCK = 100
NEW, WRONG = 70, 99
MANY = 50
RELATION = "contact_group_res_partner_rel"


class GroupAssignment(Case):
    """See ``case.Case``."""

    name = "group_assignment"
    SIZES = (100_000,)
    MOST = PEOPLE
    without = ("base_import_as_is",)
    groups = GROUPS
    header = ("MEMBER_ID", "GROUP_NAME")
    filled = {RELATION: ("partner_id", "group_id")}
    counted = {"res_partner": ("write_date", "write_uid")}
    compared = {"res_partner": ("id", "active", "contact_member_id")}
    model = "res.partner"
    native = {"External ID": "id", "Groups and Interests": "contact_group_ids"}
    searched = {"contact.group": ("external_id",)}
    loaded = ("id", "contact_group_ids/id")

    def fill(self, env, rows):
        groups = env["contact.group"]
        if not groups.search_count([("external_id", "=like", "A-%")], limit=1):
            groups.create([{"name": _group(n), "external_id": f"A-{n:02}"} for n in range(MANY)])
            _make_people(env)
        groups = groups.search([("external_id", "=like", "A-%")], order="external_id")
        people = env[self.model].search(
            [("contact_member_id", "=like", "A%")], order="contact_member_id"
        )
        _put_into_groups(env, people, groups)
        return {"assigned": people, "assignee": groups}

    def cells(self, rows):
        return [[_member(number), _group(_said(number))] for number in _numbers(rows)]

    def native_cells(self, rows):
        return [
            [f"{MODULE}.assigned_{number}", ",".join(f"A-{n:02}" for n in _after(number))]
            for number in _numbers(rows)
            if number % OF_BLOCK != WRONG
        ]

    def loaded_cells(self, rows):
        return [
            [
                f"{MODULE}.assigned_{number}",
                ",".join(f"{MODULE}.assignee_{n}" for n in _after(number)),
            ]
            for number in _numbers(rows)
            if number % OF_BLOCK != WRONG
        ]

    def expected(self, rows):
        places = [number % OF_BLOCK for number in range(rows)]
        new, wrong = sum(place < NEW for place in places), places.count(WRONG)
        counts = {"updated": new, "unchanged": rows - new - wrong, "invalid": wrong}
        return {outcome: count for outcome, count in counts.items() if count}

    def expected_again(self, rows):
        wrong = self.expected(rows).get("invalid", 0)
        return {"unchanged": rows - wrong} | ({"invalid": wrong} if wrong else {})

    def run_sql(self, env, path):
        cr = env.cr
        cr.execute("CREATE TEMP TABLE given (member text, name text) ON COMMIT DROP")
        with open(path, encoding="utf-8") as file:
            cr.copy_expert("COPY given FROM STDIN (FORMAT csv, HEADER)", file)
        cr.execute(
            f"""INSERT INTO {RELATION} (partner_id, group_id)
                SELECT p.id, g.id FROM given
                  JOIN res_partner p ON p.contact_member_id = given.member
                  JOIN contact_group g ON g.name_key = lower(given.name)
                    ON CONFLICT DO NOTHING"""
        )
        cr.commit()


def _numbers(rows):
    """The contacts of a file, shuffled."""
    numbers = list(range(rows))
    random.Random(rows).shuffle(numbers)
    return numbers


def _member(number):
    return f"{'X' if number % OF_BLOCK == WRONG else 'A'}{number:06d}"


def _group(number):
    return f"Assigned {number:02}"


def _held(number):
    return number % MANY


def _said(number):
    """The group that the row of a contact names."""
    return (number + 1) % MANY if number % OF_BLOCK < NEW else _held(number)


def _after(number):
    """The groups that a contact is in after its row."""
    return sorted({_held(number), _said(number)})


def _make_people(env):
    """One contact by the ORM, the others by copying its row."""
    first = env["res.partner"].create({"name": "Assigned", "contact_member_id": "A000000"})
    env.flush_all()
    own = ("id", "contact_member_id", "commercial_partner_id")
    names = [
        name
        for name, field in first._fields.items()
        if field.store and field.column_type and name not in own
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"""INSERT INTO res_partner (id, contact_member_id, commercial_partner_id, {columns})
            SELECT new.id, 'A' || lpad(new.n::text, 6, '0'), new.id, {columns}
              FROM res_partner,
                   (SELECT n, nextval('res_partner_id_seq') AS id
                      FROM generate_series(1, %s) n) new
             WHERE res_partner.id = %s""",
        [PEOPLE - 1, first.id],
    )


def _put_into_groups(env, people, groups):
    """Each into the one that it holds before."""
    env.cr.execute(
        f"""INSERT INTO {RELATION} (partner_id, group_id)
            SELECT p.id, g.id
              FROM unnest(%s) WITH ORDINALITY AS p(id, n)
              JOIN unnest(%s) WITH ORDINALITY AS g(id, n) ON g.n - 1 = (p.n - 1) %% {MANY}
                ON CONFLICT DO NOTHING""",
        [people.ids, groups.ids],
    )
    env.invalidate_all()
