from odoo import models

from ..sync.sync_roles import check_references
from .import_cross_reference_type import is_id
from .job_translation import CrossReferenceTranslation


class RegistrationImportJob(models.Model):
    """Texts of another system are translated, and those that have no cross-reference are given
    one from the job (V17)."""

    _inherit = "registration.import.job"

    def _translation(self):
        columns = self._reference_columns()
        if not columns:
            return super()._translation()
        unknown = self._kind()._unknown_codes
        return CrossReferenceTranslation(self._system(), columns, unknown)

    def _system(self):
        """The system of the operation, with all rights: who runs it needs no role for that."""
        return self.sudo().operation_id.system_id

    def _reference_columns(self):
        """``[(field, column, type)]`` of the columns whose texts are cross-referenced."""
        job, types = self.sudo(), self.env["registration.import.cross.reference.type"]
        if not self._system():
            return []
        mapping = job.mapping or {}
        fields = [field for field in self._kind()._schema() if field.name in mapping]
        named = [(field, types._type_of(job.operation_id.kind, field)) for field in fields]
        return [(field, mapping[field.name], type) for field, type in named if type]

    def _expects_little(self):
        """Cells of another system cannot be compared with what we hold."""
        return not self._system() and super()._expects_little()

    def action_add_references(self, problem=None):
        """Say what the values mean that have no cross-reference; or the one of that problem.

        :raise AccessError: the user has not both roles (V22)
        """
        self.ensure_one()
        self.check_access("read")
        check_references(self.env)
        chosen = problem if is_id(problem) else None
        return self.env["registration.import.cross.reference.wizard"]._for_job(self, chosen)
