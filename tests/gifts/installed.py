"""Which apps the database of the tests has: those of an app are loaded where it is installed."""

from odoo.sql_db import db_connect
from odoo.tests.common import get_db_name


def is_installed(name):
    """Asked of the database: tests are loaded before all apps are."""
    with db_connect(get_db_name()).cursor() as cr:
        cr.execute("SELECT state FROM ir_module_module WHERE name = %s", [name])
        return cr.fetchone() in (("installed",), ("to upgrade",))
