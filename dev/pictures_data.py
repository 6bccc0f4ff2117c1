"""What `make pictures` shows: runs in an Odoo shell on a database with the demo data.

Files are imported, planned or left where somebody is asked, an import is about to be undone,
contacts are compared, and another CRM disagrees. Each page is noted: who looks at it, and how it
is opened.
"""

import json
import os
import random
import tempfile
from pathlib import Path

from odoo import Command

from odoo.addons.registration_import.importer.intake import Intake

DEMO = Path(__file__).resolve().parent.parent / "demo"
HEADER = "Registration Code;Session Code;Occurrence;Status\n"
STATUSES = ("Registered", "Attended", "No Show", "Cancelled")
MAPPING = {"Occurrence": "instance_code"}
CRONS = ("run_1", "download", "duplicates")
ROLES = ("group_import_export_management", "group_sync_manage")
LEAD, SYNC = "user_demo_contacts_lead", "user_demo_sync"


def main(env):
    admin, groups = env.ref("base.user_admin"), env["res.groups"]
    admin.group_ids |= groups.union(*(env.ref(f"registration_import.{name}") for name in ROLES))
    notes = {
        **sessions(env),
        **learners(env),
        **contacts(env),
        **data_sync(env),
        **duplicates(env),
        **conflict(env),
    }
    env.cr.commit()
    Path(os.environ["PICTURES_NOTES"]).write_text(json.dumps(notes))


def page(user, model, record, method, then=""):
    """Who opens which page by which button of a record; ``then`` is a script of the page."""
    return {**seen_by(user), "button": [model, method, record.id], "then": then}


def at(user, path, then=""):
    return {**seen_by(user), "path": path, "then": then}


def seen_by(user):
    return {"login": user.login, "companies": companies(user)}


def companies(user):
    """Ids of all of a user's companies, the usual one first."""
    user = user.sudo()
    return [*(user.company_id | user.company_ids)._ids]


def as_user(env, name):
    user = env.ref(name if "." in name else f"registration_import.{name}")
    return env(user=user, context={"allowed_company_ids": companies(user)})


def upload(env, code, content, name, goal):
    """A job as somebody leaves it in the wizard."""
    operation = env["registration.import.operation"].search([("code", "=", code)], limit=1)
    return Intake(env).upload(operation, content, name, goal=goal)


def work(env):
    env.cr.commit()
    for name in CRONS:
        env.ref(f"registration_import.ir_cron_{name}").sudo().method_direct_trigger()
    env.cr.commit()  # else what others have committed is not seen
    env.invalidate_all()


# -- sessions ------------------------------------------------------------------------------------


def sessions(env):
    """The first import, its report, a cell that is mended, what came of it, and its undo."""
    env = as_user(env, "base.user_admin")
    rows = attendance(env)
    draft = upload(env, "session_instances", rows(1), "friday.csv", "draft")
    report = upload(env, "session_instances", rows(2), "saturday.csv", "validate")
    done = upload(env, "session_instances", rows(3), "sunday.csv", "validate")
    done.action_import()
    work(env)
    done.action_undo()
    work(env)
    wizard, form = "action_open_wizard", "action_open_job"
    model, user = "registration.import.job", env.user
    return {
        "wizard_columns": page(user, model, draft, wizard),
        "wizard_report": page(user, model, report, wizard),
        "wizard_mend": page(user, model, report, wizard, "o_registration_import_mending"),
        "import_done": page(user, model, done, form),
        "undo": page(user, model, done.undo_ids[:1], wizard),
    }


def attendance(env):
    """Makes files of who came to the congress, with what goes wrong at a desk."""
    lines = env["event.agenda.line"].search([], order="id", limit=400)

    def rows(seed):
        chance = random.Random(seed)
        text = HEADER
        for line in chance.sample(lines, 60):
            code = line.registration_id.registration_code
            cells = [code, line.session_id.code, line.instance_id.code, chance.choice(STATUSES)]
            text += ";".join(cells) + "\n"
        text += f"{code}x;{cells[1]};{cells[2]};Attended\n{code};{cells[1]};{cells[2]};Came late\n"
        return text.encode()

    return rows


# -- learners and contacts -----------------------------------------------------------------------


def learners(env):
    env = as_user(env, "user_demo_certification")
    sample = (DEMO / "qualifications.csv").read_bytes()
    report = upload(env, "qualifications", sample, "qualifications.csv", "validate")
    button = page(env.user, "registration.import.job", report, "action_open_wizard")
    return {
        "qualifications": at(env.user, "registration-certification"),
        "qualifications_report": button,
    }


