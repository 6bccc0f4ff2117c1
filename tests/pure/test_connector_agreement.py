import datetime
import random
from unittest import TestCase

from ...tools.connector.agreement import (
    ASK,
    BOTH,
    ERASED,
    GONE_HERE,
    GONE_THERE,
    NEWEST,
    OURS,
    THEIRS,
    Rule,
    Side,
    Table,
)
from ...tools.connector.canonical import EMAIL, PHONE, canonical, is_same
from ...tools.connector.survivors import survivor

SALT = "the secret of a pair"
NOON = datetime.datetime(2026, 1, 31, 12)
SECOND = datetime.timedelta(seconds=1)
SETS = ("groups", "interests_in", "interests_out")


class AgreementCase(TestCase):
    """A pair of contacts, `theirs` and `ours`, and what is kept of their last agreement."""

    def setUp(self):
        super().setUp()
        self.marks = {}

    def agree(self, theirs, ours, *rules, **options):
        """The agreement of two dicts of values by rules; its marks are kept, as by a run."""
        table = Table(rules, options.pop("skew", 0.0))
        sides = [each if isinstance(each, Side) else Side(each) for each in (theirs, ours)]
        found = table.agree(*sides, self.marks, options.pop("salt", SALT), **options)
        self.marks = found.marks
        return found

    def city(self, theirs, ours, direction=BOTH, conflict=ASK, **options):
        """What becomes of one field: its value there and here, None in both of a conflict."""
        rule = Rule("city", direction, conflict)
        found = self.agree({"city": theirs}, {"city": ours}, rule, **options)
        if found.conflicts:
            return None
        return found.theirs.get("city", theirs), found.ours.get("city", ours)

    def sets(self, theirs, ours, direction=BOTH):
        """The names of both sides after an agreement: {field: names} each."""
        rules = [Rule(field, direction) for field in theirs]
        found = self.agree(theirs, ours, *rules)
        return {**theirs, **found.theirs}, {**ours, **found.ours}


