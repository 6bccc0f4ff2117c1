# A model before whoever extends it.
# isort: off
from . import (
    contact_former_key,
    res_partner_former_keys,
)
