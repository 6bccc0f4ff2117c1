from ...tools.contacts.memberships import ORDINARY
from ...tools.kinds.hub import GROUPS, MEMBERS
from ...tools.kinds.joining import INTEREST_MODEL
from ...tools.kinds.memberships import AssignmentPlanner, SegmentationPlanner
from ...tools.rows.plan import INVALID, SKIPPED, UNCHANGED, UPDATED
from ...tools.rows.planner import Planner
from ...tools.rows.run_context import RunContext
from .constituent_rows import (
    DONORS,
    FRIENDS,
    INS,
    NEW_NEWS,
    NEWS,
    NOBODY,
    OUTS,
    ConstituentPlanCase,
    contact,
    group,
    is_found,
    new_group,
    wrong_group,
)


class TestPlanOfGroupAssignments(ConstituentPlanCase):
    """V08: contacts that there are, added to groups."""

    planner = AssignmentPlanner(RunContext())

    def test_a_contact_stays_in_the_groups_that_it_is_in(self):
        """V08: the change is written on the groups."""
        plan = self.plan(who=contact(groups=[DONORS]), groups=[group(FRIENDS), group(DONORS)])
        (change,) = plan.changes
        self.assertEqual((change.record, change.inverse), (7, "member_ids"))
        self.assertEqual(change.values, {GROUPS: [FRIENDS, DONORS]})
        self.assertEqual(change.present, {GROUPS: [DONORS]})

    def test_who_is_in_the_group_is_unchanged(self):
        """V08: nothing is written."""
        plan = self.plan(who=contact(groups=[FRIENDS]), groups=[group(FRIENDS)])
        self.assertEqual((plan.changes, plan.planned_outcome()), ([], UNCHANGED))

    def test_an_unknown_name_makes_a_group(self):
        """V08: before its members are written, in the only center of the person."""
        for centers, center in ((None, None), ((4,), 4), ((4, 5), None)):
            self.planner = AssignmentPlanner(RunContext(), centers)
            members, made = self.plan(groups=[new_group("The  Choir")]).changes
            self.assertEqual(
                made.values, {"name": "The  Choir", "kind": ORDINARY, "center_id": center}
            )
            self.assertEqual(made.once["name_key"], "the choir")
            self.assertIs(members.values[GROUPS][0], made)
            self.assertLess(made.rank, members.rank)

    def test_a_row_names_a_contact_that_there_is(self):
        """V08: at the first column that is filled; and at least one group."""
        plan = self.plan(stages={"member_id": NOBODY}, groups=[group(FRIENDS)])
        self.assertEqual(
            (self.codes(plan), plan.problems[0].value), (["unknown_constituent"], "00123")
        )
        self.assertEqual(self.codes(self.plan(member_id=None)), ["key_missing", "group_missing"])
        self.assertEqual(self.codes(self.plan()), ["group_missing"])

    def test_a_contact_that_may_be_another_one_waits(self):
        """V14: until a person has decided."""
        plan = self.plan(who=contact(deferred=True), groups=[group(FRIENDS)])
        self.assertEqual(self.codes(plan), ["unresolved_duplicate"])

    def test_a_wrong_group_is_an_error_of_the_row(self):
        """V08: the other groups of the row are not assigned."""
        plan = self.plan(groups=[group(FRIENDS), wrong_group("group_of_interest")])
        self.assertEqual((self.codes(plan), plan.changes), (["group_of_interest"], []))

    def test_a_group_of_another_center_is_left_out(self):
        """V12: it is an error of the row only where the row has no other."""
        theirs = wrong_group("group_of_other_center")
        plan = self.plan(groups=[group(FRIENDS), theirs])
        self.assertEqual(self.groups_after(plan), [FRIENDS])
        self.assertEqual([problem.level for problem in plan.problems], ["warning"])
        plan = self.plan(groups=[theirs, theirs])
        self.assertEqual([problem.level for problem in plan.problems], ["error"] * 2)
        self.assertIsNone(plan.record)


