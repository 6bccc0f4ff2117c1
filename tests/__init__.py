from . import test_mapping
from . import test_readers
from . import test_reading
from . import test_schema
from . import test_spreadsheets
from . import test_writers
