from unittest import TestCase

from ...tools.rows.schema import Field, Schema
from ...tools.writing.export_lines import (
    NO_ID,
    STAYS_OURS,
    add_counts,
    cells_of,
    lines_by_record,
    put_theirs,
)

SCHEMA = Schema(
    (
        Field("cons_id", "CONS_ID", reference="contact"),
        Field("groups", "GROUPS", reference="group", separator=";"),
        Field("city", "CITY"),
        Field("criterion", "CRITERION", reference="criterion", separator=",", assigns=True),
    )
)
LOOKUPS = {
    "contact": {"1": "0077"},
    "group": {"T-001": "G-FRIENDS"},
    "criterion": {"SOURCE": "7"},
}


def theirs(type, ours):
    return {text: LOOKUPS[type][text] for text in ours if text in LOOKUPS[type]}


class TestExportLines(TestCase):
    """V10, V17: the lines of a download; needs no database."""

    def put(self, **texts):
        line = {"cons_id": "1", **texts}
        return line, put_theirs({1: line}, SCHEMA, theirs, ("contact",), {})

    def test_lines_are_sorted_by_model_and_by_what_is_gone(self):
        """V10: the line of each record; a database says None where it is not gone."""
        lines = [(1, "a", 7, None), (2, "b", 7, True), (3, "a", 8, False)]
        self.assertEqual(lines_by_record(lines), {"a": ({7: 1, 8: 3}, {}), "b": ({}, {7: 2})})

    def test_the_file_has_the_order_of_the_lines(self):
        """V10: whatever order the texts have; records without texts are left out."""
        lines = [(1, "a", 8, False), (2, "b", 8, False), (3, "a", 9, False), (4, "a", 7, False)]
        texts = {"a": {7: {"city": "Bern"}, 8: {"city": None}}, "b": {8: {"city": "Chur"}}}
        self.assertEqual(
            cells_of(lines, texts, ["city", "zip"]), [["", ""], ["Chur", ""], ["Bern", ""]]
        )

    def test_theirs_stand_in_the_place_of_ours(self):
        """V17: of several values each; what is no reference stays as it is."""
        line, counts = self.put(groups="T-001 ;T-001", city="T-001")
        self.assertEqual(
            line, {"cons_id": "0077", "groups": "G-FRIENDS; G-FRIENDS", "city": "T-001"}
        )
        self.assertEqual(counts, {})

    def test_what_is_assigned_stays(self):
        """V17: of TEXT=VALUE the text alone is translated."""
        line, counts = self.put(criterion="SOURCE=PRESS,SIZE=L")
        self.assertEqual(line["criterion"], "7=PRESS,SIZE=L")
        self.assertEqual(counts, {("stays_ours", "CRITERION"): 1})

    def test_an_id_of_ours_never_goes_out_for_theirs(self):
        """V17: another contact may have that ID there; other values stay ours, and are counted."""
        line, counts = self.put(cons_id="2", groups="T-001;T-002;T-003")
        self.assertEqual((line["cons_id"], line["groups"]), ("", "G-FRIENDS; T-002; T-003"))
        self.assertEqual(counts, {(NO_ID, "CONS_ID"): 1, (STAYS_OURS, "GROUPS"): 2})

    def test_a_column_has_words_of_its_own(self):
        """V10: its own words come before cross-references, of a list in each part; what has no
        word goes the way it would."""
        lines = {1: {"city": "Bern", "groups": "T-001; T-009; T-002"}, 2: {"city": "Chur"}}
        words = {"city": {"Bern": "BE"}, "groups": {"T-001": "Friends", "T-009": "Nine"}}
        counts = put_theirs(lines, SCHEMA, theirs, (), words)
        self.assertEqual(lines[1], {"city": "BE", "groups": "Friends; Nine; T-002"})
        self.assertEqual(lines[2], {"city": "Chur"})
        self.assertEqual(counts, {(STAYS_OURS, "GROUPS"): 1})

    def test_words_need_no_other_system(self):
        """V10: without one nothing is looked up, and nothing counted."""
        line = {"cons_id": "1", "city": "Bern"}
        self.assertEqual(put_theirs({1: line}, SCHEMA, None, (), {"city": {"Bern": "BE"}}), {})
        self.assertEqual(line, {"cons_id": "1", "city": "BE"})

    def test_what_several_slices_count_is_added(self):
        """V17: a run says once of a field how many values have no cross-reference."""
        notes = [["source_not_readable", {"names": "Payments"}]]
        for _slice in range(2):
            notes = add_counts(notes, {(NO_ID, "CONS_ID"): 2})
        self.assertEqual(notes[0], ["source_not_readable", {"names": "Payments"}])
        self.assertEqual(notes[1:], [[NO_ID, {"field": "CONS_ID", "count": 4}]])
