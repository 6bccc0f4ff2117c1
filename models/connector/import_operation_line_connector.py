from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.connector.agreement import ASK, BOTH, NEWEST, OURS, THEIRS
from ...tools.kinds.pair_sides import Pair

DIRECTIONS = [(BOTH, "Both ways"), (THEIRS, "From there to here"), (OURS, "From here to there")]
RULES = [
    (ASK, "Somebody decides"),
    (NEWEST, "The newer one counts"),
    (THEIRS, "Theirs counts"),
    (OURS, "Ours counts"),
]


class RegistrationImportOperationLine(models.Model):
    """Of a connector, which field of the other CRM is which one here, which way its values go, and
    which counts where both have changed."""

    _inherit = "registration.import.operation.line"

    theirs_id = fields.Many2one(
        "registration.import.connection.field",
        "Field there",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="Empty: the field is not kept in step",
    )
    way = fields.Selection(DIRECTIONS, "Direction", default=BOTH, required=True)
    rule = fields.Selection(RULES, "If both have changed", default=ASK, required=True)

    def _pair(self):
        way = BOTH if self.field == "opted_out" else self.way
        if self.theirs_id.read_only and way == BOTH:
            way = THEIRS
        return Pair(self.field, self.theirs_id.name, way, self.rule)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_used(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_used(vals))

    @api.constrains("theirs_id", "way")
    def _check_theirs(self):
        for operation in self.operation_id:
            theirs = [line.theirs_id for line in operation.line_ids if line.theirs_id]
            twice = {each for each in theirs if theirs.count(each) > 1}
            if twice:
                names = ", ".join(sorted(each.display_name for each in twice))
                raise ValidationError(
                    self.env._("Two fields are paired with the same one: %s.", names)
                )
            own = operation.sudo().source_ids.connection_id
            if own and any(each.connection_id != own for each in theirs):
                raise ValidationError(self.env._("Choose fields of the connection."))
        for line in self.filtered("theirs_id"):
            if line.theirs_id.read_only and line.way == OURS:
                raise ValidationError(
                    self.env._("“%s” can only be read there.", line.theirs_id.display_name)
                )
            if line.field == "opted_out" and line.way != BOTH:
                raise ValidationError(
                    self.env._("Opt-outs go both ways: who has opted out anywhere is out.")
                )


def _used(vals):
    """A field that is paired is used, and no other one of a connector is."""
    return {**vals, "used": bool(vals["theirs_id"])} if "theirs_id" in vals else vals
