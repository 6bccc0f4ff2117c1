from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..sync.common import CROSS_REFERENCES, MANAGEMENT
from ..users import new_user
from .common import DuplicateCase


class MergedCase(DuplicateCase):
    """Ada, known as MG1, with whom MG2 was merged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada.write({"contact_member_id": "MG1", "contact_uln": "1000000043"})
        cls.ada_2.write({"contact_member_id": "MG2", "contact_uln": "9276308686"})
        cls.loser = cls.ada_2.id

    def setUp(self):
        super().setUp()
        self.merge(self.pair())
        self.env.flush_all()

    def former(self, contact=None):
        keys = (contact or self.ada).contact_former_key_ids
        return {(each.sort, each.key) for each in keys}


@tagged("post_install", "-at_install")
class TestFormerKeys(MergedCase):
    """D23: the keys of a contact that was merged away stay keys of the master."""

    by_mail = False

    def test_what_the_loser_was_known_by_is_kept(self):
        """D23: its member ID, its id and its ULN, on the contact that is left."""
        expected = {("member_id", "MG2"), ("cons_id", str(self.loser)), ("uln", "9276308686")}
        self.assertEqual(self.former(), expected)
        self.assertRecordValues(
            self.ada, [{"contact_member_id": "MG1", "contact_uln": "1000000043"}]
        )

    def test_files_find_the_master_by_them(self):
        """D23: an opt-out stays one, nobody is made anew, and the note says who was meant."""
        self.ada.contact_group_ids = self.news.opt_out_group_id
        row = {"MEMBER_ID": "MG2", "FIRST_NAME": "Ada", "LAST_NAME": "Lane", "CITY": "Chur"}
        row |= {"PRIMARY_EMAIL": "ada@example.com", "INTEREST_NAME": "Test News"}
        before = self.Partner.search_count([])
        job = self.load({**row, "INTEREST_OPT": "In"})
        self.assertEqual((job.updated, job.invalid), (1, 0), job._result())
        self.assertEqual(self.Partner.search_count([]), before)
        self.assertRecordValues(self.ada, [{"contact_member_id": "MG1", "city": "Chur"}])
        self.assertEqual(self.ada.contact_group_ids, self.news.opt_out_group_id)
        codes = {code for _row, code in self.problems(job)}
        self.assertEqual(codes, {"merged_contact", "opted_out"})
        note = self.env["registration.import.problem"].search(
            [("job_id", "=", job.id), ("code", "=", "merged_contact")]
        )
        self.assertEqual(note.message, "MG2 was merged into MG1, so the row means that contact.")

    def test_every_upload_finds_the_master(self):
        """D23: assignments and segmentations, by the id as by the member ID."""
        for operation, more in (
            ("group_assignment", {"GROUP_ID": "T-001"}),
            ("segmentation", {"INTEREST_ID": "T-NEWS", "INTEREST_OPT": "Out"}),
        ):
            for key in ({"CONS_ID": self.loser}, {"MEMBER_ID": "MG2"}):
                job = self.load({**key, **more}, operation=operation)
                self.assertEqual((job.invalid, job.failed), (0, 0), job._result())
                self.assertEqual(self.problems(job), [(2, "merged_contact")])
        expected = self.friends + self.news.opt_out_group_id
        self.assertEqual(self.ada.contact_group_ids, expected)

    def test_rows_of_both_keys_mean_one_contact(self):
        """D23: in one file, in its order."""
        job = self.load(
            {"MEMBER_ID": "MG2", "CITY": "Chur"},
            {"MEMBER_ID": "MG1", "CITY": "Bern"},
            {"CONS_ID": self.loser, "CITY": "Basel"},
        )
        self.assertEqual((job.updated, job.created), (3, 0), job._result())
        self.assertEqual(self.ada.city, "Basel")

    def test_the_master_may_be_named_by_both(self):
        """D23: a row with the id of the one and the member ID of the other."""
        job = self.load({"CONS_ID": self.ada.id, "MEMBER_ID": "MG2", "CITY": "Chur"})
        self.assertEqual((job.updated, self.problems(job)), (1, [(2, "merged_contact")]))
        self.assertEqual(self.ada.contact_member_id, "MG1")

    def test_a_former_key_is_nobody_elses(self):
        """D23: a row does not give it to another contact."""
        error = self.error(CONS_ID=self.bob.id, MEMBER_ID="MG2")
        self.assertEqual(error, "member_id_taken")

    def test_who_has_the_key_goes_first(self):
        """D23: once somebody gets it by hand, it is theirs, and the former key is forgotten."""
        new = self.Partner.create({"name": "Dan New", "contact_member_id": "MG2"})
        self.assertNotIn(("member_id", "MG2"), self.former())
        job = self.load({"MEMBER_ID": "MG2", "CITY": "Chur"})
        self.assertEqual((job.updated, self.problems(job), new.city), (1, [], "Chur"))
        new.contact_member_id = "MG3"
        self.cyd.contact_uln = "9276 308686"
        self.assertEqual(self.former(), {("cons_id", str(self.loser))})

    def test_a_key_in_use_is_found_before_a_former_one(self):
        """D23: also where the key came to be in use behind Odoo's back."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET contact_member_id = 'MG2' WHERE id = %s", [self.bob.id]
        )
        self.env.invalidate_all()
        job = self.load({"MEMBER_ID": "MG2", "CITY": "Chur"})
        self.assertEqual((job.updated, self.problems(job), self.bob.city), (1, [], "Chur"))

    def test_merged_twice(self):
        """D23: what was merged into the loser before leads to the last master."""
        third = self.Partner.create(
            {"name": "Ada Lane", "email": "ada@example.com", "contact_member_id": "MG0"}
        )
        pair = self.scan(third).with_user(self.runner)
        wizard = self.env["registration.import.duplicate.merge"].with_user(self.runner)
        wizard = wizard._for_duplicate(pair)
        wizard.master = "contact_id" if pair.contact_id == third else "match_id"
        wizard._choose_defaults()
        number = self.ada.id
        wizard.action_merge()
        expected = {("member_id", "MG1"), ("member_id", "MG2"), ("cons_id", str(number))}
        expected |= {("cons_id", str(self.loser)), ("uln", "9276308686")}
        self.assertEqual(self.former(third), expected)
        job = self.load({"MEMBER_ID": "MG2", "CITY": "Chur"}, {"CONS_ID": number, "ZIP": "7000"})
        self.assertEqual((job.updated, third.city, third.zip), (2, "Chur", "7000"))

    def test_a_master_that_is_archived(self):
        """D23: then nobody is made anew either."""
        self.ada.active = False
        self.assertEqual(self.error(MEMBER_ID="MG2", LAST_NAME="Lane"), "removed_constituent")

    def test_cross_references_mean_the_master(self):
        """D23, V16: what a system's value means is the contact that is left."""
        keeper = self.user("keeper", MANAGEMENT, CROSS_REFERENCES)
        self.env["registration.import.system"].create({"name": "Box", "code": "BOX"})
        row = {"SYSTEM": "BOX", "TYPE": "contact", "THEIRS": "A-9", "OURS": str(self.loser)}
        job = self.load(row, operation="cross_references", user=keeper)
        self.assertEqual((job.created, self.problems(job)), (1, [(2, "merged_contact")]))
        reference = self.env["registration.import.cross.reference"].search([("theirs", "=", "A-9")])
        self.assertEqual(reference.contact_id, self.ada)
        reference.ours = str(self.loser)
        self.assertEqual(reference.ours, str(self.ada.id))

    def test_nobody_sees_keys_of_hidden_contacts(self):
        """D23: with the contact, and only within its company; nobody writes them."""
        keys = self.env["contact.former.key"].search([("partner_id", "=", self.ada.id)])
        self.assertEqual(len(keys), 3)
        mine = keys.with_user(self.runner)
        self.assertEqual(len(mine.search([("partner_id", "=", self.ada.id)])), 3)
        with self.assertRaises(AccessError):
            mine.write({"key": "X"})
        self.ada.company_id = self.company_2
        self.assertFalse(mine.search([("partner_id", "=", self.ada.id)]))
        with self.assertRaises(AccessError):
            mine.read(["key"])
        portal = new_user(self.env, "former_portal", "base.group_portal")
        with self.assertRaises(AccessError):
            keys.with_user(portal).read(["key"])

    def test_erasure_forgets_them(self):
        """D23, S13: they go with the contact, and no file brings it back by one of them."""
        lead = new_user(
            self.env,
            "former_lead",
            "registration_import.group_contact_irreversible,base.group_user",
        )
        job = self.load({"MEMBER_ID": "MG2", "CITY": "Chur"})
        self.env["contact.erasure"].with_user(lead)._anonymize(self.ada.with_user(lead))
        self.assertFalse(self.env["contact.former.key"].search([("key", "=", "MG2")]))
        cells = (
            self.env["registration.import.row"].search([("job_id", "=", job.id)]).mapped("cells")
        )
        self.assertEqual(cells, [[]])
        self.assertEqual(self.error(MEMBER_ID="MG2", LAST_NAME="Lane"), "erased")

    def test_keys_keep_nobody_from_being_dropped(self):
        """D23, S14: they go with the contact."""
        lead = new_user(
            self.env,
            "former_lead",
            "registration_import.group_contact_irreversible,base.group_user",
        )
        erasure = self.env["contact.erasure"].with_user(lead)
        blockers = erasure._blockers(self.ada.with_user(lead))
        self.assertNotIn("contact_former_key", str(blockers))


