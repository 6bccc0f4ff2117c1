from . import event_agenda_instance
from . import event_agenda_line
from . import event_agenda_session
from . import event_event
from . import event_registration
