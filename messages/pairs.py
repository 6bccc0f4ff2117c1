"""What can be said of a pair of contacts, one here and one in another CRM, and of a run that keeps
them in step."""

from odoo.tools import LazyTranslate

from .message import Message
from .sync import HELP as HUB_HELP

_lt = LazyTranslate(__name__)

MESSAGES = {
    "goes_there": Message(
        _lt("Goes to the other CRM"),
        _lt("What stands here goes there: %(fields)s."),
        "",
    ),
    "both_changed": Message(
        _lt("Changed on both sides"),
        _lt(
            "Both sides have changed the contact since they were last in step, and hold different"
            " values: %(fields)s. Nothing of it but opt-outs is written on either side."
        ),
        _lt("Say under Data Sync > Conflicts what counts; the next run carries it."),
    ),
    "changed_meanwhile": Message(
        _lt("Changed there meanwhile"),
        _lt("Somebody changed it there while the import was running, and it was left: %(fields)s."),
        _lt("Both sides have changed it: the next run does what the operation says of that."),
    ),
    "gone_there": Message(
        _lt("Gone there"),
        _lt("The contact was deleted or archived in the other CRM. Here it stays as it is."),
        _lt("If it should go here as well, delete or archive it."),
    ),
    "merged_there": Message(
        _lt("Merged there"),
        _lt("The contact became another one there, %(other)s, which this one follows."),
        _lt("Where that is another contact here, decide about both under Data Sync > Duplicates."),
    ),
    "gone_here": Message(
        _lt("Deleted here"),
        _lt("The contact was deleted here; there it stays, and is not brought back from there."),
        _lt("If it should be here again, add it by hand."),
    ),
    "agreed_since": Message(
        _lt("Older than the last run"),
        _lt("A later run has brought the two in step since this was fetched."),
        "",
    ),
    "only_there": Message(
        _lt("Only there"),
        _lt("The contact is only in the other CRM, and no field comes from there."),
        "",
    ),
    "only_here": Message(
        _lt("Only here"),
        _lt("The other CRM does not know the contact, and the operation makes no new ones there."),
        "",
    ),
    "paired_already": Message(
        _lt("Paired already"),
        _lt("The contact that this looks like here is another one there: %(other)s."),
        _lt("Merge the two there, or give this one an e-mail address or a member ID of its own."),
    ),
    "run_fetching": Message(
        _lt("Being fetched"),
        _lt("Contacts fetched so far: %(contacts)s."),
        "",
    ),
    "run_given_up": Message(
        _lt("Given up"),
        _lt("The operation was paused or put out of use while contacts were being fetched."),
        _lt("Nothing is lost: the next run goes on behind the last page."),
    ),
    "run_in_step": Message(
        _lt("In step"),
        _lt("Nothing has changed on either side since the last run."),
        "",
    ),
}

# What people are told of a field.
HELP = {
    **HUB_HELP,
    "member_id": _lt("Unique here; a contact without a pair is found by it first"),
    "email": _lt("A contact without a pair and without a member ID is found by it"),
    "fullname": _lt("First and last name in one"),
    "group_id": _lt("By the cross-references of the system, of type Group"),
    "group_name": _lt("By name; one that is unknown on a side is made there"),
    "opted_in": _lt("What the contact wants to hear of"),
    "opted_out": _lt("Who has opted out on either side is opted out on both"),
    "their_id": _lt("By which the other CRM knows the contact"),
    "our_id": _lt("By which it is known here"),
    "their_changed": _lt("By our clock"),
    "gone": _lt("Whether it was deleted or archived there"),
    "merged_into": _lt("Which contact it became there"),
    "their_mark": _lt("Changes with whatever changes there"),
}
