# A model before whoever extends it.
# isort: off
from . import (
    import_duplicate,
    contact_erasure_duplicates,
    import_duplicate_look,
    import_duplicate_find,
    import_duplicate_merge,
    import_duplicate_offline,
    import_duplicate_values,
)
