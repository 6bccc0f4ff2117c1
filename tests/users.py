"""Users and companies for tests, without what Odoo does for people who come to work with them."""

from odoo import Command

# Neither an invitation by e-mail nor a history that begins with it.
QUIET = {
    "no_reset_password": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


def new_users(env, groups, **values):
    """Users, made at once; ``groups`` is ``{login: groups with commas between}``. They log in with
    their login, filled up to eight letters, as those of ``new_test_user`` of Odoo do, which takes
    much longer: it invites each."""
    people = [
        {
            "login": login,
            "name": f"{login} ({names})",
            "email": f"{login}@example.com",
            "password": login.ljust(8, "x"),
            "group_ids": [Command.set([env.ref(name.strip()).id for name in names.split(",")])],
            **values,
        }
        for login, names in groups.items()
    ]
    users = env["res.users"].with_context(**QUIET).create(people).with_env(env)
    # as an invitation does: of what was made before, changes are in its history from now on
    env.cr.flush()
    return users


def new_user(env, login, groups="base.group_user", **values):
    """One of them."""
    return new_users(env, {login: groups}, **values)


def new_companies(env, *many):
    """Companies with these values each. They have no logo: Odoo would give each one its own, in
    many sizes."""
    return env["res.company"].create([{"logo": False, **values} for values in many])
