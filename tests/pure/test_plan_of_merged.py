from unittest import TestCase

from ...tools.kinds.constituents import ConstituentPlanner
from ...tools.kinds.cross_references import CrossReferencePlanner
from ...tools.kinds.hub import GROUPS
from ...tools.kinds.memberships import AssignmentPlanner, SegmentationPlanner
from ...tools.kinds.qualifications import FIELDS, QualificationPlanner
from ...tools.rows.plan import INVALID, SKIPPED, UNCHANGED, UPDATED, Row
from ...tools.rows.run_context import RunContext
from .constituent_rows import (
    FRIENDS,
    NEWS,
    NOBODY,
    OUTS,
    ConstituentPlanCase,
    contact,
    group,
    is_found,
    wrong_group,
)
from .contact_rows import ContactPlanCase, format_phone, match
from .contact_rows import contact as anna


def former(who):
    """What a way finds to name a contact that was merged into this one."""
    return {**is_found(who), "former": True}


class TestConstituentsThatWereMerged(ConstituentPlanCase):
    """D23: rows that name Ada, 00123, by the keys of a contact that was merged into her."""

    planner = ConstituentPlanner(RunContext(country="CH"), None, format_phone)

    def by_former_id(self, who=None, **columns):
        return self.plan(stages={"member_id": former(who or contact())}, member_id="MG2", **columns)

    def test_the_row_is_done_with_a_note(self):
        """D23: her own member ID stays."""
        plan = self.by_former_id(town="Chur")
        self.assertEqual(self.codes(plan), ["merged_contact"])
        self.assertEqual(plan.problems[0].params, {"former": "MG2", "now": "00123"})
        self.assertEqual((plan.record, plan.changes[0].values), (7, {"city": "Chur"}))

    def test_without_a_member_id_she_gets_none(self):
        """D23: the note says by what she is known."""
        plan = self.by_former_id(who=contact(contact_member_id=None), town="Chur")
        self.assertEqual(plan.problems[0].params["now"], "CONS_ID 7")
        self.assertEqual(plan.changes[0].values, {"city": "Chur"})

    def test_an_opt_out_holds(self):
        """V09, D23: whatever the other contact had."""
        plan = self.by_former_id(who=contact(groups=[OUTS]), interests=[NEWS], interest_opt="in")
        self.assertEqual(self.codes(plan), ["merged_contact", "opted_out"])
        self.assertEqual(plan.planned_outcome(), UNCHANGED)

    def test_one_note_for_both_keys(self):
        """D23: a row as the other system has it names both."""
        stages = {"cons_id": former(contact()), "member_id": former(contact())}
        plan = self.plan(stages=stages, cons_id=9, member_id="MG2", town="Chur")
        self.assertEqual([each.params for each in plan.problems], [{"former": "9", "now": "7"}])
        stages["cons_id"] = is_found(contact())
        plan = self.plan(stages=stages, cons_id=7, member_id="MG2", town="Chur")
        self.assertEqual(self.codes(plan), ["merged_contact"])
        self.assertNotIn("contact_member_id", plan.changes[0].values)

    def test_a_former_key_is_not_given_away(self):
        """D23: to whoever else the row names."""
        stages = {"cons_id": is_found(contact(id=8)), "member_id": former(contact())}
        plan = self.plan(stages=stages, cons_id=8, member_id="MG2")
        self.assertEqual(self.codes(plan), ["member_id_taken"])

    def test_rows_behind_find_her_as_she_was_left(self):
        """D23: by whichever key, in the order of the file."""
        first = self.row(2, stages={"member_id": former(contact())}, member_id="MG2", town="Chur")
        second = self.row(3, town="Chur")
        third = self.row(4, stages={"member_id": former(contact())}, member_id="MG2", town="Bern")
        self.assertEqual(self.outcomes(first, second, third), [UPDATED, UNCHANGED, UPDATED])

    def test_one_that_is_archived_is_not_made_anew(self):
        """D23: as with her own key."""
        plan = self.plan(stages={"member_id": {**NOBODY, "removed": 1, "former": True}})
        self.assertEqual(self.codes(plan), ["removed_constituent"])


