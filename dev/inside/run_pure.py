"""Runs the tests of tests/pure, and the examples in docstrings of all that imports without Odoo.

The packages above import Odoo at once: empty ones that only know their folders stand in for them,
so that a relative import finds the module that it means. TAGS names classes, as for Odoo.
"""

import doctest
import importlib
import os
import pkgutil
import re
import sys
import types
import unittest
from pathlib import Path

import outcomes

ADDON = "registration_import"
REPO = Path(__file__).resolve().parents[2]
STAND_INS = {ADDON: REPO, f"{ADDON}.tests": REPO / "tests"}
# Whose examples are tests.
EXAMPLES = ("tools", "importer")


class Result(unittest.TestResult):
    """Prints why a test failed as soon as it has; how each one went is printed by `outcomes`."""

    def addError(self, test, err):
        super().addError(test, err)
        print(self.errors[-1][1], flush=True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        print(self.failures[-1][1], flush=True)

    def addSubTest(self, test, subtest, err):
        """Python tells of sub-tests that fail here alone."""
        super().addSubTest(test, subtest, err)
        if err:
            print(subtest, self._exc_info_to_string(err, test), sep="\n", flush=True)
            outcomes.note(outcomes.name_of(test), outcomes.FAILED)


def stand_in(name, folder):
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package


def tests():
    """One suite of all; a module that cannot be imported is an error, not a gap."""
    suite = unittest.TestSuite()
    for file in sorted((REPO / "tests/pure").glob("test_*.py")):
        module = importlib.import_module(f"{ADDON}.tests.pure.{file.stem}")
        suite.addTests(unittest.defaultTestLoader.loadTestsFromModule(module))
    for module in filter(None, map(import_without_odoo, modules())):
        suite.addTests(doctest.DocTestSuite(module))
    return suite


def modules():
    """The names of all modules whose examples are tests, found in their folders."""
    for folder in EXAMPLES:
        package = f"{ADDON}.{folder}"
        yield package
        path = [str(REPO / folder)]
        yield from (found.name for found in pkgutil.walk_packages(path, f"{package}."))


def import_without_odoo(name):
    """The module, None where it needs Odoo."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "odoo":
            return None
        raise


def chosen(suite):
    """The tests whose class or method TAGS names; all without TAGS."""
    tags = [re.sub("^.*[/:]", "", tag) for tag in os.environ.get("TAGS", "").split(",") if tag]
    every = list(flat(suite))
    return [
        test for test in every if not tags or any(f".{tag}." in f"{test.id()}." for tag in tags)
    ]


def flat(suite):
    for test in suite:
        yield from flat(test) if isinstance(test, unittest.TestSuite) else (test,)


def main():
    for name, folder in STAND_INS.items():
        stand_in(name, folder)
    outcomes.record(Result)
    unittest.TestSuite(chosen(tests())).run(Result())
    outcomes.finish()


if __name__ == "__main__":
    main()
