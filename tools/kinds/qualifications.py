"""Qualifications of learners: what a row would change in an enrolment."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from ..contacts.former_keys import merged_note
from ..rows.placeholders import KEY, VALUE
from ..rows.plan import Change, Plan, Row
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, warning
from ..rows.schema import Field, Schema
from ..uln import TEMPORARY_ULN, is_qualification_number, is_uln, normalise
from .enrolments import DATES, STATUSES, planned_achievement

SIZE = 128

# The order is that of the file (A18).
SCHEMA = Schema(
    (
        Field(
            "qualification_number",
            "Qualification Number",
            type="code",
            required=True,
            size=SIZE,
            example="601/8830/X",
            reference="qualification",
            holds=KEY,
        ),
        Field("uln", "ULN", type="code", required=True, size=SIZE, example="1000000043", holds=KEY),
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
            example="REG-0042",
            holds=VALUE,
        ),
        Field("date_registered", "Registration date", type="date", example="01/09/2025"),
        Field("date_claimed", "Certificate claimed date", type="date"),
        Field("date_achieved", "Achieved date", type="date"),
        Field("date_received", "Certificate received Date", type="date"),
        Field("date_sent", "Certificate Sent Date", type="date"),
        Field(
            "tracking_reference", "Postal Tracking Reference", type="code", size=SIZE, holds=VALUE
        ),
    )
)
ENROLMENT = "qualification.enrolment"
#: The numbers that name an enrolment.
NUMBERS = ("qualification_number", "uln")
PLANNED = "date_planned"
#: What a row gives an enrolment: its fields are called alike.
FIELDS = tuple(field.name for field in SCHEMA if field.name not in NUMBERS)


class QualificationPlanner(RowPlanner):
    """A row says what an enrolment holds, and makes one where there is none; a blank cell takes
    the value away.

    A match: the ids ``learner``, ``qualification`` and ``enrolment``, or None; how many have the
    number of a row, ``learners`` and ``qualifications``, and how many ``enrolments`` the learner
    has on the qualification, of which the registration number means one; the number that the
    learner has now if the one of the row was ``merged`` into them; ``foreign``, whether the two
    belong to different companies; what the enrolment holds in the fields FIELDS and PLANNED, dates
    as ISO texts; and what a form would propose: the planned ``duration`` of the qualification in
    days, and the ``programme`` of the learner, an id or None. Of rows before: what they have
    ``told`` of enrolments of the same learner and qualification, by their numbers.
    """

    identity_fields = NUMBERS
    rests_on = {"companies_differ": NUMBERS, "status_without_date": ("status",)}

    def keys(self, row: Row) -> Keys:
        """The enrolment of the row; none where a number does not name one record."""
        match = row.match
        if match["learners"] == match["qualifications"] == 1:
            return ((match["learner"], match["qualification"]),)
        return ()

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        warnings = [*_wrong_shapes(row.values), *_doubts(row.values)]
        problems = _missing(row, self.run.resits)
        if problems:
            return Plan(problems=[*problems, *warnings])
        match = row.match
        values = given(row.values) | _proposed(row)
        if match["enrolment"] is None:
            values |= {"partner_id": match["learner"], "qualification_id": match["qualification"]}
            values |= {"is_resit": True} if match["enrolments"] else {}
        present = {name: match[name] for name in (*FIELDS, PLANNED)}
        if match.get("merged"):
            warnings.append(merged_note("uln", row.values["uln"], match["merged"]))
        change = Change(ENROLMENT, match["enrolment"], values, present)
        return Plan([change], problems=warnings, record=match["enrolment"])

    def after(self, row: Row) -> Match:
        """The enrolment as it is after the row; one that is only planned has id 0."""
        match = row.match
        left = match | given(row.values) | _proposed(row) | {"enrolment": row.record or 0}
        left["enrolments"] = match["enrolments"] + (match["enrolment"] is None)
        told = {name: value for name, value in left.items() if name != "told"}
        others = {**match.get("told", {})}
        if match["enrolment"] is not None:
            # under the number that it had before the row
            others.pop(match["registration_number"] or "", None)
        return left | {"told": others | {_number(row): told}}

    def resume(self, row: Row, key: Hashable, left: Match) -> Match:
        """Where numbers tell enrolments apart, that of the row's number: as a row before leaves it,
        or as it is, unless a row before has given it another number. Whether the learner had the
        ULN of the row before is a matter of that row alone."""
        told = left.get("told", {})
        numbers = (left["registration_number"] or "", _number(row))
        own = {"merged": row.match.get("merged")}
        if left["enrolments"] < 2 and (not self.run.resits or "" in numbers):
            return left | own
        shared = {"told": told, "enrolments": left["enrolments"]}
        if _number(row) in told:
            return told[_number(row)] | shared | own
        match = row.match | shared
        known = {each["enrolment"] for each in told.values()}
        if match["enrolment"] in known or (match["registration_number"] or "") != _number(row):
            match |= dict.fromkeys((*FIELDS, PLANNED, "enrolment"))
        return match

    def reaches_others(self, row: Row) -> bool:
        """A new number is looked for under others, too."""
        return self.run.resits and bool(row.plan and row.plan.changes)


def given(values: dict[str, Any]) -> dict[str, Any]:
    """What a row gives its enrolment, as JSON and Odoo take it: a date as its ISO text."""
    result = {name: values[name] for name in FIELDS if name in values}
    for name in DATES:
        if result.get(name):
            result[name] = result[name].isoformat()
    return result


def _proposed(row: Row) -> dict[str, Any]:
    """What the form proposes where nobody has said: the programme of a new enrolment, and the
    planned achievement once the registration date changes."""
    match, registered = row.match, row.values.get("date_registered")
    result = {}
    if match["enrolment"] is None and match["programme"]:
        result["programme_id"] = match["programme"]
    if registered and not match[PLANNED] and registered.isoformat() != match["date_registered"]:
        planned = planned_achievement(registered, match["duration"])
        if planned:
            result[PLANNED] = planned.isoformat()
    return result


def _number(row: Row) -> str:
    return row.values.get("registration_number") or ""


def _missing(row: Row, makes_resits: bool) -> list[Problem]:
    """The numbers that do not name one record here, as problems (D6)."""
    match, values, problems = row.match, row.values, []
    for key, field in (("qualification", "qualification_number"), ("learner", "uln")):
        found = match[f"{key}s"]
        if found == 0:
            problems.append(Problem(f"unknown_{key}", field, values[field]))
        elif found > 1:
            is_shared = normalise(values[field]) == TEMPORARY_ULN
            code = "temporary_uln" if is_shared else f"ambiguous_{key}"
            problems.append(Problem(code, field, values[field], {"count": found}))
    is_new = not problems and match["enrolment"] is None
    if is_new and match["enrolments"] and not (makes_resits and _number(row)):
        params = {"count": match["enrolments"]}
        problems.append(Problem("unknown_resit", "registration_number", _number(row), params))
    if not problems and match["foreign"] and match["enrolment"] is None:
        problems.append(Problem("companies_differ", "uln", values["uln"]))
    return problems


def _wrong_shapes(values: dict[str, Any]) -> list[Problem]:
    """Numbers that do not look like what they should be (D7)."""
    checks = (
        ("qualification_number", is_qualification_number, "odd_qualification_number"),
        ("uln", is_uln, "odd_uln"),
    )
    return [
        warning(code, field, values[field])
        for field, is_good, code in checks
        if values[field] and not is_good(values[field])
    ]


def _doubts(values: dict[str, Any]) -> list[Problem]:
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
