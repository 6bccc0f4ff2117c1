import doctest
import sys

from odoo.tests import BaseCase, tagged

from ... import __name__ as ADDON

#: those of `tools`, and of `importer` where it needs no Odoo, run without it: `make test-pure`
FOLDERS = ("controllers", "importer", "models", "wizards")


@tagged("post_install", "-at_install")
class TestExamples(BaseCase):
    """The examples in docstrings are what the functions do."""

    def test_every_example_of_a_module_with_odoo(self):
        """V10 and others: one loader for all, which finds them itself."""
        folders = tuple(f"{ADDON}.{folder}." for folder in FOLDERS)
        attempted = 0
        for name in sorted(name for name in sys.modules if name.startswith(folders)):
            with self.subTest(name):
                result = doctest.testmod(sys.modules[name])
                attempted += result.attempted
                self.assertFalse(result.failed)
        self.assertGreater(attempted, 0)
