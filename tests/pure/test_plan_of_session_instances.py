import json
from unittest import TestCase

from ...tools.kinds.seats import SEATS, WAITLIST
from ...tools.kinds.session_instances import LINE, SCHEMA, SessionInstancePlanner
from ...tools.rows.plan import CREATED, INVALID, UNCHANGED, UPDATED
from ...tools.rows.planner import Planner, key_text
from .fakes import PlanCase


def facts(seats=(None, 0), waitlist=(None, 0), times=(9, 10), strict=False):
    return {
        SEATS: list(seats),
        WAITLIST: list(waitlist),
        "times": list(times),
        "strict": strict,
    }


def match(person=1, instance=7, status=None, **more):
    """What is found for a registration and an instance; with a status there is a line."""
    line = None if status is None else 1000 * person + instance
    found = {"registration": person, "problem": None, "holds": True, "event": 3, "session": 5}
    found |= {"instance": instance, "line": line, "status": status, "facts": facts()}
    return found | more


class SessionInstancesCase(PlanCase):
    """Rows are given as (status, match); their codes are those of the match's ids."""

    rules = SessionInstancePlanner

    def row(self, status, found):
        values = {
            "registration_code": f"R{found['registration']}",
            "session_code": f"S{found['session']}",
            "instance_code": f"I{found['instance']}",
            "status": status,
        }
        return self.new_row(values, found)

    def outcomes(self, *rows):
        return [row.outcome for row in self.plan(*rows)]

    def problem(self, *rows):
        """The one problem of the last row, which is wrong."""
        row = self.plan(*rows)[-1]
        self.assertEqual(row.outcome, INVALID)
        (problem,) = row.all_problems()
        return problem


class TestPlanOfCodes(SessionInstancesCase):
    """C11 to C14: what a row names, and what it says of that where it is not there."""

    def test_a_new_line_is_created(self):
        """C28: an instance that the registration does not have is added with the status."""
        (row,) = self.plan(("registered", match()))
        (change,) = row.plan.changes
        self.assertEqual((row.outcome, row.record), (CREATED, None))
        self.assertEqual((change.model, change.record), (LINE, None))
        self.assertEqual(
            change.values, {"registration_id": 1, "instance_id": 7, "status": "registered"}
        )

    def test_a_line_that_is_there_is_updated(self):
        """C28: one that it has gets the status, and only that."""
        (row,) = self.plan(("attended", match(status="registered")))
        (change,) = row.plan.changes
        self.assertEqual((row.outcome, row.record, change.values), (UPDATED, 1007, row_status()))
        self.assertEqual(change.journal(), [LINE, 1007, {"status": ["registered", "attended"]}])

    def test_the_same_status_changes_nothing(self):
        """C28: a line that has the status is unchanged, however full its instance is."""
        full = match(status="registered", facts=facts(seats=(0, 1)))
        (row,) = self.plan(("registered", full))
        self.assertEqual((row.outcome, row.record, row.plan.changes), (UNCHANGED, 1007, []))

    def test_cancelled_that_was_not_there_is_added(self):
        """D5: it is added as Cancelled, and takes nothing."""
        (row,) = self.plan(("cancelled", match(facts=facts(seats=(0, 0), waitlist=(0, 0)))))
        self.assertEqual(
            (row.outcome, row.plan.changes[0].values["status"]), (CREATED, "cancelled")
        )
        self.assertEqual(self.planner.totals, {})

    def test_the_first_unknown_code_is_named(self):
        """C11 to C13: registration, session, instance, in this order."""
        nothing = {"registration": None, "session": None, "instance": None, "facts": None}
        for found, code, field in (
            ({}, "unknown_registration", "registration_code"),
            ({"registration": 1}, "unknown_session", "session_code"),
            ({"registration": 1, "session": 5}, "unknown_instance", "instance_code"),
        ):
            problem = self.problem(("registered", match(**{**nothing, **found})))
            self.assertEqual((problem.code, problem.field), (code, field))

    def test_an_instance_of_another_session_is_told(self):
        """C13: the message names the session that has it."""
        lost = match(instance=None, facts=None, elsewhere="Wshop")
        problem = self.problem(("registered", lost))
        self.assertEqual(
            (problem.code, problem.field, problem.params),
            ("instance_elsewhere", "instance_code", {"session": "Wshop"}),
        )

    def test_codes_that_differ_in_capitals_are_told(self):
        """UX 11: of a session or an instance the message has the code as it is written."""
        for key, field in (("session", "session_code"), ("instance", "instance_code")):
            lost = match(instance=None, facts=None, written="Demo") | {key: None}
            problem = self.problem(("registered", lost))
            told = (problem.code, problem.field, problem.params)
            self.assertEqual(told, ("other_case", field, {"code": "Demo"}))

    def test_what_forbids_the_registration_goes_first(self):
        """C05, E21: archived, ambiguous, no sessions: whatever else is missing."""
        for code in ("archived_registration", "ambiguous_registration", "sessions_disabled"):
            found = match(problem=code, session=None, instance=None, facts=None)
            problem = self.problem(("registered", found))
            self.assertEqual((problem.code, problem.value), (code, "R1"))

    def test_a_cancelled_registration_is_only_warned_of(self):
        """P4: the row is imported all the same; what is missing is an error still."""
        found = match(problem="registration_cancelled")
        (row,) = self.plan(("registered", found))
        told = [(problem.code, problem.level) for problem in row.all_problems()]
        self.assertEqual((row.outcome, told), (CREATED, [("registration_cancelled", "warning")]))
        lost = match(problem="registration_cancelled", instance=None, facts=None)
        self.assertEqual(self.problem(("registered", lost)).code, "unknown_instance")

    def test_an_agenda_of_an_archived_registration_can_be_cancelled(self):
        """D26: what it would take when it comes back is given back; nothing else is changed."""
        archived = {"problem": "archived_registration", "holds": False}
        rows = [
            ("cancelled", match(1, status="registered", **archived)),
            ("cancelled", match(2, status="waitlisted", **archived)),
            ("cancelled", match(3, status="cancelled", **archived)),
            ("cancelled", match(4, **archived)),
            ("attended", match(5, status="registered", **archived)),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, UPDATED, INVALID, INVALID, INVALID])
        self.assertEqual(self.planner.totals, {})

    def test_of_a_cancelled_line_nobody_is_warned(self):
        """D26: the row takes nothing, whatever the registration is."""
        for person, code in enumerate(("registration_cancelled", "registration_draft")):
            found = match(person, status="registered", problem=code, holds=False)
            (row,) = self.plan(("cancelled", found))
            self.assertEqual((row.outcome, list(row.all_problems())), (UPDATED, []))

    def test_a_row_that_names_no_line_has_no_key(self):
        """D2: what cannot be found is no record that two rows could share."""
        rules = self.planner.rules
        self.assertEqual(rules.keys(self.row("registered", match())), ((1, 7),))
        self.assertEqual(rules.keys(self.row("registered", match(instance=None))), ())


