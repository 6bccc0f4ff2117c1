"""What `make lifecycle` does with the addon before it goes: runs in an Odoo shell on the demo data.

Each kind's sample is imported as the administrator, an import is undone, contacts are erased, and a
download is made: reports are e-mailed, and files of all sorts are stored.
"""

import base64
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent / "demo"
SAMPLES = {
    "session_instances": "session_instances",
    "qualifications": "qualifications",
    "contact_operations": "contact_operations",
    "constituents": "chapter_members",
    "events": "events",
    "teams": "teams",
    "participants": "participants",
    "learners": "learners",
}
OPTIONS = {"contact_operations": {"confirm": 5}}
DOWNLOADS = ("constituent_download", "contact_download")
# A busy machine takes several.
TURNS = 30
CRONS = ("run_1", "download", "run_sources", "agenda_notices", "duplicates")


def main(env):
    for name in ("contacts", "percent"):
        env["ir.config_parameter"].set_param(f"registration_import.irreversible_{name}", "100")
    env = env(user=env.ref("base.user_admin"))
    env = env(context={"allowed_company_ids": env["res.company"].search([]).ids})
    operations = env["registration.import.operation"]
    jobs = {code: start(operations, code, file) for code, file in SAMPLES.items()}
    for code in DOWNLOADS:
        operations.run_download(operation=code)
    work(env)
    for code, job in jobs.items():
        answer = operations.job_status(job=job)
        print(code, answer["state"], answer["counts"])
        assert answer["state"] == "done", answer
    env["registration.import.job"].browse(jobs["session_instances"]).action_undo()
    work(env)


def work(env):
    """As the server would do in the background, in as many turns as it takes."""
    env.cr.commit()
    for _turn in range(TURNS):
        for name in CRONS:
            env.ref(f"registration_import.ir_cron_{name}").method_direct_trigger()
        env.cr.commit()  # else what others have committed is not seen
        env.invalidate_all()
        states = set(env["registration.import.job"].search([]).mapped("state"))
        if states <= {"done", "refused", "cancelled", "validated", "draft", "waiting"}:
            break


def start(operations, code, file):
    content = base64.b64encode((DEMO / f"{file}.csv").read_bytes()).decode()
    return operations.run_file(
        operation=code, content=content, filename=f"{file}.csv", options=OPTIONS.get(code)
    )["job"]


main(env)  # noqa: F821
