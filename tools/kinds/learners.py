"""Learners: what a row would change in the contact of one (V19)."""

from __future__ import annotations

from typing import Any

from ..contacts.former_keys import merged_note
from ..contacts.names import name_key
from ..contacts.whole_names import squeezed
from ..rows.cells import REMOVE
from ..rows.placeholders import KEY, NAME, TITLE
from ..rows.plan import INVALID, Change, Plan, Row, has_error
from ..rows.planner import Keys, Match, RowPlanner
from ..rows.problems import Problem, warning
from ..rows.schema import Field, Schema
from ..uln import TEMPORARY_ULN, is_uln, normalise

LEARNER = "res.partner"
PROGRAMME = "qualification.programme"
GENDERS = [
    ("female", "Female"),
    ("male", "Male"),
    ("other", "Other"),
    ("undisclosed", "Prefer not to say"),
]
#: What else people write for a gender.
WORDS = {
    "female": ("F", "W", "Woman"),
    "male": ("M", "Man"),
    "other": ("O", "X", "Non-binary"),
    "undisclosed": ("U", "Not known", "Undisclosed"),
}
SIZE = 128

SCHEMA = Schema(
    (
        Field("uln", "ULN", type="code", required=True, size=SIZE, example="1000000043", holds=KEY),
        Field(
            "name",
            "Full name",
            removable=False,
            synonyms=("Name", "Learner", "Learner Name"),
            example="Inês Araújo",
            holds=NAME,
        ),
        Field(
            "gender",
            "Gender",
            type="selection",
            removable=True,
            choices=tuple((*gender, *WORDS[gender[0]]) for gender in GENDERS),
            synonyms=("Sex",),
            example="Female",
        ),
        Field(
            "date_of_birth",
            "DateOfBirth",
            type="date",
            removable=True,
            synonyms=("Date of Birth", "Birth Date", "Birthday", "DOB"),
            example="14/03/2004",
        ),
        Field(
            "programme",
            "ProgramName",
            removable=True,
            synonyms=("Programme", "Programme Name", "Program", "Course"),
            example="Evening School",
            holds=TITLE,
        ),
    )
)
#: What a contact holds of a row: field of the row, of the contact.
FIELDS = {"name": "name", "gender": "contact_gender", "date_of_birth": "contact_birthdate"}
OWN_ULN, OWN_PROGRAMME = "contact_uln", "qualification_programme_id"
#: What is known of a contact.
HELD = (*FIELDS.values(), OWN_ULN, OWN_PROGRAMME)
#: What the match of a row says that finds nobody.
NOBODY: dict[str, Any] = {"found": 0, "id": None, "waiting": False, "present": {}}
#: A programme is made before who attends it.
FIRST, THEN = 1, 2


