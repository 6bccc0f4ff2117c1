"""Stand-ins for what a run needs of a database: rows in a list, outcomes in a dict."""

import contextlib
from unittest import TestCase

from ...importer.checkpoint import Checkpoint
from ...importer.executor import Executor
from ...importer.loader import RowLoader
from ...tools.rows.plan import Change, Link, Plan, Row
from ...tools.rows.planner import Planner, RowPlanner
from ...tools.rows.problems import Problem


class MemoryStore:
    """Rows of one file, each a text; a second outcome of a row is refused, as by a key."""

    number_column = -1

    def __init__(self, texts):
        self.rows = [(number, [text]) for number, text in enumerate(texts, 2)]
        self.outcomes, self.batches, self.noted = {}, [], []
        self.later, self.states = {}, {}
        self.left_out = set()  # numbers of rows that others of their record stand for

    def compile_nothing(self):
        """Nothing is compiled here."""

    def staged(self, position, limit, last=None):
        end = last or len(self.rows) + 1
        waiting = [
            row
            for row in self.rows
            if position < row[0] <= end and row[0] not in self.left_out | self.outcomes.keys()
        ]
        return waiting[:limit]

    def links(self, rows):
        """``later`` are {row: the next one of its record}."""
        numbers = {row.id for row in rows}
        earlier = {later: number for number, later in self.later.items()}
        return {
            number: Link(self.later.get(number), self.later.get(number), earlier.get(number))
            for number in (self.later.keys() | earlier.keys()) & numbers
        }

    def shown_numbers(self, identifiers):
        return {}

    def record(self, rows):
        for row in rows:
            assert row.id not in self.outcomes, "a second outcome"
            self.outcomes[row.id] = row.outcome
        self.batches.append(len(rows))

    def note(self, rows):
        self.noted += [(row.id, row.outcome) for row in rows]

    def has_left(self):
        return bool(self.states)

    def left_for(self, keys):
        return {key: self.states[key][1] for key in keys if key in self.states}

    def take_left(self, keys):
        return {key for key in keys if self.states.pop(key, None)}

    def leave(self, states):
        self.states |= states


class TextKind(RowPlanner):
    """A row writes its text into the record of that name; "?" means nothing."""

    identity_fields = ("text",)
    _matches_unreadable = True

    def __init__(self):
        super().__init__()
        self.matched = []

    def _match(self, rows):
        self.matched.append(len(rows))
        return [{"id": None} for _row in rows]

    def plan(self, row, totals):
        if row.values["text"] == "?":
            return Plan(problems=[Problem("unknown", "text")])
        totals["planned"] = totals.get("planned", 0) + 1
        return Plan([Change("text", row.match["id"], {"text": row.values["text"]})])

    def after(self, row):
        return {"id": 1}


class MemoryWriter:
    """Writes texts into a list; ``refused`` ones raise, ``errors`` are raised one after another."""

    def __init__(self, refused=(), errors=()):
        self.refused, self.errors, self.written = set(refused), list(errors), []
        self.held = []

    @contextlib.contextmanager
    def batch(self):
        before = list(self.written)
        try:
            yield
        except BaseException:
            self.written = before
            raise

    def records_of(self, rows):
        return {"text": {row.id for row in rows if row.outcome == "updated"}}

    def hold(self, records):
        self.held.append(len(records["text"]))

    def write_run(self, rows):
        if self.errors:
            raise self.errors.pop(0)
        texts = [row.values["text"] for row in rows if row.outcome != "invalid"]
        if self.refused.intersection(texts):
            raise ValueError("refused")
        self.written += texts

    def problem_of(self, error):
        return Problem("odoo") if isinstance(error, ValueError) else None


def run(texts, writer=None, checkpoint=None, **arguments):
    """``(executor, generator of its steps)`` of a run of these texts; the clock stands still."""
    store, kind = MemoryStore(texts), TextKind()
    loader = RowLoader(store, kind, lambda cells: ({"text": cells[0]}, []))
    executor = Executor(
        store,
        loader,
        kind,
        writer or MemoryWriter(),
        checkpoint or Checkpoint(),
        clock=lambda: 0.0,
        **arguments,
    )
    return executor, executor.steps()


class PlanCase(TestCase):
    """Rows of a file that are planned one after the other by ``rules``, without a database."""

    rules = RowPlanner

    def setUp(self):
        super().setUp()
        self.planner = Planner(self.rules())
        self.number = 1

    def new_row(self, values, found):
        """The next row of the file, with what was found for it."""
        self.number += 1
        row = Row(self.number, values, [])
        row.match = found
        return row

    def plan(self, *rows):
        """The rows after they were planned, one after the other."""
        rows = [self.row(*row) for row in rows]
        self.planner.begin()
        self.runs = [len(run) for run in self.planner.runs(rows)]
        self.planner.keep()
        return rows
