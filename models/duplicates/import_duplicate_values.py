from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, html2plaintext

from ...tools.contacts.merging import CONSENTS

# What is shown first, in this order; anything else follows by its name.
FIRST = (
    *("name", "contact_firstname", "contact_lastname", "contact_title", "email", "phone"),
    *(
        "contact_cellphone",
        "contact_birthdate",
        "contact_gender",
        "street",
        "street2",
        "contact_street3",
    ),
    *(
        "contact_city_complement",
        "zip",
        "city",
        "state_id",
        "country_id",
        "contact_member_id",
        "contact_nr",
    ),
)
TYPES = (
    *("char", "text", "html", "selection", "many2one", "date", "datetime", "boolean"),
    *("integer", "float", "monetary"),
)
# What Odoo or an import stores for itself, and what two contacts do not choose between.
LEFT_OUT = frozenset(
    (
        *("active", "color", "create_uid", "create_date", "write_uid", "write_date", "type"),
        *("parent_id", "commercial_partner_id", "is_company", "employee", "partner_share"),
        *("contact_import_job_id", "contact_import_date", "contact_institution_id"),
        *("email_normalized", "phone_sanitized", "complete_name", "message_bounce", "signup_type"),
        *("commercial_company_name", "partner_latitude", "partner_longitude"),
    )
)
# Of these, and of no other fields, two that are equal are shown, too.
ALWAYS = frozenset(FIRST)


class RegistrationImportDuplicate(models.Model):
    """What the two contacts hold, field by field, in words."""

    _inherit = "registration.import.duplicate"

    contact_details = fields.Char(compute="_compute_details")
    match_name = fields.Char("Possible Match", compute="_compute_details")
    match_details = fields.Char(compute="_compute_details")
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    @api.depends("contact_id", "match_id", "offline_id", "merged_number")
    @api.depends_context("lang")
    def _compute_details(self):
        for duplicate in self:
            duplicate.contact_details = _details(duplicate.contact_id)
            duplicate.match_details = _details(duplicate.match_id or duplicate._offline_contact())
            duplicate.match_name = duplicate._name_of_match()

    def _name_of_match(self):
        if self.match_id:
            return self.match_id.display_name
        if self.merged_number:
            return self.env._("Merged: no. %s", self.merged_number)
        if not self.offline_id:
            return ""
        name = (self.offline_values or {}).get("name")
        parts = {"id": self.offline_id, "name": name}
        return self.env._("%(name)s (offline ID %(id)s)", **parts) if name else self.offline_id

    def _offline_contact(self):
        """The person of the other database as a contact that is not stored."""
        return self.env["res.partner"].new(self.offline_values or {})

    @api.depends("contact_id", "match_id")
    @api.depends_context("lang", "uid")
    def _compute_comparison(self):
        for duplicate in self:
            lines = duplicate._values_of_both() if duplicate.contact_id else []
            shown = [line for line in lines if duplicate._is_shown(line)]
            own, other = duplicate._titles()
            values = {"lines": shown, "own": own, "other": other}
            duplicate.comparison = self.env["ir.qweb"]._render(
                "registration_import.duplicate_comparison", values
            )

    def _titles(self):
        """What the two columns are called; the second is missing where nobody is left."""
        if self.match_id:
            return self.env._("New contact"), self.env._("Existing contact")
        return self.env._("Contact"), self.env._("Offline") if self.offline_id else ""

    def _is_shown(self, line):
        if line["field"] in ALWAYS:
            return line["contact_text"] or line["match_text"]
        return self.match_id and line["contact_text"] != line["match_text"]

    def _match_text(self, name):
        if self.match_id:
            return self._text(self.match_id, name)
        if name == "contact_member_id":
            return self.offline_id or ""
        return (self.offline_values or {}).get(name) or ""

    def _values_of_both(self):
        """``[{"field", "label", "sequence", "contact_text", "match_text"}]`` of the fields that the
        user may write."""
        self.ensure_one()
        return [
            {
                "field": name,
                "label": label,
                "sequence": sequence,
                "contact_text": self._text(self.contact_id, name),
                "match_text": self._match_text(name),
            }
            for sequence, (name, label) in enumerate(self._fields_to_compare(self.contact_id))
        ]

    @api.model
    def _fields_to_compare(self, contact):
        """``[(name, label)]``, what tells people apart first."""
        told = contact.fields_get(attributes=["string", "readonly"])
        wanted = {
            name: info["string"]
            for name, info in told.items()
            if name == CONSENTS or self._is_compared(contact._fields[name], info)
        }
        first = {name: position for position, name in enumerate(FIRST)}
        return sorted(
            wanted.items(), key=lambda each: (first.get(each[0], len(first)), each[1].lower())
        )

    @api.model
    def _is_compared(self, field, info):
        return (
            field.store
            and field.type in TYPES
            and not info["readonly"]
            and field.name not in LEFT_OUT
        )

    @api.model
    def _text(self, contact, name):
        """What a contact holds, in words."""
        field, value = contact._fields[name], contact[name]
        if not contact:
            return ""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if not value:
            return self.env._("All companies") if name == "company_id" else ""
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value)
        return html2plaintext(value) if field.type == "html" else str(value)


def _details(contact):
    """E-mail, telephone and town, in one line."""
    town = " ".join(filter(None, (contact.zip, contact.city)))
    return " · ".join(filter(None, (contact.email, contact.phone, town)))
