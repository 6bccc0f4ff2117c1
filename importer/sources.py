"""Where the rows of a job come from: a file, rows that failed in an earlier job, or the journal of
a job that is undone."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from odoo.tools import SQL

from ..tools.rows.cells import ENDS
from ..tools.rows.plan import Row
from ..tools.rows.planner import Identity
from ..tools.rows.short_rows import LeftOut, left_out
from .loader import Translation
from .mended_rows import mended_cells
from .options import LEFT_OUT
from .retries import NewerRecords
from .states import DONE, DRAFT, VALIDATED
from .store import RowStore


class FileSource:
    """The rows of an uploaded file. ``job`` is in the environment of whoever works on it."""

    # Columns that stand before those of the file.
    added_columns = 0
    # Whether there is a file that may be read in another way.
    can_read_again = True
    # Whether how the file was read says something to people.
    tells_reading = True
    # Whether its cells may be mended.
    can_mend = True
    # Whether rows of the same record are told of, and hand on what they leave.
    minds_duplicates = True

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo = job.sudo()

    def kind(self) -> Any:
        """The kind of the rows, with the rights and the language of the environment."""
        kind = self.sudo.operation_id.with_env(self.env)._kind()
        return kind.with_context(registration_import_run=self.job._assembly().run_context())

    def is_ragged(self) -> bool:
        """Whether a row that is shorter than the header has lost something: in a .csv, unless some
        program has left out what is blank."""
        return self.sudo.format == "csv" and not self.left_out()

    def left_out(self) -> LeftOut | None:
        """The rows whose last cells are blank ones that a program left out."""
        job, mapping = self.sudo, self.sudo.mapping or {}
        fields = self.kind()._schema().required
        required = [mapping[each.name] for each in fields if each.name in mapping]
        short = (job.dialect or {}).get("short") or {}
        return left_out(short, job.labels or [], required, job.header_number)

    def check(self, rows: list[Row]) -> None:
        """Say of planned rows what people have to know before these are written."""

    def retry_values(self) -> dict[str, Any]:
        """What a job on the rows that failed is made with."""
        return {"origin_id": self.job.id}

    def resume(self) -> None:
        """Do what there is to do before a person goes on with a draft."""

    def subject(self, failing: int) -> str | None:
        """The subject of the report, of a source that has words of its own."""
        return None

    def left_out_repeats(self) -> str | None:
        """Which rows are left out where several name the same record, of ``options.REPEATS``; None
        where they are all applied."""
        chosen = (self.sudo.options or {}).get("repeats")
        return chosen if self.minds_duplicates and chosen in LEFT_OUT else None

    # -- duplicate keys --------------------------------------------------------------------------

    def needs_keys(self, kind: Any, phase: str, chunk: int) -> bool:
        """Where rows may name the same record, only a validation of several chunks has to know
        which of them do: a run finds what it has written."""
        if not kind._repeats_allowed:
            return True
        return phase == "validate" and self.sudo.total > chunk

    def keyed_rows(self, kind: Any, store: RowStore) -> SQL | None:
        """A SELECT of ``(id, key, bears, owner)`` of rows, each key naming a record; None where
        nothing does (``DuplicateKeys.find_duplicate_keys``)."""
        columns = self.sudo.mapping or {}
        ways = [way for way in kind._identities() if set(way.fields) <= columns.keys()]
        if not ways:
            return None
        used = {name for way in ways for name in (*way.fields, way.unless, way.owner)}
        names = [name for name in columns if name in used]
        texts = {name: _column(columns[name], "texts") for name in names}
        raw = (
            SQL("%s AS %s", self._bare_text(columns[name]), _column(columns[name]))
            for name in names
        )
        return SQL(
            """WITH texts AS MATERIALIZED (
                   SELECT id, %s FROM (
                       SELECT id, %s FROM (
                           SELECT s.id, %s AS cells FROM registration_import_staged s
                            WHERE s.id BETWEEN %s AND %s) mended OFFSET 0) raw)
               %s""",
            SQL(", ").join(self._identity_text(kind, name) for name in names),
            SQL(", ").join(raw),
            mended_cells("s", store.job),
            store.low,
            store.high,
            SQL(" UNION ALL ").join(_keyed(way, number, texts) for number, way in enumerate(ways)),
        )

    def identity_texts(
        self, kind: Any, names: Iterable[str]
    ) -> list[tuple[SQL, Callable[[SQL], SQL]]]:
        """Of fields that name a record, the text of the cell in ``cells``, "" where it is blank,
        and what makes of it what two spellings have in common."""
        columns = self.sudo.mapping
        return [
            (
                SQL("coalesce(%s, '')", self._bare_text(columns[name])),
                functools.partial(kind._identity_text, name),
            )
            for name in names
        ]

    def _identity_text(self, kind: Any, name: str) -> SQL:
        """What two spellings of a cell have in common, named by its column; "" where it is blank,
        or there is no such cell."""
        column = _column(self.sudo.mapping[name])
        return SQL("coalesce(%s, '') AS %s", kind._identity_text(name, column), column)

    def _bare_text(self, column: int) -> SQL:
        """The text of a cell without what stands at its ends."""
        return SQL("btrim(%s, %s)", self._cell_text(column), ENDS)

    def _cell_text(self, column: int) -> SQL:
        """The text of a cell; in a spreadsheet it may be in an object with its type."""
        if self.sudo.format == "csv":
            text = SQL("cells->>%s", column)
        else:
            text = SQL("coalesce(cells->%s->>'text', cells->>%s)", column, column)
        return self._translation.text(column, text)

    @functools.cached_property
    def _translation(self) -> Translation:
        return self.job._assembly().translation()


class FailedRowsSource(FileSource):
    """Rows that an earlier job, the origin, did not import, with their numbers."""

    can_read_again = False

    @functools.cached_property
    def _newer(self) -> NewerRecords:
        return NewerRecords(self.job)

    def check(self, rows: list[Row]) -> None:
        """Rows are as old as the job that did not import them."""
        self._newer.warn(rows)

    def resume(self) -> None:
        """They are mapped as they were: what is wrong with them now is shown, to be mended."""
        is_mapped = self.job._assembly().mapper().problem(self.sudo.mapping or {}) is None
        if self.sudo.state in (DRAFT, VALIDATED) and is_mapped:
            self.job._as_starter()._launch().validate_few()

    def stage(self, origin: RowStore) -> int:
        """Stage the rows; how many."""
        return self.job._store().copy_failing(origin)


class JournalSource(FailedRowsSource):
    """Rows of a job that is undone, and of those that tried it again: those that changed something,
    the last one first, with the number that people know in front."""

    added_columns = 1
    tells_reading = False
    can_mend = False

    def check(self, rows: list[Row]) -> None:
        """An undo minds by itself what was changed since."""

    # that rows touch the same record was said of the import; an undo minds it by itself
    minds_duplicates = False

    def kind(self) -> Any:
        """The undo of the kind that is undone."""
        run = self.job._assembly().run_context(undone=self.sudo.operation_id.kind)
        return self.env["registration.import.kind.undo"].with_context(registration_import_run=run)

    def is_ragged(self) -> bool:
        """Rows of an anonymized person are empty, as nothing is read in them anyway."""
        return False

    def retry_values(self) -> dict[str, Any]:
        """What is tried again of an undo is undone still."""
        return super().retry_values() | {"undo_of_id": self.sudo.undo_of_id.id}

    def stage(self, origin: RowStore) -> int:
        """Stage the rows that changed something, or, to try again, those that were not undone."""
        if self.sudo.origin_id:
            return super().stage(origin)
        jobs = self.sudo.undo_of_id._copies().imports()
        return self.job._store().copy_changed(origin, jobs.ids)

    def resume(self) -> None:
        """There is nothing to map in an undo: it is planned, anew if that was a while ago."""
        if self.sudo.state in (DRAFT, VALIDATED):
            self.job.action_validate()

    def subject(self, failing: int) -> str | None:
        """An undo is none of an import."""
        texts = {"file": self.job.undo_of_id.name, "count": failing}
        if self.job.state == DONE and not failing:
            return self.env._("Undo finished: %(file)s", **texts)
        if self.job.state == DONE:
            return self.env._("Undo finished, %(count)s rows not undone: %(file)s", **texts)
        return self.env._("Undo stopped: %(file)s", **texts)

    def keyed_rows(self, kind: Any, store: RowStore) -> SQL | None:
        """Each record of a journal is a key of the row that undoes it."""
        return SQL(
            """SELECT s.id, hashtextextended(concat_ws(',', entry->>0, entry->>1), 0) AS key,
                      true AS bears, NULL AS owner
                 FROM registration_import_staged s
                 JOIN registration_import_outcome o ON o.id = s.undoes_id
                CROSS JOIN jsonb_array_elements(o.journal) AS entry
                WHERE s.id BETWEEN %s AND %s""",
            store.low,
            store.high,
        )


def _column(index: int, *table: str) -> SQL:
    return SQL.identifier(*table, f"c{index}")


def _keyed(way: Identity, number: int, texts: dict[str, SQL]) -> SQL:
    """The keys of rows of one way to name a record; ``texts`` are the columns of the fields."""
    parts = [texts[name] for name in way.fields]
    better = SQL("false")
    if way.unless and way.unless in texts:
        better = SQL("%s <> ''", texts[way.unless])
    return SQL(
        """SELECT id, hashtextextended(concat_ws(E'\\x1f', %s, %s), 0) AS key, NOT %s AS bears,
                  nullif(%s, '') AS owner
             FROM texts WHERE %s AND %s""",
        str(number),
        SQL(", ").join(parts),
        better,
        texts.get(way.owner or "", SQL("NULL")),
        SQL(" AND ").join(SQL("%s <> ''", part) for part in parts),
        SQL("NOT %s", better) if way.alone else SQL("true"),
    )


def source_of(job: Any) -> FileSource:
    """The source of a job's rows."""
    values = job.sudo()
    if values.undo_of_id:
        return JournalSource(job)
    return FailedRowsSource(job) if values.origin_id else FileSource(job)
