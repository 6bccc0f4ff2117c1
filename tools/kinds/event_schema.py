"""The columns of a file of events (V19)."""

from __future__ import annotations

from typing import Any

from ..rows.lists import SEPARATOR
from ..rows.placeholders import KEY, NAME
from ..rows.schema import Field, Schema

SIZE = 128
#: Kinds of questions that a file may ask: those of Odoo for name, e-mail, phone and company are of
#: each event anyway.
CHOICE, TEXT = "simple_choice", "text_box"
QUESTION_TYPES = (
    (CHOICE, "Selection", "Choice", "Select", "Single Choice"),
    (TEXT, "Text Input", "Text", "Free Text"),
)


def _text(name: str, label: str, *synonyms: str, **more: Any) -> Field:
    return Field(name, label, synonyms=synonyms, **more)


SCHEMA = Schema(
    (
        _text(
            *("event_code", "Event Code", "Event ID", "Code"),
            type="code",
            required=True,
            size=SIZE,
            example="SUMMIT-31",
            holds=KEY,
        ),
        _text(
            *("name", "Event Name", "Name", "Event", "Title"),
            removable=False,
            example="Partner Summit",
            holds=NAME,
        ),
        _text("begin_date", "Start Date", "Begin Date", type="date", example="2031-05-06"),
        _text("begin_time", "Start Time", "Begin Time", example="09:00"),
        _text("end_date", "End Date", type="date", example="2031-05-08"),
        _text("end_time", "End Time", example="18:00"),
        _text("zone", "Time Zone", "Timezone", example="Europe/Brussels"),
        _text("venue", "Venue", "Location", "Address", removable=True),
        _text("organizer", "Organizer", "Organiser", removable=True),
        _text("tags", "Tags", removable=True, separator=SEPARATOR),
        _text(
            *("seats", "Seats", "Maximum Attendees", "Capacity"),
            type="integer",
            removable=True,
            example="300",
        ),
        _text("ticket", "Ticket", "Ticket Name", removable=False, example="Standard"),
        _text("ticket_price", "Ticket Price", "Price", removable=False),
        _text(
            *("ticket_seats", "Ticket Seats"),
            type="integer",
            removable=True,
            example="250",
        ),
        _text("question", "Question", removable=False, example="Lunch"),
        _text(
            *("question_type", "Question Type"),
            type="selection",
            choices=QUESTION_TYPES,
            example="Selection",
        ),
        _text("answers", "Answers", "Choices", separator=SEPARATOR, example="Fish; Vegetables"),
        _text("mandatory", "Mandatory", "Required", type="boolean", example="No"),
    )
)
