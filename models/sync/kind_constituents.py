from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.contacts import constituent_schema, constituents, contact_values
from ...tools.contacts.erasure_keys import email_keys
from ...tools.contacts.names import name_parts
from ...tools.rows.plan import Change, Plan
from ...tools.rows.problems import Problem
from ...tools.rows.schema import Field, Schema
from ..contacts.contact_lookups import Lookups, format_phone
from ..engine.import_operation import CREATE, UPDATE
from .kind_hub import CONTACT, GROUPS, in_order


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

    @api.model
    def _keys(self, row):
        """All ways in which rows before or behind may mean the same contact."""
        match, values = row.match, row.values
        keys = [("email", match["email"])] if match["email"] else []
        if values.get("member_id"):
            keys.append(("member_id", values["member_id"]))
        contact, _problem = constituents.choose(match["stages"])
        if contact and contact["id"]:
            keys.append(("id", contact["id"]))
        return tuple(keys)

    @api.model
    def _after(self, row):
        """The contact as it is after the row; one that is only planned has id 0."""
        contact = dict(self._find(row)[0] or {"id": 0, "member_id": None, "email_normalized": None})
        for change in row.plan.changes:
            if change.model == self._target:
                said_of = dict(change.values)
                groups = said_of.pop(GROUPS, contact.get("groups") or [])
                # those that are only planned have no id yet
                contact |= said_of | {"groups": [g for g in groups if not isinstance(g, Change)]}
                if change.values.get("email"):
                    contact["email_normalized"] = row.match["email"]
        return {"left": {**contact, "id": contact["id"] or row.record or 0}}

    @api.model
    def _resume(self, row, key, left):
        contact = left.get("left")
        if contact is None:
            return row.match
        email = row.match["email"]
        stages = constituents.with_contact(row.match["stages"], row.values, email, contact)
        return {**row.match, "stages": stages, "left": contact}

    # -- plan ------------------------------------------------------------------------------

    @api.model
    def _plan(self, row, totals):
        contact, problem = self._find(row)
        if row.match["erased"]:
            problem = Problem("erased", params={"date": row.match["erased"]})
        problem = problem or self._decide(contact) or _taken(row, contact)
        if problem is not None:
            return Plan(problems=[problem])
        problems, news = [], []
        values = self._values(row, contact or {}, problems)
        groups = self._memberships(row, contact, news, problems)
        center = self._center().group_id.id
        if center and center not in groups:
            groups.append(center)
        if contact is None:
            if groups:
                values[GROUPS] = in_order(groups)
            own = Change(self._target, None, self._new_values() | values, rank=CONTACT)
            return Plan([own, *news], problems=problems)
        own = Change(self._target, contact["id"], values, contact, CONTACT)
        changes = [own, self._member_change(contact, groups), *news]
        return Plan(changes, problems=problems, record=contact["id"])

    def _decide(self, contact):
        """Why the run may not touch such a contact."""
        records = self._run.options.get("records")
        if contact is not None and records == CREATE:
            return Problem("exists_already")
        if contact is None and records == UPDATE:
            return Problem("not_there_yet")
        return None

    def _new_values(self):
        """What a new contact has besides: the company of the center."""
        company = self._center().company_id.id
        return {"company_id": company} if company else {}

    def _values(self, row, present, problems):
        """``{field: value}`` of what the row says of the contact itself."""
        values = row.values
        result = {"member_id": values["member_id"]} if values.get("member_id") else {}
        # the same address in other letters, or with a name before it, is not another one
        if values.get("email") and row.match["email"] != present.get("email_normalized"):
            result["email"] = values["email"]
        if values.get("is_company") is not None:
            result["is_company"] = values["is_company"]
        if not _is_called_so(values, present):
            result |= contact_values.person_name(values, present, problems)
        if not present and not result.get("name"):
            result["name"] = values.get("email")
            if not result["name"]:
                problems.append(Problem("constituent_name_missing", "lastname"))
        lookups = row.match["lookups"]
        result |= contact_values.address_values(values, lookups, present, problems)
        country = (lookups["country"] or [None, self._run.country])[1]
        # a number as it stands here is not another one, in whatever form it is kept
        if values.get("telephone") != present.get("phone"):
            result |= contact_values.phone_values(values, country, format_phone, problems)
        return result


def _is_called_so(values, present):
    """Whether the row calls the contact what it is called, as a download does: where no parts of
    the name are kept, by the name as it is taken apart, or by the whole name as the last one."""
    name = present.get("name")
    if not name or present.get("contact_firstname") or present.get("contact_lastname"):
        return False
    says = values.get("firstname") or "", values.get("lastname") or ""
    return says in (("", name), name_parts(name, None, None))


def _taken(row, contact):
    """The problem that somebody else has the member ID that the row gives its contact."""
    stage = row.match["stages"].get("member_id")
    if contact is None or stage is None or contact["member_id"] == row.values["member_id"]:
        return None
    if stage["found"] or stage["removed"]:
        return Problem("member_id_taken", "member_id", row.values["member_id"])
    return None


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("constituents", "Standard Constituent Import")],
        ondelete={"constituents": "cascade"},
    )
