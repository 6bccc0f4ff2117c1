"""What can be wrong with a row of events, and what its columns hold; more is said of tickets and
questions in ``participants``."""

from odoo.tools import LazyTranslate

from .message import Message

_lt = LazyTranslate(__name__)

MESSAGES = {
    "event_code_taken": Message(
        _lt("Event code taken"),
        _lt("An event that you may not see has this code."),
        _lt("Use another code, or switch on the company of that event."),
    ),
    "event_archived": Message(
        _lt("Archived event"),
        _lt("The event with this code is archived."),
        _lt("Unarchive the event, or leave the row out."),
    ),
    "event_without_name": Message(
        _lt("Event without a name"),
        _lt("No event has this code: a new one would be made, and has no name."),
        _lt("Fill in the name, or correct the code."),
    ),
    "event_without_dates": Message(
        _lt("Event without dates"),
        _lt("No event has this code: a new one needs the day on which it starts and ends."),
        _lt("Fill in both dates, or correct the code."),
    ),
    "ends_before_begin": Message(
        _lt("End before start"),
        _lt("The event would end before it starts."),
        _lt("Correct dates and times, which are those of the event's time zone."),
    ),
    "unknown_zone": Message(
        _lt("Unknown time zone"),
        _lt("There is no time zone of this name."),
        _lt("Write it as Europe/Brussels; the form of the event lists them all."),
    ),
    "time_without_date": Message(
        _lt("Time without a date"),
        _lt("A time alone does not say when a new event is."),
        _lt("Fill in the date, too."),
    ),
    "unknown_venue": Message(
        _lt("Unknown venue"),
        _lt("There is no contact of this name or CONS_ID, or you may not see it."),
        _lt("Compare it with the contact, or add the contact first."),
    ),
    "ambiguous_venue": Message(
        _lt("Ambiguous venue"),
        _lt("%(count)s contacts have this name."),
        _lt("Write the CONS_ID of the one that is meant."),
    ),
    "unknown_organizer": Message(
        _lt("Unknown organizer"),
        _lt("There is no contact of this name or CONS_ID, or you may not see it."),
        _lt("Compare it with the contact, or add the contact first."),
    ),
    "ambiguous_organizer": Message(
        _lt("Ambiguous organizer"),
        _lt("%(count)s contacts have this name."),
        _lt("Write the CONS_ID of the one that is meant."),
    ),
    "unknown_tag": Message(
        _lt("Unknown event tag"),
        _lt("There is no event tag of this name."),
        _lt("Compare it with Events > Configuration > Event Tags Categories, or add it there."),
    ),
    "ambiguous_tag": Message(
        _lt("Ambiguous event tag"),
        _lt("%(count)s event tags have this name."),
        _lt("Give the tags different names."),
    ),
    "not_separated": Message(
        _lt("Not a list"),
        _lt("Several texts in one cell are separated by semicolons."),
        _lt("Write them as One; Two; one with a semicolon in it stands in quotation marks."),
    ),
    "negative_number": Message(
        _lt("Below zero"),
        _lt("A number of seats cannot be below zero."),
        _lt("Correct the number; 0 and = stand for no limit."),
    ),
    "ticket_missing": Message(
        _lt("Ticket without a name"),
        _lt("Price and seats are those of a ticket, and the row names none."),
        _lt("Fill in the ticket, or leave the cell empty."),
    ),
    "no_prices": Message(
        _lt("Tickets without prices"),
        _lt("Tickets have no price where nothing is sold with events."),
        _lt("Install the app Events Sales, or leave the column out."),
    ),
    "bad_price": Message(
        _lt("Not a price"),
        _lt("A price is a number with up to two decimals, without currency or thousands mark."),
        _lt("Write it as 1250.00."),
    ),
    "question_missing": Message(
        _lt("Question without a title"),
        _lt("Type and answers are those of a question, and the row has none."),
        _lt("Fill in the question, or leave the cell empty."),
    ),
    "question_of_other_type": Message(
        _lt("Question of another type"),
        _lt("The event asks this question already, in another way."),
        _lt("Leave the type as it is, or give the question another title."),
    ),
    "question_shared": Message(
        _lt("Question of other events, too"),
        _lt("Other events ask this question, too, or new ones will: it would change for all."),
        _lt("Change it under Events > Configuration > Event Questions, or use another title."),
    ),
    "answers_missing": Message(
        _lt("Nothing to choose from"),
        _lt("A new question with answers to choose from has none."),
        _lt("Fill in the answers, or make it a question for a text."),
    ),
    "answers_of_text": Message(
        _lt("Answers to a text question"),
        _lt("A question for a text has no answers to choose from."),
        _lt("Leave the answers out, or change the type of the question."),
    ),
}

# What people are told of a column.
HELP = {
    "event_code": _lt("Identifies the event; an unknown one makes a new one."),
    "begin_time": _lt("HH:MM in the time zone of the event; empty: the day begins."),
    "end_time": _lt("HH:MM in the time zone of the event; empty: the day ends."),
    "zone": _lt("As Europe/Brussels; empty: that of the event, or yours for a new one."),
    "venue": _lt("The name or the CONS_ID of a contact."),
    "organizer": _lt("The name or the CONS_ID of a contact."),
    "tags": _lt("All tags of the event, separated by semicolons; they must exist."),
    "seats": _lt("0: without limit."),
    "ticket": _lt("The name of a ticket; more of them have rows of their own."),
    "ticket_price": _lt("Where Events Sales is installed."),
    "ticket_seats": _lt("0: without limit."),
    "question": _lt("The title of a question; more of them have rows of their own."),
    "answers": _lt("To choose from, separated by semicolons; none is taken away."),
}
