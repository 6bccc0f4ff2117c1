from odoo import api, fields, models

from ...messages import sync
from ...messages.gifts import HELP, MESSAGES
from ...tools.kinds.gift_schema import SCHEMA
from ...tools.kinds.gifts import GIFT, GiftPlanner
from ...tools.kinds.undo_entries import record_key
from ...tools.rows.planner import Identity
from .gift_matcher import GiftMatcher

IDENTITY = ("reference",)


class ImportKindGifts(models.AbstractModel):
    """The Gift Upload (V11): gifts taken offline, of contacts that there are. Each becomes a sales
    order or a payment; uploaded again, it is known by its reference."""

    _name = "registration.import.kind.gifts"
    _inherit = "registration.import.kind.membership"
    _description = "Gift Upload"

    _helps = HELP
    _target = GIFT
    _makes = ()
    _repeats_allowed = False
    _report_fields = IDENTITY
    _identity_fields = IDENTITY
    _unknown_codes = ("not_a_choice", "unknown_currency", "unknown_method")

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _identities(self):
        return (Identity(IDENTITY),)

    @api.model
    def _run_facts(self, operation):
        own = {"document": operation._gift_code(), "article": operation.gift_article or None}
        return super()._run_facts(operation) | own

    @api.model
    def _unavailable(self, operation):
        """Neither app, no right to make what becomes of a gift, no such article."""
        gifts = self.env[GIFT]
        if not gifts._makers():
            return self.env._(
                "Gifts become sales orders or payments, and this database has neither: install the"
                " app Sales or the app Invoicing first."
            )
        return gifts._maker(operation._gift_code()).problem(operation.sudo().gift_article)

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per gift. The first row names the"
                " columns, in any order: as a Transaction Information Download names them."
            ),
            self.env._(
                "Each row names a contact that there is, by CONS_ID, MEMBER_ID or PRIMARY_EMAIL."
                " The gift becomes a confirmed sales order or a payment, as the operation says."
            ),
            self.env._(
                "REFERENCE names the gift for ever: a row that says the same again changes nothing,"
                " and one with another amount, date or contact is refused. An undo cancels the"
                " orders and payments that are still as they were made."
            ),
        ]

    @api.model
    def _samples(self):
        first = super()._samples()[0]
        names = [field.name for field in SCHEMA]
        second = dict(zip(names, first, strict=True)) | {
            **{"member_id": "00124", "email": "", "amount": "40", "reference": "GALA-2026-002"},
            **{"method": "Bank", "purpose": ""},
        }
        return [first, [second[name] for name in names]]

    @api.model
    def _messages(self):
        return sync.MESSAGES | MESSAGES

    @api.model
    def _row_planner(self):
        return GiftPlanner(self._run)

    @api.model
    def _match(self, rows):
        """Also the gifts that have the references of the rows, whoever gave them."""
        return GiftMatcher(self).complete(rows, super()._match(rows))

    @api.model
    def _undo_facts(self, entries):
        """Why the documents of gifts are not taken back: a query for each sort of them."""
        made = [entry.record for entry in entries if entry.model == GIFT and entry.is_new]
        staying = self.env[GIFT].browse(made).exists()._staying()
        return {record_key(GIFT, gift.id): {"stays": code} for gift, code in staying.items()}


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(selection_add=[("gifts", "Gift Upload")], ondelete={"gifts": "cascade"})
