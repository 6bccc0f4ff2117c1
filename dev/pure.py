"""`make test-pure`: the tests that need neither Odoo nor a database, in seconds."""

import collections
import json
import os
import tempfile
from pathlib import Path

import environment
from place import DEV, attended, say

REQUIREMENTS = DEV / "requirements-pure.txt"


def main():
    """TAGS=/registration_import:TestX for some of the tests."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "result")
        return summed_up([run(result)], [result])


def run(result):
    """Run them all and write {outcome: tests} to the file `result`; the exit code."""
    python = environment.ensure("pure", REQUIREMENTS)
    say("running the tests without Odoo")
    # no folder of another environment, which might hold an Odoo
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    variables = {**inherited, "TEST_RESULT": str(result)}
    return attended([python, DEV / "inside/run_pure.py"], env=variables)


def summed_up(codes, files):
    """Say how all tests went, in one line; the exit code."""
    count = collections.Counter()
    for file in files:
        count.update(json.loads(file.read_text(encoding="utf-8")) if file.exists() else {})
    print(
        ", ".join(f"{count[each]} {each}" for each in ("passed", "failed", "skipped")), flush=True
    )
    return max(map(abs, codes))
