import datetime

from ...tools.kinds.participants import SCHEMA, ParticipantPlanner
from ...tools.rows.cells import REMOVE
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED
from ...tools.rows.run_context import RunContext
from .participant_rows import ParticipantCase, known, nobody, stored_phone

DAY = datetime.date(2031, 5, 6)


class TestPlanOfParticipants(ParticipantCase):
    """V19: what a row of participants would change in a registration."""

    def test_an_unknown_code_makes_a_registration(self):
        """V19: with what the row says, and nothing else."""
        plan = self.plan(nobody(), name="Ann", email="Ann <ann@example.org>", phone="02 555 01 22")
        (change,) = plan.changes
        expected = {
            "registration_code": "R1",
            "event_id": 7,
            "active": True,
            "state": "open",
            "name": "Ann",
            "email": "Ann <ann@example.org>",
            "phone": "+3225550122",
        }
        self.assertEqual((change.record, change.values), (None, expected))

    def test_a_new_one_has_a_name(self):
        self.assertEqual(
            self.problem(nobody(), email="a@x.org"), ("participant_without_name", "name")
        )

    def test_a_known_code_updates_what_differs(self):
        """V19: what is so already is not written."""
        match = known(company_name="Ek", event_ticket_id=1)
        self.assertEqual(
            self.values(match, name="Ann", company_name="Ek", ticket="Patron"),
            {"event_ticket_id": 2},
        )
        self.assertEqual(self.planned(self.row(match, name="Ann", ticket="STANDARD")), [UNCHANGED])

    def test_an_empty_cell_leaves_the_value_and_a_sign_takes_it_away(self):
        match = known(phone="+3225550122", event_team_id=11)
        self.assertEqual(self.values(match, phone=None, team=None), {})
        self.assertEqual(
            self.values(match, phone=REMOVE, team=REMOVE), {"phone": None, "event_team_id": None}
        )

    def test_an_address_in_other_letters_is_the_same(self):
        self.assertEqual(self.values(known(email="Ann@Example.org"), email="ann@example.org"), {})
        self.assertEqual(self.problem(known(), email="none of these"), ("bad_email", "email"))

    def test_codes_name_a_registration_of_the_event(self):
        """V19: a code of another event, of another company, or of one that is archived, is told."""
        for match, code, field in (
            ({**nobody(), "event": None}, "unknown_event", "event_code"),
            ({**nobody(), "hidden": True}, "registration_code_taken", "registration_code"),
            ({**nobody(), "barcode": True}, "registration_barcode", "registration_code"),
            (known(event_id=8), "registration_of_other_event", "registration_code"),
            (known(active=False), "registration_archived", "registration_code"),
        ):
            self.assertEqual(self.problem(match, name="Ann"), (code, field))

    def test_what_the_event_has_is_named(self):
        """V19: ticket, slot and team are those of the event; none is the first of several."""
        self.assertEqual(self.values(known(), team="RUN-A"), {"event_team_id": 11})
        slot = {"slot_date": DAY, "slot_start": "9:30"}
        self.assertEqual(self.values(known(), **slot), {"event_slot_id": 21})
        for columns, expected in (
            ({"ticket": "Gold"}, ("unknown_ticket", "ticket")),
            ({"ticket": "Twin"}, ("ambiguous_ticket", "ticket")),
            ({"team": "run-a"}, ("unknown_team", "team")),
            ({"slot_date": DAY}, ("slot_incomplete", "slot_start")),
            ({"slot_start": "9:30"}, ("slot_incomplete", "slot_date")),
            ({**slot, "slot_start": "noon"}, ("bad_time", "slot_start")),
            ({**slot, "slot_start": "10:00"}, ("unknown_slot", "slot_start")),
            ({**slot, "slot_start": "11:00"}, ("ambiguous_slot", "slot_start")),
        ):
            self.assertEqual(self.problem(known(), **columns), expected)

    def test_an_event_of_slots_wants_one(self):
        match = nobody(slotted=True)
        self.assertEqual(self.problem(match, name="Ann"), ("slot_missing", "slot_date"))
        slot = {"slot_date": DAY, "slot_start": "09:30"}
        self.assertEqual(self.values(match, name="Ann", **slot)["event_slot_id"], 21)

    def test_later_rows_find_what_earlier_ones_leave(self):
        """V19: the second row of a code updates what the first one made."""
        rows = [
            self.row(nobody(), 2, name="Ann", ticket="Standard", answer="Lunch=Anything"),
            self.row(nobody(), 3, name="Ann", ticket="Standard", answer="Lunch=Anything"),
            self.row(nobody(), 4, ticket="Gold"),
            self.row(nobody(), 5, ticket="Patron"),
        ]
        self.assertEqual(self.planned(*rows), [CREATED, UNCHANGED, INVALID, UPDATED])

    def test_what_is_not_there_is_not_taken_away(self):
        """V19: of a registration that a row has made."""
        rows = [self.row(nobody(), 2, name="Ann"), self.row(nobody(), 3, email=REMOVE, team=REMOVE)]
        self.assertEqual(self.planned(*rows), [CREATED, UNCHANGED])

    def test_what_is_left_can_be_stored(self):
        """Of an event with thousands of teams a row leaves its registration alone."""
        row = self.row(nobody(), name="Ann")
        self.planned(row)
        left = ParticipantPlanner(RunContext(), stored_phone).left_by(row)
        self.assertEqual(set(left), {"id", "hidden", "present"})

    def test_an_unreadable_cell_hides_what_rests_on_it(self):
        """All problems of a row are told at once, but none that its unread cells may explain: who
        is cancelled takes no seat."""
        columns = {"registration_code": 0, "event_code": 1, "name": 2, "status": 3, "team": 4}
        values, problems = SCHEMA.parser(columns)(["R1", "E1", "Ann", "lost", "X"])
        self.assertEqual([each.code for each in problems], ["not_a_choice"])
        row = self.row(nobody(limit=1, taken={"event:7": 1}))
        row.values, row.problems = values, problems
        self.planned(row)
        self.assertEqual([each.code for each in row.plan.problems], ["unknown_team"])
        self.assertEqual(self.problem(row.match, name="Ann"), ("event_full", "event_code"))

    def test_an_undo_gives_back_before_it_takes(self):
        """V19: seats that the undo itself frees are there for what it puts back."""
        rank = ParticipantPlanner(RunContext(), stored_phone).rank
        cancel, register = (rank("event.registration", {"state": s}) for s in ("cancel", "open"))
        self.assertLess(cancel, register)
        self.assertEqual(rank("event.registration", {"name": "Ann"}), register)


