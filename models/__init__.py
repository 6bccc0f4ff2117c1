from . import event_agenda_instance
from . import event_agenda_line
from . import event_agenda_session
from . import event_event
from . import event_registration
from . import import_message
from . import import_wording
from . import import_kind
from . import import_operation
from . import import_job
from . import import_job_read
from . import import_job_map
from . import import_job_plan
from . import import_job_run
from . import import_job_skim
from . import import_job_cron
from . import import_job_actions
from . import import_job_report
from . import import_job_retention
from . import import_staged
from . import import_outcome
from . import import_row
from . import import_row_screens
from . import import_problem
from . import import_piece
from . import import_claim
from . import import_column
from . import import_job_screens
from . import import_repeat
from . import import_writer
from . import import_target
from . import kind_session_instances
from . import (
    event_agenda_instance,
    event_agenda_line,
    event_agenda_session,
    event_event,
    event_registration,
)