class TestPlanOfRepeatedRows(SessionInstancesCase):
    """D2: rows of one line are applied in the order of the file."""

    def test_a_later_row_finds_the_status_of_the_earlier(self):
        rows = self.plan(("registered", match()), ("cancelled", match()), ("cancelled", match()))
        self.assertEqual([row.outcome for row in rows], [CREATED, UPDATED, UNCHANGED])
        self.assertEqual(
            rows[1].plan.changes[0].journal()[2]["status"], ["registered", "cancelled"]
        )
        self.assertEqual(self.runs, [1, 1, 1])

    def test_a_wrong_row_leaves_what_it_found(self):
        full = facts(seats=(0, 0))
        rows = (("registered", match(facts=full)), ("cancelled", match(facts=full)))
        self.assertEqual(self.outcomes(*rows), [INVALID, CREATED])

    def test_a_later_chunk_finds_it_as_well(self):
        """What the first leaves is stored as JSON, and given to the next by the key they share."""
        (first,) = self.plan(("registered", match()))
        (key,) = self.planner.rules.keys(first)
        left = json.loads(json.dumps(self.planner.rules.left_by(first)))
        later = self.row("registered", match())
        planner = Planner(SessionInstancePlanner(), {}, {key_text(key): left})
        self.assertEqual([len(run) for run in planner.runs([later])], [1])
        self.assertEqual(later.outcome, UNCHANGED)

    def test_frees_a_seat_before_taking_one(self):
        """D1: the order of writes within one batch."""
        ranks = [
            self.plan((status, match(person, status=before)))[0].plan.changes[0].rank
            for person, (before, status) in enumerate(
                [
                    ("registered", "cancelled"),
                    ("registered", "waitlisted"),
                    ("cancelled", "no_show"),
                ]
            )
        ]
        self.assertEqual(ranks, [0, 1, 2])
        rules = self.planner.rules
        self.assertEqual(
            [rules.rank(LINE, row_status(s)) for s in ("cancelled", "attended")], [0, 2]
        )
        self.assertEqual(rules.rank(LINE, {}), 2)


