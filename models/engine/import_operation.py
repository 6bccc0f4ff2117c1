import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...importer.approval import allowed_verbs
from ...importer.guide import Guide
from ...importer.intake import Intake
from ...importer.options import (
    BLANKS,
    RECORDS,
    REPEATS,
    SAME_EMAILS,
    WHOLE_NAMES,
    characters_problem,
    decoded,
    mapping_problem,
    options_problem,
    run_texts,
    texts_problem,
)
from ...importer.stored_files import content_of
from ...tools.rows.characters import clean
from ...tools.rows.problems import Problem, shorten


class RegistrationImportOperation(models.Model):
    """A kind made ready for use: what people choose, schedule and call by its code."""

    _name = "registration.import.operation"
    _inherit = "registration.import.name.mixin"
    _description = "Import Operation"
    _grouped_by = ("name", "company_id", "create_uid", "create_date")
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="How server actions and other systems name it")
    kind = fields.Selection([], required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies")
    options = fields.Json(help="Options of every import that does not give its own")
    irreversible_allowed = fields.Char(
        string="Irreversible operations allowed",
        help="Names, separated by commas, of operations that nothing brings back and that an import"
        " may do although nobody is there to confirm their number",
    )
    instructions = fields.Html(compute="_compute_instructions")
    start_problem = fields.Char(compute="_compute_start_problem")

    _code_uniq = models.Constraint("unique(code)", "An operation with this code exists already.")

    def _kind(self):
        """The kind's model, with the rights of the current user."""
        if f"registration.import.kind.{self.sudo().kind}" not in self.env:
            raise UserError(self.env._("There is no such import operation."))
        return self.env[f"registration.import.kind.{self.sudo().kind}"]

    def _kind_or_none(self):
        """The kind's model; of an operation that is only being made, the contract of all kinds."""
        return self._kind() if self.sudo().kind else self.env["registration.import.kind"]

    @api.model
    def _kinds(self):
        """``{code: model}`` of all kinds that there are."""
        codes = self._fields["kind"].get_values(self.env)
        return {code: self.env[f"registration.import.kind.{code}"] for code in codes}

    def _check_right(self, right="import"):
        """Raise ``AccessError`` unless the user may see and run this operation."""
        self.check_access("read")
        self._kind()._check_right(right)

    def _right_problem(self, right="import"):
        """Why the user may not do ``right`` with this operation, or None."""
        try:
            self._check_right(right)
        except AccessError as error:
            return error.args[0]
        return None

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_instructions(self):
        for operation in self:
            operation.instructions = self.env["ir.qweb"]._render(
                "registration_import.operation_instructions",
                {
                    "paragraphs": operation._kind_or_none()._instructions(),
                    "fields": operation._columns(),
                    "kind": operation._kind_or_none(),
                    "sample_url": Guide(operation).sample_url,
                    "help_url": Guide(operation).help_url(),
                },
            )

    @api.depends("kind")
    @api.depends_context("lang", "uid")
    def _compute_start_problem(self):
        """Why it cannot run here, whatever the roles of the user in imports are."""
        for operation in self:
            operation.start_problem = operation._kind_or_none()._unavailable(operation)

    @api.model
    def _by_code(self, code):
        """The active operation with this code, of the user's companies; an unknown one is the
        caller's mistake."""
        companies = [("company_id", "in", [False, *self.env.companies.ids])]
        # whatever active_test the caller's context has, an archived operation is out of use
        domain = [("code", "=", code), ("active", "=", True), *companies]
        known = isinstance(code, str) and code == clean(code)
        operation = self.sudo().search(domain, limit=1).sudo(False) if known else self.browse()
        if not operation:
            raise UserError(self.env._("There is no import operation “%s”.", _named(code)))
        return operation

    @api.constrains("irreversible_allowed", "kind")
    def _check_irreversible_allowed(self):
        for operation in self:
            unknown = allowed_verbs(operation) - set(operation._kind()._irreversible)
            if unknown:
                raise ValidationError(
                    self.env._("Unknown irreversible operation: %s.", ", ".join(sorted(unknown)))
                )

    def _run_options(self):
        """The options of a run that is given none."""
        return (self.sudo().options or {}) | self._kind()._fixed_options

    # -- doors for server actions, automation rules, other addons and JSON-2 ---------------

    @api.model
    def run_file(
        self,
        operation,
        content,
        filename,
        mapping=None,
        options=None,
        validate_only=False,
        wait=False,
        idempotency_key=None,
        label=None,
        description=None,
    ):
        """Import one file; nobody is asked, so what is not clear is refused.

        :param operation: an operation's code
        :param content: the file, base64
        :param filename: its name, for people
        :param mapping: ``{label: field}``; None lets the labels decide
        :param options: ``encoding``, ``separator``, ``sheet``, ``header_row`` (row number),
            ``date_format``, ``confirm`` (count of irreversible rows), ``records`` ("both",
            "create", "update"), ``blank`` ("leave", "clear": what an empty cell does),
            ``same_email`` (what a row of another name with a contact's e-mail is), ``whole_name``
            (which part of a name comes first), ``repeats`` ("apply", "first", "last", "none":
            which of several rows of one record are kept), ``event`` (the id of the only event
            whose registrations may be named)
        :param validate_only: plan every row, write nothing
        :param wait: up to 10,000 rows are written within the call; more are scheduled
        :param idempotency_key: the same request under the same key of the same user gives the
            earlier job; another one is refused
        :param label, description: what people read of this run
        :return: ``{"job", "state", "message", "counts", "irreversible", "errors",
            "errors_truncated"}``
        :raise AccessError: the user may not run this operation
        """
        record = self._by_code(operation)
        record._check_right()
        record._check_options(options or {})
        self._refuse(mapping_problem(mapping or {}, record._kind()._has_fixed_columns))
        self._refuse(characters_problem(idempotency_key) or texts_problem(label, description))
        data = decoded(content)
        self._refuse(Problem("not_base64") if data is None else None)
        texts, goal = run_texts(label, description), "validate" if validate_only else "run"
        asked = {"mapping": mapping, "options": options, "goal": goal}
        intake = Intake(self.env)
        job, is_new = intake.job_for(record, data, filename, idempotency_key, texts, **asked)
        if is_new:
            job._launch().run_unattended(mapping, options or {}, validate_only, wait)
        return job._result()

    @api.model
    def run_attachment(self, attachment, operation, **arguments):
        """``run_file`` on an ``ir.attachment``, a record or its id, that the user may read."""
        self._by_code(operation)._check_right()
        if type(attachment) is int:
            attachment = self.env["ir.attachment"].browse(attachment)
        if not isinstance(attachment, models.BaseModel) or len(attachment.exists()) != 1:
            raise UserError(self.env._("Name one attachment that exists: a record, or its id."))
        attachment.check_access("read")
        if attachment.type != "binary":
            raise UserError(self.env._("“%s” is a link, not a file.", attachment.name))
        content = base64.b64encode(content_of(attachment.with_context(bin_size=False)))
        return self.run_file(operation, content, attachment.name, **arguments)

    @api.model
    def job_status(self, job):
        """What ``run_file`` gave, as it stands now, of a job that the user may read."""
        known = type(job) is int
        record = self.env["registration.import.job"].browse(job if known else 0).exists()
        if not record:
            raise UserError(self.env._("There is no import %s.", _named(job)))
        record.check_access("read")
        return record._result()

    def _check_options(self, options):
        """Raise ``UserError`` for what is no option of this operation."""
        kind = self._kind()
        chosen = {
            "records": dict(RECORDS) if kind._chooses_records else (),
            "blank": dict(BLANKS) if kind._clearable else (),
            "same_email": dict(SAME_EMAILS) if kind._finds_by_email else (),
            "whole_name": dict(WHOLE_NAMES) if kind._splits_names else (),
            "repeats": dict(REPEATS) if kind._chooses_repeats() else (),
            "event": kind._events(options),
        }
        self._refuse(options_problem(options, chosen, kind._fixed_options))

    @api.model
    def _refuse(self, problem):
        """Raise ``UserError`` where the arguments of a call have a ``Problem``."""
        if problem:
            messages = self.env["registration.import.message"]
            raise UserError(messages._text(problem.code, problem.params))

    def _new_job(self, content, filename, **values):
        """A draft job of this operation on a file: ``content`` is its bytes."""
        self.ensure_one()
        self._check_upload()
        intake = Intake(self.env)
        return intake.new_job(self, content, filename, values)

    def _asks_label(self):
        """Whether the wizard asks what people call an import of this operation."""
        return False

    def _check_upload(self):
        """Raise ``UserError`` where the operation takes no file, or cannot run here."""
        problem = self._kind()._unavailable(self)
        if problem:
            raise UserError(problem)

    def action_upload(self):
        """Open the wizard on this operation."""
        self.ensure_one()
        self._check_right()
        self._check_upload()
        return self.env["registration.import.wizard"]._action_upload(self)

    def tips(self):
        """What one has to know to prepare a file: ``{"paragraphs", "required", "columns",
        "choices", "help", "sample", "sample_xlsx"}``; ``columns`` is [{"label", "format", "help"}],
        without a help where the choices say it all; ``choices`` is [{"label", "values"}],
        ``help`` the address of a chapter of the manual, ``sample`` and ``sample_xlsx`` those of
        files that can be uploaded as they are, the latter "" where no spreadsheet can."""
        self.ensure_one()
        self._check_right()
        return Guide(self).tips()

    def _columns(self):
        """The fields that its files have, labelled as their columns are."""
        return list(self._kind_or_none()._schema())

    def _given_labels(self):
        """``{label: field}`` of the columns that the operation itself names."""
        return {}

    def _unused_fields(self):
        """The names of fields that the operation leaves out, whatever a file has."""
        return set()


def _named(argument):
    """What a caller gave for a code or an id, in a message."""
    known = argument is None or isinstance(argument, str | int | float)
    return shorten(clean(str(argument))) if known else type(argument).__name__
