"""What one request may cost: twice the input, about twice the steps, never the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from unittest import TestCase

from ...importer.options import (
    characters_problem,
    mapping_problem,
    options_problem,
    texts_problem,
)
from ...tools.contacts.contact_assignments import (
    authorization_values,
    criterion_values,
    named_values,
)
from ...tools.contacts.contact_values import admin_numbers
from ...tools.contacts.memberships import texts_of
from ...tools.kinds.joining import Joining
from ...tools.rows.cross_references import Translator
from ...tools.rows.labels import LONGEST, check_lengths, find_header, named_fields
from ...tools.rows.lists import MOST
from ...tools.rows.mapping import guess
from ...tools.rows.schema import Field, Schema

GROUPS = Field("group_id", "GROUP_ID", reference="group", separator=";")
CRITERION = Field("criterion", "CRITERION", reference="criterion", separator=",", assigns=True)
SCHEMA = Schema([Field(f"field_{n}", f"Field number {n}", required=True) for n in range(30)])


def steps(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls, those of C among them."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


class TestSteps(TestCase):
    """T33: no file and no call keeps a worker busy beyond what its size is worth."""

    def check_linear(self, work: Callable[[int], object], size: int) -> None:
        small, large = (steps(lambda n=n: work(n)) for n in (size, 2 * size))
        self.assertLess(large, 2.5 * small)

    def test_names_in_one_cell(self):
        """T33: a cell with many groups, that are there or not."""

        def join(count):
            contact = {"id": 7, "contact_member_id": "1", "email_normalized": None, "groups": []}
            text = ";".join(f"Group {n}" for n in range(count))
            field, listed = texts_of({"group_name": text}, "group_id", "group_name")
            joining = Joining(contact, [])
            joining.groups_of([(field, each, {"new": each}) for each in listed])
            joining.groups_of([(field, str(n), {"id": n}) for n in range(1, count)])
            self.assertEqual(len(joining.news), count)
            return joining

        self.check_linear(join, 200)

    def test_columns_of_a_header(self):
        """T33: a header with many columns, none of which is a field."""
        self.check_linear(lambda n: guess([f"zz{c}" for c in range(n)], [], SCHEMA), 100)

    def test_long_labels(self):
        """T33: of a text that is no name of a column, no more is looked at than a name has."""
        texts = ["x" * LONGEST, "x" * 4_000_000]
        for look in (
            lambda text: find_header([[text, "y"]], SCHEMA),
            lambda text: named_fields([text, "y"], {"z": "z"}),
        ):
            short, long = (steps(lambda t=t, look=look: look(t)) for t in texts)
            self.assertLess(long, 1.1 * short)
        self.assertEqual(check_lengths(["x", texts[1]]).params["column"], "B")

    def test_what_is_stored_has_a_limit(self):
        """T33: labels, descriptions, mappings and options of any size are refused in words."""
        self.assertEqual(texts_problem("x" * 201, None).params["limit"], 200)
        self.assertEqual(texts_problem(None, "x" * 5_001).code, "text_too_long")
        self.assertIsNone(texts_problem("x" * 200, "x" * 5_000))
        many = {f"Label {n}": "name" for n in range(501)}
        for mapping in (many, {"x" * 501: "name"}, {"Label": "x" * 501}):
            self.assertEqual(mapping_problem(mapping).code, "mapping_too_large")
        for options in (
            {"date_format": ["%d.%m.%Y"] * 11},
            {"date_format": "%d.%m.%Y" + "." * 200},
            {"sheet": "x" * 201},
        ):
            self.assertEqual(options_problem(options, {}, {}).code, "unfit_option")

    def test_unknown_options(self):
        """T33: of names that are no options, the first are told, each cut."""
        self.check_linear(lambda n: options_problem({f"x{i}": 1 for i in range(n)}, {}, {}), 500)
        problem = options_problem({"x" * 100_000 + str(n): 1 for n in range(1_000)}, {}, {})
        self.assertLess(len(problem.params["names"]), 600)

    def test_nested_arguments(self):
        """T33: what is nested deeper than Python calls itself is looked through all the same."""

        def nested(depth, inmost):
            for level in range(depth):
                inmost = [inmost] if level % 2 else {"x": inmost}
            return inmost

        self.check_linear(lambda n: characters_problem(nested(n, "x")), 50_000)
        self.assertEqual(characters_problem(nested(50_000, "\0")).code, "bad_characters")

    # -- what one cell may assign ----------------------------------------------------------------

    def assigned(self, count, work):
        """What is wrong with a row that assigns so much in each of its cells."""
        pairs = ",".join(f"C{n}=V{n}" for n in range(count))
        codes = ",".join(f"V{n}" for n in range(count))
        values = {"criterion": pairs, "criterion:C0": codes, "authorization": pairs}
        values["admin_number"] = pairs
        known = {"applies_to": "both", "multiple": True, "values": {"V0": 1}, "all": [1]}
        lookups = {"criteria": {"C0": known}, "authorizations": {"C0": 2}}
        problems = []
        work(values, lookups, problems)
        return problems

    def test_what_a_cell_assigns(self):
        """T33: criteria, authorizations and numbers, known or not; above the limit each cell is
        one problem."""
        works = (
            lambda values, lookups, found: criterion_values(values, lookups, {}, "both", found),
            lambda values, lookups, found: authorization_values(values, lookups, {}, found),
            lambda values, lookups, found: named_values(values, lookups, found),
            lambda values, _lookups, found: admin_numbers(values, {}, found),
        )
        for number, work in enumerate(works):
            with self.subTest(work=number):
                self.check_linear(lambda n, work=work: self.assigned(n, work), MOST // 2)
                found = self.assigned(MOST + 1, work)
                self.assertEqual({each.code for each in found}, {"long_list"})
                self.assertLessEqual(len(found), 3)
                self.assertNotIn("long_list", {each.code for each in self.assigned(MOST, work)})

    def test_cross_references_in_a_cell(self):
        """T33: texts of another system; of more than the limit none is looked up."""
        columns = [(GROUPS, 0, "group"), (CRITERION, 1, "criterion")]

        def translate(count):
            cells = [
                ";".join(f"G{n}" for n in range(count)),
                ",".join(f"C{n}=1" for n in range(count)),
            ]
            translator = Translator(columns)
            wanted = translator.wanted([cells])
            translator.lookups = {each: "ours" for each in wanted}
            return wanted, translator.row(cells)

        self.check_linear(translate, MOST // 2)
        self.assertEqual(len(translate(MOST)[0]), 2 * MOST)
        wanted, (_cells, translations) = translate(MOST + 2)
        self.assertEqual((wanted, translations), (set(), {}))
