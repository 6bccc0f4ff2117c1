# A model before whoever extends it.
# isort: off
from . import (
    qualification_enrolment,
    kind_learners,
    kind_qualifications,
    qualification_programme,
    qualification_qualification,
    res_partner,
    qualification_enrolment_export,
    qualification_export_layout,
)
