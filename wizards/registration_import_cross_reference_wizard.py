from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..importer.states import END_STATES
from ..tools.rows.cross_references import CODE

# Values shown at a time: more are left for the next time.
SHOWN = 200


class RegistrationImportCrossReferenceWizard(models.TransientModel):
    """The values of a job that have no cross-reference, each with a box for what it means."""

    _name = "registration.import.cross.reference.wizard"
    _inherit = "registration.import.cross.reference.mixin"
    _description = "Add Cross-references"

    job_id = fields.Many2one("registration.import.job", readonly=True, ondelete="cascade")
    system_id = fields.Many2one("registration.import.system", readonly=True)
    line_ids = fields.One2many("registration.import.cross.reference.wizard.line", "wizard_id")
    can_retry = fields.Boolean(compute="_compute_can_retry")

    @api.constrains("job_id", "system_id")
    def _check_named(self):
        """Names of records are shown to whoever names them by id."""
        for wizard in self:
            if wizard.job_id:
                wizard.job_id._rights().check_sees_rows()
            if wizard.system_id and wizard.system_id != wizard.job_id.sudo().operation_id.system_id:
                wizard.system_id.check_access("read")

    @api.depends("job_id")
    @api.depends_context("uid")
    def _compute_can_retry(self):
        for wizard in self:
            job = wizard.job_id
            wizard.can_retry = job.is_mine and job.state in END_STATES

    @api.model
    def _for_job(self, job, problem=None):
        """What opens it on the missing values of a job, or on the one of a problem."""
        lines = self._missing(job, problem)
        if not lines:
            raise UserError(self.env._("Every value has its cross-reference: retry the rows."))
        system = job.sudo().operation_id.system_id
        wizard = self.create(
            {
                "job_id": job.id,
                "system_id": system.id,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Cross-references: %s", system.name),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "large"},
        }

    @api.model
    def _missing(self, job, problem=None):
        """Distinct values with the number of their rows, frequent ones first, without those that
        have a cross-reference by now: one statement."""
        system = job.sudo().operation_id.system_id
        problems = self.env["registration.import.problem"]
        domain = [("job_id", "=", job.id), ("code", "=", CODE)]
        if problem:
            domain.append(("id", "=", problem))
        query = problems._search(domain)
        found = self.env.execute_query_dict(
            SQL(
                """SELECT p.params->>'type' AS type, p.value AS theirs,
                          count(DISTINCT p.row_id)::int AS rows
                     FROM registration_import_problem p
                    WHERE p.id IN %s AND p.value <> ''
                      AND (p.params->>'system_id')::int = %s
                      AND NOT EXISTS (
                          SELECT FROM registration_import_cross_reference c
                           WHERE c.system_id = %s AND c.type = p.params->>'type'
                             AND c.theirs = p.value)
                 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %s""",
                query.subselect(),
                system.id or 0,
                system.id or 0,
                SHOWN,
            )
        )
        return found

    def action_save(self):
        """Store what was filled in, and go back to the job."""
        self._save()
        return {"type": "ir.actions.act_window_close"}

    def action_save_and_retry(self):
        """Store what was filled in, and take the failed rows in."""
        self._save()
        return self.job_id.action_retry()

    def _save(self):
        self.ensure_one()
        self.check_access("write")
        lines = self.line_ids.filtered("ours")
        if not lines:
            raise UserError(self.env._("Say of at least one value what it means here."))
        references = self.env["registration.import.cross.reference"]
        references.create(
            [
                {
                    "system_id": self.system_id.id,
                    "type": line.type,
                    "theirs": line.theirs,
                    "ours": line.ours,
                }
                for line in lines
            ]
        )


class RegistrationImportCrossReferenceWizardLine(models.TransientModel):
    """One value of theirs, and what it means here."""

    _name = "registration.import.cross.reference.wizard.line"
    _inherit = "registration.import.our.value.mixin"
    _description = "Value without Cross-reference"

    wizard_id = fields.Many2one(
        "registration.import.cross.reference.wizard", required=True, index=True, ondelete="cascade"
    )
    rows = fields.Integer(readonly=True)

    def _company(self):
        return self.wizard_id.system_id.company_id
