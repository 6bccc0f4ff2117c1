from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import EventsCase

FULL = {
    "Event Code": "GALA-32",
    "Event Name": "Gala",
    "Start Date": "2032-01-10",
    "Start Time": "19:00",
    "End Date": "2032-01-10",
    "End Time": "23:30",
    "Time Zone": "Asia/Tokyo",
    "Venue": "Town Hall",
    "Organizer": "City Sports",
    "Tags": "Dinner; Charity",
    "Seats": "200",
    "Ticket": "Table",
    "Ticket Seats": "20",
    "Question": "Menu",
    "Answers": "Fish; Vegetables",
    "Mandatory": "Yes",
}


@tagged("post_install", "-at_install")
class TestKindEvents(EventsCase):
    """V19: what a file of events does to the calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hall, cls.sports = cls.env["res.partner"].create(
            [{"name": "Town Hall"}, {"name": "City Sports"}]
        )
        category = cls.env["event.tag.category"].create({"name": "Sort"})
        cls.dinner, cls.charity = cls.env["event.tag"].create(
            [{"name": name, "category_id": category.id} for name in ("Dinner", "Charity")]
        )

    def load(self, *rows, **arguments):
        return super().load(*rows, operation="events", filename="events.csv", **arguments)

    def event_of(self, code):
        return self.env["event.event"].search([("event_code", "=", code)])

    def error(self, **columns):
        """The error of a row that is not imported."""
        job = self.load({**FULL, **columns})
        self.assertEqual((job.state, job.invalid), ("done", 1), job._result())
        return self.problems(job, "error")[0][1]

    def test_each_column_ends_in_its_field(self):
        """V19: an event with a ticket and a question, at the time of its own zone."""
        job = self.load(FULL)
        self.assertEqual((job.created, self.problems(job)), (1, []), job._result())
        gala = self.event_of("GALA-32")
        self.assertRecordValues(
            gala,
            [
                {
                    "name": "Gala",
                    "date_tz": "Asia/Tokyo",
                    "address_id": self.hall.id,
                    "organizer_id": self.sports.id,
                    "seats_limited": True,
                    "seats_max": 200,
                    "tag_ids": (self.dinner + self.charity).ids,
                }
            ],
        )
        self.assertEqual(str(gala.date_begin), "2032-01-10 10:00:00")
        self.assertEqual(str(gala.date_end), "2032-01-10 14:30:00")
        self.assertRecordValues(gala.event_ticket_ids, [{"name": "Table", "seats_max": 20}])
        menu = gala.question_ids.filtered(lambda each: each.title == "Menu")
        self.assertTrue(menu.is_mandatory_answer)
        self.assertEqual(menu.answer_ids.mapped("name"), ["Fish", "Vegetables"])

    def test_the_same_file_again_changes_nothing(self):
        """V19: events are found by their code, tickets and questions by their names."""
        rows = [FULL, {"Event Code": "GALA-32", "Ticket": "Chair"}]
        job = self.load(*rows)
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        again = self.load(*rows)
        self.assertEqual((again.unchanged, again.total), (2, 2), again._result())
        self.assertAccounted(again)

    def test_an_update_touches_what_the_file_says(self):
        """V19: an empty cell leaves the value, = takes it away; the clock stays."""
        self.load(FULL)
        more = {"Venue": "=", "Seats": "0", "End Time": "23:00", "Answers": "Soup"}
        job = self.load({"Event Code": "GALA-32", "Event Name": "", "Question": "Menu", **more})
        self.assertEqual(job.updated, 1, job._result())
        gala = self.event_of("GALA-32")
        self.assertEqual(
            (gala.name, gala.address_id.id, gala.seats_limited), ("Gala", False, False)
        )
        self.assertEqual(str(gala.date_end), "2032-01-10 14:00:00")
        menu = gala.question_ids.filtered(lambda each: each.title == "Menu")
        self.assertEqual(menu.answer_ids.mapped("name"), ["Fish", "Vegetables", "Soup"])

    def test_rows_in_several_chunks_add_up(self):
        """V19: each a ticket of one event, planned and written."""
        rows = [FULL, *({"Event Code": "GALA-32", "Ticket": f"T{n}"} for n in range(7))]
        for arguments in ({"validate_only": True}, {}):
            with self.in_batches():
                job = self.load(*rows, **arguments)
            self.assertEqual((job.created, job.updated), (1, 7), job._result())
        self.assertEqual(len(self.event_of("GALA-32").event_ticket_ids), 8)

    def test_what_cannot_be_meant_is_told(self):
        """V19: in one word each."""
        self.foreign_event.event_code = "FAR"
        self.env["res.partner"].create({"name": "Town Hall"})
        for columns, code in (
            ({"Event Code": "FAR"}, "event_code_taken"),
            ({"Venue": "", "Time Zone": "Moon"}, "unknown_zone"),
            ({"Venue": "Town Hall"}, "ambiguous_venue"),
            ({"Venue": str(self.hall.id), "Tags": "Work"}, "unknown_tag"),
            ({"Venue": "=", "End Date": "2032-01-09"}, "ends_before_begin"),
        ):
            self.assertEqual(self.error(**columns), code)

    def test_no_venue_is_none_of_a_new_event(self):
        """V19: = takes away what Odoo fills in, and the same file again changes nothing."""
        row = {**FULL, "Venue": "=", "Organizer": "="}
        for expected in ("created", "unchanged"):
            self.assertEqual(self.load(row)[expected], 1)
            gala = self.event_of("GALA-32")
            self.assertFalse(gala.address_id + gala.organizer_id)

    def test_a_contact_is_found_in_any_script(self):
        """V19: case does not count, nor do blanks at the ends."""
        names = ("İstanbul Kongre", "Дом Культуры\u00a0", "  国際会議場")
        contacts = self.env["res.partner"].create([{"name": name} for name in names])
        texts = ("ISTANBUL KONGRE", "Дом Культуры", "国際会議場")
        for contact, text in zip(contacts, texts, strict=True):
            job = self.load({"Event Code": "RUN-31", "Venue": text})
            self.assertEqual((job.updated, self.problems(job)), (1, []), text)
            self.assertEqual(self.race.address_id, contact)

    def test_a_number_is_a_cons_id_whatever_people_are_called(self):
        """V19: a contact whose name is the number of another one makes nothing ambiguous."""
        self.env["res.partner"].create({"name": str(self.hall.id)})
        job = self.load({"Event Code": "RUN-31", "Venue": str(self.hall.id)})
        self.assertEqual((job.updated, self.problems(job)), (1, []), job._result())
        self.assertEqual(self.race.address_id, self.hall)

    def test_a_question_of_other_events_stays_as_it_is(self):
        """V19: of another company's, too, and of those that Odoo asks at every event."""
        row = {"Event Code": "RUN-31", "Question": "Lunch", "Answers": "Fish; Soup"}
        self.lunch.event_ids = [Command.link(self.foreign_event.id)]
        self.assertEqual(self.problems(self.load(row)), [(2, "question_shared")])
        self.assertEqual(self.load({**row, "Answers": "Fish"}).unchanged, 1)
        self.lunch.event_ids = [Command.unlink(self.foreign_event.id)]
        self.assertEqual(self.load(row).updated, 1)
        self.assertEqual(self.lunch.answer_ids.mapped("name"), ["Fish", "Vegetables", "Soup"])
        self.load(FULL)
        asked = self.event_of("GALA-32").question_ids.filtered("is_default")
        self.assertTrue(asked)
        other = "No" if asked[0].is_mandatory_answer else "Yes"
        always = {"Event Code": "GALA-32", "Question": asked[0].title, "Mandatory": other}
        self.assertEqual(self.problems(self.load(always)), [(2, "question_shared")])

    def test_a_price_is_one_where_events_are_sold(self):
        """V19: and told where they are not."""
        has_prices = "price" in self.env["event.event.ticket"]._fields
        job = self.load({**FULL, "Ticket Price": "12.50"})
        if has_prices:
            self.assertEqual(self.event_of("GALA-32").event_ticket_ids.price, 12.5)
        else:
            self.assertEqual(self.problems(job), [(2, "no_prices")])

    def test_an_undo_takes_back_what_the_import_did(self):
        """V19: an event that nobody has used goes with its parts, and with what Odoo itself gave
        it; one with a participant stays, and so do its tickets."""
        row = {"Event Code": "RUN-31", "Event Name": "Night Run", "Ticket": "Patron"}
        job = self.load(FULL, {**FULL, "Event Code": "GALA-33"}, row)
        self.assertEqual((job.created, job.updated), (2, 1), job._result())
        gala, used = self.event_of("GALA-32"), self.event_of("GALA-33")
        self.assertTrue(gala.event_mail_ids)
        self.edit_mails(gala, SUPERUSER_ID)  # as Odoo's scheduled action does
        used.event_mail_ids = [Command.clear()]
        self.make_registrations("Ann", event=used)
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.updated), (1, 2), undo._result())
        self.assertEqual(self.problems(undo), [(3, "used_since")])
        self.assertFalse(gala.exists())
        self.assertEqual(used.event_ticket_ids.mapped("name"), ["Table"])
        self.assertEqual(
            (self.race.name, self.race.event_ticket_ids), ("City Run", self.patron + self.standard)
        )

    def test_what_people_gave_an_event_is_a_use(self):
        """V19: a mail that somebody scheduled later keeps the event."""
        job = self.load(FULL)
        gala = self.event_of("GALA-32")
        self.make_scheduler(gala)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE event_mail SET create_date = now() + interval '1 hour' WHERE id = %s",
            (gala.event_mail_ids.ids[-1],),
        )
        self.assertEqual(self.problems(self.undo(job)), [(2, "used_since")])
        self.assertTrue(gala.exists())

    def test_what_people_changed_of_an_event_is_a_use(self):
        """V19: such as when its mails are sent."""
        job = self.load(FULL)
        self.edit_mails(self.event_of("GALA-32"), self.manager.id)
        self.assertEqual(self.problems(self.undo(job)), [(2, "used_since")])

    def edit_mails(self, event, user):
        """Somebody writes on the mails of an event, a while after it was made."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE event_mail SET write_date = create_date + interval '1 hour', write_uid = %s
                WHERE event_id = %s""",
            (user, event.id),
        )

    def test_only_administrators_may(self):
        """V19, V20: not even who manages events."""
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            self.load(FULL, user=self.manager)

    def test_the_sample_is_a_file_that_can_be_read(self):
        """V19: a row for the event, and one for a further ticket and question."""
        kind = self.env["registration.import.kind.events"]
        header = [field.label for field in kind._schema()]
        job = self.import_rows(
            kind._samples(), self.administrator, header=header, operation="events"
        )
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        questions = self.event_of("SUMMIT-31").question_ids
        self.assertLessEqual({"Lunch", "Remarks"}, set(questions.mapped("title")))

    def test_participants_of_a_new_event(self):
        """V19: what a file of events made is what one of participants names."""
        self.load(FULL)
        self.event_of("GALA-32").event_mail_ids = [Command.clear()]
        row = {"Registration Code": "G1", "Event Code": "GALA-32", "Attendee Name": "Ann"}
        row |= {"Ticket": "Table", "Answer:Menu": "Fish"}
        job = EventsCase.load(self, row)
        self.assertEqual((job.created, self.problems(job)), (1, []), job._result())

    def test_every_problem_has_words(self):
        """V19: every problem of the kind has words, which its params fill."""
        messages = self.env["registration.import.message"]
        params = {"count": "x"}
        for code in self.env["registration.import.kind.events"]._messages():
            self.assertTrue(messages._text(code, params))
