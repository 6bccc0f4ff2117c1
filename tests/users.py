"""Users and companies for tests, without what Odoo does for people who come to work with them."""

from odoo.tests import new_test_user

# Neither an invitation by e-mail nor a history that begins with it.
QUIET = {
    "no_reset_password": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


def new_user(env, login, groups="base.group_user", **values):
    """A user with these groups, as ``new_test_user`` of Odoo makes it; nobody is invited, which
    takes longer than all the rest."""
    return new_test_user(env, login, groups, context=QUIET, **values).with_env(env)


def new_companies(env, *many):
    """Companies with these values each. They have no logo: Odoo would give each one its own, in
    many sizes."""
    return env["res.company"].create([{"logo": False, **values} for values in many])
