from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.contacts.contact_reasons import ACCOUNT_DELETED
from ..erasure.contact_erasure import REMARK

# What an anonymized contact still has: where it came from, and the institution's own key to the
# sales.
STAY = frozenset(
    ("contact_import_date", "contact_import_job_id", "contact_institution_id", "contact_nr")
)
# Of whatever deletes a contact, the values that it may name.
REMOVABLE = {
    "criteria": "contact_criterion_value_ids",
    "authorizations": "contact_authorization_ids",
}
PARTS = frozenset(
    (
        "contact_admin_number",
        "contact_authorization_res_partner_rel",
        "contact_criterion_value_res_partner_rel",
    )
)


class ContactErasure(models.AbstractModel):
    """What contacts of institutions hold beside what Odoo gives them, and how it goes."""

    _inherit = "contact.erasure"

    @api.model
    def _invalidate(self, partners):
        """The values that make contacts invalid (S12); refused where one of them has sales."""
        sales = self._sales_of(partners, with_people=True)
        if sales:
            raise UserError(
                self.env._(
                    "These contacts have sales and cannot be made invalid: %s",
                    ", ".join(partners.browse(sales).mapped("display_name")),
                )
            )
        return {"contact_invalid_reason": ACCOUNT_DELETED}

    @api.model
    def _fields_that_stay(self):
        return super()._fields_that_stay() | STAY

    @api.model
    def _address_domain(self):
        """A contact with a number is one of its own."""
        return super()._address_domain() & Domain("contact_nr", "in", (False, ""))

    @api.model
    def _marks(self):
        marks = {"contact_invalid_reason": ACCOUNT_DELETED, "contact_remark": REMARK}
        return super()._marks() | marks

    @api.model
    def _removable_fields(self):
        return super()._removable_fields() | REMOVABLE

    @api.model
    def _part_tables(self):
        return super()._part_tables() | PARTS

    # -- what an import has made -----------------------------------------------------------------

    @api.model
    def _makers(self, partners):
        found = super()._makers(partners)
        for job, made in partners.sudo().grouped("contact_import_job_id").items():
            if job:
                found |= dict.fromkeys(made.ids, tuple(job._copies().imports().ids))
        return found

    @api.model
    def _changes(self, ids):
        numbers = SQL(
            "SELECT partner_id, write_date FROM contact_admin_number WHERE partner_id = ANY(%s)",
            ids,
        )
        return [*super()._changes(ids), numbers]
