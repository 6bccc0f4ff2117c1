import datetime
from unittest import TestCase

from ...tools.kinds.event_values import EventClock
from ...tools.kinds.events import EventPlanner
from ...tools.rows.cells import REMOVE
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED, Row
from ...tools.rows.planner import Planner
from ...tools.rows.run_context import RunContext

DAY, NEXT = datetime.date(2031, 5, 6), datetime.date(2031, 5, 7)
HOURS = {"UTC": 0, "Far/East": 9}
# A zone whose clocks show 02:00 to 03:00 of the first day twice: its clocks go back then.
TWICE, BACK = "Two/Hours", datetime.datetime(2031, 5, 6, 1)
NEW = {"name": "Run", "begin_date": DAY, "end_date": DAY}


def to_utc(local, zone):
    """Two zones that never change their clocks, and one that does; of two hours the later one."""
    if zone == TWICE:
        late = local - datetime.timedelta(hours=1)
        return late if late >= BACK else local - datetime.timedelta(hours=2)
    return local - datetime.timedelta(hours=HOURS[zone]) if zone in HOURS else None


def from_utc(moment, zone):
    if zone == TWICE:
        return moment + datetime.timedelta(hours=1 if moment >= BACK else 2)
    return moment + datetime.timedelta(hours=HOURS[zone])


def nothing(**found):
    """The match of a code that no event has."""
    match = {"id": None, "hidden": False, "present": {}, "tickets": {}, "questions": {}}
    match |= {"contacts": {"hall": [3], "twin": [4, 5]}, "tags": {"sport": [6], "fun": [7]}}
    return {**match, "has_prices": True, **found}


def known(found=None, **present):
    """The match of an event that there is: one afternoon in the Far East."""
    held = {
        "active": True,
        "name": "Run",
        "date_begin": "2031-05-06 04:00:00",
        "date_end": "2031-05-06 09:00:00",
        "date_tz": "Far/East",
        "address_id": 3,
        "organizer_id": None,
        "tag_ids": [6],
        "seats_limited": False,
        "seats_max": 0,
    }
    parts = {
        "tickets": {"standard": [[21, 0, 10.0]]},
        "questions": {"lunch": [[31, "simple_choice", False, {"fish": [41]}, False]]},
    }
    return nothing(id=5, present={**held, **present}, **{**parts, **(found or {})})


class EventRowsCase(TestCase):
    """Plans rows of events without a database."""

    def row(self, match, number=2, **columns):
        row = Row(number, {"event_code": "E1", **columns}, [])
        row.match = match
        return row

    def planned(self, *rows):
        planner = EventPlanner(RunContext(), EventClock(to_utc, from_utc, "UTC"))
        for _run in Planner(planner).runs(rows):
            continue
        return [row.outcome for row in rows]

    def plan(self, match, **columns):
        row = self.row(match, **columns)
        self.planned(row)
        return row.plan

    def changes(self, match, **columns):
        """``[(model, id, values)]`` of a row without a problem."""
        plan = self.plan(match, **columns)
        self.assertEqual(plan.problems, [])
        return [(change.model, change.record, change.values) for change in plan.changes]

    def values(self, match, **columns):
        """What is written of the event itself."""
        changes = self.changes(match, **columns)
        return changes[0][2] if changes else {}

    def problems(self, match, **columns):
        return [(each.code, each.field) for each in self.plan(match, **columns).problems]


