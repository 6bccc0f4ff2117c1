"""Writes contacts of another Odoo by its own ``load``: many in one request, each found again by an
external id, so that a line that is sent twice makes one contact."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from ..rows.problems import Problem
from .odoo_json2 import OdooCalls, reason_of
from .remote import RemoteFault

#: lines of one request: what fits into the time that a server of Odoo gives one
BATCH = 250
#: the column of an external id, and of one of the database
EXTERNAL, DATABASE = "id", ".id"
# Times are told in UTC, archived contacts are found, and names of choices do not matter.
CONTEXT = {"tz": "UTC", "active_test": False, "lang": "en_US"}


@dataclasses.dataclass(slots=True)
class Line:
    """One contact to load: `cells` by columns, one of EXTERNAL and DATABASE among them. Afterwards
    it has the `id` there, or the `problem`."""

    cells: dict[str, str]
    id: int | None = None
    problem: Problem | None = None


def load(odoo: OdooCalls, model: str, lines: Sequence[Line]) -> None:
    """Load lines that all have the same columns. One that is refused hinders no other one."""
    for start in range(0, len(lines), BATCH):
        _load(odoo, model, list(lines[start : start + BATCH]))


def _load(odoo: OdooCalls, model: str, lines: list[Line]) -> None:
    """Odoo takes all lines of a request or none, and names some of those that it refuses; others it
    refuses only since an earlier one had failed. So those named are tried once more, alone."""
    refused = _sent(odoo, model, lines)
    if not refused:
        return
    if len(lines) == 1:
        lines[0].problem = refused[0]
        return
    if all(number in refused for number in range(len(lines))):
        half = len(lines) // 2
        _load(odoo, model, lines[:half])
        _load(odoo, model, lines[half:])
        return
    _load(odoo, model, [each for number, each in enumerate(lines) if number not in refused])
    for number in sorted(refused):
        _load(odoo, model, [lines[number]])


def _sent(odoo: OdooCalls, model: str, lines: list[Line]) -> dict[int, Problem]:
    """{number of a line: why it is refused}; of none once all are loaded."""
    columns = list(lines[0].cells)
    data = [[line.cells[column] for column in columns] for line in lines]
    try:
        told = odoo.call(model, "load", fields=columns, data=data, context=CONTEXT)
    except RemoteFault as fault:
        if fault.code != "connector_refused":
            raise
        return dict.fromkeys(range(len(lines)), _problem(None, fault.params["reason"]))
    ids = told.get("ids") if isinstance(told, dict) else None
    if not ids:
        return _refused(told, len(lines))
    if len(ids) != len(lines):
        raise RemoteFault("connector_garbage", {"status": 200})
    for line, number in zip(lines, ids, strict=True):
        line.id = number
    return {}


def _refused(told: Any, count: int) -> dict[int, Problem]:
    """The lines that Odoo's messages name; all of them where they name none."""
    messages = told.get("messages", []) if isinstance(told, dict) else []
    errors = [each for each in messages if each.get("type") == "error"]
    found: dict[int, Problem] = {}
    for each in errors:
        number = (each.get("rows") or {}).get("from")
        if isinstance(number, int) and 0 <= number < count:
            found.setdefault(number, _problem(each.get("field"), str(each.get("message", ""))))
    reason = str(errors[0].get("message", "")) if errors else ""
    return found or dict.fromkeys(range(count), _problem(None, reason))


def _problem(field: Any, reason: str) -> Problem:
    name = (
        field.partition("/")[0] if isinstance(field, str) and field not in ("id", ".id") else None
    )
    return Problem("connector_refused_line", name or None, None, {"reason": reason_of(reason)})


def grouped(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines with the same columns together, in their order."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        found.setdefault(tuple(line.cells), []).append(line)
    return list(found.values())


def external_id(owner: str, key: str) -> str:
    """What a contact of ours is called there: by the database that has it, and its key.

    >>> external_id("0b5e-11", "contact_7")
    '__sync_0b5e_11__.contact_7'
    """
    return f"{module(owner)}.{key}"


def module(owner: str) -> str:
    """The part before the point; that of no addon."""
    return f"__sync_{owner.replace('-', '_')}__"


def keys_of(owner: str, metadata: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    """{id there: keys of ours that lead to it, the first one first} of what ``get_metadata``
    tells."""
    start = f"{module(owner)}."
    found = {
        row["id"]: [
            each["xmlid"][len(start) :]
            for each in row.get("xmlids") or []
            if each["xmlid"].startswith(start)
        ]
        for row in metadata
    }
    return {number: keys for number, keys in found.items() if keys}
