"""The demonstration: `make demo` runs this in an Odoo shell, beside the server that does the work.

The sample files are handed in by those who may import them, the server's scheduled action imports
them, and the reports come by e-mail through a real SMTP server. What nothing brings back is
planned first, confirmed by its number, and approved by a second person.
"""

import os
import shutil
import sys
from pathlib import Path

from odoo import Command

sys.path.insert(0, str(Path(__file__).parent))
import demo_import  # noqa: E402
import demo_try  # noqa: E402

SAMPLES = Path(__file__).parents[1] / "demo"
MAILS = Path(os.environ["DEMO_MAILS"])
INBOX = Path(os.environ["DEMO_INBOX"])
# operation, and who imports its sample file
IMPORTS = (
    ("session_instances", "base.user_demo"),
    ("qualifications", "registration_import.user_demo_certification"),
)
CONTACTS = "contact_operations"
CONTACTS_USER = "registration_import.user_demo_contacts_lead"
SECOND_PERSON = "base.user_admin"
MEMBERS = "registration_import.operation_chapter_members"
MEMBERS_USER = "registration_import.user_demo_sync"


def main(env):
    e_mails_lead_here(env)
    for operation, user in IMPORTS:
        user, sample = env.ref(user), sample_of(operation)
        say_who(user, sample, "Importing")
        show_end(env, user, demo_import.hand_in(env, user, operation, sample), sample)
    import_contacts(env, env.ref(CONTACTS_USER), env.ref(SECOND_PERSON))
    fetch_members(env, env.ref(MEMBERS_USER))
    demo_try.leave(env, env.ref("base.user_demo"), env.ref(MEMBERS_USER))


def e_mails_lead_here(env):
    """Else their links lead to the port of Odoo until an administrator has logged in."""
    env["ir.config_parameter"].set_param("web.base.url", os.environ["DEMO_ADDRESS"])
    env.cr.commit()
    env.registry.signal_changes()


def sample_of(operation):
    return SAMPLES / f"{operation}.csv"


def say_who(user, sample, what):
    print(f"\n{what} {sample.name} as {user.name} ({user.login})")


def show_end(env, user, job, sample):
    """Wait for the end of an import; print its report, and the e-mail about it."""
    report = demo_import.wait_for_end(env, user, job)
    print("\n".join(demo_import.report_lines(report)))
    show_mail(user, sample.name)
    if report["state"] != "done":
        sys.exit(f"\nThe import ended as {report['state']}: {report['message']}")


def show_mail(user, about):
    mail = demo_import.wait_for_mail(MAILS, user.email, about)
    print("\n".join(demo_import.mail_lines(mail)))


def import_contacts(env, user, second):
    """Validate, confirm the number of what nothing brings back, and let a second person approve."""
    sample = sample_of(CONTACTS)
    say_who(user, sample, "Validating")
    planned = demo_import.hand_in(env, user, CONTACTS, sample, validate_only=True)
    plan = demo_import.wait_for_end(env, user, planned, "validated")
    count = sum(plan["irreversible"].values())
    print(f"  nothing would bring back: {demo_import.plan_line(plan)}")
    print(f"\nImporting it, confirmed with the number {count}")
    job = demo_import.hand_in(env, user, CONTACTS, sample, options={"confirm": count})
    report = demo_import.wait_for_end(env, user, job, "waiting")
    print(f"  job {job}: {report['state']} for a second person, since these are many")
    show_mail(second, sample.name)
    print(f"\n{second.name} ({second.login}) approves it")
    demo_import.approve(env, second, job)
    show_end(env, user, job, sample)


def fetch_members(env, user):
    """Let the server fetch what an offline database exports, twice a week; and run it now."""
    operation = env.ref(MEMBERS).with_user(user)
    sample = sample_of("chapter_members")
    folder = env["registration.import.folder"].create(
        {"name": "Exports of the chapter", "path": str(INBOX)}
    )
    source = {"type": "folder", "folder_id": folder.id, "file_pattern": "chapter_members*.csv"}
    schedule = {"mode": "recurring", "frequency": "weekly", "thu": True, "time": 6.5}
    operation.write(
        {
            "source_ids": [Command.update(operation.source_ids.id, source)],
            "schedule_ids": [Command.update(operation.schedule_ids.id, schedule)],
        }
    )
    print(f"\n{operation.name}, run as {user.name} ({user.login}): {operation.schedule_text}")
    shutil.copyfile(sample, INBOX / sample.name)
    print(f"  {sample.name} is in the folder; the operation is run now")
    operation.action_run()
    env.cr.commit()
    job = demo_import.wait_until(
        lambda: demo_import.last_job(env, operation), 180, "No import of it has started"
    )
    show_end(env, user, job, sample)
    done = demo_import.wait_until(
        lambda: sorted(each.name for each in INBOX.glob("done/*")), 30, "The file was not moved"
    )
    print(f"  the file is now done/{done[0]}")


main(env)  # noqa: F821