class TestPlanOfEvents(EventRowsCase):
    """V19: what a row of events would change in an event."""

    def test_an_unknown_code_makes_an_event(self):
        """V19: a whole day, in the time zone of whoever imports."""
        expected = {
            "event_code": "E1",
            "active": True,
            "name": "Run",
            "date_tz": "UTC",
            "date_begin": "2031-05-06 00:00:00",
            "date_end": "2031-05-06 23:59:00",
        }
        self.assertEqual(self.values(nothing(), **NEW, tags=REMOVE), expected)

    def test_what_a_new_one_shall_not_have_is_not_filled_in(self):
        """V19: Odoo would put the company there, and the same file again would take it away."""
        columns = {"venue": REMOVE, "organizer": REMOVE}
        values = self.values(nothing(), **NEW, **columns)
        self.assertEqual((values["address_id"], values["organizer_id"]), (None, None))

    def test_a_new_one_has_a_name_and_dates(self):
        self.assertEqual(self.problems(nothing()), [("event_without_name", "name")])
        columns = {"name": "Run", "begin_date": DAY}
        self.assertEqual(self.problems(nothing(), **columns), [("event_without_dates", "end_date")])

    def test_times_are_those_of_its_clocks(self):
        """V19: of a new event with its zone; of a known one, where only a time is given."""
        times = {"begin_time": "13:00", "end_time": "18.30", "zone": "Far/East"}
        values = self.values(nothing(), **NEW, **times)
        self.assertEqual(values["date_begin"], "2031-05-06 04:00:00")
        self.assertEqual(values["date_end"], "2031-05-06 09:30:00")
        self.assertEqual(
            self.values(known(), end_time="18:30"), {"date_end": "2031-05-06 09:30:00"}
        )
        self.assertEqual(self.values(known(), end_date=NEXT), {"date_end": "2031-05-07 09:00:00"})

    def test_another_zone_alone_moves_the_event(self):
        """V19: what the clocks show stays."""
        expected = {
            "date_tz": "UTC",
            "date_begin": "2031-05-06 13:00:00",
            "date_end": "2031-05-06 18:00:00",
        }
        self.assertEqual(self.values(known(), zone="UTC"), expected)
        self.assertEqual(self.values(known(), zone="Far/East"), {})

    def test_an_hour_that_clocks_show_twice_stays_the_one_that_it_is(self):
        """V19: a row that says what the event shows already changes nothing."""
        match = known(date_tz=TWICE, date_begin="2031-05-06 00:30:00")
        self.assertEqual(self.values(match, begin_date=DAY, begin_time="02:30"), {})
        self.assertEqual(
            self.values(match, begin_date=DAY, begin_time="02:45"),
            {"date_begin": "2031-05-06 01:45:00"},
        )

    def test_seconds_of_which_the_file_says_nothing_stay(self):
        """V19: as of the end that a form proposes for a new event."""
        match = known(date_end="2031-05-06 09:00:59")
        self.assertEqual(self.values(match, end_date=DAY, end_time="18:00"), {})

    def test_what_is_no_time_is_told(self):
        for columns, expected in (
            ({"zone": "Moon"}, ("unknown_zone", "zone")),
            ({"begin_time": "soon"}, ("bad_time", "begin_time")),
            ({"begin_date": NEXT}, ("ends_before_begin", "end_date")),
        ):
            self.assertEqual(self.problems(known(), **columns), [expected])
        alone = {"name": "Run", "begin_time": "9:00", "end_date": DAY}
        self.assertIn(("time_without_date", "begin_time"), self.problems(nothing(), **alone))

    def test_codes_of_others_are_told(self):
        hidden = nothing(hidden=True)
        self.assertEqual(self.problems(hidden, **NEW), [("event_code_taken", "event_code")])
        archived = known(active=False)
        self.assertEqual(self.problems(archived), [("event_archived", "event_code")])

    def test_what_is_named_is_known(self):
        """V19: a contact by name or CONS_ID; all tags of the event; none the first of several."""
        self.assertEqual(self.values(known(), organizer="HALL"), {"organizer_id": 3})
        self.assertEqual(self.values(known(), venue=REMOVE), {"address_id": None})
        self.assertEqual(self.values(known(), tags="Fun; Sport"), {"tag_ids": [6, 7]})
        self.assertEqual(self.values(known(), tags=REMOVE), {"tag_ids": []})
        for columns, expected in (
            ({"venue": "Moon"}, ("unknown_venue", "venue")),
            ({"organizer": "Twin"}, ("ambiguous_organizer", "organizer")),
            ({"tags": "Fun; Work"}, ("unknown_tag", "tags")),
            ({"tags": '"Fun'}, ("not_separated", "tags")),
            ({"tags": "; ;"}, ("not_separated", "tags")),
        ):
            self.assertEqual(self.problems(known(), **columns), [expected])

    def test_seats_have_a_limit_or_none(self):
        self.assertEqual(self.values(known(), seats=50), {"seats_limited": True, "seats_max": 50})
        limited = known(seats_limited=True, seats_max=50)
        self.assertEqual(
            self.values(limited, seats=REMOVE), {"seats_limited": False, "seats_max": 0}
        )
        self.assertEqual(self.problems(known(), seats=-1), [("negative_number", "seats")])

    def test_what_is_so_already_is_not_written(self):
        columns = {**NEW, "begin_time": "13:00", "end_time": "18:00", "tags": "Sport", "seats": 0}
        row = self.row(known(), **columns, ticket="STANDARD", question="Lunch", answers="Fish")
        self.assertEqual(self.planned(row), [UNCHANGED])


