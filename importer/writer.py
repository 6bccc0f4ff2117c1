"""Writes what was planned, through the ORM, with the rights of the environment's user."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any

from odoo import Command, models

from ..tools.rows import plan
from ..tools.rows.plan import Change, Row
from ..tools.rows.problems import Problem
from .errors import as_problem, is_of_the_rows, sent_if_written
from .fault_log import quiet_queries, told
from .holding import reserve, wait_at_most

_logger = logging.getLogger(__name__)
# How long a batch waits for whoever has one of its records.
LONGEST_WAIT = "5s"
WRITING = (plan.CREATED, plan.UPDATED, plan.REMOVED)
# made once: json.dumps() with arguments of its own makes an encoder for each value
_encode = json.JSONEncoder(sort_keys=True, default=str).encode


class Writer:
    """The only place where a row touches records of the host, but for the fast lane: lists to
    ``create()``, records that get equal values to one ``write()``, those to delete to one
    ``unlink()``, verbs to their kind. ``kind`` is in the environment that writes; ``note`` is the
    name of the import, where the records that it makes or changes say so in their chatter."""

    def __init__(self, kind: Any, note: str | None = None) -> None:
        self.kind, self.env, self.note = kind, kind.env, note

    def clock(self) -> float:
        """Seconds, of which a batch may take so many."""
        return time.monotonic()

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """One savepoint: what is written within is undone, and nothing sent, when it raises."""
        with quiet_queries(), sent_if_written(self.env.cr), self.env.cr.savepoint():
            wait_at_most(self.env.cr, LONGEST_WAIT)
            yield

    def records_of(self, rows: list[Row]) -> dict[str, set[int]]:
        """``{model: ids}`` of what planned rows would write, as far as it is there already: their
        records, and what the models of these say of themselves (``_written_with``)."""
        changes: dict[str, list[Change]] = {}
        records: dict[str, set[int]] = {}
        for row in rows:
            if row.plan is None or row.outcome not in WRITING:
                continue
            if row.plan.verb and row.plan.record:
                records.setdefault(self.kind._target, set()).add(row.plan.record)
            for change in row.plan.changes:
                changes.setdefault(change.model, []).append(change)
        for model, listed in changes.items():
            own = {change.record for change in listed if change.record}
            records.setdefault(model, set()).update(own)
            if hasattr(self.env.registry[model], "_written_with"):
                for other, ids in self.env[model].sudo()._written_with(listed).items():
                    records.setdefault(other, set()).update(ids)
        return records

    def hold(self, records: dict[str, set[int]]) -> None:
        """Keep others from editing these."""
        reserve(self.env, records)

    def problem_of(self, error: Exception) -> Problem | None:
        """An exception of a batch as data; None where it is no row's fault."""
        if not is_of_the_rows(error):
            return None
        _logger.info("Import job %s: a batch failed: %s", self.kind._run.job, told(error))
        return as_problem(self.env, error)

    def write_run(self, rows: list[Row]) -> None:
        """Write one run: rows without a common record, so their order inside does not matter."""
        changes: list[tuple[int, Change]] = []
        verbs: dict[str, list[Row]] = {}
        for row in rows:
            if row.plan is None or row.outcome not in WRITING:
                continue
            if row.plan.verb:
                verbs.setdefault(row.plan.verb, []).append(row)
            # what several rows would make is made by the first of them
            changes += [
                (0 if change.once else step, change) for step, change in enumerate(row.plan.changes)
            ]
        for together in _by_order(changes):
            self._write_together(together)
        for verb, named in verbs.items():
            getattr(self.kind, f"_verb_{verb}")(named)
        if self.note:
            self._note(rows)

    def _note(self, rows: list[Row]) -> None:
        """A line in the chatter of what the rows have made or changed, where it has one."""
        target = self.kind._target
        if not target or not hasattr(self.env.registry[target], "_message_log_batch"):
            return
        lines = {
            row.record: self.env._(
                "Row %(row)s of the import “%(file)s”", row=row.number, file=self.note
            )
            for row in rows
            if row.outcome in (plan.CREATED, plan.UPDATED) and row.record
        }
        self.env[target].browse(lines)._message_log_batch(bodies=lines)

    def _write_together(self, changes: list[Change]) -> None:
        """Changes of one rank and step, within what their models have to do for all of them."""
        with contextlib.ExitStack() as stack:
            env = self.env
            for model in dict.fromkeys(change.model for change in changes):
                if hasattr(env.registry[model], "_writing_together"):
                    own = [change for change in changes if change.model == model]
                    env = env(context=stack.enter_context(env[model]._writing_together(own)))
            _ChangeWriter(env).write_changes(changes)


