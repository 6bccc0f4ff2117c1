"""The ways in which the rows of a case are imported, each from the same state.

A path is a function ``(bench, env, rows, meter)`` that gives ``{name: work}``: what is measured,
in this order, each a function without arguments.
"""

import base64
import functools

from . import by_orm, database, native
from .by_row import path_connector_importer, path_savepoint_loop
from .measure import BenchmarkError

# Paths that take minutes for a long file, and those of which one such is enough.
SLOWEST = ("base_import_test", "base_import_as_is", "savepoint_loop", "connector_importer")
SLOW = ("load", "base_import", *SLOWEST)
# Paths that only some cases have, which name them.
SOME = {"savepoint_loop", "connector_importer", "ordinary", "orm"}
LABELS = {
    "connector_importer": "OCA connector_importer",
    "savepoint_loop": "a savepoint for each row",
    "base_import_as_is": "Odoo's own import, names and e-mails searched",
    "base_import": "Odoo's own import, codes searched",
    "load": "load() with External IDs everywhere",
    "addon": "this addon, file to report",
    "addon_again": "this addon, the same file again",
    "ordinary": "this addon, nothing in bulk",
    "base_import_test": "Odoo's own import, its test alone",
    "validate": "this addon, validate only",
    "orm": "Odoo's own create() and write() of the same values",
    "sql": "set-based SQL",
}


# -- Odoo's own import, and plain SQL ------------------------------------------------------------


def path_base_import(bench, env, rows, meter):
    """As the browser drives it, codes found by name_search, which looks at codes alone: what
    Odoo costs at its best, so that no ratio owes anything to the addon's own search fields."""
    return _native(bench, env, rows, "base_import")


def path_base_import_test(bench, env, rows, meter):
    """The same after the button "Test": everything is written, and taken back."""
    return _native(bench, env, rows, "base_import_test", dryrun=True)


def _native(bench, env, rows, name, **arguments):
    native.search_least(env, bench.case)
    return {name: _as_browser(bench, env, rows, **arguments)}


def path_base_import_as_is(bench, env, rows, meter):
    """The same with the search fields that the models have."""
    return {"base_import_as_is": _as_browser(bench, env, rows)}


def _as_browser(bench, env, rows, **arguments):
    user, path = bench.user_env(env), bench.native_file(rows)
    return functools.partial(native.import_as_browser, user, bench.case, path, **arguments)


def path_load(bench, env, rows, meter):
    """One call of ``load()`` on rows that are in memory already."""
    table = bench.case.loaded_cells(rows)
    work = functools.partial(native.load_with_ids, bench.user_env(env), bench.case, table)
    return {"load": work}


def path_sql(bench, env, rows, meter):
    """The least that must happen: COPY, joins, one INSERT ... ON CONFLICT."""
    return {"sql": functools.partial(bench.case.run_sql, bench.user_env(env), bench.file(rows))}


def path_orm(bench, env, rows, meter):
    """What a job asks of the ORM, without the job: that is watched first, and taken back."""
    calls = []
    with by_orm.watched(calls):
        import_through_models(bench, env, rows)
    database.restore(env.cr, bench.case)
    env.invalidate_all()
    return {"orm": functools.partial(by_orm.repeat, by_orm.as_in_orm(bench.user_env(env)), calls)}


# -- this addon --------------------------------------------------------------------------------


def path_addon(bench, env, rows, meter):
    """From file to report, and the same file again, which changes nothing."""
    first = bench.case.expected(rows)
    run = functools.partial(import_file, bench, env, rows, meter)
    return {
        "addon": functools.partial(run, first),
        "addon_again": functools.partial(run, bench.case.expected_again(rows)),
    }


def path_ordinary(bench, env, rows, meter):
    """From file to report where all rows go through Odoo's models, as where somebody listens."""
    return {"ordinary": functools.partial(import_through_models, bench, env, rows, meter)}


def path_validate(bench, env, rows, meter):
    """Read, map and plan every row; nothing is written."""
    return {"validate": functools.partial(validate_file, bench, env, rows, meter)}


def import_file(bench, env, rows, meter=None, expected=None):
    """The whole way of a file, to the report in the mail queue."""
    job = _upload(bench, env, rows, meter)
    _work_off(env)
    _check(job, "done", expected or bench.case.expected(rows))
    if job.report_state != "queued":
        raise BenchmarkError(f"the report is {job.report_state}")


def import_through_models(bench, env, rows, meter=None):
    """The same where the operation forbids to write past the models."""
    case, operations = bench.case, env["registration.import.operation"]
    operation = operations.search([("code", "=", case.operation or case.name)])
    operation.ordinary_lane = True
    try:
        import_file(bench, env, rows, meter)
    finally:
        operation.ordinary_lane = False
        env.cr.commit()


def validate_file(bench, env, rows, meter=None):
    """The same up to the plan."""
    job = _upload(bench, env, rows, meter, validate_only=True)
    _work_off(env)
    _check(job, "validated", bench.case.expected(rows))


def _upload(bench, env, rows, meter, **arguments):
    """From a file's bytes to a job that is read and mapped, or waits for a worker to read it."""
    with open(bench.file(rows), "rb") as file:
        content = base64.b64encode(file.read())
    case = bench.case
    operations = bench.user_env(env)["registration.import.operation"]
    result = operations.run_file(
        case.operation or case.name,
        content,
        f"{case.name}.csv",
        **case.arguments(rows),
        **arguments,
    )
    env.cr.commit()
    if meter:
        meter.restart_peak()
    return env["registration.import.job"].browse(result["job"])


def _work_off(env):
    """What the scheduled action does, with its commits, until no job waits."""
    env["registration.import.job"]._cron_run()
    env.cr.commit()
    env.invalidate_all()


def _check(job, state, expected):
    """The job is where it should be, and every row with it."""
    counts = {outcome: rows for outcome, rows in job._counts().items() if rows}
    if (job.state, counts) != (state, expected):
        raise BenchmarkError(f"job {job.state}: {job.message} {counts}, not {expected}")


PATHS = {
    "sql": path_sql,
    "addon": path_addon,
    "ordinary": path_ordinary,
    "orm": path_orm,
    "validate": path_validate,
    "load": path_load,
    "base_import": path_base_import,
    "base_import_test": path_base_import_test,
    "base_import_as_is": path_base_import_as_is,
    "savepoint_loop": path_savepoint_loop,
    "connector_importer": path_connector_importer,
}
