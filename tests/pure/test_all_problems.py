from ...tools.contacts.contact_values import address_values
from ...tools.kinds.constituents import ConstituentPlanner
from ...tools.kinds.contact_operations import ContactPlanner
from ...tools.kinds.cross_references import CrossReferencePlanner
from ...tools.kinds.memberships import AssignmentPlanner, SegmentationPlanner
from ...tools.kinds.qualifications import QualificationPlanner
from ...tools.kinds.session_instances import SessionInstancePlanner
from ...tools.rows.plan import Row
from ...tools.rows.planner import Planner, RowPlanner
from ...tools.rows.problems import Problem
from ...tools.rows.run_context import RunContext
from .constituent_rows import NOBODY, ConstituentPlanCase, wrong_group
from .contact_rows import ContactPlanCase, format_phone, lookups, match

RUN = RunContext(today="2026-01-31")
NOWHERE = {"registration": None, "session": None, "instance": None, "line": None, "status": None}


class AllProblems:
    """What is told of a row some of whose cells could not be read."""

    def told(self, planner, values, found, *unread):
        """Codes and fields of all problems of a row whose cells ``unread`` could not be read."""
        row = Row(2, values | dict.fromkeys(unread), [Problem("bad", name) for name in unread])
        row.match = found
        for _run in Planner(planner).runs([row]):
            continue
        self.assertEqual((row.outcome, row.plan.changes, row.plan.verb), ("invalid", [], None))
        return [(each.code, each.field) for each in row.plan.problems]


class TestAllProblemsOfContacts(AllProblems, ContactPlanCase):
    """UX 11: all problems of a row at once, and no untrue one."""

    planner = ContactPlanner(RUN, format_phone)

    def test_a_number_that_nobody_has_hides_no_wrong_value(self):
        """UX 11: the country of somebody who is not there is looked up all the same."""
        columns = {"country": "Nowhere", "pref_lang": "xx", "addr_type": "Q", "telephone": "123"}
        plan = self.plan("update", match(), **columns)
        codes = ["unknown_contact", "unknown_language", "bad_address_type", "unknown_country"]
        self.assertEqual(self.codes(plan), codes)
        plan = self.plan("insert", match(taken=True), country="Nowhere", lastname=None)
        self.assertEqual(self.codes(plan), ["number_taken", "name_missing", "unknown_country"])

    def test_a_cell_that_cannot_be_read_hides_no_other_one(self):
        """UX 11: nothing is said that rests on it."""
        values = {"instit": "LAKE", "organization": "OPERA", "operation": "update"}
        values |= {"contact_nr": "1", "country": "Nowhere", "department": "ZH"}
        expected = {
            "birthdate": [("unknown_contact", "contact_nr"), ("unknown_country", "country")],
            "contact_nr": [("unknown_country", "country")],
            "operation": [("unknown_country", "country")],
            "instit": [("unknown_country", "country")],
            "country": [("unknown_contact", "contact_nr")],
        }
        here = match(lookups=lookups(departments=[[1, 5]]))
        for unread, codes in expected.items():
            with self.subTest(unread):
                found = here | {"owner": None} if unread == "instit" else here
                self.assertEqual(self.told(self.planner, values, found, unread), codes)

    def test_beside_an_unknown_country_no_state_is_doubted(self):
        """UX 11: what a state is of a country that is not known, nobody can say."""
        for departments in ([[1, 5]], []):
            problems = []
            values = {"country": "Nowhere", "department": "ZH"}
            address_values(values, lookups(departments=departments), {"country_id": 1}, problems)
            self.assertEqual([each.code for each in problems], ["unknown_country"])