class TestConnectorAgreement(AgreementCase):
    """V13: who changed what since both sides last agreed."""

    def test_one_side_has_changed(self):
        for theirs, ours, due in (("Basel", "Bern", "Basel"), ("Bern", "Basel", "Basel")):
            with self.subTest(theirs):
                self.marks = {}
                self.assertEqual(self.city("Bern", "Bern"), ("Bern", "Bern"))
                self.assertEqual(self.city(theirs, ours), (due, due))

    def test_both_have_changed(self):
        """By the rule of the field: one side wins, or a person is asked."""
        due = {THEIRS: ("Basel", "Basel"), OURS: ("Chur", "Chur"), ASK: None}
        for conflict, expected in due.items():
            with self.subTest(conflict):
                self.marks = {}
                self.city("Bern", "Bern")
                self.assertEqual(self.city("Basel", "Chur", BOTH, conflict), expected)

    def test_a_conflict_stays_until_somebody_solves_it(self):
        self.city("Bern", "Bern")
        self.assertIsNone(self.city("Basel", "Chur"))
        self.assertIsNone(self.city("Basel", "Chur"))
        self.assertEqual(self.city("Chur", "Chur"), ("Chur", "Chur"))
        self.assertEqual(self.city("Chur", "Thun"), ("Thun", "Thun"))

    def test_a_change_back_is_a_change(self):
        self.city("Bern", "Bern")
        self.city("Basel", "Bern")
        self.assertEqual(self.city("Bern", "Basel"), ("Bern", "Bern"))
        self.assertEqual(self.city("Bern", "Basel"), ("Basel", "Basel"))

    def test_both_changed_alike(self):
        self.city("Bern", "Bern")
        self.assertEqual(self.city("Basel", "Basel"), ("Basel", "Basel"))
        self.assertEqual(self.city("Basel", "Thun"), ("Thun", "Thun"))

    def test_a_value_is_emptied(self):
        self.city("Bern", "Bern")
        self.assertEqual(self.city("", "Bern"), ("", ""))
        self.assertEqual(self.city(None, "Bern"), ("Bern", "Bern"))

    def test_a_pair_that_meets_for_the_first_time(self):
        """What one side alone says, both have; of two values nobody can tell."""
        self.assertEqual(self.city("Bern", None), ("Bern", "Bern"))
        self.marks = {}
        self.assertEqual(self.city("", "Bern"), ("Bern", "Bern"))
        self.marks = {}
        self.assertIsNone(self.city("Basel", "Bern"))

    def test_a_field_that_one_side_leads(self):
        """What was changed on the other side is put back."""
        for direction, due in ((THEIRS, "Basel"), (OURS, "Bern")):
            with self.subTest(direction):
                self.marks = {}
                self.assertEqual(self.city("Basel", "Bern", direction), (due, due))
                self.assertEqual(
                    self.city(due, "x" if direction == THEIRS else due, direction)[1], due
                )

    def newest(self, theirs, ours, skew=0.0):
        self.marks = {}
        rule = Rule("city", BOTH, NEWEST)
        self.agree({"city": "Bern"}, {"city": "Bern"}, rule)
        there, here = Side({"city": "Basel"}, theirs), Side({"city": "Chur"}, ours)
        found = self.agree(there, here, rule, skew=skew)
        return THEIRS if found.ours else OURS if found.theirs else ASK

    def test_the_later_change_wins(self):
        self.assertEqual(self.newest(NOON + 60 * SECOND, NOON), THEIRS)
        self.assertEqual(self.newest(NOON, NOON + 60 * SECOND), OURS)

    def test_the_later_change_by_one_clock(self):
        """Their clock is an hour ahead: what they changed at one was changed at noon."""
        self.assertEqual(self.newest(NOON + 3600 * SECOND, NOON + 60 * SECOND, 3600.0), OURS)
        self.assertEqual(self.newest(NOON + 3700 * SECOND, NOON + 60 * SECOND, 3600.0), THEIRS)
        self.assertEqual(self.newest(NOON - 3500 * SECOND, NOON + 60 * SECOND, -3600.0), THEIRS)

    def test_at_the_same_moment_nobody_can_tell(self):
        self.assertEqual(self.newest(NOON, NOON), ASK)
        self.assertEqual(self.newest(NOON, NOON + SECOND), ASK)
        self.assertEqual(self.newest(None, NOON), ASK)

    def test_deletions_never_cross(self):
        """V13: nor does anything else of who is gone, or was erased."""
        sides = {"city": "Basel"}, {"city": "Bern"}
        rule = Rule("city", BOTH, THEIRS)
        for reason, theirs, ours, erased in (
            (GONE_THERE, Side(sides[0], gone=True), Side(sides[1]), False),
            (GONE_HERE, Side(sides[0]), Side(sides[1], gone=True), False),
            (ERASED, Side(sides[0]), Side(sides[1]), True),
            (ERASED, Side(sides[0], gone=True), Side(sides[1]), True),
        ):
            with self.subTest(reason):
                found = self.agree(theirs, ours, rule, erased=erased)
                self.assertEqual(found.reason, reason)
                self.assertEqual((found.theirs, found.ours, found.marks), ({}, {}, {}))

    def test_nothing_is_told_by_what_is_kept(self):
        """Neither the value, nor that two pairs have the same one."""
        self.city("Bern", "Bern")
        kept = dict(self.marks)
        self.marks = {}
        self.city("Bern", "Bern", salt="another pair")
        self.assertNotIn("Bern", str(kept))
        self.assertNotEqual(kept["city"], self.marks["city"])

    def test_what_means_the_same(self):
        for form, one, other in (
            ("text", "Ann  Lee ", "Ann Lee"),
            ("text", None, ""),
            ("text", "Zoe\u0308", "Zo\u00eb"),
            (EMAIL, "Ann@Example.org", "ann@example.org"),
            (PHONE, "+41 22 555 01 01", "0041 22 555.01.01"),
            (PHONE, "022 555 01 01", "+41225550101"),
            ("number", "5.0", 5),
            ("number", 0, "0.00"),
            ("boolean", None, False),
            ("boolean", "yes", True),
            ("date", "2026-01-31", "2026-01-31 00:00:00"),
            ("datetime", "2026-01-31T08:00:00Z", "2026-01-31 08:00:00"),
        ):
            with self.subTest(form, one=one):
                self.assertTrue(is_same(one, other, form))

    def test_what_does_not_mean_the_same(self):
        for form, one, other in (
            ("text", "ann", "Ann"),
            (PHONE, "+41 22 555 01 01", "+41 22 555 01 02"),
            (PHONE, "+41 22 555 01 01", "+49 22 555 01 01"),
            (EMAIL, "n/a", "none"),
            ("number", 0, None),
            ("boolean", True, None),
        ):
            with self.subTest(form, one=one):
                self.assertFalse(is_same(one, other, form))
        self.assertNotEqual(canonical(["a b"]), canonical(["a", "b"]))

    def test_two_spellings_that_stay(self):
        """Each side writes a number its own way: nothing changes until somebody changes it."""
        rule = Rule("phone", BOTH, ASK, PHONE)
        there, here = {"phone": "022 555 01 01"}, {"phone": "+41 22 555 01 01"}
        self.assertTrue(self.agree(there, here, rule).is_settled)
        found = self.agree({"phone": "022 555 01 02"}, here, rule)
        self.assertEqual((found.ours, found.conflicts), ({"phone": "022 555 01 02"}, []))

    def test_who_is_left_of_a_chain(self):
        """Merges lead on to the one that is left."""
        self.assertEqual(survivor("a", {"a": "b", "b": "c", "x": "y"}), "c")


