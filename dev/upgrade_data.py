"""What `make upgrade` puts into a database of the first release: runs in a shell of its code.

Files of every kind are imported; other imports are left in each state that there is; and people
have made filters, lists, views, operations and cross-references of fields of contacts.
"""

import base64
import json
import os
import sys
from pathlib import Path

from odoo import Command
from odoo.modules import get_module_path

from odoo.addons.registration_import.importer import launch

sys.path.insert(0, str(Path(__file__).parent))
from upgrade_turns import names_of, trigger, work  # noqa: E402

DEMO = Path(get_module_path("registration_import"), "demo")
KINDS = {
    **{"session_instances": "session_instances", "qualifications": "qualifications"},
    **{"contact_operations": "contact_operations", "constituents": "chapter_members"},
    **{"events": "events", "teams": "teams", "participants": "participants"},
    "learners": "learners",
}
CONFIRM = {"contact_operations": {"confirm": 5}}
DOWNLOADS = ("constituent_download", "contact_download")
# Fields that get another name; what they hold is noted.
NOTED = ("uln", "gender", "date_of_birth", "member_id", "street3", "city_complement")
GONE = "INSTIT;ORGANIZATION;OPERATION;CONTACT_NR\nLAKE;OPERA;ANONYMIZE;00005002\n"
GONE += "LAKE;OPERA;ANONYMIZE;00005006\n"
PEOPLE = "MEMBER_ID,LAST_NAME,BIRTH_DATE,GENDER\n{},Lane,2001-02-03,{}\n"


def main(env):
    for name in ("contacts", "percent"):
        env["ir.config_parameter"].set_param(f"registration_import.irreversible_{name}", "100")
    env = env(user=env.ref("base.user_admin"))
    env = env(context={"allowed_company_ids": env["res.company"].search([]).ids})
    written_by_people(env)
    filled = {"people": made_by_people(env), "names": names_of(env)}
    done(env)
    filled |= {"learner": learner(env), "in_states": in_every_state(env)}
    # what goes out later, goes out since the upgrade
    env["registration.import.operation"].run_download(operation="constituent_download")
    trigger(env, "download")
    contacts = env["res.partner"].with_context(active_test=False).search([], order="id")
    filled["contacts"] = {str(each["id"]): each for each in contacts.read(NOTED)}
    filled["states"] = dict(env["registration.import.job"]._read_group([], ["state"], ["__count"]))
    Path(os.environ["UPGRADE_NOTES"]).write_text(json.dumps(filled, default=str))


# -- what people have made -----------------------------------------------------------------------


def written_by_people(env):
    """Who gets an e-mail from whom, and two texts, one of them in another language alone."""
    env["res.lang"]._activate_lang("de_DE")
    report, approval, download = (
        env.ref(f"registration_import.mail_template_{name}")
        for name in ("report", "approval", "download")
    )
    report.email_from = "imports@example.com"
    approval.with_context(lang="de_DE").body_html = "<p>Bitte ansehen</p>"
    download.body_html = "<p>Have a look</p>"


def made_by_people(env):
    """Ids of what names fields by a text, by what it is."""
    field = env.ref("registration_import.field_res_partner__gender")
    column = env["contact.column"].create({"field_id": field.id, "label": "GENDER"})
    standard = env.ref("registration_import.operation_constituents")
    operation = standard.copy(
        {
            "code": "people",
            "name": "People",
            "based_on_id": standard.id,
            "system_id": system(env).id,
        }
    )
    line = operation.line_ids.filtered(lambda each: each.field == "field_gender")
    line.write({"used": True, "words": "female = F; male = M"})
    download = env["registration.import.operation"].search([("code", "=", "constituent_download")])
    download.download_domain = "['|', ('gender', '=', 'female'), ('name', '!=', 'gender')]"
    view = env["ir.ui.view"].create(
        {
            "name": "Birthdays",
            "model": "res.partner",
            "inherit_id": env.ref("base.view_partner_form").id,
            "arch": "<field name='ref' position='after'><field name='date_of_birth'/></field>",
        }
    )
    export = env["ir.exports"].create(
        {
            "name": "People",
            "resource": "event.registration",
            "export_fields": [
                Command.create({"name": name}) for name in ("partner_id/gender", "name")
            ],
        }
    )
    filters = env["ir.filters"].create(
        {
            "name": "Women",
            "model_id": "event.registration",
            "domain": "[('partner_id.gender', '=', 'female')]",
            "context": "{'group_by': ['partner_id.gender', 'event_id']}",
            "sort": '["name desc"]',
        }
    )
    action = env["ir.actions.act_window"].create(
        {
            "name": "Born",
            "res_model": "event.registration",
            "domain": "[('partner_id.date_of_birth', '!=', False)]",
        }
    )
    found = {"action": action, "column": column, "operation": operation, "download": download}
    found |= {"view": view, "export": export, "filter": filters, "field": field}
    return {name: record.id for name, record in found.items()}


