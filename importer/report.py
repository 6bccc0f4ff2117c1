"""The report on a job that has ended: one e-mail, and a word to whoever looks at the screen."""

from __future__ import annotations

import base64
import logging
from typing import Any

from odoo.fields import Command

from . import mails
from .errors import behind
from .failed_rows import FailedRows
from .fault_log import quiet_queries, told
from .states import CANCELLED, DONE, END_STATES
from .words import duration_text, rows_text, show_count

_logger = logging.getLogger(__name__)

# Seconds after which a message about the end stays until it is clicked away.
LONG = 30
# Failed rows named in the body of the e-mail; the attachment names all.
MAIL_ROWS = 100
# More failed rows than this are behind the link only: mail servers refuse large messages.
ATTACHED_ROWS = 50_000
MAIL_STATES = {"outgoing": "queued", "sent": "sent"}


class ImportReport:
    """Of one job, in the language of the environment. All derived from its rows: ``rows`` are those
    that were not imported."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo = job.sudo()
        self.rows = FailedRows(job)

    # -- what it says ----------------------------------------------------------------------------

    def subject(self) -> str:
        """What became of the import, in a line."""
        return self.job._source().subject(self.job.failing) or self._subject_of_import()

    def _subject_of_import(self) -> str:
        job, texts = (
            self.job,
            {
                "file": self.job.name,
                "count": show_count(self.env, self.job.failing),
            },
        )
        if job.state == DONE and not job.failing:
            return self.env._("Import finished: %(file)s", **texts)
        if job.state == DONE and job.failing == 1:
            return self.env._("Import finished, 1 row not imported: %(file)s", **texts)
        if job.state == DONE:
            return self.env._("Import finished, %(count)s rows not imported: %(file)s", **texts)
        if job.state == CANCELLED:
            return self.env._("Import cancelled: %(file)s", **texts)
        if job.started:
            return self.env._("Import stopped: %(file)s", **texts)
        return self.env._("Import refused: %(file)s", **texts)

    def duration(self) -> str | bool:
        """How long it ran; False as long as it does."""
        ran = self.job.started and self.job.ended
        return ran and duration_text(self.env, self.job.ended - self.job.started)

    def url(self) -> str:
        """Where the job is shown."""
        path = self.sudo.operation_id._kind()._jobs_path
        return f"{self.job.get_base_url()}/odoo/{path}/{self.job.id}"

    def size(self) -> str:
        """How many rows there were."""
        return rows_text(self.env, self.sudo.total)

    def counts(self) -> list[list]:
        """``[[label, rows]]`` of the outcomes that occur."""
        outcome = self.env["registration.import.outcome"]._fields["outcome"]
        labels = dict(outcome._description_selection(self.env))
        counts = self.job._counts().items()
        return [[labels[name], show_count(self.env, rows)] for name, rows in counts if rows]

    def lines(self) -> list[list]:
        """``[[row number, codes, reason]]`` of the first failed rows, without any value."""
        return list(self.rows.lines(MAIL_ROWS))

    # -- whom it reaches -------------------------------------------------------------------------

    def state(self) -> str:
        """Whether it was e-mailed: "none" where nobody has an address, else "queued", "sent" or
        "failed"."""
        mail = self.sudo.mail_id
        others = mails.addresses_of(self.sudo.operation_id.notify_emails)
        told = self.job.create_uid.partner_id.email or others
        if mail or (self.job.state in END_STATES and told):
            return MAIL_STATES.get(mail.state, "failed")
        return "none"

    def send(self) -> None:
        """Queue the one e-mail of this job and announce its end: that this fails, for example
        since somebody broke the template, never harms the import. A fault of the machine passes:
        the end is tried again, but not for ever."""
        for tell in (self._queue, self._announce):
            try:
                with quiet_queries(), self.env.cr.savepoint():
                    tell()
            except Exception as error:
                if (fault := behind(error)) and not self._is_hopeless(fault):
                    raise fault from None
                _logger.error("Import job %s: no report: %s", self.job.id, told(error))

    def _is_hopeless(self, fault: BaseException) -> bool:
        """Whether memory is short each time."""
        return isinstance(fault, MemoryError) and self.job._checkpoint().is_last_try

    def _queue(self) -> None:
        job = self.sudo.with_context(lang=self.sudo.create_uid.lang)
        partners = (job.create_uid | self._people_to_tell()).partner_id.filtered("email")
        addresses = mails.addresses_of(job.operation_id.notify_emails)
        if not partners and not addresses:
            return
        job.mail_id = mails.queue(
            self.job,
            "mail_template_report",
            attachments=job._report().attachments(),
            auto_delete=False,
            recipient_ids=[Command.set(partners.ids)],
            email_to=", ".join(addresses),
            # who got it all the same, and gets it again, can tell that it is the same
            **({"message_id": job.mail_id.message_id} if job.mail_id else {}),
        )

    def _people_to_tell(self) -> Any:
        """Of those whom the operation names, who are still there and may see the company."""
        company = self.sudo.company_id
        return self.sudo.operation_id.notify_user_ids.filtered(
            lambda user: user.active and company in user.company_ids
        )

    def attachments(self) -> list[tuple[str, bytes]]:
        """All failed rows as a .csv of row number, codes and reason, unless they are too many."""
        if not 0 < self.job.failing <= ATTACHED_ROWS or not self.sudo.labels:
            return []
        content = base64.b64encode(self.rows.lines_as_csv())
        return [(f"failed-rows-{self.job.id}.csv", content)]

    def _announce(self) -> None:
        """Tell the starter's open browser that the job ended."""
        job = self.sudo
        job.create_uid._bus_send(
            "simple_notification",
            {
                "type": "success" if job.state == DONE and not job.failing else "warning",
                "message": job.report_subject,
                "sticky": self.has_taken_long(),
            },
        )

    def has_taken_long(self) -> bool:
        """Whether the starter may be looking at something else by now."""
        job = self.sudo
        return ((job.ended or job.create_date) - job.create_date).total_seconds() > LONG
