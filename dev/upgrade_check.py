"""What `make upgrade` looks at afterwards: runs in a shell of this checkout, on what
``upgrade_data.py`` has left."""

import json
import os
import sys
from ast import literal_eval
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from upgrade_turns import trigger, work  # noqa: E402

NEW = {
    **{"uln": "contact_uln", "gender": "contact_gender", "date_of_birth": "contact_birthdate"},
    **{"member_id": "contact_member_id", "street3": "contact_street3"},
    **{"city_complement": "contact_city_complement"},
}
ENDS = ("cancelled", "refused")


def main(env):
    notes = json.loads(Path(os.environ["UPGRADE_NOTES"]).read_text())
    env = env(user=env.ref("base.user_admin"))
    env = env(context={"allowed_company_ids": env["res.company"].search([]).ids})
    contacts_hold_what_they_held(env, notes["contacts"])
    what_people_made_is_there(env, notes["people"])
    jobs_are_in_their_states(env, notes["states"])
    nothing_is_sent_again(env)
    imports_go_on(env, notes["in_states"])
    an_old_import_is_undone(env, notes["learner"])


def equal(found, expected, what):
    if found != expected:
        raise SystemExit(f"Traceback: {what}: {found!r} in the place of {expected!r}")


def contacts_hold_what_they_held(env, noted):
    contacts = env["res.partner"].with_context(active_test=False).search([], order="id")
    found = {
        str(each["id"]): {"id": each["id"]} | {old: each[new] for old, new in NEW.items()}
        for each in contacts.read([*NEW.values()])
    }
    equal(json.loads(json.dumps(found, default=str)), noted, "contacts")
    equal(sum(bool(each["gender"]) for each in noted.values()) > 5, True, "genders to look at")
    env.cr.execute(
        """SELECT column_name FROM information_schema.columns
            WHERE table_name = 'res_partner' AND column_name = ANY(%s)""",
        [[*NEW, "duplicate_email", "can_open_import"]],
    )
    equal(env.cr.fetchall(), [], "columns of old")


def what_people_made_is_there(env, made):
    """Each with its id, and of use."""
    field = env.ref("registration_import.field_res_partner__contact_gender")
    equal((field.id, field.name), (made["field"], "contact_gender"), "the field")
    column = env["contact.column"].browse(made["column"])
    equal(column._schema_field().name, "field_contact_gender", "the column")
    arch = env["res.partner"].get_view(env.ref("base.view_partner_form").id)["arch"]
    equal(arch.count('name="contact_birthdate"') > 1, True, "the view of people")
    export = env["ir.exports"].browse(made["export"])
    paths = export.export_fields.mapped("name")
    equal(paths, ["partner_id/contact_gender", "name"], "the list of an export")
    registrations = env["event.registration"].search([], limit=3)
    equal(len(registrations.export_data(paths)["datas"]), 3, "the export")
    chosen = env["ir.filters"].browse(made["filter"])
    env["event.registration"].search(literal_eval(chosen.domain), order="name desc")
    groups = literal_eval(chosen.context)["group_by"]
    equal(groups, ["partner_id.contact_gender", "event_id"], "the groups of a filter")
    action = env["ir.actions.act_window"].browse(made["action"])
    expected = "[('partner_id.contact_birthdate', '!=', False)]"
    equal(action.domain, expected, "the condition of an action")
    download = env["registration.import.operation"].browse(made["download"])
    terms = ["|", ("contact_gender", "=", "female"), ("name", "!=", "gender")]
    equal(literal_eval(download.download_domain), terms, "the conditions of a download")
    operation = env["registration.import.operation"].browse(made["operation"])
    line = operation.line_ids.filtered(lambda each: each.field == "field_contact_gender")
    equal((line.used, line.words), (True, "female = F; male = M"), "the column of an operation")
    schema = {each.name for each in operation._kind()._schema()}
    equal({each.field for each in operation.line_ids} - schema, set(), "columns of no field")
    reference = env["registration.import.cross.reference"].search([("theirs", "=", "weiblich")])
    equal(reference.type, "contact.contact_gender", "the type of a cross-reference")


def jobs_are_in_their_states(env, noted):
    found = env["registration.import.job"]._read_group([], ["state"], ["__count"])
    equal(dict(found), noted, "imports by their state")


def nothing_is_sent_again(env):
    """No contact has changed: a download has nothing to say of any."""
    operation = env["registration.import.operation"]
    operation.run_download(operation="constituent_download")
    trigger(env, "download")
    run = env["registration.export.run"].search([], limit=1)
    equal((run.state, run.line_count), ("done", 0), "what goes out once more")


def imports_go_on(env, in_states):
    jobs = {state: env["registration.import.job"].browse(id) for state, id in in_states.items()}
    jobs["draft"].action_validate()
    jobs["draft"].action_import()
    jobs["validated"].action_import()
    jobs["waiting"].action_approve()
    work(env)
    for state, job in jobs.items():
        equal(job.state, state if state in ENDS else "done", f"the import that was {state}")
    made = env["res.partner"].search([("contact_member_id", "=like", "U_")])
    expected = {f"U{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9)}
    equal(set(made.mapped("contact_member_id")), expected, "who was imported")
    equal(set(made.mapped("contact_gender")), {"female", "male"}, "their genders")
    equal({str(each) for each in made.mapped("contact_birthdate")}, {"2001-02-03"}, "birthdays")


def an_old_import_is_undone(env, noted):
    """By its journal, which names fields."""
    learner = env["res.partner"].search([("contact_uln", "=", noted["uln"])])
    equal(learner.contact_gender, "undisclosed", "the learner, as imported")
    job = env["registration.import.job"].browse(noted["job"])
    job.action_undo()
    undo = job.undo_ids
    undo.action_import()
    work(env)
    equal((undo.state, undo.updated, undo.failed), ("done", 1, 0), "an undo")
    found = learner.contact_gender, str(learner.contact_birthdate)
    equal([*found], noted["before"], "the learner, as before the import")


main(env)  # noqa: F821
