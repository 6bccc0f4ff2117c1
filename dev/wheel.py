"""`make test-wheel`: the package that others install, built in a folder of another name, installed
in a clean database of an Odoo that has nothing else of this checkout, and tested there.
"""

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import database
import environment
import postgres
import pure
import server
from place import ADDON, DEV, REPO, TREE_KEY, Unavailable, attended, quietly, say

REQUIREMENTS = DEV / "requirements-wheel.txt"
DISTRIBUTION = "odoo_addon_registration_import"
SMOKE = ("TestQuietAndGone", "TestImportFiles", "TestContactNeighbours")
# What no wheel of an addon has.
FOREIGN = ("dev", "benchmarks", "findings", ".ci", ".github")


def main(odoo):
    name = f"{ADDON}_wheel_{TREE_KEY}_{os.getpid()}"
    with postgres.running(), tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        addons = unpack(wheel, Path(folder, "site"))
        try:
            say(f"installing {wheel.name} in a database of its own")
            database.copy_of_template(odoo, name)
            variables = configured(odoo, Path(folder), addons)
            install = server.command(odoo, "-d", name, "-i", ADDON, *server.ONCE)
            said = quietly(install, f"{wheel.name} cannot be installed", env=variables)
            if said:
                raise Unavailable(f"Installing {wheel.name} says: {said[:500]}")
            result = Path(folder, "result")
            variables |= {"TEST_RESULT": str(result), "TEST_SHARED": folder}
            return pure.summed_up([attended(smoke(odoo, name), env=variables)], [result])
        finally:
            database.drop(name)


def build(folder):
    """The wheel of what git knows of this checkout, built in a folder called otherwise."""
    source = folder / "a folder of another name"
    source.mkdir()
    files = quietly(["git", "-C", REPO, "ls-files", "-z", "-co", "--exclude-standard"], "no git")
    for file in filter(None, files.split("\0")):
        if (REPO / file).is_file():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPO / file, source / file)
    python = environment.ensure("wheel", REQUIREMENTS)
    say("building the wheel")
    build_it = [python, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source]
    quietly(build_it, "The wheel cannot be built")
    (wheel,) = folder.glob(f"{DISTRIBUTION}-*.whl")
    return wheel


def unpack(wheel, site):
    """Where Odoo finds addons: what pip does with a wheel, less the files that say so."""
    with zipfile.ZipFile(wheel) as archive:
        inside = [name.removeprefix(f"odoo/addons/{ADDON}/") for name in archive.namelist()]
    wrong = [name for name in inside if name.split("/")[0] in FOREIGN]
    if wrong:
        raise Unavailable(f"The wheel has {wrong[0]}, which is no part of the addon.")
    quietly(
        [environment.python_with_pip(), *environment.PIP, "--no-deps", "--target", site, wheel],
        "pip cannot install the wheel",
    )
    return site / "odoo/addons"


def configured(odoo, folder, addons):
    """Settings of Odoo that name the wheel's addons, and not this checkout."""
    paths = filter(None, [odoo.core_addons(), addons])
    file = folder / "odoo.conf"
    file.write_text(
        f"{server.CONFIGURATION.format(data=server.data_folder(server.TREE))}"
        f"addons_path = {','.join(map(str, paths))}\n"
    )
    return {**os.environ, "ODOO_RC": str(file)}


def smoke(odoo, name):
    tags = ",".join(f"/{ADDON}:{each}" for each in SMOKE)
    options = ("--stop-after-init", "--max-cron-threads=0", "--log-level=warn")
    port = f"--http-port={server.free_port()}"
    return [
        odoo.python,
        DEV / "inside/run_tests.py",
        "-d",
        name,
        "--test-tags",
        tags,
        port,
        *options,
    ]
