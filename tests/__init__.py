from . import test_event_agenda
from . import test_event_agenda_security
from . import test_event_registration
from . import test_mapping, test_readers, test_reading, test_schema, test_spreadsheets, test_writers
from . import test_import_job_run
from . import test_import_operation
from . import test_controllers
from . import test_import_wizard
from . import test_tours
from . import test_import_security
from . import test_event_agenda, test_event_agenda_security, test_event_registration
