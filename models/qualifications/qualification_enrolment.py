from odoo import api, fields, models

from ...tools.kinds.enrolments import (
    ACHIEVED,
    CLAIMED,
    EXEMPT,
    NOT_REGISTERED,
    NOT_REQUIRED,
    REGISTERED,
    STATUSES,
    planned_achievement,
)

# What can still be achieved, and what is achieved while the certificate is on its way.
OPEN = (NOT_REGISTERED, REGISTERED, EXEMPT, NOT_REQUIRED)
WAITING = (ACHIEVED, CLAIMED)


class QualificationEnrolment(models.Model):
    """A learner on a qualification: the registration with the awarding organisation, and the way
    of the certificate. A learner is on a qualification at most once, but for resits, which their
    registration numbers tell apart."""

    _name = "qualification.enrolment"
    _inherit = ["mail.thread", "mail.activity.mixin", "registration.import.target"]
    _description = "Qualification Enrolment"
    _order = "id desc"
    _check_company_auto = True

    # its index is that of the numbers below
    partner_id = fields.Many2one(
        "res.partner", "Learner", required=True, ondelete="restrict", check_company=True
    )
    qualification_id = fields.Many2one(
        "qualification.qualification",
        required=True,
        ondelete="restrict",
        index=True,
    )
    programme_id = fields.Many2one(
        "qualification.programme", index="btree_not_null", check_company=True
    )
    status = fields.Selection(
        STATUSES,
        required=True,
        default=NOT_REGISTERED,
        index=True,
        tracking=True,
        group_expand=True,
    )
    registration_number = fields.Char(size=128, index="btree_not_null", tracking=True, copy=False)
    is_resit = fields.Boolean(
        "Resit",
        tracking=True,
        copy=False,
        help="One more registration of the learner on the same qualification, under another number",
    )
    date_registered = fields.Date("Registration Date", tracking=True, copy=False)
    date_achieved = fields.Date("Achieved Date", tracking=True, copy=False)
    date_claimed = fields.Date("Certificate Claimed Date", tracking=True, copy=False)
    date_received = fields.Date("Certificate Received Date", tracking=True, copy=False)
    date_sent = fields.Date("Certificate Sent Date", tracking=True, copy=False)
    date_planned = fields.Date("Planned Achievement", tracking=True)
    tracking_reference = fields.Char(
        "Postal Tracking Reference",
        size=128,
        index="btree_not_null",
        tracking=True,
        copy=False,
    )

    uln = fields.Char(related="partner_id.contact_uln")
    qualification_number = fields.Char(related="qualification_id.number")
    awarding_organisation_id = fields.Many2one(related="qualification_id.awarding_organisation_id")
    # not stored: each new enrolment would cost a second UPDATE
    company_id = fields.Many2one(related="qualification_id.company_id", string="Company")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    _learner_course_uniq = models.UniqueIndex(
        "(partner_id, qualification_id) WHERE is_resit IS NOT TRUE",
        "A learner is enrolled on each qualification only once. Tick “Resit” where it is a resit,"
        " and give it its own registration number.",
    )
    _learner_number_uniq = models.UniqueIndex(
        "(partner_id, qualification_id, registration_number)",
        "The learner has an enrolment with this registration number on the qualification already.",
    )
    _resit_has_number = models.Constraint(
        "CHECK(is_resit IS NOT TRUE OR coalesce(registration_number, '') <> '')",
        "A resit needs a registration number, which tells it from the first enrolment.",
    )

    @api.depends("partner_id.name", "qualification_id.name")
    def _compute_display_name(self):
        for enrolment in self:
            names = enrolment.partner_id.name, enrolment.qualification_id.name
            enrolment.display_name = " - ".join(filter(None, names)) or False

    @api.depends("date_planned", "status")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for enrolment in self:
            planned = enrolment.date_planned
            enrolment.is_overdue = bool(planned and planned < today and enrolment.status in OPEN)

    def _check_company(self, fnames=None):
        """Asked only where a company is at stake: Odoo's check of a single record is a good part
        of what creating it costs."""
        names = [n for n, field in self._fields.items() if field.relational and field.check_company]

        def at_stake(enrolment):
            linked = (enrolment[name] for name in names)
            return any("company_id" not in each or each.company_id for each in linked)

        doubtful = self.browse(self.sudo().filtered(at_stake).ids)
        return super(QualificationEnrolment, doubtful)._check_company(fnames)

    @api.onchange("qualification_id", "date_registered")
    def _onchange_planned(self):
        """Propose when the learner will have achieved it, where nobody has said."""
        if not self.date_planned:
            days = self.qualification_id.planned_duration
            self.date_planned = planned_achievement(self.date_registered, days)

    @api.onchange("partner_id", "qualification_id")
    def _onchange_programme(self):
        """Propose what the learner attends, unless it is another company's."""
        programme = self.partner_id.qualification_programme_id
        fits = programme.company_id in (self.env["res.company"], self.qualification_id.company_id)
        if not self.programme_id and programme.active and fits:
            self.programme_id = programme

    def action_import_and_update(self):
        """Open the import of a file, whichever records are selected (A05)."""
        return self.env.ref("registration_import.operation_qualifications").action_upload()
