# A model before whoever extends it.
# isort: off
from . import (
    event_team,
    kind_events,
    kind_participants,
    kind_teams,
    event_event,
    event_mail_registration,
    event_registration,
    import_reference,
)
