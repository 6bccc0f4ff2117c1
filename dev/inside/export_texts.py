"""Writes all texts of the addon that can be translated, as Odoo finds them, to the file TEXTS; run
in an Odoo shell."""

import os

from odoo.tools.translate import trans_export

with open(os.environ["TEXTS"], "wb") as file:
    trans_export(False, ["registration_import"], file, "po", env)  # noqa: F821