class TestPartsOfEvents(EventRowsCase):
    """V19: tickets with price and seats, and questions with answers."""

    def test_a_ticket_is_made_or_changed(self):
        ((_model, _id, made),) = self.changes(known(), ticket="Patron", ticket_price="12,50")
        self.assertEqual(made, {"name": "Patron", "event_id": 5, "price": 12.5})
        changes = self.changes(known(), ticket="standard", ticket_seats=20, ticket_price="10")
        self.assertEqual(changes, [("event.event.ticket", 21, {"seats_max": 20})])

    def test_what_is_no_ticket_is_told(self):
        free = known({"has_prices": False})
        for match, columns, expected in (
            (known(), {"ticket_seats": 5}, ("ticket_missing", "ticket_seats")),
            (known(), {"ticket": "X", "ticket_seats": -5}, ("negative_number", "ticket_seats")),
            (known(), {"ticket": "X", "ticket_price": "1,000.00"}, ("bad_price", "ticket_price")),
            (free, {"ticket": "X", "ticket_price": "10"}, ("no_prices", "ticket_price")),
        ):
            self.assertEqual(self.problems(match, **columns), [expected])

    def test_a_question_is_made_with_its_answers(self):
        """V19: answers in the order of the cell, behind their question, of an event that is new."""
        columns = {"question": "Size", "answers": "S; M; s", "mandatory": True}
        plan = self.plan(nothing(), **NEW, **columns)
        event, question, *answers = plan.changes
        self.assertEqual(question.values["event_ids"], [event])
        self.assertTrue(question.values["is_mandatory_answer"])
        self.assertEqual([each.values["name"] for each in answers], ["S", "M"])
        for answer in answers:
            self.assertIs(answer.values["question_id"], question)

    def test_a_question_gets_more_answers(self):
        """V19: none is taken away."""
        changes = self.changes(known(), question="Lunch", answers="Soup; Fish", mandatory=True)
        self.assertEqual(
            [values for _model, _id, values in changes],
            [{"is_mandatory_answer": True}, {"name": "Soup", "question_id": 31}],
        )

    def test_a_question_of_other_events_is_left_alone(self):
        """V19: what it asks there is not for the row of this event to change."""
        shared = [31, "simple_choice", False, {"fish": [41]}, True]
        match = known({"questions": {"lunch": [shared]}})
        same = {"question": "Lunch", "answers": "Fish", "mandatory": False}
        self.assertEqual(self.changes(match, **same), [])
        for columns in ({"answers": "Soup"}, {"mandatory": True}):
            found = self.problems(match, question="Lunch", **columns)
            self.assertEqual(found, [("question_shared", "question")])

    def test_what_is_no_question_is_told(self):
        for columns, expected in (
            ({"answers": "A"}, ("question_missing", "answers")),
            ({"question": "Why"}, ("answers_missing", "answers")),
            (
                {"question": "Lunch", "question_type": "text_box"},
                ("question_of_other_type", "question_type"),
            ),
            (
                {"question": "Why", "question_type": "text_box", "answers": "A"},
                ("answers_of_text", "answers"),
            ),
        ):
            self.assertEqual(self.problems(known(), **columns), [expected])

    def test_rows_of_a_code_add_up(self):
        """V19: a further ticket or question has a row of its own; a wrong row adds nothing."""
        rows = [
            self.row(nothing(), 2, **NEW, ticket="Standard", question="Lunch", answers="Fish"),
            self.row(nothing(), 3, ticket="Patron Seat", ticket_seats=5),
            self.row(nothing(), 4, ticket="Gold", zone="Moon"),
            self.row(nothing(), 5, ticket="PATRON  SEAT", ticket_seats=5),
            self.row(nothing(), 6, question="lunch", answers="Fish"),
            self.row(nothing(), 7, question="Lunch", answers="Soup"),
            self.row(nothing(), 8, question="Lunch", answers="Fish; Soup"),
        ]
        expected = [CREATED, UPDATED, INVALID, UNCHANGED, UNCHANGED, UPDATED, UNCHANGED]
        self.assertEqual(self.planned(*rows), expected)
