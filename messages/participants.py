"""What can be wrong with a row of participants, and what its columns hold."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "unknown_event": Message(
        _lt("Unknown event"),
        _lt("There is no event with this code, or it is archived, or you may not see it."),
        _lt("Compare the code with the “Event Code” of the event, or import the event first."),
    ),
    "registration_code_taken": Message(
        _lt("Registration code taken"),
        _lt("A registration that you may not see has this code."),
        _lt("Use another code, or switch on the company of that registration."),
    ),
    "registration_barcode": Message(
        _lt("Barcode instead of the code"),
        _lt("This is the barcode of a registration, which has another code."),
        _lt("Write its “Registration Code”; a new registration needs a code of its own."),
    ),
    "registration_of_other_event": Message(
        _lt("Registration of another event"),
        _lt("The registration with this code belongs to another event."),
        _lt("Correct one of the two codes; a registration stays with its event."),
    ),
    "registration_archived": Message(
        _lt("Archived registration"),
        _lt("The registration with this code is archived."),
        _lt("Unarchive the registration, or leave the row out."),
    ),
    "participant_without_name": Message(
        _lt("Name missing"),
        _lt("No registration has this code: a new one would be made, and has no name."),
        _lt("Fill in the name, or correct the code."),
    ),
    "unknown_ticket": Message(
        _lt("Unknown ticket"),
        _lt("The event has no ticket of this name."),
        _lt("Compare it with the tickets of the event."),
    ),
    "ambiguous_ticket": Message(
        _lt("Ambiguous ticket"),
        _lt("%(count)s tickets of the event have this name."),
        _lt("Give the tickets of the event different names."),
    ),
    "ticket_full": Message(
        _lt("Ticket sold out"),
        _lt("There are %(limit)s seats with this ticket, and %(taken)s are taken."),
        _lt("Choose another ticket, or raise its seats."),
    ),
    "event_full": Message(
        _lt("Event full"),
        _lt("The event, or its slot, has %(limit)s seats, and %(taken)s are taken."),
        _lt("Raise the seats of the event, or leave the row out."),
    ),
    "unknown_team": Message(
        _lt("Unknown team"),
        _lt("The event has no team with this code."),
        _lt("Compare the code with the teams of the event, or import the team first."),
    ),
    "slot_missing": Message(
        _lt("Slot missing"),
        _lt("Registrations of this event are for one of its slots, and the row names none."),
        _lt("Fill in the day and the time at which the slot begins."),
    ),
    "slot_incomplete": Message(
        _lt("Half of a slot"),
        _lt("A slot is named by the day and the time at which it begins; one of them is blank."),
        _lt("Fill in both, or leave both blank."),
    ),
    "bad_time": Message(
        _lt("Not a time"),
        _lt("A time is written HH:MM, as 09:30."),
        _lt("Correct the time."),
    ),
    "unknown_slot": Message(
        _lt("Unknown slot"),
        _lt("The event has no slot that begins on this day at this time, where it takes place."),
        _lt("Compare day and time with the slots of the event."),
    ),
    "ambiguous_slot": Message(
        _lt("Ambiguous slot"),
        _lt("%(count)s slots of the event begin at this time."),
        _lt("Choose the slot on the registration by hand."),
    ),
    "answers_not_pairs": Message(
        _lt("Not a list of answers"),
        _lt("Answers in one cell are written QUESTION=ANSWER, with commas between them."),
        _lt("Correct the cell, or give each question a column of its own."),
    ),
    "unknown_question": Message(
        _lt("Unknown question"),
        _lt("The event does not ask this question."),
        _lt("Compare it with the questions of the event."),
    ),
    "ambiguous_question": Message(
        _lt("Ambiguous question"),
        _lt("%(count)s questions of the event have this title."),
        _lt("Give the questions of the event different titles."),
    ),
    "question_is_column": Message(
        _lt("Question with a column of its own"),
        _lt("This question asks for the name, e-mail, phone or company of the participant."),
        _lt("Use the column of that name instead."),
    ),
    "answered_twice": Message(
        _lt("Two answers to one question"),
        _lt("The row answers this question twice, and differently."),
        _lt("Leave one of the answers; case does not count in the name of a question."),
    ),
    "unknown_answer": Message(
        _lt("Unknown answer"),
        _lt("This is none of the answers to choose from."),
        _lt("Compare it with the answers to the question."),
    ),
    "ambiguous_answer": Message(
        _lt("Ambiguous answer"),
        _lt("%(count)s answers to choose from are called so."),
        _lt("Give the answers to the question different names."),
    ),
}

# What people are told of a column.
HELP = {
    "registration_code": _lt("Identifies the registration; an unknown one makes a new one."),
    "event_code": _lt("Identifies the event, which must exist."),
    "ticket": _lt("The name of a ticket of the event."),
    "slot_date": _lt("The day of the slot, where registrations of the event are for a slot."),
    "slot_start": _lt("When the slot begins, HH:MM in the time zone of the event."),
    "status": _lt("Registered, Attended, Unconfirmed or Cancelled; empty: Registered, if new."),
    "team": _lt("The code of a team of the event."),
    "answer": _lt(
        "Answers to the questions of the event: QUESTION=ANSWER, with commas between them; or a"
        " column “Answer:QUESTION” for each."
    ),
}
