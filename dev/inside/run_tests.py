"""Runs Odoo with the arguments given and writes {outcome: tests} to the file TEST_RESULT.

Odoo alone ends well when no test ran at all, and when all browser tests were skipped for want of a
browser. This does not: no test is a failure, and with CI=true a skipped test is one too.
"""

import collections
import json
import os
import sys

import launch

from odoo.tests import result

PASSED, SKIPPED, FAILED = RANK = ("passed", "skipped", "failed")
outcomes = {}


def name_of(test):
    """A sub-test counts with its test."""
    test = getattr(test, "test_case", None) or test
    name = test.id() if hasattr(test, "id") else str(test)
    return name.removeprefix("odoo.addons.")


def record_calls_of(method, outcome):
    original = getattr(result.OdooTestResult, method)

    def recording(self, test, *args, **kwargs):
        # Odoo retries some failures and says with _soft_fail that this one does not count yet.
        if outcome != FAILED or not getattr(self, "_soft_fail", False):
            before = outcomes.get(name_of(test), PASSED)
            outcomes[name_of(test)] = max(before, outcome, key=RANK.index)
            print(f"{outcome:7} {name_of(test)}", flush=True)
        return original(self, test, *args, **kwargs)

    setattr(result.OdooTestResult, method, recording)


def run_odoo():
    try:
        launch.main()
    except SystemExit as end:
        return end.code or 0
    return 0


def problems(exit_code, count):
    if exit_code and not count[FAILED]:
        yield f"Odoo ended with {exit_code}: see above"
    if not outcomes:
        yield "no test was run"
    elif not count[PASSED]:
        yield "no test passed"
    if count[SKIPPED] and os.environ.get("CI", "").lower() in ("true", "1"):
        yield "a skipped test is a failure when CI=true"


def main():
    record_calls_of("addSuccess", PASSED)
    record_calls_of("addSkip", SKIPPED)
    record_calls_of("addError", FAILED)
    record_calls_of("addFailure", FAILED)
    exit_code = run_odoo()
    count = collections.Counter(outcomes.values())
    for name, outcome in outcomes.items():
        if outcome == FAILED:
            print(f"FAILED: {name}")
    wrong = list(problems(exit_code, count))
    for problem in wrong:
        print(f"FAILED: {problem}")
    sys.stderr.flush()
    sys.stdout.flush()
    # who started this, maybe beside others, says how many there were in all
    with open(os.environ["TEST_RESULT"], "w", encoding="utf-8") as file:
        json.dump(count, file)
    sys.exit(1 if wrong or count[FAILED] else 0)


if __name__ == "__main__":
    main()
