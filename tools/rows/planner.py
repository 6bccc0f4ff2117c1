"""Plans rows in the order of the file, each seeing what the rows before it leave."""

from .plan import INVALID


class Planner:
    """Plans the rows of one window with a kind (``_keys``, ``_touched``, ``_plan``,
    ``_left_by``, ``_resume``).

    ``totals`` are the kind's running totals; ``recalled`` gives the match of rows whose record
    an earlier window planned, ``{row id: match}``. Between ``begin`` and ``keep`` or ``drop``
    lies one piece: what a dropped piece planned is forgotten.
    """

    def __init__(self, kind, totals=None, recalled=None):
        self.kind = kind
        self.totals = totals if totals is not None else {}
        self.recalled = recalled or {}
        self._last = {}
        self._fresh = {}
        self._saved = {}

    def begin(self):
        """Start a piece that may fail."""
        self._saved = dict(self.totals)

    def keep(self):
        """The piece was written: later rows see it."""
        self._last |= self._fresh
        self._fresh = {}

    def drop(self):
        """The piece failed: as if its rows had never been planned."""
        self.totals = self._saved
        self._fresh = {}

    def runs(self, rows):
        """Yield lists of consecutive rows, planned; write each before asking for the next, since
        a row with a key that an earlier one has touched sees the record as written."""
        run, touched = [], set()
        plan_row, keys_of, fresh = self.kind._plan, self.kind._keys, self._fresh
        touched_of = self.kind._touched
        for row in rows:
            if row.match is None:
                row.outcome = INVALID
                run.append(row)
                continue
            keys = keys_of(row)
            if not touched.isdisjoint(keys):
                yield run
                run, touched = [], set()
            self._recall(row, keys)
            row.plan = plan_row(row, self.totals)
            row.outcome = row.plan.planned_outcome()
            touched.update(touched_of(row, keys))
            for key in keys:
                fresh[key] = row
            run.append(row)
        if run:
            yield run

    def _recall(self, row, keys):
        """Give the row what earlier rows of the same records leave."""
        recalled = False
        for key in keys:
            earlier = self._fresh.get(key) or self._last.get(key)
            if earlier is not None:
                row.match = self.kind._resume(row, key, self.kind._left_by(earlier))
                recalled = True
        if not recalled and row.id in self.recalled:
            row.match = self.kind._resume(row, None, self.recalled[row.id])
