from odoo import api, fields, models

from ...tools.contacts import constituent_schema
from ...tools.rows.plan import Change, Plan
from ...tools.rows.problems import Problem
from ...tools.rows.schema import Schema
from .kind_hub import GROUPS

SCHEMA = Schema((*constituent_schema.KEY_FIELDS, *constituent_schema.GROUP_FIELDS))


class ImportKindMembership(models.AbstractModel):
    """What the uploads of memberships share: contacts that there are, and no field of theirs.

    Rows of one contact need no order among them: each takes over, in the dict of the contact that
    they share, what the rows before it leave. Between windows of a validation the groups of the
    contact are handed on, where its rows name it in the first of the ways that the file has.
    """

    _name = "registration.import.kind.membership"
    _inherit = "registration.import.kind.hub"
    _description = "Import of Memberships"

    _repeats_allowed = True
    # What each row must name at least one of, and the problem where it does not.
    _named = ()

    @api.model
    def _keys(self, row):
        return ()

    @api.model
    def _left_by(self, row):
        """The groups of the contact after this row and those before it, whether this one is wrong
        or not; one that is still to be made as what names it."""
        contact, _problem = self._find(row)
        groups = contact["groups"] if contact else ()
        return {"left": [each.once if isinstance(each, Change) else each for each in groups]}

    @api.model
    def _resume(self, row, key, left):
        contact, _problem = self._find(row)
        if contact:
            contact["groups"] = [_planned(each) for each in left["left"]]
        return row.match

    @api.model
    def _plan(self, row, totals):
        contact, problem = self._find(row)
        if contact is None and problem is None:
            problem = self._unknown(row)
        noun, code = self._named
        if problem is None and not row.match[noun]:
            problem = Problem(code, f"{noun[:-1]}_id")
        if problem is not None:
            return Plan(problems=[problem])
        problems, news = [], []
        groups = self._memberships(row, contact, news, problems)
        plan = Plan(
            [self._member_change(contact, groups), *news], problems=problems, record=contact["id"]
        )
        return self._settle(row, contact, plan)

    def _unknown(self, row):
        """The problem that there is nobody of that name, at the first column that is filled."""
        key = next(key for key in constituent_schema.KEYS if row.values.get(key) is not None)
        return Problem("unknown_constituent", key, str(row.values[key]))

    @api.model
    def _settle(self, row, contact, plan):
        """Let the next row of the contact see what this one leaves."""
        if not any(problem.level == "error" for problem in plan.problems):
            contact["groups"] = plan.changes[0].values[GROUPS]
        return plan


def _planned(group):
    """A group as a row before has it: an id, or a change that makes it."""
    return Change("contact.group", None, {}, once=group) if isinstance(group, dict) else group


class ImportKindGroupAssignment(models.AbstractModel):
    """The Group Assignment Upload (V08): adds contacts that there are to groups, never to those of
    an interest."""

    _name = "registration.import.kind.group_assignment"
    _inherit = "registration.import.kind.membership"
    _description = "Group Assignment Upload"

    _named = ("groups", "group_missing")

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv or Excel file with one row per contact, or per contact and group."
                " The first row names the columns, in any order."
            ),
            self.env._(
                "Each row names a contact that there is, by CONS_ID, MEMBER_ID or PRIMARY_EMAIL,"
                " and its groups, by GROUP_ID or GROUP_NAME. Nobody is taken out of a group."
            ),
            self.env._(
                "Groups of interests, of those who opted in or out, are left to a Segmentation"
                " Upload."
            ),
        ]

    @api.model
    def _settle(self, row, contact, plan):
        """A row all of whose groups are other centers' assigns nothing."""
        if len(plan.problems) == len(row.match["groups"]):
            told = [Problem(p.code, p.field, p.value, p.params) for p in plan.problems]
            return Plan(problems=told)
        return super()._settle(row, contact, plan)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("group_assignment", "Group Assignment Upload")],
        ondelete={"group_assignment": "cascade"},
    )
