"""The file of a job: read in a bounded child process, its rows staged, its columns mapped."""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from ..tools.reading.process import read_in_child, spool_head
from ..tools.reading.table import Limits, Options
from ..tools.rows.cells import plain_text, text_at
from ..tools.rows.labels import (
    check_labels,
    check_lengths,
    column_letter,
    find_header,
    normalise,
)
from ..tools.rows.problems import Problem, warning
from .mapper import is_reserved
from .shares import is_cancelled
from .states import CANCELLED, DRAFT, READING, SCHEDULED, VALIDATING
from .stored_files import copy_to

# Rows looked at for the header, and shown as samples of a column.
HEAD_ROWS = 200
SAMPLES = 3
SAMPLE_LENGTH = 40
# What a person can mend by choosing an option, without another file.
ASK = (
    "bad_encoding",
    "bad_header_row",
    "bad_option",
    "encoding_unknown",
    "label_too_long",
    "no_such_sheet",
    "only_hidden_sheets",
    "other_separator",
    "separator_unknown",
)
NEXT_STATE = {"draft": DRAFT, "validate": VALIDATING, "run": SCHEDULED}
# What a job says of its file before it was read, or when it cannot be.
NOTHING_READ = {
    "total": 0,
    "labels": False,
    "mapping": False,
    "header_number": 0,
    "number_column": -1,
}
# Limits of a file, as system parameters registration_import.limit_NAME, and bounds on the child
# that reads it, as registration_import.reader_NAME.
LIMITS = ("size", "rows", "columns", "cell", "unpacked")
BOUNDS = ("cpu_seconds", "memory_mb", "wall_seconds")
# (row number, cells, where the next row begins in the spool)
Head = Sequence[tuple[int, list, int]]


