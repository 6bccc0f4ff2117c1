"""What can be wrong with a row of constituents, and what its columns hold."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "key_missing": Message(
        _lt("No constituent named"),
        _lt("The row has neither PRIMARY_EMAIL nor MEMBER_ID nor CONS_ID."),
        _lt("Fill in at least one of the three."),
    ),
    "unknown_constituent": Message(
        _lt("Unknown constituent"),
        _lt("There is no such contact, or you may not see it."),
        _lt("Compare the row with the contact."),
    ),
    "ambiguous_constituent": Message(
        _lt("Several constituents"),
        _lt("%(count)s contacts match the row."),
        _lt("Name one of them by CONS_ID or MEMBER_ID, or merge them if they are one person."),
    ),
    "removed_constituent": Message(
        _lt("Removed constituent"),
        _lt("The only contact that matches the row is archived."),
        _lt("Leave the row out, or take the contact out of the archive first."),
    ),
    "exists_already": Message(
        _lt("Constituent exists"),
        _lt("The contact is there already, and this import only makes new ones."),
        _lt("Leave the row out, or let the import update contacts as well."),
    ),
    "not_there_yet": Message(
        _lt("New constituent"),
        _lt("There is no such contact yet, and this import only updates those that are there."),
        _lt("Leave the row out, or let the import make new contacts as well."),
    ),
    "member_id_taken": Message(
        _lt("Member ID taken"),
        _lt("Another contact has this member ID already."),
        _lt("Compare CONS_ID and MEMBER_ID of the row: they name two different contacts."),
    ),
    "constituent_name_missing": Message(
        _lt("No name"),
        _lt("A new contact needs a name, or an e-mail address to be called by."),
        _lt("Fill in the first or the last name."),
    ),
    "unknown_group": Message(
        _lt("Unknown group"),
        _lt("There is no group with this external ID."),
        _lt("Compare it with the groups, or name the group in GROUP_NAME."),
    ),
    "ambiguous_group": Message(
        _lt("Several groups"),
        _lt("%(count)s groups are called so."),
        _lt("Name the group by an external ID that only one of them has."),
    ),
    "archived_group": Message(
        _lt("Archived group"),
        _lt("The group is archived."),
        _lt("Leave it out, or take the group out of the archive first."),
    ),
    "group_of_interest": Message(
        _lt("Group of an interest"),
        _lt("This group tells who opted in to or out of an interest, so it takes no members."),
        _lt("Use a Segmentation Upload, which names the interest, and In or Out."),
    ),
    "group_of_other_center": Message(
        _lt("Group of another center"),
        _lt("The group belongs to another center, so the contact was not added to it."),
        _lt("Leave the group out, or let somebody of that center import the row."),
    ),
    "odd_list": Message(
        _lt("Not a list"),
        _lt(
            "This is a list in another form than the import reads, or a quotation mark is missing."
        ),
        _lt(
            "Separate several by ; without brackets, and put one that has a ; in it between"
            ' quotation marks: Friends; "Food; Drink".'
        ),
    ),
    "groups_made": Message(
        _lt("New groups"),
        _lt("Groups that are made from the file: %(names)s."),
        _lt("If they should not be there, undo the import and correct the names."),
    ),
    "interests_made": Message(
        _lt("New interests"),
        _lt("Interests that are made from the file: %(names)s."),
        _lt("If they should not be there, undo the import and correct the names."),
    ),
    "group_missing": Message(
        _lt("No group"),
        _lt("The row names no group."),
        _lt("Fill in GROUP_ID or GROUP_NAME."),
    ),
    "unknown_interest": Message(
        _lt("Unknown interest"),
        _lt("There is no interest with this external ID."),
        _lt("Compare it with the interests, or name the interest in INTEREST_NAME."),
    ),
    "ambiguous_interest": Message(
        _lt("Several interests"),
        _lt("%(count)s interests are called so."),
        _lt("Name the interest by an external ID that only one of them has."),
    ),
    "archived_interest": Message(
        _lt("Archived interest"),
        _lt("The interest is archived."),
        _lt("Leave it out, or take the interest out of the archive first."),
    ),
    "interest_missing": Message(
        _lt("No interest"),
        _lt("The row names no interest."),
        _lt("Fill in INTEREST_ID or INTEREST_NAME."),
    ),
    "opt_missing": Message(
        _lt("In or out?"),
        _lt("The row names an interest, and does not say whether the contact opts in or out."),
        _lt("Write In or Out in INTEREST_OPT."),
    ),
    "opted_out": Message(
        _lt("Opted out"),
        _lt(
            "The contact, or another one with its address, has opted out of this interest"
            " (%(who)s), which no import overrules."
        ),
        _lt("Only the person can change that: somebody enters it on the contact."),
    ),
    "blacklisted": Message(
        _lt("Blacklisted address"),
        _lt("The e-mail address is on the blacklist of Odoo, which no import overrules."),
        _lt("Only the person can change that: somebody takes the address off the blacklist."),
    ),
    "address_of_others": Message(
        _lt("Address of other contacts"),
        _lt("The address is that of %(who)s, which the row does not name."),
        _lt("Name the contact by MEMBER_ID or CONS_ID."),
    ),
    "other_person": Message(
        _lt("Another person?"),
        _lt("The contact with this e-mail address has another name: two people may share it."),
        _lt(
            "Name the contact by MEMBER_ID or CONS_ID, give each person an own address, or let the"
            " operation take people with one address as one."
        ),
    ),
    "names_differ": Message(
        _lt("Two names"),
        _lt("The whole name is not the first and the last name of the row; these count."),
        _lt("Write the same in all columns, or leave one out."),
    ),
    "unresolved_duplicate": Message(
        _lt("Unresolved duplicate"),
        _lt("The contact may be the same as another one, so it is left alone until that is known."),
        _lt("Resolve it under Data Sync > Duplicates, then retry this row."),
    ),
}

# What people are told of a column.
HELP = {
    "cons_id": _lt("The constituent ID that the contact has here; it comes first."),
    "member_id": _lt("The ID in your own database, leading zeros kept; it comes second."),
    "email": _lt(
        "One address, alone or as Name <address>. It names a contact only where neither of the IDs"
        " does, and only one without a member ID."
    ),
    "fullname": _lt(
        "First and last name in one, in a file without columns of their own for them: left whole,"
        " unless the operation says how it is split."
    ),
    "is_company": _lt("Yes for an organization, No for a person; written to the contact."),
    "group_id": _lt("External IDs of groups that exist; several are separated by ;"),
    "group_name": _lt(
        "Names of groups, several separated by ; and one that is unknown is made. A name with a ;"
        " in it stands in quotation marks. Where a row has both, the names count."
    ),
    "interest_id": _lt("External IDs of interests that exist; several are separated by ;"),
    "interest_name": _lt(
        "Names of interests, several separated by ; and one that is unknown is made. A name with a"
        " ; in it stands in quotation marks. Where a row has both, the names count."
    ),
    "opted_in": _lt(
        "Interests that the contact opts in to, by external ID or name, as a download has them;"
        " several are separated by ;"
    ),
    "opted_out": _lt("Interests that it opts out of, in the same way"),
    "interest_opt": _lt(
        "In or Out, for all interests of the row, and Out for all contacts with the address. Who"
        " has opted out is never opted in by a file."
    ),
    "country": _lt("Two letters, such as CH, or the name."),
    "department": _lt("Code or name."),
}
