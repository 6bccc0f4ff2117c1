import base64
import io
import logging

from odoo import api, fields, models
from odoo.fields import Command

from ...importer.errors import NOT_THE_ROW
from ...importer.states import CANCELLED, DONE, END_STATES
from ...tools.rows import plan
from ...tools.rows.cells import text_at
from ...tools.writing.writers import write_csv, write_xlsx

_logger = logging.getLogger(__name__)

# Seconds after which a message about the end stays until it is clicked away.
LONG = 30
# Failed rows named in the body of the e-mail; the attachment names all.
MAIL_ROWS = 100
# More failed rows than this are behind the link only: mail servers refuse large messages.
ATTACHED_ROWS = 50_000
# Rows fetched at a time for an errors file.
CHUNK = 2_000


class RegistrationImportJob(models.Model):
    """The report: counts, failed rows, the errors file, one e-mail. All derived from the rows."""

    _inherit = "registration.import.job"

    mail_id = fields.Many2one("mail.mail", readonly=True, copy=False, ondelete="set null")
    report_state = fields.Selection(
        [
            ("none", "No report"),
            ("queued", "Report queued"),
            ("sent", "Report e-mailed"),
            ("failed", "Report not e-mailed"),
        ],
        compute="_compute_report_state",
    )
    report_subject = fields.Char(compute="_compute_report_subject")
    report_counts = fields.Json(compute="_compute_report_counts")
    report_lines = fields.Json(compute="_compute_report_lines")
    failing = fields.Integer(string="Not imported", compute="_compute_failing")
    duration = fields.Char(compute="_compute_duration")
    url = fields.Char(compute="_compute_url")

    @api.depends("mail_id.state", "state")
    def _compute_report_state(self):
        states = {"outgoing": "queued", "sent": "sent"}
        for job in self:
            mail = job.sudo().mail_id
            told = job.create_uid.partner_id.email or job.sudo().operation_id._addresses()
            tried = mail or (job.state in END_STATES and told)
            job.report_state = states.get(mail.state, "failed") if tried else "none"

    @api.depends("invalid", "failed", "not_processed")
    def _compute_failing(self):
        for job in self:
            job.failing = job.invalid + job.failed + job.not_processed

    @api.depends("started", "ended")
    @api.depends_context("lang")
    def _compute_duration(self):
        for job in self:
            ran = job.started and job.ended
            job.duration = ran and self._duration_text(job.ended - job.started)

    def _duration_text(self, span):
        # the end is kept in whole seconds, so it may seem to be before the start
        minutes, seconds = divmod(max(round(span.total_seconds()), 0), 60)
        if minutes:
            return self.env._("%(min)s min %(sec)s s", min=minutes, sec=seconds)
        return self.env._("%s s", seconds) if seconds else self.env._("less than a second")

    def _compute_url(self):
        for job in self:
            path = job.sudo().operation_id._kind()._jobs_path
            job.url = f"{job.get_base_url()}/odoo/{path}/{job.id}"

    @api.depends("state", "name", "invalid", "failed", "not_processed", "undo_of_id")
    @api.depends_context("lang")
    def _compute_report_subject(self):
        for job in self:
            names = {"file": job.name, "count": job.failing}
            own = job._source().subject(job.failing)
            if own:
                subject = own
            elif job.state == DONE and not job.failing:
                subject = self.env._("Import finished: %(file)s", **names)
            elif job.state == DONE and job.failing == 1:
                subject = self.env._("Import finished, 1 row not imported: %(file)s", **names)
            elif job.state == DONE:
                subject = self.env._(
                    "Import finished, %(count)s rows not imported: %(file)s", **names
                )
            elif job.state == CANCELLED:
                subject = self.env._("Import cancelled: %(file)s", **names)
            elif job.started:
                subject = self.env._("Import stopped: %(file)s", **names)
            else:
                subject = self.env._("Import refused: %(file)s", **names)
            job.report_subject = subject

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_report_counts(self):
        """``[[label, rows]]`` of the outcomes that occur."""
        labels = dict(
            self.env["registration.import.outcome"]
            ._fields["outcome"]
            ._description_selection(self.env)
        )
        for job in self:
            counts = job._counts()
            job.report_counts = [[labels[name], rows] for name, rows in counts.items() if rows]

    @api.depends_context("lang")
    def _compute_report_lines(self):
        """``[[row number, codes, reason]]`` of the first failed rows, without any value."""
        for job in self:
            job.report_lines = list(job._report_rows(MAIL_ROWS))

    # -- failed rows -----------------------------------------------------------------------

    def _failing_rows(self, limit=None):
        return self._store().failing(self.sudo().state in END_STATES, limit)

    def _reasons(self, rows, level=None):
        """``{row id: problems}`` of some rows."""
        domain = [("job_id", "=", self.id), ("row_id", "in", [row[0] for row in rows])]
        if level:
            domain.append(("level", "=", level))
        return self.env["registration.import.problem"].sudo().search(domain).grouped("row_id")

    def _report_rows(self, limit=None):
        """Yield ``[row number, codes, reason]``: the kind's codes, and no other cell."""
        job = self.sudo()
        columns = [(job.mapping or {}).get(name) for name in self._kind()._report_fields]
        for rows in _chunks(self._failing_rows(limit)):
            reasons = self._reasons(rows, level="error")
            for identifier, cells in rows:
                codes = [text_at(cells, column) for column in columns if column is not None]
                found = reasons.get(identifier)
                yield [self._shown(identifier, cells), " / ".join(codes), self._reason(found)]

    def _reason(self, problems):
        """What is wrong, as far as it may leave the database: no value, no foreign text."""
        if not problems:
            return self.env._("Not processed")
        messages = self.env["registration.import.message"]
        return " ".join(
            messages._title(p.code) if p.code == "odoo" else messages._text(p.code, p.params)
            for p in problems
        )

    def _shown(self, identifier, cells):
        """The row number as the user sees it, also in an errors file."""
        number = plan.shown_number(cells, self.sudo().number_column)
        return number or plan.row_number(identifier)

    # -- errors file -------------------------------------------------------------------------

    def _errors_header(self):
        labels = [label for _index, label in self._usable_columns()]
        return [*labels, "_row", "_error", "_hint"]

    def _errors_rows(self):
        """Yield the user's own cells in their order, then row, problems and how to mend them."""
        indexes = [index for index, _label in self._usable_columns()]
        for rows in _chunks(self._failing_rows()):
            reasons = self._reasons(rows)
            for identifier, cells in rows:
                found = reasons.get(identifier, self.env["registration.import.problem"])
                own = [text_at(cells, index) for index in indexes]
                errors = " ".join(p.message for p in found) or self.env._("Not processed")
                hints = " ".join(dict.fromkeys(p.hint for p in found))
                yield [*own, str(self._shown(identifier, cells)), errors, hints]
            # else a file of 100,000 rows would fill the memory with what was written already
            self.env["registration.import.problem"].invalidate_model(flush=False)

    def _write_errors(self, stream, extension):
        """Write the errors file as "csv" or "xlsx" to a binary stream."""
        header = self._errors_header()
        if extension == "xlsx":
            marked = range(len(header) - 3, len(header))
            write_xlsx(stream, header, self._errors_rows(), marked=tuple(marked))
        else:
            separator = (self.sudo().dialect or {}).get("separator") or ","
            write_csv(stream, header, self._errors_rows(), separator=separator)

    # -- e-mail ------------------------------------------------------------------------------

    def _send_report(self):
        """Queue the one e-mail of this job and announce its end: that this fails, for example
        since somebody broke the template, never harms the import."""
        for tell in (self._queue_report, self._announce):
            try:
                with self.env.cr.savepoint():
                    tell()
            except NOT_THE_ROW:
                raise
            except Exception:
                _logger.exception("Import job %s: no report", self.id)

    def _queue_report(self):
        job = self.sudo().with_context(lang=self.sudo().create_uid.lang)
        partners = (job.create_uid | job._people_to_tell()).partner_id.filtered("email")
        addresses = job.operation_id._addresses()
        if not partners and not addresses:
            return
        template = self.env.ref("registration_import.mail_template_report").sudo()
        mail = template.send_mail(
            job.id,
            email_layout_xmlid="mail.mail_notification_light",
            email_values={
                "attachments": job._report_attachments(),
                "auto_delete": False,
                "recipient_ids": [Command.set(partners.ids)],
                "email_to": ", ".join(addresses),
            },
        )
        job.mail_id = mail
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _people_to_tell(self):
        """Of those whom the operation names, who are still there and may see the company."""
        users = self.operation_id.notify_user_ids
        return users.filtered(lambda user: user.active and self.company_id in user.company_ids)

    def _report_attachments(self):
        """All failed rows as a .csv of row number, codes and reason, unless they are too many."""
        if not 0 < self.failing <= ATTACHED_ROWS or not self.labels:
            return []
        stream = io.BytesIO()
        header = [self.env._("Row"), self.env._("Record"), self.env._("Reason")]
        rows = ([str(number), *texts] for number, *texts in self._report_rows())
        write_csv(stream, header, rows)
        return [(f"failed-rows-{self.id}.csv", base64.b64encode(stream.getvalue()))]

    def _has_taken_long(self):
        """Whether the starter may be looking at something else by now."""
        job = self.sudo()
        return ((job.ended or job.create_date) - job.create_date).total_seconds() > LONG

    def _announce(self):
        """Tell the starter's open browser that the job ended."""
        job = self.sudo()
        job.create_uid._bus_send(
            "simple_notification",
            {
                "type": "success" if job.state == DONE and not job.failing else "warning",
                "message": job.report_subject,
                "sticky": job._has_taken_long(),
            },
        )


def _chunks(rows, size=CHUNK):
    """Lists of up to ``size`` rows from an iterator."""
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
