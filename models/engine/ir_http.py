from psycopg2.errors import DiskFull

from odoo import models
from odoo.exceptions import UserError
from odoo.http import request

# What the names of our models, and the addresses of our pages, begin with.
OURS = ("registration.", "registration_import")


class IrHttp(models.AbstractModel):
    """A full disk is told in words to who has asked something of us; the worker of the background
    waits for room instead (``importer/outages.py``)."""

    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        if isinstance(exception, DiskFull) and _is_ours():
            text = request.env["registration.import.message"]._text("no_room_now")
            return super()._handle_error(UserError(text))
        return super()._handle_error(exception)


def _is_ours():
    """Whether the request calls a method of ours, or is for a page of ours."""
    asked = (request.params.get("model") or "", *request.httprequest.path.split("/"))
    return any(str(name).startswith(OURS) for name in asked)
