import tempfile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...importer.stored_files import check_stored, copy_to
from ...tools.writing.csv_lines import CsvLines, in_pieces, rows_of
from ...tools.writing.writers import write_xlsx
from .export_run import CRLF, CSV, DONE, NEWLINE_TEXTS, SYSTEM, XLSX

# Lines that are an .xlsx in the time that a worker has for one step.
XLSX_LINES = 50_000
# Bytes of the file that are in memory at a time: an attachment is handed over as bytes, and whoever
# extends attachments may look at them, or store them elsewhere.
PIECE = 2 * 1024 * 1024
# of the file in the store; a browser is told what it is when it is taken
MIMETYPE = "application/x-download"


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _is_for_each_host(self, model):
        return model == "registration.export.run" or super()._is_for_each_host(model)


class RegistrationExportRun(models.Model):
    """The end: the file, made of the parts, and what counts as sent from now on. It is stored in
    pieces, an attachment each."""

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

    # -- writing ---------------------------------------------------------------------------

    def _write_file(self):
        """From the parts to the store: never all in memory."""
        chunks = self._csv_chunks() if self.sudo().format == CSV else self._xlsx_chunks()
        size = 0
        for piece in in_pieces(chunks, PIECE):
            self._store_piece(piece)
            size += len(piece)
        self.env["registration.export.part"].sudo().search([("run_id", "=", self.id)]).unlink()
        self._update(size=size)

    def _csv_lines(self):
        """What makes the lines of the file; of an .xlsx, what makes those of its parts."""
        run = self.sudo()
        if run.format != CSV:
            return CsvLines(for_people=False)
        newline = NEWLINE_TEXTS[run.newline or CRLF]
        return CsvLines(run.separator or ",", newline, for_people=run.audience != SYSTEM)

    def _csv_chunks(self):
        yield self._csv_lines().head(self._labels())
        for text in self._parts():
            yield text.encode()

    def _xlsx_chunks(self):
        rows = (row for text in self._parts() for row in rows_of(text))
        with tempfile.TemporaryFile() as stream:
            write_xlsx(stream, self._labels(), rows, sheet=self.env._("Data"))
            stream.seek(0)
            while chunk := stream.read(PIECE):
                yield chunk

    def _labels(self):
        return [label for _field, label in self.sudo().columns]

    def _parts(self):
        """The texts of the parts, one at a time."""
        parts = self.env["registration.export.part"].sudo().search([("run_id", "=", self.id)])
        for identifier in parts.ids:
            part = parts.browse(identifier)
            yield part.content
            part.invalidate_recordset(["content"])

    def _store_piece(self, content):
        """An attachment of no type that Odoo takes for text, whose words it would copy into its
        index; nor does it keep what an addon has found in it. The bytes are written to it, since
        what ``create`` is given stays in memory until Python looks for cycles."""
        piece = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": self.sudo().name,
                    "mimetype": MIMETYPE,
                    "res_model": self._name,
                    "res_id": self.id,
                    "res_field": "content",
                }
            )
        )
        piece.raw = content
        check_stored(piece)
        if piece.index_content:
            piece.index_content = False
        self.env.flush_all()
        piece.invalidate_recordset()

    # -- reading ---------------------------------------------------------------------------

    def _pieces(self):
        """The attachments of the file, from its first byte to its last."""
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("res_field", "=", "content"),
            ],
            order="id",
        )

    def _take(self, stream):
        """Write the file to a binary stream, for who may have it; it is noted that it was taken."""
        self._check_download()
        run = self.sudo()
        if run.purged or run.state != DONE:
            raise UserError(self.env._("The file of this download is not kept any more."))
        run.write(
            {"download_count": run.download_count + 1, "last_download": fields.Datetime.now()}
        )
        run._copy_to(stream)

    def _copy_to(self, stream):
        """Write the file to a binary stream, a piece at a time."""
        for ids in split_every(1, self._pieces().ids):
            piece = self.env["ir.attachment"].browse(ids)
            copy_to(piece, stream)
            piece.invalidate_recordset()