class LearnerPlanner(RowPlanner):
    """A row makes a learner, or says what the one with its ULN holds; an empty cell leaves the
    value as it is, and ``=`` takes it away. A programme that is not known yet is made.

    The temporary number names nobody: who has it is found by name and birth date, and a row with a
    number that nobody has gives it to whom these find. Where nobody has it any more, it means the
    only one of this name and birth date, who has got a number since, perhaps from a row before,
    and keeps it.

    A match: ``found``, how many are meant; the ``id`` of the one, ``waiting``, whether it was found
    by name and birth date, and its ``present`` values, HELD, the date as ISO text; the number that
    it has now if the one of the row was ``merged`` into it; the ids of the ``programmes`` that are
    called as the row says, what a row before has ``named``, and when whoever had the number was
    ``erased``, as text; of a row with the temporary number the ids of its ``namesakes``, who have
    this name and birth date and a number; those of them that rows before have ``made``,
    ``{number: id}``, 0 while they are only planned; and whether the row ``passes`` somebody who
    waits, and whom it does not mean.

    The running totals hold how programmes were spelt first, ``{"programme:FOLDED": text}``.
    """

    identity_fields = ("uln",)
    rests_on = {
        "": ("uln", "name", "date_of_birth"),
        "uln": ("name", "date_of_birth"),
        "odd_uln": (),
        "name": ("uln", "date_of_birth"),
        "date_of_birth": ("uln", "name"),
    }

    def keys(self, row: Row) -> Keys:
        """The number, unless it is everybody's; name and birth date; the contact itself."""
        values, match = row.values, row.match
        keys: list[tuple[Any, ...]] = []
        number = normalise(values["uln"])
        if number and number != TEMPORARY_ULN:
            keys.append(("uln", number))
        if (born := _day(values)) and values.get("name"):
            keys.append(("born", name_key(values["name"]), born))
        if match["id"]:
            keys.append(("id", match["id"]))
        return keys

    def left_keys(self, row: Row, keys: Keys) -> Keys:
        """Also the contact itself; name and birth date only of who waits, has waited until the
        row, or has got them from it."""
        left = self.left_by(row)
        is_found = row.match["waiting"] or _waits(left) or _is_new_namesake(row)
        found = [key for key in keys if is_found or not _is_of_birth(key)]
        return [*found, ("id", left["id"])] if left["id"] else found

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        match, values = row.match, row.values
        problems = _doubts(row)
        if match["found"] > 1:
            count = {"count": match["found"]}
            problems.append(Problem("ambiguous_learner", "uln", values["uln"], count))
        elif match.get("erased"):
            problems.append(Problem("erased", "uln", params={"date": match["erased"]}))
        elif not match["found"]:
            problems += _missing(row)
        if has_error(problems):
            return Plan(problems=problems)
        if match["merged"]:
            problems.append(merged_note("uln", values["uln"], match["merged"]))
        new = _given(row)
        made = self._programme(row, totals, new, problems)
        if has_error(problems):
            return Plan(problems=problems)
        change = Change(LEARNER, match["id"], new, match["present"], THEN)
        return Plan([change, *made], problems=problems, record=match["id"])

    def _programme(
        self, row: Row, totals: dict[str, Any], new: dict[str, Any], problems: list[Problem]
    ) -> list[Change]:
        """Put the programme of the row into the ``new`` values; gives the change that makes it."""
        text, match = row.values.get("programme"), row.match
        if text is None or text == REMOVE:
            new |= {} if text is None or match["id"] is None else {OWN_PROGRAMME: None}
            return []
        key, found = name_key(text), match["programmes"]
        if match["named"] == key:
            return []
        if len(found) > 1:
            problems.append(
                Problem("ambiguous_programme", "programme", text, {"count": len(found)})
            )
            return []
        if found:
            new[OWN_PROGRAMME] = found[0]
            return []
        named = {"name": totals.setdefault(f"programme:{key}", squeezed(text))}
        programme = Change(PROGRAMME, None, named, rank=FIRST, once=named)
        new[OWN_PROGRAMME] = programme
        return [programme]

    def left_by(self, row: Row) -> Any:
        """The learner as they are after the row; one who is only planned has id 0."""
        match = row.match
        left = {name: match[name] for name in ("found", "id", "present", "named", "made")}
        if row.outcome == INVALID:
            return left
        present, text = dict.fromkeys(HELD) | match["present"], row.values.get("programme")
        for change in row.plan.changes:
            if change.model == LEARNER:
                present |= change.values
        if isinstance(present.get(OWN_PROGRAMME), Change):
            present[OWN_PROGRAMME] = 0
        named = match["named"] if text is None else None if text == REMOVE else name_key(text)
        identifier = row.record or match["id"] or 0
        made = match["made"]
        if match["waiting"] or _is_new_namesake(row):
            number = normalise(present.get(OWN_ULN))
            made = made if number == TEMPORARY_ULN else made | {number: identifier}
        left |= {"found": 1, "id": identifier, "present": present, "named": named, "made": made}
        return left

    def resume(self, row: Row, key: Any, left: Any) -> Match:
        """Name and birth date find only who has no number of their own, or has got it, or these,
        from a row before, and no row but one that finds nobody else."""
        match = row.match
        if left["id"] is None or (key[0] == "id" and match["id"] != left["id"]):
            return match
        is_waiting = _waits(left)
        if key[0] != "born":
            return {**match, **left, "waiting": is_waiting, "made": match["made"]}
        match = {**match, "made": left["made"], "passes": is_waiting}
        if is_waiting and (not match["found"] or match["waiting"]):
            return {**match, **left, "waiting": True}
        is_same = match["id"] == left["id"]
        if _is_own(row.values["uln"]):
            return {**match, **NOBODY} if match["waiting"] and is_same else match
        if is_waiting or (match["waiting"] and not is_same):
            return match
        if len(_namesakes(match)) > 1:
            return {**match, **NOBODY}
        return {**match, **left, "waiting": False}


