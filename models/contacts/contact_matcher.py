from odoo.tools import SQL

from ...tools.contacts.contact_assignments import AUTHORIZATIONS, CRITERIA
from ...tools.contacts.contact_schema import (
    ADDRESS,
    ADDRESS_TYPES,
    ALL_ORGANIZATIONS,
    OF_STRUCTURE,
    OWN,
    given,
)
from ...tools.contacts.contact_values import ADMIN_NUMBERS
from ...tools.contacts.former_keys import CONTACT_NR
from ...tools.contacts.whole_names import squeezed
from .contact_held import CONTACT, held
from .contact_lookups import Lookups
from .contact_problems import PARTS
from .name_sql import folded

# What is read of a contact: whatever a row may set, and what tells which contact it is.
PART = (
    *("active", "company_id", "contact_cellphone", "contact_fax", "contact_firstname"),
    *("contact_invalid_reason", "contact_lastname", "contact_nr", "contact_remark"),
    *("contact_institution_id", "contact_structure_type_id", "is_company", "lang", "name"),
    *("parent_id", "phone", "type", "website"),
    *OWN.values(),
    *OF_STRUCTURE.values(),
    *ADDRESS.values(),
)
# What the triage of a match finds; of contact and structure, the ``PARTS``, the ids.
FOUND = ("contact", "taken", "merged", "named", "structure", "foreign")


