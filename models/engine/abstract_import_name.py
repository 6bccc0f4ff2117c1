from odoo import api, models


class ImportNameMixin(models.AbstractModel):
    """What has a name that tells something: of any field that leads to a model Odoo shows the name
    of whatever record has the id that somebody writes there."""

    _name = "registration.import.name.mixin"
    _inherit = "registration.import.grouping.mixin"
    _description = "Name That Readers See"

    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        self._hide_names()
        return result

    def _hide_names(self):
        """Once names are computed, keep those back that the user may not read."""
        stored = self.filtered(lambda each: isinstance(each.id, int))
        for record in stored - stored._with_seen_name():
            record.display_name = self.env._("Not shown to you")

    def _with_seen_name(self):
        """Those whose names the user may read, with all companies that they may have: which of
        these are chosen in the menu says nothing about what they know."""
        companies = self.env.user._get_company_ids()
        seen = self.sudo(False).with_context(allowed_company_ids=list(companies))
        return self.browse(seen.exists()._filtered_access("read").ids)
