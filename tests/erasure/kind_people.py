"""A kind that lives in the tests and erases contacts as the kind of contact operations does: it
finds them by their number, and hands whole batches to ``contact.erasure``. See kind_tiny.py.
"""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.rows.plan import Change, Plan
from ...tools.rows.planner import RowPlanner
from ...tools.rows.schema import Field, Schema
from .. import common_kinds

LABELS = ("INSTIT", "CONTACT_NR", "NAME", "EMAIL", "OPERATION")
TARGET = "res.partner"
SCHEMA = Schema(
    (
        Field("instit", "INSTIT"),
        Field("contact_nr", "CONTACT_NR", type="code", required=True),
        Field("name", "NAME"),
        Field("email", "EMAIL"),
        Field(
            "operation",
            "OPERATION",
            type="selection",
            choices=(("anonymize", "ANONYMIZE"), ("drop", "DROP"), ("insert", "INSERT")),
        ),
    )
)


class PeoplePlanner(RowPlanner):
    identity_fields = ("contact_nr",)

    def plan(self, row, totals):
        values, record = row.values, row.match["id"]
        if values["operation"] in ("anonymize", "drop"):
            return Plan(verb=values["operation"], record=record)
        new = {name: values[name] for name in ("name", "email", "contact_nr") if values.get(name)}
        return Plan([Change(TARGET, record, new, {"name": "?"})], record=record)

    def after(self, row):
        return {"id": row.record or 0}


class PeopleKind(models.AbstractModel):
    _module = None
    _name = "registration.import.kind.people"
    _inherit = ["registration.import.kind"]
    _description = "Import of People"

    _target = TARGET
    _report_fields = ("contact_nr",)
    _identity_fields = PeoplePlanner.identity_fields

    def _schema(self):
        return SCHEMA

    def _check_right(self, right):
        return None

    @api.model
    def _match(self, rows):
        found = self.env.execute_query(
            SQL(
                """SELECT (SELECT max(p.id) FROM res_partner p
                            WHERE p.contact_nr = given.number AND p.active)
                     FROM unnest(%s::text[]) WITH ORDINALITY AS given(number, nth) ORDER BY nth""",
                [row.values["contact_nr"] for row in rows],
            )
        )
        return [{"id": identifier} for (identifier,) in found]

    def _row_planner(self):
        return PeoplePlanner(self._run)

    def _origin(self, rows):
        job = self._run.job
        return {"job": job, "rows": {row.record: row.id for row in rows}}

    def _verb_anonymize(self, rows):
        partners = self.env[self._target].browse(row.record for row in rows)
        self.env["contact.erasure"]._anonymize(partners, self._origin(rows))

    def _verb_drop(self, rows):
        partners = self.env[self._target].browse(row.record for row in rows)
        self.env["contact.erasure"]._drop(partners, self._origin(rows))


class PeopleOperation(models.Model):
    _module = None
    _name = "registration.import.operation"
    _inherit = ["registration.import.operation"]

    kind = fields.Selection(selection_add=[("people", "People")], ondelete={"people": "cascade"})


def register(case):
    """Add the kind to the registry, for the tests of the class ``case`` only."""
    common_kinds.register(case, PeopleKind, PeopleOperation)
    case.env["registration.import.operation"].create(
        {"name": "People", "code": "people", "kind": "people"}
    )
