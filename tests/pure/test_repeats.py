import itertools
import random
import unittest
from collections import defaultdict

from .fakes import run

# Of the rows of one record, those that are left out, by what people choose.
LEFT_OUT = {
    "apply": lambda numbers: [],
    "first": lambda numbers: numbers[1:],
    "last": lambda numbers: numbers[:-1],
    "none": lambda numbers: numbers if len(numbers) > 1 else [],
}


class TestRepeats(unittest.TestCase):
    """UX 18, D2: of several rows of one record people say which count; the planner takes those that
    are left for the only ones, wherever the others stand."""

    def outcomes(self, texts, choice, chunk):
        """``{number: outcome}`` of a run in which rows are linked as the database links them."""
        executor, steps = run(texts)
        store = executor.store
        of_text = defaultdict(list)
        for number, (text, *_others) in store.rows:
            of_text[text].append(number)
        for numbers in of_text.values():
            store.later |= dict(itertools.pairwise(numbers))
            store.left_out.update(LEFT_OUT[choice](numbers))
        executor.loader.size = chunk
        sum(steps)
        return store.outcomes

    def test_each_choice(self):
        """Those that count are written as if the file had no others."""
        kept = {
            "apply": {2: "created", 3: "created", 4: "updated", 5: "created", 6: "updated"},
            "first": {2: "created", 3: "created", 5: "created"},
            "last": {3: "created", 5: "created", 6: "created"},
            "none": {3: "created", 5: "created"},
        }
        for choice, outcomes in kept.items():
            # what is written is found again by a database alone
            for chunk in (5,) if choice == "apply" else (1, 2, 5):
                with self.subTest(choice=choice, chunk=chunk):
                    self.assertEqual(self.outcomes("abaca", choice, chunk), outcomes)

    def test_no_record_is_written_twice_where_one_row_counts(self):
        """Of any file, in chunks of any size; and each record of several rows once, or not."""
        chance = random.Random(18)
        for _time in range(60):
            texts = [chance.choice("abcdef") for _row in range(chance.randint(1, 30))]
            for choice in ("first", "last", "none"):
                outcomes = self.outcomes(texts, choice, chance.randint(1, 8))
                written = sorted(texts[number - 2] for number in outcomes)
                once = {each for each in texts if choice != "none" or texts.count(each) == 1}
                self.assertEqual(written, sorted(once))
                self.assertEqual(set(outcomes.values()), {"created"} if once else set())
