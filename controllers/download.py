import tempfile

from werkzeug.exceptions import Forbidden
from werkzeug.wsgi import wrap_file

from odoo.http import content_disposition, request

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Larger files go through the disk, not through memory, in bytes.
IN_MEMORY = 2 * 1024 * 1024

# Where a request may come from: a page of ours, or the person's own address bar. Systems and old
# browsers do not say; to those a page of another site cannot send the cookie of the session.
OWN_SITES = ("same-origin", "none", None)


def check_site():
    """Raise ``Forbidden`` where a page of another site asks for a file."""
    if request.httprequest.headers.get("Sec-Fetch-Site") not in OWN_SITES:
        raise Forbidden(request.env._("Open this file from Odoo itself."))


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
