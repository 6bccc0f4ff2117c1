# A model before whoever extends it.
# isort: off
from . import (
    export,
    export_source,
    ir_http,
)
