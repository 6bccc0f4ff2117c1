from odoo import api, fields, models

from ...tools.uln import normalise


class QualificationQualification(models.Model):
    """Something that an awarding organisation certifies, known by its number."""

    _name = "qualification.qualification"
    _inherit = "registration.import.grouping.mixin"
    _description = "Qualification"
    _order = "name, id"
    _rec_names_search = ["name", "number", "number_key"]
    _never_grouped_by = ("number_key",)

    name = fields.Char("Title", required=True)
    number = fields.Char("Qualification Number", required=True, size=128)
    # files and people write the same number with and without its slashes
    number_key = fields.Char(
        "Number without Slashes", compute="_compute_number_key", store=True, index=True
    )
    awarding_organisation_id = fields.Many2one(
        "res.partner", index="btree_not_null", check_company=True
    )
    planned_duration = fields.Integer("Planned Duration (Days)")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies")
    enrolment_ids = fields.One2many("qualification.enrolment", "qualification_id", "Enrolments")
    enrolment_count = fields.Integer("Number of Enrolments", compute="_compute_enrolment_count")

    _check_company_auto = True

    @api.depends("number")
    def _compute_number_key(self):
        for qualification in self:
            qualification.number_key = normalise(qualification.number)

    def _compute_enrolment_count(self):
        counts = dict(
            self.env["qualification.enrolment"]._read_group(
                [("qualification_id", "in", self.ids)], ["qualification_id"], ["__count"]
            )
        )
        for qualification in self:
            qualification.enrolment_count = counts.get(qualification._origin, 0)

    def action_open_enrolments(self):
        """Open the enrolments on this qualification."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "registration_import.qualification_enrolment_action"
        )
        context = {"default_qualification_id": self.id}
        return dict(action, domain=[("qualification_id", "=", self.id)], context=context)
