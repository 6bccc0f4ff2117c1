"""Databases: a template with the base modules, copied in a blink, and those of this checkout.

A database of ours carries a comment that says which checkout made it and of which code, so that two
checkouts on one server do not take each other's, and so that `make clean` knows its own.
"""

import os
import shutil
from pathlib import Path

import oca
import postgres
import server
from place import ADDON, HOME, REPO, TREE, TREE_KEY, Unavailable, digest, locked, say

BASE_MODULES = "event,contacts,mail,base_automation"
DEMO = f"{ADDON}_demo"
# As Odoo does it, but for what its own tests of scripts alone are made of: half of it all.
ASSETS = """
qweb = env["ir.qweb"]
scripts, styles = qweb._get_bundles_to_pregenarate()
unused = {name for name in scripts | styles if "unit_tests" in name or "qunit" in name}
unused |= {"web.tests_assets", "mail.assets_discuss_public_test_tours"}
for name in sorted(scripts - unused):
    qweb._get_asset_bundle(name, css=False, js=True).js()
for name in sorted(styles - unused):
    qweb._get_asset_bundle(name, css=True, js=False).css()
env.cr.commit()
"""
DEMO_DATA = "from odoo.modules.loading import force_demo; force_demo(env); env.cr.commit()"
# What a database holds of the addon; the rest is read from the files at each start.
CODE = (
    "models",
    "importer",
    "messages",
    "tools",
    "wizards",
    "controllers",
    "views",
    "security",
    "data",
    "demo",
    "i18n",
    "migrations",
)
TEMPLATES = HOME / "templates"


# ---- plain operations


def exists(name):
    return bool(postgres.query("SELECT 1 FROM pg_database WHERE datname = %s", [name]))


def whole(name, folder=TREE):
    """There, and with its files: the cache folder may have been cleared under our feet."""
    files_are_elsewhere = folder == TREE and not owner_of(name)
    return exists(name) and (files_are_elsewhere or filestore(folder, name).exists())


def comment_of(name):
    rows = postgres.query(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    )
    return (rows[0][0] or "") if rows else ""


def owner_of(name):
    """The key of the checkout that made a database; '' for one that is not ours at all."""
    words = comment_of(name).split()
    return words[1] if words[:1] == [ADDON] else ""


def mark(name):
    postgres.query(f'COMMENT ON DATABASE "{name}" IS %s', [f"{ADDON} {TREE_KEY} {code_key()}"])


def drop(name, folder=TREE):
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(folder, name), ignore_errors=True)


