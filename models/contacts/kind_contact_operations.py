from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from ...tools.contacts import contact_values as said
from ...tools.contacts.contact_parts import filled, left_after, numbers_after, present_of
from ...tools.contacts.contact_schema import ADDRESS, INSERT, OF_STRUCTURE, SCHEMA, given
from ...tools.rows.cells import REMOVE
from ...tools.rows.plan import Change, Plan
from ...tools.rows.problems import Problem
from .contact_criterion import INDIVIDUAL, STRUCTURE
from .kind_contact_operations_known import format_phone
from .kind_contact_operations_messages import HELP, MESSAGES
from .res_company import ALL_ORGANIZATIONS

_lt = LazyTranslate(__name__)

ADDRESS_TYPES = {said.DELIVERY: "delivery", said.INVOICE: "invoice"}
ROLES = {
    "import": "registration_import.group_contact_import",
    "irreversible": "registration_import.group_contact_irreversible",
    "manage": "base.group_system",
}
# Columns that say something of the structure of a contact person. Its main address Odoo itself
# would hand on to the structure.
OF_THE_STRUCTURE = (*OF_STRUCTURE, "struct_type", "web_site", "admin_number", *ADDRESS)
# The order of writes: a structure before its contact person, a contact before its addresses.
FIRST, CONTACT, LAST = 0, 1, 2


