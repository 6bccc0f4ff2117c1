from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.connector.remote import RemoteFault
from ...tools.contacts.field_pairs import proposed
from ..sync.import_run import FAILED
from ..sync.sync_roles import sync_problem
from .import_run_connector import FETCHING

CONNECTOR = "connector"
# What only the server writes.
KEPT = frozenset({"mark", "previews"})


class RegistrationImportSource(models.Model):
    """The other CRM as a source: what has changed there or here since the last run is fetched page
    by page, and becomes the rows of a job (V13)."""

    _inherit = "registration.import.source"

    connection_id = fields.Many2one(
        "registration.import.connection",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        help="An administrator says which there are",
    )
    mark = fields.Char(copy=False, groups=fields.NO_ACCESS, help="Where the next run begins there")
    previews = fields.Boolean(
        copy=False, groups=fields.NO_ACCESS, help="The next run only says what it would change"
    )

    _connection_uniq = models.UniqueIndex(
        "(connection_id) WHERE connection_id IS NOT NULL",
        "Another operation uses this connection: one keeps it in step.",
    )

    def _is_connector(self):
        return self.operation_id.kind == CONNECTOR

    @api.depends("connection_id.name")
    def _compute_place(self):
        result = super()._compute_place()
        for source in self.filtered("connection_id"):
            source.place = source.connection_id.name
        return result

    def _waits_for_people(self):
        """A connector needs nobody once it has a connection."""
        if self._is_connector():
            return not self.connection_id
        return super()._waits_for_people()

    @api.constrains("connection_id")
    def _check_connection(self):
        for source in self.filtered("connection_id"):
            if not source._is_connector():
                raise ValidationError(self.env._("Only a connector has a connection."))

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        sources._follow_connection()
        return sources

    def write(self, vals):
        result = super().write(vals)
        if "connection_id" in vals:
            self._forget_mark()
            self._follow_connection()
        return result

    def _forget_mark(self):
        """The next run reads all contacts there."""
        self.sudo().mark = False

    def _check_values(self, vals):
        """Nobody chooses a connection by its id that they do not see, nor another one while a run
        is under way."""
        result = super()._check_values(vals)
        if not self.env.su and not KEPT.isdisjoint(vals):
            raise AccessError(self.env._("Only the server writes this of an operation."))
        if vals.get("connection_id"):
            connection = self.env["registration.import.connection"].browse(vals["connection_id"])
            connection.check_access("read")
        for source in self if "connection_id" in vals else ():
            same = source.connection_id.id == (vals["connection_id"] or False)
            if not same and source.operation_id._is_busy():
                raise UserError(self.env._("It is running: wait until that has ended."))
        return result

    def _follow_connection(self):
        """What its operation knows of the other CRM is that of the connection."""
        for source in self.sudo().filtered(lambda each: each._is_connector()):
            operation = source.operation_id
            operation.system_id = source.connection_id.system_id
            propose_fields(operation)

    @api.model
    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        if allowed and not self.env.su and field.name == "connection_id":
            return sync_problem(self.env, "view") is None
        return allowed

    # -- fetching ------------------------------------------------------------------------------

    def _take_next(self, user):
        """Fetch one more page; with the last one, start the job of what was fetched."""
        if not self._is_connector():
            return super()._take_next(user)
        schedule = self.operation_id.schedule_ids
        if schedule.took_file:
            return self.env["registration.import.run"]
        if not self.operation_id.active:
            raise UserError(self.env._("it was put out of use."))
        run = self._fetching() or self._log(FETCHING, code="run_fetching", params={"contacts": 0})
        operation = schedule._operation_as(user)
        if not self.connection_id:
            raise UserError(self.env._("no connection is chosen."))
        self._check_company(["connection_id"])
        try:
            if run._fetch(operation):
                return run
        except RemoteFault as fault:
            return run._after_fault(fault)
        return run._start_pairs(user, operation)

    def _fetching(self):
        """The run that was begun, whatever has died since."""
        domain = [("source_id", "=", self.id), ("state", "=", FETCHING)]
        return self.env["registration.import.run"].search(domain, limit=1)

    def _log(self, state, problem=None, **values):
        """What stops a run while it is being fetched is said in its own line."""
        run = self._fetching() if state == FAILED and self._is_connector() else None
        if not run:
            return super()._log(state, problem, **values)
        return run._end_fetching(FAILED, code=problem.code, params=problem.params)


def propose_fields(operation):
    """Pair the fields of which it is plain, unless somebody has paired some."""
    lines = operation.sudo().line_ids
    fields_there = operation._connection().field_ids
    if operation.kind != CONNECTOR or not fields_there:
        return
    lines.filtered(lambda line: line.theirs_id not in fields_there).theirs_id = False
    if lines.theirs_id:
        return
    found = proposed(fields_there.mapped("name"))
    for line in lines.filtered(lambda each: each.field in found):
        name = found[line.field]
        line.theirs_id = fields_there.filtered(lambda each, own=name: each.name == own)
