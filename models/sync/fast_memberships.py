from odoo.tools import SQL

from ...importer.fast_rows import FastRows
from ...importer.listeners import override
from ...tools.contacts.constituent_schema import IN, KEYS, NAME_FIELDS, OUT
from ...tools.rows.problems import Problem
from .fast_membership_sql import statement
from .hub_matcher import CONTACT
from .membership_finder import MembershipFinder

GROUP = "contact.group"
MEMBERS = "member_ids"
NAMES = tuple(field.name for field in NAME_FIELDS)
# What the model of planned changes may be asked to do around all of them.
AROUND = ("_writing_together", "_written_with")


class FastMemberships(FastRows):
    """The fast lane of uploads of memberships (``importer.fast_lane.Provider``).

    What rows join is read by the planner's own means, each text of a range once. Plain is a row
    whose keys name one contact as they stand, unless another row that is not plain may mean that
    contact, too, or several rows mean it of which one makes it leave something.
    """

    of_rows = (*FastRows.of_rows, "_deferred", "_centers")
    # The fields that say what a row joins.
    said = ()
    # Whether it matters who else has the address of a contact.
    minds_addresses = False

    def refusal(self, columns, first, last):
        """See ``importer.fast_lane.Provider``."""
        heard = self.heard((GROUP, (), (MEMBERS,), ("_check_member_ids()",)))
        around = override(type(self.env[CONTACT]), AROUND)
        if heard or around:
            return heard or Problem("lane_heard", params={"listener": around})
        groups = self.env[GROUP]
        may_write = groups.has_access("write") and groups._has_field_access(
            groups._fields[MEMBERS], "write"
        )
        return None if may_write else Problem("lane_rights")

    def write_plain(self, columns, width, low, high):
        """See ``importer.fast_lane.Provider``."""
        self.env.flush_all()
        names = [name for name in self.said if name in columns]
        sides = names and self._sides(columns, width, names, low, high)
        if not sides:
            return {}
        given = self.cells(columns, (*KEYS, *NAMES, *names), low, high)
        counts = self.counts_of(
            statement(self.kind, given, width, names, sides, self.minds_addresses)
        )
        if counts.get("updated"):
            self._groups(sides)._check_member_ids()
        return counts

    def _sides(self, columns, width, names, low, high):
        """``{texts of the fields named: (groups to join, others, whether it leaves these)}`` of all
        that rows of the range say plainly, of groups that the user may write."""
        rows = self._said(columns, width, names, low, high)
        sides = {}
        for (texts, row), listed in zip(
            rows.items(), self._meanings(list(rows.values())), strict=True
        ):
            meanings = [meaning for _field, _text, meaning in listed]
            side = self._side(row, meanings) if all("id" in each for each in meanings) else None
            if side and meanings:
                sides[texts] = side
        writable = set(self._groups(sides)._filtered_access("write").ids)
        return {
            texts: (joined, others, leaves)
            for texts, (joined, others, leaves) in sides.items()
            if writable.issuperset((*joined, *others))
        }

    def _groups(self, sides):
        named = {group for joined, others, _leaves in sides.values() for group in joined + others}
        return self.env[GROUP].browse(sorted(named))

    def _said(self, columns, width, names, low, high):
        """``{texts: row}`` of what rows say, each text once, as a row of nothing else."""
        listed, given = (
            SQL(", ").join(map(SQL.identifier, names)),
            self.cells(columns, names, low, high),
        )
        texts = self.env.execute_query(SQL("SELECT DISTINCT %s FROM (%s) g", listed, given))
        return self.parsed(columns, width, names, texts)

    def _finder(self):
        return MembershipFinder(self.env, self.kind._centers())


class FastAssignments(FastMemberships):
    """Contacts join groups, and leave none."""

    said = ("group_id", "group_name")

    def _meanings(self, rows):
        return self._finder().groups(rows)

    def _side(self, row, meanings):
        return list(dict.fromkeys(meaning["id"] for meaning in meanings)), [], False


class FastSegmentation(FastMemberships):
    """Contacts join one group of an interest. They leave the other where they opt out; where they
    opt in, they must not be in it, nor anybody else with their address, as nobody is who has it
    alone."""

    said = ("interest_id", "interest_name", "interest_opt")
    minds_addresses = True

    def _meanings(self, rows):
        return self._finder().interests(rows)

    def _side(self, row, meanings):
        way = row.values.get("interest_opt")
        if way is None:
            return None
        other = {IN: OUT, OUT: IN}[way]
        joined, others = (list({meaning[name] for meaning in meanings}) for name in (way, other))
        return joined, others, way == OUT