class ImportKindContactOperations(models.AbstractModel):
    """Contacts of institutions and organizations: a row says what to do with one of them.

    *The number* names the contact of the row: the individual, the structure, or, where a row has
    both a person's name and a structure's, the person, who is a contact person (relay) of the
    structure. Several rows may name the same structure, each with another person.

    *The structure* of such a row is found by its name among those of the contact's owner, case
    aside, since a relay and its structure always have one owner; two of that name are an error.
    One that is not there is created with a number of its own. Official name, type, employees, web
    site, administrative numbers and the main address belong to the structure, whose address Odoo
    shows for all its relays; anything else to the person. With UPDATE, another structure's name
    moves the person there, and = makes an individual of them.

    *Addresses*: M is the contact's own, S and B its delivery and invoice addresses. An empty
    ADDR_TYPE means all three: as Odoo takes the main address where there is no other, those that
    are there are changed, and none is made.

    *Owner* (D12): INSERT with * makes the institution the owner. With every other operation, *
    reaches contacts of the institution and of all its organizations. A contact of somebody else
    is not found, in the same words as one that does not exist. Only that its number is taken is
    told, since that is unique within the institution.
    """

    _name = "registration.import.kind.contact_operations"
    _inherit = "registration.import.kind"
    _description = "Import of Contact Operations"

    _target = "res.partner"
    _report_fields = ("contact_nr",)
    _identity_fields = ("instit", "contact_nr")
    _unknown_codes = ("not_a_choice", "unknown_country", "unknown_criterion")
    _jobs_path = "contact-imports"
    _upload_title = _lt("Import Contact Operations")

    @api.model
    def _schema(self):
        return SCHEMA.with_columns(self._run.labels)

    @api.model
    def _check_right(self, right):
        """Contact Operations: Import, or Irreversible; jobs of others are the administrator's."""
        user = self.env.user
        if user.has_group(ROLES[right]):
            return
        if right == "irreversible" and user.has_group(ROLES["import"]):
            raise AccessError(
                self.env._(
                    "You may import contacts, but not delete, anonymize or drop them. Ask an"
                    " administrator to set “Contact Operations” on your user record to"
                    " “Irreversible”, or take these rows out of the file."
                )
            )
        raise AccessError(
            self.env._(
                "You may not do this with contacts. Ask an administrator to set “Contact"
                " Operations” on your user record: “Import”, or “Irreversible” to delete,"
                " anonymize or drop contacts."
            )
        )

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv or Excel file. One row has the codes below as names of the columns;"
                " rows of explanations above it are passed over. Each row below says in OPERATION"
                " what to do with one contact. Columns that you do not need may be left out."
            ),
            self.env._(
                "An empty cell leaves the field as it is, a cell with = removes the value, anything"
                " else is imported."
            ),
            self.env._(
                "Criteria, their values, authorizations and structure types must exist: they are"
                " kept under Contacts > Configuration."
            ),
        ]

    @api.model
    def _samples(self):
        person = {"instit": "LAKE", "organization": "OPERA", "operation": "INSERT"}
        person |= {field.name: field.example for field in SCHEMA if field.example}
        other = {
            **{"instit": "LAKE", "organization": "*", "operation": "UPDATE"},
            **{"contact_nr": "00004712", "telephone": "=", "remark": "||Prefers letters"},
        }
        return [[row.get(field.name, "") for field in SCHEMA] for row in (person, other)]

    @api.model
    def _help(self, field):
        text = HELP.get(field.name.partition(":")[0])
        return self.env._(text) if text else super()._help(field)

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _context(self):
        """New contacts get numbers."""
        return super()._context() | {"registration_import_contact_nr": True}

    # -- keys --------------------------------------------------------------------------------

    @api.model
    def _keys(self, row):
        """The number of the row, and its structure: by id, or by the name of one to come."""
        match, values = row.match, row.values
        keys = []
        if values.get("contact_nr"):
            keys.append(("nr", match["institution"], values["contact_nr"]))
        structure = _if_structure(match["contact"]) or match["structure"]
        name = given(values, "struct_name")
        if structure:
            keys.append(("id", structure["id"]))
        elif name:
            company = (match["contact"] or {}).get("company_id") or match["owner"]
            keys.append(("name", company, name.lower()))
        return tuple(keys)

    @api.model
    def _touched(self, row, keys):
        """A row that changes nothing touches nothing, and a contact person's row its structure
        only where it changes that: else each colleague's row would be written on its own."""
        if row.plan.verb:
            return keys
        if not row.plan.changes:
            return ()
        is_contact = _if_structure(row.match["contact"]) or not row.match["structure"]
        if is_contact or any(_is_of_structure(change) for change in row.plan.changes):
            return keys
        return [key for key in keys if key[0] == "nr"]

    @api.model
    def _resume(self, row, key, left):
        """Of what an earlier row leaves: the contact of the same number, with its structure unless
        this row names one; or the structure alone, be it the contact of that row or of this."""
        if key is None or key[0] == "nr":
            return self._resume_contact(row, left["contact"] or left.get("bearer"), left)
        match = dict(row.match)
        structure = _if_structure(left["contact"]) or left["structure"]
        if not structure or (key[0] == "id" and structure["id"] != key[1]):
            return match
        is_own = match["contact"] and match["contact"]["id"] == structure["id"]
        match["contact" if is_own else "structure"] = structure
        return match

    def _resume_contact(self, row, bearer, left):
        """The match of a row whose number an earlier row has given to the ``bearer``, or has met
        with them, who may be somebody else's contact: then this row does not find them (D12), and
        hands them on to the next."""
        match = dict(row.match)
        if bearer is None:
            return match
        match["bearer"], match["taken"] = bearer, True
        whole = row.values["organization"] == ALL_ORGANIZATIONS
        if match["institution"] and (whole or bearer["company_id"] == match["owner"]):
            match["contact"], match["foreign"] = bearer, left["foreign"]
            if row.values.get("struct_name") is None:
                match["structure"] = left["structure"]
        return match

    @api.model
    def _after(self, row):
        """Contact and structure as they are after the row; one that is only planned has id 0."""
        contact, structure = row.match["contact"], row.match["structure"]
        home = (row.match["known"]["country"] or [None, None])[1]
        for change in sorted(row.plan.changes, key=lambda each: each.rank):
            if change.model == "contact.admin.number":
                if structure:
                    structure = numbers_after(structure, change)
                else:
                    contact = numbers_after(contact, change)
            elif change.rank == FIRST:
                structure = left_after(structure, change, home)
            elif change.rank == CONTACT:
                contact = left_after(contact, change, home)
                if change.values.get("parent_id", structure) is None:
                    structure = None
            else:
                addresses = contact.get("addresses") or {}
                kind = change.present.get("type") or change.values["type"]
                address = left_after(addresses.get(kind), change, home)
                contact = {**contact, "addresses": {**addresses, kind: address}}
        foreign = row.match["foreign"] and not any(
            "parent_id" in change.values for change in row.plan.changes if change.rank == CONTACT
        )
        return {"contact": contact, "structure": structure, "foreign": foreign}

    # -- plan --------------------------------------------------------------------------------

    @api.model
    def _plan(self, row, totals):
        """One method for each operation."""
        problem = None
        if row.match["owner"] is None:
            problem = Problem("unknown_owner", "organization", row.values["organization"])
        elif row.values["operation"] != INSERT:
            problem = _not_found(row)
        if problem:
            return Plan(problems=[problem])
        return getattr(self, f"_plan_{row.values['operation']}")(row)

    @api.model
    def _plan_insert(self, row):
        """S08: a new contact; with no number it gets the next one."""
        values, match = row.values, row.match
        if row.match["taken"] or row.match["contact"]:
            return Plan(problems=[Problem("number_taken", "contact_nr", values["contact_nr"])])
        is_person = bool(given(values, "firstname") or given(values, "lastname"))
        if not is_person and not given(values, "struct_name"):
            return Plan(problems=[Problem("name_missing", "lastname")])
        new = {"company_id": match["owner"]}
        if not is_person:
            new["is_company"] = True
        if values.get("contact_nr"):
            new["contact_nr"] = values["contact_nr"]
        return self._plan_contact(row, new)

    @api.model
    def _plan_update(self, row):
        """S09: an inactive contact stays inactive."""
        return self._plan_contact(row, {})

    @api.model
    def _plan_updateact(self, row):
        """S10: valid again, and out of the archive."""
        return self._plan_contact(row, {"active": True, "contact_invalid_reason": None})

    def _plan_contact(self, row, new):
        """The changes of a row: its contact, with ``new`` in addition, structure and addresses."""
        values, match, problems = row.values, row.match, []
        present = present_of(match["contact"])
        is_company = new.get("is_company", present.get("is_company"))
        own = Change(self._target, present.get("id"), new, present, CONTACT)
        changes = [own]
        structure = None
        if is_company:
            new |= _structure_name(values, problems)
        else:
            new |= said.person_name(values, present, problems)
            structure = self._structure(row, own, problems)
            if structure:
                changes.append(structure)
        if match["foreign"] and "parent_id" not in new:
            problems += _of_foreign_structure(values, is_company)
        today = self._run.today
        known = match["known"]
        new |= said.own_values(values, known, present, today, problems)
        sort = STRUCTURE if is_company else INDIVIDUAL
        new |= said.criterion_values(values, known, present, sort, problems)
        new |= said.authorization_values(values, known, present, problems)
        holder = structure or own
        holder.values |= said.structure_values(values, known, holder.present, problems)
        changes += self._admin_numbers(row, holder, problems)
        changes += self._addresses(row, own, holder, problems)
        country = (known["country"] or [None, None])[1] or holder.present.get("home")
        new |= said.phone_values(values, country or match["home"], format_phone, problems)
        return Plan(changes, problems=problems, record=present.get("id"))

    def _structure(self, row, own, problems):
        """The change of the structure of a person, or None; the person is put into it."""
        values, match = row.values, row.match
        if values.get("struct_name") == REMOVE:
            own.values["parent_id"] = None
            return None
        name, present = values.get("struct_name"), present_of(match["structure"])
        if not present and not name:
            return None
        if name and match["named"] > 1 and present["id"] != own.present.get("parent_id"):
            params = {"count": match["named"]}
            problems.append(Problem("ambiguous_structure", "struct_name", name, params))
        company = own.values.get("company_id") or own.present.get("company_id")
        new = {} if present else {"name": name, "is_company": True, "company_id": company}
        structure = Change(self._target, present.get("id"), new, present, FIRST)
        own.values["parent_id"] = structure if not present else present["id"]
        return structure

    def _admin_numbers(self, row, holder, problems):
        """The changes of administrative numbers, each a record of its own."""
        held = holder.present.get(said.ADMIN_NUMBERS) or {}
        said_numbers = said.admin_numbers(row.values, held, problems).items()
        changes = [_admin_number(holder, held, code, number) for code, number in said_numbers]
        return list(filter(None, changes))

    def _addresses(self, row, own, holder, problems):
        """Put the address where it belongs; the changes of further addresses."""
        values = row.values
        types = said.address_types(values, problems)
        address = said.address_values(values, row.match["known"], holder.present, problems)
        if not address:
            return []
        if not types or said.MAIN in types:
            holder.values |= address
        return [
            self._address(own, name, address)
            for letter, name in ADDRESS_TYPES.items()
            if _has_address(own.present, name) or (letter in types and any(address.values()))
            if not types or letter in types
        ]

    def _address(self, own, name, address):
        present = (own.present.get("addresses") or {}).get(name)
        if present:
            return Change(self._target, present["id"], dict(address), filled(present), LAST)
        company = own.values.get("company_id") or own.present.get("company_id")
        parent = own if own.record is None else own.record
        new = {"type": name, "parent_id": parent, "company_id": company, **address}
        return Change(self._target, None, new, {}, LAST)


