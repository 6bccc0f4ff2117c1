"""`make upgrade`: a database of the first release, made by the code of that time with data of every
kind and imports in every state, is upgraded to this checkout and looked at afterwards. So is one
with other addons, which have some of the names that fields had then (`upgrade_beside.py`), and some
that they have now: as long as these are taken, the upgrade stops before it touches anything.

Nothing is logged on the way, each record holds what it held, and what was begun goes on.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import against
import database
import postgres
import server
import upgrade_beside
from lifecycle import LOUD
from place import ADDON, DEV, TREE, TREE_KEY, link_addon, say

# Version 19.0.1.0.0 as it was last: what other databases have.
RELEASED = "7fda24331e374ac59211177c17e2adb104c043ba"

# What Odoo says of a field of the first release that another addon has as well.
OVERRIDES = re.compile(r".* overrides existing selection; .*")


class Way(NamedTuple):
    """What is there beside the addon, and the scripts that fill a database and look at it."""

    fill: str
    check: str
    beside: tuple = ()
    # of these, what is updated together with the addon
    along: tuple = ()
    demo: tuple = ("--with-demo",)
    # what looks at a database whose upgrade was refused with these words, and makes room
    refused: str = ""
    words: tuple = ()


ALONE = Way("upgrade_data.py", "upgrade_check.py")
BESIDE = Way(
    *("upgrade_beside_data.py", "upgrade_beside_check.py"),
    **{"beside": tuple(upgrade_beside.ADDONS), "along": (upgrade_beside.LATER,), "demo": ()},
    **{"refused": "upgrade_taken_check.py", "words": upgrade_beside.REFUSALS},
)


def main(odoo):
    name = f"{ADDON}_upgrade_{TREE_KEY}_{os.getpid()}"
    with postgres.running(), tempfile.TemporaryDirectory(prefix="upgrade_") as folder:
        released, beside = Path(folder, "released"), Path(folder, "beside")
        (released / ADDON).mkdir(parents=True)
        os.chmod(folder, 0o755)
        commit = f"The commit of the first release, {RELEASED[:12]},"
        against.check_out(RELEASED, released / ADDON, commit)
        upgrade_beside.write(beside)
        os.environ["UPGRADE_NOTES"] = str(Path(folder, "notes.json"))
        before, now = (
            configured(odoo, Path(folder, f"{paths[0].name}.conf"), paths)
            for paths in ((released, beside), (link_addon(), beside))
        )
        for way in (ALONE, BESIDE):
            try:
                findings = upgraded(odoo, name, way, before, now)
            finally:
                database.drop(name)
            if findings:
                print("\n".join(findings))
                return 1
    print("upgraded: everything is there, and goes on", flush=True)
    return 0


def upgraded(odoo, name, way, before, now):
    """Go all the way, up to where something was said; that."""
    database.copy_of_template(odoo, name, demo=bool(way.demo))
    once = ("-d", name, *server.ONCE)
    upgrade = (now, (*once, "-u", listed(way.along)), "")
    made = (
        ("install the first release", before, (*once, "-i", listed(way.beside), *way.demo), ""),
        ("fill it", before, shell(name), script(way.fill)),
    )
    freed = ("look at it and make room", before, shell(name), script(way.refused))
    ended = (("upgrade it", *upgrade), ("look at it", now, shell(name), script(way.check)))
    if not way.refused:
        return told(odoo, before, (*made, *ended))
    return (
        told(odoo, before, made)
        or not_said(odoo, upgrade, way.words)
        or told(odoo, before, (freed, *ended))
    )


def told(odoo, before, steps):
    """What the first of these steps says that nobody wants to read."""
    for what, environment, arguments, text in steps:
        findings = step(odoo, what, environment, arguments, text)
        if environment is before:
            findings = [each for each in findings if not OVERRIDES.fullmatch(each)]
        if findings:
            return findings
    return []


def not_said(odoo, upgrade, words):
    """Upgrade a database in which names are taken; what of these words does not say why not."""
    said = "\n".join(step(odoo, "upgrade it where names are taken", *upgrade))
    missing = [f"it did not say: {each}" for each in words if each not in said]
    return [*missing, said] if missing else []


def listed(addons):
    return ",".join((ADDON, *addons))


def shell(name):
    return ("shell", "-d", name, *server.QUIET)


def script(file):
    return server.RUN_FILE.format(file=str(DEV / file))


def configured(odoo, file, folders):
    """Settings of an Odoo with addons of these folders, which keeps files where the other does."""
    paths = filter(None, [odoo.core_addons(), *folders])
    file.write_text(
        f"{server.CONFIGURATION.format(data=server.data_folder(TREE))}"
        f"addons_path = {','.join(map(str, paths))}\n"
    )
    return {**os.environ, "ODOO_RC": str(file)}


def step(odoo, what, environment, arguments, text):
    """Run Odoo; what it has said that nobody wants to read."""
    say(what)
    done = subprocess.run(
        server.command(odoo, *arguments),
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        check=False,
    )
    loud = [f"{what}: {line}" for line in done.stdout.splitlines() if LOUD.search(line)]
    if done.returncode or "Traceback" in done.stdout:
        loud.append(f"{what}: it failed\n{done.stdout[-3000:]}")
    return loud
