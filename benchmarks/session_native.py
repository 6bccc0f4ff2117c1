"""Session instances through Odoo's own import, which needs an External ID on every line.

It keeps nothing, so without them a second file would make second lines; no user has them.
"""

import csv

from . import session_data

# As the browser sends them (base_import/static/src/import_model.js), rows in a batch included.
BATCH = 2_000
OPTIONS = {
    "import_skip_records": [],
    "import_set_empty_fields": [],
    "fallback_values": {},
    "name_create_enabled_fields": {},
    "encoding": "utf-8",
    "separator": ",",
    "quoting": '"',
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "advanced": True,
    "has_headers": True,
    "keep_matches": False,
    "limit": BATCH,
    "sheets": [],
    "sheet": "",
    "skip": 0,
    "tracking_disable": True,
}
COLUMNS = ("External ID", "Registration", "Session", "Session Instance", "Status")
# The session is not imported: its instance says which it is, and each lookup costs.
FIELDS = ["id", "registration_id", False, "instance_id", "status"]


def line_name(line):
    """External ID of a line by its number."""
    return f"{session_data.MODULE}.line_{line}"


def write_file(path, rows):
    """The user's file with a column of External IDs before it."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for line, status in session_data.file_rows(rows):
            writer.writerow((line_name(line), *session_data.cells(line, status)))


def import_as_browser(env, path):
    """Upload, preview, then a request and a commit for every 2,000 rows; env is the user's."""
    with open(path, "rb") as file:
        values = {
            "res_model": "event.agenda.line",
            "file": file.read(),
            "file_name": "agenda.csv",
            "file_type": "text/csv",
        }
    wizard = env["base_import.import"].create(values)
    wizard.parse_preview(dict(OPTIONS))
    _end_request(env)
    skip = 0
    while skip is not None:
        skip = _batch(wizard, skip)


def search_codes_only(env):
    """Let name_search look at the one indexed column that the file is about."""
    env.registry["event.registration"]._rec_names_search = ["registration_code"]
    env.registry["event.agenda.instance"]._rec_names_search = ["code"]


def _batch(wizard, skip):
    """One request of the browser; where the next begins, None after the last."""
    wizard = wizard.with_context(tracking_disable=True)
    result = wizard.execute_import(
        FIELDS, [label.lower() for label in COLUMNS], OPTIONS | {"skip": skip}
    )
    _raise_messages(result)
    _end_request(wizard.env)
    return result["nextrow"] or None


def _end_request(env):
    env.cr.commit()
    env.invalidate_all()


def _raise_messages(result):
    if result["messages"]:
        raise ValueError(f"Odoo's import says {result['messages'][:3]}")


def load_with_ids(env, rows):
    """``load()`` of a file in which registrations and instances have External IDs as well."""
    lines = env["event.agenda.line"].with_context(tracking_disable=True)
    fields = ["id", "registration_id/id", "instance_id/id", "status"]
    _raise_messages(lines.load(fields, [_id_row(line, status) for line, status in rows]))
    _end_request(env)


def _id_row(line, status):
    registration, instance = session_data.place(line)
    return [
        line_name(line),
        f"{session_data.MODULE}.registration_{registration}",
        f"{session_data.MODULE}.instance_{instance}",
        session_data.LABELS[status],
    ]
