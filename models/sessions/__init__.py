# A model before whoever extends it.
# isort: off
from . import (
    event_agenda_instance,
    event_agenda_line,
    event_agenda_line_overlap,
    event_agenda_session,
    kind_session_instances,
    event_agenda_line_export,
    event_event,
    event_event_files,
    event_agenda_notice,
    event_agenda_line_notice,
    import_job_waitlist,
    event_registration,
)
