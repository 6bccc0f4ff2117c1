import contextlib
import logging
import os
import tempfile
import types

from odoo import models

from ...importer.states import CANCELLED, DRAFT, READING, SCHEDULED, VALIDATING
from ...tools.reading.process import read_in_child, spool_head
from ...tools.reading.table import Limits, Options
from ...tools.rows.cells import plain_text, text_at
from ...tools.rows.labels import check_labels, column_letter, find_header
from ...tools.rows.problems import Problem
from .import_job_map import is_reserved

_logger = logging.getLogger(__name__)

# Rows looked at for the header, and shown as samples of a column.
HEAD_ROWS = 200
SAMPLES = 3
# What a person can mend by choosing an option, without another file.
ASK = (
    "bad_encoding",
    "bad_header_row",
    "bad_option",
    "encoding_unknown",
    "no_such_sheet",
    "only_hidden_sheets",
    "other_separator",
    "separator_unknown",
)
NEXT_STATE = {"draft": DRAFT, "validate": VALIDATING, "run": SCHEDULED}
# What a file says, before it was read or when it cannot be.
NOTHING_READ = {
    "total": 0,
    "labels": False,
    "mapping": False,
    "header_number": 0,
    "number_column": -1,
}
# Limits of a file, as system parameters registration_import.limit_NAME.
LIMITS = ("size", "rows", "columns", "cell", "unpacked", "ratio")


