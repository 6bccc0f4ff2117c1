"""Session instances: a file of registration, session and instance codes with a status.

Half of the rows make an agenda line, half change the status of one.
"""

from . import session_data, session_database
from .case import MODULE, Case
from .session_sql import run_sql


class SessionInstances(Case):
    """See ``case.Case``."""

    name = "session_instances"
    SIZES = (10_000, 100_000)
    some = ("savepoint_loop", "connector_importer", "ordinary", "orm")
    groups = ("event.group_event_user",)
    header = session_data.HEADER
    filled = {"event_agenda_line": ("registration_id", "instance_id", "session_id", "status")}
    counted = {"event_agenda_instance": ("seats_taken", "waitlist_taken")}
    model = "event.agenda.line"
    # The session is not imported: its instance says which it is, and each lookup costs.
    native = {
        "External ID": "id",
        "Registration": "registration_id",
        "Session": False,
        "Session Instance": "instance_id",
        "Status": "status",
    }
    # The one indexed column of each that the file is about.
    searched = {
        "event.registration": ("registration_code",),
        "event.agenda.instance": ("code",),
    }
    loaded = ("id", "registration_id/id", "instance_id/id", "status")

    def fill(self, env, rows):
        return session_database.fill(env, rows)

    def cells(self, rows):
        return [session_data.cells(*row) for row in session_data.file_rows(rows)]

    def native_cells(self, rows):
        return [
            (f"{MODULE}.line_{line}", *session_data.cells(line, status))
            for line, status in session_data.file_rows(rows)
        ]

    def loaded_cells(self, rows):
        return [_loaded(*row) for row in session_data.file_rows(rows)]

    def expected(self, rows):
        return {"created": rows - rows // 2, "updated": rows // 2}

    def run_sql(self, env, path):
        run_sql(env.cr, env.uid, path)


def _loaded(line, status):
    registration, instance = session_data.place(line)
    return (
        f"{MODULE}.line_{line}",
        f"{MODULE}.registration_{registration}",
        f"{MODULE}.instance_{instance}",
        session_data.LABELS[status],
    )
