from . import (
    event_agenda_instance,
    event_agenda_line,
    event_agenda_session,
    event_event,
    event_registration,
)
