from datetime import date
from unittest.mock import patch

from odoo import fields

from ...models.gifts.gift_document import GiftDocument
from ..engine.common_undo import UndoCase
from ..sync.common import HubCase

GIFT = {"MEMBER_ID": "00123", "AMOUNT": "250", "DATE": "2026-01-31", "REFERENCE": "GALA-1"}


class GiftTag(GiftDocument):
    """What an addon of its own may make of gifts, whatever apps are installed: a tag each."""

    model, label, app = "res.partner.category", "Tags", "Contacts"

    def methods(self):
        return {"cash"}

    def make(self, gifts):
        tags = self.env[self.model]
        return tags.create([{"name": gift["reference"]} for gift in gifts])

    def stays(self, document, gift):
        return "gift_document_changed" if document.name != gift.reference else None

    def take_back(self, documents):
        documents.active = False

    def stands(self, documents):
        return documents.filtered("active")


class GiftCase(HubCase, UndoCase):
    """Files of gifts."""

    operation_code = "gifts"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Gift = cls.env["contact.gift"]
        cls.Tag = cls.env["res.partner.category"].with_context(active_test=False)

    @classmethod
    def make_documents(cls, **documents):
        """Let gifts become these alone."""
        gifts = cls.env.registry["contact.gift"]
        cls.startClassPatcher(patch.object(gifts, "_documents", lambda _self: documents))

    def load(self, *rows, **arguments):
        return super().load(*rows, **{"filename": "gifts.csv", **arguments})

    def given(self, reference="GALA-1"):
        return self.Gift.search([("reference", "=", reference)])

    def tomorrow(self):
        return fields.Date.to_string(fields.Date.add(date.today(), days=2))
