from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...importer.export_ledger import drop_lines
from ...importer.retention import Retention
from ...messages.downloads import MESSAGES
from ...messages.message import Message

RUNNING, DONE, FAILED = "running", "done", "failed"
STATES = [(RUNNING, "Running"), (DONE, "Done"), (FAILED, "Failed")]
CSV, XLSX = "csv", "xlsx"
FORMATS = [(CSV, "CSV"), (XLSX, "Excel (.xlsx)")]
PEOPLE, SYSTEM = "people", "system"
AUDIENCES = [(PEOPLE, "People, in a spreadsheet program"), (SYSTEM, "Another system")]
WAITING, DELIVERED, UNDELIVERED = "waiting", "delivered", "undelivered"
DELIVERIES = [
    (WAITING, "On its way"),
    (DELIVERED, "Delivered"),
    (UNDELIVERED, "Not delivered"),
]
CRLF, LF = "crlf", "lf"
NEWLINES = [(CRLF, "As on Windows (CR LF)"), (LF, "As on Linux (LF)")]
NEWLINE_TEXTS = {CRLF: "\r\n", LF: "\n"}
# Runs that one vacuum looks at.
VACUUM_RUNS = 100


class RegistrationExportRun(models.Model):
    """One run of a download: who took what out of the database, and the file, while it is stored.

    Other than a ``registration.export``, which is a selection that is read anew each time, a run
    holds a file: what was sent then, and will not be sent again.
    """

    _name = "registration.export.run"
    _inherit = "registration.import.name.mixin"
    _description = "Download"
    _grouped_by = (
        *("operation_id", "state", "create_uid", "started", "ended", "center_id"),
        *("company_id", "format", "audience", "folder_id", "delivery"),
    )
    _order = "id desc"

    name = fields.Char("File", required=True, readonly=True)
    operation_id = fields.Many2one(
        "registration.import.operation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    center_id = fields.Many2one(
        related="operation_id.center_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    starter_context = fields.Json(readonly=True)
    state = fields.Selection(STATES, default=RUNNING, required=True, readonly=True)
    started = fields.Datetime(readonly=True)
    ended = fields.Datetime(readonly=True)
    since = fields.Datetime("Changes From", readonly=True, help="Empty: everything")
    period = fields.Char("Changes", compute="_compute_period")
    format = fields.Selection(FORMATS, default=CSV, required=True, readonly=True)
    separator = fields.Char(readonly=True)
    newline = fields.Selection(NEWLINES, "End of a Line", default=CRLF, readonly=True)
    audience = fields.Selection(AUDIENCES, "Made For", default=PEOPLE, readonly=True)
    columns = fields.Json(readonly=True, help="[[field, label], ...]")
    total = fields.Integer("To Send", readonly=True)
    line_count = fields.Integer("Lines", readonly=True)
    deferred_count = fields.Integer("Deferred", readonly=True)
    position = fields.Integer(readonly=True, help="The last line that is done")
    tries = fields.Integer(readonly=True, help="Times that a worker began with nothing done since")
    notes = fields.Json(readonly=True, help="[[code, params], ...]")
    warnings = fields.Text(compute="_compute_warnings")
    code = fields.Char(readonly=True, help="Why it failed")
    params = fields.Json(readonly=True)
    message = fields.Char(compute="_compute_warnings")
    # taken by its own address alone, which asks for the right and notes that it was taken
    content = fields.Binary("File Content", attachment=True, groups=fields.NO_ACCESS)
    size = fields.Integer("Bytes", readonly=True)
    purged = fields.Boolean(readonly=True, help="The file was deleted")
    has_file = fields.Boolean(compute="_compute_has_file")
    stored_until = fields.Date(
        "Kept Until", compute="_compute_stored_until", help="Then the file goes"
    )
    download_count = fields.Integer("Downloads", readonly=True)
    last_download = fields.Datetime(readonly=True)

    _one_running = models.UniqueIndex(
        "(operation_id) WHERE state = 'running'", "This download is running already."
    )

    @api.depends("since", "started")
    @api.depends_context("lang", "tz")
    def _compute_period(self):
        for run in self:
            until = format_datetime(self.env, run.started, dt_format="short") or ""
            run.period = (
                self.env._(
                    "%(since)s to %(until)s",
                    since=format_datetime(self.env, run.since, dt_format="short"),
                    until=until,
                )
                if run.since
                else self.env._("Everything until %s", until)
            )

    @api.depends("notes", "code", "params")
    @api.depends_context("lang")
    def _compute_warnings(self):
        for run in self:
            run.warnings = "\n".join(run._note_text(*note) for note in run.notes or []) or False
            run.message = run._note_text(run.code, run.params) if run.code else False

    def _note_text(self, code, params):
        """What a code of this run means, in the language of the reader."""
        known = MESSAGES | self.sudo().operation_id._kind()._run_messages()
        params = params or {}
        text = self.env._(known.get(code, Message(text=code)).sentence(params))
        return text % params

    @api.depends("state", "purged")
    def _compute_has_file(self):
        for run in self:
            run.has_file = run.state == DONE and not run.purged

    @api.depends("ended", "operation_id.retention_days")
    def _compute_stored_until(self):
        for run in self:
            run.stored_until = Retention(self.env).until(run)

    # -- as whom ---------------------------------------------------------------------------

    def _as_starter(self):
        """The run in the environment of who started it, cron context kept."""
        run = self.sudo()
        return self.with_user(run.create_uid).with_context(**(run.starter_context or {}))

    def _update(self, **values):
        """Write on the run: it is read-only for everybody."""
        self.sudo().write(values)

    # -- what callers get ------------------------------------------------------------------

    def progress(self):
        """``{"state", "label", "total", "done", "counts", "live", "message"}`` for the live
        display."""
        self.ensure_one()
        self.check_access("read")
        run = self.sudo()
        if run.state == RUNNING:
            self._wake_worker()
        return {
            "state": run.state,
            "label": dict(run._fields["state"]._description_selection(self.env))[run.state],
            "total": run.total,
            "done": run.line_count + run.deferred_count,
            "counts": {},
            "live": run.state == RUNNING,
            "message": self.message or "",
        }

    def _result(self):
        """The JSON-able answer of ``run_download`` and ``download_status``."""
        self.ensure_one()
        run = self.sudo()
        return {
            "run": self.id,
            "state": run.state,
            "message": "\n".join(filter(None, [self.message, self.warnings])),
            "since": fields.Datetime.to_string(run.since) or None,
            "until": fields.Datetime.to_string(run.started),
            "lines": run.line_count,
            "deferred": run.deferred_count,
            "name": run.name,
            "url": self._url() if run.has_file else None,
        }

    def _url(self):
        return f"/registration_import/download/{self.id}"

    def _check_download(self):
        """Raise unless the user sees the run and may download."""
        self.ensure_one()
        self.check_access("read")
        self.operation_id._check_right()

    # -- buttons ---------------------------------------------------------------------------

    def action_download(self):
        """Download the file, now or again."""
        self._check_download()
        return {"type": "ir.actions.act_url", "url": self._url(), "target": "download"}

    def action_stop(self):
        """Give up: the next run takes what this one would have."""
        self._check_download()
        if self.sudo().state != RUNNING:
            raise UserError(self.env._("This download has ended: reload the page."))
        self._fail("stopped", {"name": self.env.user.name})
        return True

    def action_open_deferred(self):
        """Open what this run deferred."""
        self.ensure_one()
        self.check_access("read")
        return self.operation_id.action_open_deferred()

    def action_purge(self):
        """Delete the file now; what it was stays on record."""
        self._check_download()
        if self.sudo().state == RUNNING:
            raise UserError(self.env._("A download that is under way cannot be deleted: stop it."))
        self.sudo()._purge()
        return True

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.operation_id.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # -- retention -------------------------------------------------------------------------

    @api.autovacuum
    def _vacuum_runs(self):
        """Files past their time go; what was sent when stays."""
        due = Domain("state", "!=", RUNNING) & Domain("purged", "=", False)
        due &= Retention(self.env).past()
        self.search(due, limit=VACUUM_RUNS)._purge()

    def _purge(self):
        """The file, and which records were in it."""
        self._pieces().unlink()
        drop_lines(self.env, self.ids)
        self.write({"purged": True})
