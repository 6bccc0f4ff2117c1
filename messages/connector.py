"""Why another CRM could not be read or written, as a whole or in one line."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

ASK_THERE = _lt("Ask whoever runs the other CRM.")
LATER = _lt("Nothing is lost: the operation goes on from here at its next time.")

MESSAGES = {
    # ---- where it is
    "connector_off": Message(
        _lt("Connection out of use"),
        _lt("The connection to the other CRM was archived."),
        _lt("Nothing is lost: take it out of the archive, or choose another one."),
    ),
    "connector_bad_address": Message(
        _lt("No address of a server"),
        _lt("The address of the other CRM is none that can be used."),
        _lt(
            "Write it as https://crm.example.org, without a name or password in it, and without a"
            " question mark."
        ),
    ),
    "connector_not_https": Message(
        _lt("Not secure"),
        _lt("The other CRM would be reached without encryption."),
        _lt("Use an address that begins with https."),
    ),
    "connector_private_address": Message(
        _lt("Address of a private network"),
        _lt("The address of the other CRM leads into a network that is not public."),
        _lt("Check the address. If it is meant, allow private addresses for this operation."),
    ),
    "connector_unknown_host": Message(
        _lt("Unknown server"),
        _lt("No server has the name that is in the address of the other CRM."),
        _lt("Check the address, and whether this server reaches the internet."),
    ),
    "connector_unreachable": Message(
        _lt("Server not reached"),
        _lt("The server of the other CRM cannot be reached, or ended the connection."),
        LATER,
    ),
    "connector_certificate": Message(
        _lt("Certificate not valid"),
        _lt("The server cannot show that it is the one that the address names."),
        ASK_THERE,
    ),
    "connector_redirect": Message(
        _lt("Redirected"),
        _lt("The server sends on to another address (status %(status)s), which is not followed."),
        _lt("Write the address to which it leads in the end, if that is the other CRM."),
    ),
    # ---- who asks
    "connector_key_refused": Message(
        _lt("Key refused"),
        _lt("The other CRM does not accept the key, or not that of this login."),
        _lt("Have a new key made there, and enter it here."),
    ),
    "connector_forbidden": Message(
        _lt("Not permitted there"),
        _lt("The login may not use “%(table)s” in the other CRM."),
        _lt("Have it given the right to read and write contacts there."),
    ),
    "connector_no_login": Message(
        _lt("Login missing"),
        _lt("The other Odoo needs the name of its database and a login."),
        _lt("Fill in both. Odoo 19 and later do with the key alone."),
    ),
    "connector_no_api": Message(
        _lt("Not the other CRM"),
        _lt("There is a server at the address, but not the interface that was asked for."),
        _lt("Check the address, the name of the database, and the sort of CRM."),
    ),
    "connector_no_library": Message(
        _lt("Program missing"),
        _lt("For Salesforce this server needs the Python package simple-salesforce."),
        _lt("Have it installed, and Odoo started again."),
    ),
    # ---- how it answers
    "connector_too_many": Message(
        _lt("Asked too often"),
        _lt("The other CRM takes no more requests for the time being."),
        LATER,
    ),
    "connector_timeout": Message(
        _lt("No answer in time"), _lt("The other CRM did not answer in time."), LATER
    ),
    "connector_unavailable": Message(
        _lt("Not available"),
        _lt("The other CRM is not available at the moment (status %(status)s)."),
        LATER,
    ),
    "connector_busy": Message(
        _lt("Busy"), _lt("The other CRM was changing the same contacts at that moment."), LATER
    ),
    "connector_half_page": Message(
        _lt("Answer cut off"),
        _lt("An answer of the other CRM ended in the middle. Nothing of it was used."),
        LATER,
    ),
    "connector_html": Message(
        _lt("A page instead of data"),
        _lt("The server answered with a page for people (status %(status)s), not with data."),
        _lt("Open the address in a browser: it may be under maintenance, or another program."),
    ),
    "connector_garbage": Message(
        _lt("Answer not readable"),
        _lt("The server answered with something that cannot be read (status %(status)s)."),
        ASK_THERE,
    ),
    "connector_too_big": Message(
        _lt("Answer too big"),
        _lt("An answer of the other CRM was bigger than %(megabytes)s MB."),
        _lt("Map fewer fields, above all long texts."),
    ),
    "connector_broken": Message(
        _lt("Error in the other CRM"),
        _lt("The other CRM failed while it worked on a request (%(error)s)."),
        ASK_THERE,
    ),
    "connector_refused": Message(
        _lt("Request refused"),
        _lt("The other CRM refused a request: %(reason)s"),
        ASK_THERE,
    ),
    "connector_not_there": Message(
        _lt("Table missing there"),
        _lt("The other CRM has no “%(table)s”."),
        _lt("Check the sort of CRM and its version."),
    ),
    "connector_changed": Message(
        _lt("Changed in the other CRM"),
        _lt("The fields of contacts there are others than before: %(reason)s"),
        _lt("Go through the fields of the operation, and map them anew."),
    ),
    "connector_fields_gone": Message(
        _lt("Fields gone there"),
        _lt("Contacts in the other CRM have no longer: %(fields)s"),
        _lt("Map other fields, or take these out. Nothing was changed on either side."),
    ),
    "connector_no_key_field": Message(
        _lt("Field for the key missing there"),
        _lt("Contacts there need a field “%(field)s” that is a unique external ID."),
        _lt("Have it made there: text, 64 characters, unique, external ID."),
    ),
    "connector_bad_mark": Message(
        _lt("Place of the last run not readable"),
        _lt("It is not known up to which change the last run has come."),
        _lt("The next run reads all contacts."),
    ),
    "connector_no_progress": Message(
        _lt("Going round in circles"),
        _lt("The other CRM says again and again that there is more, and tells nothing new."),
        _lt("Ask whoever runs the other CRM. The next run begins where this one began."),
    ),
    "connector_no_order": Message(
        _lt("Answer in another order"),
        _lt("The other CRM gave other contacts than were asked for, or in another order."),
        ASK_THERE,
    ),
    "connector_bad_id": Message(
        _lt("Not an ID of the other CRM"),
        _lt("A cross-reference names something that no contact there can be called by."),
        _lt("Correct the cross-references of this system."),
    ),
    "connector_unsendable": Message(
        _lt("Value that cannot be sent"),
        _lt("A number is too big, or a value of a sort, that the other CRM does not take."),
        _lt("Take the field out of the operation, or correct its values."),
    ),
    # ---- one line
    "connector_refused_line": Message(
        _lt("Refused by the other CRM"),
        _lt("The other CRM did not take the contact: %(reason)s"),
        _lt("Correct the contact on either side; the next run tries again."),
    ),
    "connector_gone_there": Message(
        _lt("Gone there"),
        _lt("The contact was deleted in the other CRM."),
        _lt("It stays here. Archive it, or end its cross-reference to have it made there anew."),
    ),
    "connector_unknown_code": Message(
        _lt("Unknown there"),
        _lt("The other CRM does not know this value."),
        _lt("Translate it by a cross-reference, or add it there."),
    ),
    "connector_ambiguous_name": Message(
        _lt("Several with this name"),
        _lt("The other CRM has several groups or interests with this name."),
        _lt("Rename all but one of them there."),
    ),
    "connector_no_email": Message(
        _lt("No e-mail address"),
        _lt("The other CRM keeps interests by e-mail address, and the contact has none."),
        _lt("Fill in an address on either side."),
    ),
}
