from odoo import api, fields, models

from ..importer.words import show_count
from ..tools.rows import plan
from .registration_import_wizard import REPORT

# Which problem says what of the rows that are left, in the order of the line.
LEFT = (
    *("changed_since", "kept_since", "used_since", "gone_since", "final_since", "value_gone"),
    *("not_undoable", "may_not_delete"),
)


class RegistrationImportWizard(models.TransientModel):
    """The report of an undo: what would be put back, and what is left as it is."""

    _inherit = "registration.import.wizard"

    is_undo = fields.Boolean(compute="_compute_undo")
    undo_text = fields.Char(compute="_compute_undo")

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_undo(self):
        for wizard in self:
            wizard.is_undo = bool(wizard.job_id.undo_of_id)
            shown = wizard.is_undo and wizard.step == REPORT
            wizard.undo_text = wizard._undo_text() if shown else False

    def _undo_text(self):
        """ "Undo: 3 records to delete, 12 to restore, leave 1 changed since"."""
        job = self.job_id
        counts = {"removed": job.removed, "updated": job.updated} | self._left_counts()
        texts = {
            "removed": self.env._("%s records to delete"),
            "updated": self.env._("%s to restore"),
            "changed_since": self.env._("leave %s changed since"),
            "kept_since": self.env._("keep %s new ones changed since"),
            "used_since": self.env._("keep %s new ones used since"),
            "gone_since": self.env._("%s gone since"),
            "final_since": self.env._("leave %s that a file has deleted"),
            "value_gone": self.env._("leave %s whose old value is gone"),
            "not_undoable": self.env._("%s cannot be undone"),
            "may_not_delete": self.env._("%s that you may not delete"),
        }
        parts = [
            text % show_count(self.env, counts[name])
            for name, text in texts.items()
            if counts.get(name)
        ]
        return self.env._("Undo: %s", ", ".join(parts) or self.env._("all is as it was already"))

    def _left_counts(self):
        """``{code: rows}`` of what is not put back."""
        return dict(
            self.env["registration.import.problem"]._read_group(
                [("job_id", "=", self.job_id.id), ("code", "in", LEFT)],
                ["code"],
                ["row_id:count_distinct"],
            )
        )

    def _title(self):
        return self.job_id.name if self.is_undo else super()._title()

    def _outcome_labels(self):
        if not self.is_undo:
            return super()._outcome_labels()
        return {plan.UPDATED: self.env._("To restore"), plan.REMOVED: self.env._("To delete")}

    def _label(self, job):
        if not self.is_undo:
            return super()._label(job)
        if not self.can_import:
            return self.env._("Nothing to undo")
        return self.env._("Undo this import")
