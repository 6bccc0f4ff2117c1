from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Routes marked ``api_key=True`` serve people who are logged in and, with the key of a user
    in the header, other systems. Odoo's ``auth="bearer"`` alone refuses a browser that fetches."""

    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        if endpoint.routing.get("api_key") and "Authorization" in request.httprequest.headers:
            cls._authenticate_explicit("bearer")
        else:
            super()._authenticate(endpoint)
