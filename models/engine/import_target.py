from odoo import fields, models
from odoo.tools import SQL

from ...tools.rows import plan


class RegistrationImportTarget(models.AbstractModel):
    """For models whose records imports create or change: they can be searched by the import."""

    _name = "registration.import.target"
    _description = "Record of an Import"

    import_job_id = fields.Many2one(
        "registration.import.job",
        string="Import",
        compute="_compute_import_job_id",
        search="_search_import_job_id",
        help="Searched only: the import that created or changed the record",
    )

    def _compute_import_job_id(self):
        self.import_job_id = False

    def _search_import_job_id(self, operator, value):
        """One statement over the outcomes, however many records there are."""
        if operator != "in":
            return NotImplemented
        wanted = [each for each in value if isinstance(each, int)]
        jobs = self.env["registration.import.job"].search([("id", "in", wanted)])
        ranges = SQL(" OR ").join(
            SQL("id BETWEEN %s AND %s", *plan.id_range(job.id)) for job in jobs
        )
        if not jobs:
            return fields.Domain.FALSE
        return fields.Domain(
            "id",
            "in",
            SQL(
                "(SELECT record FROM registration_import_outcome WHERE (%s) AND outcome IN %s)",
                ranges,
                (plan.CREATED, plan.UPDATED),
            ),
        )
