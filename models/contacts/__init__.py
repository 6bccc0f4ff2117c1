# A model before whoever extends it.
# isort: off
from . import (
    abstract_contact_code,
    abstract_contact_count,
    abstract_contact_name,
    contact_admin_number,
    contact_authorization,
    contact_criterion,
    contact_criterion_value,
    contact_structure_type,
    res_company,
    contact_erasure_numbers,
    contact_erasure_values,
    kind_contact_operations,
    res_partner_contact,
    contact_neighbours,
    usable_contacts,
    res_partner_merge,
)