class TestSeatsOfParticipants(ParticipantCase):
    """V19: Odoo's limits of seats are told before anything is written."""

    def seats(self, **taken):
        return {"limit": 2, "taken": {place.replace("_", ":"): n for place, n in taken.items()}}

    def people(self, count, **facts):
        return [
            self.row(nobody(**facts), number, f"R{number}", name="Ann", ticket="Patron")
            for number in range(2, 2 + count)
        ]

    def test_a_full_event_takes_nobody_more(self):
        self.assertEqual(
            self.planned(*self.people(3, **self.seats(event_7=1))), [CREATED, INVALID, INVALID]
        )

    def test_a_ticket_has_seats_of_its_own(self):
        rows = self.people(2, ticket_limits={"2": 1})
        self.assertEqual(self.planned(*rows), [CREATED, INVALID])
        (problem,) = rows[1].plan.problems
        self.assertEqual((problem.code, problem.params), ("ticket_full", {"limit": 1, "taken": 1}))

    def test_a_slot_counts_alone(self):
        """V19: of an event of slots each has all the seats."""
        facts = self.seats(slot_21=2, event_7=9)
        slot = {"slot_date": DAY, "slot_start": "9:30"}
        match = nobody(**facts)
        self.assertEqual(self.problem(match, name="Ann", **slot), ("event_full", "event_code"))
        match["event"]["slots"]["2031-05-06 14:00"] = [24]
        self.assertEqual(
            self.values(match, name="Ann", **{**slot, "slot_start": "14:00"})["event_slot_id"], 24
        )

    def test_who_cancels_makes_room_for_rows_behind(self):
        facts = self.seats(event_7=2)
        rows = [
            self.row(known(facts=facts), 2, "R1", status="cancel"),
            self.row(nobody(**facts), 3, "R2", name="Bo"),
            self.row(nobody(**facts), 4, "R3", name="Cy"),
        ]
        self.assertEqual(self.planned(*rows), [UPDATED, CREATED, INVALID])
        self.assertLess(rows[0].plan.changes[0].rank, rows[1].plan.changes[0].rank)

    def test_who_is_not_coming_takes_nothing(self):
        facts = self.seats(event_7=2)
        self.assertEqual(self.values(nobody(**facts), name="Ann", status="draft")["state"], "draft")

    def test_who_has_a_seat_keeps_it(self):
        """An overbooked event can still be corrected."""
        match = known(facts=self.seats(event_7=5))
        self.assertEqual(self.values(match, name="Anna"), {"name": "Anna"})


