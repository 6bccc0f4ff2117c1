import csv
import time

from ...tools.reading.kept_zeros import marked_columns
from ..common_files import FileCase
from ..fixtures import make


class TestTextAsFormula(FileCase):
    """E13: people write ="00123" into a .csv, so that a spreadsheet keeps the zeros."""

    def column(self, *cells, **options):
        """The cells of the first column below its label, of lines as they stand in a file."""
        content = "".join(f"{line}\n" for line in ("Code;Name", *(f"{each};x" for each in cells)))
        return [cells[0] for cells in self.cells(content.encode(), **options)][1:]

    def test_a_text_as_a_formula_is_its_text(self):
        """E13: as people write it, as a spreadsheet saves it, with blanks around."""
        lines = ['="00123"', '"=""00123"""', ' ="00123" ', '\t="00123"', '" =""00123"""']
        self.assertEqual(self.column(*lines), ["00123"] * 5)

    def test_quotes_and_separators_within_it_belong_to_it(self):
        """E13: what is doubled in the formula is single in its text."""
        self.assertEqual(self.column('"=""3"""" pipe; new"""'), ['3" pipe; new'])
        rows = [["Code", "Name"], ['="0,1"', "x"], ['="a\nb"', '=""']]
        for quoting in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL):
            cells = self.cells(make.text(rows, quoting=quoting))
            self.assertEqual(cells[1:], [["0,1", "x"], ["a\nb", ""]])

    def test_nothing_else_is_evaluated(self):
        """E13: any other formula stays a text."""
        for cell in ("=1+1", '="a"&"b"', '=HYPERLINK("x")', '="a', "=A1", '+"00123"', '="a"b"'):
            with self.subTest(cell):
                quoted = '"' + cell.replace('"', '""') + '"'
                self.assertEqual(self.column(quoted), [cell])

    def test_a_text_that_the_separator_cuts_is_refused(self):
        """C1: its halves would stand in two columns, and all behind them in wrong ones."""
        content = b'Code,Name\n1,Ann\n="00,123",Bo\n'
        self.assertEqual(self.refused(content), ("torn_text", {"row": 3}))

    def test_a_row_of_empty_formulas_is_blank(self):
        """C24: as a spreadsheet shows it."""
        table = self.open(b'Code,Name\n="",=""\n1,Ann\n')
        self.assertEqual([number for number, _cells in table], [1, 3])
        self.assertEqual(table.blank, 1)

    def test_a_bad_character_within_is_marked(self):
        """B10: the text that is left is looked at like any other."""
        [cell] = self.column('="0\x011"')
        self.assertEqual(cell, {"type": "bad", "text": "0\ufffd1"})


class TestApostrophes(FileCase):
    """E13: an apostrophe in front of each cell, as people keep zeros by in a spreadsheet."""

    def test_a_column_of_apostrophes_has_none(self):
        """E13: and the job says in which; empty cells do not count."""
        content = b"Code,Name,Zip\n'00123,O'Neil,'0001\n,Bo,'0002\n'7,Cy,3\n"
        rows = [["00123", "O'Neil", "'0001"], ["", "Bo", "'0002"], ["7", "Cy", "3"]]
        self.assertEqual(self.cells(content)[1:], rows)
        self.assertEqual(self.warned(content)["apostrophes"], {"columns": "A"})

    def test_one_cell_without_keeps_all_others(self):
        """E13: in the last row of many as in the first."""
        for place in (0, 5000, 9999):
            codes = [f"'{number:05}" for number in range(10_000)]
            codes[place] = "x"
            content = make.text([["Code", "Name"], *([code, "x"] for code in codes)])
            self.assertEqual([cells[0] for cells in self.cells(content)[1:]], codes)

    def test_names_keep_theirs(self):
        """E13: it is a part of the word, whoever else is in the file."""
        content = b"Code,Name,Town\n'1,'t Hooft,'s-Gravenhage\n'2,'t Sas,'S-HERTOGENBOSCH\n"
        names = [["1", "'t Hooft", "'s-Gravenhage"], ["2", "'t Sas", "'S-HERTOGENBOSCH"]]
        self.assertEqual(self.cells(content)[1:], names)

    def test_the_apostrophe_of_a_safe_export_is_taken_off_once(self):
        """T37: where a cell is parsed; both here and there would change the text."""
        content = make.text([["Phone", "Note"], ["'+32 475", "''=A1"], ["'-", "''=B1"]])
        self.assertEqual(self.cells(content)[1:], [["'+32 475", "''=A1"], ["'-", "''=B1"]])

    def test_texts_in_a_pair_of_apostrophes_stay(self):
        """E13: that is another way of quoting, and half of it would be worse."""
        self.assertEqual(self.cells(b"a,b\n'01',x\n'02',y\n")[1:], [["'01'", "x"], ["'02'", "y"]])

    def test_lines_of_a_title_are_above_the_header(self):
        """C12: the header is the first line of several cells."""
        self.assertEqual(marked_columns([["List"], [], ["Code", "Name"], ["'1", "Ann"]]), {0})
        self.assertEqual(marked_columns([["Code"], ["'1"], ["'2"]]), {0})
        self.assertEqual(marked_columns([["Code", "Name"], ["1", "Ann"], ["'2", "Bo"]]), set())

    def test_a_text_as_a_formula_is_no_apostrophe(self):
        """E13: a column of both stays as it is."""
        self.assertEqual(self.cells(b"a,b\n='1,x\n'=\"2\",y\n")[2][0], '\'="2"')

    def test_most_columns_are_decided_at_once(self):
        """C19: a name with an apostrophe does not cost a second reading of the file."""
        records = iter([["Name", "Town"], ["'t Hooft", "Ghent"], *[["Ann", "Lyon"]] * 50_000])
        started = time.process_time()
        marked_columns(records)
        self.assertLess(time.process_time() - started, 0.5)
        self.assertGreater(len(list(records)), 49_000)
