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
# What a module imports that is of no use without a running Odoo.
ODOO = ("odoo", "psycopg2")


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
    """One suite of all."""
    suite = unittest.TestSuite()
    for file in sorted((REPO / "tests/pure").glob("test_*.py")):
        name = f"{ADDON}.tests.pure.{file.stem}"
        suite.addTest(loaded(name, unittest.defaultTestLoader.loadTestsFromModule))
    for name in modules():
        suite.addTest(loaded(name, doctest.DocTestSuite, skipped=ODOO))
    return suite


def loaded(name, load, skipped=()):
    """The tests of a module; one that cannot be imported fails, unless a package of `skipped` is
    missing."""
    try:
        return load(importlib.import_module(name))
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name.partition(".")[0] in skipped:
            return unittest.TestSuite()
        return unimportable(name, error)


def unimportable(name, error):
    def test():
        raise error

    test.__name__ = name
    return unittest.FunctionTestCase(test)


def modules():
    """The names of all modules whose examples are tests, found in their folders."""
    for folder in EXAMPLES:
        package = f"{ADDON}.{folder}"
        yield package
        path = [str(REPO / folder)]
        yield from (found.name for found in pkgutil.walk_packages(path, f"{package}."))


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
