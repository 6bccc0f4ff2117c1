"""Odoo's own import as the browser drives it, and ``load()``.

It keeps nothing of a file, so each row needs an External ID of the record that it means: without,
a second file would make second records. No user has those; here it is given them.
"""

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


def import_as_browser(env, case, path, dryrun=False):
    """Upload, preview, then a request and a commit for every 2,000 rows; env is the user's."""
    with open(path, "rb") as file:
        values = {
            "res_model": case.model,
            "file": file.read(),
            "file_name": f"{case.name}.csv",
            "file_type": "text/csv",
        }
    wizard = env["base_import.import"].create(values)
    wizard.parse_preview(OPTIONS | case.options)
    _end_request(env)
    skip = 0
    while skip is not None:
        skip = _batch(wizard, case, skip, dryrun)


def search_least(env, case):
    """Let name_search look at nothing but what the file is about."""
    for model, names in case.searched.items():
        env.registry[model]._rec_names_search = list(names)


def _batch(wizard, case, skip, dryrun):
    """One request of the browser; where the next begins, None after the last."""
    result = wizard.with_context(tracking_disable=True).execute_import(
        list(case.native.values()),
        [label.lower() for label in case.native],
        OPTIONS | case.options | {"skip": skip},
        dryrun=dryrun,
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


def load_with_ids(env, case, rows):
    """``load()`` of rows in which everything has an External ID."""
    model = env[case.model].with_context(tracking_disable=True)
    _raise_messages(model.load(list(case.loaded), [list(row) for row in rows]))
    _end_request(env)
