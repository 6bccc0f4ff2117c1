"""`make upgrade`: a database of the first release, made by the code of that time with data of every
kind and imports in every state, is upgraded to this checkout and looked at afterwards.

Nothing is logged on the way, each record holds what it held, and what was begun goes on.
"""

import os
import subprocess
import tempfile
from pathlib import Path

import against
import database
import postgres
import server
from lifecycle import LOUD
from place import ADDON, DEV, TREE, TREE_KEY, say

# Version 19.0.1.0.0 as it was last: what other databases have.
RELEASED = "7fda24331e374ac59211177c17e2adb104c043ba"


def main(odoo):
    name = f"{ADDON}_upgrade_{TREE_KEY}_{os.getpid()}"
    with postgres.running(), tempfile.TemporaryDirectory(prefix="upgrade_") as folder:
        try:
            return upgraded(odoo, name, Path(folder))
        finally:
            database.drop(name)


def upgraded(odoo, name, folder):
    """Go all the way; the exit code."""
    addon = folder / ADDON
    addon.mkdir()
    against.check_out(RELEASED, addon, f"The commit of the first release, {RELEASED[:12]},")
    os.environ["UPGRADE_NOTES"] = str(folder / "notes.json")
    database.copy_of_template(odoo, name, demo=True)
    before, now = configured(odoo, folder), server.configure(odoo, TREE)
    once = ("-d", name, *server.ONCE)
    steps = (
        ("install the first release", before, (*once, "-i", ADDON, "--with-demo"), ""),
        ("fill it", before, shell(name), script("upgrade_data.py")),
        ("upgrade it", now, (*once, "-u", ADDON), ""),
        ("look at it", now, shell(name), script("upgrade_check.py")),
    )
    for what, environment, arguments, text in steps:
        findings = step(odoo, what, environment, arguments, text)
        if findings:
            print("\n".join(findings))
            return 1
    print("upgraded: everything is there, and goes on", flush=True)
    return 0


def shell(name):
    return ("shell", "-d", name, *server.QUIET)


def script(file):
    return server.RUN_FILE.format(file=str(DEV / file))


def configured(odoo, addons):
    """Settings of an Odoo with the addon as it was, which keeps files where the later one does."""
    paths = filter(None, [odoo.core_addons(), addons])
    file = addons / "odoo.conf"
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
