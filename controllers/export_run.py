from werkzeug.exceptions import Gone, ServiceUnavailable

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..importer.stored_files import FileElsewhere
from .download import check_site, respond, spool


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
        stream = spool()
        try:
            run._take(stream)
        except AccessError:
            raise
        except FileElsewhere as error:
            raise ServiceUnavailable(error.args[0]) from error
        except UserError as error:
            raise Gone(error.args[0]) from error
        return respond(stream, run.name, run.format)
