import re
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = re.compile(r"context\.get\(\s*[\"']((?:registration_import|contact|cross)_\w+)")
# What a caller may say: where a screen was opened from, how a name is shown; and what is compared
# with an object or a class of ours, which no caller can send.
HARMLESS = {
    "contact_value_only",
    "registration_import_from_job",
    "registration_import_fetched",
    "registration_import_run",
    "cross_references",
}


class TestOwnContext(unittest.TestCase):
    def test_what_a_caller_says_in_a_context_switches_nothing_off(self):
        """V13, C04: what only this server may say is read by ``importer.own_context``."""
        for folder in ("models", "importer", "wizards", "controllers"):
            for file in ROOT.joinpath(folder).rglob("*.py"):
                with self.subTest(file=file.name):
                    found = set(OURS.findall(file.read_text(encoding="utf-8")))
                    self.assertLessEqual(found, HARMLESS)
