from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MODELS
from .common import ConnectorCase
from .neighbour import busy, locked_out


@tagged("post_install", "-at_install")
class TestConnector(ConnectorCase):
    """V13: contacts here and those of another CRM are kept in step."""

    by_mail = False

    def test_contacts_of_the_other_side_come_here(self):
        """V13: who is only there is made here, who is known by the e-mail address is paired, and
        both are known by a cross-reference from then on."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        new = self.there.add(name="Dan Reed", email="dan@example.com", city="Bern")
        job = self.run_once()
        self.assertEqual(job.state, "done", job.message)
        self.assertEqual(self.rows(job), [("updated", []), ("created", [])])
        self.assertEqual(self.cyd.city, "Genf")
        dan = self.contact("dan@example.com")
        self.assertEqual((dan.name, dan.city), ("Dan Reed", "Bern"))
        known = {
            each.theirs: each.contact_id
            for each in self.Reference.search([])
            if each.system_id == self.system
        }
        self.assertEqual(known, {cyd: self.cyd, new: dan})
        self.assertAccounted(job)

    def test_a_second_run_changes_nothing(self):
        """V13: what is in step makes no row; nothing is asked but what has changed."""
        self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.calls.clear()
        self.assertFalse(self.run_once())
        self.assertEqual(self.log()[-1], ("nothing", "run_in_step"))
        self.assertEqual(self.there.calls, ["changes", "close", "gone", "close", "close"])
        self.assertNotIn("write", self.there.calls)

    def test_a_change_there_comes_here(self):
        """V13: also one that makes a value what it was before."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.change(cyd, city="Thun")
        self.assertEqual(self.rows(self.run_once()), [("updated", [])])
        self.assertEqual(self.cyd.city, "Thun")
        self.there.change(cyd, city="Genf")
        self.run_once()
        self.assertEqual(self.cyd.city, "Genf")

    def test_a_change_here_goes_there(self):
        """V13: what has changed here alone is sent, and nothing else of the contact."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf", phone="x")
        self.run_once()
        self.touch(self.cyd, city="Basel")
        job = self.run_once()
        self.assertEqual(self.rows(job), [("updated", ["goes_there"])])
        self.assertEqual(self.there.contacts[cyd]["city"], "Basel")
        self.assertEqual(self.rows(self.run_once()), [("unchanged", [])])
        self.assertFalse(self.run_once())

    def test_a_contact_that_is_new_here_is_made_there(self):
        """V13: where the operation makes them, once, however often it runs."""
        self.people.makes_there = True
        self.people.download_group_ids = self.friends
        self.friends.member_ids = self.ada
        job = self.run_once()
        self.assertEqual(self.rows(job), [("updated", ["goes_there"])])
        (theirs,) = self.there.contacts
        self.assertEqual(self.there.contacts[theirs]["email"], "ada@example.com")
        self.assertEqual(self.there.contacts[theirs]["groups"], ["Test Friends"])
        self.run_once()
        self.run_once()
        self.assertEqual(len(self.there.contacts), 1)

    def test_a_row_that_the_other_side_refuses_fails_alone(self):
        """V13: and is written on neither side; the next run tries it again."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        dan = self.there.add(name="Dan Reed", email="dan@example.com", city="Bern")
        self.run_once()
        self.there.refuses = {"new@example.com"}
        self.touch(self.cyd, email="new@example.com")
        self.there.change(cyd, city="Thun")
        self.touch(self.contact("dan@example.com"), city="Basel")
        job = self.run_once()
        self.assertEqual(self.rows(job), [("failed", ["odoo"]), ("updated", ["goes_there"])])
        self.assertEqual(self.cyd.city, "Genf")
        self.assertEqual(self.there.contacts[dan]["city"], "Basel")
        self.there.refuses = set()
        self.run_once()
        self.assertEqual(self.cyd.city, "Thun")
        self.assertEqual(self.there.contacts[cyd]["email"], "new@example.com")

    def test_a_value_that_was_emptied_is_emptied(self):
        """V13: an address is, a name or an e-mail goes there again."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.change(cyd, city="", name="")
        self.run_once()
        self.assertEqual((self.cyd.city, self.cyd.name), (False, "Cyd Nash"))
        self.assertEqual(self.there.contacts[cyd]["name"], "Cyd Nash")

    def test_directions(self):
        """V13: a value goes only where its field may go."""
        self.pair(town={"way": "theirs"}, telephone={"way": "ours"})
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf", phone="1")
        self.run_once()
        self.touch(self.cyd, city="Basel", phone="+41 31 555 01 01")
        self.there.change(cyd, phone="2")
        self.run_once()
        self.assertEqual((self.cyd.city, self.cyd.phone), ("Genf", "+41 31 555 01 01"))
        self.assertEqual(self.there.contacts[cyd]["city"], "Genf")
        self.assertEqual(self.there.contacts[cyd]["phone"], "+41 31 555 01 01")

    # -- groups and interests ----------------------------------------------------------------

    def test_groups_are_joined_and_left_on_both_sides(self):
        """V13: what either side has added, without what either has taken away."""
        self.friends.member_ids = self.cyd
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", groups=["Test Donors"])
        self.run_once()
        self.assertEqual(self.cyd.contact_ordinary_group_ids, self.friends + self.donors)
        self.assertEqual(self.there.contacts[cyd]["groups"], ["Test Donors", "Test Friends"])
        self.there.change(cyd, groups=["Test Donors"])
        self.run_once()
        self.assertEqual(self.cyd.contact_ordinary_group_ids, self.donors)
        self.cyd.contact_group_ids = False
        self.run_once()
        self.assertEqual(self.there.contacts[cyd]["groups"], [])

    def test_an_opt_out_on_either_side_wins(self):
        """V13: always, whatever the other side says of the same interest."""
        out = self.there.add(name="Ann Out", email="ann@example.com", interests_out=["Test News"])
        self.there.add(name="Bea In", email="bea@example.com", interests_in=["Test News"])
        self.news.opt_in_group_id.member_ids = ann = self.Partner.create(
            {"name": "Ann Out", "email": "ann@example.com"}
        )
        self.news.opt_out_group_id.member_ids = bea = self.Partner.create(
            {"name": "Bea In", "email": "bea@example.com"}
        )
        self.run_once()
        self.run_once()
        self.assertEqual(
            (ann.contact_opt_in_ids, ann.contact_opt_out_ids), (self.news.browse(), self.news)
        )
        self.assertEqual(bea.contact_opt_out_ids, self.news)
        self.assertFalse(bea.contact_opt_in_ids)
        there = {each["email"]: each for each in self.there.contacts.values()}
        for email in ("ann@example.com", "bea@example.com"):
            self.assertEqual(there[email]["interests_out"], ["Test News"], email)
            self.assertFalse(there[email].get("interests_in"), email)
        self.there.change(out, interests_out=[], interests_in=["Test News"])
        self.run_once()
        self.assertEqual(ann.contact_opt_out_ids, self.news)
        self.assertEqual(self.there.contacts[out]["interests_out"], ["Test News"])

    def test_an_undo_brings_back_what_was_here(self):
        """V13: a contact that was made goes, one that was changed has its values again, and these
        go there with the next run."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.change(cyd, city="Thun")
        self.there.add(name="Dan Reed", email="dan@example.com")
        job = self.run_once()
        wizards = self.env["registration.import.wizard"].with_user(self.boss)
        wizard = wizards.browse(job.with_user(self.boss).action_undo()["res_id"])
        undo = wizard.job_id
        wizard.action_import()
        undo._as_starter()._launch().exhaust()
        self.assertEqual(self.cyd.city, "Genf")
        self.assertFalse(self.contact("dan@example.com"))
        self.run_once()
        self.assertEqual(self.there.contacts[cyd]["city"], "Genf")

    # -- faults ------------------------------------------------------------------------------

    def test_it_waits_where_it_is_asked_to(self):
        """V13: a run that was told to come later goes on at the page where it was."""
        for number in range(5):
            self.there.add(name=f"N {number}", email=f"n{number}@example.com")
        with patch(f"{MODELS}.connector.import_run_connector.PAGE", 2):
            self.there.faults = [None, busy(60), None]
            self.people.with_user(self.boss).action_run()
            self.tick()
            self.tick()
            run = self.runs.search([("operation_id", "=", self.people.id)], limit=1)
            self.assertEqual(
                (run.state, run.code, run.wait), ("fetching", "connector_unavailable", 60)
            )
            job = self.run_once()
        self.assertEqual(job.created, 5)

    def test_what_somebody_has_to_mend_ends_the_run_in_words(self):
        self.there.faults = [locked_out()]
        self.assertFalse(self.run_once())
        self.assertEqual(self.log()[-1], ("failed", "connector_key_refused"))
        self.there.add(name="N", email="n@example.com")
        self.assertEqual(self.run_once().created, 1)

    def test_a_job_waits_for_the_other_side(self):
        """V13: and says so; nothing is lost, and nothing written twice."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.touch(self.cyd, city="Basel")
        self.there.faults = [None, None, busy(90)]
        job = self.run_once()
        self.assertEqual((job.state, job.code), ("interrupted", "connector_unavailable"))
        job._checkpoint().update(wait_until=None)
        self.run_jobs()
        self.assertEqual(job.state, "done")
        self.assertEqual(self.there.contacts[cyd]["city"], "Basel")

    def test_a_preview_writes_nothing(self):
        """V13: what would change here and there is told before anything is written."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.people.with_user(self.boss).action_preview()
        for _step in range(6):
            self.time_passes()
            self.tick()
        self.run_jobs()
        job = self.jobs()
        self.assertEqual((job.state, job.updated), ("validated", 1))
        self.assertFalse(self.cyd.city)
        self.assertNotIn("write", self.there.calls)
        self.assertFalse(self.Agreement.search([("theirs", "=", cyd)]))
        self.assertEqual(self.run_once().updated, 1)

    def test_a_preview_does_not_take_the_place_of_a_run(self):
        """V13: what somebody has asked for is done."""
        self.people.with_user(self.boss).action_run()
        self.tick()
        with self.assertRaises(UserError):
            self.people.with_user(self.boss).action_preview()

    def test_a_run_is_no_preview(self):
        """V13: whoever runs it after a preview that has not begun has it run."""
        self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.people.with_user(self.boss).action_preview()
        self.assertEqual(self.run_once().state, "done")
        self.assertEqual(self.cyd.city, "Genf")
