from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, LazyTranslate

from ...tools.rows.plan import Change, Plan
from ...tools.rows.problems import Problem, warning
from ...tools.rows.schema import Field, Schema, format
from ...tools.uln import IGNORED, TEMPORARY_ULN, is_qualification_number, is_uln, normalise
from .kind_qualifications_messages import MESSAGES
from .qualification_enrolment import DATES, STATUSES

_lt = LazyTranslate(__name__)

SIZE = 128
DATE_FORMAT = "%d/%m/%Y"
# Rows of the sample file.
SAMPLES = 2

# The order is that of the file (A18).
SCHEMA = Schema(
    (
        Field(
            "qualification_number",
            "Qualification Number",
            type="code",
            required=True,
            size=SIZE,
            help=_lt("The number of a qualification that exists; slashes and spaces do not count."),
            example="601/8830/X",
            reference="qualification",
        ),
        Field(
            "uln",
            "ULN",
            type="code",
            required=True,
            size=SIZE,
            help=_lt("The Unique Learner Number of a contact that exists: ten digits."),
            example="1000000043",
        ),
        Field(
            "status",
            "Status",
            type="selection",
            required=True,
            choices=tuple(STATUSES),
            help=", ".join(label for _status, label in STATUSES) + ".",
            example="Registered",
        ),
        Field(
            "registration_number",
            "Registration number",
            type="code",
            size=SIZE,
            help=_lt("The learner's number with the awarding organisation."),
            example="REG-0042",
        ),
        Field("date_registered", "Registration date", type="date", example="01/09/2025"),
        Field("date_claimed", "Certificate claimed date", type="date"),
        Field("date_achieved", "Achieved date", type="date"),
        Field("date_received", "Certificate received Date", type="date"),
        Field("date_sent", "Certificate Sent Date", type="date"),
        Field(
            "tracking_reference",
            "Postal Tracking Reference",
            type="code",
            size=SIZE,
            help=_lt("By which the post finds the certificate."),
        ),
    )
)
KEYS = ("qualification_number", "uln")
# What a row says of an enrolment: the fields are called alike.
SAID = tuple(field.name for field in SCHEMA if field.name not in KEYS)
# What a match holds, in the words of ``_match``.
MATCHED = (
    "learner",
    "learners",
    "qualification",
    "qualifications",
    "foreign",
    "enrolment",
    *SAID,
)

ROLES = (
    "registration_import.group_manage_certification",
    "registration_import.group_bulk_upload",
)


