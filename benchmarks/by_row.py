"""What others do with each row by itself: searched, and written in a savepoint of its own. By hand,
and by OCA ``connector_importer``, which is configured and not programmed (WITH=connector_importer).

Only for session instances; both as the superuser and without tracking, which costs them less than
it would cost a user.
"""

import base64
import csv
import functools
import io
import logging

from .measure import BenchmarkError

# Rows after which the loop commits and forgets what it has read.
PIECE = 1_000
COLUMNS = ("registration_id", "session_id", "instance_id", "status")
MODEL = "event.agenda.line"
TYPE = """
- model: event.agenda.line
  options:
    importer:
      break_on_error: true
      override_existing: true
    mapper:
      name: importer.mapper.dynamic
      source_key_whitelist: [registration_id, instance_id, session_id, status]
      converter:
        registration_id: {search_field: registration_code}
        session_id: {search_field: code}
        instance_id: {search_field: code}
    record_handler:
      match_domain: "[('registration_id', '=', values['registration_id']),
                      ('instance_id', '=', values['instance_id'])]"
"""


def path_savepoint_loop(bench, env, rows, meter):
    """The loop that people write."""
    return {"savepoint_loop": functools.partial(_loop, bench, bench.user_env(env), rows)}


def path_connector_importer(bench, env, rows, meter):
    """In this process, and without the line that it logs of each row: a job of the queue for each
    piece of the file would cost more."""
    logging.getLogger("[importer]").setLevel(logging.WARNING)
    return {"connector_importer": functools.partial(_import_recordset, bench, env, rows)}


def _loop(bench, env, rows):
    lines = env[MODEL].with_context(tracking_disable=True)
    for done, cells in enumerate(_cells(bench, env, rows), 1):
        with env.cr.savepoint():
            _write_row(lines, *cells)
        if not done % PIECE:
            env.cr.commit()
            env.invalidate_all()
    env.cr.commit()


def _write_row(lines, registration_code, session_code, instance_code, status):
    registration = lines.env["event.registration"].search(
        [("registration_code", "=", registration_code)], limit=1
    )
    instance = lines.env["event.agenda.instance"].search(
        [("code", "=", instance_code), ("session_id.code", "=", session_code)], limit=1
    )
    place = {"registration_id": registration.id, "instance_id": instance.id}
    line = lines.search([(name, "=", value) for name, value in place.items()], limit=1)
    if line:
        line.write({"status": status})
    else:
        lines.create({**place, "status": status})


def _import_recordset(bench, env, rows):
    recordset = _recordset(bench, env, rows)
    recordset.import_recordset()
    env.flush_all()
    env.cr.commit()
    [report] = recordset.get_report_by_model().values()
    if report["errored"]:
        raise BenchmarkError(f"connector_importer: {len(report['errored'])} rows failed")


def _recordset(bench, env, rows):
    """A file that is configured, and its import."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(bench, env, rows))
    source = env["import.source.csv"].create(
        {
            "csv_file": base64.b64encode(text.getvalue().encode()),
            "csv_delimiter": ",",
            "csv_encoding": "utf-8",
        }
    )
    values = {"name": "Lines", "key": f"lines_{rows}", "options": TYPE, "use_job": False}
    return env["import.recordset"].create(
        {
            "backend_id": env["import.backend"].create({"name": "File", "version": "1.0"}).id,
            "import_type_id": env["import.type"].create(values).id,
            "source_id": source.id,
            "source_model": source._name,
        }
    )


def _cells(bench, env, rows):
    """The rows of the file, with the stored value of each status."""
    labels = dict(env[MODEL]._fields["status"]._description_selection(env))
    values = {label: value for value, label in labels.items()}
    return [(*cells[:3], values[cells[3]]) for cells in bench.case.cells(rows)]
