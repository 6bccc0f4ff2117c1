from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    """Routes marked ``api_key=True`` serve people who are logged in and, with the key of a user
    in the header, other systems. Odoo's ``auth="bearer"`` alone refuses a browser that fetches."""

    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        # another scheme is for a proxy before Odoo, and says nothing about the user
        scheme, _blank, _key = request.httprequest.headers.get("Authorization", "").partition(" ")
        if endpoint.routing.get("api_key") and scheme.lower() == "bearer":
            return cls._authenticate_explicit("bearer")
        return super()._authenticate(endpoint)
