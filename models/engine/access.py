"""What models add to Odoo's own answer to who may do something."""

from odoo.exceptions import AccessError


def denied_as_well(denied, others, text):
    """What ``_check_access`` answers where, besides those that are ``denied`` by its rules, others
    are for a reason of ours, which ``text`` says: both, or None where nothing is."""
    if not others:
        return denied
    return (denied[0] | others if denied else others), lambda: AccessError(text)
