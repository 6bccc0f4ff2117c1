from ...tools.contacts.likeness import SAME, WARN
from ...tools.kinds.constituents import ConstituentPlanner
from ...tools.kinds.hub import GROUPS
from ...tools.kinds.joining import Joining
from ...tools.kinds.memberships import AssignmentPlanner, SegmentationPlanner
from ...tools.rows.plan import CREATED, INVALID, SKIPPED, UNCHANGED, UPDATED
from ...tools.rows.run_context import RunContext
from .constituent_rows import (
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
)
from .contact_rows import format_phone

FAM = "fam@example.com"


def planner(**options):
    return ConstituentPlanner(RunContext(country="CH", options=options), None, format_phone)


def fam(**values):
    """A contact with the address of a family."""
    return contact(**{"id": 8, "contact_member_id": None, "email_normalized": FAM, **values})


class TestTwoPeopleWithOneAddress(ConstituentPlanCase):
    """D19: a row that finds its contact by the e-mail address alone."""

    def levels(self, again=False, **columns):
        row = self.row(stages={"email": is_found(fam())}, member_id=None, email=FAM, **columns)
        row.match["again"] = again
        return [(each.code, each.level) for each in self.planner.plan(row, {}).problems]

    def test_the_operation_decides(self):
        """D19: refused, warned of, or taken as the same."""
        columns = {"firstname": "Dora", "lastname": "Other"}
        for options, expected in (
            ({}, [("other_person", "error")]),
            ({"same_email": WARN}, [("other_person", "warning")]),
            ({"same_email": SAME}, []),
        ):
            self.planner = planner(**options)
            self.assertEqual(self.levels(**columns), expected)

    def test_another_first_name_is_another_person_in_one_file(self):
        """D19: and told of where the contact was there before."""
        self.planner = planner()
        columns = {"firstname": "Bob", "lastname": "Lane"}
        self.assertEqual(self.levels(**columns), [("other_person", "warning")])
        self.assertEqual(self.levels(again=True, **columns), [("other_person", "error")])
        self.assertEqual(self.levels(again=True, firstname="Ida", lastname="Moor")[0][1], "error")
        self.assertEqual(self.levels(again=True, firstname="Ada", lastname="Moor"), [])

    def test_an_opt_out_is_not_refused_for_a_name(self):
        """D22: that mail is unwanted holds whatever name stands beside the address."""
        columns = {"firstname": "Dora", "lastname": "Other", "interests": [NEWS]}
        self.planner = SegmentationPlanner(RunContext())
        self.assertEqual(self.levels(interest_opt="in", **columns), [("other_person", "error")])
        self.assertEqual(self.levels(interest_opt="out", **columns), [("other_person", "warning")])
        self.planner = AssignmentPlanner(RunContext())
        columns = {"fullname": "Dora Other", "groups": [group(FRIENDS)]}
        self.assertEqual(self.levels(**columns), [("other_person", "error")])


class TestRowsThatMeetByAnyKey(ConstituentPlanCase):
    """D19: and each knows what all rows before it have made of their contact."""

    planner = planner()

    def test_a_row_between_knows_no_more_than_one_of_the_keys(self):
        """D19: the third meets the first by its member ID, and finds what the second has left."""
        columns = (
            {"member_id": "F1", "lastname": "Lee", "town": "Rom"},
            {"member_id": "F1", "email": FAM, "town": "Bern"},
            {"member_id": "F1", "town": "Bern"},
        )
        expected = [CREATED, UPDATED, UNCHANGED]
        self.assertEqual(self.outcomes(*self.rows(*columns)), expected)
        self.assertEqual(self.written(*self.rows(*columns), batch=1), expected)
        self.assertEqual(self.validated(*([row] for row in self.rows(*columns))), expected)
        columns = ({"email": FAM, "lastname": "Lee"}, {"email": FAM, "member_id": "F1"})
        columns = (*columns, {"email": FAM, "lastname": "Lee"}, {"member_id": "F1", "town": "Rom"})
        expected = [CREATED, UPDATED, CREATED, UPDATED]
        self.assertEqual(self.outcomes(*self.rows(*columns)), expected)
        self.assertEqual(self.validated(*([row] for row in self.rows(*columns))), expected)

    def test_a_member_between_two_rows_of_an_address_hides_nobody(self):
        """V07: the contact without a member ID is still the one that the address names."""
        rows = self.rows(
            {"email": FAM, "lastname": "Lee"},
            {"email": FAM, "member_id": "F6", "lastname": "Moor"},
            {"email": FAM, "lastname": "Lee", "town": "Rom"},
        )
        six = contact(
            id=6, contact_member_id="F6", email_normalized="x@example.com", email="x@example.com"
        )
        rows[1].match["stages"]["member_id"] = is_found(six)
        self.assertEqual(self.outcomes(*rows), [CREATED, UPDATED, UPDATED])