def _admin_number(holder, held, code, number):
    """The change of one administrative number, or None where there is nothing to take away."""
    identifier, old = held.get(code, (None, None))
    present = {"code": code, "value": old}
    if number is None:
        removal = Change("contact.admin.number", identifier, {}, present, LAST, removes=True)
        return None if identifier is None else removal
    if identifier is not None:
        return Change("contact.admin.number", identifier, {"value": number}, present, LAST)
    owner = holder if holder.record is None else holder.record
    new = {"partner_id": owner, "code": code, "value": number}
    return Change("contact.admin.number", None, new, {}, LAST)


def _is_of_structure(change):
    return change.rank == FIRST or change.model == "contact.admin.number"


def _of_foreign_structure(values, is_company):
    """What a row may not say of a contact in a structure of another owner."""
    fields = ADDRESS if is_company else OF_THE_STRUCTURE
    found = [field for field in fields if values.get(field) is not None]
    return [Problem("foreign_structure", field) for field in found[:1]]


def _if_structure(part):
    return part if part and part["is_company"] else None


def _not_found(row):
    """Why a row without a contact fails."""
    number = row.values.get("contact_nr")
    if not number:
        return Problem("missing", "contact_nr", "")
    if row.match["contact"] is None:
        return Problem("unknown_contact", "contact_nr", number)
    return None


def _structure_name(values, problems):
    """The name of a contact that is a structure; it has no person's."""
    for field in ("firstname", "lastname"):
        if given(values, field):
            problems.append(Problem("person_on_structure", field, values[field]))
    name = values.get("struct_name")
    if name == REMOVE:
        problems.append(Problem("name_needed", "struct_name"))
    return {} if name is None else {"name": name}


def _has_address(present, name):
    return name in (present.get("addresses") or {})


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("contact_operations", "Contact Operations")],
        ondelete={"contact_operations": "cascade"},
    )
