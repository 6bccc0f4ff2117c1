from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools.rows.plan import Change
from ..users import new_user
from .common import EventsCase


@tagged("post_install", "-at_install")
class TestKindParticipants(EventsCase):
    """V19: what a file of participants does to the registrations of an event."""

    by_mail = False

    def full(self, code="R1", **columns):
        return self.participant(
            code,
            **{
                "Attendee Name": "Dora Duran",
                "Email": "dora@example.com",
                "Phone": "+32 2 555 01 22",
                "Company": "Duran",
                "Ticket": "patron",
                "Status": "Registered",
                "Team Code": "RUN-A",
                "Answer:Lunch": "Fish",
                **columns,
            },
        )

    def error(self, *rows):
        """The one error of the one row, with nothing imported."""
        job = self.load(*rows)
        self.assertEqual((job.state, job.invalid), ("done", 1), job._result())
        return self.problems(job, "error")[0][1]

    def test_each_column_ends_in_its_field(self):
        """V19: registration, ticket, team and answer are made in one row."""
        job = self.load(self.full())
        self.assertEqual((job.created, self.problems(job)), (1, []), job._result())
        made = self.registration("R1")
        self.assertRecordValues(
            made,
            [
                {
                    "event_id": self.race.id,
                    "name": "Dora Duran",
                    "email": "dora@example.com",
                    "phone": "+3225550122",
                    "company_name": "Duran",
                    "event_ticket_id": self.patron.id,
                    "event_team_id": self.team.id,
                    "state": "open",
                }
            ],
        )
        self.assertEqual(self.answer(made), "Fish")
        self.assertTrue(made.barcode)

    def test_the_same_file_again_changes_nothing(self):
        """V19: registrations are found by their code."""
        rows = [self.full("R1"), self.full("R2", **{"Phone": "02 555 01 23", "Answer:Lunch": ""})]
        self.assertEqual(self.load(*rows).created, 2)
        again = self.load(*rows)
        self.assertEqual((again.unchanged, again.total), (2, 2), again._result())
        self.assertAccounted(again)

    def test_an_update_touches_what_the_file_says(self):
        """V19: an empty cell leaves the value, = takes it away."""
        self.load(self.full())
        row = self.participant("R1", **{"Company": "=", "Team Code": "", "Ticket": "Standard"})
        job = self.load({**row, "Answer": "Lunch=Vegetables"})
        self.assertEqual(job.updated, 1, job._result())
        made = self.registration("R1")
        self.assertEqual((made.company_name, made.event_team_id), (False, self.team))
        self.assertEqual((made.event_ticket_id, self.answer(made)), (self.standard, "Vegetables"))

    def test_a_slot_is_named_in_the_zone_of_the_event(self):
        """V19: by the day and the time at which it begins there."""
        self.race.is_multi_slots = True
        slots = self.env["event.slot"].create(
            [
                {
                    "event_id": self.race.id,
                    "date": "2031-05-07",
                    "start_hour": hour,
                    "end_hour": hour + 1,
                }
                for hour in (9.5, 14)
            ]
        )
        row = self.full("R1", **{"Slot Date": "2031-05-07", "Slot Start": "9:30"})
        self.assertEqual(self.load(row, user=self.away()).created, 1)
        self.assertEqual(self.registration("R1").event_slot_id, slots[0])
        self.assertEqual(self.error(self.full("R2")), "slot_missing")

    def away(self):
        """An administrator in another time zone."""
        self.administrator.tz = "America/New_York"
        return self.administrator

    def test_seats_are_those_of_odoo(self):
        """V19: of two seats a third row gets none, and fails alone; what was said before holds
        when Odoo checks."""
        job = self.load(*(self.full(f"R{n}") for n in range(3)))
        self.assertEqual((job.created, job.invalid, job.failed), (2, 1, 0))
        self.assertEqual(self.problems(job), [(4, "ticket_full")])
        freed = self.participant("R0", Status="Cancelled")
        job = self.load(freed, self.full("R3"))
        self.assertEqual((job.updated, job.created), (1, 1), job._result())
        self.race.write({"seats_limited": True, "seats_max": 2})
        self.assertEqual(self.error(self.full("R4", Ticket="Standard")), "event_full")

    def test_two_imports_at_a_time_take_turns_for_the_last_seat(self):
        """V19: an event with limits is written by each, so that one of the two is played again;
        one without is left alone."""

        def version():
            self.env.flush_all()
            self.env.cr.execute("SELECT ctid FROM event_event WHERE id = %s", [self.race.id])
            return self.env.cr.fetchall()

        self.patron.seats_max = 0
        before = version()
        self.assertEqual(self.load(self.full("R1")).created, 1)
        self.assertEqual(version(), before)
        self.patron.seats_max = 5
        before = version()
        self.assertEqual(self.load(self.full("R2")).created, 1)
        self.assertNotEqual(version(), before)

    def test_what_a_registration_counts_at_is_held_with_it(self):
        """V19, T12: where others edit, imports lock the same events and instances in one order."""
        changes = [
            Change("event.registration", None, {"event_id": self.race.id}),
            Change("event.registration", self.dora.id, {"state": "cancel"}),
        ]
        self.patron.seats_max = 5
        self.put(self.dora, self.demo_7592)
        self.assertEqual(
            self.env["event.registration"]._written_with(changes),
            {"event.event": set(self.race.ids), "event.agenda.instance": set(self.demo_7592.ids)},
        )
        self.patron.seats_max = 0
        held = self.env["event.registration"]._written_with(changes)
        self.assertEqual(held["event.event"], set())

    def test_codes_of_others_are_told(self):
        """V19: of another event, of another company, and of nobody."""
        self.assertEqual(
            self.error(self.full(self.dora.registration_code)), "registration_of_other_event"
        )
        self.foreigner.registration_code = "FAR-1"
        self.assertEqual(self.error(self.full("FAR-1")), "registration_code_taken")
        self.foreign_event.event_code = "FAR"
        self.assertEqual(self.error({**self.full(), "Event Code": "FAR"}), "unknown_event")

    def test_a_barcode_is_no_code(self):
        """V19, D4: a row with what stands on the badge of somebody makes nobody else of it."""
        self.load(self.full())
        barcode = self.registration("R1").barcode
        self.assertEqual(self.error(self.full(barcode)), "registration_barcode")
        self.assertFalse(self.registration(barcode))

    def test_names_alike_in_two_languages_are_one_name(self):
        """V19: a ticket, a question and an answer that differ from English in case or blanks."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.administrator.lang = "fr_FR"
        fish = self.lunch.answer_ids[0]
        for record, name in ((self.patron, "name"), (self.lunch, "title"), (fish, "name")):
            record.with_context(lang="fr_FR")[name] = f"{record[name].upper()}\u00a0"
        job = self.load(self.full())
        self.assertEqual((job.created, self.problems(job)), (1, []), job._result())
        self.assertEqual(self.answer(self.registration("R1")), "Fish")

    def test_a_wrong_row_fails_alone(self):
        """V19: with all that is wrong with it."""
        wrong = self.full("R2", **{"Ticket": "Gold", "Team Code": "X", "Answer:Lunch": "Cake"})
        job = self.load(self.full("R1"), wrong, self.full("R3"))
        self.assertEqual((job.created, job.invalid), (2, 1))
        codes = {code for _number, code in self.problems(job)}
        self.assertEqual(codes, {"unknown_ticket", "unknown_team", "unknown_answer"})
        self.assertAccounted(job)

    def test_only_administrators_may(self):
        """V19, V20: they need no other role; nobody else sees the operation, not even a manager of
        events or of data sync."""
        groups = (
            "event.group_event_manager",
            "registration_import.group_import_export_management",
            "registration_import.group_sync_manage",
        )
        self.manager.group_ids = [Command.link(self.env.ref(group).id) for group in groups]
        operation = self.env.ref("registration_import.operation_participants")
        self.assertFalse(operation.with_user(self.manager).search([("id", "=", operation.id)]))
        with self.assertRaises(AccessError):
            self.load(self.full(), user=self.manager)
        job = self.load(self.full())
        self.assertFalse(job.with_user(self.manager).search([("id", "=", job.id)]))
        other = new_user(self.env, "events_administrator_2", "base.group_system")
        self.assertTrue(job.with_user(other).search([("id", "=", job.id)]))

    def test_every_problem_has_words(self):
        """V19: every problem of the kind has words, which its params fill."""
        messages = self.env["registration.import.message"]
        params = dict.fromkeys(("count", "limit", "taken"), "x")
        for code in self.env["registration.import.kind.participants"]._messages():
            self.assertTrue(messages._text(code, params))