class ContactMatcher:
    """Finds which contact and which structure rows mean, and what these hold now, as the user of
    the ``kind`` sees them."""

    def __init__(self, kind):
        self.kind, self.env = kind, kind.env

    def match(self, rows):
        """A match for each row, as ``tools.kinds.contact_operations`` has it; what stands in the
        way of the rows is not looked for here (``ContactProblems``)."""
        if not rows:
            return []
        owners = self.env["res.company"]._find_owners(
            {(row.values["instit"], row.values["organization"]) for row in rows}
        )
        owned = [owners.get((row.values["instit"], row.values["organization"])) for row in rows]
        lookups = Lookups(self.env, rows)
        homes = self._homes({owner for _institution, owner in filter(None, owned)})
        matches, triage = [], self.env.execute_query(self._triage(rows, owned))
        places = [FOUND.index(part) for part in PARTS]
        parts = self._parts({each[place] for each in triage for place in places} - {None})
        for row, pair, found in zip(rows, owned, triage, strict=True):
            match = dict(zip(FOUND, found, strict=True))
            match |= {part: parts.get(match[part]) for part in PARTS}
            match["institution"], match["owner"] = pair or (None, None)
            match["home"] = homes.get(match["owner"])
            match["lookups"] = lookups.of(row.values)
            match |= {"problem": None, "anonymized": None, "login": False}
            match["guard"] = None
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
        """Each row joined to the contact of its number, or else to the one into which that was
        merged, as the user sees it and the owner has it, and to the structure."""
        view = self.kind._view
        return SQL(
            """WITH given AS MATERIALIZED (%(given)s)
               SELECT c.id, coalesce(t.id, f.id) IS NOT NULL,
                      t.id IS NULL AND f.id IS NOT NULL,
                      coalesce(named.found, 0), s.id,
                      EXISTS (SELECT FROM res_partner f WHERE f.id = c.parent_id
                                 AND f.company_id IS DISTINCT FROM c.company_id)
                 FROM given
            LEFT JOIN res_partner t
                   ON t.contact_nr = given.number AND t.contact_institution_id = given.institution
            LEFT JOIN contact_former_key f
                   ON f.sort = %(sort)s AND f.key = given.number
                  AND f.company_id = given.institution
            LEFT JOIN (%(partner)s) c
                   ON c.id = coalesce(t.id, f.partner_id)
                  AND (given.whole OR c.company_id = given.owner)
                  AND (t.id IS NOT NULL OR EXISTS (
                       SELECT FROM res_company o WHERE o.id = c.company_id
                          AND split_part(o.parent_path, '/', 1)::int = given.institution))
            LEFT JOIN (%(partner)s) u
                   ON u.id = c.parent_id AND u.is_company AND NOT coalesce(c.is_company, false)
                  AND u.company_id = c.company_id
            LEFT JOIN LATERAL (
                   SELECT count(*) AS found, min(id) AS id FROM (
                       SELECT n.id, rank() OVER (ORDER BY %(n_key)s <> %(given_key)s)
                         FROM (%(names_of)s) n
                        WHERE n.is_company
                          AND %(n_key)s = ANY(ARRAY[%(given_key)s, %(squeezed_key)s])
                          AND n.company_id = coalesce(c.company_id, given.owner)) n
                    WHERE rank = 1) named ON given.name IS NOT NULL
            LEFT JOIN (%(partner)s) s
                   ON s.id = CASE WHEN given.name IS NULL
                                    OR %(u_key)s IN (%(given_key)s, %(squeezed_key)s)
                                  THEN u.id ELSE named.id END
             ORDER BY given.nth""",
            given=_given(rows, owned),
            sort=CONTACT_NR,
            n_key=folded(SQL("n.name")),
            u_key=folded(SQL("u.name")),
            given_key=folded(SQL("given.name")),
            squeezed_key=folded(SQL("given.squeezed")),
            partner=view(self.kind._target, *PART),
            names_of=view(self.kind._target, "name", "is_company", "company_id", archived=False),
            to_flush=self.env["contact.former.key"]._fields.values(),
        )

    def _parts(self, ids):
        """``{id: what the contact holds}`` (``tools.contacts.contact_parts``): rows of one contact,
        or of one structure, share it."""
        if not ids:
            return {}
        view, names = self.kind._view, ("id", *dict.fromkeys(PART))
        query = SQL(
            """WITH p AS MATERIALIZED (SELECT * FROM (%(partner)s) p WHERE p.id = ANY(%(ids)s))
               SELECT %(held)s, country.code, addresses.found, criteria.ids, authorizations.ids,
                      numbers.found
                 FROM p
            LEFT JOIN res_country country ON country.id = p.country_id
            LEFT JOIN (
                   SELECT a.parent_id,
                          jsonb_object_agg(a.type, to_jsonb(a) ORDER BY a.id DESC) AS found
                     FROM (%(address)s) a JOIN p ON p.id = a.parent_id
                    WHERE a.type IN %(types)s AND coalesce(a.contact_nr, '') = ''
                      AND coalesce(a.company_id = p.company_id, true)
                 GROUP BY 1) addresses ON addresses.parent_id = p.id
            LEFT JOIN (
                   SELECT res_partner_id, array_agg(contact_criterion_value_id) AS ids
                     FROM contact_criterion_value_res_partner_rel
                    WHERE res_partner_id IN (SELECT id FROM p)
                 GROUP BY 1) criteria ON criteria.res_partner_id = p.id
            LEFT JOIN (
                   SELECT res_partner_id, array_agg(contact_authorization_id) AS ids
                     FROM contact_authorization_res_partner_rel
                    WHERE res_partner_id IN (SELECT id FROM p)
                 GROUP BY 1) authorizations ON authorizations.res_partner_id = p.id
            LEFT JOIN (
                   SELECT partner_id,
                          jsonb_object_agg(code, jsonb_build_array(id, value)) AS found
                     FROM contact_admin_number WHERE partner_id IN (SELECT id FROM p)
                 GROUP BY 1) numbers ON numbers.partner_id = p.id""",
            partner=view(CONTACT, *names[1:]),
            held=held(self.env, "p", names),
            ids=list(ids),
            types=tuple(ADDRESS_TYPES.values()),
            address=view(
                CONTACT,
                *("company_id", "contact_nr", "parent_id", "type"),
                *ADDRESS.values(),
                archived=False,
            ),
        )
        names += ("home", "addresses", CRITERIA, AUTHORIZATIONS, ADMIN_NUMBERS)
        return {
            values[0]: dict(zip(names, values, strict=True))
            for values in self.env.execute_query(query)
        }


def _given(rows, owned):
    """A SELECT of what rows say that they are of, in their order. A structure is found with no
    blank too many in its name, too, where none is called just so."""
    names = [given(row.values, "struct_name") for row in rows]
    return SQL(
        """SELECT * FROM unnest(%s::int[], %s::int[], %s::bool[], %s::text[], %s::text[],
                                 %s::text[])
             WITH ORDINALITY AS listed(institution, owner, whole, number, name, squeezed, nth)""",
        [pair and pair[0] for pair in owned],
        [pair and pair[1] for pair in owned],
        [row.values["organization"] == ALL_ORGANIZATIONS for row in rows],
        [row.values.get("contact_nr") for row in rows],
        names,
        [name and squeezed(name) for name in names],
    )
