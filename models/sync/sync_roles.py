"""Who may do what in the Data Sync app: two roles at once, the second one in steps (V21), or that
of cross-references (V22)."""

from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MANAGEMENT = "registration_import.group_import_export_management"
REFERENCES = "registration_import.group_cross_reference_management"
STEPS = {
    "view": ("registration_import.group_sync_view", _lt("View")),
    "run": ("registration_import.group_sync_run", _lt("Run")),
    "schedule": ("registration_import.group_sync_schedule", _lt("Run and schedule")),
    "manage": ("registration_import.group_sync_manage", _lt("Manage")),
}


def sync_problem(env, step):
    """Why the user may not take a step of ``STEPS``, in words; None for who may."""
    group, label = STEPS[step]
    if env.user.has_group(MANAGEMENT) and env.user.has_group(group):
        return None
    return env._(
        "You may not do this with data sync operations. Ask an administrator to set both"
        " “Import/Export Management” and “Data Synchronization” (%s) on your user record.",
        env._(label),
    )


def check_sync(env, step):
    """Raise ``AccessError`` for who may not take a step of ``STEPS``."""
    problem = sync_problem(env, step)
    if problem:
        raise AccessError(problem)


def references_problem(env):
    """Why the user may not keep cross-references, in words; None for who may."""
    if env.user.has_group(MANAGEMENT) and env.user.has_group(REFERENCES):
        return None
    return env._(
        "Cross-references need two roles. Ask an administrator to set both “Import/Export"
        " Management” and “Cross-Reference Management” on your user record."
    )


def check_references(env):
    """Raise ``AccessError`` for who may not keep cross-references."""
    problem = references_problem(env)
    if problem:
        raise AccessError(problem)