@tagged("post_install", "-at_install")
class TestFormerKeysOfOdoo(DuplicateCase):
    """D23: Odoo's own merge of contacts."""

    def test_odoos_wizard_keeps_them_as_well(self):
        """D23: keys, opt-outs and pairs; what only one has of a key becomes the master's own."""
        self.ada.write({"contact_member_id": "MG1", "contact_group_ids": [Command.set([])]})
        self.ada_2.write({"contact_member_id": "MG2", "contact_uln": "9276308686"})
        self.ada.contact_group_ids = self.news.opt_in_group_id
        self.ada_2.contact_group_ids = self.news.opt_out_group_id
        pair, number = self.pair().sudo(), self.ada_2.id
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.ada + self.ada_2).ids, self.ada)
        self.assertFalse(self.ada_2.exists())
        self.assertRecordValues(
            self.ada, [{"contact_member_id": "MG1", "contact_uln": "9276308686"}]
        )
        keys = {(each.sort, each.key) for each in self.ada.contact_former_key_ids}
        self.assertEqual(keys, {("member_id", "MG2"), ("cons_id", str(number))})
        self.assertEqual(self.ada.contact_group_ids, self.news.opt_out_group_id)
        self.assertRecordValues(pair, [{"state": "merged", "merged_number": number}])

    def test_three_at_once(self):
        """D23: as many as Odoo merges together."""
        third = self.Partner.create({"name": "Ada Lane", "email": "ada@example.com"})
        third.contact_member_id, self.ada_2.contact_member_id = "MG3", "MG2"
        pairs = self.scan(self.ada_2, third)
        both = self.ada_2.id, third.id
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.ada + self.ada_2 + third).ids, self.ada)
        keys = {(each.sort, each.key) for each in self.ada.contact_former_key_ids}
        expected = {("cons_id", str(each)) for each in both}
        self.assertEqual(keys, expected | {("member_id", "MG3"), ("member_id", "MG2")})
        left = pairs.exists().filtered(lambda each: each.state == "open")
        self.assertFalse(left)

    def test_a_key_of_another_company_stays_a_former_one(self):
        """D23: in the master's own company somebody else may have it."""
        self.ada.write({"contact_member_id": False, "company_id": self.env.company.id})
        self.ada_2.write({"contact_member_id": "MG2", "company_id": self.company_2.id})
        self.bob.write({"contact_member_id": "MG2", "company_id": self.env.company.id})
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.ada + self.ada_2).ids, self.ada)
        self.assertFalse(self.ada.contact_member_id)
        former = self.ada.contact_former_key_ids.filtered(lambda each: each.sort == "member_id")
        self.assertRecordValues(former, [{"key": "MG2", "company_id": self.company_2.id}])
