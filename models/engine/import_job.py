from odoo import api, fields, models

from ...importer.answer import answer_of, counts_of
from ...importer.assembly import Assembly
from ...importer.copies import Copies
from ...importer.fast_lane import lane_at_end
from ...importer.launch import Launch
from ...importer.sources import source_of
from ...importer.states import DONE, DRAFT, GOALS, REFUSED, STATES
from ...importer.words import seen_notes, why_ended
from ...tools.rows import plan

# What tells names of columns or values of cells, or would let somebody guess at them: no door of
# Odoo leads there, be it a search, a group or an export. Screens show what is made of them, to who
# may see the rows.
OF_FILE = {"readonly": True, "groups": fields.NO_ACCESS}


class RegistrationImportJob(models.Model):
    """One run of an operation on one file: all state between upload and end."""

    _name = "registration.import.job"
    _inherit = "registration.import.name.mixin"
    _description = "Import"
    _order = "id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    label = fields.Char(readonly=True, help="What whoever started the import calls it")
    description = fields.Text(readonly=True)
    operation_id = fields.Many2one(
        "registration.import.operation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(related="operation_id.kind", store=True)
    is_sync = fields.Boolean(related="operation_id.is_sync", store=True)
    state = fields.Selection(STATES, default=DRAFT, required=True, readonly=True, index=True)
    goal = fields.Selection(GOALS, default="draft", readonly=True)
    unattended = fields.Boolean(
        readonly=True, help="Nobody can be asked: what is unclear is refused"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    starter_context = fields.Json(
        **OF_FILE, help="Language, time zone and companies of the starter"
    )
    origin_id = fields.Many2one(
        "registration.import.job", string="Retry of", readonly=True, index="btree_not_null"
    )
    idempotency_key = fields.Char(**OF_FILE, copy=False)
    request = fields.Json(**OF_FILE, copy=False, help="What was asked for with the key")
    attachment_id = fields.Many2one("ir.attachment", string="Stored file", readonly=True)
    checksum = fields.Char(**OF_FILE, index="btree_not_null")
    size = fields.Integer(string="Bytes", readonly=True)
    format = fields.Char(readonly=True)
    options = fields.Json(**OF_FILE)
    dialect = fields.Json(**OF_FILE)
    sheets = fields.Json(**OF_FILE)
    labels = fields.Json(**OF_FILE, help="Texts of the header row")
    header_number = fields.Integer(string="Header row", readonly=True)
    mapping = fields.Json(**OF_FILE, help="Field to column, from 0")
    given_mapping = fields.Json(**OF_FILE, help="Label to field, as the caller gave it")
    meanings = fields.Json(**OF_FILE, help="{field: {text of the file: text read instead}}")
    number_column = fields.Integer(default=-1, help="Column of _row in an errors file, else -1")
    column_ids = fields.One2many("registration.import.column", "job_id", readonly=True)
    batch_ids = fields.One2many(
        "registration.import.batch", "job_id", readonly=True, groups="base.group_system"
    )
    code = fields.Char(readonly=True, help="Why it was refused or stopped")
    params = fields.Json(**OF_FILE)
    message = fields.Char(compute="_compute_message")
    hint = fields.Char(compute="_compute_message")
    notes = fields.Json(**OF_FILE, help="Warnings of the reader: problems as data")
    warnings = fields.Text(compute="_compute_warnings")
    same_as_id = fields.Many2one("registration.import.job", string="Seen before", readonly=True)
    undo_of_id = fields.Many2one(
        "registration.import.job",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",  # without it the job would be an import
    )
    undo_ids = fields.One2many("registration.import.job", "undo_of_id", readonly=True)
    cancel_requested = fields.Boolean(readonly=True)
    started = fields.Datetime(readonly=True)
    ended = fields.Datetime(readonly=True)
    purged = fields.Boolean(readonly=True, help="Cells, values and file were deleted")

    total = fields.Integer(string="Rows", readonly=True)
    created = fields.Integer(readonly=True)
    updated = fields.Integer(readonly=True)
    unchanged = fields.Integer(readonly=True)
    removed = fields.Integer(readonly=True)
    skipped = fields.Integer(readonly=True)
    invalid = fields.Integer(readonly=True)
    failed = fields.Integer(readonly=True)
    not_processed = fields.Integer(string="Not processed", readonly=True)
    problem_count = fields.Integer(compute="_compute_problem_count")

    _live_idx = models.Index(
        "(id) WHERE state IN ('reading','validating','scheduled','running','interrupted')"
    )
    _key_uniq = models.UniqueIndex(
        "(create_uid, idempotency_key) WHERE idempotency_key IS NOT NULL",
        "This import was started already.",
    )
    _undo_uniq = models.UniqueIndex(
        "(undo_of_id) WHERE undo_of_id IS NOT NULL AND origin_id IS NULL"
        " AND state NOT IN ('cancelled', 'refused')",
        "This import is being undone already.",
    )

    @api.depends("code", "params")
    @api.depends_context("lang", "uid")
    def _compute_message(self):
        for job in self:
            job.message, job.hint = (text or False for text in why_ended(job))

    @api.depends("notes")
    @api.depends_context("lang", "uid")
    def _compute_warnings(self):
        messages = self.env["registration.import.message"]
        for job in self:
            notes = seen_notes(job)
            job.warnings = "\n".join(messages._text(n["code"], n["params"]) for n in notes)

    def _compute_problem_count(self):
        counts = dict(
            self.env["registration.import.problem"]._read_group(
                [("job_id", "in", self.ids)], ["job_id"], ["__count"]
            )
        )
        for job in self:
            job.problem_count = counts.get(job, 0)

    # -- as whom -------------------------------------------------------------------------------

    def _as_starter(self):
        """The job in the environment of the person who started it, cron context kept."""
        job = self.sudo()
        return self.with_user(job.create_uid).with_context(**(job.starter_context or {}))

    def _update(self, **values):
        """Write on the job: it is read-only for everybody, the engine knows what it does."""
        self.sudo().write(values)

    # -- the objects that do the work, each made anew; another addon may give others -------------

    def _source(self):
        """Where the rows come from."""
        return source_of(self)

    def _kind(self):
        """The kind, with the rights and the language of this environment."""
        return self._source().kind()

    def _assembly(self):
        """What puts together the objects that read, plan and write."""
        return Assembly(self)

    def _launch(self):
        """What sends it on its way."""
        return Launch(self)

    def _copies(self):
        """The jobs on its rows: what is tried again, what is undone."""
        return Copies(self)

    def _checkpoint(self):
        """Where it stands, as it is stored now."""
        return self.env["registration.import.checkpoint"].sudo()._load(self.id, self._share())

    def _store(self):
        """Its rows in the database."""
        return self._assembly().store()

    # -- ends ------------------------------------------------------------------------------

    def _refuse(self, problem):
        """End without a row applied, or stop with the rest not processed."""
        self._finish(REFUSED, code=problem.code, params=problem.params)

    def _finish(self, state, watched=False, **values):
        """Freeze the counts and send the report, in the transaction that ends the job; no report
        to somebody who watches the end on the screen."""
        counts = self._store().counts("run")
        counts[plan.NOT_PROCESSED] = self.sudo().total - sum(counts.values())
        if state == DONE and counts[plan.NOT_PROCESSED]:
            raise RuntimeError(f"Job {self.id} would end with rows unaccounted for: {counts}")
        values = lane_at_end(self) | counts | values
        self._update(state=state, ended=fields.Datetime.now(), **values)
        self._shares().forget()
        checkpoint = self._checkpoint()
        reading = checkpoint.phase == "read" and not self.sudo().unattended
        checkpoint.update(in_progress=False)
        # whoever waits for a small file to be read sees on the screen why it was not
        watched = watched or (state == REFUSED and reading and self._launch().is_small())
        if not watched:
            self._report().send()
        self.env["registration.import.job.end"]._after(self)

    # -- what callers get ------------------------------------------------------------------

    def _counts(self):
        """``{outcome: rows}``: planned ones after validation, else what has been done."""
        self.ensure_one()
        return counts_of(self)

    def _result(self):
        """The JSON-able answer of ``run_file`` and ``job_status``."""
        self.ensure_one()
        return answer_of(self)