class FileReader:
    """Reads the file of one job, which is in the environment of its starter."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo = job.sudo()

    @functools.cached_property
    def kind(self) -> Any:
        """The kind of its rows."""
        return self.job._kind()

    def steps(self) -> Iterator[int]:
        """Read and stage: one step, repeated from the start if the worker dies in it."""
        if is_cancelled(self.job):
            self.job._finish(CANCELLED)
            yield 0
            return
        self.job._update(state=READING, code=False, params=False, **NOTHING_READ)
        self.job._checkpoint().update(phase="read")
        self.job._store().clear()
        problem = self.read() or self.map()
        if problem:
            self._tell(problem)
        else:
            self.job._update(state=self._next_state())
        self.job._checkpoint().update(phase=None, crashes=0)
        yield self.sudo.total

    def _tell(self, problem: Problem) -> None:
        """Ask where a choice would help and somebody is there to choose, else refuse."""
        if problem.code in ASK and not self.sudo.unattended:
            self.job._update(state=DRAFT, code=problem.code, params=problem.params, **NOTHING_READ)
        else:
            self.job._refuse(problem)

    def _next_state(self) -> str:
        """Where the goal leads; what may do something irreversible is planned first."""
        goal = self.sudo.goal
        plans = goal == "run" and self.kind._irreversible and self._may_be_irreversible()
        return NEXT_STATE["validate" if plans else goal]

    def _may_be_irreversible(self) -> bool:
        """Whether a row may do something that nothing brings back, as far as its cells say what is
        read."""
        if self.job._assembly().translation().translates:
            return True
        mapping = self.sudo.mapping or {}
        return bool(self.kind._may_be_irreversible(self.job._store(), mapping))

    # -- the stored file -------------------------------------------------------------------------

    @contextlib.contextmanager
    def local_file(self) -> Iterator[str | None]:
        """The path of the stored file; a spooled copy where the store is not a local disk. None
        where there is no file any more."""
        attachment = self.sudo.attachment_id
        if not attachment:
            yield None
        elif attachment.store_fname and os.path.isfile(
            attachment._full_path(attachment.store_fname)
        ):
            yield attachment._full_path(attachment.store_fname)
        else:
            with tempfile.NamedTemporaryFile() as copy:
                copy_to(attachment, copy.file)
                copy.flush()
                yield copy.name

    def options(self) -> Options:
        """How it shall be read, as far as somebody has chosen."""
        options = self.sudo.options or {}
        chosen = {name: options.get(name) or None for name in ("encoding", "separator", "sheet")}
        limits = Limits(**self._parameters(LIMITS, "limit_"))
        return Options(**chosen, limits=limits, known=self.known)

    @functools.cached_property
    def known(self) -> dict[str, str]:
        """The labels that name a field here, somebody's own mapping of this file first."""
        given = self.sudo.given_mapping or {}
        known = self.job._assembly().mapper().known()
        return known | {normalise(each): given[each] for each in given}

    def _parameters(self, names: Sequence[str], prefix: str) -> dict[str, int]:
        """``{name: number}`` of the system parameters that are set."""
        get = self.env["ir.config_parameter"].sudo().get_param
        values = {name: get(f"registration_import.{prefix}{name}") for name in names}
        return {name: int(value) for name, value in values.items() if value}

    # -- reading and staging ---------------------------------------------------------------------

    def read(self) -> Problem | None:
        """Stage the rows of the file and take its columns; or why that cannot be."""
        problem = self.kind._check_upload(self.sudo.name, self.sudo.size)
        if problem:
            return problem
        with self.local_file() as path, tempfile.NamedTemporaryFile(suffix=".spool") as spool:
            if not path:
                return Problem("no_file")
            reading = self._read_in_child(path, spool.name)
            if "error" in reading:
                return Problem(reading["error"]["code"], params=reading["error"]["params"])
            return self._take(reading, spool.name)

    def _read_in_child(self, path: str, spool: str) -> dict[str, Any]:
        return read_in_child(
            path,
            spool,
            self.sudo.name,
            self.options(),
            base=self.job._store().low,
            job=self.job.id,
            **self._parameters(BOUNDS, "reader_"),
        )

    def _take(self, reading: dict[str, Any], spool: str) -> Problem | None:
        """Find the header and stage what is below it."""
        head = spool_head(spool, HEAD_ROWS)
        wanted = (self.sudo.options or {}).get("header_row")
        header = self._find_header(head, wanted)
        rows = max(reading["rows"] - header - 1, 0) if header is not None else 0
        self.job._update(
            format=reading["format"],
            dialect=reading["dialect"] | {"columns": reading["columns"]},
            sheets=reading["sheets"],
            notes=reading["warnings"],
            total=rows,
        )
        if header is None:
            return Problem("bad_header_row", params={"row": wanted})
        if not rows:
            return Problem("no_rows")
        number, cells, offset = head[header]
        labels = [plain_text(cell) for cell in cells]
        if problem := check_lengths(labels):
            return problem
        with open(spool, "rb") as lines:
            lines.seek(offset)
            self.job._store().stage(lines)
        self._take_columns(number, labels, head[header + 1 :])
        return None

    def _find_header(self, head: Head, wanted: int | None) -> int | None:
        """Index in ``head`` of the header row; None when the chosen one is not there."""
        if not wanted:
            rows = [cells for _number, cells, _offset in head]
            return find_header(rows, self.kind._schema(), self.known)
        numbers = [number for number, _cells, _offset in head]
        return numbers.index(wanted) if wanted in numbers else None

    def _take_columns(self, number: int, labels: list[str], rows: Head) -> None:
        samples = [samples_of(rows, index) for index in range(len(labels))]
        self.sudo.column_ids.unlink()
        self.sudo.env["registration.import.column"].create(
            [
                {
                    "job_id": self.sudo.id,
                    "index": index,
                    "letter": column_letter(index),
                    "label": label,
                    "samples": ", ".join(samples[index]),
                }
                for index, label in enumerate(labels)
                if not is_reserved(label)
            ]
        )
        self.job._update(
            labels=labels,
            header_number=number,
            number_column=labels.index("_row") if "_row" in labels else -1,
        )
        self._note(check_labels(labels, samples))

    # -- mapping ---------------------------------------------------------------------------------

    def map(self) -> Problem | None:
        """Take the mapping that was given, or guess; or say why that cannot be."""
        job, mapper = self.sudo, self.job._assembly().mapper()
        problem = self.kind._check_table(job.format, list(mapper.usable.values()))
        problem = problem or self._header_problem(mapper) or self._take_mapping(mapper)
        if job.unattended:
            problem = problem or mapper.problem(job.mapping or {})
        if job.unattended and job.same_as_id:
            self._note([self.job._launch().seen_before()])
        if job.unattended and not problem:
            self._note(mapper.left_over(job.mapping or {}))
        if not problem:
            missing = [] if job.given_mapping else mapper.warnings()
            texts = self.job._store().first_texts
            zeros = mapper.lost_zeros(job.mapping or {}, texts)
            self._note([*missing, *zeros, *self._left_out()])
        return problem

    def _left_out(self) -> list[Problem]:
        found = self.job._source().left_out()
        return [warning("cells_left_out", count=found.rows, row=found.first)] if found else []

    def _header_problem(self, mapper: Any) -> Problem | None:
        """Where nobody is asked, a record is not taken for the names of columns, unless somebody
        has said that these are the names."""
        said = self.sudo.given_mapping or (self.sudo.options or {}).get("header_row")
        if not self.sudo.unattended or said or not mapper.is_headless():
            return None
        # that it looks so is no warning any more
        notes = [note for note in self.sudo.notes or [] if note["code"] != "no_header"]
        self.job._update(notes=notes)
        return Problem("header_missing")

    def _take_mapping(self, mapper: Any) -> Problem | None:
        given = self.sudo.given_mapping
        columns = mapper.by_labels(given) if given else mapper.columns()
        if isinstance(columns, Problem):
            return columns
        self.job._update(mapping=columns)
        return mapper.doubt(columns) if self.sudo.unattended and not given else None

    def _note(self, problems: Sequence[Problem]) -> None:
        """Store what is said of the file as a whole. A label that occurs twice is refused only
        where a mapping uses it."""
        notes = [{"code": each.code, "params": each.params} for each in problems]
        self.job._update(notes=[*(self.sudo.notes or []), *notes])


def samples_of(rows: Head, column: int) -> list[str]:
    """The first texts of a column, cut to what a screen shows.

    >>> samples_of([(2, ["Ann"], 9), (3, [""], 12), (4, ["Bea"], 20)], 0)
    ['Ann', 'Bea']
    """
    texts = (text_at(cells, column) for _number, cells, _offset in rows)
    return [text[:SAMPLE_LENGTH] for text in texts if text][:SAMPLES]
