from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..importer.intake import upload_limit
from ..importer.states import DRAFT, END_STATES, LIVE_STATES, VALIDATED
from ..models.engine.import_operation_options import SEPARATORS
from ..tools.reading.table import MIB
from ..tools.sources.folder import ENDINGS

UPLOAD = "upload"
MAP = "map"
WAIT = "wait"
REPORT = "report"
REFUSED = "refused"
DONE = "done"
STEPS = [
    (UPLOAD, "File"),
    (MAP, "Columns"),
    (WAIT, "In progress"),
    (REPORT, "Check and import"),
    (REFUSED, "Refused"),
    (DONE, "Done"),
]
AGENDAS = "session_instances"
# Tables need room.
WIDE = {"dialog_size": "extra-large"}


class RegistrationImportWizard(models.TransientModel):
    """Upload, map, validate, confirm: choices on screen, each handed to a method of the job.

    All that has to last is on the job, so a wizard that was closed is found again from there.
    """

    _name = "registration.import.wizard"
    _description = "Registration Agenda Import Wizard"

    step = fields.Selection(STEPS, default=UPLOAD, required=True, readonly=True)
    operation_id = fields.Many2one(
        "registration.import.operation",
        string="Type of data",
        default=lambda self: self._first_operation(),
    )
    allowed_operation_ids = fields.Many2many(
        "registration.import.operation", compute="_compute_allowed_operation_ids"
    )
    instructions = fields.Html(related="operation_id.instructions", related_sudo=False)
    lacks = fields.Html(compute="_compute_lacks", sanitize=False)
    # What the drop zone shows; the file itself goes to /registration_import/upload.
    file_name = fields.Char(string="Chosen file")
    file_separator = fields.Selection(
        SEPARATORS, string="Separated by", default=lambda self: self._default_separator()
    )
    has_fixed_columns = fields.Boolean(compute="_compute_file_rules")
    extensions = fields.Char(compute="_compute_file_rules")
    limit_size = fields.Integer(compute="_compute_file_rules", help="Smaller than this, in bytes")

    job_id = fields.Many2one("registration.import.job", readonly=True, ondelete="cascade")
    line_ids = fields.One2many("registration.import.wizard.line", "wizard_id", string="Columns")
    run_label = fields.Char("Label")
    run_description = fields.Text("Description")
    asks_label = fields.Boolean(compute="_compute_file_rules")
    again = fields.Boolean(string="Import it again all the same")
    confirmation = fields.Char(string="Number")
    reason = fields.Char(size=200, help="Kept for ever: name nobody here")
    reference = fields.Char(size=60, help="A ticket or a letter that asks for it")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_named(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_named(vals)
        return super().write(vals)

    @api.model
    def default_get(self, fields):
        """Whoever may run no import at all is told so before the first step."""
        if not self._allowed_operations():
            raise AccessError(self._right_problem())
        values = super().default_get(fields)
        self._check_named(values)
        return values

    def onchange(self, values, field_names, fields_spec):
        self._check_named(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_named(self, values):
        """Names of records are shown to whoever names them by id: only one's own job may be named,
        and an operation that one sees."""
        named = {name: id_of(values.get(name)) for name in ("job_id", "operation_id")}
        if named["job_id"]:
            self.env["registration.import.job"].browse(named["job_id"])._rights().check_owner()
        if named["operation_id"]:
            operations = self.env["registration.import.operation"]
            operations.browse(named["operation_id"]).check_access("read")

    @api.model
    def _allowed_operations(self):
        operations = self.env["registration.import.operation"].search([("direction", "=", "in")])
        return operations.filtered(
            lambda each: not (each._right_problem() or each._kind()._unavailable(each))
        )

    @api.model
    def _first_operation(self):
        """Agendas, whose menu opens the wizard without naming an operation: those that people make
        may come before them in the list."""
        allowed = self._allowed_operations()
        return (allowed.filtered(lambda each: each.kind == AGENDAS) or allowed)[:1]

    @api.model
    def _right_problem(self):
        """Why the user may not: in the words of the operation that was asked for."""
        identifier = id_of(self.env.context.get("default_operation_id"))
        asked = self.env["registration.import.operation"].browse(identifier or ()).exists()
        return (asked and asked._right_problem()) or self.env._(
            "There is nothing that you may import. Ask an administrator for a role that imports,"
            " and say what you want to import."
        )

    @api.depends("operation_id", "step")
    @api.depends_context("lang", "uid")
    def _compute_lacks(self):
        """What has to be there before a file can change anything."""
        for wizard in self:
            lacks = wizard._kind()._lacks() if wizard.step == UPLOAD else ()
            values = {"lacks": [(text, f"/odoo/action-{action}") for text, action in lacks]}
            wizard.lacks = bool(lacks) and self.env["ir.qweb"]._render(
                "registration_import.wizard_lacks", values
            )

    def _compute_allowed_operation_ids(self):
        self.allowed_operation_ids = self._allowed_operations()

    @api.depends("operation_id", "job_id")
    def _compute_file_rules(self):
        limit = upload_limit(self.env) + 1
        for wizard in self:
            kind = wizard._kind()
            wizard.has_fixed_columns = kind._has_fixed_columns
            wizard.asks_label = wizard.operation_id._asks_label()
            wizard.extensions = ",".join(kind._extensions or ENDINGS)
            wizard.limit_size = min(limit, kind._below_mib * MIB) if kind._below_mib else limit

    def _kind(self):
        if self.job_id:
            return self.job_id._kind()
        operation = self.operation_id
        return operation._kind() if operation else self.env["registration.import.kind"]

    @api.model
    def _default_separator(self):
        """That of the operation that was asked for."""
        identifier = self.env.context.get("default_operation_id")
        operation = self.env["registration.import.operation"].browse(identifier).exists()
        return (operation._run_options() if operation else {}).get("separator")

    # -- where a job is taken up -------------------------------------------------------------

    @api.model
    def _for_job(self, job):
        """A wizard at the step where the job was left."""
        job._rights().check_owner()
        wizard = self.create(
            {
                "job_id": job.id,
                "operation_id": job.operation_id.id,
                "run_label": job.label,
                "run_description": job.description,
            }
        )
        wizard._take_job()
        return wizard

    def _take_job(self):
        """Show what the job knows now."""
        self.step = self._step_of_job()
        self.line_ids.unlink()
        if self.step == MAP and self.has_rows:
            self.line_ids = self.env["registration.import.wizard.line"]._for_job(self.job_id)
        if self.step == MAP:
            self.write(self._shown_options())
        if self.step == REPORT:
            self.repeats = self._shown_repeats()

    def _step_of_job(self):
        state = self.job_id.state
        if state == DRAFT:
            return MAP
        if state in LIVE_STATES:
            return WAIT
        if state in END_STATES and self.job_id.started:
            return DONE
        return REPORT if state == VALIDATED else REFUSED

    def _open(self):
        """This wizard, at the step it is at."""
        action = self._action(self.operation_id, self._kind())
        from_job = self.env.context.get("registration_import_from_job", False)
        context = {**action["context"], "registration_import_from_job": from_job}
        return action | {"res_id": self.id, "name": self._title(), "context": context}

    def _title(self):
        self.ensure_one()
        if self.has_fixed_columns:
            return self._short_title(self.operation_id)
        if self.operation_id.is_sync:
            return self.operation_id.name
        return self.env._("Import %(operation)s", operation=self.operation_id.name)

    @api.model
    def _short_title(self, operation):
        return self.env._("Import and Update %(operation)s", operation=operation.name)

    @api.model
    def _action(self, operation, kind):
        """What opens the wizard; where nobody maps columns, in its short form."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.registration_import_wizard_action"
        )
        if not kind._has_fixed_columns:
            return action | {"context": WIDE}
        form = self.env.ref("registration_import.registration_import_wizard_short_view_form")
        return action | {
            "context": WIDE,
            "name": self._short_title(operation),
            "views": [(form.id, "form")],
        }

    @api.model
    def _action_upload(self, operation):
        """What opens the wizard on an operation, at its first step."""
        kind = operation._kind()
        action = self._action(operation, kind)
        if kind._upload_title:
            action["name"] = self.env._(kind._upload_title)
        return action | {"context": {**WIDE, "default_operation_id": operation.id}}


def id_of(value):
    """The id of a many2one as screens and callers give it: a number, a pair, or a dict; or None."""
    if isinstance(value, dict):
        value = value.get("id")
    elif isinstance(value, (list, tuple)):
        value = value[0] if value else None
    return value if type(value) is int else None
