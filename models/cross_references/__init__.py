# A model before whoever extends it.
# isort: off
from . import (
    abstract_cross_reference,
    import_cross_reference,
    import_cross_reference_type,
    import_system,
    kind_cross_references,
    contact_erasure_systems,
    import_cross_reference_export,
    import_job_references,
    import_operation_system,
    import_operation_words,
    import_problem_reference,
)
