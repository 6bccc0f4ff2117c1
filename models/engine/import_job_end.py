from odoo import api, models


class RegistrationImportJobEnd(models.AbstractModel):
    """What other domains do when an import ends: they extend this, not the job."""

    _name = "registration.import.job.end"
    _description = "End of an Import"

    @api.model
    def _after(self, job):
        """Called once, in the transaction that ends the job, after its counts are frozen; ``job``
        is in the environment of whoever ends it."""
