from unittest import TestCase

from ...tools.contacts.erasure_counts import count_locations, join_counts, sum_counts
from ...tools.contacts.erasure_file import (
    STORED,
    first_digests,
    missing_lines,
    read_lines,
    write_lines,
)
from ...tools.contacts.erasure_keys import digest_of, email_keys

LINE = {**dict.fromkeys(STORED), "date": "2026-01-31 12:00:00", "user": 2, "company": 1}


class TestContactErasureKeys(TestCase):
    """F11: by what an erased contact is known again; needs no database."""

    def test_a_key_is_known_however_it_is_spelled(self):
        """F11: case and spaces around it do not count; the number 7 is the text 7."""
        digest = digest_of(b"secret", ("email", 7, "ada@example.com"))
        self.assertEqual(digest, digest_of(b"secret", ("email", "7", " ADA@example.com")))
        self.assertEqual(len(digest), 64)

    def test_no_two_keys_have_one_digest(self):
        """F11: neither another sort, nor another institution, nor other parts of one text."""
        keys = [("ref", "12"), ("uln", "12"), ("ref", "1", "2"), ("email", 1, "2"), ("ref", "21")]
        self.assertEqual(len({digest_of(b"secret", key) for key in keys}), len(keys))

    def test_an_email_is_known_within_its_institutions(self):
        """D12: of several, each once, and that of nobody's contacts."""
        keys = email_keys("a@example.com", [3, 0, 3])
        self.assertEqual(keys, [("email", 3, "a@example.com"), ("email", 0, "a@example.com")])
        self.assertEqual(email_keys("", [3]), [])


class TestContactErasureFile(TestCase):
    """D17: the register as a file, to be read again after a restore."""

    def test_what_was_written_is_read_again(self):
        """D17: an entry a line; blank lines mean nothing."""
        lines = [{**LINE, "keys": ["a", "b"]}, {**LINE, "keys": []}]
        self.assertEqual(read_lines(write_lines(lines) + b"\n\n"), lines)

    def test_another_file_is_refused(self):
        """D17: something that is no JSON, no text, no object, or that lacks a part."""
        for content in (b"something else", b"\xff", b"[1]", b'{"contact": 7}', b"7"):
            with self.subTest(content), self.assertRaises(ValueError):
                read_lines(content)

    def test_only_what_is_missing_is_added(self):
        """D17: read twice, an entry is there once: by any of its keys."""
        lines = [{**LINE, "keys": ["a", "b"]}, {**LINE, "keys": ["c"]}, {**LINE, "keys": []}]
        self.assertEqual(first_digests(lines), ["a", "c"])
        self.assertEqual(missing_lines(lines, {"b"}), lines[1:])
        self.assertEqual(missing_lines(lines, {"a", "c"}), lines[2:])


class TestContactErasureCounts(TestCase):
    """D17: what was erased, counted."""

    def test_counts_are_of_each_person_and_location(self):
        """D17: what was found for the same person in one location adds up."""
        found = count_locations("mail.message", [(1, 7), (2, 7), (1, 8)])
        self.assertEqual(found, {7: {"mail.message": 2}, 8: {"mail.message": 1}})
        self.assertEqual(sum_counts([found, found])[7], {"mail.message": 4})

    def test_records_counted_twice_count_once(self):
        """D17: a later step counts the same records of a location again."""
        counts = [{7: {"mail.message": 2, "addresses": 1}}, {7: {"mail.message": 3}}]
        self.assertEqual(join_counts(counts), {7: {"mail.message": 3, "addresses": 1}})
        self.assertEqual(counts[0][7]["mail.message"], 2)
