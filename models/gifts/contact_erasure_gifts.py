from odoo import api, models
from odoo.tools import LazyTranslate

from ...tools.kinds.gifts import GIFT

_lt = LazyTranslate(__name__)


class ContactErasure(models.AbstractModel):
    """A gift is about one person: it stays as a number, and every text of it goes."""

    _inherit = "contact.erasure"

    @api.model
    def _about_models(self):
        return [*super()._about_models(), (GIFT, "partner_id", None, None)]

    @api.model
    def _import_paths(self):
        return super()._import_paths() | {GIFT: "partner_id"}

    @api.model
    def _sales_sources(self):
        return [*super()._sales_sources(), (GIFT, "partner_id", [], _lt("Gifts"))]
