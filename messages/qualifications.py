"""What can be wrong with a row of qualifications, and what its columns hold."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "unknown_qualification": Message(
        _lt("Unknown qualification"),
        _lt("There is no qualification with this number, or you may not see it."),
        _lt("Compare the number with the list of qualifications, or add the qualification there."),
    ),
    "ambiguous_qualification": Message(
        _lt("Ambiguous qualification"),
        _lt("%(count)s qualifications have this number."),
        _lt("Archive all but one of them, or give them different numbers."),
    ),
    "unknown_learner": Message(
        _lt("Unknown learner"),
        _lt("There is no contact with this ULN, or you may not see it."),
        _lt("Compare the ULN with the learner's contact; this import never creates a contact."),
    ),
    "ambiguous_learner": Message(
        _lt("Ambiguous learner"),
        _lt("%(count)s contacts have this ULN."),
        _lt("Merge the contacts if they are one person, or update these learners by hand."),
    ),
    "temporary_uln": Message(
        _lt("Temporary ULN"),
        _lt("%(count)s contacts have this ULN, which is given to all who have none yet."),
        _lt("Enter the learner's own ULN once they have it; until then update them by hand."),
    ),
    "unknown_resit": Message(
        _lt("Unknown resit"),
        _lt(
            "The learner has %(count)s enrolments on this qualification, and none with this"
            " registration number."
        ),
        _lt(
            "Write the registration number of one of them. A new resit is made on the form, or by"
            " an operation that takes other numbers for resits."
        ),
    ),
    "companies_differ": Message(
        _lt("Another company"),
        _lt("The learner and the qualification belong to different companies."),
        _lt("Correct the number, or the company of one of them."),
    ),
    "odd_qualification_number": Message(
        _lt("Unusual qualification number"),
        _lt("A qualification number looks like 100/1234/5; the last character may be X."),
        _lt("Check the number; this alone does not stop the row."),
    ),
    "odd_uln": Message(
        _lt("Not a valid ULN"),
        _lt("A ULN has ten digits, and the last of them confirms the others; here it does not."),
        _lt("Check the ULN with the learner; this alone does not stop the row."),
    ),
    "dates_out_of_order": Message(
        _lt("Dates out of order"),
        _lt("The %(date)s is before the %(other)s."),
        _lt("Check both dates; this alone does not stop the row."),
    ),
    "status_without_date": Message(
        _lt("Status without its date"),
        _lt("This status goes with the %(date)s, which is blank."),
        _lt("Fill in the date, or choose another status; this alone does not stop the row."),
    ),
}

# What people are told of a column.
HELP = {
    "qualification_number": _lt(
        "The number of a qualification that exists; slashes and spaces do not count."
    ),
    "uln": _lt("The Unique Learner Number of a contact that exists: ten digits."),
    "registration_number": _lt("The learner's number with the awarding organisation."),
    "tracking_reference": _lt("By which the post finds the certificate."),
}
