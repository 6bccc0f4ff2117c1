"""Odoo's own command as a file: with workers Odoo starts itself once more by that file."""

import odoo.cli
import odoo.cli.server


def main():
    # Its warning about root is for servers that others reach; these listen on this machine only.
    odoo.cli.server.check_root_user = lambda: None
    odoo.cli.main()


if __name__ == "__main__":
    main()
