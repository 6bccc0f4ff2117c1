"""What became of each test: printed as it happens, added up at the end."""

import collections
import json
import os
import sys

PASSED, SKIPPED, FAILED = RANK = ("passed", "skipped", "failed")
METHODS = {"addSuccess": PASSED, "addSkip": SKIPPED, "addError": FAILED, "addFailure": FAILED}
outcomes = {}


def record(test_result):
    """Note what is told to this class of `unittest.TestResult`."""
    for method, outcome in METHODS.items():
        record_calls_of(test_result, method, outcome)


def record_calls_of(test_result, method, outcome):
    original = getattr(test_result, method)

    def recording(self, test, *args, **kwargs):
        # Odoo retries some failures and says with _soft_fail that this one does not count yet.
        if outcome != FAILED or not getattr(self, "_soft_fail", False):
            note(name_of(test), outcome)
        return original(self, test, *args, **kwargs)

    setattr(test_result, method, recording)


def name_of(test):
    """A sub-test counts with its test."""
    test = getattr(test, "test_case", None) or test
    name = test.id() if hasattr(test, "id") else str(test)
    return name.removeprefix("odoo.addons.")


def note(name, outcome):
    outcomes[name] = max(outcomes.get(name, PASSED), outcome, key=RANK.index)
    print(f"{outcome:7} {name}", flush=True)


def finish(exit_code=0, others=False):
    """Name what failed, write {outcome: tests} to the file TEST_RESULT, and end.

    No test at all is a failure, unless `others` have run them; with CI=true a skipped test is one.
    """
    count = collections.Counter(outcomes.values())
    for name, outcome in outcomes.items():
        if outcome == FAILED:
            print(f"FAILED: {name}")
    wrong = list(problems(exit_code, count, others))
    for problem in wrong:
        print(f"FAILED: {problem}")
    sys.stderr.flush()
    sys.stdout.flush()
    # who started this, maybe beside others, says how many there were in all
    with open(os.environ["TEST_RESULT"], "w", encoding="utf-8") as file:
        json.dump(count, file)
    sys.exit(1 if wrong or count[FAILED] else 0)


def problems(exit_code, count, others):
    if exit_code and not count[FAILED]:
        yield f"ended with {exit_code}: see above"
    if not outcomes and not others:
        yield "no test was run"
    elif outcomes and not count[PASSED]:
        yield "no test passed"
    if count[SKIPPED] and os.environ.get("CI", "").lower() in ("true", "1"):
        yield "a skipped test is a failure when CI=true"
