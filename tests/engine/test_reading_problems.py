import json
import random

from odoo.tests import BaseCase, tagged

from ...messages import COMMON
from ...tools.rows.problems import SourceError
from ..common_files import ChildMixin, FileMixin
from ..fixtures import make


def message(code, params):
    """The English text of a problem; KeyError where a param of it is missing."""
    return COMMON[code].text._source % params


@tagged("post_install", "-at_install")
class TestReadingProblems(ChildMixin, FileMixin, BaseCase):
    """Whatever is wrong with a file, there are words for it."""

    def test_too_much_memory_time_or_cpu_is_refused(self):
        """P11, T8, D10: the child is bounded, the worker lives."""
        texts = make.many_texts()
        # a second is the smallest bound that there is: the machine may be fast
        more_texts = make.many_texts(2_000_000)
        bounds = {
            "memory": (texts, {"memory_mb": 40}),
            "time": (texts, {"wall_seconds": 0.01}),
            "cpu": (more_texts, {"cpu_seconds": 1, "memory_mb": 4_000}),
        }
        for reason, (content, bound) in bounds.items():
            with self.subTest(reason):
                error = self.child(content, **bound)["error"]
                self.assertEqual((error["code"], error["params"]["reason"]), ("too_heavy", reason))
                self.assertTrue(message(error["code"], error["params"]))

    def test_mutated_files_are_read_or_refused(self):
        """T38: flipped bits, cuts and repetitions never give anything but rows or a reason."""
        chance = random.Random(3)
        books = [make.xlsx(), make.formula_with_value()]
        seeds = [make.text(), make.text(encoding="utf-16"), make.xls(), *books]
        outcomes = {self.outcome(self.mutate(chance, chance.choice(seeds))) for _ in range(100)}
        for content in books * 40:
            outcomes.add(self.outcome(make.repacked(content, self.hit(chance))))
        self.assertGreater(len(outcomes), 4)
        self.assertLessEqual(outcomes - {"rows"}, set(COMMON))

    def hit(self, chance):
        """Changes one part of a package."""
        hit = chance.choice(("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"))
        return lambda name, part: self.mutate(chance, part) if name == hit else part

    def mutate(self, chance, content):
        content = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.2:
            del content[chance.randrange(len(content)) :]
        return bytes(content)

    def outcome(self, content):
        try:
            table = self.open(content, "file.xlsx")
            for number, cells in table:
                json.dumps([number, cells]).encode()
        except SourceError as error:
            self.assertTrue(message(error.code, error.params))
            return error.code
        return "rows"