class TestOptOutsOfAnAddress(ConstituentPlanCase):
    """D22: an opt-out belongs to the address as well as to the contact."""

    planner = SegmentationPlanner(RunContext())

    def opt(self, way, *sharers, number=2, interests=(NEWS,), **more):
        who = fam(contact_member_id="00123", id=7)
        return self.row(
            number, who, interests=interests, interest_opt=way, sharers=[who, *sharers], **more
        )

    def changed(self, row):
        """``{contact: groups}`` that the plan writes."""
        row.plan = self.planner.plan(row, {})
        row.outcome = row.plan.planned_outcome()
        return {c.record: c.values[GROUPS] for c in row.plan.changes if GROUPS in c.values}

    def test_who_shares_the_address_keeps_others_out(self):
        """D22: by name, archived or not."""
        row = self.opt("in", fam(groups=[OUTS]), fam(id=9, contact_member_id="F9", groups=[OUTS]))
        self.assertEqual((self.changed(row), row.outcome), ({}, SKIPPED))
        (problem,) = row.plan.problems
        self.assertEqual(problem.params, {"who": "CONS_ID 8, MEMBER_ID F9"})

    def test_the_blacklist_keeps_out(self):
        """D22: an opt-out goes on."""
        self.assertEqual(self.changed(self.opt("in", blacklisted=[FAM])), {})
        self.assertEqual(self.changed(self.opt("out", blacklisted=[FAM])), {7: [OUTS]})

    def test_an_opt_out_reaches_who_shares_the_address(self):
        """D22: each leaves the other group, and stays in the rest."""
        row = self.opt("out", fam(groups=[FRIENDS, INS]), fam(id=9, groups=[OUTS]))
        self.assertEqual(self.changed(row), {7: [OUTS], 8: [FRIENDS, OUTS]})
        self.assertEqual(row.plan.record, 7)

    def test_later_rows_of_those_who_were_reached_know_it(self):
        """D22: in the same chunk, in later ones, and of an interest that is still to be made."""
        for interests in ([NEWS], [NEW_NEWS]):
            for plan in (self.outcomes, self.written, self.in_chunks):
                other = fam(id=8, contact_member_id="F8")
                first = self.opt("out", other, interests=interests)
                second = self.row(
                    3,
                    stages={"member_id": is_found(other)},
                    member_id="F8",
                    interests=interests,
                    interest_opt="in",
                    sharers=[other],
                )
                self.assertEqual(plan(first, second), [UPDATED, SKIPPED])

    def in_chunks(self, *rows):
        return self.validated(*([row] for row in rows))

    def test_a_row_of_an_address_that_only_others_have(self):
        """D22: an opt-out reaches them; else it is said who they are."""
        sharers = [fam(contact_member_id="F8"), fam(id=9, contact_member_id="F9")]
        columns = {"member_id": None, "email": FAM, "stages": {"email": NOBODY}}
        row = self.row(interests=[NEWS], interest_opt="out", sharers=sharers, **columns)
        self.assertEqual(self.changed(row), {8: [OUTS], 9: [OUTS]})
        row = self.row(interests=[NEWS], interest_opt="in", sharers=sharers, **columns)
        self.assertEqual((self.changed(row), row.outcome), ({}, INVALID))
        (problem,) = row.plan.problems
        self.assertEqual(problem.code, "address_of_others")
        self.assertEqual(problem.params["who"], "MEMBER_ID F8, MEMBER_ID F9")

    def test_a_group_that_is_to_be_made_is_made_for_all(self):
        """D22: once, whoever joins it."""
        joining = Joining(fam(), [fam(id=9)])
        joining.opt([NEW_NEWS], "out")
        self.assertEqual(len(joining.news), 3)
        self.assertIs(next(iter(joining.groups)), joining.reached[0][1][0])
