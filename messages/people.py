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
    "name_needed": Message(
        _lt("No name"),
        _lt("Nothing would be left of the contact's name."),
        _lt("Write the new name, or leave the cell empty."),
    ),
    "unknown_country": Message(
        _lt("Unknown country"),
        _lt("This is neither the code nor the exact name of a country."),
        _lt("Write two letters such as CH, or the name as Odoo has it."),
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
}
