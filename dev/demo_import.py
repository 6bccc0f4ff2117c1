"""The import of a sample file, through the door that other code uses."""

import base64
import email
import email.policy
import sys
import time

ENDS = ("done", "cancelled", "refused")


def hand_in(env, user, operation, file, **arguments):
    """Start the job and let go of it: a worker of the server takes it from here."""
    answer = operations(env, user).run_file(
        operation=operation,
        content=base64.b64encode(file.read_bytes()).decode(),
        filename=file.name,
        wait=False,
        **arguments,
    )
    env.cr.commit()
    return answer["job"]


def operations(env, user):
    return env["registration.import.operation"].with_user(user)


def approve(env, user, job):
    """Let an import run that waits for a second person."""
    env["registration.import.job"].with_user(user).browse(job).action_approve()
    env.cr.commit()


def wait_for_end(env, user, job, *otherwise, seconds=180):
    """The report of the ended import, or of one in another of the states that are waited for."""
    states = {*ENDS, *otherwise}
    message = "The import has not ended"
    return wait_until(lambda: reached(env, user, job, states), seconds, message)


def reached(env, user, job, states):
    """The report, once there is one. Each look is a new transaction: the old one sees the past."""
    env.cr.rollback()
    env.invalidate_all()
    env.registry.check_signaling()
    report = operations(env, user).job_status(job=job)
    return report if report["state"] in states else None


def last_job(env, operation):
    """The id of the last import of an operation, once there is one."""
    env.cr.rollback()
    env.invalidate_all()
    return (
        operation.sudo()
        .env["registration.import.job"]
        .search([("operation_id", "=", operation.id)], limit=1)
        .id
    )


def wait_for_mail(folder, address, about, seconds=90):
    message = f"No e-mail to {address} about {about} has arrived"
    return wait_until(lambda: mail_to(folder, address, about), seconds, message)


def mail_to(folder, address, about):
    """The e-mail to this person alone with this in its subject: Odoo itself sends some as well."""
    for file in sorted(folder.glob("*.eml")):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        to = [one.addr_spec for one in mail["To"].addresses]
        if to == [address] and about in mail["Subject"]:
            return mail
    return None


def wait_until(asked, seconds, otherwise):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = asked()
        if found:
            return found
        time.sleep(0.5)
    sys.exit(f"{otherwise} within {seconds} seconds.")


# ---- what is shown


def plan_line(report):
    """What of a plan nothing brings back: "ANONYMIZE 2, DROP 1"."""
    return ", ".join(f"{verb.upper()} {count}" for verb, count in report["irreversible"].items())


def report_lines(report):
    yield f"\nReport of job {report['job']}: {report['state']}"
    for outcome, number in report["counts"].items():
        if number:
            yield f"  {number:6} {outcome}"
    for error in report["errors"]:
        value = f" ({error['value']})" if error["value"] else ""
        place = f"row {error['row']}, {error['field'] or 'whole row'}{value}"
        level = "warning, " if error["level"] == "warning" else ""
        yield f"  {level}{place}: {error['message']}"
    if report["errors_truncated"]:
        yield "  ... and more"


def mail_lines(mail):
    yield "\nThe e-mail, as it arrived"
    for header in ("From", "To", "Subject"):
        yield f"  {header}: {mail[header]}"
    yield ""
    body = mail.get_body(preferencelist=("plain", "html"))
    for line in body.get_content().splitlines():
        if any(map(str.isalnum, line)):
            yield f"  {line.strip()}"
    for part in mail.iter_attachments():
        yield f"  attached: {part.get_filename()} ({len(part.get_content())} characters)"
