from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...tools.rows.schema import Field, Schema

_lt = LazyTranslate(__name__)

NOT_READABLE = "source_not_readable"

SCHEMA = Schema(
    (
        Field(
            "transaction_id",
            "TRANSACTION_ID",
            help=_lt("Names the transaction for ever"),
            example="PAYMENT-42",
        ),
        Field("type", "TYPE", help=_lt("ORDER, PAYMENT or ONLINE"), example="PAYMENT"),
        Field("date", "DATE", help=_lt("When it was made"), example="2026-01-31"),
        Field(
            "cons_id",
            "CONS_ID",
            help=_lt("The contact whose transaction it is"),
            example="4711",
            reference="contact",
        ),
        Field(
            "member_id",
            "MEMBER_ID",
            help=_lt("By which another system knows the contact"),
            example="00123",
        ),
        Field("amount", "AMOUNT", help=_lt("Without a sign"), example="25.00"),
        Field("direction", "DIRECTION", help=_lt("Out: paid back to the contact"), example="In"),
        Field("currency", "CURRENCY", help=_lt("Code of three letters"), example="CHF"),
        Field("state", "STATE", example="paid"),
        Field("number", "NUMBER", help=_lt("Its number here"), example="PBNK1/2026/00007"),
        Field("reference", "REFERENCE", help=_lt("What the contact or the bank calls it")),
    )
)
# What is processed, of each app that may be installed (D10): the code that names its transactions,
# what people call them, the records, and the fields that a line is made of. A payment of an online
# transaction goes as that.
SOURCES = {
    "account.payment": {
        "type": "PAYMENT",
        "label": _lt("Payments"),
        "domain": [
            ("state", "in", ("in_process", "paid")),
            ("partner_type", "=", "customer"),
        ],
        "unless": "payment_transaction_id",
        "partner": "partner_id",
        "state": "state",
        "date": "date",
        "amount": "amount_signed",
        "currency": "currency_id",
        "number": "name",
        "reference": "memo",
    },
    "payment.transaction": {
        "type": "ONLINE",
        "label": _lt("Online payments"),
        "domain": [("state", "=", "done")],
        "partner": "partner_id",
        "state": "state",
        "date": "last_state_change",
        "amount": "amount",
        "currency": "currency_id",
        "number": "reference",
        "reference": "provider_reference",
    },
    "sale.order": {
        "type": "ORDER",
        "label": _lt("Sales orders"),
        "domain": [("state", "=", "sale")],
        "partner": "partner_id",
        "state": "state",
        "date": "date_order",
        "amount": "amount_total",
        "currency": "currency_id",
        "number": "name",
        "reference": "client_order_ref",
    },
}
# Of a source the names of the fields that are read.
READ = ("partner", "state", "date", "amount", "currency", "number", "reference")


class ImportKindTransactionDownload(models.AbstractModel):
    """The Transaction Information Download (V11): what was paid or ordered, each once, when it is
    processed. Transactions are those of the apps that are installed (D10)."""

    _name = "registration.import.kind.transaction_download"
    _inherit = "registration.export.kind"
    _description = "Transaction Information Download"

    _sends_changes = False
    _needs_known_contact = True

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _sources(self):
        """``{model: source}``, see ``SOURCES``: other addons add theirs, installed or not."""
        return dict(SOURCES)

    @api.model
    def _installed(self):
        return {model: each for model, each in self._sources().items() if model in self.env}

    @api.model
    def _models(self):
        """Those that the user may read."""
        return [model for model in self._installed() if self.env[model].has_access("read")]

    @api.model
    def _unavailable(self):
        installed = self._installed()
        if not installed:
            return self.env._(
                "This database has no transactions: none of the apps Invoicing, Online Payments and"
                " Sales is installed."
            )
        if not self._models():
            return self.env._(
                "You may read none of these: %s. Ask an administrator for a role in these apps.",
                self._labels(installed),
            )
        return ""

    @api.model
    def _labels(self, models):
        return ", ".join(str(self.env._(self._sources()[each]["label"])) for each in models)

    @api.model
    def _notes(self):
        left = [model for model in self._installed() if model not in self._models()]
        return [[NOT_READABLE, {"names": self._labels(left)}]] if left else []

    @api.model
    def _instructions(self):
        installed = self._installed()
        return [
            self.env._(
                "Each run gives the transactions that were processed since the last run of this"
                " operation that ended well, each once: confirmed orders, posted payments of"
                " customers, online payments that are done."
            ),
            self.env._("Taken from this database: %s.", self._labels(installed))
            if installed
            else self._unavailable(),
        ]

    @api.model
    def _state(self, model, operation, ids=None):
        source = self._installed()[model]
        domain = Domain(source["domain"])
        unless = source.get("unless")
        if unless in self.env[model]._fields:
            domain &= Domain(unless, "=", False)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        if operation.center_id:
            members = Domain("contact_group_ids", "in", operation.center_id.group_id.ids)
            domain &= Domain(source["partner"], "any", members)
        query = self.env[model].with_context(active_test=False)._search(domain)
        return SQL(
            """SELECT t.id, NULL::timestamp AS stamp, '' AS mark, NULL AS fate, true AS fresh,
                      CASE WHEN coalesce(p.type, 'contact') = 'contact' THEN p.id
                           ELSE coalesce(p.parent_id, p.id) END AS contact
                 FROM (%s) t LEFT JOIN res_partner p ON p.id = t.partner""",
            query.select(
                SQL.identifier(query.table, "id"),
                SQL("%s AS partner", SQL.identifier(query.table, source["partner"])),
            ),
        )

    @api.model
    def _lines(self, model, ids, operation):
        source = self._installed()[model]
        records = self.env[model].with_context(active_test=False).search([("id", "in", ids)])
        records.fetch([source[name] for name in READ])
        self._fetch_contacts(records[source["partner"]].sudo())
        return {record.id: self._line(record, source) for record in records}

    def _fetch_contacts(self, partners):
        """The constituents behind the transactions are read beside these."""
        partners.fetch(["type", "parent_id", "member_id"])
        partners.parent_id.fetch(["member_id"])

    def _line(self, record, source):
        """The texts of a transaction."""
        contact = _constituent(record[source["partner"]].sudo())
        currency, amount = record[source["currency"]], record[source["amount"]]
        places = currency.decimal_places if currency else 2
        return {
            "transaction_id": f"{source['type']}-{record.id}",
            "type": source["type"],
            "date": fields.Date.to_string(record[source["date"]]),
            "cons_id": str(contact.id or ""),
            "member_id": contact.member_id,
            # a cell that begins with a minus would get an apostrophe, as a formula does
            "amount": f"{abs(amount):.{places}f}",
            "direction": "Out" if amount < 0 else "In",
            "currency": currency.name,
            "state": record[source["state"]],
            "number": record[source["number"]],
            "reference": record[source["reference"]],
        }


def _constituent(partner):
    """The contact that an address is part of."""
    return partner.parent_id if partner.parent_id and partner.type != "contact" else partner


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("transaction_download", "Transaction Information Download")],
        ondelete={"transaction_download": "cascade"},
    )
