from . import test_event_agenda, test_event_agenda_security, test_event_registration
