# A model before whoever extends it.
# isort: off
from . import (
    import_connection,
    import_connection_field,
    import_agreement,
    import_conflict,
    import_conflict_field,
    import_page,
    kind_connector,
    contact_erasure_connector,
    import_operation_connector,
    import_operation_line_connector,
    import_job_connector,
    import_run_connector,
    import_source_connection,
    import_run_taken_up,
    res_partner_connector,
)