def _is_new_namesake(row: Row) -> bool:
    """Whether somebody with a number of their own has the name and birth date of a row only from
    it, and hides nobody who waits for one."""
    match, values = row.match, row.values
    if row.outcome == INVALID or not _is_own(values["uln"]) or match["merged"]:
        return False
    if match.get("passes"):
        return False
    present = match["present"]
    held = name_key(present.get("name")), present.get("contact_birthdate")
    return match["id"] is None or held != (name_key(values.get("name")), _day(values))


def _namesakes(match: Match) -> set[Any]:
    """All who have the name and birth date of a row, and a number: ids, numbers of the planned."""
    return {*match["namesakes"], *(made or number for number, made in match["made"].items())}


def _waits(left: Any) -> bool:
    """Whether a learner has no number of their own yet."""
    return normalise(left["present"].get(OWN_ULN)) == TEMPORARY_ULN


def _is_of_birth(key: Any) -> bool:
    """Whether a key is a name with its birth date."""
    return bool(key[0] == "born")


def _day(values: dict[str, Any]) -> str | None:
    """The birth date of a row as ISO text."""
    day = values.get("date_of_birth")
    return None if day is None or day == REMOVE else day.isoformat()


def _doubts(row: Row) -> list[Problem]:
    """What does not stop a row: a number that is none (D7), and one that somebody gets for the
    temporary one."""
    number, match = row.values["uln"], row.match
    problems = []
    if number and not is_uln(number):
        problems.append(warning("odd_uln", "uln", number))
    if match["found"] == 1 and match["waiting"] and _is_own(number):
        problems.append(warning("uln_given", "uln", number))
    if match["found"] == 1 and not match["waiting"] and not _is_own(number):
        kept = match["present"].get(OWN_ULN) or ""
        problems.append(warning("uln_kept", "uln", number, uln=kept))
    return problems


def _is_own(number: str | None) -> bool:
    return bool(number) and normalise(number) != TEMPORARY_ULN


def _missing(row: Row) -> list[Problem]:
    """What a new learner needs."""
    values, problems = row.values, []
    if not values.get("name"):
        problems.append(Problem("learner_without_name", "name"))
    if not _is_own(values["uln"]) and not _day(values):
        problems.append(Problem("temporary_without_birth_date", "date_of_birth"))
    return problems


def _given(row: Row) -> dict[str, Any]:
    """``{field: value}`` of what a row says of the contact itself."""
    values, match = row.values, row.match
    said = {**values, "date_of_birth": _day(values) or values.get("date_of_birth")}
    given = {own: said[name] for name, own in FIELDS.items() if said.get(name) is not None}
    new = {name: None if value == REMOVE else value for name, value in given.items()}
    if match["id"] is None:
        new = {name: value for name, value in new.items() if value is not None}
        return {OWN_ULN: normalise(values["uln"]), **new}
    if match["waiting"] and _is_own(values["uln"]):
        new[OWN_ULN] = normalise(values["uln"])
    return new
