import datetime
from unittest import TestCase

from ...tools.rows.problems import Problem
from ...tools.rows.schema import Field, Schema, format
from ...tools.writing.writers import safe_csv_cell, value_cell

STATUS = (("registered", "Registered"), ("no_show", "No Show", "Absent"), ("ete", "Été"))
SCHEMA = Schema(
    [
        Field("code", "Code", "code", required=True, size=10),
        Field("name", "Name", size=5),
        Field("status", "Status", "selection", choices=STATUS),
        Field("day", "Day", "date"),
        Field("member", "Member", "boolean"),
        Field("seats", "Seats", "integer"),
    ]
)
DATE = {"type": "date", "text": "2024-03-01", "value": "2024-03-01"}


class TestSchema(TestCase):
    def one(self, name, cell, **arguments):
        """(value, [problem codes]) of a single cell."""
        parse = SCHEMA.parser({name: 0}, **arguments)
        values, problems = parse([cell])
        return values[name], [problem.code for problem in problems]

    def assertValues(self, name, expected, **arguments):
        """`expected` {cell text: value, or the code of its problem in a list}."""
        for cell, value in expected.items():
            with self.subTest(cell):
                found = self.one(name, cell, **arguments)
                self.assertEqual(found, (None, value) if isinstance(value, list) else (value, []))

    def test_fields_are_found_by_name(self):
        self.assertEqual(SCHEMA.field("day").label, "Day")
        self.assertEqual([field.name for field in SCHEMA.required], ["code"])
        self.assertNotIn("other", SCHEMA)
        with self.assertRaises(KeyError):
            SCHEMA.field("other")

    def test_only_mapped_columns_have_values(self):
        """A27, S01: a blank cell is None, a column that is not there is not."""
        parse = SCHEMA.parser({"name": 2, "code": 0})
        self.assertEqual(parse(["x", "?", " "]), ({"code": "x", "name": None}, []))

    def test_the_names_of_columns_are_no_record(self):
        """C08: they come again where files were put together, a BOM before them or not."""
        labels = ["Code ", "", "Name", ""]
        parse = SCHEMA.parser({"code": 0, "name": 2}, width=4, labels=labels)
        for cells in (["Code", "", "Name", ""], ["\ufeffCode", "", "Name"]):
            values, problems = parse(cells)
            self.assertEqual(values, {"code": None, "name": None})
            self.assertEqual(problems, [Problem("header_again")])
        for cells in (["Code", "x", "Name", ""], ["x", "", "Name", ""], ["Code", "", "Ann", ""]):
            self.assertEqual(parse(cells)[1], [])
        self.assertEqual(SCHEMA.parser({"name": 0}, labels=["Name"])(["Name"])[1], [])

    def test_texts_and_codes_are_trimmed(self):
        """B13, C23: blanks and invisible characters at the ends, composed characters."""
        texts = {" a\u00a0": "a", "\ufeffa\u200b": "a", "\u200fZoe\u0308": "Zoë", "\u3000": None}
        self.assertValues("name", texts)
        self.assertEqual(self.one("code", "\u200fab\u00a0"), ("ab", ["invisible_characters"]))
        self.assertEqual(self.one("code", "Zoë"), ("Zoë", []))
        self.assertEqual(self.one("code", "  "), (None, ["missing"]))

    def test_one_apostrophe_is_taken_off_before_a_trigger(self):
        """E5, E6: of a safe export, and only there; and of several only one."""
        texts = {"'=x": "=x", "'+1": "+1", "'-1": "-1", "'@x": "@x", "''=x": "'=x"}
        same = {text: text for text in ("'t H", "''t", "'", "+1", "-", "=")}
        self.assertValues("name", {**texts, **same})

    def test_what_a_safe_export_writes_comes_back(self):
        """E5, P10: with and without the apostrophe the value is the same."""
        for text in ("=1", "+x", "-x", "@x", "\tx", "\rx", "\nx", "'=1", "'t", "''", "x", "'"):
            self.assertEqual(self.one("name", safe_csv_cell(text)), self.one("name", text), text)

    def test_what_an_export_of_values_writes_comes_back(self):
        """T37: a value with an apostrophe of its own keeps it."""
        for text in ("=1", "'=1", "''-1", "'t", "''", "'", "x"):
            cell = safe_csv_cell(value_cell(text))
            self.assertEqual(self.one("name", cell), (text, []), text)

    def test_codes_that_spreadsheets_mangle_are_errors(self):
        """E1, E3, D17, D4, D1, B10: each with what happened to it."""
        cells = {
            "mangled_number": "1.23E+11",
            "date_in_code": DATE,
            "number_format": {"type": "painted", "text": "0.17"},
            "lost_digits": {"type": "digits", "text": "1234567890123450000"},
            "error_cell": {"type": "error", "text": "#N/A"},
            "formula_without_value": {"type": "formula", "text": "=A1"},
            "bad_character": {"type": "bad", "text": "a\ufffd"},
        }
        for code, cell in cells.items():
            self.assertEqual(self.one("code", cell), (None, [code]))
        for text in ("1,23e+11", "1E+5"):
            self.assertEqual(self.one("code", text)[1], ["mangled_number"])
        self.assertValues("code", {"A1E+11": "A1E+11", "+32 475": "+32 475", "00123": "00123"})

    def test_numbers_in_a_format(self):
        """V18, D18: a code and a text are what is shown, a number is what is stored; separators are
        told where a code is expected."""
        shown = {"type": "number", "text": "M-17", "value": "17"}
        grouped, painted = ({"type": each, "text": "1234"} for each in ("grouped", "painted"))
        self.assertEqual(self.one("code", shown), ("M-17", []))
        self.assertEqual(self.one("name", shown), ("M-17", []))
        self.assertEqual(self.one("seats", shown), (17, []))
        self.assertEqual(self.one("code", grouped), ("1234", ["number_separators"]))
        for cell in (grouped, painted):
            self.assertEqual(self.one("name", cell), ("1234", []))
            self.assertEqual(self.one("seats", cell), (1234, []))
        self.assertEqual(self.one("member", {**shown, "value": "1"}), (True, []))

    def test_a_date_or_boolean_in_a_text_is_its_text(self):
        schema = Schema([Field("name", "Name")])
        self.assertEqual(schema.parser({"name": 0})([DATE])[0], {"name": "2024-03-01"})
        true = {"type": "boolean", "text": "TRUE", "value": True}
        self.assertEqual(schema.parser({"name": 0})([true])[0], {"name": "TRUE"})

    def test_long_texts_name_both_lengths(self):
        """E11, A19: no silent cut."""
        _values, problems = SCHEMA.parser({"name": 0})(["abcdef"])
        params = {"length": 6, "limit": 5}
        self.assertEqual(problems, [Problem("too_long", "name", "abcdef", params)])

    def test_choices_are_found_whatever_their_spelling(self):
        """D3, E17, C14: by value, label or other word, whatever the case, blanks and hyphens."""
        words = ("No Show", "no-show", "NO_SHOW", " noshow ", "No\u2011Show", "absent")
        self.assertValues("status", dict.fromkeys(words, "no_show"))
        self.assertValues("status", {"": None, "e\u0301te\u0301": "ete", "Ete": "ete"})
        self.assertValues("status", dict.fromkeys(("Etë", "No Shows"), ["not_a_choice"]))
        _values, problems = SCHEMA.parser({"status": 0})(["Foo"])
        self.assertEqual(problems[0].params, {"allowed": "Registered, No Show, Été"})

    def test_dates_have_one_exact_form(self):
        """A24, E14, D16: 31/02, two digits, years 202 and 20250 are errors; no guesses."""
        day = datetime.date(2024, 2, 29)
        bad = ("31/02/2024", "1/2/2024", "01/02/24", "01/02/0202", "01/02/20250", "2024-02-01", "x")
        self.assertValues("day", dict.fromkeys(bad, ["bad_date"]), date_format="%d/%m/%Y")
        self.assertValues("day", {" 29/02/2024 ": day}, date_format="%d/%m/%Y")
        self.assertValues("day", {"2024-02-29": day, "01/02/2024": ["bad_date"]})
        both = {"29.02.2024": day, "2024-02-29": day}
        self.assertValues("day", both, date_format=("%d.%m.%Y", "%Y-%m-%d"))

    def test_date_cells_need_no_form(self):
        """D12, D14: what the spreadsheet knows to be a date is one; what is none is an error."""
        day = datetime.date(2024, 3, 1)
        self.assertEqual(self.one("day", DATE, date_format="%d/%m/%Y"), (day, []))
        moment = {**DATE, "value": "2024-03-01T10:30:00"}
        self.assertEqual(self.one("day", moment), (day, ["time_of_day"]))
        self.assertEqual(self.one("day", {**DATE, "value": None}), (None, ["bad_date"]))

    def test_booleans_and_integers(self):
        """D20: a documented list, else an error."""
        yes, no = "1 TRUE Yes y T x ja oui VRAI WAHR", "0 false No n F nein non FAUX FALSCH"
        self.assertValues("member", dict.fromkeys(yes.split(), True))
        self.assertValues("member", dict.fromkeys(no.split(), False))
        self.assertValues("member", {"maybe": ["not_a_boolean"], "": None})
        true = {"type": "boolean", "text": "TRUE", "value": True}
        self.assertEqual(self.one("member", true), (True, []))
        self.assertValues("seats", {"12": 12, "-3": -3, "+4": 4, "": None})
        bad = ("1.5", "1 000", "x", "9" * 12, "٣")
        self.assertValues("seats", dict.fromkeys(bad, ["not_an_integer"]))

    def test_all_problems_of_a_row_are_told(self):
        """UX 11: not only the first."""
        parse = SCHEMA.parser({"code": 0, "name": 1, "status": 2})
        values, problems = parse(["", "too long", "Foo"])
        self.assertEqual(values, {"code": None, "name": None, "status": None})
        self.assertEqual([p.code for p in problems], ["missing", "too_long", "not_a_choice"])

    def test_a_cell_means_the_same_in_every_row(self):
        """F1: and what is to be said of it is said of each."""
        parse = SCHEMA.parser({"code": 0, "name": 1, "seats": 2})
        rows = (["'=A", "Ann", "x"], ["", "Annabel", "7"], ["5,2E+3", "Ann", ""])
        told = [parse(row) for row in rows]
        self.assertEqual([parse(row) for row in rows * 2], told * 2)
        self.assertEqual([len(problems) for _values, problems in told], [1, 2, 1])

    def test_rows_of_another_width(self):
        """C7, C8: nothing is shifted; empty cells too many or too few are no matter."""
        arguments = {"width": 3, "labels": ["Code", "Name", "Status"]}
        columns = {"code": 0, "name": 1, "status": 2}

        def codes(cells, ragged=True):
            values, problems = SCHEMA.parser(columns, ragged=ragged, **arguments)(cells)
            return values["code"], [problem.code for problem in problems]

        self.assertEqual(codes(["a", "b", "", "", " "]), ("a", []))
        self.assertEqual(codes(["a", "b", "", "x"]), ("a", ["row_too_long"]))
        self.assertEqual(codes(["a", "b"]), ("a", ["row_too_short"]))
        self.assertEqual(codes(["a"], ragged=False), ("a", []))
        arguments["labels"] = ["Code", "Name", ""]
        self.assertEqual(codes(["a", "b"]), ("a", []))

    def test_long_values_are_shortened_in_problems(self):
        """UX 11: the value is shown, not the whole of a hundred thousand characters."""
        _values, problems = SCHEMA.parser({"status": 0})(["x" * 100_000])
        self.assertEqual(len(problems[0].value), 200)

    def test_format_is_the_inverse_of_parse(self):
        day = datetime.date(2024, 3, 1)
        values = {"code": "00123", "status": "no_show", "day": day, "member": False, "seats": -3}
        for name, value in {**values, "name": None}.items():
            text = format(SCHEMA.field(name), value, "%d/%m/%Y")
            if value is not None:
                self.assertEqual(self.one(name, text, date_format="%d/%m/%Y"), (value, []))
        self.assertEqual(format(SCHEMA.field("name"), None), "")
        self.assertEqual(format(SCHEMA.field("status"), "no_show"), "No Show")
