from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from ...importer.own_context import YES
from ...messages.contacts import HELP, MESSAGES
from ...tools.contacts.contact_schema import ALL_ORGANIZATIONS, ANONYMIZE, DELETE, DROP, SCHEMA
from ...tools.kinds.contact_operations import ContactPlanner
from .contact_lookups import format_phone
from .contact_matcher import ContactMatcher
from .contact_problems import ContactProblems
from .contact_undo import guards_of
from .contact_verbs import ContactVerbs

_lt = LazyTranslate(__name__)

ROLES = {
    "import": "registration_import.group_contact_import",
    "irreversible": "registration_import.group_contact_irreversible",
    "manage": "base.group_system",
}
# More irreversible rows than this, or than this share of an institution's contacts, in percent,
# need a second person. System parameters registration_import.NAME set others.
LIMITS = {"irreversible_contacts": 100, "irreversible_percent": 5}


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
    _matches_unreadable = True

    _target = "res.partner"
    _report_fields = ("contact_nr",)
    _makes = ("contact.admin.number",)
    _identity_fields = ("instit", "contact_nr")
    _unknown_codes = ("not_a_choice", "unknown_country", "unknown_criterion")
    _told_once = ("seems_there",)
    _jobs_path = "contact-imports"
    _help_page = "membership"
    _upload_title = _lt("Import Contact Operations")
    _irreversible = {
        ANONYMIZE: _lt("Anonymize"),
        DELETE: _lt("Delete"),
        DROP: _lt("Drop"),
    }
    _irreversible_effects = {
        ANONYMIZE: _lt("whatever tells who it is goes; sales stay, under the name XXXXXXXX."),
        DELETE: _lt("addresses, telephones, e-mail and login go; name and sales stay."),
        DROP: _lt("the contact itself leaves the database, with all that belongs to it."),
    }

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
                "Prepare a .csv, Excel or .ods file. One row has the codes below as names of the"
                " columns; rows of explanations above it are passed over. Each row below says in"
                " OPERATION what to do with one contact. Columns that you do not need may be left"
                " out."
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
        return super()._context() | {"registration_import_contact_nr": YES}

    @api.model
    def _companies_named(self, store, mapping):
        """Those that own what rows are about; of an institution all, where a row says *."""
        columns = [mapping.get(name) for name in ("instit", "organization")]
        if None in columns:
            return super()._companies_named(store, mapping)
        found = self.env["res.company"]._find_owners(store.distinct_texts(columns))
        owners = {owner for _institution, owner in found.values()}
        whole = {pair[0] for (_code, branch), pair in found.items() if branch == ALL_ORGANIZATIONS}
        branches = self.env.companies.filtered(lambda company: company.root_id.id in whole)
        return self.env["res.company"].browse(owners) | branches

    @api.model
    def _may_be_irreversible(self, store, mapping):
        """As the operations say that the file names; no row does what it does not name."""
        if "operation" not in mapping:
            return super()._may_be_irreversible(store, mapping)
        parse = self._schema().parser({"operation": 0}, width=1)
        texts = store.distinct_texts([mapping["operation"]])
        named = (parse(list(each))[0]["operation"] for each in texts)
        return not self._irreversible.keys().isdisjoint(named)

    # -- rows --------------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        matches = ContactMatcher(self).match(rows)
        ContactProblems(self).find(rows, matches)
        alike = {} if self._run.looked_at else self._alike(rows, matches)
        for row, match in zip(rows, matches, strict=True):
            match["alike"] = alike.get(row.id)
        return matches

    @api.model
    def _alike(self, rows, matches):
        """``{row id: {"number", "score"}}`` of rows whose new contact seems to be there, whose
        number that is, and how much it is alike: who compares contacts says it."""
        return {}

    @api.model
    def _row_planner(self):
        return ContactPlanner(self._run, format_phone)

    @api.model
    def _verb_delete(self, rows):
        ContactVerbs(self).delete(rows)

    @api.model
    def _verb_anonymize(self, rows):
        ContactVerbs(self).anonymize(rows)

    @api.model
    def _verb_drop(self, rows):
        ContactVerbs(self).drop(rows)

    @api.model
    def _undo_facts(self, entries):
        return guards_of(self.env, entries)

    # -- a second person -----------------------------------------------------------------------

    @api.model
    def _is_large(self, scopes):
        """Whether these are too many rows, ``{institution id: rows}``, for one person alone."""
        limit, percent = map(self._limit, LIMITS)
        if sum(scopes.values()) > limit:
            return True
        groups = (
            self.env[self._target]
            .sudo()
            ._read_group(
                [("contact_institution_id", "in", list(scopes)), ("contact_nr", "!=", False)],
                ["contact_institution_id"],
                ["__count"],
            )
        )
        contacts = {institution.id: count for institution, count in groups}
        return any(100 * n > percent * contacts.get(scope, 0) for scope, n in scopes.items())

    def _limit(self, name):
        get = self.env["ir.config_parameter"].sudo().get_param
        value = get(f"registration_import.{name}")
        return int(value) if value and value.isdecimal() else LIMITS[name]

    @api.model
    def _approvers(self, company):
        group = self.env.ref("registration_import.group_contact_irreversible").sudo()
        return group.all_user_ids.filtered(
            lambda user: not user.share and company in user.company_ids
        )

    @api.model
    def _may_decide(self, scopes):
        """Nobody decides on contacts of an institution that they have nothing to do with (D12)."""
        return scopes <= set(self.env.user.sudo().company_ids.root_id.ids)


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("contact_operations", "Contact Operations")],
        ondelete={"contact_operations": "cascade"},
    )