class RegistrationImportJob(models.Model):
    """Reading: the file in a bounded child process, its rows staged by COPY."""

    _inherit = "registration.import.job"

    def _reader(self):
        return types.SimpleNamespace(steps=self._reading_steps)

    def _reading_steps(self):
        """Read and stage: one step, repeated from the start if the worker dies in it."""
        if self._is_cancelled():
            self._finish(CANCELLED)
            yield 0
            return
        self._update(state=READING, code=False, params=False, **NOTHING_READ)
        self._checkpoint().update(phase="read")
        self._store().clear()
        job = self.sudo()
        problem = self._kind()._check_upload(job.name, job.size)
        with self._local_file() as path:
            if problem:
                self._refuse(problem)
            elif path:
                self._read_file(path)
            else:
                self._refuse(Problem("no_file"))
        self._checkpoint().update(phase=None, crashes=0)
        yield self.sudo().total

    @contextlib.contextmanager
    def _local_file(self):
        """The path of the stored file; a spooled copy where the store is not a local disk."""
        attachment = self.sudo().attachment_id
        if not attachment:
            yield None
        elif attachment.store_fname and os.path.isfile(
            attachment._full_path(attachment.store_fname)
        ):
            yield attachment._full_path(attachment.store_fname)
        else:
            with tempfile.NamedTemporaryFile() as copy:
                copy.write(attachment.raw or b"")
                copy.flush()
                yield copy.name

    def _read_file(self, path):
        job = self.sudo()
        with tempfile.NamedTemporaryFile(suffix=".spool") as spool:
            reading = read_in_child(
                path,
                spool.name,
                job.name,
                self._reader_options(),
                base=self._store().low,
                job=job.id,
                **self._child_bounds(),
            )
            if "error" in reading:
                self._cannot_read(reading["error"])
            else:
                self._take_reading(reading, spool.name)

    def _reader_options(self):
        options = self.sudo().options or {}
        chosen = {name: options.get(name) or None for name in ("encoding", "separator", "sheet")}
        return Options(**chosen, limits=Limits(**self._limits(LIMITS, "limit_")))

    def _child_bounds(self):
        return self._limits(("cpu_seconds", "memory_mb", "wall_seconds"), "reader_")

    def _limits(self, names, prefix):
        """``{name: int}`` of the system parameters that are set."""
        get = self.env["ir.config_parameter"].sudo().get_param
        values = {name: get(f"registration_import.{prefix}{name}") for name in names}
        return {name: int(value) for name, value in values.items() if value}

    def _cannot_read(self, error):
        """Ask where a choice would help and somebody is there to choose, else refuse."""
        job = self.sudo()
        if error["code"] in ASK and not job.unattended:
            self._update(state=DRAFT, code=error["code"], params=error["params"], **NOTHING_READ)
        else:
            self._refuse(Problem(error["code"], params=error["params"]))

    def _take_reading(self, reading, spool_path):
        """Find the header, stage what is below it, guess the mapping."""
        head = spool_head(spool_path, HEAD_ROWS)
        header = self._header_index(head)
        self._update(
            format=reading["format"],
            dialect=reading["dialect"] | {"columns": reading["columns"]},
            sheets=reading["sheets"],
            notes=reading["warnings"],
            total=max(reading["rows"] - header - 1, 0) if header is not None else 0,
        )
        if header is None:
            self._cannot_read({"code": "bad_header_row", "params": self._wanted_header()})
        elif not self.sudo().total:
            self._refuse(Problem("no_rows"))
        else:
            number, cells, offset = head[header]
            self._stage(spool_path, offset)
            self._take_labels(number, [plain_text(cell) for cell in cells], head[header + 1 :])

    def _wanted_header(self):
        return {"row": (self.sudo().options or {}).get("header_row")}

    def _header_index(self, head):
        """Index in ``head`` of the header row; None when the chosen one is not there."""
        wanted = self._wanted_header()["row"]
        if not wanted:
            rows = [cells for _number, cells, _offset in head]
            return find_header(rows, self._kind()._schema())
        numbers = [number for number, _cells, _offset in head]
        return numbers.index(wanted) if wanted in numbers else None

    def _stage(self, spool_path, offset):
        with open(spool_path, "rb") as spool:
            spool.seek(offset)
            self._store().stage(spool)

    def _take_labels(self, number, labels, rows):
        job = self.sudo()
        samples = [_samples(rows, index) for index in range(len(labels))]
        job.column_ids.unlink()
        job.env["registration.import.column"].create(
            [
                {
                    "job_id": job.id,
                    "index": index,
                    "letter": column_letter(index),
                    "label": label,
                    "samples": ", ".join(samples[index]),
                }
                for index, label in enumerate(labels)
                if not is_reserved(label)
            ]
        )
        self._update(
            labels=labels,
            header_number=number,
            number_column=labels.index("_row") if "_row" in labels else -1,
        )
        self._note(check_labels(labels, samples))
        self._settle_mapping()

    def _settle_mapping(self):
        """Take the mapping that was given, or guess; then go where the job was going."""
        job = self.sudo()
        labels = [label for _index, label in self._usable_columns()]
        problem = self._kind()._check_table(job.format, labels)
        if problem:
            fault = problem.code, problem.params
        elif job.given_mapping:
            fault = self._map_labels(job.given_mapping)
        else:
            self._update(mapping=self._guess_columns())
            fault = self._doubtful_fault() if job.unattended else None
        if job.unattended:
            fault = fault or self._mapping_fault()
        if job.unattended and job.same_as_id:
            self._note([self._launch().seen_before()])
        if fault:
            self._cannot_read({"code": fault[0], "params": fault[1]})
        else:
            self._note([*self._not_there(), *self._lost_zeros()])
            self._update(state=self._state_after_reading())

    def _state_after_reading(self):
        """Where the goal leads; what may do something irreversible is planned first."""
        goal = self.sudo().goal
        return NEXT_STATE["validate" if goal == "run" and self._kind()._irreversible else goal]

    def _note(self, problems):
        """Keep what is said of the file as a whole. A label that occurs twice is refused only where
        a mapping uses it."""
        notes = [{"code": p.code, "params": p.params} for p in problems]
        self._update(notes=[*(self.sudo().notes or []), *notes])


def _samples(rows, index):
    texts = (text_at(cells, index) for _number, cells, _offset in rows)
    return [text[:40] for text in texts if text][:SAMPLES]
