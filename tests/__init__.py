from . import test_mapping, test_readers, test_reading, test_schema, test_spreadsheets, test_writers
