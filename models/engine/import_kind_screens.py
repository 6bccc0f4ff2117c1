from odoo import api, models


class RegistrationImportKind(models.AbstractModel):
    """What a kind says for the screens of the wizard."""

    _inherit = "registration.import.kind"

    @api.model
    def _lacks(self):
        """What the database lacks before a file can change anything: ``[(text, id of the action
        that leads there)]``."""
        return []

    @api.model
    def _chooses_repeats(self):
        """Whether a run may be told which of several rows of one record are kept (option
        "repeats"): where rows are about a record each."""
        return bool(self._identities()) and not self._repeats_allowed
