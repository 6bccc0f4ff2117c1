"""Criteria and authorizations of a contact, as the cells of a row assign them and take them away.

``values``, ``lookups``, ``present`` and ``problems`` as in ``contact_values``. A criterion of the
lookups is {"applies_to", "multiple", "values": {code: id}, "all": ids}.
"""

from __future__ import annotations

from ..rows.cells import REMOVE
from ..rows.lists import MOST
from ..rows.problems import Problem
from ..rows.yes_no import read_boolean
from .contact_schema import columns_of
from .contact_values import Problems, Values, long_list, pairs_of

CRITERIA = "contact_criterion_value_ids"
AUTHORIZATIONS = "contact_authorization_ids"
# Sorts of contacts that a criterion applies to.
BOTH = "both"
INDIVIDUAL = "individual"
STRUCTURE = "structure"

# A column, the code of a criterion, and the codes of its values.
Cell = tuple[str, str, list[str]]


def criterion_values(
    values: Values, lookups: Values, present: Values, sort: str, problems: Problems
) -> dict[str, list[int]]:
    """Values of criteria: those of a cell CODE=VALUE are linked, a column CRITERION:CODE says
    what the contact has of it. ``sort`` is INDIVIDUAL or STRUCTURE."""
    columns = _own_columns(values, problems)
    text = values.get("criterion")
    if text is None and not columns:
        return {}
    before = set() if text == REMOVE else set(present.get(CRITERIA) or ())
    linked: dict[str, list[str]] = {}
    for code, value in _pairs(values, "criterion", problems):
        linked.setdefault(code, []).extend([value] if value else [])
    for code, codes in linked.items():
        cell = ("criterion", code, codes)
        before = _with_criterion(before, cell, False, lookups, sort, problems)
    for cell in columns:
        before = _with_criterion(before, cell, True, lookups, sort, problems)
    return {CRITERIA: sorted(before)}


def _pairs(values: Values, family: str, problems: Problems) -> list[tuple[str, str]]:
    """The pairs of the one cell of a family; none where it is empty or takes all away."""
    text = values.get(family)
    return [] if text in (None, REMOVE) else pairs_of(text, family, problems)


def _own_columns(values: Values, problems: Problems) -> list[Cell]:
    """The columns CRITERION:CODE of a row, but for those that list too many."""
    cells = {f"criterion:{code}": cell for code, cell in columns_of(values, "criterion").items()}
    long = [field for field, cell in cells.items() if cell.count(",") >= MOST]
    problems += map(long_list, long)
    return [
        (field, field.removeprefix("criterion:"), _listed(cell))
        for field, cell in cells.items()
        if field not in long
    ]


def _listed(cell: str) -> list[str]:
    return [] if cell == REMOVE else [part.strip() for part in cell.split(",") if part.strip()]


def _with_criterion(
    before: set[int], cell: Cell, replaces: bool, lookups: Values, sort: str, problems: Problems
) -> set[int]:
    """The ids ``before``, and those of the codes; no codes take the criterion away."""
    field, code, codes = cell
    criterion = lookups["criteria"].get(code)
    if criterion is None:
        problems.append(Problem("unknown_criterion", field, code))
        return before
    problem = _problem_of(criterion, cell, sort)
    if problem:
        problems.append(problem)
    new = {criterion["values"][each] for each in codes if each in criterion["values"]}
    if replaces or not new or not criterion["multiple"]:
        before = before - set(criterion["all"])
    return before | new


def _problem_of(criterion: Values, cell: Cell, sort: str) -> Problem | None:
    """Why a contact of that sort may not have these values of a criterion."""
    field, code, codes = cell
    unknown = [each for each in codes if each not in criterion["values"]]
    if unknown:
        return Problem("unknown_criterion_value", field, unknown[0], {"criterion": code})
    if codes and criterion["applies_to"] not in (BOTH, sort):
        return Problem("criterion_not_for", field, code)
    if len(set(codes)) > 1 and not criterion["multiple"]:
        return Problem("criterion_single", field, ", ".join(codes), {"criterion": code})
    return None


def authorization_values(
    values: Values, lookups: Values, present: Values, problems: Problems
) -> dict[str, list[int]]:
    """Authorizations: a cell CODE=true or false, or a column AUTHORIZATION:CODE; = is false."""
    columns = columns_of(values, "authorization").items()
    text = values.get("authorization")
    if text is None and not columns:
        return {}
    ids = set() if text == REMOVE else set(present.get(AUTHORIZATIONS) or ())
    pairs = _pairs(values, "authorization", problems)
    cells = [("authorization", code, value) for code, value in pairs]
    cells += [(f"authorization:{code}", code, value) for code, value in columns]
    for field, code, value in cells:
        allowed = False if value in ("", REMOVE) else read_boolean(value)
        if code not in lookups["authorizations"]:
            problems.append(Problem("unknown_authorization", field, code))
        elif allowed is None:
            problems.append(Problem("not_a_boolean", field, value))
        else:
            one = {lookups["authorizations"][code]}
            ids = ids | one if allowed else ids - one
    return {AUTHORIZATIONS: sorted(ids)}


# -- what DELETE takes away ------------------------------------------------------------------


def named_values(values: Values, lookups: Values, problems: Problems) -> dict[str, list[int]]:
    """``{field: ids}`` of the values of criteria and the authorizations that a row names."""
    return {
        CRITERIA: named_criteria(values, lookups, problems),
        AUTHORIZATIONS: named_authorizations(values, lookups, problems),
    }


def named_criteria(values: Values, lookups: Values, problems: Problems) -> list[int]:
    """Ids of the values of criteria that a row names, to be taken away: CODE=VALUE, or CODE= for
    all of a criterion, and the columns CRITERION:CODE."""
    pairs = _pairs(values, "criterion", problems)
    cells = [("criterion", code, [value] if value else []) for code, value in pairs]
    ids: set[int] = set()
    for field, code, codes in [*cells, *_own_columns(values, problems)]:
        criterion = lookups["criteria"].get(code)
        if criterion is None:
            problems.append(Problem("unknown_criterion", field, code))
            continue
        unknown = [each for each in codes if each not in criterion["values"]]
        if unknown:
            params = {"criterion": code}
            problems.append(Problem("unknown_criterion_value", field, unknown[0], params))
        ids |= {criterion["values"][each] for each in codes if each in criterion["values"]}
        ids |= set() if codes else set(criterion["all"])
    return sorted(ids)


def named_authorizations(values: Values, lookups: Values, problems: Problems) -> list[int]:
    """Ids of the authorizations that a row names, to be taken away, whatever it says of them."""
    pairs = _pairs(values, "authorization", problems)
    cells = [("authorization", code) for code, _value in pairs]
    cells += [(f"authorization:{code}", code) for code in columns_of(values, "authorization")]
    known = lookups["authorizations"]
    problems += [
        Problem("unknown_authorization", field, code) for field, code in cells if code not in known
    ]
    return sorted(known[code] for _field, code in cells if code in known)