class TestConnectorSets(AgreementCase):
    """V13: groups and interests, name by name."""

    def groups(self, theirs, ours, direction=BOTH):
        there, here = self.sets({"groups": theirs}, {"groups": ours}, direction)
        return there["groups"], here["groups"]

    def test_both_sides_change_other_names(self):
        self.groups(["Choir", "Board"], ["Choir", "Board"])
        there, here = self.groups(["Choir", "Board", "Tours"], ["Board", "Bar"])
        self.assertEqual(there, ["Bar", "Board", "Tours"])
        self.assertEqual(here, there)

    def test_a_name_that_is_left_and_joined_again(self):
        self.groups(["Choir"], ["Choir"])
        self.assertEqual(self.groups([], ["Choir"]), ([], []))
        self.assertEqual(self.groups([], ["Choir"]), (["Choir"], ["Choir"]))

    def test_a_pair_that_meets_for_the_first_time(self):
        self.assertEqual(self.groups(["Choir"], ["Bar"]), (["Bar", "Choir"], ["Bar", "Choir"]))

    def test_each_side_spells_its_own_way(self):
        self.assertEqual(self.groups(["CHOIR"], ["Choir"]), (["CHOIR"], ["Choir"]))
        self.assertEqual(self.groups(["CHOIR"], ["Choir"]), (["CHOIR"], ["Choir"]))

    def test_groups_that_one_side_leads(self):
        self.assertEqual(self.groups(["Choir"], ["Bar"], THEIRS), (["Choir"], ["Choir"]))
        self.marks = {}
        self.assertEqual(self.groups(["Choir"], ["Bar"], OURS), (["Bar"], ["Bar"]))

    def interests(self, theirs, ours, direction=BOTH):
        """Of one interest, what each side says: in, out, or nothing."""
        sides = [
            {"interests_in": ["News"] * (said == "in"), "interests_out": ["News"] * (said == "out")}
            for said in (theirs, ours)
        ]
        return tuple(
            "in" if each["interests_in"] else "out" if each["interests_out"] else ""
            for each in self.sets(*sides, direction)
        )

    def test_an_opt_out_on_either_side_wins(self):
        """Whatever the other one says, whoever leads, and whatever both had said before."""
        for before in ("", "in", "out"):
            for direction in (BOTH, THEIRS, OURS):
                for theirs, ours in (("out", "in"), ("in", "out"), ("out", ""), ("", "out")):
                    with self.subTest(before, direction=direction, theirs=theirs, ours=ours):
                        self.marks = {}
                        self.interests(before, before, direction)
                        found = self.interests(theirs, ours, direction)
                        self.assertEqual(found, ("out", "out"))

    def test_an_opt_out_that_is_stronger_is_told(self):
        rules = [Rule(field) for field in ("interests_in", "interests_out")]
        there = {"interests_in": ["news", "Tours"], "interests_out": []}
        here = {"interests_in": ["Tours"], "interests_out": ["News"]}
        self.assertEqual(self.agree(there, here, *rules).opted_out, ["News"])

    def test_an_opt_out_ends_once_both_have_ended_it(self):
        self.interests("out", "out")
        self.assertEqual(self.interests("in", "in"), ("in", "in"))

    def test_opting_in_and_taking_that_back(self):
        self.assertEqual(self.interests("in", ""), ("in", "in"))
        self.assertEqual(self.interests("", "in"), ("", ""))
        self.assertEqual(self.interests("", "in"), ("in", "in"))


