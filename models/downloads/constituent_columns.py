"""The columns of the Constituent Data Download."""

from odoo.tools import LazyTranslate

from ...tools.contacts.constituent_line import ACTIVE
from ...tools.rows.schema import Field

_lt = LazyTranslate(__name__)

# Of a file of the Standard Constituent Import what a line says with the same words.
SHARED = (
    *("cons_id", "member_id", "email", "firstname", "lastname", "is_company", "telephone"),
    *("line1", "line2", "zipcode", "town", "department", "country", "group_id", "group_name"),
    *("opted_in", "opted_out"),
)
OWN = (
    Field("active", "ACTIVE", example="Yes"),
    Field("status", "STATUS", example=ACTIVE),
    Field("merged_into", "MERGED_INTO", reference="contact"),
    Field("created", "CREATED", example="2026-01-31T12:00:00Z"),
    Field("modified", "MODIFIED", example="2026-01-31T12:00:00Z"),
)
HELP = {
    "cons_id": _lt("By which the contact is known here"),
    "member_id": _lt("By which it is known to another system"),
    "email": _lt("Its e-mail address"),
    "firstname": _lt("Of a person: all of the name but the last word, where it is not kept apart"),
    "lastname": _lt("Of a person: the last name; of a structure: its name"),
    "is_company": _lt("Whether it is a structure, such as a company"),
    "telephone": _lt("As it is kept here"),
    "zipcode": _lt("With its leading zeros"),
    "department": _lt("Code of the state, province or canton"),
    "country": _lt("Code of two letters"),
    "group_id": _lt("External IDs of its groups"),
    "group_name": _lt("Names of its groups"),
    "opted_in": _lt(
        "Interests that it has opted in to: their names; their external IDs, where the operation"
        " names a system or two interests have the same name"
    ),
    "opted_out": _lt("Interests that it has opted out of, in the same way"),
    "active": _lt("No: archived or gone since it was sent"),
    "status": _lt(
        "Active or Archived; of who is gone since it was sent Invalid, Deleted, Anonymized, Merged"
        " or Dropped, with MEMBER_ID and CONS_ID as they went out and nothing else"
    ),
    "merged_into": _lt("CONS_ID of the contact that it was merged into"),
    "created": _lt("When the contact was added here, in UTC"),
    "modified": _lt("When the contact was last changed, in UTC; its groups do not count"),
}
# What is read of a contact beside what it is called by.
READ = (
    *(
        "contact_member_id",
        "email",
        "name",
        "contact_firstname",
        "contact_lastname",
        "is_company",
        "phone",
    ),
    *("street", "street2", "zip", "city", "state_id", "country_id"),
    *("active", "create_date", "write_date"),
)
