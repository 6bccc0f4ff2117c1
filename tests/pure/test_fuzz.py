from ...tools.reading.blocks import cells_json
from ...tools.rows.problems import SourceError
from ..common_files import FileCase
from ..common_fuzz import Judge
from ..fixtures import mutate

SEED = 12
CASES = 400


class TestFuzz(FileCase):
    def setUp(self):
        super().setUp()
        self.judge = Judge()

    def test_whatever_goes_in_rows_or_words_come_out(self):
        """T38: `make fuzz` tries the same for as long as one likes."""
        for number in range(CASES):
            name, content, options = mutate.case(SEED, number)
            with self.subTest(seed=SEED, case=number):
                self.assertIsNone(self.fault(name, content, options))
        self.assertGreater(self.judge.counts["rows"], CASES / 10)
        self.assertGreater(len(self.judge.counts), 12)

    def fault(self, name, content, options):
        try:
            table = self.open(content, name, **options)
            lines = [cells_json(cells).replace("\\\\", "\\") for _number, cells in table]
        except SourceError as error:
            return self.judge.refusal(error.code, error.params)
        return self.judge.rows(lines, [(each.code, each.params) for each in table.warnings])

    def test_a_case_is_the_same_again(self):
        """T38: what went wrong can be looked at."""
        self.assertEqual(mutate.case(SEED, 7), mutate.case(SEED, 7))
        self.assertNotEqual(mutate.case(SEED, 7), mutate.case(SEED, 8))

    def test_an_error_of_ours_is_no_outcome(self):
        """A8: nor a refusal without words, nor words that lack a param."""
        self.assertIn("no words", self.judge.refusal("unreadable", {}))
        self.assertIn("no words", self.judge.refusal("nonsense", {}))
        self.assertIn("lacks", self.judge.refusal("wrong_type", {}))
        self.assertIn("another type", self.judge.rows(['[{"type": "x", "text": ""}]'], []))
        self.assertIsNone(self.judge.refusal("wrong_type", {"type": "PDF"}))
