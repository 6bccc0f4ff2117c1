"""Who else listens to the records of a model: what writing them past the ORM would leave out."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from odoo import models
from odoo.tools import SQL

# What of a model another addon may override to hear of records that are made or changed.
METHODS = (
    *("create", "write", "_create", "_write", "_write_multi", "_prepare_create_values"),
    *("_add_missing_default_values", "_add_precomputed_values", "default_get", "modified"),
    *("_validate_fields", "check_access", "_check_access", "_check_company", "_search", "new"),
)
OURS = "odoo.addons.registration_import"
OPERATIONS = ("create", "write")
# What does nothing, at create and write, where changes are not tracked.
SILENT = ("odoo.addons.mail.models.mail_thread",)
# Methods that serve screens: what they store is found by its field.
OF_SCREENS = ("_compute_", "_inverse_", "_search_", "_onchange_")


def listener(
    env: Any,
    model: str,
    made: Collection[str],
    changed: Collection[str],
    kept: Collection[str] = (),
) -> str | None:
    """The first reason, in words of whoever maintains the server, why records of ``model`` may not
    be made with the fields ``made``, nor their fields ``changed`` be written, past the ORM; None
    where nobody would notice. ``env`` is that of who writes; nothing made: only changes count.
    ``kept`` are constraints that whoever writes keeps without being asked, "name()"."""
    reasons = (_overrides, _rules_of_automation, _triggers, _constraints, _dependents, _defaults)
    records = env[model]
    names = {*made, *changed}
    for each in reasons:
        for told in each(records, made, names):
            if each is not _constraints or told not in kept:
                return told
    return None


def override(registered: type, methods: Iterable[str], silent: Collection[str] = ()) -> str | None:
    """The first of these methods of a model's class that another addon has, or that was put in its
    place while the server runs, as those of automation rules are, in words of whoever maintains
    the server. Modules ``silent`` do nothing in the context in which is written."""
    core = models.BaseModel.mro()
    for owner in registered.mro():
        own = () if owner in core else [name for name in methods if name in owner.__dict__]
        if own and "pool" in owner.__dict__:
            return f"{own[0]}()"
        if own and not owner.__module__.startswith(f"{OURS}.") and owner.__module__ not in silent:
            return f"{owner.__module__}, {own[0]}()"
    return None


def is_open_to(env: Any, model: str, names: Collection[str]) -> bool:
    """Whether the user may make and change these fields of records, by the very rules by which
    they find them."""
    records = env[model]
    rules = env["ir.rule"]
    seen = rules._compute_domain(model, "read")
    return all(
        records.has_access(operation) and rules._compute_domain(model, operation) == seen
        for operation in OPERATIONS
    ) and all(records._has_field_access(records._fields[name], "write") for name in names)


def _overrides(records: Any, made: Collection[str], names: Collection[str]) -> Iterator[str]:
    """Methods of other addons: Odoo's, and what ours call of their own."""
    registered = type(records)
    silent = SILENT if records.env.context.get("tracking_disable") else ()
    found = override(registered, (*METHODS, *_hooks(registered)), silent)
    if found:
        yield found


def _hooks(registered: Any) -> list[str]:
    """The methods of our own that a model's class has, and other models have not."""
    base = registered.pool["base"]
    return sorted(
        name
        for owner in registered.mro()
        if owner.__module__.startswith(f"{OURS}.")
        for name, value in owner.__dict__.items()
        if inspect.isfunction(value)
        and name.startswith("_")
        and not name.startswith(OF_SCREENS)
        and not hasattr(base, name)
    )


def _rules_of_automation(
    records: Any, made: Collection[str], names: Collection[str]
) -> Iterator[str]:
    if "base.automation" in records.env:
        rules = records.env["base.automation"].sudo()
        yield from rules.search([("model_id.model", "=", records._name)]).mapped("name")


def _triggers(records: Any, made: Collection[str], names: Collection[str]) -> Iterator[str]:
    """Of the database itself, on the tables that are written."""
    fields = (records._fields[name] for name in names)
    relations = [field.relation for field in fields if field.type == "many2many" and field.store]
    found = records.env.execute_query(
        SQL(
            """SELECT tgname FROM pg_trigger
                WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal ORDER BY tgname""",
            [records._table, *relations],
        )
    )
    yield from (name for (name,) in found)


def _constraints(records: Any, made: Collection[str], names: Collection[str]) -> Iterator[str]:
    for check in records._constraint_methods:
        minded = check._constrains
        minded = minded(records) if callable(minded) else minded
        if not set(names).isdisjoint(minded):
            yield f"{check.__name__}()"


def _dependents(records: Any, made: Collection[str], names: Collection[str]) -> Iterator[str]:
    """Stored fields that are computed of what is written, also as seen from the other side."""
    registry = records.env.registry
    fields = [records._fields[name] for name in names]
    sets = [field for field in fields if field.type == "many2many"]
    fields += [other for field in sets for other in registry.field_inverses[field]]
    if made:
        fields.append(records._fields["id"])
    for field in fields:
        yield from (str(each) for each in registry.get_dependent_fields(field) if each.store)
    if made:
        yield from (str(field) for field in records._fields.values() if _is_computed(field))


def _is_computed(field: Any) -> bool:
    return bool(field.store and (field.compute or field.company_dependent))


def _defaults(records: Any, made: Collection[str], names: Collection[str]) -> Iterator[str]:
    """Values that a new record would have besides those that are given."""
    if not made:
        return
    own = records.env["ir.default"]._get_model_defaults(records._name)
    known = {*made, "id", *models.LOG_ACCESS_COLUMNS}
    for name, field in records._fields.items():
        if name in known or not field.store:
            continue
        if name in own or field.default or field.required:
            yield str(field)
    yield from (key for key in records.env.context if key.startswith("default_"))
