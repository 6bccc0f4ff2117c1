from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.kinds.enrolments import STATUSES
from ...tools.kinds.learners import GENDERS
from ...tools.rows.schema import format_date

ROLES = (
    "registration_import.group_manage_certification",
    "registration_import.group_data_export",
)
# The order is that of the file (A32, A33).
LABELS = (
    "Full name",
    "ULN",
    "Qualification",
    "Awarding body",
    "Status",
    "Registration number",
    "Gender",
    "DateOfBirth",
    "Completion date",
    "ProgramName",
    "Aim ref number",
    "RegisteredDate",
    "Certificate received",
    "Certificate claimed",
    "Achieved Date",
    "Certificate Sent Date",
    "Postal Tracking Reference",
)
# What is read of each record, and nothing else.
READ = {
    "enrolment": (
        *("partner_id", "qualification_id", "programme_id", "status", "registration_number"),
        *("date_planned", "date_registered", "date_received", "date_claimed", "date_achieved"),
        *("date_sent", "tracking_reference"),
    ),
    "learner": ("name", "contact_uln", "contact_gender", "contact_birthdate"),
    "qualification": ("name", "number", "awarding_organisation_id"),
}
STATUS_LABELS = dict(STATUSES)
GENDER_LABELS = dict(GENDERS)


class QualificationEnrolment(models.Model):
    """Enrolments as an awarding organisation takes them, to register several learners (A29)."""

    _name = "qualification.enrolment"
    _inherit = ["qualification.enrolment", "registration.export.source"]

    _export_stem = "registrations"
    _export_labels = LABELS

    @api.model
    def _check_export(self):
        """Who keeps registrations and may also export (A04, A28)."""
        groups = [self.env.ref(role) for role in ROLES if not self.env.user.has_group(role)]
        if groups:
            names = self.env._("” and “").join(group.sudo().privilege_id.name for group in groups)
            raise AccessError(
                self.env._(
                    "You may not export registrations. Ask an administrator to set “%s” on your"
                    " user record.",
                    names,
                )
            )

    def _export_texts(self):
        self._fetch_for_export()
        return map(_texts, self)

    def _fetch_for_export(self):
        """Learner, qualification and programme are read as the list shows them beside each
        enrolment: without asking again for a right to each."""
        self.fetch(READ["enrolment"])
        qualifications = self.qualification_id.sudo()
        self.partner_id.sudo().fetch(READ["learner"])
        qualifications.fetch(READ["qualification"])
        qualifications.awarding_organisation_id.fetch(["name"])
        self.programme_id.sudo().fetch(["name"])


def _texts(enrolment):
    """The row of an enrolment, a text for each label."""
    learner = enrolment.partner_id.sudo()
    qualification = enrolment.qualification_id.sudo()
    return [
        learner.name or "",
        learner.contact_uln or "",
        qualification.name,
        qualification.awarding_organisation_id.name or "",
        STATUS_LABELS[enrolment.status],
        enrolment.registration_number or "",
        GENDER_LABELS.get(learner.contact_gender, ""),
        _day(learner.contact_birthdate),
        _day(enrolment.date_planned),
        enrolment.programme_id.sudo().name or "",
        qualification.number,
        _day(enrolment.date_registered),
        _day(enrolment.date_received),
        _day(enrolment.date_claimed),
        _day(enrolment.date_achieved),
        _day(enrolment.date_sent),
        enrolment.tracking_reference or "",
    ]


def _day(date):
    return format_date(date, "%d/%m/%Y") if date else ""


class RegistrationExport(models.Model):
    _inherit = "registration.export"

    source = fields.Selection(
        selection_add=[("qualification.enrolment", "Registrations")],
        ondelete={"qualification.enrolment": "cascade"},
    )
