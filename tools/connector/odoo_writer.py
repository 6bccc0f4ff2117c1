"""Writes contacts of another Odoo: reads what they are first, and sends only what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..rows.problems import Problem, shorten
from .odoo_fields import PARTNER, OdooFields
from .odoo_json2 import OdooCalls
from .odoo_lists import Lists
from .odoo_load import BATCH, DATABASE, EXTERNAL, Line, external_id, grouped, load
from .odoo_sets import EVERY, Memberships
from .remote import GROUPS, OPTED_IN, OPTED_OUT, SETS, Outgoing, RemoteFault, Written
from .sets import moved

Sets = dict[str, list[str]]


class OdooWriter:
    """Lines for contacts there, a batch at a time: one request that reads, one that loads."""

    def __init__(
        self,
        odoo: OdooCalls,
        fields: OdooFields,
        memberships: Callable[[], Memberships],
        lists: Callable[[], Lists | None],
        owner: str,
    ) -> None:
        self._odoo = odoo
        self._fields = fields
        self._memberships = memberships
        self._lists = lists
        self._owner = owner

    def write(self, outgoing: Sequence[Outgoing]) -> list[Written]:
        """One answer for each line, in their order."""
        answers: list[Written] = []
        for start in range(0, len(outgoing), BATCH):
            batch = [_Task(each) for each in outgoing[start : start + BATCH]]
            self._batch(batch)
            answers += [task.answer for task in batch]
        return answers

    def _batch(self, tasks: Sequence[_Task]) -> None:
        self._ensure(tasks)
        self._read([task for task in tasks if task.id])
        for task in tasks:
            self._prepare(task)
        self._fill([task for task in tasks if task.current and task.cells])
        self._load([task for task in tasks if task.is_open and (task.cells or not task.id)])
        made = [task for task in tasks if task.is_open and not task.current]
        self._join([task for task in made if task.sets and self._memberships().field])
        self._subscribe([task for task in tasks if task.is_open])

    # -- before

    def _ensure(self, tasks: Sequence[_Task]) -> None:
        """Groups and interests that are named and not there are made there."""
        if any(task.sets for task in tasks):
            memberships = self._memberships()
            kept = {GROUPS} if memberships.field else set()
            kept |= {OPTED_IN, OPTED_OUT} if memberships.interests else set()
            named = [{p: names for p, names in task.sets.items() if p in kept} for task in tasks]
            memberships.ensure(named)

    def _read(self, tasks: Sequence[_Task]) -> None:
        """What the contacts are now; those that are no longer there get a problem."""
        if not tasks:
            return
        names = {"email_normalized"} | {name for task in tasks for name in task.scalars}
        if any(task.sets for task in tasks):
            names.add(self._memberships().field)
        rows = self._odoo.call(
            PARTNER,
            "search_read",
            domain=[["id", "in", sorted({task.id for task in tasks if task.id})]],
            fields=sorted(names & set(self._fields.raw())),
            context=EVERY,
        )
        found = {row["id"]: row for row in rows}
        for task in tasks:
            task.current = found.get(task.id)
            if task.current is None:
                task.refuse("connector_gone_there")

    def _prepare(self, task: _Task) -> None:
        """The cells that differ from what is there."""
        if not task.is_open:
            return
        for name, value in task.scalars.items():
            try:
                cell = self._fields.cell(name, value)
            except ValueError as error:
                task.refuse("connector_unknown_code", name, str(error))
                return
            self._compare(task, name, cell)
        if task.current is not None:
            self._prepare_sets(task, task.current)

    def _compare(self, task: _Task, name: str, cell: str) -> None:
        """Whether a field is to be written: not what is so already, nor what was changed there
        since it was read."""
        if task.current is None:
            task.cells[name] = cell
        elif cell != self._now(name, task.current):
            held = self._fields.value(name, task.current[name])
            if task.outgoing.was(name, held):
                task.cells[name] = cell
            else:
                task.answer.left.append(name)

    def _now(self, name: str, row: Mapping[str, Any]) -> str:
        """The cell of what a field holds."""
        return self._fields.cell(name, self._fields.value(name, row[name]))

    def _prepare_sets(self, task: _Task, current: Mapping[str, Any]) -> None:
        memberships = self._memberships() if task.sets else None
        if memberships is None or not memberships.field:
            return
        has = set(current.get(memberships.field) or [])
        kept = {p: n for p, n in task.sets.items() if p == GROUPS or memberships.interests}
        held, had = memberships.names(has), task.outgoing.had
        kept = {p: moved(n, had[p], held[p]) if p in had else n for p, n in kept.items()}
        try:
            wanted = memberships.wanted(has, kept)
        except LookupError as error:
            task.refuse("connector_ambiguous_name", GROUPS, shorten(str(error.args[0])))
            return
        if wanted != has:
            task.cells[memberships.field] = ",".join(map(str, sorted(wanted)))

    def _fill(self, tasks: Sequence[_Task]) -> None:
        """Lines of one request have the same columns: what does not change is sent as it is."""
        names = sorted({name for task in tasks for name in task.cells})
        field = self._memberships().field if any(task.sets for task in tasks) else ""
        for task in tasks:
            current = task.current or {}
            for name in names:
                if name in task.cells:
                    continue
                if name == field:
                    task.cells[name] = ",".join(map(str, current.get(name) or []))
                elif name in current:
                    task.cells[name] = self._now(name, current)

    # -- at it

    def _load(self, tasks: Sequence[_Task]) -> None:
        lines = []
        for task in tasks:
            known = {DATABASE: str(task.id)} if task.id else {}
            mark = known or {EXTERNAL: external_id(self._owner, task.outgoing.key)}
            names = sorted(task.cells)
            task.line = Line(mark | {self._column(name): task.cells[name] for name in names})
            lines.append(task.line)
        for each in grouped(lines):
            load(self._odoo, PARTNER, each)
        for task in tasks:
            task.note()

    def _column(self, name: str) -> str:
        """Memberships are named by their ids."""
        return f"{name}/.id" if name == self._memberships_field else self._fields.column(name)

    @property
    def _memberships_field(self) -> str:
        return self._memberships().field

    def _join(self, tasks: Sequence[_Task]) -> None:
        """Contacts that were just made, or found by their key, join their groups: who opted out
        meanwhile stays out."""
        for task in tasks:
            task.scalars = {}
        self._read(tasks)
        for task in tasks:
            task.cells = {}
            if task.current is not None:
                self._prepare_sets(task, task.current)
        self._load([task for task in tasks if task.is_open and task.cells])

    def _subscribe(self, tasks: Sequence[_Task]) -> None:
        """Interests that mailing lists keep, by the address that contacts have now."""
        named = [task for task in tasks if {OPTED_IN, OPTED_OUT} & set(task.sets)]
        lists = self._lists() if named else None
        if lists is None:
            return
        self._read(named)
        wanted: dict[str, Sets] = {}
        had: dict[str, Sets] = {}
        for task in named:
            email = (task.current or {}).get("email_normalized")
            sets = {p: n for p, n in task.sets.items() if p in (OPTED_IN, OPTED_OUT)}
            if email:
                wanted[email] = _joined(wanted.get(email), sets)
                had[email] = _joined(had.get(email), task.outgoing.had)
            elif any(sets.values()):
                task.refuse("connector_no_email", OPTED_IN)
        if wanted:
            lists.write(wanted, had)


class _Task:
    """One line on its way: what it changes, what the contact is now, what was answered."""

    def __init__(self, outgoing: Outgoing) -> None:
        self.outgoing = outgoing
        self.id = _id(outgoing.id)
        self.scalars = {n: v for n, v in outgoing.values.items() if n not in SETS}
        self.sets: Sets = {
            name: list(value) if isinstance(value, list) else []
            for name, value in outgoing.values.items()
            if name in SETS
        }
        self.cells: dict[str, str] = {}
        self.current: Mapping[str, Any] | None = None
        self.line: Line | None = None
        self.answer = Written(outgoing.key, outgoing.id)

    @property
    def is_open(self) -> bool:
        return self.answer.problem is None

    def refuse(self, code: str, field: str | None = None, value: str | None = None) -> None:
        self.answer.problem = Problem(code, field, value)

    def note(self) -> None:
        """Take over what became of the line."""
        if self.line is None:
            return
        self.answer.problem = self.line.problem
        if self.line.id and not self.id:
            self.id, self.answer.id, self.answer.created = self.line.id, str(self.line.id), True


def _id(text: str | None) -> int | None:
    if text is not None and not text.isdigit():
        raise RemoteFault("connector_bad_id")
    return int(text) if text else None


def _joined(known: Sets | None, sets: Sets) -> Sets:
    """Two contacts with one address have all interests of both."""
    known = known or {}
    return {part: [*known.get(part, []), *sets.get(part, [])] for part in {*known, *sets}}
