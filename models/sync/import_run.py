import datetime

from odoo import api, fields, models
from odoo.fields import Command

from ...importer import mails
from ...importer.states import DONE as JOB_DONE
from ...importer.states import END_STATES
from ...importer.words import result_line
from ...tools.sources.folder import DONE as DONE_FOLDER
from ...tools.sources.folder import FAILED as FAILED_FOLDER
from ...tools.sources.folder import Entry, stamped_name

SCANNED = "scanned"
WAITING = "waiting"
WORKING = "working"
DONE = "done"
FAILED = "failed"
NOTHING = "nothing"
STATES = [
    (SCANNED, "Seen"),
    (WAITING, "Waiting"),
    (WORKING, "Under way"),
    (DONE, "Imported"),
    (FAILED, "Not imported"),
    (NOTHING, "Nothing to do"),
]
# A file whose size and time were the same for so long has been written.
STABLE_SECONDS = 5
# Lines without a file are forgotten after so many days; files are remembered, to know them again.
LOG_DAYS = 90


class RegistrationImportRun(models.Model):
    """What became of one poll of the source of an operation: a file and its job, or none and why.

    A file's line is committed with its job, before the file is moved: whatever dies in between,
    the next poll finds the line, and neither loses nor repeats the file.
    """

    _name = "registration.import.run"
    _inherit = "registration.import.name.mixin"
    _description = "Fetched File"
    _grouped_by = (
        *("operation_id", "state", "create_date", "user_id", "company_id", "folder_id"),
        *("job_id", "name"),
    )
    _order = "id desc"

    source_id = fields.Many2one(
        "registration.import.source", required=True, index=True, ondelete="cascade"
    )
    operation_id = fields.Many2one(
        related="source_id.operation_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(related="operation_id.company_id")
    state = fields.Selection(STATES, required=True, default=NOTHING)
    name = fields.Char("File")
    stamp = fields.Char(help="Which file it was, its size and time: another while it is written")
    written = fields.Datetime(help="When the file was last written")
    scanned = fields.Datetime(help="When the file was first seen as it is")
    key = fields.Char(help="E-mail and attachment: each is taken once")
    moved = fields.Char("Moved to", readonly=True)
    folder_id = fields.Many2one("registration.import.folder", ondelete="set null")
    attachment_id = fields.Many2one(
        "ir.attachment", "Content", ondelete="set null", groups="base.group_system"
    )
    job_id = fields.Many2one(
        "registration.import.job", "Import", index="btree_not_null", ondelete="set null"
    )
    is_partial = fields.Boolean(compute="_compute_is_partial", help="Rows were left out")
    user_id = fields.Many2one("res.users", "Run as")
    sender_ids = fields.Many2many(
        "res.users",
        "registration_import_run_sender_rel",
        "import_run_id",
        "user_id",
        string="Sent by",
        help="Colleagues whose address sent the file, or who put it there",
    )
    code = fields.Char()
    params = fields.Json()
    message = fields.Char("Result", compute="_compute_message")
    title = fields.Char(compute="_compute_message")
    hint = fields.Char(compute="_compute_message")
    url = fields.Char(compute="_compute_url")

    _working_idx = models.Index("(source_id) WHERE state IN ('scanned','waiting','working')")
    _key_uniq = models.UniqueIndex(
        "(source_id, key) WHERE key IS NOT NULL", "This e-mail was taken already."
    )

    @api.depends("code", "params", "job_id.state", "state")
    @api.depends_context("lang", "uid")
    def _compute_message(self):
        messages = self.env["registration.import.message"]
        for run in self:
            job = run.sudo().job_id
            ended = result_line(job) if job.state in END_STATES else False
            ended = ended if run.code != "run_repeated" else False
            texts = [run.code and messages._text(run.code, run.params), ended]
            run.message = " ".join(filter(None, texts))
            run.title = messages._title(run.code) if run.code else False
            run.hint = messages._hint(run.code, run.params) if run.code else False

    @api.depends("job_id.state")
    def _compute_is_partial(self):
        for run in self:
            run.is_partial = bool(run.sudo().job_id.failing)

    def _compute_url(self):
        for run in self:
            path = f"/odoo/data-sync-operations/{run.operation_id.id}"
            run.url = run.get_base_url() + path

    @api.depends("name", "operation_id")
    def _compute_display_name(self):
        for run in self:
            run.display_name = run.name or run.operation_id.name
        self._hide_names()

    def action_open_job(self):
        """Open the import that this poll started."""
        self.ensure_one()
        self.check_access("read")
        return self.job_id.action_open_job()

    # -- the end -------------------------------------------------------------------------------

    @api.model
    def _ended(self):
        """Runs whose jobs have ended, oldest first: what is left is to put their files away."""
        return self.sudo().search(self._ended_domain(), order="id")

    @api.model
    def _ended_domain(self):
        over = ["|", ("job_id", "=", False), ("job_id.state", "in", END_STATES)]
        return [("state", "=", WORKING), *over]

    def _settle(self):
        """Put the file of an ended job away; raises ``OSError`` where that cannot be done now."""
        self.ensure_one()
        went_well = self.job_id.state == JOB_DONE
        moved = self._put_away(DONE_FOLDER if went_well else FAILED_FOLDER)
        state = NOTHING if self.code == "run_repeated" else DONE if went_well else FAILED
        self.write({"state": state, "moved": moved})

    def _put_away(self, into):
        """Move the file from where it is to its end, unless a newer one has its name by now; its
        place there, or False."""
        if not self.folder_id:
            return False
        name = stamped_name(self.name, self.create_date.strftime("%Y%m%d-%H%M%S"))
        with self.folder_id._open() as folder:
            moved = folder.move(Entry.stamped(self.name, self.stamp), into, name)
        return f"{into}/{moved}" if moved else False

    # -- mail ----------------------------------------------------------------------------------

    def _mail(self):
        """Tell the people and the addresses of the operation what has to be looked after."""
        schedule = self.operation_id.schedule_ids
        for user in schedule._owners().filtered("email"):
            self._mail_to(user.lang, recipient_ids=[Command.link(user.partner_id.id)])
        addresses = mails.addresses_of(self.operation_id.sudo().notify_emails)
        if addresses:
            self._mail_to(schedule.run_as_id.lang, email_to=", ".join(addresses))

    def _mail_to(self, lang, **values):
        mails.queue(self.with_context(lang=lang), "mail_template_run", **values)

    @api.autovacuum
    def _gc_runs(self):
        old = fields.Datetime.now() - datetime.timedelta(days=LOG_DAYS)
        self.sudo().search([("state", "=", NOTHING), ("create_date", "<", old)]).unlink()
