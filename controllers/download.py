import tempfile

from werkzeug.wsgi import wrap_file

from odoo.http import content_disposition, request

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Larger files go through the disk, not through memory, in bytes.
IN_MEMORY = 2 * 1024 * 1024


def spool():
    """A file to write to before it is known whether all goes well."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def respond(stream, name, extension):
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
