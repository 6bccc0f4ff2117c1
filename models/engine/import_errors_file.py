import base64
import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ...importer.fault_log import told
from ...importer.intake import starter_context
from ...importer.states import END_STATES
from ...importer.store import FETCHED
from ...importer.worker import check_worker
from .import_fields import RowId

_logger = logging.getLogger(__name__)

WRITING, DONE, FAILED = "writing", "done", "failed"
STATES = [(WRITING, "Being written"), (DONE, "Written"), (FAILED, "Failed")]
FORMATS = [("csv", "CSV"), ("xlsx", "Excel")]
# Times that a worker begins anew with nothing written in between.
TRIES = 3
# More rows than this are not written while somebody waits for the page.
AT_ONCE = 20_000
# Days that it is kept: it can be written again.
KEPT_DAYS = 1
CONFLICTS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)


class RegistrationImportErrorsFile(models.Model):
    """The rows of a long import that were not imported, as a file for one person, written in the
    background. It is dropped wherever what those rows say is changed or forgotten
    (``importer/forgotten_rows.py``)."""

    _name = "registration.import.errors.file"
    _description = "Errors File"
    _order = "id"
    _rec_name = "extension"

    job_id = fields.Many2one(
        "registration.import.job", "Import", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "Made For", required=True, readonly=True, index=True, ondelete="cascade"
    )
    extension = fields.Selection(FORMATS, "Format", required=True, readonly=True)
    starter_context = fields.Json(readonly=True)
    state = fields.Selection(STATES, default=WRITING, required=True, readonly=True)
    total = fields.Integer("Rows", readonly=True)
    done = fields.Integer("Rows Written", readonly=True)
    position = RowId(readonly=True, help="Id of the last row that was written")
    grown = fields.Json(readonly=True, help="What has to be known to go on")
    head = fields.Binary(attachment=False, prefetch=False, groups=fields.NO_ACCESS)
    tries = fields.Integer(
        readonly=True, help="Times that a worker began with nothing written since"
    )

    _one_uniq = models.UniqueIndex(
        "(job_id, user_id, extension)", "This file is being written already."
    )

    # -- for whom ------------------------------------------------------------------------------

    @api.model
    def _found(self, job, extension):
        """The file of the current user, in their language and of the rows as they are now; none
        where there is none."""
        named = [
            ("job_id", "=", job.id),
            ("user_id", "=", self.env.uid),
            ("extension", "=", extension),
            ("total", "=", errors_count(job)),
        ]
        found = self.sudo().search(named)
        same = found and found.starter_context["lang"] == starter_context(self.env)["lang"]
        return found if same else found.browse()

    @api.model
    def _begin(self, job, extension):
        """Have it written soon, in place of what there was."""
        named = [("job_id", "=", job.id), ("user_id", "=", self.env.uid)]
        self.sudo().search([*named, ("extension", "=", extension)]).unlink()
        self._wake_worker()
        return self.sudo().create(
            {
                "job_id": job.id,
                "user_id": self.env.uid,
                "extension": extension,
                "starter_context": starter_context(self.env),
                "total": errors_count(job),
            }
        )

    # -- written in the background -----------------------------------------------------------------

    @api.model
    def _cron_write(self):
        """In turns, some rows in each transaction."""
        check_worker(self.env)
        cron, waiting = self.env["ir.cron"], [("state", "=", WRITING)]
        left = cron._commit_progress(remaining=self._count_waiting())
        while left and (file := self.search(waiting, order="write_date, id", limit=1)):
            left = file._step_or_fail()
        if self._count_waiting():
            self._wake_worker()

    @api.model
    def _wake_worker(self):
        self.env.ref("registration_import.ir_cron_errors_file").sudo()._trigger()

    @api.model
    def _count_waiting(self):
        return self.search_count([("state", "=", WRITING)])

    def _step_or_fail(self):
        """Counted before it is begun: who dies on the way is known by that. Gives the seconds left
        of the worker's time."""
        cron = self.env["ir.cron"]
        try:
            self.write(
                {"tries": self.tries + 1, "state": FAILED if self.tries >= TRIES else WRITING}
            )
            left = cron._commit_progress()
            if left and self.state == WRITING:
                self._step()
        except CONFLICTS:
            self.env.cr.rollback()
        except Exception as error:
            self.env.cr.rollback()
            _logger.error("Errors file of import %s: %s", self.job_id.id, told(error))
            self.state = FAILED
        return cron._commit_progress(1, remaining=self._count_waiting())

    def _step(self):
        """The next rows, or what is at the end, with the rights and in the language of whom it is
        for. Whoever would drop the file meanwhile waits."""
        if not self.try_lock_for_update(allow_referencing=True):
            return  # somebody drops it
        job = self.job_id.with_user(self.user_id).with_context(**self.starter_context)
        job._rights().check_sees_rows()
        failed = job._report().rows
        table = failed.slices(self.extension, self.grown or {})
        rows = next(failed.batches(FETCHED, after=self.position), [])
        if rows:
            self._store_piece(table.slice(failed.marked(rows)))
            done, position = self.done + len(rows), rows[-1][0]
            self.write({"done": done, "position": position, "grown": table.grown, "tries": 0})
            return
        head, tail = table.end()
        self._store_piece(tail)
        self.write({"head": base64.b64encode(head), "state": DONE})

    def _store_piece(self, content):
        self.env.execute_query(
            SQL(
                """INSERT INTO registration_import_errors_piece (file_id, content)
                   VALUES (%s, %s) RETURNING id""",
                self.id,
                psycopg2.Binary(content),
            )
        )

    # -- taken ---------------------------------------------------------------------------------

    def _copy_to(self, stream):
        """Write the file to a binary stream, a piece at a time."""
        stream.write(base64.b64decode(self.head or b""))
        pieces = self.env.execute_query(
            SQL("SELECT id FROM registration_import_errors_piece WHERE file_id = %s", self.id)
        )
        for (piece,) in sorted(pieces):
            content = self.env.execute_query(
                SQL("SELECT content FROM registration_import_errors_piece WHERE id = %s", piece)
            )
            stream.write(content[0][0])

    @api.autovacuum
    def _vacuum_files(self):
        past = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("create_date", "<", past)]).unlink()


class RegistrationImportErrorsPiece(models.Model):
    """Some bytes of an errors file, in the table itself, so that they go with their file whoever
    drops it."""

    _name = "registration.import.errors.piece"
    _description = "Part of an Errors File"
    _log_access = False
    _order = "id"
    _rec_name = "file_id"

    file_id = fields.Many2one(
        "registration.import.errors.file",
        "Errors File",
        required=True,
        index=True,
        ondelete="cascade",
    )
    content = fields.Binary(
        attachment=False, prefetch=False, groups=fields.NO_ACCESS, help="The bytes as they are"
    )


def errors_count(job):
    """How many rows an errors file has."""
    return job.failing if job.state in END_STATES else job.invalid


def has_long_errors(job):
    """Whether they are too many to be written at once."""
    return errors_count(job) > AT_ONCE


def written_errors(job, extension):
    """The file that was written for the current user, if there is one."""
    file = job.env["registration.import.errors.file"]._found(job, extension)
    return file.filtered(lambda each: each.state == DONE)
