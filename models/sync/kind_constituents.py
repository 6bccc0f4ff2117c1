from odoo import api, fields, models

from ...tools.contacts.constituent_schema import (
    GROUP_FIELDS,
    INTEREST_FIELDS,
    KEY_FIELDS,
    NAME_FIELDS,
    OPTED_FIELDS,
    SIZES,
)
from ...tools.kinds.constituents import ConstituentPlanner
from ...tools.rows.placeholders import VALUE
from ...tools.rows.schema import Field, Schema
from ..contacts.contact_lookups import format_phone
from .constituent_matcher import ConstituentMatcher


def _text(name, label, *synonyms, **more):
    return Field(name, label, removable=False, synonyms=synonyms, **more)


def _judged(name, label, *synonyms, **more):
    return _text(name, label, *synonyms, size=SIZES[name], judged=True, **more)


SCHEMA = Schema(
    (
        *KEY_FIELDS,
        *NAME_FIELDS,
        Field(
            "is_company",
            "IS_ORGANIZATION",
            type="boolean",
            removable=False,
            synonyms=("Is Company", "Organization"),
            example="No",
        ),
        _text("telephone", "PHONE", "Phone Number", "Home Phone", type="code"),
        _judged(
            "line1",
            "STREET",
            "Street 1",
            "Address",
            "Adresse",
            "Adres",
            example="Quai du Lac 4",
            holds=VALUE,
        ),
        _judged("line2", "STREET2", "Street 2", holds=VALUE),
        _text(
            "zipcode",
            "ZIP",
            "Zip Code",
            "Postcode",
            "Postal Code",
            type="code",
            example="01201",
            holds=VALUE,
        ),
        _text("town", "CITY", "Town", example="Genève", holds=VALUE),
        _text("department", "STATE", "Province", "County"),
        _text("country", "COUNTRY", example="CH", reference="country"),
        *GROUP_FIELDS,
        *INTEREST_FIELDS,
        *OPTED_FIELDS,
    )
)


class ImportKindConstituents(models.AbstractModel):
    """The Standard Constituent Import (V07): a row makes a contact, or updates the one that it
    means, and says what groups it is in and what it has opted in to or out of.

    An empty cell leaves the field as it is, unless the run is told to clear it. A contact becomes
    a member of the group of the operation's center, where that has one (V12).
    """

    _name = "registration.import.kind.constituents"
    _inherit = "registration.import.kind.hub"
    _description = "Standard Constituent Import"

    _chooses_records = True
    _splits_names = True
    _clearable = ("telephone", "line1", "line2", "zipcode", "town", "department", "country")

    _has_contact_columns = True

    @api.model
    def _schema(self):
        more = self.env["contact.column"]._fields_for("write")
        return Schema((*SCHEMA, *more)) if more else SCHEMA

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv, Excel or .ods file with one row per contact. The first row names"
                " the columns, in any order; leave out those that you do not need."
            ),
            self.env._(
                "Each row has at least one of PRIMARY_EMAIL, MEMBER_ID and CONS_ID. A contact is"
                " looked for by CONS_ID, then by MEMBER_ID, then by the e-mail address among those"
                " without a member ID; where there is none, it is made."
            ),
            self.env._(
                "A row that finds its contact by the e-mail address alone is refused where the"
                " contact has another name, unless the operation says otherwise: two people may"
                " share an address. So are all but the first of the rows that share one, but not"
                " the first name."
            ),
            self.env._(
                "An empty cell leaves the field as it is, unless the operation says otherwise for"
                " telephone and address. Nobody whose address has opted out of an interest is opted"
                " in, and Out reaches every contact with the address."
            ),
        ]

    # -- rows --------------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        return ConstituentMatcher(self).match(rows)

    @api.model
    def _row_planner(self):
        columns = self.env["contact.column"]._own_names(self._schema())
        return ConstituentPlanner(self._run, self._centers(), format_phone, columns)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("constituents", "Standard Constituent Import")],
        ondelete={"constituents": "cascade"},
    )
