from odoo import api
from odoo.tools import SQL

MODULE = "registration_import"


def uninstall_hook(env):
    """Take away what Odoo, which deletes models, fields and records by their external ids, would
    leave: parameters, files of e-mails, and what names a model of this addon by its name.

    The addon's own tables are dropped whole. Their records need not be deleted one by one before,
    and must not hold what is: a contact of the demo data its qualifications, an operation its
    imports. Each of these would be an error in the log.
    """
    env = api.Environment(env.cr, env.uid, {"active_test": False})
    models = own_models(env)
    _unlink(env, "ir.config_parameter", [("key", "=like", f"{MODULE}.%")])
    _unlink(env, "ir.filters", [("model_id", "in", models)])
    _unlink(env, "ir.exports", [("resource", "in", models)])
    _unlink_files_of_messages(env, models)
    _forget_records(env, models)
    _let_go(env, models)


def own_models(env):
    """Names of the models that are of this addon alone: it extends others, which stay."""
    known = env["ir.model.data"].search([("model", "=", "ir.model")])
    others = {each.res_id for each in known if each.module != MODULE}
    ids = [each.res_id for each in known if each.module == MODULE and each.res_id not in others]
    return env["ir.model"].browse(ids).mapped("model")


def _unlink_files_of_messages(env, models):
    """Reports have files, which belong to the message and not to the import. A message goes with
    its model, its files would stay."""
    messages = env["mail.message"].search([("model", "in", models)])
    files = messages.attachment_ids.filtered(lambda each: each.res_model in (False, "mail.message"))
    files.unlink()


def _forget_records(env, models):
    """Of the addon's own models, since they go with their tables; and of the events of the demo
    data, which stay: people may have registered."""
    ours = env["ir.model.data"].search([("module", "=", MODULE)])
    ours.filtered(lambda each: each.model in models or each.model.startswith("event.")).unlink()


def _let_go(env, models):
    """Drop the foreign keys of the tables that are about to be dropped."""
    relations = env["ir.model.relation"].search([("module.name", "=", MODULE)])
    tables = {*relations.mapped("name"), *(env[name]._table for name in models if name in env)}
    keys = env.execute_query(
        SQL(
            """SELECT c.relname, k.conname
                 FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                WHERE k.contype = 'f' AND c.relnamespace = current_schema::regnamespace
                  AND c.relname = ANY(%s)""",
            [*tables],
        )
    )
    for table, key in keys:
        env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(key))
        )


def _unlink(env, model, domain):
    env[model].search(domain).unlink()
