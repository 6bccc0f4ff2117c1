"""What `make upgrade` looks at afterwards: runs in a shell of this checkout, on what
``upgrade_data.py`` has left."""

import json
import os
import sys
from ast import literal_eval
from pathlib import Path

from odoo.modules import get_module_path
from odoo.modules.module import load_script
from odoo.tools.convert import convert_file

sys.path.insert(0, str(Path(__file__).parent))
from upgrade_turns import ADDON, names_of, trigger, work  # noqa: E402

NEW = {
    **{"uln": "contact_uln", "gender": "contact_gender", "date_of_birth": "contact_birthdate"},
    **{"member_id": "contact_member_id", "street3": "contact_street3"},
    **{"city_complement": "contact_city_complement"},
}
ENDS = ("cancelled", "refused")
# Of our records that an update leaves alone, the fields that are not as the files have them: people
# have changed these.
CHANGED = {
    "mail_template_report": {"email_from"},
    "mail_template_approval": {"body_html"},
    "mail_template_download": {"body_html"},
}
# What is not of the files: when something was written, and when an action has run and will.
OF_NOBODY = {"write_date", "write_uid", "lastcall", "nextcall"}


def main(env):
    notes = json.loads(Path(os.environ["UPGRADE_NOTES"]).read_text())
    env = env(user=env.ref("base.user_admin"))
    env = env(context={"allowed_company_ids": env["res.company"].search([]).ids})
    each_new_name_is_looked_for(notes["names"], names_of(env))
    contacts_hold_what_they_held(env, notes["contacts"])
    what_people_made_is_there(env, notes["people"])
    jobs_are_in_their_states(env, notes["states"])
    texts_are_new_unless_people_wrote_them(env)
    the_rest_is_as_in_the_files(env)
    nothing_is_sent_again(env)
    imports_go_on(env, notes["in_states"])
    an_old_import_is_undone(env, notes["learner"])


def equal(found, expected, what):
    if found != expected:
        raise SystemExit(f"Traceback: {what}: {found!r} in the place of {expected!r}")


def each_new_name_is_looked_for(before, now):
    """By the script that stops where one is taken."""
    script = Path(get_module_path(ADDON), "migrations/19.0.2.0.0/pre-0_names.py")
    taken = load_script(str(script), "names")
    fields = {
        model: {*names} - {*before["fields"][model]}
        for model, names in now["fields"].items()
        if model in before["fields"]
    }
    listed = {model: {*names} for model, names in taken.FIELDS.items()}
    equal({model: names for model, names in fields.items() if names}, listed, "new fields")
    tables = now["indexes"].keys() - before["indexes"].keys()
    equal(tables, {*taken.TABLES}, "new tables")
    indexes = {
        name
        for table, names in now["indexes"].items()
        if table not in tables
        for name in {*names} - {*before["indexes"][table]}
    }
    equal(indexes, {*taken.INDEXES}, "new indexes")


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


def texts_are_new_unless_people_wrote_them(env):
    """Those of e-mails, in both languages."""
    report, approval, download = (
        env.ref(f"registration_import.mail_template_{name}")
        for name in ("report", "approval", "download")
    )
    german = {"lang": "de_DE"}
    equal("object.report_size" in report.body_html, True, "the new text of the report")
    text = report.with_context(**german).body_html
    found = "object.report_size" in text, "Rows that were not imported" in text
    equal(found, (True, False), "the new text of the report in German")
    equal(report.email_from, "imports@example.com", "who sends the report")
    equal("object.total" in approval.body_html, True, "an e-mail changed in German, in English")
    equal(approval.with_context(**german).body_html, "<p>Bitte ansehen</p>", "and in German")
    equal(download.body_html, "<p>Have a look</p>", "an e-mail changed by hand")


def the_rest_is_as_in_the_files(env):
    """Each record that an update leaves alone: read the files as at an installation, and see what
    that changes."""
    known = env["ir.model.data"].search(
        [("module", "=", ADDON), ("noupdate", "=", True), ("model", "!=", "res.partner")]
    )
    held = {each.name: stored(env, each) for each in known}
    for file in env["ir.module.module"].get_module_info(ADDON)["data"]:
        if 'noupdate="1"' in Path(get_module_path(ADDON), file).read_text():
            convert_file(env(su=True), ADDON, file, {}, mode="init")
    env.flush_all()
    env.invalidate_all()
    found = {}
    for each in known:
        now = stored(env, each)
        if names := {name for name in now if now[name] != held[each.name][name]}:
            found[each.name] = names
    env.cr.rollback()
    equal(found, CHANGED, "what is not as in the files")


def stored(env, known):
    """What a record holds, of that which files may give it."""
    record = env[known.model].sudo().browse(known.res_id)
    names = [name for name, field in record._fields.items() if field.store]
    return record.read([*set(names) - OF_NOBODY], load="")[0]


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
