"""What both halves of `make upgrade` let a database do: they run in shells of the first release and
of this checkout."""

from odoo.addons.registration_import.importer.states import LIVE_STATES as LIVE

ADDON = "registration_import"
CRONS = ("run_1", "download", "run_sources", "agenda_notices", "duplicates")
# A busy machine takes several.
TURNS = 30


def work(env):
    """As the server would do in the background, in as many turns as it takes."""
    for _turn in range(TURNS):
        for name in CRONS:
            trigger(env, name)
        if not env["registration.import.job"].search_count([("state", "in", LIVE)]):
            break


def trigger(env, name):
    """Let a scheduled action do what is due."""
    env.cr.commit()
    env.ref(f"registration_import.ir_cron_{name}").method_direct_trigger()
    env.cr.commit()  # else what others have committed is not seen
    env.invalidate_all()


def names_of(env):
    """Our models with the names of their fields, and the tables of the database with those of their
    indexes."""
    env.cr.execute(
        """SELECT f.model, array_agg(f.name ORDER BY f.name) FROM ir_model_fields f
             JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
            WHERE d.module = %s GROUP BY 1""",
        [ADDON],
    )
    fields = dict(env.cr.fetchall())
    env.cr.execute(
        """SELECT t.tablename, array_agg(i.indexname) FROM pg_tables t
        LEFT JOIN pg_indexes i USING (schemaname, tablename)
            WHERE t.schemaname = current_schema GROUP BY 1"""
    )
    return {"fields": fields, "indexes": dict(env.cr.fetchall())}
