"""axe-core, which says what on a screen keeps people out who see badly, or use no mouse."""

import environment
from place import DEV


def ensure():
    """The file of its script: of the package around it nothing else is used."""
    python = environment.ensure("axe", DEV / "requirements-axe.txt")
    return environment.site_packages(python.parents[1]) / "axe_playwright_python/axe.min.js"
