# A model before whoever extends it.
# isort: off
from . import (
    export_deferred,
    export_line,
    export_part,
    export_run,
    export_sent,
    import_kind_download,
    import_operation_download_filter,
    kind_constituent_download,
    kind_contact_download,
    kind_transaction_download,
    contact_erasure_sent_files,
    export_run_cron,
    export_run_file,
    export_run_report,
    export_run_work,
    export_run_delivery,
    import_operation_sync_download,
    import_run_download,
)
