from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.contacts.contact_schema import ALL_ORGANIZATIONS


class ResCompany(models.Model):
    """An institution is a root company, an organization a branch of it. Files of contacts name
    both by their codes (D12)."""

    _inherit = "res.company"

    import_code = fields.Char(
        "Institution or Organization Code",
        size=15,
        copy=False,
        help="How files of contacts name this company: an institution in the column INSTIT, one of"
        " its branches in the column ORGANIZATION.",
    )

    _institution_code_uniq = models.UniqueIndex(
        "(import_code) WHERE parent_id IS NULL AND import_code <> ''",
        "Another institution has this code already.",
    )
    _organization_code_uniq = models.UniqueIndex(
        "(split_part(parent_path, '/', 1), import_code)"
        " WHERE parent_id IS NOT NULL AND import_code <> ''",
        "Another organization of the institution has this code already.",
    )
    _import_code_check = models.Constraint(
        "CHECK(import_code NOT IN ('*', '='))",
        "In a file, * and = are not codes: they mean all organizations, and no value.",
    )

    @api.model
    def _find_owners(self, pairs):
        """``{(institution code, organization code): (institution, owner)}``, ids of companies.

        With ``*`` for the organization, the institution is the owner. Only companies that are
        enabled for the user own anything here; a pair that means none is left out. One query.
        """
        pairs = list(pairs)
        found = self.env.execute_query(
            SQL(
                """SELECT given.institution, given.organization, i.id, o.id
                     FROM unnest(%(institutions)s::text[], %(organizations)s::text[])
                          AS given(institution, organization)
                     JOIN res_company i
                       ON i.parent_id IS NULL AND i.active AND i.import_code = given.institution
                     JOIN res_company o ON o.active AND o.id = ANY(%(enabled)s)
                      AND CASE WHEN given.organization = %(all)s THEN o.id = i.id
                               ELSE o.parent_id IS NOT NULL
                                AND split_part(o.parent_path, '/', 1) = i.id::text
                                AND o.import_code = given.organization END""",
                institutions=[institution for institution, _organization in pairs],
                organizations=[organization for _institution, organization in pairs],
                enabled=self.env.companies.ids,
                all=ALL_ORGANIZATIONS,
                to_flush=[self._fields[name] for name in ("import_code", "parent_id", "active")],
            )
        )
        return {(code, branch): (institution, owner) for code, branch, institution, owner in found}