class ImportKindQualifications(models.AbstractModel):
    """Enrolments of learners: a row says how far registration and certificate of one are."""

    _name = "registration.import.kind.qualifications"
    _inherit = "registration.import.kind"
    _description = "Import of Qualifications"

    _target = "qualification.enrolment"
    _report_fields = ("qualification_number", "registration_number")
    _identity_fields = KEYS
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
    def _samples(self):
        """Enrolments that there are, as they are: uploaded as it is, the file changes nothing.
        Where there are none, rows that show what one looks like."""
        domain = [("partner_id.uln", "!=", False)]
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

    # -- match -----------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        """See ``registration.import.kind``. A match holds the ids of learner, qualification and
        enrolment, or None; how many of the first two have the number, whether their companies
        agree, and what the enrolment holds now."""
        if not rows:
            return []
        found = self.env.execute_query(self._triage(rows))
        return [dict(zip(MATCHED, values, strict=True)) for values in found]

    def _triage(self, rows):
        """One statement: each row joined to what its numbers mean, as the user sees it (D6)."""
        given = SQL(
            """SELECT * FROM unnest(%s::text[], %s::text[])
                 WITH ORDINALITY AS listed(uln, number, nth)""",
            [normalise(row.values["uln"]) for row in rows],
            [normalise(row.values["qualification_number"]) for row in rows],
        )
        return SQL(
            "SELECT %s FROM (%s) meant ORDER BY nth",
            SQL(", ").join(map(SQL.identifier, MATCHED)),
            self._meaning(given),
        )

    def _meaning(self, given):
        """What numbers mean: ``given`` selects uln and number, normalised, and whatever else
        shall be kept."""
        return SQL(
            """WITH given AS MATERIALIZED (%(given)s),
               learner AS MATERIALIZED (
                   SELECT upper(translate(p.uln, ' /', '')) AS key, min(p.id) AS id,
                          min(p.company_id) AS company_id, count(*) AS found
                     FROM (%(partner)s) p
                    WHERE p.uln IS NOT NULL
                      AND upper(translate(p.uln, ' /', '')) IN (SELECT uln FROM given)
                 GROUP BY 1),
               qualification AS MATERIALIZED (
                   SELECT q.number_key AS key, min(q.id) AS id,
                          min(q.company_id) AS company_id, count(*) AS found
                     FROM (%(qualification)s) q
                    WHERE q.number_key IN (SELECT number FROM given)
                 GROUP BY 1)
               SELECT given.*, l.id AS learner, coalesce(l.found, 0) AS learners,
                      q.id AS qualification, coalesce(q.found, 0) AS qualifications,
                      coalesce(l.company_id <> q.company_id, false) AS foreign,
                      e.id AS enrolment, %(said)s
                 FROM given
            LEFT JOIN learner l ON l.key = given.uln
            LEFT JOIN qualification q ON q.key = given.number
            LEFT JOIN (%(enrolment)s) e ON e.partner_id = l.id AND e.qualification_id = q.id""",
            given=given,
            said=SQL(", ").join(map(_present, SAID)),
            partner=self._view("res.partner", "uln", "company_id", archived=False),
            qualification=self._view(
                "qualification.qualification", "number_key", "company_id", archived=False
            ),
            enrolment=self._view(self._target, "partner_id", "qualification_id", *SAID),
        )

    @api.model
    def _identity_text(self, name, text):
        """As ``normalise`` has it (D6)."""
        return SQL("upper(translate(%s, %s, ''))", text, IGNORED)

    # -- plan ------------------------------------------------------------------------------

    @api.model
    def _keys(self, row):
        """The enrolment of the row; none where a number does not name one record."""
        match = row.match
        if match["learners"] == match["qualifications"] == 1:
            return ((match["learner"], match["qualification"]),)
        return ()

    @api.model
    def _plan(self, row, totals):
        warnings = [*_wrong_shapes(row.values), *_doubts(row.values)]
        problem = _missing(row)
        if problem is not None:
            return Plan(problems=[problem, *warnings])
        match = row.match
        values = _said(row.values)
        if match["enrolment"] is None:
            values |= {"partner_id": match["learner"], "qualification_id": match["qualification"]}
        present = {name: match[name] for name in SAID}
        change = Change(self._target, match["enrolment"], values, present)
        return Plan([change], problems=warnings, record=match["enrolment"])

    @api.model
    def _after(self, row):
        """The enrolment as it is after the row; one that is only planned has id 0."""
        return row.match | _said(row.values) | {"enrolment": row.record or 0}


def _present(name):
    """What an enrolment holds, as ``_said`` has it; an emptied text is as good as none."""
    form = "to_char(%s, 'YYYY-MM-DD')" if name in DATES else "nullif(%s, '')"
    return SQL("%s AS %s", SQL(form, SQL.identifier("e", name)), SQL.identifier(name))


def _said(values):
    """What a row says of its enrolment, as JSON and Odoo take it: a date as its ISO text."""
    said = {name: values[name] for name in SAID if name in values}
    for name in DATES:
        if said.get(name):
            said[name] = said[name].isoformat()
    return said


def _missing(row):
    """The first number that does not name one record here, as a problem (D6)."""
    match, values = row.match, row.values
    for key, field in (("qualification", "qualification_number"), ("learner", "uln")):
        found = match[f"{key}s"]
        if found == 0:
            return Problem(f"unknown_{key}", field, values[field])
        if found > 1 and normalise(values[field]) == TEMPORARY_ULN:
            return Problem("temporary_uln", field, values[field], {"count": found})
        if found > 1:
            return Problem(f"ambiguous_{key}", field, values[field], {"count": found})
    if match["foreign"] and match["enrolment"] is None:
        return Problem("companies_differ", "uln", values["uln"])
    return None


def _wrong_shapes(values):
    """Numbers that do not look like what they should be (D7)."""
    checks = (
        ("qualification_number", is_qualification_number, "odd_qualification_number"),
        ("uln", is_uln, "odd_uln"),
    )
    return [
        warning(code, field, values[field])
        for field, is_good, code in checks
        if not is_good(values[field])
    ]


def _doubts(values):
    """Dates out of order, and a status without the date that it stands for (D8)."""
    problems, last = [], None
    for field, status in DATES.items():
        day = values.get(field)
        if not day and values["status"] == status:
            problems.append(warning("status_without_date", field, date=SCHEMA.field(field).label))
        if day and last and day < values[last]:
            labels = {"date": SCHEMA.field(field).label, "other": SCHEMA.field(last).label}
            problems.append(warning("dates_out_of_order", field, f"{day:%d/%m/%Y}", **labels))
        last = field if day else last
    return problems


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("qualifications", "Qualifications")],
        ondelete={"qualifications": "cascade"},
    )
