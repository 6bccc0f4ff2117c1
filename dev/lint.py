"""`make lint`: ruff, pylint-odoo, mypy, OCA's checks, and our own of XML, CSV and the manifest."""

import ast
import csv
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor

import environment
from place import ADDON, DEV, HOME, REPO, SERIES, link_addon, say

REQUIREMENTS = DEV / "requirements-lint.txt"
CACHE = HOME / "lint-cache"
RUFF = ("check", "--quiet", "--output-format=concise", "--cache-dir", CACHE / "ruff")
# The key that the rule finds superfluous today holds something tomorrow.
PYLINT = (f"--rcfile={REPO / 'pyproject.toml'}", "--disable=manifest-superfluous-key", "--score=n")
# There are no models in these: what they call read and write overrides nothing.
PYLINT_PLAIN = ("--disable=method-required-super", f"{ADDON}/importer", f"{ADDON}/tools")
# Tests are not translated; the rule knows that of the folder `tests` alone, not of those below it.
PYLINT_TESTS = ("--disable=translation-required", f"{ADDON}/tests")
MYPY = (f"--config-file={REPO / 'pyproject.toml'}", "--cache-dir", CACHE / "mypy")
MYPY += ("-p", f"{ADDON}.tools", "-p", f"{ADDON}.importer")
OCA_MODULE, OCA_PO = "oca-checks-odoo-module", "oca-checks-po"
# Folders whose files mean nothing until the manifest names them.
LISTED = ("data", "demo", "security", "views", "wizards")
KEYS = {"name", "version", "author", "license", "depends"}
SKIP = {"node_modules", "__pycache__"}


def main():
    python = environment.ensure("lint", REQUIREMENTS)
    findings = 0
    with ThreadPoolExecutor(os.cpu_count()) as beside:
        asked = [
            (name, beside.submit(run, command, folder))
            for name, command, folder in tools(python.parent)
        ]
        for name, answer in asked:
            code, words = answer.result()
            say(name)
            print(words, end="", flush=True)
            findings += bool(code)
    say("XML, CSV and manifest")
    for finding in own_findings():
        print(finding)
        findings += 1
    print("no findings" if not findings else "lint found something, see above", flush=True)
    return 1 if findings else 0


def tools(binaries):
    """Each tool with its command and the folder to run it in.

    Three of them tell the addon by the name of its folder: they get the link with the right name.
    """
    addons = link_addon()
    yield "ruff", [binaries / "ruff", *RUFF, "."], REPO
    pylint = [binaries / "pylint", *PYLINT]
    others = "--ignore=node_modules,tests,importer,tools"
    yield "pylint-odoo", [*pylint, others, ADDON], addons
    yield "pylint-odoo, plain classes", [*pylint, *PYLINT_PLAIN], addons
    yield "pylint-odoo, tests", [*pylint, *PYLINT_TESTS], addons
    yield "mypy", [binaries / "mypy", *MYPY], addons
    yield "OCA's module checks", [binaries / OCA_MODULE, f"{ADDON}/__manifest__.py"], addons
    catalogues = sorted(str(file.relative_to(REPO)) for file in REPO.glob("i18n/*.po*"))
    if catalogues:
        yield "OCA's translation checks", [binaries / OCA_PO, *catalogues], REPO


def run(command, folder):
    """Its exit code, and what it says."""
    environ = {**os.environ, "PYLINTHOME": str(CACHE / "pylint"), "PYTHONDONTWRITEBYTECODE": "1"}
    environ["PATH"] = f"{command[0].parent}{os.pathsep}{environ['PATH']}"
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


# ---- our own checks: each yields `file: what is wrong`


def own_findings():
    yield from xml_findings()
    yield from csv_findings()
    yield from manifest_findings()


def files(pattern):
    for file in sorted(REPO.rglob(pattern)):
        parts = file.relative_to(REPO).parts
        if not SKIP.intersection(parts) and not parts[0].startswith("."):
            yield file, file.relative_to(REPO).as_posix()


def xml_findings():
    for file, name in files("*.xml"):
        try:
            ET.parse(file)
        except ET.ParseError as error:
            yield f"{name}: not well-formed XML: {error}"


def csv_findings():
    for file, name in files("ir.model.access.csv"):
        with open(file, encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))
        ids = [row[0] for row in rows[1:] if row]
        for number, row in enumerate(rows, 1):
            if len(row) != len(rows[0]):
                yield f"{name}:{number}: {len(row)} cells where the header has {len(rows[0])}"
        for repeated in sorted({one for one in ids if ids.count(one) > 1}):
            yield f"{name}: the id {repeated} occurs more than once"


def manifest_findings():
    manifest = ast.literal_eval((REPO / "__manifest__.py").read_text(encoding="utf-8"))
    for key in sorted(KEYS - set(manifest)):
        yield f"__manifest__.py: the key {key} is missing"
    if not re.fullmatch(re.escape(SERIES) + r"\.\d+\.\d+\.\d+", manifest.get("version", "")):
        yield f"__manifest__.py: the version must be {SERIES}.x.y.z"
    named = [*manifest.get("data", []), *manifest.get("demo", [])]
    for name in named:
        if not (REPO / name).exists():
            yield f"__manifest__.py: {name} does not exist"
        if named.count(name) > 1:
            yield f"__manifest__.py: {name} is named more than once"
    yield from unlisted(set(named))


def unlisted(named):
    for _file, name in files("*.xml"):
        if name.split("/")[0] in LISTED and name not in named:
            yield f"{name}: the manifest does not name this file"
