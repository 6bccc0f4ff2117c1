"""Addons of the OCA beside ours, for what is only there where they are: WITH=queue_job."""

import os
from pathlib import Path

import environment
from place import HOME, SERIES, digest, once, quietly, say

# What comes with an addon that its own package does not name by a version.
BESIDE = {"queue_job": ("openupgradelib==3.13.7",)}
VERSIONS = {"queue_job": "19.0.2.4.0.1"}


def wanted():
    """The names of WITH, as far as they are known here."""
    names = os.environ.get("WITH", "").replace(",", " ").split()
    unknown = set(names) - VERSIONS.keys()
    if unknown:
        raise SystemExit(f"WITH knows {', '.join(VERSIONS)} alone, not {', '.join(unknown)}.")
    return names


def addons_path():
    """The folder of these addons, got when missing; None where none is wanted."""
    names = wanted()
    if not names:
        return None
    packages = [
        package
        for name in names
        for package in (
            f"odoo-addon-{name.replace('_', '-')}=={VERSIONS[name]}",
            *BESIDE.get(name, ()),
        )
    ]
    folder = HOME / f"oca-{SERIES}-{digest(*packages)}"
    once(folder, "oca", lambda: install(packages, folder))
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(folder) not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [*paths, str(folder)]))
    return Path(folder, "odoo", "addons")


def install(packages, folder):
    say(f"getting {', '.join(packages)}")
    partial = folder.with_suffix(".partial")
    command = [environment.python_with_pip(), *environment.PIP, "--no-deps", "--target", partial]
    quietly([*command, *packages], f"{packages[0]} cannot be installed")
    partial.rename(folder)
