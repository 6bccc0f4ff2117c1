import base64
import binascii
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.rows.characters import clean
from ...tools.rows.parsers import readable_format
from ...tools.rows.run_context import CREATE, UPDATE

# Options a caller may give, with their types; anything else is refused rather than ignored.
OPTIONS = {
    "encoding": str,
    "separator": str,
    "sheet": str,
    "header_row": int,
    "date_format": (str, list),
    "confirm": int,
    "records": str,
    "blank": str,
}
# Records that a run may touch, where its kind lets people choose.
RECORDS = [
    ("both", "Create new and update existing"),
    (CREATE, "Create new only"),
    (UPDATE, "Update existing only"),
]
# What an empty cell does to a value, where its kind lets people choose.
BLANKS = [("leave", "Leave the value as it is"), ("clear", "Take the value away")]


class RegistrationImportOperation(models.Model):
    """A kind made ready for use: what people choose, schedule and call by its code."""

    _name = "registration.import.operation"
    _description = "Import Operation"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="How server actions and other systems name it")
    kind = fields.Selection([], required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies")
    options = fields.Json(help="Options of every run that does not give its own")
    irreversible_allowed = fields.Char(
        string="Irreversible operations allowed",
        help="Names, separated by commas, of operations that nothing brings back and that a run"
        " may do although nobody is there to confirm their number",
    )
    instructions = fields.Html(compute="_compute_instructions")

    _code_uniq = models.Constraint("unique(code)", "An operation with this code exists already.")

    def _kind(self):
        """The kind's model, with the rights of the current user."""
        if f"registration.import.kind.{self.sudo().kind}" not in self.env:
            raise UserError(self.env._("There is no such import operation."))
        return self.env[f"registration.import.kind.{self.sudo().kind}"]

    def _kind_or_none(self):
        """The kind's model; of an operation that is only being made, the contract of all kinds."""
        return self._kind() if self.sudo().kind else self.env["registration.import.kind"]

    def _check_right(self, right="import"):
        """Raise ``AccessError`` unless the user may run this operation."""
        self._kind()._check_right(right)

    def _refusal(self, right="import"):
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
                    "operation": operation,
                },
            )

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
            raise UserError(self.env._("There is no import operation “%s”.", clean(str(code))))
        return operation

    @api.constrains("irreversible_allowed", "kind")
    def _check_irreversible_allowed(self):
        for operation in self:
            unknown = operation._allowed_verbs() - set(operation._kind()._irreversible)
            if unknown:
                raise ValidationError(
                    self.env._("Unknown irreversible operation: %s.", ", ".join(sorted(unknown)))
                )

    def _allowed_verbs(self):
        """The irreversible verbs that need no number where nobody can be asked for it."""
        return {
            verb.strip().casefold() for verb in (self.irreversible_allowed or "").split(",")
        } - {""}

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
            "create", "update"), ``blank`` ("leave", "clear": what an empty cell does)
        :param validate_only: plan every row, write nothing
        :param wait: up to 10,000 rows are written within the call; more are scheduled
        :param idempotency_key: the same key of the same user gives the earlier job
        :param label, description: what people read of this run
        :return: ``{"job", "state", "message", "counts", "errors", "errors_truncated"}``
        :raise AccessError: the user may not run this operation
        """
        record = self._by_code(operation)
        record._check_right()
        record._check_options(options or {})
        record._check_mapping(mapping or {})
        record._check_characters([idempotency_key, label, description])
        return record._run_content(
            _decode(content, self.env),
            filename,
            mapping=mapping,
            options=options or {},
            validate_only=validate_only,
            wait=wait,
            idempotency_key=idempotency_key,
            texts=_run_texts(label, description),
        )

    @api.model
    def run_attachment(self, attachment, operation, **arguments):
        """``run_file`` on an ``ir.attachment``, a record or its id, that the user may read."""
        if type(attachment) is int:
            attachment = self.env["ir.attachment"].browse(attachment)
        if not isinstance(attachment, models.BaseModel) or len(attachment.exists()) != 1:
            raise UserError(self.env._("Name one attachment that exists: a record, or its id."))
        attachment.check_access("read")
        if attachment.type != "binary":
            raise UserError(self.env._("“%s” is a link, not a file.", attachment.name))
        content = base64.b64encode(attachment.with_context(bin_size=False).raw or b"")
        return self.run_file(operation, content, attachment.name, **arguments)

    @api.model
    def job_status(self, job):
        """What ``run_file`` gave, as it stands now, of a job that the user may read."""
        known = type(job) is int
        record = self.env["registration.import.job"].browse(job if known else 0).exists()
        if not record:
            raise UserError(self.env._("There is no import job %s.", clean(str(job))))
        record.check_access("read")
        return record._result()

    def _check_options(self, options):
        """Refuse what is no option, and a value of another type; none, or empty, is no choice."""
        if not isinstance(options, dict):
            raise UserError(self.env._("The options must be names with values."))
        unknown = sorted(set(options) - set(OPTIONS))
        if unknown:
            raise UserError(
                self.env._(
                    "Unknown option: %(names)s. Known are: %(known)s.",
                    names=", ".join(unknown),
                    known=", ".join(OPTIONS),
                )
            )
        for name, value in options.items():
            fits = _are_date_formats if name == "date_format" else _fits
            if value and not fits(value, OPTIONS[name]):
                raise UserError(self.env._("The option %s has no value that it can have.", name))
        kind = self._kind()
        self._check_decision(options, "records", kind._chooses_records and dict(RECORDS))
        self._check_decision(options, "blank", kind._clearable and dict(BLANKS))
        self._check_fixed_options(options)
        self._check_characters(options)

    def _check_decision(self, options, name, values):
        if options.get(name) and options[name] not in (values or ()):
            raise UserError(self.env._("The option %s has no value that it can have.", name))

    def _check_fixed_options(self, options):
        for name, fixed in self._kind()._fixed_options.items():
            if options.get(name) and options[name] != fixed:
                raise UserError(
                    self.env._(
                        "The option %(name)s of this import is always %(value)s.",
                        name=name,
                        value=fixed,
                    )
                )

    def _check_mapping(self, mapping):
        """Refuse what is no ``{label: field}``; whether it fits the file is seen later."""
        if not isinstance(mapping, dict) or not all(isinstance(f, str) for f in mapping.values()):
            raise UserError(self.env._("The mapping must name a field for each label."))
        if mapping and self._kind()._has_fixed_columns:
            raise UserError(
                self.env._("The columns of this import have a fixed order: leave the mapping out.")
            )
        self._check_characters(mapping)

    def _check_characters(self, argument):
        """JSON carries characters that the database cannot hold: NUL and halves of pairs."""
        text = json.dumps(argument, ensure_ascii=False, default=str)
        if "\\u0000" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise UserError(self.env._("An argument has a character that cannot be stored."))

    def _run_content(self, content, filename, idempotency_key=None, texts=None, **arguments):
        jobs = self.env["registration.import.job"]
        job = jobs._with_key(idempotency_key)
        if not job:
            values = {"idempotency_key": idempotency_key, **(texts or {})}
            job = self._new_job(content, filename, **values)
            job._launch().run_unattended(**arguments)
        return job._result()

    def _new_job(self, content, filename, **values):
        """A draft job of this operation on a file: ``content`` is its bytes."""
        self.ensure_one()
        self._check_upload()
        return self.env["registration.import.job"]._create_for(self, content, filename, values)

    def _check_upload(self):
        """Raise ``UserError`` where the operation takes no file from people."""

    def action_upload(self):
        """Open the wizard on this operation."""
        self.ensure_one()
        self._check_right()
        self._check_upload()
        return self.env["registration.import.wizard"]._action_upload(self)

    def tips(self):
        """What one has to know to prepare a file: ``{"paragraphs", "required", "columns",
        "choices", "sample", "sample_xlsx"}``; ``columns`` is [{"label", "format", "help"}],
        without a help where the choices say it all; ``choices`` is [{"label", "values"}],
        ``sample`` and ``sample_xlsx`` the addresses of files that can be uploaded as they are, the
        latter "" where no spreadsheet can."""
        self.ensure_one()
        self._check_right()
        columns = self._columns()
        return {
            "paragraphs": self._kind()._instructions(),
            "required": [field.label for field in columns if field.required],
            "columns": [
                {
                    "label": field.label,
                    "format": self._format_text(field),
                    "help": "" if field.choices else self._kind()._help(field),
                }
                for field in columns
            ],
            "choices": [
                {"label": field.label, "values": [choice[1] for choice in field.choices]}
                for field in columns
                if field.choices
            ],
            "sample": self._sample_url("csv"),
            "sample_xlsx": self._sample_url("xlsx"),
        }

    def _columns(self):
        """The fields that its files have, labelled as their columns are."""
        return list(self._kind_or_none()._schema())

    def _given_labels(self):
        """``{label: field}`` of the columns that the operation itself names."""
        return {}

    def _unused_fields(self):
        """The names of fields that the operation leaves out, whatever a file has."""
        return set()

    def _sample_rows(self):
        """Rows of the sample file: texts in the order of the columns."""
        kind = self._kind()
        names = [field.name for field in kind._schema()]
        indexes = [names.index(field.name) for field in self._columns()]
        return [[row[index] for index in indexes] for row in kind._samples()]

    def _sample_url(self, extension):
        """The address of a sample file; "" where no file of that sort can be uploaded."""
        taken = self._kind_or_none()._extensions
        if taken and f".{extension}" not in taken:
            return ""
        return f"/registration_import/sample/{self.id}.{extension}"

    def _format_text(self, field):
        """How the cells of a column are written, in words."""
        if field.type == "date":
            given = self._run_options().get("date_format") or "%Y-%m-%d"
            formats = [given] if isinstance(given, str) else given
            return self.env._("Date, %s", " / ".join(map(readable_format, formats)))
        if field.choices:
            return self.env._("One of the accepted values")
        if field.size:
            return self.env._("Text, at most %s characters", field.size)
        return self.env._("Text")


def _fits(value, kind):
    """Whether a value given as JSON is of the type; numbers count something."""
    return isinstance(value, kind) and value is not True and (kind is not int or value > 0)


def _are_date_formats(value, kind):
    """Whether each names day, month and year once: what the parser of dates can read."""
    formats = [value] if isinstance(value, str) else value
    return isinstance(value, kind) and all(
        isinstance(each, str) and all(each.count(token) == 1 for token in ("%d", "%m", "%Y"))
        for each in formats
    )


def _run_texts(label, description):
    """What a job keeps of them, without what is no text."""
    texts = {"label": label, "description": description}
    return {name: clean(text) for name, text in texts.items() if isinstance(text, str)}


def _decode(content, env):
    """The bytes of base64 text, in lines or not; what is not base64 is the caller's mistake."""
    try:
        return base64.b64decode(type(content)().join(content.split()), validate=True)
    except (AttributeError, binascii.Error, TypeError, ValueError):
        raise UserError(env._("The content of the file is not base64.")) from None
