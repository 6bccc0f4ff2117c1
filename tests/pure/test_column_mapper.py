from unittest import TestCase

from ...importer.mapper import ColumnMapper
from ...tools.rows.problems import WARNING
from ...tools.rows.schema import Field, Schema

SCHEMA = Schema(
    [
        Field("number", "Number", "code", required=True),
        Field("name", "Name", required=True),
        Field("note", "Note"),
    ]
)


class TestColumnMapper(TestCase):
    """C15, C16, C24: which column holds which field, before anybody is asked and after."""

    def mapper(self, *labels, **values):
        return ColumnMapper(labels, SCHEMA, **values)

    def assertWrong(self, problem, code, **params):
        self.assertEqual((problem.code, problem.params), (code, params))

    # -- what is known before there is a file ------------------------------------------------------

    def test_labels_are_known_by_the_schema_by_learning_and_by_decision(self):
        """C15: what names a field tells which sheet of a workbook is meant."""
        mapper = self.mapper(given={"Nr.": "number"}, learned=lambda: {"nom": "name"})
        expected = {"number": "number", "nr": "number", "name": "name", "nom": "name"}
        self.assertEqual(mapper.known(), {**expected, "note": "note"})

    # -- guesses -------------------------------------------------------------------------------

    def test_columns_of_an_errors_file_are_never_mapped(self):
        mapper = self.mapper("_row", "Number", "Name", " _error", "_hint ")
        self.assertEqual(mapper.usable, {1: "Number", 2: "Name"})
        self.assertEqual(mapper.columns(), {"number": 1, "name": 2})

    def test_columns_by_place_skip_those_of_an_errors_file(self):
        mapper = self.mapper("_row", "x", "y", "z")
        self.assertEqual(mapper.columns(), {"number": 1, "name": 2, "note": 3})

    def test_an_earlier_file_teaches_a_label(self):
        taught = self.mapper("Number", "Nom", "Rem", learned=lambda: {"rem": "note", "nom": "name"})
        self.assertEqual(taught.guesses()["note"].how, "learned")
        self.assertEqual(taught.columns(), {"number": 0, "name": 1, "note": 2})

    def test_what_the_operation_decides_comes_first(self):
        mapper = self.mapper("Number", "Name", "Other", given={"Other": "name"}, unused={"note"})
        self.assertEqual(mapper.columns(), {"number": 0, "name": 2})

    def test_fields_left_out_have_no_column(self):
        mapper = self.mapper("Number", "Name", "Note", unused={"note"})
        self.assertEqual(mapper.columns(), {"number": 0, "name": 1})

    def test_fixed_columns_come_in_the_order_of_the_schema(self):
        mapper = self.mapper("Note", "_row", "Name", "Number", fixed=True)
        self.assertEqual(mapper.columns(), {"number": 0, "name": 2, "note": 3})

    # -- a mapping that is given -----------------------------------------------------------------

    def test_labels_name_their_columns(self):
        mapper = self.mapper("A", "B", "C")
        self.assertEqual(mapper.by_labels({"C": "number", "A": "name"}), {"number": 2, "name": 0})

    def test_a_label_that_occurs_twice_names_no_column(self):
        problem = self.mapper("A", "A").by_labels({"A": "name"})
        self.assertWrong(problem, "mapped_label_twice", label="A")

    def test_unknown_labels_and_fields_are_named(self):
        mapper = self.mapper("A", "B")
        self.assertWrong(mapper.by_labels({"X": "name"}), "unknown_mapping", name="X")
        self.assertWrong(mapper.by_labels({"A": "x"}), "unknown_mapping", name="x")

    def test_two_labels_for_one_field_are_refused(self):
        problem = self.mapper("A", "B").by_labels({"A": "name", "B": "name"})
        self.assertWrong(problem, "column_twice", fields="Name")

    def test_only_mappings_of_fields_to_columns_fit(self):
        mapper = self.mapper("_row", "A", "B")
        self.assertTrue(mapper.fits({"name": 1}))
        for given in (None, ["name"], {"x": 1}, {"name": 0}, {"name": 3}, {"name": True}):
            with self.subTest(given):
                self.assertFalse(mapper.fits(given))

    def test_fixed_columns_cannot_be_mapped_otherwise(self):
        mapper = self.mapper("A", "B", "C", fixed=True)
        self.assertTrue(mapper.fits(mapper.columns()))
        self.assertFalse(mapper.fits({"number": 1, "name": 0, "note": 2}))

    def test_a_letter_names_a_column(self):
        """C15: of two columns of one name neither can be named otherwise; a label that is a letter
        comes first, and columns of an errors file have none."""
        mapper = self.mapper("Number", "Email", "Email", "A", "_row")
        self.assertEqual(
            mapper.by_labels({"C": "name", "Number": "number"}), {"name": 2, "number": 0}
        )
        self.assertEqual(mapper.by_labels({"A": "name"}), {"name": 3})
        for letter in ("E", "F", "c", "AAAA"):
            self.assertWrong(mapper.by_labels({letter: "name"}), "unknown_mapping", name=letter)

    def test_an_operation_names_columns_by_letters(self):
        """C15: likewise; such a column is not doubted, nor missed."""
        mapper = self.mapper("_row", "Number", "Name", "Name", given={"D": "name"})
        columns = mapper.columns()
        self.assertEqual(columns, {"number": 1, "name": 3})
        self.assertEqual((mapper.doubt(columns), mapper.warnings()), (None, []))
        mapper = self.mapper("Number", "Name", given={"D": "name"})
        self.assertWrong(mapper.doubt({}), "columns_not_there", labels="D")

    # -- what is left out ----------------------------------------------------------------------

    def test_columns_that_nobody_uses_are_named(self):
        """UX 3: not those of an errors file, without a name, or which the operation leaves out."""
        mapper = self.mapper("_row", "Number", "Name", "Vorname", "", "Note ", unused={"note"})
        [problem] = mapper.left_over(mapper.columns())
        self.assertWrong(problem, "unused_columns", columns="D: Vorname")
        self.assertEqual(problem.level, WARNING)
        self.assertEqual(self.mapper("Number", "Name").left_over({"number": 0, "name": 1}), [])

    def test_a_record_in_place_of_names(self):
        """A4: something that looks like data, and nothing that is a name of a field."""
        for labels, headless in (
            (("00123", "Ann", "ann@example.com"), True),
            (("Ann", "2024-01-31", ""), True),
            (("Number", "Ann", "ann@example.com"), False),
            (("Ann", "Lee", "x"), False),
        ):
            with self.subTest(labels):
                self.assertEqual(self.mapper(*labels).is_headless(), headless)
        mapper = self.mapper("2024", "2025", given={"2024": "note"})
        self.assertFalse(mapper.is_headless())

    def test_a_choice_in_place_of_a_name(self):
        """A4: such as the status of a registration."""
        schema = Schema([Field("way", "Way", "selection", choices=(("in", "In"), ("out", "Out")))])
        self.assertTrue(ColumnMapper(["Ann", "out"], schema).is_headless())

    # -- what is wrong ---------------------------------------------------------------------------

    def test_required_fields_need_a_column(self):
        problem = self.mapper("A").problem({"note": 0})
        self.assertWrong(problem, "unmapped", fields="Number, Name")

    def test_a_column_holds_one_field(self):
        problem = self.mapper("A", "B").problem({"number": 0, "name": 0, "note": 1})
        self.assertWrong(problem, "column_shared", fields="Number, Name")
        self.assertIsNone(self.mapper("A", "B").problem({"number": 0, "name": 1}))

    def test_columns_that_the_operation_names_are_missed(self):
        mapper = self.mapper("Number", "Name ", given={"Name": "name", "Gone": "note"})
        self.assertWrong(mapper.doubt({}), "columns_not_there", labels="Gone")
        [problem] = mapper.warnings()
        self.assertWrong(problem, "columns_not_there", labels="Gone")
        self.assertEqual(problem.level, WARNING)

    def test_a_guessed_label_that_occurs_twice_is_doubtful(self):
        mapper = self.mapper("Number", "Name", "Name", "Rest", "Rest")
        self.assertWrong(mapper.doubt(mapper.columns()), "mapped_label_twice", label="Name")
        self.assertIsNone(mapper.doubt({"number": 0}))
        self.assertEqual(mapper.warnings(), [])

    def test_lost_zeros_are_told_of_mapped_codes_only(self):
        """E2: each column that holds a code is looked at, and no other."""
        codes = ["12345", "23456", "34567", "45678", "1234"]
        asked = []

        def first_texts(column, limit):
            asked.append((column, limit))
            return codes

        mapper = self.mapper("Name", "Number")
        [problem] = mapper.lost_zeros({"name": 0, "number": 1}, first_texts)
        self.assertWrong(problem, "lost_zeros", column="B: Number", count=1, length=5)
        self.assertEqual(asked, [(1, 1000)])
        self.assertEqual(mapper.lost_zeros({"name": 0}, first_texts), [])
