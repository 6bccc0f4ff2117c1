from odoo import api, models
from odoo.tools import SQL

from ...importer.mended_rows import mended_cells
from ...tools.contacts.erasure_keys import NUMBER
from ...tools.contacts.former_keys import CONTACT_NR
from ...tools.rows.plan import id_range


class ContactErasure(models.AbstractModel):
    """Rows of imports that name a contact by its number within the institution."""

    _inherit = "contact.erasure"

    @api.model
    def _phone_columns(self):
        return [*super()._phone_columns(), SQL("p.contact_cellphone")]

    @api.model
    def _name_parts(self):
        """First and last name, where the contact has them."""
        return SQL(
            """coalesce(CASE WHEN p.contact_firstname <> '' AND p.contact_lastname <> '' THEN
                   ARRAY[lower(btrim(p.contact_firstname)), lower(btrim(p.contact_lastname))] END,
                   %s)""",
            super()._name_parts(),
        )

    @api.model
    def _rows_that_name(self):
        return [
            *super()._rows_that_name(),
            SQL(
                """SELECT l.id, p.id FROM lost l %s
                     JOIN contact_erasure_subject t ON t.id = p.id""",
                _named_by("l.cells", "l.mapping"),
            ),
            SQL(
                """SELECT l.id, t.root FROM lost l
                     JOIN res_company i
                       ON i.import_code = btrim(l.cells->>(l.mapping->>'instit')::integer)
                     JOIN contact_former_key f ON f.sort = %s AND f.company_id = i.id
                      AND f.key = btrim(l.cells->>(l.mapping->>'contact_nr')::integer)
                     JOIN contact_erasure_subject t ON t.id = f.partner_id
                    WHERE i.parent_id IS NULL""",
                CONTACT_NR,
            ),
        ]

    @api.model
    def _rows_of_erased(self, job):
        return [
            *super()._rows_of_erased(job),
            SQL(
                """SELECT s.id FROM (SELECT id, job_id, %s AS cells
                                       FROM registration_import_staged mended) s
                     JOIN registration_import_job j ON j.id = s.job_id %s
                     JOIN erased e ON e.id = p.id
                    WHERE i.parent_id IS NULL AND s.id BETWEEN %s AND %s
                      AND jsonb_array_length(s.cells) > 0""",
                mended_cells("mended", job.id),
                _named_by("s.cells", "j.mapping"),
                *id_range(job.id),
            ),
        ]


class ContactErasureRegister(models.Model):
    """Whoever comes back may be known by the number, too."""

    _inherit = "contact.erasure.register"

    @api.model
    def _telling_fields(self):
        return (*super()._telling_fields(), "contact_lastname")

    @api.model
    def _keys_of(self, partners):
        keys = super()._keys_of(partners)
        for partner in partners.filtered("contact_nr"):
            institution = partner.contact_institution_id.id or 0
            keys[partner.id].append((NUMBER, institution, partner.contact_nr))
        return keys


def _named_by(cells, mapping):
    """The joins from the cells of a row to the contact ``p`` of the institution ``i``."""
    return SQL(
        """JOIN res_company i
             ON i.import_code = btrim(%(cells)s->>(%(mapping)s->>'instit')::integer)
           JOIN res_partner p ON p.contact_institution_id = i.id
            AND p.contact_nr = btrim(%(cells)s->>(%(mapping)s->>'contact_nr')::integer)""",
        cells=SQL(cells),
        mapping=SQL(mapping),
    )
