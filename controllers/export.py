from odoo import http
from odoo.http import request

from .download import check_site, respond, spool


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
        check_site()
        export = request.env["registration.export"].search([("id", "=", export)])
        if not export:
            raise request.not_found()
        stream = spool()
        export._write(stream)
        return respond(stream, export.name, "csv")
