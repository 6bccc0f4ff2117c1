from odoo import api, fields, models

from ...tools.contacts.former_keys import ULN
from ...tools.kinds.learners import GENDERS
from ...tools.uln import TEMPORARY_ULN, normalise


class ResPartner(models.Model):
    """Learners are contacts."""

    _inherit = "res.partner"

    # personal data: nothing that the contact's colleagues in the portal should read
    contact_uln = fields.Char(
        "ULN",
        size=128,
        copy=False,
        groups="base.group_user",
        help="Unique Learner Number: ten digits; 9999999999 while it is not known.",
    )
    contact_gender = fields.Selection(GENDERS, "Learner's Gender", groups="base.group_user")
    contact_birthdate = fields.Date("Date of Birth", groups="base.group_user")
    qualification_programme_id = fields.Many2one(
        "qualification.programme",
        "Programme",
        index="btree_not_null",
        groups="base.group_user",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        help="What the learner attends: each new enrolment takes it over.",
    )
    qualification_enrolment_ids = fields.One2many(
        "qualification.enrolment",
        "partner_id",
        "Qualifications",
        groups="registration_import.group_manage_certification",
    )

    # as numbers are compared: see uln_sql.indexed
    _contact_uln_idx = models.Index(
        "(upper(translate(contact_uln, ' /', ''))) WHERE contact_uln IS NOT NULL"
    )

    @api.model
    def _key_fields(self):
        return super()._key_fields() | {ULN: ("contact_uln", None)}

    @api.model
    def _key_text(self, sort, value):
        """As numbers are compared; the temporary one is everybody's."""
        if sort != ULN:
            return super()._key_text(sort, value)
        return normalise(value).replace(TEMPORARY_ULN, "")


class ContactFormerKey(models.Model):
    _inherit = "contact.former.key"

    sort = fields.Selection(selection_add=[(ULN, "ULN")], ondelete={ULN: "cascade"})