class TestRowsOfOneMember(ConstituentPlanCase):
    """V08: rows of one contact are written together, and each knows what those before it leave."""

    planner = AssignmentPlanner(RunContext())

    def rows(self, *groups):
        """Rows of Ada, who is in no group when they are matched."""
        ada = contact()
        return [self.row(number, ada, groups=each) for number, each in enumerate(groups, 2)]

    def test_rows_of_one_contact_are_one_run(self):
        """V08: a batch is a write for each group."""
        rows = self.rows([group(FRIENDS)], [group(DONORS)], [group(FRIENDS)])
        self.assertEqual([len(run) for run in Planner(self.planner).runs(rows)], [3])
        self.assertEqual([row.outcome for row in rows], [UPDATED, UPDATED, UNCHANGED])
        self.assertEqual(rows[1].plan.changes[0].present, {GROUPS: [FRIENDS]})
        self.assertEqual(rows[1].plan.changes[0].rank, MEMBERS)

    def test_what_is_found_is_not_changed(self):
        """The match of a row is what the database held, whatever is planned of other rows."""
        rows = self.rows([group(FRIENDS)], [group(DONORS)])
        self.outcomes(*rows)
        self.assertEqual(rows[0].match["stages"]["member_id"]["contact"]["groups"], [])

    def test_a_new_group_is_made_once(self):
        """V08: in one batch, and over batches of one chunk, which was matched before."""
        for batch in (1, 2, 100):
            rows = self.rows(
                [new_group("Choir")], [new_group("choir")], [new_group("CHOIR"), group(FRIENDS)]
            )
            outcomes = self.written(*rows, batch=batch)
            self.assertEqual(outcomes, [UPDATED, UNCHANGED, UPDATED], batch)
            self.assertEqual(rows[2].plan.changes[0].values, {GROUPS: [FRIENDS, 100]})
            self.assertEqual(len(rows[2].plan.changes), 1)

    def test_a_wrong_row_hands_on_what_others_left(self):
        """V08: one that names nobody by its e-mail, too."""
        rows = self.rows([group(FRIENDS)], [], [group(FRIENDS)])
        self.assertEqual(self.outcomes(*rows), [UPDATED, INVALID, UNCHANGED])
        rows = self.rows([group(FRIENDS)], [group(DONORS)], [group(FRIENDS)])
        rows[1].values["email"] = "no address"
        self.assertEqual(self.outcomes(*rows), [UPDATED, INVALID, UNCHANGED])
        held = contact(groups=[FRIENDS])
        first, second = (
            self.row(n, held, groups=each) for n, each in ((2, []), (3, [group(FRIENDS)]))
        )
        self.assertEqual(self.outcomes(first, second), [INVALID, UNCHANGED])

    def test_a_later_chunk_knows_what_an_earlier_one_planned(self):
        """V08: over a wrong row, and of groups that are still to be made."""
        rows = self.rows([new_group("Choir")], [], [new_group("choir")], [group(FRIENDS)])
        outcomes = self.validated(*([row] for row in rows))
        self.assertEqual(outcomes, [UPDATED, INVALID, UNCHANGED, UPDATED])

    def test_a_failed_batch_leaves_nothing(self):
        """P4: as if its rows had never been planned."""
        first, second = self.rows([group(FRIENDS)], [group(FRIENDS)])
        planner = Planner(self.planner)
        planner.begin()
        list(planner.runs([first]))
        planner.drop()
        list(planner.runs([second]))
        self.assertEqual(second.outcome, UPDATED)

    def test_rows_of_several_contacts_do_not_meet(self):
        """V08: a contact that is named in two ways is one."""
        bob = contact(id=8, contact_member_id=None)
        ada = contact(email_normalized="ada@example.com")
        rows = [
            self.row(2, ada, groups=[group(FRIENDS)]),
            self.row(3, stages={"cons_id": is_found(bob)}, cons_id=8, groups=[group(FRIENDS)]),
            self.row(4, stages={"cons_id": is_found(ada)}, cons_id=7, groups=[group(FRIENDS)]),
        ]
        self.assertEqual(self.outcomes(*rows), [UPDATED, UPDATED, UNCHANGED])


class TestPlanOfSegmentations(ConstituentPlanCase):
    """V09: what contacts opt in to and out of."""

    planner = SegmentationPlanner(RunContext())

    def opt(self, way, held=(), interests=(NEWS,), number=2):
        who = contact(groups=list(held))
        return self.row(number, who, interests=interests, interest_opt=way)

    def opted(self, way, held=(), **arguments):
        row = self.opt(way, held, **arguments)
        row.plan = self.planner.plan(row, {})
        row.outcome = row.plan.planned_outcome()
        return row.plan

    def test_opting_out_leaves_the_other_group(self):
        """V09: opting in joins one."""
        self.assertEqual(self.groups_after(self.opted("in", [FRIENDS])), [FRIENDS, INS])
        self.assertEqual(self.groups_after(self.opted("out", [FRIENDS, INS])), [FRIENDS, OUTS])

    def test_who_has_opted_out_stays_out(self):
        """V09: a row that only wants to overrule that has nothing to do."""
        plan = self.opted("in", [OUTS])
        self.assertEqual((self.codes(plan), plan.planned_outcome()), (["opted_out"], SKIPPED))
        other = ("interest_id", "ART", {"id": 6, "in": 23, "out": 24, "active": True})
        plan = self.opted("in", [OUTS], interests=[NEWS, other])
        self.assertEqual(self.groups_after(plan), [OUTS, 23])

    def test_what_a_row_opts_counts_for_the_next(self):
        """V09: in the same file, too."""
        ada = contact()
        rows = [
            self.row(number, ada, interests=[NEWS], interest_opt=way)
            for number, way in enumerate(("in", "in", "out", "in"), 2)
        ]
        self.assertEqual(self.written(*rows), [UPDATED, UNCHANGED, UPDATED, SKIPPED])

    def test_an_unknown_name_makes_an_interest_with_its_groups(self):
        """V09: each of them once, whatever rows of the contact name it."""
        ada = contact()
        rows = [
            self.row(number, ada, interests=[NEW_NEWS], interest_opt=way)
            for number, way in enumerate(("in", "in", "out"), 2)
        ]
        self.assertEqual(self.written(*rows), [UPDATED, UNCHANGED, UPDATED])
        members, goes_in, goes_out, interest = rows[0].plan.changes
        self.assertEqual((interest.model, interest.once), (INTEREST_MODEL, {"name_key": "art"}))
        self.assertEqual((goes_in.values["kind"], goes_out.values["kind"]), ("opt_in", "opt_out"))
        self.assertEqual(members.values, {GROUPS: [goes_in.record]})
        self.assertEqual(rows[2].plan.changes[0].values, {GROUPS: [goes_out.record]})

    def test_a_row_says_in_or_out_of_an_interest(self):
        """V09: that is known, or named."""
        self.assertEqual(self.codes(self.opted(None)), ["opt_missing"])
        self.assertEqual(self.codes(self.opted("in", interests=[])), ["interest_missing"])
        wrong = ("interest_id", "X", {"code": "ambiguous_interest", "count": 2})
        plan = self.opted("in", interests=[wrong])
        self.assertEqual(plan.problems[0].params, {"count": 2})
