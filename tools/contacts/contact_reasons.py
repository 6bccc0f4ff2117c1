"""Why a contact must not be used any more; empty: it is valid."""

ACCOUNT_DELETED = "account_deleted"
DUPLICATE = "duplicate"

INVALID_REASONS = [
    (ACCOUNT_DELETED, "Account deleted"),
    ("moved", "Moved, address unknown"),
    ("deceased", "Deceased"),
    ("closed", "Structure closed"),
    (DUPLICATE, "Duplicate"),
    ("other", "Other"),
]
