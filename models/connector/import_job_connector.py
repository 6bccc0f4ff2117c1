from odoo import api, models
from odoo.tools import SQL

from ...tools.rows.plan import FAILING, NOT_PROCESSED


class RegistrationImportJobEnd(models.AbstractModel):
    _inherit = "registration.import.job.end"

    @api.model
    def _after(self, job):
        """The next run begins behind what this one has fetched: what of it was not done is looked
        at again by name."""
        result = super()._after(job)
        if job.sudo().kind == "connector" and not job.sudo().undo_of_id:
            _look_again(job)
            runs = self.env["registration.import.run"].sudo()
            run = runs.search([("job_id", "=", job.id), ("their_mark", "!=", False)], limit=1)
            if run and job.sudo().total:
                run.source_id.mark = run.their_mark
        return result


def _look_again(job):
    """Let the next run look at what was not done, whatever has changed by then."""
    job, store = job.sudo(), job._store()
    column = (job.mapping or {}).get("their_id")
    connection = job.operation_id._connection()
    if column is None or not connection:
        return
    found = job.env.execute_query(
        SQL(
            """SELECT s.cells->>%s FROM registration_import_staged s
            LEFT JOIN registration_import_outcome o ON o.id = s.id
                WHERE s.id BETWEEN %s AND %s AND coalesce(o.outcome, %s) IN %s""",
            column,
            store.low,
            store.high,
            NOT_PROCESSED,
            FAILING,
        )
    )
    theirs = [each for (each,) in found if each]
    job.env["registration.import.agreement"].sudo()._look_again(connection, theirs)
