from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...messages.qualifications import HELP, MESSAGES
from ...tools.contacts.former_keys import ULN
from ...tools.kinds.qualifications import ENROLMENT, NUMBERS, SCHEMA, QualificationPlanner
from ...tools.rows.planner import Identity
from ...tools.rows.schema import format
from ...tools.uln import normalise
from .fast_enrolments import FastEnrolments
from .kind_qualifications_unchanged import UnchangedQualifications
from .qualification_matcher import QualificationMatcher
from .uln_sql import normalised

DATE_FORMAT = "%d/%m/%Y"
# Rows of the sample file.
SAMPLES = 2

ROLES = (
    "registration_import.group_manage_certification",
    "registration_import.group_bulk_upload",
)


class ImportKindQualifications(models.AbstractModel):
    """Enrolments of learners: a row says how far registration and certificate of one are."""

    _name = "registration.import.kind.qualifications"
    _inherit = "registration.import.kind"
    _description = "Import of Qualifications"

    _helps = HELP
    _matches_unreadable = True

    _target = ENROLMENT
    _help_page = "training"
    _report_fields = ("qualification_number", "registration_number")
    _identity_fields = NUMBERS
    _unknown_codes = ("not_a_choice", "unknown_qualification")
    _extensions = (".csv",)
    _below_mib = 2
    _has_fixed_columns = True
    _fixed_options = {"date_format": DATE_FORMAT}

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _check_right(self, right):
        """Who keeps registrations and may also upload in bulk (A03, A04)."""
        user = self.env.user
        allowed = all(map(user.has_group, ROLES))
        if right == "manage":
            allowed = user.has_group("base.group_system")
        if not allowed:
            raise AccessError(
                self.env._(
                    "You may not import qualifications. Ask an administrator to set both “Manage"
                    " Registration & Certification” and “Bulk Upload” on your user record."
                )
            )

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare a .csv file smaller than 2 MB. The first row names the ten columns, in"
                " exactly the order below, and there is one row per learner and qualification."
            ),
            self.env._(
                "Learners and qualifications must exist. A learner who is not on the qualification"
                " yet is put on it. Dates are written dd/mm/yyyy."
            ),
            self.env._(
                "A blank cell removes the value that is there, except in the first three columns,"
                " which must be filled in."
            ),
        ]

    @api.model
    def _lacks(self):
        wanted = {
            "qualification.qualification": (
                self.env._("There are no qualifications yet, which rows name by their numbers."),
                "registration_import.qualification_qualification_action",
            ),
            "res.partner": (
                self.env._("No contact has a ULN yet: a row names its learner by that."),
                "registration_import.qualification_learner_action",
            ),
        }
        domains = {"res.partner": [("contact_uln", "!=", False)]}
        return [
            lack
            for model, lack in wanted.items()
            if not self.env[model].search_count(domains.get(model, []), limit=1)
        ]

    @api.model
    def _samples(self):
        """Enrolments that there are, as they are: uploaded as it is, the file changes nothing.
        Where there are none, rows that show what one looks like."""
        domain = [("partner_id.contact_uln", "!=", False)]
        enrolments = self.env[self._target].search(domain, order="id", limit=SAMPLES)
        return [self._row_of(enrolment) for enrolment in enrolments] or [
            ["601/8830/X", "1000000043", "Registered", "REG-0042", "01/09/2025", *[""] * 5],
            [
                *("601/8830/X", "9276308686", "Certificate Sent", "REG-0043", "01/09/2025"),
                *("20/06/2026", "12/06/2026", "03/07/2026", "06/07/2026", "RM123456785GB"),
            ],
        ]

    @api.model
    def _row_of(self, enrolment):
        """The texts of a row that says what an enrolment holds."""
        return [
            format(field, enrolment[field.name] or None, DATE_FORMAT) for field in self._schema()
        ]

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _run_facts(self, operation):
        return super()._run_facts(operation) | {"resits": operation.makes_resits}

    @api.model
    def _row_planner(self):
        return QualificationPlanner(self._run)

    @api.model
    def _match(self, rows):
        return QualificationMatcher(self).match(rows)

    @api.model
    def _identities(self):
        """Where other numbers make resits, they name other enrolments."""
        if not self._run.resits:
            return super()._identities()
        return (Identity((*NUMBERS, "registration_number")),)

    @api.model
    def _identity_text(self, name, text):
        text = super()._identity_text(name, text)
        return normalised(text) if name in NUMBERS else text

    @api.model
    def _can_pass_unchanged(self, columns, first, last):
        # a number that is new to one row may be another row's
        return not self._run.resits and self._unchanged().is_safe(columns, first, last)

    @api.model
    def _select_unchanged(self, columns, width, low, high):
        return self._unchanged().select(low, high)

    @api.model
    def _fast_rows(self):
        return FastEnrolments(self)

    @api.model
    def _independent_by(self, named):
        """A row is about one learner; not where a number may lead to the learner of another one,
        since they have been merged."""
        former = self.env["contact.former.key"].sudo().search([("sort", "=", ULN)])
        merged = {normalise(key) for key in former.mapped("key")}
        return () if merged and merged & named("uln") else ("uln",)

    def _unchanged(self):
        return UnchangedQualifications(self, QualificationMatcher(self))


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    makes_resits = fields.Boolean(
        "Another registration number is a resit",
        help="A row with another number than the learner's enrolments on the qualification have"
        " makes a resit; otherwise it changes the number of the only enrolment",
    )

    kind = fields.Selection(
        selection_add=[("qualifications", "Qualifications")],
        ondelete={"qualifications": "cascade"},
    )
