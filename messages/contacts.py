"""What can be wrong with a row of contact operations, and what its columns hold."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "unknown_owner": Message(
        _lt("Unknown institution or organization"),
        _lt("There is no such institution with such an organization among your companies."),
        _lt("Compare both codes with the companies, and enable these in the company menu."),
    ),
    "unknown_contact": Message(
        _lt("Unknown contact"),
        _lt("The institution and organization of the row have no contact with this number."),
        _lt("Compare number, institution and organization with the contact."),
    ),
    "nothing_named": Message(
        _lt("No value named"),
        _lt("DELETE takes away what is named, and = names nothing: all values stay."),
        _lt("Name what shall go: CODE=VALUE, or CODE= for all values of the code."),
    ),
    "anonymized": Message(
        _lt("Anonymized already"),
        _lt("The contact was anonymized on %(date)s already."),
        _lt("Nothing is left to do: leave the row out."),
    ),
    "has_sales": Message(
        _lt("Contact with sales"),
        _lt("The contact has sales (%(sales)s), so it is neither made invalid nor dropped."),
        _lt("Use ANONYMIZE or DELETE, which leave the sales intact."),
    ),
    "held": Message(
        _lt("Contact is used"),
        _lt("The contact cannot be dropped: %(holders)s."),
        _lt("DROP is for a contact imported by mistake. Use ANONYMIZE or DELETE for others."),
    ),
    "seems_there": Message(
        _lt("Contact seems to be there"),
        _lt("The contact %(number)s seems to be the same (likeness %(score)s of 100)."),
        _lt("Compare both. Where they are one, use UPDATE with that number in place of INSERT."),
    ),
    "number_taken": Message(
        _lt("Contact exists already"),
        _lt("The institution has a contact with this number already."),
        _lt("Use UPDATE for it, or leave the number of a new contact empty."),
    ),
    "name_missing": Message(
        _lt("Name missing"),
        _lt("A new contact needs a first or last name, or the name of a structure."),
        _lt("Fill in FIRSTNAME, LASTNAME or STRUCT_NAME."),
    ),
    "person_on_structure": Message(
        _lt("Structure with a person's name"),
        _lt("The number is that of a structure, which has no first and last name."),
        _lt("Give the number of the contact person, or INSERT them with the structure's name."),
    ),
    "foreign_structure": Message(
        _lt("Structure of another owner"),
        _lt("The contact is in a structure that the owner of the contact does not own."),
        _lt("Leave out what is of the structure, or name one with STRUCT_NAME."),
    ),
    "ambiguous_structure": Message(
        _lt("Ambiguous structure"),
        _lt("%(count)s structures have this name."),
        _lt("Merge or rename them, or put the contact into its structure by hand."),
    ),
    "birthdate_in_future": Message(
        _lt("Birth date in the future"),
        _lt("Nobody is born yet on this day."),
        _lt("Correct the date."),
    ),
    "unknown_language": Message(
        _lt("Unknown language"),
        _lt("This language is not installed here."),
        _lt("Write two letters such as EN, or ask an administrator to install the language."),
    ),
    "unknown_structure_type": Message(
        _lt("Unknown structure type"),
        _lt("There is no structure type with this code."),
        _lt("Compare it with Contacts > Configuration > Structure Types, or add it there."),
    ),
    "unknown_criterion": Message(
        _lt("Unknown criterion"),
        _lt("There is no criterion with this code."),
        _lt("Compare it with Contacts > Configuration > Criteria, or add it there."),
    ),
    "unknown_criterion_value": Message(
        _lt("Unknown value of a criterion"),
        _lt("The criterion %(criterion)s has no value with this code."),
        _lt("Compare it with Contacts > Configuration > Criteria, or add it there."),
    ),
    "criterion_not_for": Message(
        _lt("Criterion for others"),
        _lt("This criterion is not for contacts of this sort: individuals or structures."),
        _lt("Leave it out, or change on the criterion who it applies to."),
    ),
    "criterion_single": Message(
        _lt("Several values of a criterion"),
        _lt("The criterion %(criterion)s takes only one value."),
        _lt("Keep one of them, or let the criterion take several."),
    ),
    "unknown_authorization": Message(
        _lt("Unknown authorization"),
        _lt("There is no authorization with this code."),
        _lt("Compare it with Contacts > Configuration > Authorizations, or add it there."),
    ),
    "bad_pair": Message(
        _lt("Not CODE=VALUE"),
        _lt("This column takes CODE=VALUE, several of them separated by commas."),
        _lt("Write for example SOURCE=PRESS, or = alone to remove all of them."),
    ),
    "bad_address_type": Message(
        _lt("Unknown address type"),
        _lt("An address is M (main), S (shipment) or B (billing), or several of them."),
        _lt("Write for example M or SB, or leave the cell empty."),
    ),
    "negative": Message(
        _lt("Less than zero"),
        _lt("This number cannot be less than zero."),
        _lt("Correct the number."),
    ),
}

# What people are told of a column.
HELP = {
    "instit": _lt("Code of the institution that owns the contact."),
    "organization": _lt("Code of the organization that owns it; * for all of the institution."),
    "operation": _lt("What to do: INSERT, UPDATE, UPDATEACT, DELETE, INVALIDATE, ANONYMIZE, DROP."),
    "contact_nr": _lt(
        "Number of the contact; with INSERT it may be empty, and the contact gets the next."
    ),
    "title": _lt("MR, MRS, MISS, MR_AND_MRS or UNDEFINED."),
    "remark": _lt("A text that begins with || is added to the remark that there is."),
    "birthdate": _lt("DD.MM.YYYY or YYYY-MM-DD, not in the future."),
    "pref_lang": _lt("Two letters of a language that is installed."),
    "official_name": _lt("Of the structure."),
    "struct_name": _lt(
        "Alone: the contact is a structure. With a name: the contact is its contact person."
    ),
    "struct_type": _lt("Code of a structure type."),
    "admin_number": _lt("CODE=VALUE, several separated by commas."),
    "addr_type": _lt(
        "M for the main address, S for shipment, B for billing, or several of them; empty: the main"
        " address, and the others where there are any."
    ),
    "country": _lt("Two letters or the exact name."),
    "department": _lt("State or department of the country, its code or exact name."),
    "telephone": _lt("With + or 00, or as dialled in the country."),
    "email1": _lt("One address, alone or as Name <address>."),
    "criterion": _lt(
        "CODE=VALUE, several separated by commas; or a column CRITERION:CODE for each."
    ),
    "authorization": _lt(
        "CODE=true or CODE=false, several separated by commas; or a column AUTHORIZATION:CODE for"
        " each."
    ),
}