class TestMembershipsOfMergedContacts(ConstituentPlanCase):
    """D23: assignments and segmentations."""

    stages = {"cons_id": former(contact())}

    def test_groups(self):
        """D23: the note is no wrong group."""
        self.planner = AssignmentPlanner(RunContext())
        plan = self.plan(stages=self.stages, cons_id=9, groups=[group(FRIENDS)])
        self.assertEqual(self.codes(plan), ["merged_contact"])
        self.assertEqual((plan.record, plan.changes[0].values), (7, {GROUPS: [FRIENDS]}))
        wrong = [wrong_group("archived_group")]
        plan = self.plan(stages=self.stages, cons_id=9, groups=wrong)
        self.assertEqual(plan.planned_outcome(), INVALID)

    def test_interests(self):
        """D23: nor an opt-out that was passed over."""
        self.planner = SegmentationPlanner(RunContext())
        columns = {"stages": self.stages, "cons_id": 9, "interests": [NEWS]}
        plan = self.plan(who=contact(), interest_opt="out", **columns)
        self.assertEqual((self.codes(plan), plan.planned_outcome()), (["merged_contact"], UPDATED))
        self.stages["cons_id"]["contact"]["groups"] = [OUTS]
        plan = self.plan(interest_opt="out", **columns)
        self.assertEqual(plan.planned_outcome(), UNCHANGED)
        plan = self.plan(interest_opt="in", **columns)
        self.assertEqual(self.codes(plan), ["opted_out", "merged_contact"])
        self.assertEqual(plan.planned_outcome(), SKIPPED)


class TestContactsThatWereMerged(ContactPlanCase):
    """D23: rows that name Anna, 0001, by the number 0005."""

    def merged(self, **more):
        return match(contact=anna(contact_nr="0001"), taken=True, merged=True, **more)

    def test_an_update_is_done_with_a_note(self):
        """D23: with the number that she has now, or with the old one where she has none."""
        plan = self.plan("update", self.merged(), contact_nr="0005", function="Cook")
        self.assertEqual(self.codes(plan), ["merged_contact"])
        self.assertEqual(plan.problems[0].params, {"former": "0005", "now": "0001"})
        self.assertEqual(plan.record, 7)

    def test_no_verb_hits_her(self):
        """D23: a system that cleans up does not take the wrong one away."""
        for verb in ("delete", "invalidate", "anonymize", "drop"):
            plan = self.plan(verb, self.merged(), contact_nr="0005")
            self.assertEqual((self.codes(plan), plan.verb), (["merged_away"], None))

    def test_her_number_is_not_given_to_a_new_contact(self):
        """D23: also where she is somebody else's, and not seen."""
        for found in (self.merged(), match(taken=True, merged=True)):
            plan = self.plan("insert", found, contact_nr="0005", lastname="Lee")
            self.assertEqual(self.codes(plan), ["number_taken"])

    def test_rows_of_both_numbers_are_of_one_contact(self):
        """D23: they are written one after the other."""
        rows = [
            self.row("update", self.merged(), 2, contact_nr="0005", function="Cook"),
            self.row("update", match(contact=anna(contact_nr="0001"), taken=True), 3),
        ]
        keys = [self.planner.keys(row) for row in rows]
        self.assertEqual(keys[0], keys[1])


class TestLearnersAndReferencesThatWereMerged(TestCase):
    """D23: qualifications, and cross-references to contacts."""

    def test_a_learner(self):
        """D23: with the number that they have now."""
        values = {"qualification_number": "601/8830/X", "uln": "9276308686", "status": "exempt"}
        row = Row(2, {**dict.fromkeys(FIELDS), **values}, [])
        row.match = {"learner": 2, "learners": 1, "merged": "1000000043", "qualification": 4}
        row.match |= {"qualifications": 1, "foreign": False, "enrolment": None, "enrolments": 0}
        row.match |= dict.fromkeys((*FIELDS, "duration", "programme", "date_planned"))
        (problem,) = QualificationPlanner().plan(row, {}).problems
        self.assertEqual(problem.code, "merged_contact")
        self.assertEqual(problem.params, {"former": "9276308686", "now": "1000000043"})

    def test_a_cross_reference(self):
        """D23: to the contact that is left; another spelling of a group is no merge."""
        for sort, ours, meant, codes in (
            ("contact", "9", "7", ["merged_contact"]),
            ("contact", "7", "7", []),
            ("group", "t-001", "T-001", []),
        ):
            keys = {"system": "OFF", "type": sort, "theirs": "A", "ours": ours, "preferred": None}
            row = Row(2, keys, [])
            row.match = {"systems": 1, "system": 3, "meant": meant, "id": None}
            row.match |= {"ours": None, "preferred": False}
            plan = CrossReferencePlanner().plan(row, {})
            self.assertEqual([each.code for each in plan.problems], codes)
            self.assertEqual(plan.changes[0].values["ours"], meant)
