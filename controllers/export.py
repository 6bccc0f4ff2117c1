from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import request

from .download import respond, spool

# Where a request may come from: a page of ours, or the person's own address bar. Systems and old
# browsers do not say; to those a page of another site cannot send the cookie of the session.
OWN_SITES = ("same-origin", "none", None)


class Export(http.Controller):
    """The files of exports."""

    @http.route(
        "/registration_import/export/<int:export>.csv",
        type="http",
        auth="user",
        methods=["GET"],
        api_key=True,
    )
    def export(self, export):
        """The records of an export as they are now, for whoever sees the export and still may.

        It is noted that they were downloaded, so that no page of another site may ask for it.
        """
        if request.httprequest.headers.get("Sec-Fetch-Site") not in OWN_SITES:
            raise Forbidden(request.env._("Open this file from Odoo itself."))
        export = request.env["registration.export"].search([("id", "=", export)])
        if not export:
            raise request.not_found()
        stream = spool()
        export._write(stream)
        return respond(stream, export.name, "csv")
