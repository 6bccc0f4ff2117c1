# The same domains as in models/; Odoo looks for tests among the modules named here. Those of pure/
# run without Odoo: `make test-pure`, and `make test` before all others.
from .contacts import (
    test_contact,
    test_contact_tours,
    test_kind_contact_final,
    test_kind_contact_operations,
    test_kind_contact_owners,
    test_kind_contact_safety,
    test_kind_contact_structures,
    test_kind_contact_values,
    test_kind_contact_verbs,
    test_kind_contact_verbs_safety,
)
from .cross_references import (
    test_cross_reference,
    test_cross_reference_job,
    test_cross_reference_tours,
    test_kind_cross_references,
)
from .downloads import (
    test_constituent_download,
    test_constituent_download_runs,
    test_download_races,
    test_download_references,
    test_import_run_download,
    test_transaction_download,
)
from .duplicates import (
    test_decide_duplicates,
    test_duplicate_download,
    test_duplicate_security,
    test_duplicate_tours,
    test_find_duplicates,
)
from .engine import (
    test_controllers,
    test_examples,
    test_import_again,
    test_import_batches,
    test_import_confirm,
    test_import_crashes,
    test_import_job_cron,
    test_import_job_run,
    test_import_kind,
    test_import_message,
    test_import_operation,
    test_import_operation_callers,
    test_import_operation_http,
    test_import_report,
    test_import_retention,
    test_import_security,
    test_import_stops,
    test_import_undo,
    test_import_wizard,
    test_leading_zeros,
    test_load_order,
    test_overrides,
    test_package_order,
    test_reading_problems,
    test_unchanged_path,
    test_undo_matcher,
    test_undo_of_kinds,
    test_undo_of_used,
    test_undo_screens,
)
from .erasure import (
    test_contact_drop,
    test_contact_erasure,
    test_contact_erasure_imports,
    test_contact_erasure_register,
)
from .exports import (
    test_registration_export,
    test_registration_export_again,
    test_registration_export_http,
    test_registration_export_tours,
)
from .qualifications import (
    test_kind_qualifications,
    test_kind_qualifications_file,
    test_kind_qualifications_unchanged,
    test_qualification,
    test_qualification_import,
    test_qualification_matcher,
    test_qualification_screens,
    test_uln_rule,
)
from .sessions import (
    test_event_agenda,
    test_event_agenda_security,
    test_event_registration,
    test_registration_seats,
    test_seat_rules,
    test_tours,
)
from .sync import (
    test_contact_group,
    test_import_operation_part,
    test_import_operation_schedule,
    test_import_operation_source,
    test_import_operation_source_email,
    test_import_operation_stored_file,
    test_kind_constituents,
    test_kind_constituents_users,
    test_kind_group_assignment,
    test_kind_segmentation,
    test_sync_operation,
    test_sync_roles,
    test_sync_security,
    test_sync_tours,
)
