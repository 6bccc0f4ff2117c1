"""Tests that several processes share: each takes the next class that no other one has taken.

They share the folder TEST_SHARED, with an empty file for each class that one of them has taken.
"""

import os
import sys
from pathlib import Path

from odoo.tests.common import HttpCase
from odoo.tests.suite import OdooSuite

ADDON = "registration_import"
# What of a file takes so much longer than of others.
LONG = 5


def making(make_suite):
    """Odoo's maker of suites for the tests of this addon: those of others that are installed are
    not even looked for."""

    def make(module_names, position="at_install"):
        ours = [name for name in module_names if name == ADDON]
        return SharedSuite(make_suite(ours, position))

    return make


class SharedSuite(OdooSuite):
    """Of its classes it runs those that it takes; those that take long come first, so that all
    processes end together."""

    def run(self, result, debug=False):
        classes = {}
        for test in self:
            classes.setdefault(type(test), []).append(test)
        for each in sorted(classes, key=lambda each: -weight_of(each)):
            if not result.shouldStop and take(each):
                OdooSuite(classes[each]).run(result, debug)
                result._previousTestClass = None  # its end is behind it
        return result


def take(test_class):
    """Whether nobody else has taken the class, which nobody else takes from now on."""
    try:
        name = f"{test_class.__module__}.{test_class.__qualname__}"
        Path(os.environ["TEST_SHARED"], name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def weight_of(test_class):
    """About how long a class takes tells the size of its file, but of those with a browser, and of
    those that say so."""
    size = Path(sys.modules[test_class.__module__].__file__).stat().st_size
    is_long = issubclass(test_class, HttpCase) or getattr(test_class, "takes_long", False)
    return size * LONG if is_long else size


def is_begun():
    """Whether any process has taken a class."""
    return any(Path(os.environ["TEST_SHARED"]).iterdir())
