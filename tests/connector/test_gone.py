from odoo.tests import tagged

from .common import ConnectorCase


@tagged("post_install", "-at_install")
class TestConnectorGone(ConnectorCase):
    """V13: contacts that were deleted, erased or merged on one side, or are somebody else's."""

    def test_deletions_do_not_cross(self):
        """V13: who is gone on one side stays on the other, and does not come back."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com")
        dan = self.there.add(name="Dan Reed", email="dan@example.com")
        self.run_once()
        self.there.delete(cyd)
        self.contact("dan@example.com").unlink()
        self.there.change(dan, city="Bern")
        job = self.run_once()
        self.assertEqual(self.rows(job), [("skipped", ["gone_there"]), ("skipped", ["gone_here"])])
        self.assertTrue(self.cyd.active)
        self.assertFalse(self.contact("dan@example.com"))

    def test_a_caller_does_not_let_a_deletion_be_forgotten(self):
        """V13: whatever a context says that somebody sends."""
        self.there.add(name="Dan Reed", email="dan@example.com")
        self.run_once()
        dan = self.contact("dan@example.com").with_context(registration_import_job_id=1)
        dan.unlink()
        self.assertEqual(self.Agreement.search([]).mapped("left_alone"), [True])

    def test_two_that_became_one_that_is_new_there(self):
        """V13: one of the two pairs goes on with it; whether both are one here, somebody says."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        dan = self.there.add(name="Dan Reed", email="dan@example.com")
        self.run_once()
        left = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Thun")
        self.there.merge(cyd, left)
        self.there.merge(dan, left)
        job = self.run_once()
        self.assertEqual(job.state, "done", job.message)
        pair = self.Agreement.search([("theirs", "=", left)])
        self.assertEqual(pair.contact_id, self.cyd)
        both = self.cyd + self.contact("dan@example.com")
        duplicates = self.env["registration.import.duplicate"]
        found = duplicates.search([("contact_id", "=", max(both.ids))])
        self.assertEqual(found._contacts(), both)

    def test_who_is_gone_there_is_told_once(self):
        """V13: a change here makes no row of it again; when it is there again, both go on."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.refuses = {"new@example.com"}
        self.touch(self.cyd, email="new@example.com")
        self.run_once()  # refused: it is looked at again
        self.there.delete(cyd)
        self.assertEqual(self.rows(self.run_once()), [("skipped", ["gone_there"])])
        self.assertFalse(self.run_once())
        self.touch(self.cyd, city="Basel")
        self.assertFalse(self.run_once())
        self.there.gone_ids, self.there.refuses = set(), set()
        self.there.change(cyd, name="Cyd Nash")
        self.run_once()
        self.assertEqual(self.there.contacts[cyd]["city"], "Basel")

    def test_another_one_there_stays_another_one(self):
        """V13: who was refused as somebody else's pair is refused by each run, and never paired."""
        self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.there.add(name="Cyd Nash", email="cyd@example.com", city="Thun")
        for _run in range(3):
            self.assertEqual(self.rows(self.run_once()), [("invalid", ["paired_already"])])
        self.assertEqual(self.cyd.city, "Genf")
        self.assertEqual(self.Agreement.search_count([("contact_id", "=", self.cyd.id)]), 1)

    def test_who_was_erased_is_not_brought_back(self):
        """V13: nor is anything of them sent."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        self.env["contact.erasure"]._anonymize(self.cyd)
        self.there.change(cyd, email="other@example.com")
        job = self.run_once()
        self.assertEqual(self.rows(job), [("invalid", ["erased"])])
        self.assertFalse(self.contact("other@example.com"))
        self.assertEqual(self.there.contacts[cyd]["name"], "Cyd Nash")

    def test_who_was_erased_is_not_sent(self):
        """V13: not even what stands for them where they were."""
        self.people.makes_there = True
        self.people.download_group_ids = self.friends
        self.friends.member_ids = self.ada + self.bob
        self.run_once()
        self.assertEqual(len(self.there.contacts), 2)
        self.env["contact.erasure"]._anonymize(self.ada)
        self.people.download_group_ids = False
        self.touch(self.ada, comment="x")
        self.run_once()
        names = [each.get("name") for each in self.there.contacts.values()]
        self.assertIn("Ada Lane", names)  # as it was there
        self.assertNotIn(self.ada.name, names)

    def test_a_merge_here_leads_the_other_side(self):
        """V13: what is told of the contact that is gone is told of the one that it became."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        self.run_once()
        master = self.Partner.create({"name": "Cyd Nash", "email": "cyd.nash@example.com"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (master + self.cyd).ids, master, extra_checks=False
        )
        self.there.change(cyd, city="Thun")
        self.run_once()
        self.assertEqual(master.city, "Thun")

    def test_a_merge_there_leads_this_side(self):
        """V13: the pair goes on with the contact that is left; two contacts here that are one
        there are for somebody to decide."""
        cyd = self.there.add(name="Cyd Nash", email="cyd@example.com", city="Genf")
        dan = self.there.add(name="Dan Reed", email="dan@example.com")
        self.run_once()
        left = self.there.add(name="Cyd Nash", city="Thun")
        self.there.merge(cyd, left)
        self.run_once()
        self.assertEqual(self.cyd.city, "Thun")
        self.assertFalse(self.Partner.search_count([("name", "=", "Cyd Nash")]) - 1)
        self.there.merge(left, dan)
        self.assertEqual(self.rows(self.run_once()), [("skipped", ["merged_there"])])
        pairs = self.env["registration.import.duplicate"].search(
            [("contact_id", "=", max((self.cyd + self.contact("dan@example.com")).ids))]
        )
        self.assertIn(self.cyd, pairs._contacts())
        self.assertFalse(self.run_once())
