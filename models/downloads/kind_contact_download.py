from odoo import api, fields, models
from odoo.tools import SQL, LazyTranslate

from ...tools.contacts.contact_schema import SCHEMA
from ...tools.contacts.former_keys import CONTACT_NR
from ...tools.contacts.operations_line import NUMBERED, gone_contact, operations_line
from ...tools.rows.schema import Field, Schema
from ..contacts.contact_matcher import PART

_lt = LazyTranslate(__name__)

OWN = (
    Field(
        "status",
        "STATUS",
        help=_lt(
            "Active or Archived; of who is gone since it was sent Invalid, Deleted, Anonymized,"
            " Merged or Dropped, with its number and nothing else"
        ),
    ),
    Field("merged_into", "MERGED_INTO", help=_lt("CONTACT_NR of the one it was merged into")),
)


class ImportKindContactDownload(models.AbstractModel):
    """The Contact Data Download: contacts of institutions and organizations, in the columns of
    their own import. Those that have a number and whose owner has a code go, as constituents do:
    since the last run, and once more when they are gone."""

    _name = "registration.import.kind.contact_download"
    _inherit = "registration.import.kind.constituent_download"
    _description = "Contact Data Download"

    _has_contact_columns = False
    _key_fields = NUMBERED

    @api.model
    def _schema(self):
        return Schema((*SCHEMA, *OWN))

    @api.model
    def _help(self, field):
        if field.name in SCHEMA:
            return self.env["registration.import.kind.contact_operations"]._help(field)
        return self.env._(field.help)

    @api.model
    def _columns(self, operation):
        """In a file for another system numbers are those of here, as in one for nobody."""
        return self._chosen_columns(operation)

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Each run gives the contacts with a number that were created or modified since the"
                " last run of this operation that ended well, one line each; the first run gives"
                " all. Contacts of companies without a code are left out."
            ),
            self.env._(
                "The columns are those of the import of contact operations, with UPDATE in"
                " OPERATION: a file that was corrected can be uploaded there. STATUS is not read."
            ),
            self.env._(
                "A contact that was deleted, dropped, merged, anonymized or made invalid after it"
                " was sent comes once more with its number alone, and STATUS says what happened."
            ),
        ]

    # -- which ---------------------------------------------------------------------------------

    def _state_fields(self):
        return [*super()._state_fields(), "contact_nr", "company_id", "contact_institution_id"]

    def _wanted(self, model, operation):
        coded = SQL(
            """c.contact_nr <> '' AND EXISTS (
                   SELECT FROM res_company i JOIN res_company o ON o.id = c.company_id
                    WHERE i.id = c.contact_institution_id AND i.import_code <> ''
                      AND (o.id = i.id OR o.import_code <> ''))"""
        )
        return SQL("%s AND %s", coded, super()._wanted(model, operation))

    def _marks(self, ids):
        """Criteria, authorizations and administrative numbers are the contact's as well."""
        return SQL(
            """SELECT partner_id, md5(string_agg(what, ',' ORDER BY what)) AS mark FROM (
                   SELECT res_partner_id AS partner_id, 'c' || contact_criterion_value_id AS what
                     FROM contact_criterion_value_res_partner_rel
                UNION ALL SELECT res_partner_id, 'a' || contact_authorization_id
                     FROM contact_authorization_res_partner_rel
                UNION ALL SELECT partner_id, 'n' || code || '=' || value FROM contact_admin_number
               ) parts WHERE %s GROUP BY 1""",
            self._among(("partner_id",), ids),
        )

    # -- what they hold ------------------------------------------------------------------------

    @api.model
    def _lines(self, model, ids, operation):
        self.env["contact.admin.number"].flush_model()
        found = self.env.execute_query_dict(
            SQL(
                """SELECT c.*, i.import_code AS instit, s.code AS state, k.code AS country,
                          CASE WHEN o.id <> i.id THEN o.import_code END AS organization,
                          t.code AS struct_type, u.name AS structure,
                          ARRAY(SELECT v.code FROM %(criteria)s v WHERE v.partner = c.id
                                 ORDER BY 1) AS criteria,
                          ARRAY(SELECT a.code || '=Yes' FROM contact_authorization a
                                  JOIN contact_authorization_res_partner_rel r
                                    ON r.contact_authorization_id = a.id
                                 WHERE r.res_partner_id = c.id ORDER BY 1) AS allowed,
                          (SELECT jsonb_agg(jsonb_build_array(n.code, n.value) ORDER BY n.code)
                             FROM contact_admin_number n WHERE n.partner_id = c.id) AS numbers
                     FROM (%(contacts)s) c
                     JOIN res_company o ON o.id = c.company_id
                     JOIN res_company i ON i.id = c.contact_institution_id
                LEFT JOIN res_country_state s ON s.id = c.state_id
                LEFT JOIN res_country k ON k.id = c.country_id
                LEFT JOIN contact_structure_type t ON t.id = c.contact_structure_type_id
                LEFT JOIN (%(structures)s) u ON u.id = c.parent_id AND u.is_company
                      AND NOT coalesce(c.is_company, false) AND u.company_id = c.company_id
                    WHERE c.id = ANY(%(ids)s)""",
                criteria=SQL(
                    """(SELECT q.code || '=' || x.code AS code, r.res_partner_id AS partner
                          FROM contact_criterion_value_res_partner_rel r
                          JOIN contact_criterion_value x ON x.id = r.contact_criterion_value_id
                          JOIN contact_criterion q ON q.id = x.criterion_id)"""
                ),
                contacts=self._view(model, *PART),
                structures=self._view(model, "name", "is_company", "company_id"),
                ids=ids,
            )
        )
        return {contact["id"]: operations_line(contact) for contact in found}

    @api.model
    def _gone_lines(self, gone, operation):
        masters = self._numbers_of_masters([known.keys for known in gone.values() if known.keys])
        lines = {}
        for each, known in gone.items():
            if known.keys and any(known.keys):
                master = None if known.fate else masters.get(tuple(known.keys[::2]))
                lines[each] = gone_contact(known.keys, known.fate, master)
        return lines

    def _numbers_of_masters(self, keys):
        """``{(institution, number): number}`` of contacts that were merged, and into which."""
        self.env["contact.former.key"].flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT i.import_code, f.key, p.contact_nr FROM contact_former_key f
                     JOIN res_company i ON i.id = f.company_id
                     JOIN res_partner p ON p.id = f.partner_id
                    WHERE f.sort = %s AND f.key = ANY(%s)""",
                CONTACT_NR,
                [number for _institution, _organization, number in keys],
            )
        )
        return {(institution, number): master for institution, number, master in found}


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("contact_download", "Contact Data Download")],
        ondelete={"contact_download": "cascade"},
    )