class TestPlanOfSeats(SessionInstancesCase):
    """D1: who gets a seat or a place on the waitlist, and who does not."""

    def one_seat(self, person, status=None, taken=0, **more):
        return match(person, status=status, facts=facts(seats=(1, taken), **more))

    def test_the_first_row_gets_the_last_seat(self):
        problem = self.problem(("registered", self.one_seat(1)), ("attended", self.one_seat(2)))
        self.assertEqual(
            (problem.code, problem.field, problem.value, problem.params),
            ("instance_full", "instance_code", "I7", {"limit": 1, "taken": 1}),
        )

    def test_no_limit_takes_everybody(self):
        rows = [
            ("registered", match(person, facts=facts(seats=(None, 9)))) for person in range(1, 9)
        ]
        self.assertEqual(set(self.outcomes(*rows)), {CREATED})

    def test_a_limit_of_zero_takes_nobody(self):
        problem = self.problem(("no_show", match(facts=facts(seats=(0, 0)))))
        self.assertEqual((problem.code, problem.params["limit"]), ("instance_full", 0))

    def test_a_seat_freed_before_can_be_taken(self):
        rows = (
            ("cancelled", self.one_seat(1, "registered", 1)),
            ("registered", self.one_seat(2, taken=1)),
        )
        self.assertEqual(self.outcomes(*rows), [UPDATED, CREATED])

    def test_a_seat_freed_afterwards_cannot(self):
        rows = (
            ("registered", self.one_seat(2, taken=1)),
            ("cancelled", self.one_seat(1, "registered", 1)),
        )
        self.assertEqual(self.outcomes(*rows), [INVALID, UPDATED])

    def test_a_wrong_row_takes_nothing(self):
        rows = [("registered", self.one_seat(person)) for person in (1, 2)]
        self.plan(*rows)
        self.assertEqual(self.planner.totals, {"seats_taken:7": 1})

    def test_a_seat_kept_is_not_asked_for_again(self):
        """A line of an overfull instance can still be changed where it takes no more."""
        overfull = match(status="registered", facts=facts(seats=(0, 1)))
        self.assertEqual(self.outcomes(("no_show", overfull)), [UPDATED])
        self.assertEqual(self.planner.totals, {"seats_taken:7": 0})

    def test_a_full_waitlist_takes_nobody(self):
        problem = self.problem(("waitlisted", match(facts=facts(waitlist=(2, 2)))))
        self.assertEqual(
            (problem.code, problem.params), ("waitlist_full", {"limit": 2, "taken": 2})
        )

    def test_a_waitlist_of_zero_is_none(self):
        self.assertEqual(
            self.problem(("waitlisted", match(facts=facts(waitlist=(0, 0))))).code, "no_waitlist"
        )

    def test_a_waitlist_without_limit_takes_everybody(self):
        rows = [("waitlisted", match(person, facts=facts(seats=(0, 0)))) for person in (1, 2)]
        self.assertEqual(self.outcomes(*rows), [CREATED, CREATED])

    def test_from_the_waitlist_to_a_seat(self):
        """One place less here, one seat more there, for the rows behind to see."""
        limits = {"seats": (1, 0), "waitlist": (1, 1)}
        rows = (
            ("registered", match(1, status="waitlisted", facts=facts(**limits))),
            ("waitlisted", match(2, facts=facts(**limits))),
            ("registered", match(3, facts=facts(**limits))),
        )
        self.assertEqual(self.outcomes(*rows), [UPDATED, CREATED, INVALID])

    def test_a_registration_that_does_not_come_takes_nothing(self):
        """D26: neither a seat nor a place, and it frees none: the next one is seen the same."""
        away = {"problem": "registration_cancelled", "holds": False}
        rows = (
            ("registered", self.one_seat(1) | away),
            ("cancelled", self.one_seat(2, "registered", 1) | away),
            ("registered", self.one_seat(3)),
            ("registered", self.one_seat(4)),
        )
        self.assertEqual(self.outcomes(*rows), [CREATED, UPDATED, CREATED, INVALID])
        full = match(5, facts=facts(waitlist=(0, 0))) | away
        self.assertEqual(self.outcomes(("waitlisted", full)), [CREATED])

    def test_instances_are_counted_apart(self):
        rows = [
            ("registered", match(instance=number, facts=facts(seats=(1, 0)))) for number in (7, 8)
        ]
        self.assertEqual(self.outcomes(*rows), [CREATED, CREATED])


