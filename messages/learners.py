"""What can be wrong with a row of learners, and what its columns hold; more is said of numbers in
``qualifications``."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "learner_without_name": Message(
        _lt("Name missing"),
        _lt("No contact has this ULN: a new one would be made, and has no name."),
        _lt("Fill in the name, or correct the ULN."),
    ),
    "temporary_without_birth_date": Message(
        _lt("Birth date missing"),
        _lt(
            "9999999999 is the ULN of all who have none yet: a learner with it is found by name and"
            " birth date."
        ),
        _lt("Fill in the birth date, or the learner's own ULN."),
    ),
    "uln_given": Message(
        _lt("ULN given"),
        _lt(
            "Nobody has this ULN; it is given to the learner of this name and birth date, who had"
            " the temporary one."
        ),
        _lt("Check that it is the same person."),
    ),
    "ambiguous_programme": Message(
        _lt("Ambiguous programme"),
        _lt("%(count)s programmes have this name."),
        _lt("Archive all but one of them, or give them different names."),
    ),
    "uln_kept": Message(
        _lt("Has a ULN by now"),
        _lt("The learner of this name and birth date has the ULN %(uln)s by now, and keeps it."),
        _lt("Write this ULN in the file; the temporary one is for learners who have none yet."),
    ),
    "programmes_made": Message(
        _lt("Programmes added"),
        _lt("Programmes that were not there are added: %(count)s (%(names)s)."),
        _lt("Rename or archive them under Programmes where they are not meant."),
        one=_lt("A programme that was not there is added: %(names)s."),
    ),
}

# What people are told of a column.
HELP = {
    "uln": _lt("The Unique Learner Number: ten digits; 9999999999 for learners who have none yet."),
    "name": _lt("As the certificate shall have it."),
    "programme": _lt("What the learner attends, by its name."),
}
