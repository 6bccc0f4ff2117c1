from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...importer.holding import hold
from ...tools.contacts.pairs import CHANGED, THEIR_ID
from ..sync.sync_roles import check_sync, sync_problem

OPEN, DECIDED, SETTLED = "open", "decided", "settled"
STATES = [(OPEN, "To decide"), (DECIDED, "Decided"), (SETTLED, "In step")]
OURS, THEIRS = "ours", "theirs"


class RegistrationImportConflict(models.Model):
    """A contact that both sides have changed since they were last in step, where the operation
    says that somebody decides: nothing of it is written on either side until then (V13)."""

    _name = "registration.import.conflict"
    _inherit = "registration.import.about.contacts.mixin"
    _description = "Conflict with Another CRM"
    _order = "id desc"

    connection_id = fields.Many2one(
        "registration.import.connection", required=True, readonly=True, ondelete="cascade"
    )
    operation_id = fields.Many2one(
        "registration.import.operation", required=True, readonly=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    theirs = fields.Char("ID there", required=True, readonly=True)
    ours_changed = fields.Datetime("Changed here", readonly=True)
    theirs_changed = fields.Datetime("Changed there", readonly=True)
    state = fields.Selection(STATES, readonly=True, required=True, default=OPEN)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)
    line_ids = fields.One2many("registration.import.conflict.field", "conflict_id", "Fields")
    fields_text = fields.Char("Fields in conflict", compute="_compute_fields_text")
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _pair_uniq = models.UniqueIndex(
        "(connection_id, theirs) WHERE state <> 'settled'", "This conflict is listed already."
    )

    @api.depends("contact_id")
    def _compute_display_name(self):
        for conflict in self:
            conflict.display_name = conflict.contact_id.display_name

    @api.depends("line_ids.label")
    def _compute_fields_text(self):
        for conflict in self:
            conflict.fields_text = ", ".join(conflict.line_ids.mapped("label"))

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        may = sync_problem(self.env, "run") is None
        for conflict in self:
            conflict.can_decide = may and conflict.state == OPEN

    def write(self, vals):
        """People choose sides in its form, each of which asks who may, and change nothing else."""
        self._check_only_sides(vals.keys() - {"line_ids"})
        return super().write(vals)

    def _check_only_sides(self, others):
        if others and not self.env.su:
            raise AccessError(self.env._("Only a side is chosen here, until it is decided."))

    # -- deciding --------------------------------------------------------------------------

    def action_take_ours(self):
        """What stands here counts, in all fields."""
        return self._decide(OURS)

    def action_take_theirs(self):
        """What stands there counts, in all fields."""
        return self._decide(THEIRS)

    def action_decide(self):
        """What was chosen field by field counts."""
        return self._decide(None)

    def action_open_contact(self):
        """Open the contact."""
        self.ensure_one()
        self.check_access("read")
        self.contact_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.contact_id.id,
            "views": [(False, "form")],
        }

    def _check_may_decide(self):
        """Who runs operations and may change the contact decides, and once."""
        check_sync(self.env, "run")
        self.check_access("read")
        self.sudo().contact_id.sudo(False).check_access("write")

    def _decide(self, side):
        """The next run carries what was decided."""
        self._check_may_decide()
        hold(self)
        conflicts = self.sudo()
        if any(each.state != OPEN for each in conflicts):
            raise UserError(self.env._("This was decided already. Load the page again."))
        if side:
            conflicts.line_ids.side = side
        elif not all(conflicts.line_ids.mapped("side")):
            raise UserError(self.env._("Choose a side for each of the fields."))
        conflicts.write(
            {
                "state": DECIDED,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        agreements = self.env["registration.import.agreement"].sudo()
        for connection, decided in conflicts.grouped("connection_id").items():
            agreements._look_again(connection, decided.mapped("theirs"))
        return True

    # -- what runs say and ask -----------------------------------------------------------------

    def _decisions(self, connection, theirs):
        """``{id there: {field: side}}`` of what was decided and not carried yet."""
        found = self.search(
            [
                ("connection_id", "=", connection.id),
                ("theirs", "in", list(theirs)),
                ("state", "=", DECIDED),
            ]
        )
        return {each.theirs: {line.field: line.side for line in each.line_ids} for each in found}

    def _settle(self, connection, theirs):
        """Both sides are in step again: what they held is forgotten."""
        found = self.search(
            [
                ("connection_id", "=", connection.id),
                ("theirs", "in", list(theirs)),
                ("state", "!=", SETTLED),
            ]
        )
        found.line_ids.write({"ours": False, "theirs": False})
        found.state = SETTLED

    def _note(self, connection, operation, rows):
        """Note the rows whose fields somebody has to decide: what both sides hold now takes the
        place of what they held before, and what was decided and not carried stays chosen."""
        theirs = [row.values[THEIR_ID] for row in rows]
        self.search(
            [
                ("connection_id", "=", connection.id),
                ("theirs", "in", theirs),
                ("state", "!=", SETTLED),
            ]
        ).unlink()
        schema = operation._kind()._schema()
        self.create(
            [
                {
                    "connection_id": connection.id,
                    "operation_id": operation.id,
                    "contact_id": row.record,
                    "theirs": row.values[THEIR_ID],
                    "ours_changed": _moment(row.match["changed"]),
                    "theirs_changed": _moment(row.values.get(CHANGED)),
                    "line_ids": [
                        fields.Command.create(
                            {
                                "field": name,
                                "label": schema.field(name).label,
                                "ours": row.match["ours"].get(name),
                                "theirs": _shown(row.values.get(name)),
                                "side": row.match["decided"].get(name),
                            }
                        )
                        for name in row.plan.asks
                    ],
                }
                for row in rows
            ]
        )


def _moment(text):
    """A time as it stands in a row, as Odoo has it; False where there is none."""
    return text[:19].replace("T", " ") if text else False


def _shown(value):
    """A value as people read it, as a download has it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)
