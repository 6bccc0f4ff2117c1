"""`make docs`: the manual as web pages, by Sphinx. A warning is an error."""

import environment
from place import DEV, REPO, TREE, attended, say

REQUIREMENTS = DEV / "requirements-docs.txt"
PAGES = TREE / "manual"
# Names that lead nowhere are errors, too; what was built before is built again.
STRICT = ("--fail-on-warning", "--keep-going", "--nitpicky", "--fresh-env", "--quiet")


def main():
    python = environment.ensure("docs", REQUIREMENTS)
    say("building the manual")
    code = attended([python, "-m", "sphinx", *STRICT, REPO / "docs", PAGES])
    if not code:
        print(f"the manual: {PAGES / 'index.html'}", flush=True)
    return code
