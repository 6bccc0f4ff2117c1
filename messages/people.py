"""What can be wrong with a person: the same words, whichever kind has it."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "erased": Message(
        _lt("Anonymized person"),
        _lt("This person was anonymized on %(date)s and is not brought back."),
        _lt("Take the person out of the file, and out of the system that the file comes from."),
    ),
    "deleted": Message(
        _lt("Deleted contact"),
        _lt(
            "A file deleted by what the contact is reached on %(date)s, which no file brings back."
        ),
        _lt("Leave address, telephone and e-mail out, or let a person enter them on the contact."),
    ),
    "protected_company": Message(
        _lt("Contact of a company"),
        _lt("This is the contact of one of our own companies."),
        _lt("Leave the row out."),
    ),
    "protected_yourself": Message(
        _lt("Your own contact"),
        _lt("This is your own contact."),
        _lt("Leave the row out, or let somebody else do it."),
    ),
    "protected_system": Message(
        _lt("Contact of the system"),
        _lt("This is the contact of a user that the system needs."),
        _lt("Leave the row out."),
    ),
    "protected_internal": Message(
        _lt("Contact of an internal user"),
        _lt("This is the contact of an internal user."),
        _lt("Let an administrator archive the user first, then do it by hand."),
    ),
    "protected_employee": Message(
        _lt("Contact of an employee"),
        _lt("This is the work contact of an employee."),
        _lt("Let somebody choose another work contact on the employee first."),
    ),
    "protected_portal": Message(
        _lt("Contact of a portal user"),
        _lt("This contact logs in by its e-mail, which no file changes."),
        _lt("Leave the e-mail out, or let the person change it, or do it by hand."),
    ),
    "name_needed": Message(
        _lt("No name"),
        _lt("Nothing would be left of the contact's name."),
        _lt("Write the new name, or leave the cell empty."),
    ),
    "unknown_country": Message(
        _lt("Unknown country"),
        _lt("This is neither the code nor the name of a country."),
        _lt("Write two letters such as CH, or the name in any language."),
    ),
    "unknown_department": Message(
        _lt("Unknown state"),
        _lt("The country has no state or department with this code or exact name."),
        _lt("Compare it with Contacts > Configuration > Fed. States."),
    ),
    "department_without_country": Message(
        _lt("State without a country"),
        _lt("A state needs a country, and neither the row nor the contact has one."),
        _lt("Fill in the country, too."),
    ),
    "odd_phone": Message(
        _lt("Unusual telephone number"),
        _lt("This is not a telephone number of the country; it is kept as it stands."),
        _lt("Check the number; this alone does not stop the row."),
    ),
    "merged_contact": Message(
        _lt("Merged contact"),
        _lt("%(former)s was merged into %(now)s, so the row means that contact."),
        _lt("Write %(now)s in the file, or merge the two in the system that it comes from."),
    ),
    "merged_away": Message(
        _lt("Merged contact"),
        _lt("%(former)s was merged into %(now)s, and the operation would hit that contact."),
        _lt("Write %(now)s if that is meant; otherwise leave the row out."),
    ),
}
