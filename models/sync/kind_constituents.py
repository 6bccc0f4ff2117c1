from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.contacts import constituent_schema, constituents
from ...tools.contacts.erasure_keys import email_keys
from ...tools.kinds.constituents import ConstituentPlanner
from ...tools.rows.schema import Field, Schema
from ..contacts.contact_lookups import Lookups, format_phone


def _text(name, label, *synonyms, **more):
    return Field(name, label, removable=False, synonyms=synonyms, **more)


SCHEMA = Schema(
    (
        *constituent_schema.KEY_FIELDS,
        _text("firstname", "FIRST_NAME", size=100, example="Ada"),
        _text("lastname", "LAST_NAME", "Surname", "Name", size=100, example="Lane"),
        Field(
            "is_company",
            "IS_ORGANIZATION",
            type="boolean",
            removable=False,
            synonyms=("Is Company", "Organization"),
            example="No",
        ),
        _text("telephone", "PHONE", "Phone Number", "Home Phone", type="code"),
        _text("line1", "STREET", "Street 1", "Address", size=100, example="Quai du Lac 4"),
        _text("line2", "STREET2", "Street 2", size=100),
        _text(
            "zipcode", "ZIP", "Zip Code", "Postcode", "Postal Code", type="code", example="01201"
        ),
        _text("town", "CITY", "Town", example="Genève"),
        _text("department", "STATE", "Province"),
        _text("country", "COUNTRY", example="CH", reference="country"),
        *constituent_schema.GROUP_FIELDS,
        *constituent_schema.INTEREST_FIELDS,
    )
)
ADDRESS = ("street", "street2", "zip", "city", "country_id", "state_id")
NAMES = ("name", "contact_firstname", "contact_lastname")


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
    _clearable = ("telephone", "line1", "line2", "zipcode", "town", "department", "country")
    _contact_fields = (*NAMES, *ADDRESS, "email", "phone", "is_company")

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv or Excel file with one row per contact. The first row names the"
                " columns, in any order; leave out those that you do not need."
            ),
            self.env._(
                "Each row has at least one of PRIMARY_EMAIL, MEMBER_ID and CONS_ID. A contact is"
                " looked for by CONS_ID, then by MEMBER_ID, then by the e-mail address among those"
                " without a member ID; where there is none, it is made."
            ),
            self.env._(
                "An empty cell leaves the field as it is, unless the operation says otherwise for"
                " telephone and address. Nobody who has opted out of an interest is opted in."
            ),
        ]

    @api.model
    def _row_planner(self):
        return ConstituentPlanner(self._run, self._centers(), format_phone)

    # -- match -----------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        """With what countries and states mean (``lookups``), and the day on which the person of the
        row was ``erased``, or None."""
        matches = super()._match(rows)
        lookups = Lookups(self.env, rows)
        for row, match in zip(rows, matches, strict=True):
            match["lookups"] = lookups.of(row.values)
            match["erased"] = None
        self._find_erased(rows, matches)
        return matches

    def _find_erased(self, rows, matches):
        """Rows that would bring an anonymized person back: some queries for all."""
        register, wanted, contacts = self.env["contact.erasure.register"].sudo(), {}, {}
        institutions = self.env.companies.root_id.ids
        for row, match in zip(rows, matches, strict=True):
            keys = email_keys(match["email"], institutions)
            if row.values.get("member_id"):
                keys.append(("member_id", row.values["member_id"]))
            for key in keys:
                wanted.setdefault(key, []).append(match)
            contact, _problem = constituents.choose(match["stages"])
            if contact:
                contacts.setdefault(contact["id"], []).append(match)
        dates = {key: date for key, (date, _id) in register._is_erased(wanted).items()}
        partners = self.env[self._target].browse(contacts)
        dates |= register._anonymized_on(partners) if contacts else {}
        for key, date in dates.items():
            for match in wanted.get(key) or contacts[key]:
                match["erased"] = format_date(self.env, date)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("constituents", "Standard Constituent Import")],
        ondelete={"constituents": "cascade"},
    )
