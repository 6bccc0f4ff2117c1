import re

from odoo import api, models, tools
from odoo.tools import SQL

CONTACT = "res.partner"
# Models that the erasure knows one by one. What another addon calls after these is not among them.
HANDLED = frozenset(
    (
        CONTACT,
        "contact.erasure.key",
        "contact.erasure.register",
        "contact.former.key",
        "ir.attachment",
        "ir.model.data",
        "mail.activity",
        "mail.followers",
        "mail.guest",
        "mail.mail",
        "mail.message",
        "mail.notification",
        "mail.push.device",
        "mail.scheduled.message",
        "mail.tracking.value",
        "res.company",
        "res.partner.bank",
        "res.users",
    )
)
# Documents of sales, purchases, taxes and employment stay as they are, by law.
DOCUMENTS = frozenset(
    (
        "account.analytic.line",
        "account.bank.statement.line",
        "account.move",
        "account.move.line",
        "account.payment",
        "hr.employee",
        "l10n.in.ewaybill",
        "l10n_it_edi_doi.declaration_of_intent",
        "purchase.order",
        "purchase.order.line",
        "sale.order",
        "sale.order.line",
    )
)
# Rows that die with a contact, and yet say something of what others do.
NO_PARTS = frozenset(
    (
        "account.analytic.distribution.model",
        "l10n_ar.partner.tax",
        "product.supplierinfo",
        "slide.channel.partner",
        "slide.slide.partner",
    )
)
TEXT_TYPES = ("char", "text", "html")
# Records on which other people are as well: what is written on a contact's record is about it, but
# for such.
OF_SEVERAL = frozenset(("calendar.event", "discuss.channel"))
# What a row of these leads to, is not what it is about.
TECHNICAL = frozenset(("ir.actions.act_window", "ir.embedded.actions", "mail.alias"))
# How fields are called by which a row says of which record it is; both with the same before it.
_NAME = re.compile(r"(?:res_|record_|resource_)?model(?:_id|_name)?$|resource_type$")
_ID = re.compile(r"(?:res|record|resource|thread)_id$")


class ContactErasure(models.AbstractModel):
    """Where in the models of all addons a contact can be: asked of the models themselves, so that
    one that nobody thought of is found as well."""

    _inherit = "contact.erasure"

    @api.model
    def _is_column(self, model, name):
        """Whether the model is there, and stores this field in its table."""
        field = model in self.env and self.env[model]._fields.get(name)
        return bool(field and field.store and field.column_type)

    @api.model
    def _handled_models(self):
        """Names of models that are looked after by name: see ``HANDLED``, and what only notes what
        imports did."""
        return HANDLED | set(self.env["registration.import.reference"]._bookkeeping())

    @api.model
    def _tables(self, without=()):
        """Yield ``(name, model)`` of the models with a table, but for those left out."""
        query = SQL(
            """SELECT relname FROM pg_class
                WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"""
        )
        tables = {table for (table,) in self.env.execute_query(query)}
        for name, records in self.env.items():
            if records._abstract or records._transient or not records._auto or name in without:
                continue
            if records._table in tables:
                yield name, records

    @api.model
    @tools.ormcache("of_model")
    def _link_locations(self, of_model):
        """``((model, field), ...)`` of what leads to a record of a model, and is neither handled
        by name nor a document: many2one fields, and references to any model."""
        return tuple(
            (name, field.name)
            for name, records in self._tables(self._handled_models() | DOCUMENTS)
            for field in records._fields.values()
            if field.store
            and field.column_type
            and not field.company_dependent
            and field.name not in models.MAGIC_COLUMNS
            and (field.type == "reference" or _leads(field, of_model))
        )

    @api.model
    @tools.ormcache()
    def _relation_locations(self):
        """``((model, field), ...)`` of relations that other records have with several contacts."""
        return tuple(
            (name, field.name)
            for name, records in self._tables(self._handled_models() | DOCUMENTS)
            for field in records._fields.values()
            if field.store and field.type == "many2many" and field.comodel_name == CONTACT
        )

    @api.model
    @tools.ormcache("of_model")
    def _part_locations(self, of_model):
        """``((model, field), ...)`` of rows that die with a record of a model."""
        left_out = self._handled_models() | DOCUMENTS | NO_PARTS
        left_out |= {model for model, _column in self._models_of_person()}
        left_out |= {model for model, *_columns in self._about_models()}
        return tuple(
            (name, field.name)
            for name, records in self._tables(left_out)
            for field in records._fields.values()
            if field.store and _leads(field, of_model) and field.ondelete == "cascade"
        )

    @api.model
    @tools.ormcache()
    def _pair_locations(self):
        """``((model, field with the name of a model, field with an id), ...)`` of rows that say of
        which record they are: by the name of its model, or by that model, and its id."""
        return tuple(each for each in self._pairs() if each[0] not in OF_SEVERAL | TECHNICAL)

    @api.model
    @tools.ormcache()
    def _loose_pair_locations(self):
        """The same of rows that are about more than that record."""
        return tuple(each for each in self._pairs() if each[0] in OF_SEVERAL | TECHNICAL)

    @api.model
    def _pairs(self):
        """Yield them all."""
        for name, records in self._tables(self._handled_models() | DOCUMENTS):
            for number in records._fields.values():
                if number.store and number.type in ("integer", "many2one_reference"):
                    for model in records._fields.values():
                        if model.store and _is_pair(model, number):
                            yield name, model.name, number.name

    @api.model
    @tools.ormcache("model")
    def _email_columns(self, model):
        """Fields of a model with e-mails, by their names."""
        return tuple(
            field.name
            for field in self.env[model]._fields.values()
            if field.store
            and field.column_type
            and field.type == "char"
            and not (field.translate or field.company_dependent)
            and "email" in field.name
        )

    @api.model
    @tools.ormcache()
    def _email_locations(self):
        """Names of the models with e-mails that are not looked after by name."""
        return tuple(
            name for name, _r in self._tables(self._handled_models()) if self._email_columns(name)
        )

    @api.model
    def _is_needed(self, records, field):
        """Whether a column has to have a value, or a rule of its table may say so."""
        return bool(field.required) or field.name in self._checked_columns(records._table)

    @api.model
    @tools.ormcache("table")
    def _checked_columns(self, table):
        """Names of the columns that rules of a table speak of."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT a.attname FROM pg_constraint c
                     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
                    WHERE c.contype = 'c' AND c.conrelid = %s::regclass""",
                table,
            )
        )
        return frozenset(name for (name,) in rows)

    @api.model
    @tools.ormcache("model")
    def _has_texts(self, model):
        """Whether records of a model say anything in words."""
        return model not in self.env or any(
            field.store
            and field.type in (*TEXT_TYPES, "properties")
            and not (field.compute and field.readonly)
            for field in self.env[model]._fields.values()
        )


def _leads(field, model):
    """Whether a field of a row holds a record of a model."""
    return field.type == "many2one" and field.comodel_name == model and bool(field.column_type)


def _is_pair(model, number):
    """Whether two fields together name a record: those that say so, or are called so."""
    if number.type == "many2one_reference":
        return number.model_field == model.name and model.type in ("char", "selection")
    named, numbered = _NAME.search(model.name), _ID.search(number.name)
    if not (named and numbered):
        return False
    if model.name[: named.start()] != number.name[: numbered.start()]:
        return False
    if model.type == "many2one":
        return model.comodel_name == "ir.model"
    return model.type in ("char", "selection")
