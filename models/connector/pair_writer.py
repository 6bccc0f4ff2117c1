import contextlib
import time

from odoo.tools import SQL

from ...importer.executor import fail
from ...importer.writer import WRITING, Writer
from ...tools.connector.agreement import BOTH
from ...tools.connector.remote import SETS, Outgoing
from ...tools.contacts.pairs import GONE, MARK, MERGED, THEIR_ID, Fetched
from ...tools.kinds.pair_plan import PairPlan
from ...tools.rows.plan import FAILED, SKIPPED
from ...tools.rows.problems import warning

REFERENCE = "registration.import.cross.reference"


class PairWriter(Writer):
    """Writes both sides of pairs. What goes to the other CRM is sent first, a batch in one call: a
    row that it refuses fails alone, and is not written here either. Sent again after a crash, it
    changes nothing more. What both sides agree on is written with the rows."""

    def __init__(self, kind, operation):
        super().__init__(kind)
        self.operation, self.connection = operation, operation._connection().sudo()
        # seconds for which the other CRM was waited for
        self.abroad = 0.0

    def clock(self):
        """The time without that for which the other CRM was waited for: smaller batches would cost
        more of it, not less."""
        return time.monotonic() - self.abroad

    def write_run(self, rows):
        """Write one run: rows without a common record."""
        paired = [row for row in rows if isinstance(row.plan, PairPlan)]
        written = self._send([row for row in paired if row.plan.outgoing])
        result = super().write_run(rows)
        paired = [row for row in paired if row.outcome != FAILED and isinstance(row.plan, PairPlan)]
        self._agree(paired, written)
        self._note_conflicts([row for row in paired if row.plan.asks])
        gone = {r.values[THEIR_ID]: r.values.get(MERGED) for r in rows if r.values.get(GONE)}
        if gone:
            self.env["registration.import.agreement"].sudo()._follow(self.connection, gone)
        return result

    def _send(self, rows):
        """Write what goes there; ``{row id: id there}``."""
        rows = [row for row in rows if row.outcome in WRITING]
        if not rows:
            return {}
        names = [pair.theirs for pair in self.operation._field_pairs()]
        fetched = self._fetched(rows)
        outgoing = [_outgoing(row, fetched.get(row.id)) for row in rows]
        started = time.monotonic()
        try:
            with contextlib.closing(self.connection._open()) as remote:
                answers = remote.write(names, outgoing)
        finally:
            self.abroad += time.monotonic() - started
        written = {}
        for row, answer in zip(rows, answers, strict=True):
            if answer.problem:
                fail(row, answer.problem)
                continue
            written[row.id] = answer.id
            if answer.left:
                self._leave(row, answer.left)
        return written

    def _fetched(self, rows):
        """``{row id: what its contact there held}`` of the fields that either side may change: one
        that we lead is written whatever has become of it."""
        pairs = [pair for pair in self.operation._field_pairs() if pair.direction == BOTH]
        mapping = self.env["registration.import.job"].sudo().browse(self.kind._run.job).mapping
        columns = {pair.name: mapping[pair.name] for pair in pairs if pair.name in mapping}
        names = {pair.theirs: pair.name for pair in pairs}
        known = [row.id for row in rows if row.values.get(THEIR_ID)]
        query = SQL("SELECT id, cells FROM registration_import_staged WHERE id = ANY(%s)", known)
        return {
            # empty cells at the end may be left out
            identifier: Fetched(
                {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}, names
            )
            for identifier, cells in self.env.execute_query(query)
        }

    def _leave(self, row, left):
        """What was changed there meanwhile stays, and as both sides have changed it since they were
        in step, the next run treats it so."""
        before = (row.match["pair"] or {}).get("marks") or {}
        pairs = {pair.theirs: pair.name for pair in self.operation._field_pairs()}
        for name in (pairs[theirs] for theirs in left):
            row.plan.marks.pop(name, None)
            row.plan.marks |= {name: before[name]} if name in before else {}
        labels = [self.kind._schema().field(pairs[theirs]).label for theirs in left]
        told = [each for each in row.plan.problems if each.code != "goes_there"]
        sent = sorted(row.plan.outgoing.keys() - set(left))
        told += [warning("goes_there", fields=", ".join(sent))] if sent else []
        row.plan.problems = [*told, warning("changed_meanwhile", fields=", ".join(labels))]
        if not row.plan.changes and not sent:
            row.outcome = SKIPPED

    def _agree(self, rows, written):
        """What both sides hold now, and who is whom."""
        known = [(row, row.values.get(THEIR_ID) or written.get(row.id), row.record) for row in rows]
        known = [each for each in known if each[1] and each[2]]
        if not known:
            return
        self.env.flush_all()
        marks = self.kind._marks(self.operation, [contact for _row, _theirs, contact in known])
        self.env["registration.import.agreement"].sudo()._settle(
            self.connection,
            [
                {
                    "theirs": theirs,
                    "contact_id": contact,
                    "marks": row.plan.marks,
                    "mark": marks.get(contact),
                    # what was sent is told as a change, and looked at once more
                    "their_mark": None if row.plan.outgoing else row.values.get(MARK),
                    "due": False,
                }
                for row, theirs, contact in known
            ],
        )
        self._refer({theirs: str(contact) for _row, theirs, contact in known})
        settled = [theirs for row, theirs, _contact in known if not row.plan.asks]
        self.env["registration.import.conflict"].sudo()._settle(self.connection, settled)

    def _refer(self, contacts):
        """Cross-references of those that have none, as files of the other system use them."""
        system, references = self.connection.system_id, self.env[REFERENCE].sudo()
        named = system._ours([("contact", theirs) for theirs in contacts])
        references.create(
            [
                {"system_id": system.id, "type": "contact", "theirs": theirs, "ours": contact}
                for theirs, contact in contacts.items()
                if ("contact", theirs) not in named
            ]
        )

    def _note_conflicts(self, rows):
        """What somebody has to decide."""
        if rows:
            self.env["registration.import.conflict"].sudo()._note(
                self.connection, self.operation, rows
            )


def _outgoing(row, fetched):
    """What goes there of a row, with what was ``fetched`` of its contact there, if it has one."""
    theirs, values = row.values.get(THEIR_ID), row.plan.outgoing
    line = Outgoing(_key(row.plan.record, theirs), theirs, values)
    if fetched:
        line.was = fetched.was
        had = {name: fetched.had(name) for name in values if name in SETS}
        line.had = {name: names for name, names in had.items() if names is not None}
    return line


def _key(contact, theirs):
    """Constant for a pair: by it a contact that was made there is found again."""
    return f"{contact}-{theirs}" if theirs else str(contact)
