from . import test_event_agenda
from . import test_event_agenda_security
from . import test_event_registration
from . import test_import_job_cron
from . import test_import_job_run
from . import test_import_operation
from . import test_import_security
