import datetime
from unittest import TestCase

from ...tools.connector.progress import Step, digest_of, is_too_often, leads_nowhere
from ...tools.connector.remote import Record, RemoteFault
from ...tools.connector.walk import Walk

NOON = datetime.datetime(2026, 1, 31, 12)


def page(*ids, changed="noon"):
    return [Record(each, changed) for each in ids]


class TestProgress(TestCase):
    """V13: another CRM that goes round in circles is not asked for ever."""

    def ends_after(self, pages):
        """How many of these pages are taken: (mark, records)."""
        before = []
        for count, (mark, records) in enumerate(pages):
            if leads_nowhere(before, mark, records):
                return count
            before.append(Step(mark, digest_of(records)))
        return None

    def test_the_same_mark_for_ever(self):
        self.assertEqual(self.ends_after([("7", page("1"))] * 50), 1)
        self.assertEqual(self.ends_after([("7", [])] * 50), 1)
        moving = [("7", page("1", changed=str(number))) for number in range(50)]
        self.assertEqual(self.ends_after(moving), 1)

    def test_two_marks_in_turn(self):
        self.assertEqual(self.ends_after([("7", page("1")), ("8", page("2"))] * 20), 2)

    def test_new_marks_and_nothing_else(self):
        """Empty pages, and the same contacts again; one that is empty now and then is none."""
        self.assertEqual(self.ends_after([(str(n), []) for n in range(50)]), 9)
        self.assertEqual(self.ends_after([(str(n), page("1")) for n in range(50)]), 10)
        mixed = [(str(n), page(str(n)) if n % 2 else []) for n in range(50)]
        self.assertIsNone(self.ends_after(mixed))

    def test_contacts_that_change_again_while_they_are_walked_through(self):
        """They come once more, and that is progress."""
        first = [(str(n), page(str(n))) for n in range(40)]
        again = [(f"x{n}", page(str(n), changed="one")) for n in range(40)]
        self.assertIsNone(self.ends_after(first + again))
        self.assertFalse(is_too_often(80, 40))
        self.assertTrue(is_too_often(41_000, 1_000))

    def walk(self, *minutes, since=None, limit=2):
        rows = [(NOON + datetime.timedelta(minutes=each), str(each)) for each in minutes]
        walk = Walk(lambda _window, _limit: rows, lambda row: row[0], lambda row: row[1])
        return walk.page(since, limit, lambda: NOON)

    def test_answers_in_another_order(self):
        """V13: the walk would pass by some of them, or go back for ever."""
        self.assertTrue(self.walk(1, 2)[2])
        for what, minutes, since in (
            ("backwards", (2, 1), None),
            ("before what was asked for", (1, 3), "2026-01-31T12:02:00"),
            ("behind what was asked for", (1, 3), "2026-01-31T12:01:00 1"),
        ):
            with self.subTest(what), self.assertRaises(RemoteFault) as caught:
                self.walk(*minutes, since=since)
            self.assertEqual(caught.exception.code, "connector_no_order")
