import tempfile

from werkzeug.exceptions import Gone
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import content_disposition, request

from ..tools.writers import write_csv, write_xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Larger files go through the disk, not through memory, in bytes.
IN_MEMORY = 2 * 1024 * 1024


class ImportDownload(http.Controller):
    """Files that the addon makes: sample files, and rows that were not imported."""

    @http.route(
        "/registration_import/sample/<int:operation>.<any(csv,xlsx):extension>",
        type="http",
        auth="user",
        readonly=True,
    )
    def sample(self, operation, extension):
        """A file that can be uploaded as it is, for whoever may run the operation."""
        operation = request.env["registration.import.operation"].browse(operation)
        if not operation.exists():
            raise request.not_found()
        operation.check_access("read")
        operation._check_right()
        stream = _spool()
        _write_sample(stream, operation._kind(), extension, request.env._("Data"))
        return _respond(stream, f"{operation.code}-sample.{extension}", extension)

    @http.route(
        "/registration_import/errors/<int:job>.<any(csv,xlsx):extension>",
        type="http",
        auth="user",
        readonly=True,
    )
    def errors(self, job, extension):
        """The rows that were not imported, in the user's own columns, while they are kept."""
        job = request.env["registration.import.job"].browse(job)
        if not job.exists():
            raise request.not_found()
        job.check_access("read")
        if job.purged or not job.labels:
            raise Gone(request.env._("The rows of this import are not kept any more."))
        stream = _spool()
        job._write_errors(stream, extension)
        stem = job.name.rsplit(".", 1)[0]
        return _respond(stream, f"{stem}-errors.{extension}", extension)


def _write_sample(stream, kind, extension, sheet):
    fields = list(kind._schema())
    header = [field.label for field in fields]
    if extension == "csv":
        write_csv(stream, header, kind._samples())
        return
    required = tuple(index for index, field in enumerate(fields) if field.required)
    choices = {f.label: [choice[1] for choice in f.choices] for f in fields if f.choices}
    write_xlsx(stream, header, kind._samples(), sheet=sheet, required=required, choices=choices)


def _spool():
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def _respond(stream, name, extension):
    """Stream what was written, as a download that no browser shows as a page."""
    length = stream.tell()
    stream.seek(0)
    headers = [
        ("Content-Type", TYPES[extension]),
        ("Content-Length", str(length)),
        ("Content-Disposition", content_disposition(name)),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    body = wrap_file(request.httprequest.environ, stream)
    return request.make_response(body, headers=headers)
