"""Contacts: half of the rows are INSERT, half UPDATE, of which a fifth change nothing.

Odoo's own import is given what it cannot do: the External ID of every contact, delivery address and
administrative number, the parent of every relay, rows for structures that relays bring and for
delivery addresses;
telephone numbers in international form; all that a contact shall hold, since it leaves nothing as
it is; and one column to search for each code. It checks no owner, draws no number and adds to no
remark.
"""

import itertools

from odoo import Command

from . import contact_data as data
from . import contact_native as native
from .case import MODULE, Case

HEADER = tuple(
    dict.fromkeys(
        column
        for number in (*range(10), data.BEFORE + data.BRINGING)
        for column in data.row(number)
    )
)
# What tells a contact in the sums that are compared: ids and drawn numbers differ.
NAMED = "(SELECT concat(p.name, p.type, q.name) FROM res_partner p LEFT JOIN res_partner q"
NAMED += " ON q.id = p.parent_id AND p.name IS NULL WHERE p.id = {})"
# What files name by codes: {model: (column to search, codes)}.
CODES = {
    "res.company": ("name", data.ORGANIZATIONS),
    "res.country": ("code", ("CH",)),
    "contact.structure.type": ("code", data.TYPES),
    "contact.criterion.value": ("code", tuple(itertools.chain(*data.CRITERIA.values()))),
    "contact.authorization": ("code", data.AUTHORIZATIONS),
}
RELATIONS = (
    *("company_id", "country_id", "contact_structure_type_id"),
    *("contact_criterion_value_ids", "contact_authorization_ids"),
)
COLUMNS = (
    *("active", "name", "complete_name", "type", "is_company", "company_id", "function", "lang"),
    *("commercial_partner_id", "commercial_company_name", "partner_share", "email"),
    *("email_normalized", "phone", "phone_sanitized", "website", "street", "zip", "city"),
    *("country_id", "state_id", "contact_birthdate", "parent_id", "contact_nr"),
    *("contact_institution_id", "contact_title", "contact_firstname", "contact_lastname"),
    *("contact_letter_salutation", "contact_remark", "contact_cellphone", "contact_official_name"),
    *("contact_structure_type_id", "contact_employee_count", "contact_import_job_id"),
    *("contact_import_date", "write_date", "write_uid"),
)
COMPARED = (
    *("active", "name", "type", "is_company", "function", "email", "email_normalized", "phone"),
    *("phone_sanitized", "website", "street", "zip", "city", "country_id", "contact_birthdate"),
    *("contact_title", "contact_firstname", "contact_lastname", "contact_letter_salutation"),
    *("contact_remark", "contact_cellphone", "contact_official_name"),
    *("contact_structure_type_id", "nullif(contact_employee_count, 0)"),
    "CASE WHEN type = 'contact' THEN company_id END",
    "CASE WHEN contact_nr LIKE 'B%' THEN contact_nr END",
    NAMED.format("t.parent_id"),
)


