from odoo.exceptions import UserError
from odoo.tests import tagged

from ..contacts.common import IRREVERSIBLE
from ..users import new_user
from .common import DuplicateCase


@tagged("post_install", "-at_install")
class TestDecideDuplicates(DuplicateCase):
    """V14, V15: what people decide, and what is deferred until then."""

    def test_operations_defer_both_contacts(self):
        """V15: rows that name either contact fail until it is decided, then they are retried."""
        pair = self.pair()
        rows = ({"CONS_ID": self.ada_2.id, "CITY": "Chur"}, {"MEMBER_ID": "00123", "CITY": "Chur"})
        job = self.load(*rows, {"MEMBER_ID": "00124", "CITY": "Chur"})
        self.assertEqual((job.updated, job.invalid), (1, 2), job._result())
        codes = {code for _row, code in self.problems(job)}
        self.assertEqual(codes, {"unresolved_duplicate"})
        pair.action_not_match()
        job = self.load(*rows)
        self.assertEqual((job.updated, job.invalid), (2, 0), job._result())
        assignment = {"CONS_ID": self.ada.id, "GROUP_ID": "T-001"}
        pair.with_user(self.boss).action_reopen()
        job = self.load(assignment, operation="group_assignment")
        self.assertEqual(self.problems(job), [(2, "unresolved_duplicate")])

    def test_a_match_takes_the_offline_id(self):
        """V14: of a match with the offline database its id is attached."""
        offline = self.Duplicate.create(
            {"contact_id": self.cyd.id, "offline_id": "00777", "score": 60}
        )
        offline.with_user(self.runner).action_match()
        self.assertEqual((self.cyd.contact_member_id, offline.state), ("00777", "match"))
        other = self.Duplicate.create({"contact_id": self.cyd.id, "offline_id": "00778"})
        with self.assertRaisesRegex(UserError, "00777"):
            other.with_user(self.runner).action_match()

    def test_people_whom_a_file_names_are_flagged(self):
        """V14: a file that only updates names somebody by an ID that is not known here: who they
        may be is flagged, and known by the ID from then on."""
        self.cyd.write({"phone": "+41 22 555 01 09", "zip": "1201"})
        row = {"MEMBER_ID": "00777", "LAST_NAME": "Nash", "FIRST_NAME": "Cyd", "CITY": "Chur"}
        row |= {"PRIMARY_EMAIL": "new@example.com", "PHONE": "+41225550109"}
        stranger = {"MEMBER_ID": "00778", "LAST_NAME": "Unknown", "CITY": "Chur"}
        job = self.load(row, stranger, options={"records": "update"})
        self.assertEqual(job.invalid, 2)
        self.work()
        found = self.Duplicate.search([("offline_id", "!=", False)])
        self.assertRecordValues(found, [{"contact_id": self.cyd.id, "offline_id": "00777"}])
        pair = found.with_user(self.runner)
        self.assertIn("Cyd Nash", pair.match_name)
        self.assertIn("new@example.com", pair.comparison)
        pair.action_match()
        self.assertFalse(found.offline_values)
        job = self.load(row, options={"records": "update"})
        self.assertEqual((job.updated, self.cyd.city), (1, "Chur"))

    def test_many_are_decided_at_once(self):
        """V14: "Not a match" for many at once; nothing is decided twice."""
        third = self.Partner.create({"name": "Ada Lane", "email": "ada@example.com"})
        pairs = self.scan(self.ada_2, third).with_user(self.runner)
        self.assertEqual(len(pairs), 3)
        pairs.action_not_match()
        self.assertEqual(set(pairs.mapped("state")), {"not_match"})
        with self.assertRaisesRegex(UserError, "decided already"):
            pairs[0].action_match()

    def test_the_latest_login_stays(self):
        """V14: the contact with the latest login stays, else the older one."""
        pair = self.pair()
        self.assertEqual(pair._default_master(), self.ada)
        known = {"name": "Ada Lane", "email": "ada@example.com", "partner_id": self.ada_2.id}
        user = new_user(self.env, "ada", "base.group_portal", **known)
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.assertEqual(pair._default_master(), self.ada_2)

    def test_contacts_are_merged_value_by_value(self):
        """V14: merged value by value, with what both have."""
        self.ada_2.write({"contact_birthdate": "1990-05-17", "function": "Cook"})
        self.ada.function = "Baker"
        system = self.env["registration.import.system"].create({"name": "Box", "code": "BOX"})
        reference = self.env["registration.import.cross.reference"].create(
            {
                **{"system_id": system.id, "type": "contact"},
                **{"theirs": "A-7", "ours": str(self.ada_2.id)},
            }
        )
        event = self.env["event.registration"].create(
            {"event_id": self.event.id, "partner_id": self.ada_2.id}
        )
        self.ada.contact_group_ids = self.friends
        self.ada_2.contact_group_ids = self.friends + self.donors
        pair, number = self.pair(), self.ada_2.id
        self.merge(pair, name="contact_id", function="contact_id")
        self.assertFalse(self.ada_2.exists())
        expected = {
            **{
                "name": "Áda LANE",
                "function": "Cook",
                "contact_member_id": "00123",
                "city": "Genève",
            },
            **{"zip": "1201", "contact_group_ids": (self.friends + self.donors).ids},
        }
        self.assertRecordValues(self.ada, [expected])
        self.assertEqual(str(self.ada.contact_birthdate), "1990-05-17")
        self.assertEqual((event.partner_id, reference.contact_id), (self.ada, self.ada))
        self.assertRecordValues(
            pair, [{"state": "merged", "contact_id": self.ada.id, "merged_number": number}]
        )

    def test_the_member_id_of_the_other_stays(self):
        """V14: the offline database still finds the one that is left."""
        self.ada_2.contact_member_id, self.ada.contact_member_id = "00999", False
        self.merge(self.pair())
        self.assertEqual(self.ada.contact_member_id, "00999")

    def test_who_opted_out_stays_out(self):
        """V09: who opted out of an interest in either stays out."""
        self.ada.contact_group_ids = self.news.opt_in_group_id
        self.ada_2.contact_group_ids = self.news.opt_out_group_id
        self.merge(self.pair())
        self.assertEqual(self.ada.contact_group_ids, self.news.opt_out_group_id)

    def test_a_third_contact_goes_over(self):
        """V14: what was decided of the contact that goes holds for the one that stays."""
        third = self.Partner.create({"name": "Ada Lane", "email": "ada@example.com"})
        pairs = self.scan(self.ada_2, third)
        of = {frozenset((p.contact_id.id, p.match_id.id)): p for p in pairs}
        of[frozenset((third.id, self.ada.id))].with_user(self.runner).action_not_match()
        self.merge(of[frozenset((self.ada_2.id, self.ada.id))].with_user(self.runner))
        left = self.Duplicate.search([("contact_id", "in", (third + self.ada).ids)])
        self.assertEqual(set(left.mapped("state")), {"merged", "not_match"})

    def test_nothing_is_lost_unseen(self):
        """V14: what only one of two can be kept of is not lost unseen."""
        qualification = self.env["qualification.qualification"].create(
            {"number": "100/0001/1", "name": "Test Baking"}
        )
        self.env["qualification.enrolment"].create(
            [
                {"partner_id": each.id, "qualification_id": qualification.id}
                for each in self.ada + self.ada_2
            ]
        )
        with self.assertRaisesRegex(UserError, "keep only one"):
            self.merge(self.pair())

    def test_a_colleague_is_not_taken_over(self):
        """Nobody takes over the contact of a colleague, or becomes them by a merge."""
        known = {"name": "Ada Lane", "email": "ada@example.com", "partner_id": self.ada_2.id}
        new_user(self.env, "ada_staff", "base.group_user", **known)
        pair = self.pair()
        with self.assertRaisesRegex(UserError, "internal user"):
            self.merge(pair)
        self.assertEqual(pair.state, "open")

    def test_an_erased_contact_has_no_duplicates(self):
        """S13, S14: an anonymized contact has no duplicates, and a flag keeps none from being
        dropped."""
        pair = self.pair().sudo()
        lead = new_user(self.env, "erasing", f"{IRREVERSIBLE},base.group_user")
        erasure = self.env["contact.erasure"].with_user(lead)
        self.assertFalse(erasure._blockers(self.ada_2.with_user(lead)))
        erasure._anonymize(self.ada.with_user(lead))
        self.assertFalse(pair.exists())
        self.assertFalse(self.scan(self.ada_2))
