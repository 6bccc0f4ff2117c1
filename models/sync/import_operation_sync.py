from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL, clean_context

from ..engine.access import denied_as_well
from .import_operation_line import missing_lines
from .import_schedule import NONE
from .sync_roles import STEPS, check_sync, sync_problem

DIRECTIONS = [("in", "Upload"), ("out", "Download")]
# What people write who may schedule, and nothing else; each operation has one of each.
PARTS = ("source_ids", "schedule_ids")
# What no run would do otherwise, and parts of the operation, which see to that themselves.
HARMLESS_FIELDS = {
    "name",
    "description",
    "sequence",
    "active",
    "notify_user_ids",
    "notify_emails",
    "line_ids",
    *PARTS,
}


class RegistrationImportOperation(models.Model):
    """Operations as the Data Sync app has them: standard ones, which come with the product, and
    those that somebody has made of them for this house, which are the ones to use (V05, V06)."""

    _inherit = "registration.import.operation"

    # What only the server writes.
    _server_fields = frozenset()

    is_sync = fields.Boolean(
        compute="_compute_kind_facts", store=True, help="Used in the Data Sync app alone"
    )
    direction = fields.Selection(DIRECTIONS, compute="_compute_kind_facts", store=True)
    based_on_id = fields.Many2one(
        "registration.import.operation",
        "Standard Operation",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('based_on_id', '=', False)]",
        help="The one that this was made of; empty: it is a standard one",
    )
    description = fields.Text(translate=True, help="What it is for, as your colleagues say it")
    can_run = fields.Boolean(compute="_compute_can")
    run_problem = fields.Char(
        compute="_compute_can", help="What people lack who may run operations, but not this one"
    )
    can_schedule = fields.Boolean(compute="_compute_can")
    can_manage = fields.Boolean(compute="_compute_can")

    @api.depends("kind")
    def _compute_kind_facts(self):
        for operation in self:
            kind = operation._kind_or_none()
            operation.is_sync = kind._is_sync
            operation.direction = kind._direction

    @api.depends_context("uid")
    def _compute_can(self):
        may = {step: sync_problem(self.env, step) is None for step in STEPS}
        for operation in self:
            problem = operation.kind and operation._right_problem()
            operation.can_run = may["run"] and operation.kind and problem is None
            operation.run_problem = may["run"] and problem
            operation.can_schedule = may["schedule"] and (
                bool(operation.based_on_id) or self.env.is_system()
            )
            operation.can_manage = may["manage"]

    # -- who may ---------------------------------------------------------------------------

    @api.model
    def _has_field_access(self, field, operation):
        """Addresses of people outside are for who views operations."""
        allowed = super()._has_field_access(field, operation)
        if allowed and not self.env.su and field.name == "notify_emails":
            return sync_problem(self.env, "view") is None
        return allowed

    def _check_access(self, operation):
        """Whoever changes operations has two roles at once (V21); standard ones are left as they
        are, so that there is always something to start from."""
        if self.env.su or operation == "read":
            return super()._check_access(operation)
        problem = sync_problem(self.env, "schedule" if operation == "write" else "manage")
        if problem:
            return self, lambda: AccessError(problem)
        denied = super()._check_access(operation)
        if self.env.user.has_group("base.group_system"):
            return denied
        standard = self.filtered(lambda each: each.id and not each.sudo().based_on_id)
        text = self.env._("A standard operation stays as it is: customise it, and change that.")
        return denied_as_well(denied, standard, text)

    def write(self, vals):
        """Who may only schedule leaves the rest alone; whoever changes what a run would do is the
        one with whose rights it runs, unless an administrator says otherwise, last of all."""
        self.check_access("write")
        self._check_values(vals)
        if not self.env.su and not HARMLESS_FIELDS.issuperset(vals):
            self._change_runner()
        if _stops_schedule(vals.get("schedule_ids")):
            # before its source goes, without which nothing can run by itself
            self.schedule_ids.write({"mode": NONE})
        result = super().write(dict(sorted(vals.items(), key=_is_part)))
        if "active" in vals:
            self.sudo().schedule_ids._wake()
        if "company_id" in vals:
            self.sudo().source_ids._follow_company()
        return result

    def _check_values(self, vals):
        """Raise unless these values may be written; called before they are."""
        if not self.env.su and not vals.keys() <= set(PARTS):
            check_sync(self.env, "manage")
        _check_reserved(self, vals)

    # -- customising -----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """An operation that a person makes is made of a standard one; what the context would add
        to the values has been checked by nobody."""
        self.browse().check_access("create")
        known = self if self.env.su else self.with_context(clean_context(self.env.context))
        for vals in vals_list:
            _check_reserved(self.browse(), vals)
        values = [_based_values(self, vals) for vals in vals_list]
        operations = super(RegistrationImportOperation, known).create(values)
        for operation in operations:
            operation._complete_parts()
        return operations

    def _complete_parts(self):
        """Whatever was given, it has a source and a schedule; a customised one a line for each
        field."""
        for name in PARTS:
            if not self[name]:
                self.sudo()[name] = [Command.create({})]
        if self.based_on_id:
            self.sudo().write({"line_ids": missing_lines(self)})

    @api.onchange("based_on_id")
    def _onchange_based_on_id(self):
        """What there is to decide depends on the kind."""
        self.kind = self.based_on_id.kind
        self.options = self.based_on_id.options
        self.name = self.name or self.based_on_id.name

    def copy_data(self, default=None):
        """A copy of a standard operation is one that is made of it."""
        if not self.env.su:
            check_sync(self.env, "manage")
        default = default or {}
        standards = [each.sudo().based_on_id or each for each in self]
        copies = zip(self, standards, super().copy_data(default), strict=True)
        return [
            {
                **vals,
                "code": default.get("code") or _free_code(self.env, standard.code, index),
                "based_on_id": standard.id,
                "name": default.get("name") or self.env._("%s (copy)", operation.name),
            }
            for index, (operation, standard, vals) in enumerate(copies)
        ]

    def _asks_label(self):
        return self.is_sync or bool(self.based_on_id) or super()._asks_label()

    def action_customise(self):
        """A copy that may be changed; opens its form."""
        return self._open_copy({"name": self.env._("My %s", self.name)})

    def action_copy(self):
        """Another one like it; opens its form."""
        return self._open_copy({})

    def _open_copy(self, default):
        self.ensure_one()
        check_sync(self.env, "manage")
        self.check_access("read")
        copy = self.copy(default)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copy.id,
            "views": [(False, "form")],
            "name": copy.name,
        }


def _free_code(env, code, skip=0):
    """A code that no operation has: of the standard one, with a number; ``skip`` of those that are
    free are left to others."""
    found = env.execute_query(
        SQL(
            """SELECT max(substring(code FROM %s)::int) FROM registration_import_operation
                WHERE substring(code FROM %s) = %s""",
            "_([0-9]{1,6})$",
            "^(.*)_[0-9]{1,6}$",
            code,
        )
    )
    return f"{code}_{(found[0][0] or 1) + 1 + skip}"


def _stops_schedule(commands):
    """Whether commands on the schedule of an operation let it no longer run by itself."""
    for command in commands or ():
        match command:
            case [Command.UPDATE, _, {"mode": mode}] if mode == NONE:
                return True
    return False


def _is_part(item):
    """Sorts values: the schedule last, before it the source."""
    name, _value = item
    return PARTS.index(name) + 1 if name in PARTS else 0


def _check_reserved(operations, vals):
    """What nothing brings back is allowed by who may do it, and a center by who works for it;
    a customised operation stays what it is."""
    if operations.env.su:
        return
    if not operations._server_fields.isdisjoint(vals):
        raise AccessError(operations.env._("Only the server writes this of an operation."))
    if vals.keys() & {"kind", "based_on_id"} and operations:
        raise UserError(operations.env._("An operation stays of its kind: customise another one."))
    if vals.get("irreversible_allowed"):
        for operation in operations:
            operation._check_right("irreversible")
    centers = operations.env.user.contact_center_ids
    if "center_id" in vals and centers and vals["center_id"] not in centers.ids:
        raise AccessError(operations.env._("Choose a center that you work for."))
    if vals.get("company_id") and vals["company_id"] not in operations.env.companies.ids:
        raise AccessError(operations.env._("Choose a company that you work in."))


def _based_values(operations, vals):
    standard = operations.browse(vals.get("based_on_id")).exists()
    if not standard and operations.env.su:
        return vals
    if not standard or standard.sudo().based_on_id:
        raise UserError(operations.env._("Choose the standard operation that this one is made of."))
    standard.check_access("read")
    own = {"kind": standard.kind, "options": vals.get("options") or standard.sudo().options}
    code = vals.get("code") or _free_code(operations.env, standard.code)
    if vals.get("irreversible_allowed") and not operations.env.su:
        standard._check_right("irreversible")
    return {**vals, **own, "code": code}