class TestAllProblemsOfConstituents(AllProblems, ConstituentPlanCase):
    """UX 11: likewise in files of the Data Sync app."""

    def found(self, **values):
        nobody = {"stages": {"member_id": NOBODY}, "email": None, "erased": None}
        nobody |= {"sharers": [], "blacklisted": ()}
        return {**nobody, "groups": [], "interests": [], "lookups": lookups(), **values}

    def test_memberships(self):
        """V08, V09: a contact that is not there hides no wrong group, nor a cell that is none."""
        wrong = self.found(groups=[wrong_group("unknown_group")])
        planner = AssignmentPlanner(RUN)
        nobody = ("unknown_constituent", "member_id")
        values = {"member_id": "1", "cons_id": None, "email": None}
        group = [(each[0], "group_id") for each in [["unknown_group"]]]
        self.assertEqual(self.told(planner, values, wrong, "x"), [nobody, *group])
        self.assertEqual(self.told(planner, values, wrong, "cons_id"), group)
        self.assertEqual(
            self.told(planner, values, self.found(stages={}), "member_id"),
            [("group_missing", "group_id")],
        )
        interest = [("interest_id", "News", {"code": "unknown_interest"})]
        values |= {"interest_opt": None}
        planner, wrong = SegmentationPlanner(RUN), self.found(interests=interest)
        self.assertEqual(self.told(planner, values, wrong, "interest_opt"), [nobody])

    def test_constituents(self):
        """V07: who is named by a cell that cannot be read is not called nameless or unknown."""
        planner = ConstituentPlanner(RUN, None, format_phone)
        values = {"member_id": None, "cons_id": None, "email": None, "country": "Nowhere"}
        country = [("unknown_country", "country")]
        self.assertEqual(self.told(planner, values, self.found(stages={}), "member_id"), country)
        removed = self.found(stages={"member_id": {**NOBODY, "removed": 1}})
        values["member_id"] = "1"
        told = self.told(planner, values, removed, "telephone")
        self.assertEqual(told, [("removed_constituent", "member_id"), *country])


class TestAllProblemsOfOthers(AllProblems, ConstituentPlanCase):
    """UX 11: likewise in files of the other kinds."""

    def test_session_instances(self):
        """C11: a status that is none hides no unknown code; of what is in a registration that
        cannot be read nothing is said."""
        values = {
            "registration_code": "R",
            "session_code": "S",
            "instance_code": "I",
            "status": "x",
        }
        found = {**NOWHERE, "problem": None, "facts": None}
        told = self.told(SessionInstancePlanner(RUN), values, found, "status")
        self.assertEqual(told, [("unknown_registration", "registration_code")])
        told = self.told(SessionInstancePlanner(RUN), values, found, "registration_code")
        self.assertEqual(told, [])
        found |= {"registration": 1}
        told = self.told(SessionInstancePlanner(RUN), values, found, "instance_code")
        self.assertEqual(told, [("unknown_session", "session_code")])
        told = self.told(SessionInstancePlanner(RUN), values, found, "session_code")
        self.assertEqual(told, [])

    def test_qualifications(self):
        """A13: a date that is none hides neither an unknown learner nor an unknown number."""
        values = {"uln": "1000000043", "qualification_number": "601/8830/X", "status": "exempt"}
        found = {"learners": 0, "qualifications": 0, "foreign": False, "enrolment": None}
        told = self.told(QualificationPlanner(RUN), values, found, "date_sent")
        unknown = [("unknown_qualification", "qualification_number"), ("unknown_learner", "uln")]
        self.assertEqual(told, unknown)
        told = self.told(QualificationPlanner(RUN), values, found, "uln")
        self.assertEqual(told, unknown[:1])

    def test_cross_references(self):
        """V16: system and value of ours at once; of a type that is none no value is unknown."""
        values = {"system": "S", "type": "group", "theirs": "1", "ours": "x"}
        found = {"systems": 0, "system": None, "meant": None, "id": None}
        told = self.told(CrossReferencePlanner(RUN), values, found, "preferred")
        self.assertEqual(told, [("unknown_system", "system"), ("unknown_our_value", "ours")])
        known = {"systems": 1, "system": 1, "meant": "7", "id": None}
        self.assertEqual(self.told(CrossReferencePlanner(RUN), values, known, "theirs"), [])
        told = self.told(CrossReferencePlanner(RUN), values, found, "type")
        self.assertEqual(told, [("unknown_system", "system")])

    def test_a_kind_that_rests_on_nothing(self):
        """UX 11: a planner of another addon says what it says."""
        self.assertEqual(self.told(RowPlanner(RUN), {}, {}, "name"), [])
