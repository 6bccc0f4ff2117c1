import unittest

from ...tools.rows.likeness import suggested

WORDS = [("Registered", "Registered"), ("Angemeldet", "Registered"), ("No Show", "No Show")]


class TestLikeness(unittest.TestCase):
    """UX 4: what a person may have meant by a text that nobody knows."""

    def test_the_same_in_another_spelling_or_language(self):
        for text in ("registered", "ANGEMELDET", "no-show", " No  show"):
            self.assertIsNotNone(suggested(text, WORDS), text)

    def test_what_is_alike(self):
        self.assertEqual(suggested("Regstered", WORDS), "Registered")
        self.assertEqual(suggested("Angemelded", WORDS), "Registered")

    def test_a_negation_is_not_what_it_negates(self):
        for text in ("Not registered", "nicht angemeldet", "no registered"):
            self.assertIsNone(suggested(text, WORDS), text)
        self.assertEqual(suggested("No Shw", WORDS), "No Show")

    def test_nothing_is_guessed_of_what_is_not(self):
        for text in ("", "x", "Cancelled", "No"):
            self.assertIsNone(suggested(text, WORDS), text)
        self.assertIsNone(suggested("Registered", []))
