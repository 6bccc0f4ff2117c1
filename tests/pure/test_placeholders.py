from unittest import TestCase

from ...tools.kinds.qualifications import SCHEMA as QUALIFICATIONS
from ...tools.kinds.session_instances import SCHEMA as SESSIONS
from ...tools.rows.keys import LAST_DIGIT, key_text, plain_characters
from ...tools.rows.placeholders import KEY, NAME, TITLE, VALUE, is_placeholder
from ...tools.rows.schema import Field, Schema

NOTHING = (
    *("NULL", "null", "(null)", "N/A", "n/a", "#N/A", "NA", "-", "--", "—", "0", "0.0", "０"),
    *("\\N", "undefined", "NaN", "[object Object]", "None", "nil", "(blank)", "#REF!", "#VALUE!"),
    *("?", "???", "n.a.", "k.A.", "k. A.", "TBD", "tba", ".", "...", "_", "/", "#DIV/0!", "#NV"),
    *("'NULL'", '"null"', "“N/A”", "unknown", "Unbekannt", "not available", "FALSE", "''"),
)
KEYS = (
    *(
        "00123",
        "X-0",
        "Nullmeier",
        "NO",
        "KA",
        "NV",
        "TRUE",
        "A",
        "1",
        "0a",
        "nah",
        "NULL-1",
        "東京",
    ),
    *("None-7", "É", "-5", "000", "00000000", "0-0"),
)


class TestKeys(TestCase):
    """E7: what stands for no value names nobody; B13: what is shown alike is one."""

    def parse(self, cell, type="code", **values):
        """The value of a cell, and the codes of what is said of it."""
        schema = Schema([Field("f", "F", type, **values)])
        values, problems = schema.parser({"f": 0}, width=1)([cell])
        return values["f"], [(problem.code, problem.level) for problem in problems]

    def test_what_stands_for_no_value_is_no_key(self):
        """E7: of programs, of spreadsheets and of people, in any case."""
        for text in NOTHING:
            with self.subTest(text):
                self.assertTrue(is_placeholder(key_text(text)))
                self.assertEqual(self.parse(text, holds=KEY), (None, [("placeholder", "error")]))

    def test_what_only_looks_a_little_like_it_is_one(self):
        """E7: nobody guesses."""
        for text in KEYS:
            with self.subTest(text):
                self.assertEqual(self.parse(text, holds=KEY), (text, []))

    def test_elsewhere_it_is_a_warning(self):
        """E7: it is stored as it stands; a name may be what programs take for nothing."""
        for text in ("\\N", "NULL", "-", "N/A", "[object Object]", "None", "tbd"):
            with self.subTest(text):
                expected = (text, [("placeholder_kept", "warning")])
                self.assertEqual(self.parse(text, "text", holds=VALUE), expected)
                self.assertEqual(self.parse(text, "text", holds=NAME), expected)
        for text in ("Null", "True", "Nan", "Na", "Nil", "No", "Noone"):
            with self.subTest(text):
                self.assertEqual(self.parse(text, "text", holds=NAME), (text, []))
        self.assertEqual(self.parse("NA", "text"), ("NA", []))

    def test_nothing_is_made_that_is_called_so(self):
        """E7: a structure called N/A would have all people who have none."""
        for text in ("N/A", "none", "-", "[object Object]"):
            self.assertEqual(self.parse(text, holds=TITLE)[1], [("placeholder", "error")])
        for text in ("Null", "Unknown", "TBD", "Blank"):
            self.assertEqual(self.parse(text, holds=TITLE), (text, []))

    def test_a_key_in_another_spelling_is_the_same(self):
        """B13: a whole number with decimals, digits of any width and script; with a warning."""
        for text, key in (
            *(("5001.0", "5001"), ("5001.00", "5001"), ("5001,0", "5001"), ("007.0", "007")),
            *(("７７７１２３", "777123"), ("ＡＢ－１", "AB-1"), ("٧٧١", "771"), ("7\xa01", "7 1")),
        ):
            with self.subTest(text):
                value, problems = self.parse(text, "text", holds=KEY)
                self.assertEqual((value, problems), (key, [("key_respelt", "warning")]))
        for text in ("5001.5", "5.001", "5,000", "A.0", "1.2.0", "№ 5", "1º", "x²", ".0a"):
            with self.subTest(text):
                self.assertEqual(self.parse(text, "text", holds=KEY), (text, []))

    def test_an_id_may_have_been_taken_for_a_number_with_decimals(self):
        """B13: CONS_ID, too; other numbers may not (D20)."""
        self.assertEqual(
            self.parse("17.0", "integer", holds=KEY), (17, [("key_respelt", "warning")])
        )
        self.assertEqual(self.parse("１７", "integer", holds=KEY)[0], 17)
        self.assertEqual(self.parse("0", "integer", holds=KEY), (None, [("placeholder", "error")]))
        self.assertEqual(self.parse("17.0", "integer")[1], [("not_an_integer", "error")])

    def test_a_number_with_more_digits_than_survive_is_refused(self):
        """E1: the last ones of 1234567890123456.0 are not those that somebody typed."""
        self.assertEqual(self.parse("123456789012345.0", holds=KEY)[0], "123456789012345")
        expected = (None, [("lost_digits", "error")])
        self.assertEqual(self.parse("1234567890123456.0", holds=KEY), expected)

    def test_of_a_list_each_is_read(self):
        """B13: GROUP_ID takes several."""
        value, problems = self.parse("5001.0; A;７", holds=KEY, separator=";")
        self.assertEqual((value, problems), ("5001; A; 7", [("key_respelt", "warning")]))
        self.assertEqual(self.parse("A; B", holds=KEY, separator=";"), ("A; B", []))

    def test_codes_and_numbers_of_events_and_learners_are_keys(self):
        """E7: each that names a record."""
        named = {field.name for field in (*SESSIONS, *QUALIFICATIONS) if field.holds == KEY}
        expected = {"registration_code", "session_code", "instance_code"}
        self.assertEqual(named, expected | {"qualification_number", "uln"})

    def test_each_digit_of_the_world_has_a_plain_one(self):
        """B13: a newer Python may know more digits."""
        digits = [chr(code) for code in range(0x80, 0x110000) if chr(code).isdecimal()]
        self.assertLessEqual(max(map(ord, digits)), LAST_DIGIT)
        self.assertEqual({key_text(digit) for digit in digits}, set("0123456789"))
        self.assertTrue(all(len(plain) == 1 for plain in plain_characters().values()))
