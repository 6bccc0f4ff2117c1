from odoo import api, fields, models
from odoo.exceptions import UserError

from ..erasure.contact_erasure import ERASED
from .gift_document import GiftOrder, GiftPayment

MADE, CANCELLED, GONE = "made", "cancelled", "gone"
# What becomes of a gift, the first one where nobody has chosen.
DOCUMENTS = {"order": GiftOrder, "payment": GiftPayment}


class ContactGift(models.Model):
    """A gift that was taken offline, as a file told it, and the document that was made of it."""

    _name = "contact.gift"
    _inherit = "registration.import.target"
    _description = "Gift"
    _order = "date desc, id desc"
    _rec_name = "reference"
    _never_grouped_by = ("article", "document_model")

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, readonly=True
    )
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    # XXXXXXXX once the contact was anonymized
    reference = fields.Char(readonly=True, copy=False)
    method = fields.Char("Paid With", readonly=True)
    purpose = fields.Char(readonly=True)
    document = fields.Selection("_document_selection", "Made As", readonly=True, copy=False)
    article = fields.Char(readonly=True)
    document_model = fields.Char(readonly=True, copy=False)
    document_id = fields.Many2oneReference(
        "Document ID",
        model_field="document_model",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    document_name = fields.Char("Document", compute="_compute_document")
    state = fields.Selection(
        [(MADE, "Made"), (CANCELLED, "Cancelled"), (GONE, "Document deleted")],
        compute="_compute_document",
    )

    _reference_uniq = models.UniqueIndex(
        f"(company_id, reference) WHERE reference <> '' AND reference <> '{ERASED}'",
        "A gift with this reference exists already.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount of a gift is more than 0."
    )

    @api.model
    def _documents(self):
        """``{code: class of gift_document.GiftDocument}`` of what a gift may become, installed or
        not: other addons add theirs."""
        return dict(DOCUMENTS)

    @api.model
    def _maker(self, code):
        """The maker of documents with this code, with the rights of the user."""
        return self._documents()[code](self.env)

    @api.model
    def _makers(self):
        """``{code: maker}`` of those whose app is installed."""
        makers = {code: maker(self.env) for code, maker in self._documents().items()}
        return {code: maker for code, maker in makers.items() if maker.is_installed()}

    @api.model
    def _document_selection(self):
        return [(code, self.env._(each.label)) for code, each in self._documents().items()]

    @api.depends("document", "document_model", "document_id")
    @api.depends_context("uid", "lang")
    def _compute_document(self):
        """What became of the document since; its name for who may read it."""
        for gift, document in self.sudo()._documents_of():
            gift = gift.with_env(self.env)
            gift.state = GONE
            gift.document_name = False
            if document:
                stands = self._maker(gift.document).stands(document)
                gift.state = MADE if stands else CANCELLED
                readable = document.with_env(self.env).has_access("read")
                gift.document_name = document.display_name if readable else False

    def _documents_of(self):
        """``[(gift, document)]``, an empty one where it was deleted, or where there is none: a
        query for each model."""
        found = {}
        for code, gifts in self.grouped("document").items():
            model = code and self._documents()[code].model
            if model and model in self.env:
                there = self.env[model].browse(gifts.mapped("document_id")).exists()
                found[code] = {document.id: document for document in there}
        return [
            (gift, found.get(gift.document, {}).get(gift.document_id, self.browse()))
            for gift in self
        ]

    @api.model_create_multi
    def create(self, vals_list):
        """With the documents, one ``create()`` for each sort of them."""
        vals_list = [{"company_id": self.env.company.id, **vals} for vals in vals_list]
        by_code = {}
        for vals in vals_list:
            by_code.setdefault(vals.get("document"), []).append(vals)
        for code, listed in by_code.items():
            if code:
                self._make_documents(code, listed)
        return super().create(vals_list)

    @api.model
    def _make_documents(self, code, vals_list):
        """Make them, and say in the values of the gifts which these are."""
        maker = self._maker(code)
        problem = maker.problem(None)
        if problem:
            raise UserError(problem)
        for vals, document in zip(vals_list, maker.make(vals_list), strict=True):
            vals |= {"document_model": maker.model, "document_id": document.id}
            said = vals["partner_id"], vals["currency_id"], vals["amount"]
            if not maker.says(document, *said):
                raise UserError(
                    self.env._(
                        "“%(document)s” says another amount than the gift %(gift)s: settings of the"
                        " app %(app)s change it.",
                        document=document.display_name,
                        gift=vals["reference"],
                        app=self.env._(maker.app),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_staying(self):
        """No gift goes whose document was changed since it was made."""
        messages = self.env["registration.import.message"]
        for code in self._staying().values():
            text = " ".join((messages._text(code), messages._hint(code)))
            raise UserError(text)

    def unlink(self):
        """With the documents."""
        documents = {}
        for gift, document in self._documents_of():
            if document:
                documents[gift.document] = documents.get(gift.document, document) | document
        result = super().unlink()
        for code, made in documents.items():
            self._maker(code).take_back(made)
        return result

    def _staying(self):
        """``{gift: code}`` of those whose document is not as it was made: why it stays."""
        found = {
            gift: self._maker(gift.document).stays(document, gift)
            for gift, document in self._documents_of()
            if document
        }
        return {gift: code for gift, code in found.items() if code}

    def action_open_document(self):
        """Open what was made of the gift."""
        self.ensure_one()
        self.check_access("read")
        [(_gift, document)] = self._documents_of()
        if not document:
            raise UserError(self.env._("The document of this gift was deleted."))
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
