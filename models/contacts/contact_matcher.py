from odoo import api, models
from odoo.tools import SQL

from ...tools.contacts import contact_values as said
from ...tools.contacts.contact_schema import given
from .kind_contact_operations import ADDRESS_TYPES
from .kind_contact_operations_known import Known
from .res_company import ALL_ORGANIZATIONS

# What is read of a contact: whatever a row may set, and what tells which contact it is.
PART = (
    *("active", "company_id", "contact_cellphone", "contact_fax", "contact_firstname"),
    *("contact_invalid_reason", "contact_lastname", "contact_nr", "contact_remark"),
    *("contact_institution_id", "contact_structure_type_id", "is_company", "lang", "name"),
    *("parent_id", "phone", "type", "website"),
    *said.OWN.values(),
    *said.OF_STRUCTURE.values(),
    *said.ADDRESS.values(),
)
# What the statement of a match finds.
FOUND = ("contact", "taken", "named", "structure", "foreign")


class ImportKindContactOperations(models.AbstractModel):
    """Match: which contact and which structure a row means, and what they hold now."""

    _inherit = "registration.import.kind.contact_operations"

    @api.model
    def _match(self, rows):
        """See ``registration.import.kind``. A match holds the ``institution`` and the ``owner``,
        ids or None; ``contact`` and ``structure``, what these hold now (see ``_part``), or None;
        whether the number is ``taken``; how many structures have the ``named`` name; whether the
        contact is in a ``foreign`` structure, of another owner; and what the texts of the row mean
        (``known``)."""
        if not rows:
            return []
        owners = self.env["res.company"]._find_owners(
            {(row.values["instit"], row.values["organization"]) for row in rows}
        )
        owned = [owners.get((row.values["instit"], row.values["organization"])) for row in rows]
        known = Known(self.env, rows)
        homes = self._homes({owner for _institution, owner in filter(None, owned)})
        matches = []
        for row, pair, found in zip(
            rows, owned, self.env.execute_query(self._triage(rows, owned)), strict=True
        ):
            match = dict(zip(FOUND, found, strict=True))
            match["institution"], match["owner"] = pair or (None, None)
            match["home"] = homes.get(match["owner"])
            match["known"] = known.of(row.values)
            matches.append(match)
        return matches

    def _homes(self, owners):
        """``{company: code of its country}``: where telephone numbers without one are dialled."""
        companies = self.env["res.company"].sudo().browse(sorted(owners))
        return {
            company.id: (company.country_id or company.root_id.country_id).code or None
            for company in companies
        }

    def _triage(self, rows, owned):
        """One statement: each row joined to the contact of its number, as the user sees it and the
        owner has it, and to the structure."""
        names = [given(row.values, "struct_name") for row in rows]
        return SQL(
            """WITH given AS MATERIALIZED (
                   SELECT * FROM unnest(%(institutions)s::int[], %(owners)s::int[],
                                        %(all)s::bool[], %(numbers)s::text[], %(names)s::text[])
                     WITH ORDINALITY AS listed(institution, owner, whole, number, name, nth))
               SELECT %(contact)s,
                      EXISTS (SELECT FROM res_partner t WHERE t.contact_nr = given.number
                                 AND t.contact_institution_id = given.institution),
                      coalesce(named.found, 0), %(structure)s,
                      EXISTS (SELECT FROM res_partner f WHERE f.id = c.parent_id
                                 AND f.company_id IS DISTINCT FROM c.company_id)
                 FROM given
            LEFT JOIN (%(partner)s) c
                   ON c.contact_nr = given.number
                  AND c.contact_institution_id = given.institution
                  AND (given.whole OR c.company_id = given.owner)
            LEFT JOIN (%(partner)s) u
                   ON u.id = c.parent_id AND u.is_company AND NOT coalesce(c.is_company, false)
                  AND u.company_id = c.company_id
            LEFT JOIN LATERAL (
                   SELECT count(*) AS found, min(n.id) AS id FROM (%(names_of)s) n
                    WHERE n.is_company AND lower(n.name) = lower(given.name)
                      AND n.company_id = coalesce(c.company_id, given.owner)
                   ) named ON given.name IS NOT NULL
            LEFT JOIN (%(partner)s) s
                   ON s.id = CASE WHEN given.name IS NULL OR lower(u.name) = lower(given.name)
                                  THEN u.id ELSE named.id END
             ORDER BY given.nth""",
            institutions=[pair and pair[0] for pair in owned],
            owners=[pair and pair[1] for pair in owned],
            all=[row.values["organization"] == ALL_ORGANIZATIONS for row in rows],
            numbers=[row.values.get("contact_nr") for row in rows],
            names=names,
            contact=self._part("c"),
            structure=self._part("s"),
            partner=self._view(self._target, *PART),
            names_of=self._view(self._target, "name", "is_company", "company_id", archived=False),
        )

    def _part(self, alias):
        """What a contact holds, as one object: its fields, the commands that would set what it
        has many of, the code of its country, and its addresses ``{type: fields}``."""
        partner = SQL.identifier(alias)
        return SQL(
            """CASE WHEN %(id)s IS NOT NULL THEN to_jsonb(%(partner)s) || jsonb_build_object(
                   'home', (SELECT code FROM res_country WHERE id = %(partner)s.country_id),
                   'addresses', (
                       SELECT jsonb_object_agg(a.type, to_jsonb(a) ORDER BY a.id DESC)
                         FROM (%(address)s) a
                        WHERE a.parent_id = %(id)s AND a.type IN %(types)s
                          AND coalesce(a.contact_nr, '') = ''
                          AND coalesce(a.company_id = %(partner)s.company_id, true)),
                   %(criteria)s, (
                       SELECT jsonb_agg(contact_criterion_value_id)
                         FROM contact_criterion_value_res_partner_rel
                        WHERE res_partner_id = %(id)s),
                   %(authorizations)s, (
                       SELECT jsonb_agg(contact_authorization_id)
                         FROM contact_authorization_res_partner_rel
                        WHERE res_partner_id = %(id)s),
                   %(numbers)s, (
                       SELECT jsonb_object_agg(code, jsonb_build_array(id, value))
                         FROM contact_admin_number WHERE partner_id = %(id)s)) END""",
            id=SQL.identifier(alias, "id"),
            partner=partner,
            types=tuple(ADDRESS_TYPES.values()),
            address=self._view(
                self._target,
                *("company_id", "contact_nr", "parent_id", "type"),
                *said.ADDRESS.values(),
                archived=False,
            ),
            criteria=said.CRITERIA,
            authorizations=said.AUTHORIZATIONS,
            numbers=said.ADMIN_NUMBERS,
        )
