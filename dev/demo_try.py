"""What `make demo` leaves to try: rows to mend, a download, contacts who may be one."""

import tempfile
from pathlib import Path

import demo_import

LABELS = "Registration Code,Session Code,Instance Code,Registration Session Status"
# A status and a code that nobody knows, and a row that would go in.
WRONG = ("Registred", None, "Registered")
DOWNLOAD = "constituent_download"
# Members of the chapter who have signed up once more, without their member IDs.
SAME = ("email", "city", "zip")
AGAIN = {"00100": "Simao Araujo", "00102": "Kaethe Mueller"}


def leave(env, agenda, members):
    """``agenda`` imports session instances, ``members`` works with the Data Sync app."""
    leave_rows(env, agenda)
    leave_download(env, members)
    leave_duplicates(env)


def leave_rows(env, user):
    rows = env["registration.import.kind.session_instances"].with_user(user)._samples()
    lines = [LABELS]
    for (code, session, instance, _status), status in zip(rows, WRONG, strict=False):
        lines.append(
            ",".join([code if status else "no-such-code", session, instance, status or _status])
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "to_mend.csv")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        job = demo_import.hand_in(env, user, "session_instances", file)
    report = demo_import.wait_for_end(env, user, job)
    wrong = report["counts"]["invalid"]
    print(f"\nTo mend, as {user.login}: {wrong} rows of to_mend.csv, import {job}")


def leave_download(env, user):
    operations = demo_import.operations(env, user)
    run = operations.run_download(DOWNLOAD)["run"]
    env.cr.commit()

    def ended():
        env.cr.rollback()
        env.invalidate_all()
        answer = operations.download_status(run)
        return answer if answer["state"] in ("done", "failed") else None

    answer = demo_import.wait_until(ended, 120, "The download has not ended")
    print(
        f"To look at, as {user.login}: a download of {answer['lines']} contacts, {answer['name']}"
    )


def leave_duplicates(env):
    partners = env["res.partner"]
    known = partners.search([("contact_member_id", "in", list(AGAIN))])
    again = partners.create(
        [
            {
                "name": AGAIN[each.contact_member_id],
                "email": each.email,
                "city": each.city,
                "zip": each.zip,
            }
            for each in known
        ]
    )
    env["registration.import.duplicate"].sudo()._scan_contacts(again.ids)
    env.cr.commit()
    names = ", ".join(again.mapped("name"))
    print(f"To decide: {names} may be members already (Data Sync > Duplicates)")