class TestPlanOfOverlaps(SessionInstancesCase):
    """C27: two seats at the same time, where the event does not allow them."""

    def strict(self, instance, times, seats=(), **more):
        """An instance of a strict event, and the seats that the registrant has."""
        given = [list(seat) for seat in seats]
        return match(instance=instance, facts=facts(times=times, strict=True), seats=given, **more)

    def test_a_second_seat_at_the_same_time_is_refused(self):
        """The other one is named, though no row of the file speaks of it."""
        found = self.strict(8, (9, 11), [(7, 10, 12, "Exam_1")])
        problem = self.problem(("registered", found))
        self.assertEqual(
            (problem.code, problem.value, problem.params), ("overlap", "I8", {"other": "Exam_1"})
        )

    def test_one_may_begin_when_the_other_ends(self):
        seats = [(6, 8, 9, "Before"), (9, 11, 12, "Behind")]
        self.assertEqual(self.outcomes(("registered", self.strict(8, (9, 11), seats))), [CREATED])

    def test_a_seat_of_a_row_before_counts(self):
        problem = self.problem(
            ("registered", self.strict(7, (9, 11))), ("no_show", self.strict(8, (10, 12)))
        )
        self.assertEqual((problem.code, problem.params), ("overlap", {"other": "I7"}))

    def test_a_seat_cancelled_before_does_not(self):
        seats = [(7, 9, 11, "I7")]
        rows = (
            ("cancelled", self.strict(7, (9, 11), seats, status="registered")),
            ("registered", self.strict(8, (10, 12), seats)),
        )
        self.assertEqual(self.outcomes(*rows), [UPDATED, CREATED])

    def test_waiting_and_cancelled_overlap_with_nothing(self):
        seats = [(7, 9, 11, "I7")]
        rows = [(status, self.strict(8, (10, 12), seats)) for status in ("waitlisted", "cancelled")]
        self.assertEqual(self.outcomes(*rows), [CREATED, UPDATED])

    def test_an_overlap_that_was_there_can_be_edited(self):
        """A seat that they have already stays theirs, as on the form."""
        seats = [(7, 9, 11, "I7"), (8, 10, 12, "I8")]
        found = self.strict(8, (10, 12), seats, status="registered")
        self.assertEqual(self.outcomes(("attended", found)), [UPDATED])

    def test_an_event_that_allows_overlaps_looks_for_none(self):
        rows = [("registered", match(instance=number)) for number in (7, 8)]
        self.assertEqual(self.outcomes(*rows), [CREATED, CREATED])

    def test_who_does_not_come_is_nowhere_at_once(self):
        """D26: two lines of a registration that holds no seats do not overlap."""
        away = {"problem": "registration_draft", "holds": False}
        rows = (
            ("registered", self.strict(7, (9, 11)) | away),
            ("registered", self.strict(8, (10, 12)) | away),
        )
        self.assertEqual(self.outcomes(*rows), [CREATED, CREATED])

    def test_others_sit_where_they_like(self):
        rows = (
            ("registered", self.strict(7, (9, 11))),
            ("registered", self.strict(8, (10, 12)) | {"registration": 2}),
        )
        self.assertEqual(self.outcomes(*rows), [CREATED, CREATED])

    def test_totals_survive_as_json(self):
        """A validation of several chunks stores them in the database."""
        self.plan(("registered", self.strict(7, (9, 11))))
        totals = json.loads(json.dumps(self.planner.totals))
        self.planner = Planner(SessionInstancePlanner(), totals)
        self.assertEqual(self.problem(("registered", self.strict(8, (9, 10)))).code, "overlap")


class TestWordsOfStatuses(TestCase):
    """C14: what people and other products write for a status."""

    def test_spellings(self):
        """C14, D3: American ones, and those with blanks, hyphens and a Turkish İ."""
        parse = SCHEMA.parser({"status": 0}, width=1)
        words = {
            "cancelled": ("Canceled", "CANCELLED", "cancel"),
            "waitlisted": ("Waitlist", "Wait listed", "wait-list", "WAİTLİSTED", "waiting list"),
            "no_show": ("no-show", "No show", "NOSHOW"),
            "attended": ("Attended", "Checked-in"),
            "registered": ("Registered", "Confirmed"),
        }
        for status, spellings in words.items():
            for text in spellings:
                with self.subTest(text):
                    self.assertEqual(parse([text]), ({"status": status}, []))


class TestFileOfSessionInstances(TestCase):
    """D3: the cells of a file."""

    def test_the_status_is_read_in_any_spelling(self):
        parse = SCHEMA.parser({"status": 0}, width=1)
        for text in ("No Show", "no-show", " NO_SHOW ", "NoShow"):
            self.assertEqual(parse([text]), ({"status": "no_show"}, []))

    def test_each_column_is_required(self):
        parse = SCHEMA.parser({field.name: n for n, field in enumerate(SCHEMA)}, width=4)
        codes = [(problem.code, problem.field) for problem in parse([""] * 4)[1]]
        self.assertEqual(codes, [("missing", field.name) for field in SCHEMA])


def row_status(status="attended"):
    return {"status": status}
