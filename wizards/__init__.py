from . import (
    base_partner_merge,
    contact_erasure_restore,
    import_duplicate_merge,
    registration_import_cross_reference_wizard,
    registration_import_wizard,
    registration_import_wizard_buttons,
    registration_import_wizard_event,
    registration_import_wizard_line,
    registration_import_wizard_preview,
    registration_import_wizard_repeats,
    registration_import_wizard_report,
    registration_import_wizard_undo,
)
