"""Qualifications: half of the rows make an enrolment, a third change one, the rest change nothing.

Odoo's own import cannot find an enrolment by learner and qualification: it is given its External
ID in each row. It is given numbers as they are kept, too, since it knows no other spelling, and
an index on the plain ULN, which it would have to look for in all contacts otherwise. It warns of
nothing, and writes rows that change nothing.
"""

from ..tools.kinds.enrolments import DATES
from ..tools.kinds.qualifications import FIELDS, SCHEMA
from . import qualification_data as data
from .case import MODULE, Case
from .qualification_sql import run_sql

DATE_FORMAT = "%d/%m/%Y"


class Qualifications(Case):
    """See ``case.Case``."""

    name = "qualifications"
    MOST = 12_000  # of 2 MiB
    # the ULN is none of the fields by which Odoo searches contacts
    without = ("base_import_as_is",)
    groups = (
        "registration_import.group_manage_certification",
        "registration_import.group_bulk_upload",
    )
    header = tuple(field.label for field in SCHEMA)
    filled = {"qualification_enrolment": ("partner_id", "qualification_id", *FIELDS)}
    model = "qualification.enrolment"
    native = {
        "External ID": "id",
        "Learner": "partner_id",
        "Qualification": "qualification_id",
        **{SCHEMA.field(name).label: name for name in FIELDS},
    }
    searched = {"res.partner": ("contact_uln",), "qualification.qualification": ("number",)}
    options = {"date_format": DATE_FORMAT}
    loaded = ("id", "partner_id/id", "qualification_id/id", *FIELDS)

    def __init__(self):
        self._ulns = data.ulns()

    def fill(self, env, rows):
        learners = env["res.partner"].search([("contact_uln", "!=", False)], order="id")
        if not learners:
            env.cr.execute("CREATE INDEX bench_res_partner_uln ON res_partner (contact_uln)")
            self._make_records(env(context={**env.context, "tracking_disable": True}))
            learners = env["res.partner"].search([("contact_uln", "!=", False)], order="id")
        if learners.mapped("contact_uln") != self._ulns:
            raise ValueError("This database holds learners: use one that may be emptied.")
        return {
            "learner": learners,
            "qualification": env["qualification.qualification"].search([], order="id"),
            "enrolment": env[self.model].search([], order="id"),
        }

    def _make_records(self, env):
        """Learners, qualifications, and the enrolments that are there before."""
        learners = env["res.partner"].create(
            [{"name": f"Learner {n}", "contact_uln": uln} for n, uln in enumerate(self._ulns)]
        )
        qualifications = env["qualification.qualification"].create(
            [
                {"name": f"Award {n}", "number": data.qualification_number(n)}
                for n in range(data.QUALIFICATIONS)
            ]
        )
        places = map(data.place, range(data.ENROLMENTS))
        env[self.model].create(
            [
                {
                    "partner_id": learners[learner].id,
                    "qualification_id": qualifications[qualification].id,
                    **data.values(enrolment, data.stage_before(enrolment)),
                }
                for enrolment, (learner, qualification) in enumerate(places)
            ]
        )

    def cells(self, rows):
        return [self._cells(*row) for row in data.file_rows(rows)]

    def _cells(self, enrolment, stage):
        learner, qualification = data.place(enrolment)
        number = data.qualification_number(qualification)
        if enrolment % data.NO_SLASHES == 0:
            number = number.replace("/", "")
        return number, self._ulns[learner], *_texts(enrolment, stage, DATE_FORMAT)

    def native_cells(self, rows):
        return [self._native(*row) for row in data.file_rows(rows)]

    def _native(self, enrolment, stage):
        learner, qualification = data.place(enrolment)
        return (
            f"{MODULE}.enrolment_{enrolment}",
            self._ulns[learner],
            data.qualification_number(qualification),
            *_texts(enrolment, stage, DATE_FORMAT),
        )

    def loaded_cells(self, rows):
        return [_loaded(*row) for row in data.file_rows(rows)]

    def expected(self, rows):
        outcomes = {"created": "n", "updated": "c", "unchanged": "u"}
        return {outcome: data.count(rows, sort) for outcome, sort in outcomes.items()}

    def run_sql(self, env, path):
        run_sql(env.cr, env.uid, path)


def _loaded(enrolment, stage):
    learner, qualification = data.place(enrolment)
    return (
        f"{MODULE}.enrolment_{enrolment}",
        f"{MODULE}.learner_{learner}",
        f"{MODULE}.qualification_{qualification}",
        *_texts(enrolment, stage, "%Y-%m-%d"),
    )


def _texts(enrolment, stage, date_format):
    """What a file says of an enrolment, in the order of its columns."""
    values = data.values(enrolment, stage)
    return [_text(name, values[name], date_format) for name in FIELDS]


def _text(name, value, date_format):
    if name == "status":
        return data.LABELS[value]
    return value.strftime(date_format) if name in DATES and value else value or ""
