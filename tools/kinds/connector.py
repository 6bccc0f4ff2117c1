"""What a contact of another CRM changes here, and one of here there (V13).

Beside what ``tools.kinds.constituents`` needs, a match holds ``pair``: what was agreed of the two,
{"marks", "left_alone", "stale"} or None; ``ours``, {field: text} of what the contact has, and
``words``, the same as the other CRM takes it; ``here``, {slot: {key: [name there, group]}} of what
it belongs to; ``paired``, the ids of others there that are this contact; ``newer``, whether theirs
was changed last; and ``decided``, {field: side} of what somebody has chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..connector.agreement import OURS, THEIRS, Agreement, Rule, Table
from ..connector.canonical import canonical, mark
from ..connector.remote import SETS
from ..contacts.constituent_schema import KEYS
from ..contacts.constituents import Contact
from ..contacts.pairs import GONE, MERGED, OUR_ID, THEIR_ID
from ..rows.cells import REMOVE
from ..rows.plan import SKIPPED, Plan, Row, has_error
from ..rows.planner import Keys, Match
from ..rows.problems import Problem, warning
from ..rows.run_context import RunContext
from ..rows.schema import Schema
from .constituents import ConstituentPlanner, FormatPhone
from .finding import Found
from .hub import HubPlan
from .joining import Joining
from .pair_plan import PairPlan, opting
from .pair_sides import SETS_OF, SLOTS, Pair, Sides, SidesReader, wanted_of

# What no other CRM takes away here: it would leave nobody, or somebody else.
KEPT = ("member_id", "email", "firstname", "lastname", "fullname", "is_company")
PARTS = ("firstname", "lastname")


class ConnectorPlanner(ConstituentPlanner):
    """``pairs`` are the fields of both sides, ``reader`` tells what they hold, ``makes_there`` says
    whether a contact that is new here is made there; ``salt`` is that of the marks."""

    def __init__(
        self,
        run: RunContext,
        centers: tuple[int, ...] | None,
        format_phone: FormatPhone,
        columns: Mapping[str, str] | None,
        schema: Schema,
        pairs: Sequence[Pair],
        reader: SidesReader,
        makes_there: bool,
        salt: str,
    ) -> None:
        super().__init__(run, centers, format_phone, columns)
        self.schema, self.pairs, self.reader = schema, pairs, reader
        self.makes_there, self.salt = makes_there, salt
        #: {field of a rule: the pair}
        self.of_rule = {SETS_OF.get(pair.name, pair.name): pair for pair in pairs}

    def keys(self, row: Row) -> Keys:
        theirs = row.values.get(THEIR_ID)
        return (*super().keys(row), *((("theirs", theirs),) if theirs else ()))

    def reaches_others(self, row: Row) -> bool:
        """A row that finds its contact by what it says pairs it: that is told to the row of the
        contact itself, which shares no cell with it."""
        return super().reaches_others(row) or not row.match["pair"]

    def _after(self, row: Row, contact: Contact | None, plan: HubPlan) -> Contact:
        return {**super()._after(row, contact, plan), "theirs": row.values.get(THEIR_ID)}

    def resume(self, row: Row, key: Any, left: list[Contact]) -> Match:
        return row.match if key[0] == "theirs" else super().resume(row, key, left)

    def find(self, row: Row) -> Found:
        """A contact there may have neither an address nor a number that is known here."""
        if row.values.get(THEIR_ID) and all(row.values.get(key) is None for key in KEYS):
            return None, None
        return super().find(row)

    def doubts(self, row: Row, contact: Contact | None) -> list[Problem]:
        """Looked at in all that the row says, whatever of it is taken."""
        return super().doubts(row.match.get("whole") or row, contact)

    def join(self, row: Row, contact: Contact) -> Joining:
        """Groups that were left there are left here as well."""
        joining = super().join(row, contact)
        for group in row.match.get("leaves") or ():
            joining.groups.remove(group)
        return joining

    # -- plan ------------------------------------------------------------------------------------

    def plan(self, row: Row, totals: dict[str, Any]) -> Plan:
        told = self._left_alone(row)
        if told is not None:
            return told
        contact, problem = self.find(row)
        if problem is None and row.match["erased"]:
            problem = Problem("erased", params={"date": row.match["erased"]})
        if problem is None and contact is not None:
            problem = self._of_another(row, contact)
        if problem is not None:
            return Plan(problems=[problem])
        if contact is None:
            return self._new_here(row, totals)
        return self._together(row, contact, totals)

    def _left_alone(self, row: Row) -> Plan | None:
        """The plan of a pair with which nothing is done, saying why; None of any other."""
        pair = row.match["pair"] or {}
        code = None
        if row.values.get(GONE) and row.values.get(MERGED):
            return Plan(problems=[warning("merged_there", other=row.values[MERGED])], idle=SKIPPED)
        if row.values.get(GONE):
            code = "gone_there"
        elif pair.get("left_alone"):
            code = "gone_here"
        elif pair.get("stale"):
            code = "agreed_since"
        return Plan(problems=[warning(code)], idle=SKIPPED) if code else None

    def _of_another(self, row: Row, contact: Contact) -> Problem | None:
        """That the contact, found by what the row says of it, is somebody else's there."""
        theirs = row.values.get(THEIR_ID)
        if not theirs or row.match["pair"] or row.values.get(OUR_ID):
            return None
        others = {*row.match["paired"], contact.get("theirs")} - {None, theirs}
        params = {"other": ", ".join(sorted(others))}
        return Problem("paired_already", THEIR_ID, theirs, params) if others else None

    def _new_here(self, row: Row, totals: dict[str, Any]) -> Plan:
        """A contact that is only there: it is made as a file would make it."""
        leading = [pair.rule(self.schema) for pair in self.pairs if pair.direction != OURS]
        if not row.values.get(THEIR_ID) or not leading:
            return Plan(problems=[warning("only_there")], idle=SKIPPED)
        sides = self.reader.sides(row, None)
        agreed = Table(leading).agree(sides.theirs, sides.ours, {}, self.salt)
        return self._planned(row, None, agreed, sides, totals)

    def _together(self, row: Row, contact: Contact, totals: dict[str, Any]) -> Plan:
        """Both sides have the contact, or only this one."""
        if not row.values.get(THEIR_ID):
            if contact.get("theirs") or row.match["paired"]:
                return Plan(record=contact["id"])  # by an earlier row
            if not self.makes_there:
                return Plan(problems=[warning("only_here")], record=contact["id"], idle=SKIPPED)
        sides = self.reader.sides(row, contact)
        before = (row.match["pair"] or {}).get("marks") or {}
        rules = self._rules(row)
        agreed = Table(rules).agree(sides.theirs, sides.ours, before, self.salt)
        self._keep(sides, rules, agreed)
        if not agreed.conflicts:
            return self._planned(row, contact, agreed, sides, totals)
        asked = self._asked(row, agreed, sides, before)
        opted = opting(agreed, before)
        if opted is None:
            return self._asking(contact, asked, before)
        plan = self._planned(row, contact, opted, sides, totals)
        if isinstance(plan, PairPlan):
            plan.asks = asked
            plan.problems.append(self._both_changed(asked))
        return plan

    def _rules(self, row: Row) -> list[Rule]:
        """The lines of the table; what somebody has decided of a field counts for this pair. Of a
        contact that is only here nothing comes from there."""
        decided = row.match["decided"]
        pairs = [
            pair for pair in self.pairs if row.values.get(THEIR_ID) or pair.direction != THEIRS
        ]
        return [pair.rule(self.schema, decided.get(pair.name)) for pair in pairs]

    def _keep(self, sides: Sides, rules: list[Rule], agreed: Agreement) -> None:
        """What was emptied there, and cannot be here, goes there again where it may."""
        for rule in rules:
            name = rule.field
            if name in KEPT and name in agreed.ours and agreed.ours[name] in (None, ""):
                own = sides.ours.values[name]
                del agreed.ours[name]
                agreed.marks[name] = mark(self.salt, name, canonical(own, rule.form))
                if rule.direction != THEIRS:
                    agreed.theirs[name] = own

    def _asked(
        self, row: Row, agreed: Agreement, sides: Sides, before: Mapping[str, str]
    ) -> list[str]:
        """The fields of which somebody has to say which side counts: those that were decided, and
        could not be carried because another one came, are among them."""
        if row.match["decided"]:
            rules = [pair.rule(self.schema) for pair in self.pairs]
            agreed = Table(rules).agree(sides.theirs, sides.ours, before, self.salt)
        return [each.field for each in agreed.conflicts]

    def _both_changed(self, asks: Sequence[str]) -> Problem:
        labels = ", ".join(self.schema.field(name).label for name in asks)
        return warning("both_changed", fields=labels)

    def _asking(self, contact: Contact, asks: list[str], before: Mapping[str, str]) -> Plan:
        """Nothing of the two is changed until somebody has said which side counts."""
        return PairPlan(
            problems=[self._both_changed(asks)],
            record=contact["id"],
            idle=SKIPPED,
            groups=list(contact["groups"]),
            marks=dict(before),
            asks=asks,
        )

    def _planned(
        self,
        row: Row,
        contact: Contact | None,
        agreed: Agreement,
        sides: Sides,
        totals: dict[str, Any],
    ) -> Plan:
        """The plan of the values that are taken, as of a row of a file that has no others."""
        planned = ConstituentPlanner.plan(self, self._reduced(row, contact, agreed, sides), totals)
        if not isinstance(planned, HubPlan) or has_error(planned.problems):
            return planned
        outgoing = self._outgoing(row, agreed, sides) if contact else {}
        notes = [warning("goes_there", fields=", ".join(sorted(outgoing)))] if outgoing else []
        return PairPlan(
            planned.changes,
            problems=planned.problems + notes,
            record=planned.record,
            groups=planned.groups,
            reached=planned.reached,
            outgoing=outgoing,
            marks=agreed.marks,
        )

    def _outgoing(self, row: Row, agreed: Agreement, sides: Sides) -> dict[str, Any]:
        """``{their field: value}`` of what goes there."""
        outgoing: dict[str, Any] = {}
        for name, value in agreed.theirs.items():
            theirs = self.of_rule[name].theirs
            if name in SETS:
                here, there = sides.here[name], sides.there[name]
                outgoing[theirs] = sorted(there.get(key) or here[key] for key in _names(value))
            else:
                outgoing[theirs] = row.match["words"].get(name)
        return outgoing

    def _reduced(self, row: Row, contact: Contact | None, agreed: Agreement, sides: Sides) -> Row:
        """The row as if it held nothing but what is taken."""
        values, match = row.values, row.match
        names = {name for name in agreed.ours if name not in SETS}
        taken = {name: _emptied(values[name]) for name in names}
        if contact and not names.isdisjoint(PARTS):
            # a name is written as a whole
            whole = {name: values.get(name) or match["ours"].get(name) or None for name in PARTS}
            taken |= whole if values.keys() >= set(PARTS) else {}
        kept = {name: None for name in values} | {THEIR_ID: values.get(THEIR_ID)}
        stages = match["stages"]
        if contact:
            kept["cons_id"] = contact["id"]
            stages = {"cons_id": {"found": 1, "removed": 0, "contact": contact}}
            if "member_id" in names and "member_id" in match["stages"]:
                stages["member_id"] = match["stages"]["member_id"]
        else:
            kept |= {key: values.get(key) for key in KEYS}
        reduced = Row(row.id, kept | taken, [])
        reduced.match = {
            **match,
            "stages": stages,
            "email": match["email"] if contact is None or "email" in names else None,
            "whole": row,
            **self._memberships(row, agreed, sides),
        }
        return reduced

    def _memberships(self, row: Row, agreed: Agreement, sides: Sides) -> Match:
        """What the contact joins, in the parts of the match, and the groups that it ``leaves``."""
        parts: Match = {slot: [] for slot in SLOTS.values()}
        leaves: list[int] = []
        for name, slot in SLOTS.items():
            here = set(sides.here.get(name, ()))
            wanted = set(_names(agreed.ours.get(name, list(here)))) - here
            parts[slot] = wanted_of(row.match[slot], wanted)
            groups = row.match["here"].get(slot, {})
            leaves += [
                groups[key][1] for key in here - set(_names(agreed.ours.get(name, list(here))))
            ]
        return {**parts, "leaves": leaves}


def _names(value: Any) -> list[str]:
    return value or []


def _emptied(value: Any) -> Any:
    """What was emptied there is emptied here."""
    return REMOVE if value is None else value
