from werkzeug.exceptions import Gone

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .download import TYPES, check_site


class ExportRun(http.Controller):
    """The files of downloads."""

    @http.route(
        "/registration_import/download/<int:run>",
        type="http",
        auth="user",
        methods=["GET"],
        api_key=True,
    )
    def download(self, run):
        """The file of a run, for whoever sees the run and may still download.

        It is noted that it was taken, so that no page of another site may ask for it.
        """
        check_site()
        run = request.env["registration.export.run"].search([("id", "=", run)])
        if not run:
            raise request.not_found()
        try:
            attachment = run._file()
        except AccessError:
            raise
        except UserError as error:
            raise Gone(error.args[0]) from error
        response = attachment._to_http_stream().get_response(as_attachment=True, max_age=0)
        response.headers["Content-Type"] = TYPES[run.format]
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response