def contacts(env):
    env = as_user(env, LEAD)
    sample = (DEMO / "contact_operations.csv").read_bytes()
    report = upload(env, "contact_operations", sample, "contact_operations.csv", "validate")
    waiting = upload(env, "contact_operations", sample + b"\n", "contacts.csv", "validate")
    waiting.action_import(again=True, confirm=sum(waiting.irreversible.values()))
    work(env)
    admin = as_user(env, "base.user_admin").user
    person = env.ref("registration_import.contact_sommer")
    model = "registration.import.job"
    return {
        "contacts_report": page(env.user, model, report, "action_open_wizard"),
        "contacts_waiting": page(admin, model, waiting, "action_open_job"),
        "contact_form": at(env.user, f"contacts/{person.id}", "Contact Data"),
    }


# -- Data Sync -----------------------------------------------------------------------------------


def data_sync(env):
    env = as_user(env, SYNC)
    operation = env.ref("registration_import.operation_chapter_members")
    schedule = {"mode": "recurring", "frequency": "weekly", "thu": True, "time": 6.5}
    folder = (
        env["registration.import.folder"]
        .sudo()
        .create({"name": "Exports of the chapter", "path": tempfile.gettempdir()})
    )
    source = {"type": "folder", "folder_id": folder.id, "file_pattern": "chapter_members*.csv"}
    operation.write(
        {
            "source_ids": [Command.update(operation.source_ids.id, source)],
            "schedule_ids": [Command.update(operation.schedule_ids.id, schedule)],
        }
    )
    sample = (DEMO / "chapter_members.csv").read_bytes()
    job = upload(env, "chapter_members", sample, "chapter_members.csv", "validate")
    job.action_import()
    for code in ("constituent_download", "contact_download"):
        with_rights = as_user(env, "base.user_admin")
        with_rights["registration.import.operation"].run_download(operation=code)
    work(env)
    path = f"data-sync-operations/{operation.id}"
    return {
        "sync_operations": at(env.user, "data-sync-operations"),
        "sync_schedule": at(env.user, path, "Source and schedule"),
        "sync_job": page(env.user, "registration.import.job", job, "action_open_job"),
        "downloads": at(as_user(env, "base.user_admin").user, "data-sync-downloads"),
    }


def duplicates(env):
    """Two contacts that may be one."""
    env = as_user(env, "base.user_admin")
    values = {"street": "Aareweg 9", "zip": "3011", "city": "Bern", "email": "ada@example.com"}
    first = env["res.partner"].create({"name": "Ada Lane", "phone": "031 555 01 19", **values})
    env.cr.commit()
    second = {
        **values,
        "name": "Lane, Ada",
        "phone": "+41 31 555 01 19",
        "email": "a.l@example.com",
    }
    second["contact_birthdate"] = "1951-03-02"
    new = env["res.partner"].create(second)
    env.cr.commit()
    found = env["registration.import.duplicate"].sudo()._scan_contacts((first + new).ids)
    return {"duplicates": at(env.user, f"data-sync-duplicates/{found[:1].id}")}


def conflict(env):
    """Another CRM and this database have changed the same contact."""
    env = as_user(env, "base.user_admin")
    system = env["registration.import.system"].create({"name": "Ticket Shop", "code": "SHOP"})
    connection = env["registration.import.connection"].create(
        {
            "name": "Ticket Shop",
            "system_id": system.id,
            "address": "https://crm.example.org",
            "new_key": "0",
        }
    )
    standard = env.ref("registration_import.operation_connector")
    contact = env["res.partner"].create({"name": "Beat Sommer", "city": "Bern", "zip": "3011"})
    sides = {"Town": ("Bern", "Thun"), "Telephone": ("+41 31 555 01 19", "+41 33 555 01 20")}
    made = (
        env["registration.import.conflict"]
        .sudo()
        .create(
            {
                "connection_id": connection.id,
                "operation_id": standard.copy({"name": "Ticket Shop"}).id,
                "contact_id": contact.id,
                "theirs": "4711",
                "ours_changed": "2026-11-27 09:12:00",
                "theirs_changed": "2026-11-27 16:40:00",
                "line_ids": [
                    Command.create({"field": name.lower(), "label": name, "ours": o, "theirs": t})
                    for name, (o, t) in sides.items()
                ],
            }
        )
    )
    return {"conflict": at(env.user, f"data-sync-conflicts/{made.id}")}


main(env)  # noqa: F821