class _ChangeWriter:
    """An ``unlink()`` a model, a ``write()`` for equal values, a ``create()`` a model."""

    def __init__(self, env: Any) -> None:
        self.env = env

    def write_changes(self, changes: list[Change]) -> None:
        """Write changes of which none waits for another."""
        removes: dict[str, list[int | None]] = {}
        writes: dict[tuple[str, str], list[Change]] = {}
        creates: dict[str, list[Change]] = {}
        inverse = []
        self._find([change for change in changes if change.sought and not change.record])
        for change in changes:
            change.resolve()
            if change.inverse:
                inverse.append(change)
            elif change.removes:
                removes.setdefault(change.model, []).append(change.record)
            elif change.record is None:
                creates.setdefault(change.model, []).append(change)
            else:
                key = (change.model, _encode(change.values))
                writes.setdefault(key, []).append(change)
        for model, identifiers in removes.items():
            self.env[model].browse(identifiers).unlink()
        self._update(writes)
        for model, new in creates.items():
            self._create(model, new)
        if inverse:
            self._write_inverse(inverse)

    def _find(self, changes: list[Change]) -> None:
        """Say of which record each change is, that rows before have made: a query for a model."""
        by_model: dict[str, list[Change]] = {}
        for change in changes:
            by_model.setdefault(change.model, []).append(change)
        for model, sought in by_model.items():
            found = self._named_so(model, [change.sought or {} for change in sought])
            for change in sought:
                change.record = found[_once_key(change.sought or {})].id

    def _update(self, writes: dict[tuple[str, str], list[Change]]) -> None:
        """A ``write()`` for each list of changes with equal values. What record rules and hooks
        look at is read once for all of a model, not for each write."""
        written: dict[str, list[int | None]] = {}
        for (model, _values), equal in writes.items():
            written.setdefault(model, []).extend(change.record for change in equal)
        for (model, _values), equal in writes.items():
            records = self.env[model].browse(change.record for change in equal)
            records.with_prefetch(written[model]).write(self._values(equal[0]))

    def _create(self, model: str, changes: list[Change]) -> None:
        """One ``create()``; of changes that name the same record, the first makes it."""
        new = changes
        again: list[tuple[Change, Change]] = []
        if any(change.once for change in changes):
            new, again = self._only_new(model, changes)
        records = self.env[model].create(list(map(self._values, new)))
        for change, identifier in zip(new, records.ids, strict=True):
            change.record = identifier
            change.created = True
        for change, first in again:
            # what another row has made is in the journal of that row
            change.record, change.values = first.record, {}

    def _only_new(
        self, model: str, changes: list[Change]
    ) -> tuple[list[Change], list[tuple[Change, Change]]]:
        """Changes that make a record, and ``[(change, one with the id)]`` of those whose record is
        there by now, or is made by another of them."""
        makers, new = self._made_by_now(model, changes), []
        again: list[tuple[Change, Change]] = []
        for change in changes:
            maker = makers.setdefault(_once_key(change.once), change) if change.once else change
            if maker is change:
                new.append(change)
            else:
                again.append((change, maker))
        return new, again

    def _made_by_now(self, model: str, changes: list[Change]) -> dict[tuple, Change]:
        """``{key: change}`` of records that rows before these have made: one query."""
        named = [change.once for change in changes if change.once]
        found = self._named_so(model, named)
        return {key: Change(model, record.id, {}) for key, record in found.items()}

    def _named_so(self, model: str, named: list[dict[str, Any]]) -> dict[tuple, Any]:
        """``{key: record}`` of those that have the values which each of ``named`` has."""
        names = list(named[0])
        domain = [(name, "in", list({each[name] or False for each in named})) for name in names]
        records = self.env[model].with_context(active_test=False).search_fetch(domain, names)
        return {
            _once_key({name: _identity(record[name]) for name in names}): record
            for record in records
        }

    def _write_inverse(self, changes: list[Change]) -> None:
        """Records that others gain and lose: one ``write()`` for each of the others."""
        commands: dict[tuple[str, str | None], dict[int, list]] = {}
        for change in changes:
            for name, new in change.values.items():
                field, old = self.env[change.model]._fields[name], change.present.get(name) or ()
                listed = commands.setdefault((field.comodel_name, change.inverse), {})
                for other in set(new).difference(old):
                    listed.setdefault(other, []).append(Command.link(change.record))
                for other in set(old).difference(new):
                    listed.setdefault(other, []).append(Command.unlink(change.record))
        for (model, inverse), listed in commands.items():
            for other in self.env[model].browse(sorted(listed)):
                other.write({inverse: listed[other.id]})

    def _values(self, change: Change) -> dict[str, Any]:
        """The values of a change as the ORM takes them: ids of several records as a command."""
        fields = self.env[change.model]._fields
        return {
            name: [Command.set(value)]
            if value.__class__ is list and fields[name].type in ("one2many", "many2many")
            else value
            for name, value in change.values.items()
        }


def _once_key(values: dict[str, Any]) -> tuple:
    return tuple(value or False for value in values.values())


def _identity(value: Any) -> Any:
    """What a record holds, a many2one as its id."""
    return value.id if isinstance(value, models.BaseModel) else value


def _by_order(changes: Iterable[tuple[int, Change]]) -> list[list[Change]]:
    """``[(step, change)]`` as lists of changes to write together, first things first."""
    batches: dict[tuple[int, int], list[Change]] = {}
    for step, change in changes:
        batches.setdefault((change.rank, step), []).append(change)
    return [batches[order] for order in sorted(batches)]
