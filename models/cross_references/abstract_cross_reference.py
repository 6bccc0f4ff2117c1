from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..sync.sync_roles import references_problem


class CrossReferenceMixin(models.AbstractModel):
    """What only people with both roles see and keep (V22)."""

    _name = "registration.import.cross.reference.mixin"
    _description = "Kept by Who Keeps Cross-References"

    def _check_access(self, operation):
        """Rights of a group are given by either; here both are needed."""
        problem = None if self.env.su else references_problem(self.env)
        if problem:
            return self, lambda: AccessError(problem)
        return super()._check_access(operation)


class OurValueMixin(models.AbstractModel):
    """A value of ours: a text that means something here, which a person types or picks."""

    _name = "registration.import.our.value.mixin"
    _inherit = "registration.import.cross.reference.mixin"
    _description = "Value of Ours"

    type = fields.Selection(selection="_select_type", required=True)
    theirs = fields.Char("Their value", required=True)
    ours = fields.Char("Our value")
    meaning = fields.Char("Which is", compute="_compute_meaning")
    # what it is picked from: of a selection [[value, label]], or the model of the records
    choices = fields.Json(compute="_compute_choices")
    record_model = fields.Char(compute="_compute_choices")
    record_domain = fields.Json(compute="_compute_choices")

    @api.model
    def _select_type(self):
        return self.env["registration.import.cross.reference.type"]._selection()

    def _company(self):
        """The company that the value must be known in, or none."""
        return self.env["res.company"]

    @api.depends("type", "ours")
    @api.depends_context("lang")
    def _compute_meaning(self):
        types = self.env["registration.import.cross.reference.type"]
        for (type, company), records in self.grouped(lambda r: (r.type, r._company())).items():
            texts = records.filtered("ours").mapped("ours")
            meanings = types._meanings(type, texts, company) if type and texts else {}
            for record in records:
                record.meaning = meanings.get(record.ours, (None, False))[1]

    @api.depends("type")
    @api.depends_context("lang")
    def _compute_choices(self):
        types = self.env["registration.import.cross.reference.type"]
        for record in self:
            record.choices = types._choices(record.type)
            record.record_model = types._picked_from(record.type)
            record.record_domain = types._named_domain(record.type)

    @api.model
    def our_value(self, type, record):
        """The text by which files name the record with this id: what is stored when a person picks
        it.

        :raise UserError: it has none
        """
        self.check_access("create")
        return self.env["registration.import.cross.reference.type"]._text_of(type, record)
