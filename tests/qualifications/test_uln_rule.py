import random

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...models.qualifications import uln_sql
from ...tools.uln import IGNORED, TEMPORARY_ULN, check_digit, is_uln, normalise

CASES = 1000


@tagged("post_install", "-at_install")
class TestUlnRule(TransactionCase):
    """D6, D7: what Python and PostgreSQL make of one and the same number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(11)

    def numbers(self, blanks):
        """Numbers by chance, most of them nearly a ULN, with some of these blanks in between."""
        return [TEMPORARY_ULN, "", "/", *(self.number(blanks) for _case in range(CASES - 3))]

    def number(self, blanks):
        digits = str(self.random.randrange(10**8, 10**9))
        # of the first nine digits, some have no tenth one
        last = self.random.choice([check_digit(digits) or "0", self.random.choice("0123456789X")])
        text = self.random.choice(["", "", "0", "a"]) + digits + last
        for _blank in range(self.random.choice([0, 0, 1, 3])):
            place = self.random.randrange(len(text) + 1)
            text = text[:place] + self.random.choice(blanks) + text[place:]
        return text[: self.random.choice([9, 10, 20, 20, 20, 20])]

    def by_sql(self, rule, numbers):
        """What the rule says of the numbers, in one statement."""
        found = self.env.execute_query(
            SQL(
                """SELECT %s FROM unnest(%s::text[]) WITH ORDINALITY AS given(text, nth)
                 ORDER BY nth""",
                rule(SQL.identifier("text")),
                numbers,
            )
        )
        return [value for (value,) in found]

    def test_numbers_are_normalised_alike(self):
        """D6: slashes, all blanks and case do not count, of a cell."""
        numbers = self.numbers(IGNORED)
        found = self.by_sql(uln_sql.normalised, numbers)
        self.assertEqual(found, [normalise(number) for number in numbers])

    def test_stored_numbers_are_normalised_alike(self):
        """D6: slashes, spaces and case do not count, of a contact."""
        numbers = self.numbers("/ ")
        found = self.by_sql(uln_sql.indexed, numbers)
        self.assertEqual(found, [normalise(number) for number in numbers])

    def test_valid_numbers_are_the_same(self):
        """D7: of ten digits; what is spelled otherwise, and the number that learners share, SQL
        leaves to Python."""
        numbers = self.numbers(IGNORED)
        found = [bool(valid) for valid in self.by_sql(uln_sql.is_uln, numbers)]
        plain = [number == normalise(number) != TEMPORARY_ULN for number in numbers]
        expected = [
            is_plain and is_uln(number) for number, is_plain in zip(numbers, plain, strict=True)
        ]
        self.assertEqual(found, expected)
        self.assertTrue(100 < sum(found) < CASES - 100, sum(found))
