"""Runs Odoo with the arguments given and writes {outcome: tests} to the file TEST_RESULT.

Odoo alone ends well when no test ran at all, and when all browser tests were skipped for want of a
browser. This does not (see outcomes.py).
"""

import tempfile

import kept_profile
import launch
import outcomes
import shared

from odoo.tests import loader, result


def run_odoo():
    try:
        launch.main()
    except SystemExit as end:
        return end.code or 0
    return 0


if __name__ == "__main__":
    outcomes.record(result.OdooTestResult)
    loader.make_suite = shared.making(loader.make_suite)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kept_profile.keep_profile(folder)
        exit_code = run_odoo()
    outcomes.finish(exit_code, others=shared.is_begun())