class TestConnectorChance(AgreementCase):
    """V13: whatever changes on which side, both agree after one run, and the next changes
    nothing."""

    seeds = 300

    def test_both_sides_become_equal(self):
        for seed in range(self.seeds):
            with self.subTest(seed):
                self.marks = {}
                self.life(random.Random(seed))

    def life(self, chance):
        """A pair for ten runs; people change either side in between, and some runs get lost."""
        fields = {"name": "text", "email": EMAIL, "phone": PHONE, "size": "number"}
        rules = [
            Rule(name, chance.choice((BOTH, THEIRS, OURS)), chance.choice((THEIRS, OURS)), form)
            for name, form in fields.items()
        ] + [Rule(name, chance.choice((BOTH, THEIRS, OURS))) for name in SETS]
        there, here = self.random_side(chance), self.random_side(chance)
        for _run in range(10):
            out = self.out(there) | self.out(here)
            found = Table(rules).agree(Side(there), Side(here), self.marks, SALT)
            there.update(found.theirs)
            if chance.random() < 0.3:
                continue  # killed: theirs was written, ours and the marks were not
            here.update(found.ours)
            self.marks = found.marks
            self.assert_equal(there, here, rules)
            self.assertEqual(self.out(here), out)
            self.assertTrue(
                Table(rules).agree(Side(there), Side(here), self.marks, SALT).is_settled
            )
            self.change(chance, chance.choice((there, here)))

    def assert_equal(self, there, here, rules):
        for rule in rules:
            self.assertTrue(is_same(there[rule.field], here[rule.field], rule.form), rule)
        self.assertFalse(self.out(here) & set(here["interests_in"]))

    @staticmethod
    def out(side):
        return set(side["interests_out"])

    def random_side(self, chance):
        names = ("Choir", "Bar", "Tours")
        side = {"name": chance.choice(("Ann", "Bob", None)), "size": chance.choice((1, 2.5, None))}
        side["email"] = chance.choice(("a@example.org", "b@example.org", ""))
        side["phone"] = chance.choice(("+41 22 555 01 01", "+41 22 555 01 02", None))
        side |= {field: chance.sample(names, chance.randint(0, 2)) for field in SETS}
        side["interests_in"] = [x for x in side["interests_in"] if x not in side["interests_out"]]
        return side

    def change(self, chance, side):
        """Somebody changes some fields of one side."""
        other = self.random_side(chance)
        for field in ("name", "email", "phone", "size", "groups"):
            if chance.random() < 0.4:
                side[field] = other[field]
