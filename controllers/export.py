from odoo import http
from odoo.http import request

from .download import check_site, respond, spool


class Export(http.Controller):
    """The files of exports."""

    @http.route(
        "/registration_import/export/<int:export>.<any(csv,xlsx):extension>",
        type="http",
        auth="user",
        methods=["GET"],
        api_key=True,
    )
    def export(self, export, extension):
        """The records of an export as they are now, for whoever sees the export and still may.

        It is noted that they were downloaded, so that no page of another site may ask for it.
        """
        check_site()
        domain = [("id", "=", export), ("format", "=", extension)]
        export = request.env["registration.export"].search(domain)
        if not export:
            raise request.not_found()
        stream = spool()
        export._write(stream)
        return respond(stream, export.name, extension)
