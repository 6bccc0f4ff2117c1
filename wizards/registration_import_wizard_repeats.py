from odoo import api, fields, models

from ..importer.options import DEFAULTS
from ..importer.states import VALIDATED
from ..importer.words import show_count
from .registration_import_wizard import REPORT


class RegistrationImportWizard(models.TransientModel):
    """Which of several rows of one record are kept: asked where the file has such rows."""

    _inherit = "registration.import.wizard"

    repeats = fields.Char(string="Rows of the same record")
    repeat_text = fields.Char(compute="_compute_repeat_text")

    @api.depends("job_id", "step")
    @api.depends_context("lang")
    def _compute_repeat_text(self):
        for wizard in self:
            count = wizard._count_repeats()
            wizard.repeat_text = self._repeat_text(count) if count else False

    def _count_repeats(self):
        """Rows that name a record again, where the person may say what becomes of them."""
        job = self.job_id
        asked = self.step == REPORT and job.state == VALIDATED and job._kind()._chooses_repeats()
        return job._store().count_repeats() if asked and job._source().minds_duplicates else 0

    @api.model
    def _repeat_text(self, count):
        if count == 1:
            return self.env._("1 row names a record that an earlier row of the file names.")
        return self.env._(
            "%s rows name a record that an earlier row of the file names.",
            show_count(self.env, count),
        )

    def _shown_repeats(self):
        return (self.job_id._of_file().options or {}).get("repeats") or DEFAULTS["repeats"]

    def _hand_over_repeats(self):
        if self.repeats and self.repeats != self._shown_repeats():
            self.job_id.set_repeats(self.repeats)

    def _choices(self):
        """Once the file is validated, what is left to choose."""
        if self.step != REPORT:
            return super()._choices()
        offered = self.operation_id._fields["repeats"]._description_selection(self.env)
        return {"repeats": [list(pair) for pair in offered]} if self._count_repeats() else {}
