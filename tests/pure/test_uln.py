from unittest import TestCase

from ...tools import uln


class TestUln(TestCase):
    """D7: the shape of learner and qualification numbers."""

    def test_published_numbers_are_valid_or_not(self):
        """D7: the numbers that the Learning Records Service publishes, valid and not."""
        for number in ("1000000043", "9276308686", " 1000000043 "):
            self.assertTrue(uln.is_uln(number), number)
        for number in ("1000000063", "1234567890"):
            self.assertFalse(uln.is_uln(number), number)

    def test_ten_digits_the_first_not_zero(self):
        """D7: ten digits, the first not 0, nothing else."""
        wrong = ("", None, "100000004", "10000000430", "0000000043", "100000004X", "١٠٠٠٠٠٠٠٤٣")
        for number in wrong:
            self.assertFalse(uln.is_uln(number), number)

    def test_no_number_has_the_sum_zero(self):
        """D7: where the weighted sum is a multiple of 11, no tenth digit makes a number."""
        without = [f"{n}" for n in range(100000000, 100000200) if not uln.check_digit(f"{n}")]
        self.assertTrue(without)
        for digits in without:
            self.assertFalse(any(uln.is_uln(f"{digits}{last}") for last in range(10)))

    def test_one_check_digit_at_most_makes_a_number(self):
        """D7: of the ten numbers that start alike one at most is valid, the check digit's."""
        for start in range(271828182, 271828282):
            valid = [str(last) for last in range(10) if uln.is_uln(f"{start}{last}")]
            digit = uln.check_digit(str(start))
            self.assertEqual(valid, [digit] if digit else [])

    def test_the_temporary_number_passes(self):
        """D7: the number that learners share until they have their own is no mistake."""
        self.assertTrue(uln.is_uln("9999999999"))

    def test_qualification_numbers_have_both_slashes_or_none(self):
        """D7: eight characters, with both slashes or none; the last may be X."""
        for number in ("100/1234/5", "10012345", "601/8830/X", "6018830x"):
            self.assertTrue(uln.is_qualification_number(number), number)
        for number in ("", None, "100/12345", "1001234", "100123456", "X00/1234/5", "BTEC L3"):
            self.assertFalse(uln.is_qualification_number(number), number)
