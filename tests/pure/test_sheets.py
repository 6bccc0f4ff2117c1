from ...tools.rows.labels import find_header
from ...tools.rows.schema import Field, Schema
from ..common_files import FileCase
from ..fixtures import make

KNOWN = {"memberid": "member_id", "email": "email", "mail": "email", "zip": "zip"}
PEOPLE = [["Member ID", "E-Mail", "Zip"], ["00123", "ann@example.org", "02134"]]
SUMMARY = [["This document was exported."], ["Sheet Name", "Table Name"], ["Sheet 1", "Zip"]]
NOBODY = ["", "", "", False]
BOTH = (make.xlsx, make.xls)


def written(sheets):
    """The one sheet as Google Sheets writes it into a .csv."""
    [rows] = sheets.values()
    return make.text([[str(c).upper() if isinstance(c, bool) else c for c in row] for row in rows])


class TestWhichSheet(FileCase):
    def chosen(self, sheets, **options):
        options = {"known": KNOWN, **options}
        names = {self.open(make_file(sheets), **options).dialect["sheet"] for make_file in BOTH}
        self.assertEqual(len(names), 1)
        return names.pop()

    def test_the_sheet_whose_columns_are_known_comes_first(self):
        """C15, V07: a summary or notes in front of it are not the data; a warning tells of all."""
        book = {"Export Summary": SUMMARY, "People": PEOPLE}
        self.assertEqual(self.chosen(book), "People")
        for make_file in BOTH:
            expected = {"sheet": "People", "sheets": "Export Summary, People"}
            warned = self.warned(make_file(book), known=KNOWN)
            self.assertEqual(warned["several_sheets"], expected)

    def test_titles_above_the_names_do_not_hide_them(self):
        """C15: the names of the columns are looked for below titles, too."""
        titled = [["Members of the chapter"], ["2026"], *PEOPLE]
        self.assertEqual(self.chosen({"Notes": SUMMARY, "People": titled}), "People")

    def test_of_two_that_fit_alike_the_first_is_read(self):
        """D6: two labels of one field count once."""
        twice = [["E-Mail", "Mail", "Notes"], ["a", "b", "c"]]
        book = {"A": twice, "B": [["E-Mail", "x"], ["a", "b"]]}
        self.assertEqual(self.chosen(book), "A")
        self.assertEqual(self.chosen({"A": [["x"], ["1"]], "B": [["y"], ["1"]]}), "A")
        self.assertEqual(self.chosen({"Notes": SUMMARY, "People": PEOPLE}, known={}), "Notes")

    def test_a_person_can_choose_another(self):
        """D6: what is chosen is read, whatever its columns are called."""
        book = {"Export Summary": SUMMARY, "People": PEOPLE}
        self.assertEqual(self.chosen(book, sheet="Export Summary"), "Export Summary")

    def test_hidden_sheets_are_not_proposed(self):
        """D5: however well their columns are known."""
        sheet = make.sheet_xml(make.text_rows(PEOPLE))
        notes = make.sheet_xml(make.text_rows(SUMMARY))
        hidden = make.package({"Notes": notes, "People": (sheet, "hidden")})
        self.assertEqual(self.open(hidden, known=KNOWN).dialect["sheet"], "Notes")

    def test_an_unknown_state_of_a_sheet_hides_nothing(self):
        """D5: only what the format calls hidden is."""
        odd = make.package({"People": (make.sheet_xml(make.text_rows(PEOPLE)), "Visible")})
        self.assertEqual(self.cells(odd), PEOPLE)


class TestTitles(FileCase):
    def test_the_names_of_columns_may_stand_below_titles(self):
        """C12, V07: where no column is required, the first row that names two fields."""
        schema = Schema([Field("email", "E-mail"), Field("zip", "Zip")])
        titles = [["Members"], ["", "2026"]]
        self.assertEqual(find_header([*titles, *PEOPLE], schema, KNOWN), 2)
        self.assertEqual(find_header([["Zip", "x"], *PEOPLE], schema, KNOWN), 0)
        self.assertEqual(find_header([["x", "y"], ["Zip", "1"]], schema, KNOWN), 0)


class TestCheckBoxes(FileCase):
    def test_rows_of_boxes_that_nobody_ticked_are_blank(self):
        """C12, V07: they are left out and counted; numbers of rows stay those of the sheet."""
        rows = [[*PEOPLE[0], "Active"], NOBODY, [*PEOPLE[1], False], NOBODY, ["", "", "", True]]
        for make_file in (*BOTH, written):
            content = make_file({"S": rows})
            found = self.read_rows(content)
            self.assertEqual([number for number, _cells in found], [1, 3, 5])
            self.assertEqual(found[1][1][0], "00123")
            self.assertEqual(self.warned(content)["unticked_rows"], {"count": 2, "rows": "2, 4"})

    def test_a_file_of_nothing_but_booleans_keeps_its_rows(self):
        """C29: FALSE may be all that a record says."""
        for make_file in (*BOTH, written):
            content = make_file({"S": [["Active", "Paid"], [False, False], [True, ""], [False]]})
            self.assertEqual([number for number, _cells in self.read_rows(content)], [1, 2, 3, 4])
            self.assertNotIn("unticked_rows", self.warned(content))

    def test_thousands_of_boxes_below_one_person(self):
        """V07: as Google Sheets fills a column down to row 1000."""
        rows = [[*PEOPLE[0], "Active"], [*PEOPLE[1], True], *[NOBODY] * 998]
        for make_file in (make.xlsx, written):
            content = make_file({"S": rows})
            self.assertEqual(len(self.cells(content)), 2)
            self.assertEqual(self.warned(content)["unticked_rows"]["count"], 998)

    def test_boxes_of_a_csv_stand_among_records(self):
        """V07: they are in the columns and below them; blank rows are counted, words are data."""
        rows = [["Active", "Name"], *[[False, "Ann"]] * 999, *[[False, ""]] * 999, [True, ""]]
        table = self.open(written({"S": [*rows, ["false", ""]]}))
        self.assertEqual((len(list(table)), table.rows, table.blank), (1002, 1002, 999))
        self.assertEqual(
            self.cells(b"Active\nFALSE\nfalse\nFALSE\n", separator=","), [["Active"], ["false"]]
        )
        self.assertEqual(len(self.cells(b"Active,Paid\nFALSE,\nFALSE,TRUE\n")), 3)