class TestAnswersOfParticipants(ParticipantCase):
    """V19: answers to the questions of the event."""

    def answers(self, match, **columns):
        plan = self.plan(match, **columns)
        self.assertEqual(plan.problems, [])
        return [change for change in plan.changes if change.model == "event.registration.answer"]

    def test_each_question_has_a_column(self):
        """V19: a choice by its name, a text as it stands, of a registration that is made."""
        match = nobody()
        columns = {"answer:Lunch": "Vegetarian", "answer:remarks": "By train"}
        chosen, said = self.answers(match, name="Ann", **columns)
        self.assertEqual((chosen.values["question_id"], chosen.values["value_answer_id"]), (31, 41))
        self.assertEqual(
            (said.values["question_id"], said.values["value_text_box"]), (32, "By train")
        )
        self.assertEqual(chosen.values["registration_id"].model, "event.registration")

    def test_all_may_be_in_one_cell(self):
        changes = self.answers(known(), answer="Lunch=anything, Remarks=Late, Phone=")
        self.assertEqual([change.values["registration_id"] for change in changes], [5, 5])

    def test_an_answer_that_is_there_is_changed(self):
        match = known(answers={"31": [91, 41]})
        (change,) = self.answers(match, **{"answer:Lunch": "Anything"})
        self.assertEqual((change.record, change.values), (91, {"value_answer_id": 42}))
        self.assertEqual(
            self.planned(self.row(match, **{"answer:Lunch": "Vegetarian"})), [UNCHANGED]
        )

    def test_a_question_is_answered_once(self):
        """V19: by two columns, or by one of pairs and its own; two answers are not guessed
        between."""
        columns = {"answer": "lunch=Anything", "answer:Lunch": "anything"}
        self.assertEqual(len(self.answers(nobody(), name="Ann", **columns)), 1)
        columns = {"answer:Lunch": "Anything", "answer:LUNCH": "Vegetarian"}
        for match in (known(), known(answers={"31": [91, 41]})):
            self.assertEqual(self.problem(match, **columns), ("answered_twice", "answer:LUNCH"))

    def test_what_is_no_answer_is_told(self):
        for columns, code in (
            ({"answer": "Lunch"}, "answers_not_pairs"),
            ({"answer:Dinner": "Fish"}, "unknown_question"),
            ({"answer:Lunch": "Fish"}, "unknown_answer"),
            ({"answer:Phone": "1"}, "question_is_column"),
        ):
            (field,) = columns
            self.assertEqual(self.problem(known(), **columns), (code, field))
        match = known()
        match["event"]["questions"]["lunch"] *= 2
        self.assertEqual(self.problem(match, answer="Lunch=Fish"), ("ambiguous_question", "answer"))

    def test_two_answers_of_one_name_are_told(self):
        """V19: that there is none would be wrong."""
        match = known()
        match["event"]["questions"]["lunch"][0][2]["fish"] = [43, 44]
        self.assertEqual(self.problem(match, answer="Lunch=Fish"), ("ambiguous_answer", "answer"))

    def test_attended_says_when(self):
        """V19: Odoo notes when somebody attended; said by the row, so that its undo knows that
        nothing stood there. What was noted before stays."""
        planner = ParticipantPlanner(RunContext(), stored_phone, "2031-05-06 10:00:00")
        for present, said in (
            ({}, "2031-05-06 10:00:00"),
            ({"date_closed": "2031-05-05 09:00:00"}, None),
            ({"state": "done"}, None),
        ):
            with self.subTest(present):
                row = self.row(known(**present), status="done")
                row.plan = planner.plan(row, {})
                self.assertEqual(row.plan.changes[0].values.get("date_closed"), said)
