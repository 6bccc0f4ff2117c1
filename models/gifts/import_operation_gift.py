from odoo import api, fields, models


class RegistrationImportOperation(models.Model):
    """What an upload of gifts makes of each."""

    _inherit = "registration.import.operation"

    gift_document = fields.Selection(
        lambda self: self.env["contact.gift"]._document_selection(),
        "Make of each gift",
        help="Empty: a confirmed sales order where the app Sales is installed, else a payment",
    )
    gift_article = fields.Char(
        "Article of the orders",
        help="Internal reference or name of what the line of an order sells; empty: the article"
        " Gift, which is made where it is missing",
    )

    def _gift_code(self):
        """The code of what its gifts become: the chosen one, else the first that is installed; None
        where there is none."""
        return self.sudo().gift_document or next(iter(self.env["contact.gift"]._makers()), None)

    @api.depends("gift_document", "gift_article")
    def _compute_start_problem(self):
        return super()._compute_start_problem()
