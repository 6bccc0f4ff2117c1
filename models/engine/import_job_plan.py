import json

from odoo import models
from odoo.tools import SQL

from ...importer.states import END_STATES, VALIDATED, VALIDATING
from ...tools.rows import plan
from ...tools.rows.cells import ENDS
from ...tools.rows.planner import Planner
from ...tools.rows.problems import WARNING, Problem

# Rows that one statement matches.
WINDOW = 20_000
# Cells that one window holds: 500 columns of 20,000 rows would take a gigabyte.
WINDOW_CELLS = 1_000_000


class RegistrationImportJob(models.Model):
    """Planning: rows parsed and matched a window at a time; validation is a plan not written."""

    _inherit = "registration.import.job"

    def _parser(self):
        """The compiled parse function of this job's mapping."""
        job, kind = self.sudo(), self._kind()
        labels, options = job.labels or [], job.options or {}
        return kind._schema().reader(
            job.mapping or {},
            width=len(labels),
            ragged=self._is_ragged(),
            date_format=options.get("date_format"),
            labels=labels,
            flipped=options.get("flip") or (),
            cleared=kind._clearable if options.get("blank") == "clear" else (),
        )

    def _is_ragged(self):
        """Whether a row that is shorter than the header has lost something."""
        return self.sudo().format == "csv"

    def _window(self, position, limit=None):
        """The next rows after row number ``position`` without an outcome, parsed and matched."""
        low, high = self._row_range()
        self._compile_nothing()
        staged = self.env.execute_query(
            SQL(
                """SELECT id, cells FROM registration_import_staged s
                    WHERE id > %s AND id <= %s
                      AND NOT EXISTS (SELECT FROM registration_import_outcome o WHERE o.id = s.id)
                 ORDER BY id LIMIT %s""",
                low + position,
                high,
                limit or self._window_rows(),
            )
        )
        staged, said = self._in_our_words(staged)
        parse = self._parser()
        column = self.sudo().number_column
        rows = []
        for identifier, cells in staged:
            row = plan.Row(identifier, *parse(cells))
            if column >= 0:
                row.shown = plan.shown_number(cells, column)
            rows.append(row)
        self._take_words(rows, said)
        self._match_rows(rows)
        self._warn_of_repeats(rows)
        return rows

    def _compile_nothing(self):
        """Compiling a statement over the rows of a window takes longer than it can save."""
        self.env.cr.execute("SET LOCAL jit = off")

    def _window_rows(self):
        """Rows of one window: fewer where rows are wide, since they are held in memory."""
        width = (self.sudo().dialect or {}).get("columns") or 1
        return max(min(WINDOW, WINDOW_CELLS // width), 1)

    def _match_rows(self, rows):
        """One triage for all rows that could be parsed; the others keep no match."""
        readable = [row for row in rows if not row.is_unreadable]
        for row, match in zip(readable, self._kind()._match(readable), strict=True):
            row.match = match

    # -- repeats ---------------------------------------------------------------------------

    def _find_repeats(self, phase):
        """One statement over the staged rows: which name the same record as a later one."""
        low, high = self._row_range()
        self.env.cr.execute(
            SQL(
                "DELETE FROM registration_import_duplicate_key WHERE id BETWEEN %s AND %s",
                low,
                high,
            )
        )
        keyed = self._keyed_rows() if self._needs_repeats(phase) else None
        if not keyed:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_duplicate_key (id, next_id)
                   SELECT id, min(later) FROM (
                       SELECT id, lead(id) OVER (PARTITION BY key ORDER BY id) AS later
                         FROM (%s) keyed
                   ) led WHERE later > id GROUP BY id""",
                keyed,
            )
        )

    def _needs_repeats(self, phase):
        """Where rows may name the same record, only a validation of several windows has to know
        which of them do: a run finds what it has written."""
        if not self._kind()._repeats_allowed:
            return True
        return phase == "validate" and self.sudo().total > self._window_rows()

    def _keyed_rows(self):
        """A SELECT of ``(id, key)`` of rows, each key naming a record; None where nothing does."""
        columns = self._identity_columns()
        if not columns:
            return None
        texts = SQL(", ").join(
            self._kind()._identity_text(name, SQL("btrim(%s, %s)", self._cell_text(column), ENDS))
            for name, column in columns.items()
        )
        given = SQL(" AND ").join(SQL("cells->>%s <> ''", column) for column in columns.values())
        return SQL(
            """SELECT id, hashtextextended(concat_ws(E'\\x1f', %s), 0) AS key
                 FROM registration_import_staged WHERE id BETWEEN %s AND %s AND %s""",
            texts,
            *self._row_range(),
            given,
        )

    def _cell_text(self, column):
        """The text of a cell; in a spreadsheet it may be in an object with its type."""
        if self.sudo().format == "csv":
            text = SQL("cells->>%s", column)
        else:
            text = SQL("coalesce(cells->%s->>'text', cells->>%s)", column, column)
        return self._text_in_our_words(column, text)

    def _identity_columns(self):
        mapping = self.sudo().mapping or {}
        names = self._kind()._identity(mapping)
        known = all(name in mapping for name in names)
        return {name: mapping[name] for name in names} if known else {}

    def _warn_of_repeats(self, rows):
        """The earlier of two rows of one record names the later, as people see it."""
        later = {} if self._kind()._repeats_allowed else self._repeats(rows)
        shown = self._shown_numbers(later.values())
        for row in rows:
            if row.id in later:
                number = shown.get(later[row.id]) or plan.row_number(later[row.id])
                row.problems.append(Problem("repeated", params={"later": number}, level=WARNING))

    def _repeats(self, rows):
        """``{row id: id of the next row of the same record}``."""
        if not rows:
            return {}
        found = self.env.execute_query(
            SQL(
                "SELECT id, next_id FROM registration_import_duplicate_key WHERE id BETWEEN %s AND %s",
                rows[0].id,
                rows[-1].id,
            )
        )
        return dict(found)

    def _shown_numbers(self, identifiers):
        """``{row id: number}`` of rows in an errors file; of another file, nothing."""
        column = self.sudo().number_column
        if column < 0 or not identifiers:
            return {}
        found = self.env.execute_query(
            SQL(
                "SELECT id, cells FROM registration_import_staged WHERE id = ANY(%s)",
                list(identifiers),
            )
        )
        return {identifier: plan.shown_number(cells, column) for identifier, cells in found}

    # -- validation ------------------------------------------------------------------------

    def _validate_steps(self):
        """Plan every row and write nothing of the host: problems and counts are kept."""
        claim = self._claim
        if claim.phase != "validate":
            self._begin_pass("validate", VALIDATING)
        while not self._is_cancelled():
            done = self._validate_window(claim)
            if not done:
                self._set(state=VALIDATED, **self._planned_counts())
                self._set(irreversible=self._planned_irreversible() or False)
                claim._put(phase=None, held=False)
                self._go_on()
                break
            yield done
        else:
            self._end("cancelled")
        yield 0

    def _begin_pass(self, phase, state):
        """Start at the first row, with nothing left of an earlier pass."""
        self._forget(phase)
        self._find_repeats(phase)
        self._claim._put(phase=phase, position=0, size=None, deaths=0, tries=0, totals=None)
        self._set(state=state, code=False, params=False)

    def _is_cancelled(self):
        job = self.sudo()
        job.invalidate_recordset(["cancel_requested"])
        return job.cancel_requested or job.state in END_STATES

    def _validate_window(self, claim):
        """Plan the next window and keep what that says; gives its number of rows."""
        rows = self._window(claim.position)
        if not rows:
            return 0
        planner = Planner(self._kind()._row_planner(), claim.totals or {}, self._recalled(rows))
        for _run in planner.runs(rows):
            continue
        self._keep_states(planner, rows)
        self._keep_problems(rows)
        self._keep_piece("validate", rows)
        claim._put(
            position=plan.row_number(rows[-1].id),
            totals=json.dumps(planner.totals),
            held=True,
            deaths=0,
            tries=0,
        )
        return len(rows)

    def _recalled(self, rows):
        """What earlier windows planned for the records of these rows: ``{row id: match}``; a row
        that cannot be read hands it on to the next."""
        found = self.env.execute_query(
            SQL(
                """SELECT next_id, state FROM registration_import_duplicate_key
                    WHERE next_id BETWEEN %s AND %s AND id < %s AND state IS NOT NULL""",
                rows[0].id,
                rows[-1].id,
                rows[0].id,
            )
        )
        recalled, later = dict(found), self._repeats(rows)
        for row in rows:
            if row.match is None and row.id in recalled and row.id in later:
                recalled[later[row.id]] = recalled[row.id]
        return recalled

    def _keep_states(self, planner, rows):
        """Keep what rows leave for rows of the same record in later windows."""
        later, handed, states = self._repeats(rows), dict(planner.recalled), []
        rules = planner.rules
        for row in (row for row in rows if row.id in later):
            state = handed.get(row.id) if row.match is None else rules.left_by(row)
            if state is not None and later[row.id] > rows[-1].id:
                states.append((row.id, json.dumps(state)))
            elif state is not None:
                handed[later[row.id]] = state
        if states:
            ids, texts = map(list, zip(*states, strict=True))
            self.env.cr.execute(
                SQL(
                    """UPDATE registration_import_duplicate_key r SET state = given.state::jsonb
                         FROM unnest(%s::bigint[], %s::text[]) AS given(id, state)
                        WHERE r.id = given.id""",
                    ids,
                    texts,
                )
            )

    def _go_on(self):
        """Nobody was asked to look at the plan of a job that was told to run."""
        if not self.sudo().unattended or self.sudo().goal != "run":
            return
        fault = self._confirm_unattended()
        if fault:
            self._refuse(*fault)
        else:
            self._send_on()

    def _planned_counts(self):
        counts = self.env["registration.import.batch"]._sum(self, "validate")
        counts[plan.NOT_PROCESSED] = self.sudo().total - sum(counts.values())
        return counts

    # -- preview -----------------------------------------------------------------------------

    def _preview(self, limit):
        """The first rows with what each would change: planned rows, nothing kept."""
        rows = self._window(0, limit)
        for _run in Planner(self._kind()._row_planner()).runs(rows):
            continue
        self._name_missing(rows)
        return rows
