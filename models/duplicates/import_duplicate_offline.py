import json

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.contacts.email_key import email_key
from ...tools.contacts.names import full_name
from ...tools.rows import plan
from ...tools.rows.emails import read_email
from .import_duplicate_scan import SLICE

OFFLINE = "offline"
# Rows that name somebody who, by the keys of the import, is not here.
UNKNOWN = "not_there_yet"
# What a row says of a person: column of contacts, type, field of the row.
OF_ROW = (
    ("contact_firstname", "text", "firstname"),
    ("contact_lastname", "text", "lastname"),
    ("email", "text", "email"),
    ("phone", "text", "telephone"),
    ("street", "text", "line1"),
    ("zip", "text", "zipcode"),
    ("city", "text", "town"),
    ("contact_member_id", "text", "member_id"),
    ("is_company", "boolean", "is_company"),
)
# What contacts have besides, as far as they are compared.
COMPUTED = (
    ("id", "integer"),
    ("name", "text"),
    ("email_normalized", "text"),
    ("contact_duplicate_email", "text"),
    ("country_id", "integer"),
    ("contact_cellphone", "text"),
    ("contact_birthdate", "date"),
    ("company_id", "integer"),
    ("parent_id", "integer"),
    ("create_date", "timestamp"),
)
SHOWN = ("name", "email", "phone", "street", "zip", "city")


class RegistrationImportDuplicateScan(models.Model):
    """The offline database (V14): people of a file that only updates contacts, and who are not
    found by its keys, may be here without their ID. They are compared after the import."""

    _inherit = "registration.import.duplicate.scan"

    scope = fields.Selection(
        selection_add=[(OFFLINE, "People of another database")], ondelete={OFFLINE: "cascade"}
    )
    job_id = fields.Many2one("registration.import.job", index="btree_not_null", ondelete="cascade")

    def _rows(self, what, more=""):
        """A SELECT of the rows that are left to scan."""
        low, high = plan.id_range(self.job_id.id)
        return SQL(
            """SELECT %s FROM registration_import_problem
                WHERE job_id = %s AND code = %s AND row_id > %s AND row_id <= %s %s""",
            SQL(what),
            self.job_id.id,
            UNKNOWN,
            low + self.last_id,
            high,
            SQL(more),
        )

    def _count(self):
        if self.scope != OFFLINE:
            return super()._count()
        return self.env.execute_query(self._rows("count(DISTINCT row_id)"))[0][0]

    def _next(self):
        if self.scope != OFFLINE:
            return super()._next()
        order = f"ORDER BY row_id LIMIT {SLICE}"
        return self.env.execute_query(self._rows("DISTINCT row_id", order))

    def _advance(self, contacts):
        if self.scope != OFFLINE:
            return super()._advance(contacts)
        rows = [each for (each,) in contacts]
        people = _people_of_rows(self.job_id._as_starter(), rows)
        self.env["registration.import.duplicate"]._scan_people(people)
        self.last_id = rows[-1] & plan.LAST_NUMBER
        return None

    def _finish(self):
        if self.scope == OFFLINE:
            return self.unlink()
        return super()._finish()


class RegistrationImportDuplicate(models.Model):
    _inherit = "registration.import.duplicate"

    @api.model
    def _scan_people(self, people):
        """Flag the contacts without a member ID that people of another database may be."""
        candidates = self._compared(
            self._select_people(people),
            SQL(
                """SELECT 1 WHERE p.contact_member_id <> ''
                UNION ALL
                   SELECT 1 FROM registration_import_duplicate d
                    WHERE d.contact_id = p.id AND d.offline_id = fresh.contact_member_id"""
            ),
        )
        by_id = {person["id"]: person for person in people}
        return self.sudo().create(
            [
                {
                    "contact_id": match,
                    "offline_id": by_id[each]["contact_member_id"],
                    "offline_values": {name: by_id[each].get(name) or "" for name in SHOWN},
                    "score": score,
                    "reasons": reasons,
                }
                for each, match, score, reasons in self._flagged(candidates)
            ]
        )

    @api.model
    def _select_people(self, people):
        """A SELECT of the columns that are compared, of people who are no contacts yet."""
        columns = [*COMPUTED, *((name, sort) for name, sort, _field in OF_ROW)]
        typed = SQL(", ").join(SQL("%s %s", SQL.identifier(n), SQL(sort)) for n, sort in columns)
        return SQL(
            "SELECT * FROM jsonb_to_recordset(%s::jsonb) AS p(%s)", json.dumps(people), typed
        )


def _people_of_rows(job, ids):
    """``[{column of contacts: value}]`` of the people with a member ID that rows name; the id is
    none that a contact has."""
    parse, company = job._assembly().parser(job._kind()), job.sudo().company_id
    people = {}
    for identifier, cells in job._store().cells_of(ids):
        values = parse(cells)[0]
        if values.get("member_id"):
            person = {"id": -(identifier & plan.LAST_NUMBER), **person_of(values, company)}
            people.setdefault(person["contact_member_id"], person)
    return list(people.values())


def person_of(values, company):
    """What a row says of somebody, as a contact holds it."""
    person = {name: values.get(field) for name, _sort, field in OF_ROW}
    email = read_email(person["email"] or "")
    key = email and email.key
    return {
        **person,
        "name": full_name(values.get("firstname"), values.get("lastname")) or person["email"],
        "email_normalized": key,
        "contact_duplicate_email": email_key(key) or None,
        "country_id": company.country_id.id or None,
        "company_id": company.id,
        "create_date": "infinity",
    }
