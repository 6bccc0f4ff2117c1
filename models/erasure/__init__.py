# A model before whoever extends it.
# isort: off
from . import (
    contact_erasure,
    contact_erasure_key,
    contact_erasure_register,
    contact_erasure_traces,
    contact_erasure_fields,
    contact_erasure_copies,
    contact_erasure_delete,
    contact_erasure_drop,
    contact_erasure_imports,
    contact_erasure_login,
    contact_erasure_protection,
    contact_erasure_references,
    contact_erasure_register_file,
    contact_erasure_residual,
    contact_erasure_sales,
    contact_erasure_subject,
    import_job_erasure,
    res_partner_erasure,
)