def system(env):
    """Another system, with a word for a gender."""
    made = env["registration.import.system"].create({"name": "Elsewhere", "code": "elsewhere"})
    env["registration.import.cross.reference"].create(
        {"system_id": made.id, "type": "contact.gender", "theirs": "weiblich", "ours": "female"}
    )
    return made


# -- imports -------------------------------------------------------------------------------------


def done(env):
    """Every kind once, a download of each sort, an import that is undone."""
    jobs = {
        code: start(env, code, (DEMO / f"{file}.csv").read_bytes(), options=CONFIRM.get(code))
        for code, file in KINDS.items()
    }
    jobs["people"] = start(env, "people", PEOPLE.format("U1", "F").encode())
    for code in DOWNLOADS:
        env["registration.import.operation"].run_download(operation=code)
    work(env)
    for code, job in jobs.items():
        answer = env["registration.import.operation"].job_status(job=job)
        assert answer["state"] == "done", (code, answer)
    env["registration.import.job"].browse(jobs["session_instances"]).action_undo()
    work(env)


def learner(env):
    """A learner whom an import changes, and what it was before."""
    one = env["res.partner"].search([("uln", "!=", False), ("gender", "=", "female")], limit=1)
    before = [one.gender, str(one.date_of_birth)]
    file = f"ULN,Gender,DateOfBirth\n{one.uln},Undisclosed,01/02/1999\n"
    job = start(env, "learners", file.encode())
    work(env)
    return {"uln": one.uln, "before": before, "job": job}


def in_every_state(env):
    """Ids of jobs by their state; those that a worker turns to are as it would find them after a
    restart of the server, and the rest waits for a person."""
    jobs = env["registration.import.job"]
    mapping = {"MEMBER_ID": "member_id", "LAST_NAME": "lastname", "GENDER": "field_gender"}
    mapping["BIRTH_DATE"] = "field_date_of_birth"
    operation = env["registration.import.operation"].search([("code", "=", "people")])
    file = PEOPLE.format("U2", "M").encode()
    found = {"draft": jobs._upload(operation, file, "draft.csv").id}
    found["validated"] = start(
        env, "people", PEOPLE.format("U3", "M").encode(), mapping=mapping, validate_only=True
    )
    found["cancelled"] = start(env, "people", PEOPLE.format("U7", "M").encode(), mapping=mapping)
    jobs.browse(found["cancelled"]).action_cancel()
    found["waiting"] = waiting(env)
    work(env)
    found["scheduled"] = start(env, "people", PEOPLE.format("U4", "M").encode(), mapping=mapping)
    found["running"] = start(env, "people", PEOPLE.format("U5", "M").encode(), mapping=mapping)
    found["interrupted"] = start(env, "people", PEOPLE.format("U6", "M").encode(), mapping=mapping)
    found["refused"] = start(env, "learners", b"no table of learners")
    launch.SMALL_FILE = 0
    found["reading"] = start(env, "people", PEOPLE.format("U8", "M").encode(), mapping=mapping)
    found["validating"] = start(env, "people", PEOPLE.format("U9", "M").encode(), mapping=mapping)
    for _done in jobs.browse(found["validating"]).sudo()._reader().steps():
        continue
    for state in ("running", "interrupted", "validating"):
        jobs.browse(found[state]).sudo().state = state
    for state, job in found.items():
        assert jobs.browse(job).state == state, (state, jobs.browse(job).state)
    return found


def waiting(env):
    """An import of somebody else, which a second person has to approve."""
    for name in ("contacts", "percent"):
        env["ir.config_parameter"].set_param(f"registration_import.irreversible_{name}", "1")
    lead = env(user=env.ref("registration_import.user_demo_contacts_lead"), context={})
    return start(lead, "contact_operations", GONE.encode(), options={"confirm": 2})


def start(env, code, content, **arguments):
    """The id of a new job on a file."""
    content = base64.b64encode(content).decode()
    arguments = {name: value for name, value in arguments.items() if value}
    answer = env["registration.import.operation"].run_file(
        operation=code, content=content, filename=f"{code}.csv", **arguments
    )
    return answer["job"]


main(env)  # noqa: F821
