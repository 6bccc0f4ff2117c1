"""A second kind, that lives in the tests: what an addon of about 40 lines has to bring.

It imports contact tags: a name, a colour, and whether to drop the tag. ``register`` adds it to the
registry of a test class, and takes it away at its end.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..messages.message import Message
from ..tools.rows.plan import Change, Plan
from ..tools.rows.planner import RowPlanner
from ..tools.rows.problems import Problem
from ..tools.rows.schema import Field, Schema
from . import common_kinds

TARGET = "res.partner.category"
SCHEMA = Schema(
    (
        Field("name", "Tag", type="code", required=True, example="Speaker"),
        Field("color", "Colour", type="integer", example="3"),
        Field("action", "Action", type="selection", choices=(("keep", "Keep"), ("drop", "Drop"))),
    )
)


class TinyPlanner(RowPlanner):
    """What a row would change, without a database."""

    identity_fields = ("name",)

    def plan(self, row, totals):
        match, values = row.match, row.values
        if values.get("action") == "drop":
            if match["id"] is None:
                return Plan(problems=[Problem("no_such_tag", "name", values["name"])])
            return Plan(verb="drop", record=match["id"])
        new = {"color": values.get("color") or 0}
        if match["id"] is None:
            new["name"] = values["name"]
        return Plan([Change(TARGET, match["id"], new, match)], record=match["id"])

    def after(self, row):
        if row.plan.verb:
            return {"id": None, "color": None}
        return {"id": row.record or 0, "color": row.values.get("color") or 0}


class TinyKind(models.AbstractModel):
    """What a file of tags is, who may import it, and what its names mean here."""

    _module = None
    _name = "registration.import.kind.tiny"
    _inherit = ["registration.import.kind"]
    _description = "Import of Tags"

    _target = TARGET
    _report_fields = ("name",)
    _identity_fields = TinyPlanner.identity_fields

    def _schema(self):
        return SCHEMA

    def _check_right(self, right):
        if not self.env.user.has_group("base.group_partner_manager"):
            raise AccessError(self.env._("You may not import tags."))

    def _messages(self):
        return {"no_such_tag": Message("Unknown tag", "There is no such tag.", "Check its name.")}

    @api.model
    def _match(self, rows):
        found = self.env.execute_query(
            SQL(
                """SELECT c.id, c.color FROM unnest(%s::text[]) WITH ORDINALITY AS given(name, nth)
                LEFT JOIN (%s) c ON c.name->>'en_US' = given.name ORDER BY nth""",
                [row.values["name"] for row in rows],
                self._view("res.partner.category", "name", "color"),
            )
        )
        return [{"id": identifier, "color": color} for identifier, color in found]

    def _row_planner(self):
        return TinyPlanner(self._run)

    def _verb_drop(self, rows):
        self.env[self._target].browse(row.record for row in rows).unlink()


class TinyOperation(models.Model):
    _module = None
    _name = "registration.import.operation"
    _inherit = ["registration.import.operation"]

    kind = fields.Selection(selection_add=[("tiny", "Tags")], ondelete={"tiny": "cascade"})


def register(case):
    """Add the kind to the registry, for the tests of the class ``case`` only."""
    common_kinds.register(case, TinyKind, TinyOperation)
