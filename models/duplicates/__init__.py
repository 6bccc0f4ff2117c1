# A model before whoever extends it.
# isort: off
from . import (
    import_duplicate,
    contact_erasure_duplicates,
    import_duplicate_scan,
    import_duplicate_find,
    import_duplicate_merge,
    import_duplicate_offline,
    import_job_duplicates,
    kind_contact_duplicates,
    kind_hub_duplicates,
    import_duplicate_values,
)
