# A model before whoever extends it.
# isort: off
from . import (
    contact_gift,
    kind_gifts,
    import_operation_gift,
    contact_erasure_gifts,
)
