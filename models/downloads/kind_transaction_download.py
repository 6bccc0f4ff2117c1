from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.contacts.transaction_line import CANCELLED, YES, gone_transaction, items_text
from ...tools.rows.lists import join_list
from .transaction_sources import SCHEMA, SOURCES

NOT_READABLE = "source_not_readable"

# Of a source the names of the fields that are read.
READ = ("partner", "state", "date", "amount", "currency", "number", "reference")


class ImportKindTransactionDownload(models.AbstractModel):
    """The Transaction Information Download (V11): what was paid or ordered, each once, when it is
    processed, and once more when it is cancelled. Transactions are those of the apps that are
    installed (D10)."""

    _name = "registration.import.kind.transaction_download"
    _inherit = "registration.export.kind"
    _description = "Transaction Information Download"

    _tells_gone = True
    _key_fields = ("transaction_id",)
    _needs_known_contact = True

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _sources(self):
        """``{model: source}`` as ``SOURCES`` are: other addons add theirs, installed or not."""
        return dict(SOURCES)

    @api.model
    def _installed(self):
        return {model: each for model, each in self._sources().items() if model in self.env}

    @api.model
    def _models(self):
        """Those that the user may read."""
        return [model for model in self._installed() if self.env[model].has_access("read")]

    @api.model
    def _unavailable(self, operation):
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
                " operation that ended well, each once: confirmed orders, orders of Point of Sale"
                " that are paid, posted payments of customers, online payments that are done. One"
                " that is cancelled, set back to draft or deleted after it was sent goes once more,"
                " with Yes in CANCELLED."
            ),
            self.env._("Taken from this database: %s.", self._labels(installed))
            if installed
            else self._unavailable(None),
        ]

    @api.model
    def _state(self, model, operation, ids=None):
        source = self._installed()[model]
        records = self.env[model].with_context(active_test=False)
        wanted = self._wanted(model, operation, ids)
        cancelled = Domain(source.get("cancelled") or Domain.FALSE)
        query = records._search(wanted & (Domain(source["domain"]) | cancelled))
        return SQL(
            """SELECT t.id, NULL::timestamp AS stamp, t.mark, NULL::text AS fate,
                      t.mark = '' AS fresh,
                      CASE WHEN coalesce(p.type, 'contact') = 'contact' THEN p.id
                           ELSE coalesce(p.parent_id, p.id) END AS contact
                 FROM (%s) t LEFT JOIN res_partner p ON p.id = t.partner""",
            query.select(
                SQL.identifier(query.table, "id"),
                SQL("%s AS partner", SQL.identifier(query.table, source["partner"])),
                SQL(
                    "CASE WHEN %s IN %s THEN %s ELSE '' END AS mark",
                    SQL.identifier(query.table, "id"),
                    records._search(wanted & cancelled).subselect(),
                    CANCELLED,
                ),
            ),
        )

    def _wanted(self, model, operation, ids):
        """The domain of the records that an operation gives, whatever their state."""
        source, domain = self._installed()[model], Domain.TRUE
        for name in (source.get("goes_as"), *source.get("part_of", ())):
            if name in self.env[model]._fields:
                domain &= Domain(name, "=", False)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        if operation.center_id:
            members = Domain("contact_group_ids", "in", operation.center_id.group_id.ids)
            domain &= Domain(source["partner"], "any", members)
        return domain

    @api.model
    def _gone_lines(self, gone, operation):
        return {each: gone_transaction(*known.keys) for each, known in gone.items() if known.keys}

    @api.model
    def _lines(self, model, ids, operation):
        source = self._installed()[model]
        records = self.env[model].with_context(active_test=False).search([("id", "in", ids)])
        records.fetch([source[name] for name in READ])
        self._fetch_contacts(records[source["partner"]].sudo())
        cancelled = records.filtered_domain(source.get("cancelled") or Domain.FALSE)
        return {
            record.id: self._line(record, source)
            | self._more(record.sudo(), source)
            | {"cancelled": YES if record in cancelled else ""}
            for record in records
        }

    def _more(self, record, source):
        """The texts of what belongs to a transaction that the user may read: what it is for, and
        how it was paid."""
        pays_back = record[source["amount"]] < 0
        refunds = source.get("refund_of") if pays_back or source.get("exchanges") else ()
        paid = _at_end(record, source.get("paid_by"), self._processed)
        found = {
            "refund_of": self._ids_at(record, refunds, self._processed),
            "order": self._ids_at(record, source.get("order")),
            "paid_by": paid.mapped("display_name"),
        }
        texts = {name: join_list(dict.fromkeys(each)) for name, each in found.items()}
        return texts | {"items": items_text(_items(record, source), pays_back)}

    def _ids_at(self, record, paths, of=lambda records: records):
        """The ids by which those transactions go to which the paths lead."""
        return [self._id_of(each) for path in paths or () for each in _at_end(record, path, of)]

    def _id_of(self, record):
        source = self._sources()[record._name]
        goes_as = _at_end(record, source.get("goes_as", ""))
        return self._id_of(goes_as) if goes_as else f"{source['type']}-{record.id}"

    def _processed(self, records):
        """Of transactions those that count; of anything else all."""
        source = self._sources().get(records._name)
        return records.filtered_domain(source["domain"]) if source else records

    def _fetch_contacts(self, partners):
        """The constituents behind the transactions are read beside these."""
        partners.fetch(["type", "parent_id", "contact_member_id"])
        partners.parent_id.fetch(["contact_member_id"])

    def _line(self, record, source):
        """The texts of a transaction."""
        contact = _constituent(record[source["partner"]].sudo())
        currency, amount = record[source["currency"]], record[source["amount"]]
        places = currency.decimal_places if currency else 2
        return {
            "transaction_id": f"{source['type']}-{record.id}",
            "type": source["type"],
            "date": _day(record, record[source["date"]]),
            "cons_id": str(contact.id or ""),
            "member_id": contact.contact_member_id,
            # a cell that begins with a minus would get an apostrophe, as a formula does
            "amount": f"{abs(amount):.{places}f}",
            "direction": "Out" if amount < 0 else "In",
            "currency": currency.name,
            "state": record[source["state"]],
            "number": record[source["number"]],
            "reference": record[source["reference"]],
        }


def _day(record, moment):
    """The day, where the one lives who runs it, of a date or of a moment."""
    if isinstance(moment, datetime):
        moment = fields.Datetime.context_timestamp(record, moment)
    return fields.Date.to_string(moment)


def _at_end(record, path, of=lambda records: records):
    """The records to which a path leads, of those that ``of`` leaves on the way; none, where a
    field of it is not there."""
    for name in (path or "").split("."):
        if name not in record._fields:
            return record.browse()
        record = of(record[name])
    return record


def _items(record, source):
    """``(number, article)`` of each line of what was bought."""
    path, number, article = source.get("items") or (None, None, None)
    lines = _at_end(record, path)
    return [(line[number], line[article].display_name or "") for line in lines]


def _constituent(partner):
    """The contact that an address is part of."""
    return partner.parent_id if partner.parent_id and partner.type != "contact" else partner


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("transaction_download", "Transaction Information Download")],
        ondelete={"transaction_download": "cascade"},
    )
