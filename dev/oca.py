"""Addons beside ours in the tests: WITH=event_sale,account,crm of Odoo itself, and those of the OCA
for what is only there where they are, WITH=queue_job.
"""

import os
from pathlib import Path

import environment
from place import HOME, SERIES, Unavailable, digest, once, quietly, say

# What comes with an addon that its own package does not name by a version.
PERSONAL = ("odoo-addon-partner-contact-personal-information-page==19.0.1.0.0.2",)
BESIDE = {
    "connector_importer": (
        "odoo-addon-connector==19.0.1.0.0.5",
        "odoo-addon-component==19.0.1.0.1.6",
        "odoo-addon-component-event==19.0.1.0.0.9",
        "odoo-addon-queue_job==19.0.2.4.0.1",
        "openupgradelib==3.13.7",
        "cachetools==8.0.2",
        "PyYAML==6.0.4",
    ),
    "queue_job": ("openupgradelib==3.13.7",),
    "partner_contact_birthdate": PERSONAL,
    "partner_contact_gender": PERSONAL,
}
VERSIONS = {
    "queue_job": "19.0.2.4.0.1",
    "auditlog": "19.0.2.0.1",
    "base_location": "19.0.1.0.1.6",
    "connector_importer": "19.0.1.0.0.3",
    "mail_tracking": "19.0.1.0.6.2",
    "mass_mailing_partner": "19.0.1.1.0.4",
    "partner_address_street3": "19.0.1.1.0.2",
    "partner_contact_birthdate": "19.0.1.0.0.3",
    "partner_contact_department": "19.0.1.0.0.4",
    "partner_contact_gender": "19.0.1.0.0.3",
    "partner_contact_role": "19.0.1.0.0.4",
    "partner_fax": "19.0.1.0.0.5",
    "partner_firstname": "19.0.1.0.3",
    "partner_identification": "19.0.1.2.0.3",
    "partner_multi_relation": "19.0.1.1.3.1",
    "partner_title": "19.0.1.0.0.6",
}
# WITH=neighbours: all but those that are another way of doing the same.
NEIGHBOURS = "neighbours"
NO_NEIGHBOURS = {"connector_importer", "queue_job"}


def wanted():
    """The names of WITH."""
    names = os.environ.get("WITH", "").replace(",", " ").split()
    if NEIGHBOURS in names:
        names.remove(NEIGHBOURS)
        names += sorted(VERSIONS.keys() - {*NO_NEIGHBOURS, *names})
    return names


def of_oca():
    """Those of them that are the OCA's."""
    return [name for name in wanted() if name in VERSIONS]


def check(odoo):
    """The others have to be Odoo's own."""
    folders = [Path(odoo.source, "odoo/addons"), odoo.core_addons()]
    unknown = [
        name
        for name in wanted()
        if name not in VERSIONS
        and not any(Path(each, name, "__manifest__.py").exists() for each in folders if each)
    ]
    if unknown:
        raise Unavailable(
            f"WITH knows the addons of Odoo, {NEIGHBOURS} and {', '.join(VERSIONS)},"
            f" not {', '.join(unknown)}."
        )


def addons_path():
    """The folder of the OCA's, got when missing; None where none is wanted."""
    names = of_oca()
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
    packages = sorted(set(packages))
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