def rename(old, new, folder=TREE):
    postgres.query(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    if filestore(folder, old).exists():
        shutil.rmtree(filestore(folder, new), ignore_errors=True)
        filestore(folder, old).rename(filestore(folder, new))


def filestore(folder, name):
    return server.data_folder(folder) / "filestore" / name


def copy(source, name, from_folder, to_folder):
    """Copy a database with its files; these never change once stored, so links do."""
    quick = "STRATEGY file_copy" if postgres.server_version() >= 150000 else ""
    postgres.query(f'CREATE DATABASE "{name}" TEMPLATE "{source}" {quick}')
    target = filestore(to_folder, name)
    shutil.rmtree(target, ignore_errors=True)
    if filestore(from_folder, source).exists():
        shutil.copytree(filestore(from_folder, source), target, copy_function=os.link)


# ---- the templates


def template(odoo, demo=False):
    """The name of the template, made when missing; a second one has Odoo's own demo data."""
    # The files are on this machine: on a server that several share, each has its own template.
    key = digest(BASE_MODULES, odoo.version_key(), HOME, os.uname().nodename, length=10)
    name = f"{ADDON}_template{'_demo' if demo else ''}_{key}"
    if not whole(name, TEMPLATES):
        with locked(name):
            if not whole(name, TEMPLATES):
                make_template(odoo, name, template(odoo) if demo else None)
    return name


def make_template(odoo, name, plain):
    new = f"{name}_new"
    drop(new, TEMPLATES)
    if plain:
        say("making the template database with demo data")
        copy(plain, new, TEMPLATES, TEMPLATES)
        server.script(odoo, new, DEMO_DATA, TEMPLATES)
    else:
        say(f"making the template database: {BASE_MODULES.replace(',', ', ')}")
        server.install(odoo, new, BASE_MODULES, TEMPLATES)
        say("making its asset bundles")
        server.script(odoo, new, ASSETS, TEMPLATES)
    drop(name, TEMPLATES)
    rename(new, name, TEMPLATES)


def copy_of_template(odoo, name, demo=False):
    copy(template(odoo, demo), name, TEMPLATES, TREE)
    mark(name)


# ---- the databases of this checkout


def copies_of_installed(odoo, names):
    """New databases with the addon, its asset bundles and no demo data, all copies of one that is
    made anew when the code or Odoo have changed."""
    source = f"{ADDON}_installed_{digest(TREE_KEY, template(odoo), length=8)}"
    with locked(source):
        if not whole(source) or comment_of(source).split()[2:] != [code_key()]:
            say("installing the addon for the tests")
            drop(source)
            copy(template(odoo), source, TEMPLATES, TREE)
            server.install(odoo, source, ADDON, TREE)
            server.script(odoo, source, ASSETS, TREE)
            mark(source)  # only one that is whole
        for name in names:
            copy(source, name, TREE, TREE)
            mark(name)


def install_beside(odoo, names):
    """Into these databases, the addons that are wanted beside ours."""
    for name in names if oca.wanted() else ():
        server.install(odoo, name, ",".join(oca.wanted()), TREE)


def ours(wanted):
    """The real name: the one wanted, unless another checkout on this server goes by it."""
    owner = owner_of(wanted)
    if owner in ("", TREE_KEY) or not (HOME / "trees" / owner / "addons" / ADDON).exists():
        return wanted
    return f"{wanted}_{TREE_KEY}"


def ready(odoo, wanted):
    """A database with the addon and its demo data: made when missing, updated with the code."""
    name = ours(wanted)
    with locked(f"database-{digest(name)}"):
        if not whole(name):
            make(odoo, name)
        else:
            bring_up_to_date(odoo, name)
    return name


def afresh(odoo, wanted, demo=True):
    name = ours(wanted)
    if exists(name) and not owner_of(name):
        raise Unavailable(
            f"The database {name} was not made here and is left alone: drop or rename it."
        )
    with locked(f"database-{digest(name)}"):
        make(odoo, name, demo)
    return name


def make(odoo, name, demo=True):
    """Made under another name: a database that has the name is whole."""
    say(f"making the database {name}")
    new = f"{name}_new"
    drop(new)
    copy_of_template(odoo, new, demo)
    try:
        server.install(odoo, new, ADDON, TREE, *(["--with-demo"] if demo else []))
    except BaseException:
        drop(new)
        raise
    drop(name)
    rename(new, name)
    say(f"the database {name} is ready")


def bring_up_to_date(odoo, name):
    """Load the addon again when its files have changed; not under a server at work on it."""
    words = comment_of(name).split()
    if words[:2] != [ADDON, TREE_KEY] or words[2] == code_key():
        return
    if server.in_background().get("database") == name:
        say("the code has changed, and a server runs in the background: `make stop` to update")
        return
    say(f"the code has changed: updating the database {name}")
    server.update(odoo, name, ADDON, TREE)
    mark(name)


def code_key():
    files = [REPO / "__manifest__.py", REPO / "__init__.py", REPO / "hooks.py"]
    for folder in CODE:
        files += sorted(
            file
            for file in (REPO / folder).rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        )
    return digest(*(f"{file.relative_to(REPO)} {digest(file.read_bytes())}" for file in files))


def databases_of_this_checkout():
    pattern = f"{ADDON} {TREE_KEY} %"
    return [
        name
        for (name,) in postgres.query(
            "SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') LIKE %s",
            [pattern],
        )
    ]


def drop_leftovers(prefix):
    """Databases of runs that were killed: their names tell the number of a process now gone."""
    for name in databases_of_this_checkout():
        number = name.removeprefix(prefix).partition("_")[0]
        if name.startswith(prefix) and number.isdigit() and not Path("/proc", number).exists():
            drop(name)