class Contacts(Case):
    """See ``case.Case``."""

    name = "contact_operations"
    MOST = 2 * data.BEFORE
    without = ("base_import_as_is", "sql")
    some = ("orm",)
    groups = ("registration_import.group_contact_import",)
    header = HEADER
    filled = {
        "contact_criterion_value_res_partner_rel": (
            NAMED.format("t.res_partner_id"),
            "contact_criterion_value_id",
        ),
        "contact_authorization_res_partner_rel": (
            NAMED.format("t.res_partner_id"),
            "contact_authorization_id",
        ),
        "contact_admin_number": (NAMED.format("t.partner_id"), "code", "value"),
    }
    grown = {"res_partner": COLUMNS}
    compared = {"res_partner": COMPARED}
    model = "res.partner"
    native = native.FIELDS
    searched = {model: (column,) for model, (column, _codes) in CODES.items()}
    options = {"date_format": "%Y-%m-%d"}
    loaded = tuple(f"{field}/id" if field in RELATIONS else field for field in native.values())

    def companies(self, env):
        return env["res.company"].search([("import_code", "like", MODULE.upper())])

    def fill(self, env, rows):
        env = env(context={**env.context, "tracking_disable": True})
        if not self.companies(env):
            self._make_codes(env)
            self._make_contacts(env)
        contacts = env[self.model].search([("contact_nr", "like", "B%")], order="contact_nr")
        numbers = contacts.filtered("is_company").contact_admin_number_ids
        return {**self._codes(env), "contact": contacts, "number": numbers}

    def _make_codes(self, env):
        """Companies, criteria and their values, authorizations, structure types."""
        switzerland = env.ref("base.ch").id
        values = {"country_id": switzerland, "name": data.INSTITUTION}
        institution = env["res.company"].create({**values, "import_code": data.INSTITUTION})
        for code in data.ORGANIZATIONS:
            values = {"name": code, "import_code": code, "parent_id": institution.id}
            env["res.company"].create({**values, "country_id": switzerland})
        for code, values in data.CRITERIA.items():
            children = [Command.create({"code": each, "name": each}) for each in values]
            several = {"is_multiple": code == data.SEVERAL, "value_ids": children}
            env["contact.criterion"].create({"code": code, "name": code, **several})
        for model, codes in (
            ("contact.authorization", data.AUTHORIZATIONS),
            ("contact.structure.type", data.TYPES),
        ):
            env[model].create([{"code": code, "name": code} for code in codes])

    def _codes(self, env):
        """``{prefix of External IDs: records}`` of what files name by codes, in their order."""
        found = {}
        for model, (column, codes) in CODES.items():
            records = env[model].search([(column, "in", codes)])
            by_code = {each[column]: each for each in records}
            found[_prefix(model)] = records.browse().union(*map(by_code.get, codes))
        return found

    def _make_contacts(self, env):
        """The contacts that are there before: structures and individuals, then relays."""
        ids = {}
        for model, records in self._codes(env).items():
            ids |= dict(zip(CODES[model.replace("_", ".")][1], records.ids, strict=True))
        for is_relays in (False, True):
            rows = [
                native.before(number)
                for number in range(data.BEFORE)
                if data.is_relay(number) == is_relays
            ]
            created = env[self.model].create([_values(row, ids) for row in rows])
            ids |= dict(zip([row["id"] for row in rows], created.ids, strict=True))
        env.flush_all()

    def cells(self, rows):
        return [
            [columns.get(name, "") for name in HEADER]
            for columns in map(data.row, data.file_numbers(rows))
        ]

    def native_cells(self, rows):
        return [
            [found.get(field, "") for field in native.FIELDS.values()]
            for found in native.rows_of(data.file_numbers(rows))
        ]

    def loaded_cells(self, rows):
        return [
            [_by_id(field, found.get(field, "")) for field in native.FIELDS.values()]
            for found in native.rows_of(data.file_numbers(rows))
        ]

    def expected(self, rows):
        left = rows // 2 * len(data.LEFT) // data.BLOCK
        return {"created": rows - rows // 2, "updated": rows // 2 - left, "unchanged": left}

    def expected_again(self, rows):
        """Whom an INSERT names is there already."""
        return {"invalid": rows - rows // 2, "unchanged": rows // 2}


def _prefix(model):
    return model.replace(".", "_")


def _by_id(field, text):
    """Codes as External IDs."""
    return ",".join(map(_code_id, text.split(","))) if text and field in RELATIONS else text


def _code_id(code):
    for model, (_column, codes) in CODES.items():
        if code in codes:
            return native.name(_prefix(model), codes.index(code))
    raise KeyError(code)


def _values(row, ids):
    """A row of Odoo's own import as the ORM takes it, without an address of its own."""
    values = {}
    number = {}
    for field, text in row.items():
        name, _slash, part = field.partition("/")
        if name == "contact_admin_number_ids":
            number[part] = text
        elif field.endswith("_ids"):
            values[name] = [Command.set([ids[code] for code in text.split(",") if code])]
        elif name.endswith("_id"):
            values[name] = ids[text]
        elif name != "id":
            values[name] = text == "True" if name == "is_company" else text
    if number:
        values["contact_admin_number_ids"] = [Command.create(_without_id(number))]
    return values


def _without_id(values):
    return {name: value for name, value in values.items() if name != "id"}
