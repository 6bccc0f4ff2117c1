import mmap
import tempfile

from odoo import fields, models

from ...tools.writing.writers import value_cell, write_csv, write_xlsx
from .export_run import CSV, DONE, XLSX

# Lines that are an .xlsx in the time that a worker has for one step.
XLSX_LINES = 50_000
# of the file in the store; a browser is told what it is when it is taken
MIMETYPE = "application/x-download"


class RegistrationExportRun(models.Model):
    """The end: the file, made of the parts, and what counts as sent from now on."""

    _inherit = "registration.export.run"

    def _finish(self):
        """Both in one transaction."""
        run, operation = self.sudo(), self.sudo().operation_id
        if run.format == XLSX and run.line_count > XLSX_LINES:
            self._fail("too_long", {"count": run.line_count, "limit": XLSX_LINES})
            return
        self._write_file()
        self._ledger().count_as_sent(self._kind()._models())
        deferred = self.env["registration.export.deferred"].sudo()
        deferred.search([("operation_id", "=", operation.id), ("run_id", "!=", self.id)]).unlink()
        operation.last_download_started = run.started
        self._update(state=DONE, ended=fields.Datetime.now())
        self._send_report()

    def _write_file(self):
        """From the parts to a file on the disk, from there to the store: never all in memory."""
        with tempfile.TemporaryFile() as stream:
            self._write(stream)
            size = stream.seek(0, 2)
            stream.flush()
            with mmap.mmap(stream.fileno(), size, access=mmap.ACCESS_READ) as mapped:
                self._store_file(mapped)
        self.env["registration.export.part"].sudo().search([("run_id", "=", self.id)]).unlink()
        self._update(size=size)

    def _write(self, stream):
        header = [label for _field, label in self.sudo().columns]
        if self.sudo().format == CSV:
            rows = ([value_cell(text) for text in row] for row in self._stored_rows())
            write_csv(stream, header, rows, separator=self.sudo().separator or ",")
        else:
            write_xlsx(stream, header, self._stored_rows(), sheet=self.env._("Data"))

    def _stored_rows(self):
        """Read a part at a time."""
        parts = self.env["registration.export.part"].sudo().search([("run_id", "=", self.id)])
        for identifier in parts.ids:
            part = parts.browse(identifier)
            yield from part.rows
            part.invalidate_recordset(["rows"])

    def _store_file(self, content):
        """An attachment of no type that Odoo takes for text, whose words it would copy into its
        index."""
        attachments = self.env["ir.attachment"].sudo()
        attachments.create(
            {
                "name": self.sudo().name,
                "raw": content if attachments._storage() == "file" else bytes(content),
                "mimetype": MIMETYPE,
                "res_model": self._name,
                "res_id": self.id,
                "res_field": "content",
            }
        )
