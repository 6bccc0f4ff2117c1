from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime, formatLang

from ..sync.import_operation_result import last_of, open_list
from ..sync.sync_roles import check_sync
from .export_run import AUDIENCES, CRLF, CSV, DONE, FORMATS, NEWLINES, RUNNING


class RegistrationImportOperation(models.Model):
    """Operations whose file goes out: what they have sent, and how they are run."""

    _inherit = "registration.import.operation"

    _server_fields = frozenset({"last_download_started"})

    download_format = fields.Selection(FORMATS, "Format of the file", default=CSV, required=True)
    download_for = fields.Selection(
        AUDIENCES,
        "Made for",
        compute="_compute_download_for",
        store=True,
        readonly=False,
        help="In a file for people an apostrophe stands before what a spreadsheet program may take"
        " for a formula, such as +41 31 ...; uploads take it off again. Another system gets each"
        " value as it is.",
    )
    download_newline = fields.Selection(NEWLINES, "End of a line", default=CRLF, required=True)
    # of the snapshot that the last run that ended well was taken from
    last_download_started = fields.Datetime(readonly=True, copy=False)
    download_text = fields.Char("Next Download", compute="_compute_download_texts")
    last_run_id = fields.Many2one(
        "registration.export.run", "Last Download", compute="_compute_last"
    )
    deferred_count = fields.Integer("Deferred", compute="_compute_deferred_count")

    @api.depends("kind")
    def _compute_download_for(self):
        for operation in self:
            kind = operation._kind_or_none()
            operation.download_for = kind._audience if kind._direction == "out" else False

    @api.depends("kind", "last_download_started")
    @api.depends_context("lang", "tz", "uid")
    def _compute_download_texts(self):
        for operation in self:
            out = operation.direction == "out"
            operation.download_text = out and _next_text(operation)

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_last(self):
        """Of a download, its last run."""
        downloads = self.filtered(lambda each: each.direction == "out")
        uploads = self - downloads
        uploads.last_run_id = False
        for operation, run, count in last_of(downloads, "registration.export.run"):
            operation.last_job_id, operation.last_failing = False, 0
            operation.run_count = count
            operation.last_run_id = run
            operation.last_state = run.state
            operation.last_date = run.ended or run.started
            operation.last_text = bool(run) and run._result_line()
        return super(RegistrationImportOperation, uploads)._compute_last()

    @api.depends_context("uid")
    def _compute_deferred_count(self):
        counts = self.env["registration.export.deferred"]._read_group(
            _deferred_domain(self), ["operation_id"], ["__count"]
        )
        counts = {operation.id: count for operation, count in counts}
        for operation in self:
            operation.deferred_count = counts.get(operation.id, 0)

    def _check_upload(self):
        """A download takes no file."""
        result = super()._check_upload()
        if self.direction == "out":
            raise UserError(
                self.env._("“%s” is a download: it makes a file, and takes none.", self.name)
            )
        return result

    @api.constrains("line_ids")
    def _check_columns(self):
        """A file has columns, each under a name of its own: systems find them by it."""
        for operation in self.filtered(lambda each: each.direction == "out" and each.line_ids):
            labels = [label for _field, label in operation._kind()._columns(operation)]
            if not labels:
                raise ValidationError(self.env._("Choose at least one column."))
            twice = sorted({label for label in labels if labels.count(label) > 1})
            if twice:
                raise ValidationError(
                    self.env._("Two columns have the same name: %s.", ", ".join(twice))
                )

    # -- running -----------------------------------------------------------------------------

    def _start_run(self):
        """A download is shown."""
        if self.direction != "out":
            return super()._start_run()
        return self._start_download()._action_open()

    def _is_busy(self):
        return super()._is_busy() or _is_sending(self)

    def _start_download(self, **values):
        self.ensure_one()
        check_sync(self.env, "run")
        self._check_right()
        self.check_access("read")
        problem = self._kind()._unavailable(self)
        if problem:
            raise UserError(problem)
        if _is_sending(self):
            raise UserError(
                self.env._("This download is running already: wait until it has ended.")
            )
        return self.env["registration.export.run"]._start(self, **values)

    @api.model
    def run_download(self, operation):
        """Start a download.

        :param operation: an operation's code
        :return: ``{"run", "state", "message", "since", "until", "lines", "deferred", "name",
            "url"}``; "state" is "running" where there is much to send: ask ``download_status``
            until it is "done" or "failed". "url" is fetched by GET, with a session or an API key.
        :raise AccessError: the user may not run this operation
        """
        record = self._by_code(operation)
        if record.sudo().direction != "out":
            raise UserError(self.env._("“%s” is an upload: it needs a file.", record.sudo().name))
        return record._start_download()._result()

    @api.model
    def download_status(self, run):
        """What ``run_download`` gave, as it stands now, of a download that the user may see."""
        known = type(run) is int
        record = self.env["registration.export.run"].browse(run if known else 0).exists()
        if not record:
            raise UserError(self.env._("There is no download %s.", run))
        record._check_download()
        return record._result()

    def action_start_over(self):
        """Forget what was sent: the next download takes everything."""
        self.ensure_one()
        check_sync(self.env, "manage")
        self._check_right()
        self.check_access("read")
        operation = self.sudo()
        self.env["registration.export.sent"].sudo()._forget(operation)
        operation.last_download_started = False
        return True

    # -- where buttons lead --------------------------------------------------------------------

    def action_open_runs(self):
        """Open the downloads of this operation that the user may see."""
        name = self.env._("Downloads of %s", self.name)
        return open_list(self, "registration_export_run_action", name)

    def action_open_last_run(self):
        """Open the last download."""
        self.ensure_one()
        check_sync(self.env, "view")
        return self.last_run_id._action_open() if self.last_run_id else self.action_open_runs()

    def action_open_deferred(self):
        """Open what goes with a later download."""
        self.ensure_one()
        check_sync(self.env, "view")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deferred by %s", self.name),
            "res_model": "registration.export.deferred",
            "view_mode": "list",
            "domain": _deferred_domain(self),
        }


class RegistrationExportRun(models.Model):
    _inherit = "registration.export.run"

    def _result_line(self):
        """What became of it, in a line."""
        self.ensure_one()
        lines, deferred, total = (
            formatLang(self.env, count, digits=0)
            for count in (self.line_count, self.deferred_count, self.total)
        )
        if self.state == RUNNING:
            return self.env._("%(lines)s of %(total)s lines", lines=lines, total=total)
        if self.state != DONE:
            return self.message
        texts = [self.env._("1 line") if self.line_count == 1 else self.env._("%s lines", lines)]
        if self.deferred_count:
            texts.append(self.env._("%s deferred", deferred))
        return ", ".join(texts)


def _next_text(operation):
    """What the next run of a download takes, in a sentence."""
    env, started = operation.env, operation.last_download_started
    if not started:
        return env._("Nothing has been downloaded yet: the first download takes everything.")
    return env._(
        "The last good download started on %s. The next one takes what has changed since then.",
        format_datetime(env, started, dt_format="short"),
    )


def _deferred_domain(operations):
    """What the last runs that ended well have deferred."""
    return [("operation_id", "in", operations.ids), ("run_id.state", "=", DONE)]


def _is_sending(operation):
    domain = [("operation_id", "=", operation.id), ("state", "=", RUNNING)]
    return bool(operation.env["registration.export.run"].sudo().search_count(domain, limit=1))
