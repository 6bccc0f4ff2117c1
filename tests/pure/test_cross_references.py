from unittest import TestCase

from ...tools.rows.cross_references import (
    Translator,
    in_their_words,
    respelt_warnings,
    strict_problems,
    tidy_text,
)
from ...tools.rows.problems import Problem, warning
from ...tools.rows.schema import Field

ID = Field("cons_id", "CONS_ID", type="integer", reference="contact")
GROUPS = Field("group_id", "GROUP_ID", reference="group", separator=";")
COUNTRY = Field("country", "COUNTRY", reference="country", removable=True)
CRITERION = Field("criterion", "CRITERION", reference="criterion", separator=",", assigns=True)
COLUMNS = [(ID, 0, "contact"), (GROUPS, 1, "group"), (COUNTRY, 2, "country")]
PARAMS = {"system": "Offline", "system_id": 1}


class TestCrossReferences(TestCase):
    """Their text to our text, cell by cell, before anything is read in it (V17)."""

    def translated(self, cells, lookups, columns=COLUMNS):
        translator = Translator(columns)
        translator.lookups = lookups
        return translator.row(cells)

    def test_blanks_at_the_ends_of_a_text_do_not_count(self):
        """V16: a value is compared as cells hold it: blanks at its ends do not count."""
        self.assertEqual(tidy_text(" G017\u200b "), "G017")
        self.assertEqual(tidy_text("'=A"), "=A")
        self.assertEqual(tidy_text("'t Hooft"), "'t Hooft")

    def test_the_words_of_a_column_come_first(self):
        """V10: what a download calls Friends is read as the group that it was, without a system as
        well; cross-references are asked for the rest, and problems say what stands in the file."""
        city = Field("city", "CITY")
        columns = [(GROUPS, 0, "group"), (city, 1, "")]
        words = {"group_id": {"Friends": "T-001"}, "city": {"BE": "Bern"}}
        translator = Translator(columns, words)
        rows = [["Friends; G17", "BE"], ["G17", "Chur"]]
        self.assertEqual(translator.wanted(rows), {("group", "G17")})
        translator.lookups = {("group", "G17"): "T-017"}
        cells, made = translator.row(rows[0])
        self.assertEqual(cells, ["T-001; T-017", "Bern"])
        problem = Problem("not_a_choice", "city", "Bern")
        types = {"group_id": "group", "city": ""}
        told = in_their_words(problem, made, types, ("not_a_choice",), PARAMS)
        self.assertEqual((told.code, told.value), ("not_a_choice", "BE"))
        cells, made = translator.row(rows[1])
        self.assertEqual(cells, ["T-017", "Chur"])
        problem = Problem("not_a_choice", "city", "Chur")
        self.assertEqual(in_their_words(problem, made, types, ("not_a_choice",), PARAMS), problem)

    def test_each_text_is_asked_for_once(self):
        """V17: each text of the rows is asked for once, whatever blanks are around it."""
        rows = [["17", "G1; G2 ;", " CH"], ["17", "", "CH"], ["9"]]
        wanted = {("contact", "17"), ("contact", "9"), ("country", "CH")}
        wanted |= {("group", "G1"), ("group", "G2")}
        self.assertEqual(Translator(COLUMNS).wanted(rows), wanted)

    def test_several_values_of_a_cell_are_translated_one_by_one(self):
        """V17: several values in a cell, some of which have a cross-reference."""
        lookups = {("contact", "17"): "42", ("group", "G2"): "T-001"}
        cells, translations = self.translated(["17", "G1;G2", "CH"], lookups)
        self.assertEqual(cells, ["42", "G1; T-001", "CH"])
        self.assertEqual(
            translations,
            {
                "cons_id": {"42": "17"},
                "group_id": {"G1": None, "T-001": "G2"},
                "country": {"CH": None},
            },
        )

    def test_rows_without_such_texts_stay_the_very_same(self):
        """V17: rows without such texts stay the very same."""
        row = ["", " ", ""]
        cells, translations = self.translated(row, {})
        self.assertIs(cells, row)
        self.assertEqual(translations, {})

    def test_their_text_may_be_ours(self):
        """V17: the value of the other system may be the same as ours."""
        cells, translations = self.translated(["", "", "CH"], {("country", "CH"): "CH"})
        self.assertEqual((cells[2], translations), ("CH", {"country": {"CH": "CH"}}))

    def test_their_keys_are_looked_up_as_ours_are(self):
        """B13, E7: as numbers, with a warning; what stands for no value is nobody's value."""
        lookups = {("contact", "17"): "42", ("group", "7"): "T-001", ("contact", "NULL"): "43"}
        cells, translations = self.translated(["17.0", "７;NULL", ""], lookups)
        self.assertEqual(cells, ["42", "T-001; NULL", ""])
        self.assertEqual(translations, {"cons_id": {"42": "17.0"}, "group_id": {"T-001": "７"}})
        found = respelt_warnings(translations, COLUMNS)
        self.assertEqual(
            [(each.field, each.value) for each in found], [("cons_id", "17.0"), ("group_id", "７")]
        )
        self.assertEqual(self.translated(["NULL", "", ""], lookups), (["NULL", "", ""], {}))

    def test_case_counts(self):
        """V16: g1 is not G1."""
        cells, _translations = self.translated(["", "g1", ""], {("group", "G1"): "T-001"})
        self.assertEqual(cells[1], "g1")

    def test_typed_cells(self):
        """V17: a cell of a spreadsheet becomes plain text; an error stays what it is."""
        date = {"type": "date", "text": "2026-01-02", "value": "2026-01-02"}
        error = {"type": "error", "text": "#REF!"}
        lookups = {("group", "2026-01-02"): "T-001", ("country", "#REF!"): "CH"}
        cells, translations = self.translated(["", date, error], lookups)
        self.assertEqual(cells, ["", "T-001", error])
        self.assertEqual(translations, {"group_id": {"T-001": "2026-01-02"}})

    def test_an_equals_sign_is_no_text_to_translate(self):
        """S02: = takes a value away, and is nobody's value."""
        cells, translations = self.translated(["", "", "="], {("country", "="): "CH"})
        self.assertEqual((cells[2], translations), ("=", {}))

    def test_of_an_assignment_the_code_is_translated(self):
        """V17: of CODE=VALUE the code is theirs."""
        columns = [(CRITERION, 0, "criterion")]
        cells, translations = self.translated(
            ["SRC=A, X=B"], {("criterion", "SRC"): "SOURCE"}, columns
        )
        self.assertEqual(cells, ["SOURCE=A, X=B"])
        self.assertEqual(translations, {"criterion": {"SOURCE": "SRC", "X": None}})

    def test_an_id_always_needs_a_cross_reference(self):
        """V17: their 17 is not our 17: an ID always needs a cross-reference."""
        _cells, translations = self.translated(["17", "G1", ""], {})
        found = strict_problems(translations, COLUMNS, PARAMS)
        self.assertEqual(
            [(p.code, p.field, p.value) for p in found], [("no_cross_reference", "cons_id", "17")]
        )
        self.assertEqual(found[0].params, {**PARAMS, "type": "contact"})

    def test_problems_show_what_the_person_wrote(self):
        """V17: problems say what the person wrote; unknown without a cross-reference says so."""
        translations = {"group_id": {"G1": None, "T-9": "G9"}}
        types, unknown = {"group_id": "group"}, ("unknown_group",)

        def told(problem):
            found = in_their_words(problem, translations, types, unknown, PARAMS)
            return found.code, found.value

        self.assertEqual(
            told(Problem("unknown_group", "group_id", "G1")), ("no_cross_reference", "G1")
        )
        self.assertEqual(told(Problem("unknown_group", "group_id", "T-9")), ("unknown_group", "G9"))
        self.assertEqual(
            told(Problem("archived_group", "group_id", "G1")), ("archived_group", "G1")
        )
        self.assertEqual(told(warning("unknown_group", "group_id", "G1")), ("unknown_group", "G1"))
        self.assertEqual(told(Problem("missing", "email", "")), ("missing", ""))
