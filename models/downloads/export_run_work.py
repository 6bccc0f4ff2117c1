import mmap
import tempfile

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.writing.writers import value_cell, write_csv, write_xlsx
from .export_run import CSV, DONE, XLSX

# Records whose lines are in memory at a time.
SLICE = 2000
# Up to so many are written while the person waits.
SMALL = 2000
# Lines that are an .xlsx in the time that a worker has for one step.
XLSX_LINES = 50_000
# of the file in the store; a browser is told what it is when it is taken
MIMETYPE = "application/x-download"


class RegistrationExportRun(models.Model):
    """Working: what to send is noted in one statement, read in slices, each with its own
    transaction, and counts as sent in the transaction that ends the run."""

    _inherit = "registration.export.run"

    @api.model
    def _start(self, operation, **values):
        """A run of the operation, of the current user: ended already where it is small."""
        kind = operation._kind()
        settings = operation.sudo()
        started = self.env.cr.now().replace(microsecond=0)
        stamp = fields.Datetime.context_timestamp(self, started).strftime("%Y-%m-%d-%H%M")
        run = self.sudo().create(
            {
                "name": f"{settings.code}-{stamp}.{settings.download_format}",
                "operation_id": operation.id,
                "starter_context": self.env["registration.import.job"]._starter_context(),
                "started": started,
                "since": settings.last_download_started,
                "format": settings.download_format,
                "separator": operation._run_options().get("separator"),
                "columns": kind._columns(operation),
                "notes": kind._notes(),
                **values,
            }
        )
        run = self.browse(run.id)._as_starter()
        run._note_what_to_send()
        if run._is_small():
            run._work_at_once()
        else:
            run._wake_worker()
        return run.with_env(self.env)

    def _is_small(self):
        return self.sudo().total <= SMALL

    def _kind(self):
        return self.sudo().operation_id.with_env(self.env)._kind()

    def _note_what_to_send(self):
        """One statement for each model, as the user sees it, in one snapshot."""
        kind, operation = self._kind(), self.sudo().operation_id
        self.env.flush_all()
        for model in kind._models():
            again = SQL(
                "OR (s.stamp, s.mark) IS DISTINCT FROM (r.stamp, r.mark)"
                if kind._sends_changes
                else ""
            )
            self.env.cr.execute(
                SQL(
                    """INSERT INTO registration_export_line (run_id, model, record_id, contact_id)
                       SELECT %(run)s, %(model)s, r.id, r.contact FROM (%(state)s) r
                    LEFT JOIN registration_export_sent s ON s.record_id = r.id
                          AND s.operation_id = %(operation)s AND s.model = %(model)s
                        WHERE s.record_id IS NULL AND r.fresh
                           OR s.record_id IS NOT NULL AND (false %(again)s)
                     ORDER BY r.id""",
                    run=self.id,
                    model=model,
                    state=kind._state(model, operation),
                    operation=operation.id,
                    again=again,
                )
            )
            if kind._gone_line(0) is not None:
                self._note_what_is_gone(model)
        self.env.cr.execute(
            SQL("SELECT count(*) FROM registration_export_line WHERE run_id = %s", self.id)
        )
        self._set(total=self.env.cr.fetchone()[0])

    def _note_what_is_gone(self, model):
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_export_line (run_id, model, record_id, gone)
                   SELECT %s, %s, s.record_id, true FROM registration_export_sent s
                LEFT JOIN %s r ON r.id = s.record_id
                    WHERE s.operation_id = %s AND s.model = %s AND r.id IS NULL
                 ORDER BY s.record_id""",
                self.id,
                model,
                SQL.identifier(self.env[model]._table),
                self.sudo().operation_id.id,
                model,
            )
        )

    # -- one step --------------------------------------------------------------------------

    def _step(self):
        """Send the next slice, or, where none is left, make the file; whether there is more."""
        self.operation_id._check_right()
        lines = self._next_lines()
        if not lines:
            self._finish()
            return False
        texts, held = {}, []
        for model in dict.fromkeys(line[1] for line in lines):
            places = {line[2]: line[0] for line in lines if line[1] == model and not line[3]}
            gone = {line[2]: line[0] for line in lines if line[1] == model and line[3]}
            texts[model] = self._texts(model, places, held) | self._gone_texts(gone)
        rows = [
            self._cells(texts[model][record])
            for _line, model, record, _gone in lines
            if record in texts[model]
        ]
        self._keep(rows, held, lines[-1][0])
        return True

    def _next_lines(self):
        """``[(line id, model, record id, gone)]``"""
        return self.env.execute_query(
            SQL(
                """SELECT id, model, record_id, gone FROM registration_export_line
                    WHERE run_id = %s AND id > %s ORDER BY id LIMIT %s""",
                self.id,
                self.sudo().position,
                SLICE,
            )
        )

    def _texts(self, model, places, held):
        """``{id: {field: text}}`` of the records of ``{id: line}``; those that have to wait are
        added to ``held``, and those that the user sees no more are left out."""
        kind, operation = self._kind(), self.sudo().operation_id
        waiting = kind._held(model, list(places), operation)
        held += [(model, each, code) for each, code in waiting.items()]
        texts = kind._lines(model, [each for each in places if each not in waiting], operation)
        # what the records are in the snapshot in which their texts were read
        state = self.env.execute_query(
            SQL(
                "SELECT id, stamp, mark FROM (%s) r",
                kind._state(model, operation, list(texts)),
            )
        )
        self._mark_sent([(places[each], stamp, mark) for each, stamp, mark in state])
        seen = {each for each, _stamp, _mark in state}
        return self._translated({each: text for each, text in texts.items() if each in seen})

    def _translated(self, texts):
        """The texts in the words of the operation's system; what it has none for is noted."""
        run = self.sudo()
        counts = self._kind()._in_their_words(texts, run.operation_id)
        notes = {(code, params.get("field")): params for code, params in run.notes or []}
        for (code, label), count in counts.items():
            known = notes.get((code, label), {"count": 0})
            notes[code, label] = {"field": label, "count": known["count"] + count}
        if counts:
            self._set(notes=[[code, params] for (code, _label), params in notes.items()])
        return texts

    def _gone_texts(self, places):
        """The lines of records that are no more."""
        self._mark_sent([(line, None, None) for line in places.values()])
        return self._translated({each: self._kind()._gone_line(each) for each in places})

    def _mark_sent(self, lines):
        """``[(line, stamp, mark)]``"""
        if lines:
            self.env.cr.execute(
                SQL(
                    """UPDATE registration_export_line l
                          SET sent = true, stamp = s.stamp, mark = s.mark
                         FROM unnest(%s::int[], %s::timestamp[], %s::text[]) s(line, stamp, mark)
                        WHERE l.id = s.line""",
                    *map(list, zip(*lines, strict=True)),
                )
            )

    def _cells(self, texts):
        return [texts.get(field) or "" for field, _label in self.sudo().columns]

    def _keep(self, rows, held, position):
        """Texts, what waits, and where the run stands: committed together."""
        run = self.sudo()
        if rows:
            self.env["registration.export.part"].sudo().create({"run_id": self.id, "rows": rows})
        self.env["registration.export.held"].sudo().create(
            [
                {
                    "run_id": self.id,
                    "operation_id": run.operation_id.id,
                    "model": model,
                    "record_id": record,
                    "code": code,
                }
                for model, record, code in held
            ]
        )
        run.write(
            {
                "line_count": run.line_count + len(rows),
                "held_count": run.held_count + len(held),
                "position": position,
                "tries": 0,
            }
        )
        self.env.invalidate_all()

    # -- the end ---------------------------------------------------------------------------

    def _finish(self):
        """The file, and what counts as sent from now on, in one transaction."""
        run, operation = self.sudo(), self.sudo().operation_id
        if run.format == XLSX and run.line_count > XLSX_LINES:
            self._fail("too_long", {"count": run.line_count, "limit": XLSX_LINES})
            return
        self._write_file()
        self._count_as_sent()
        held = self.env["registration.export.held"].sudo()
        held.search([("operation_id", "=", operation.id), ("run_id", "!=", self.id)]).unlink()
        operation.last_download_started = run.started
        self._set(state=DONE, ended=fields.Datetime.now())
        self._send_report()

    def _count_as_sent(self):
        """The subquery is an array, since nothing is known yet of how many rows it looks at: a
        join would be made for few."""
        run, operation = self.sudo(), self.sudo().operation_id
        for model in self._kind()._models():
            self.env.cr.execute(
                SQL(
                    """DELETE FROM registration_export_sent
                        WHERE operation_id = %(operation)s AND model = %(model)s
                          AND record_id = ANY(ARRAY(
                              SELECT record_id FROM registration_export_line
                               WHERE run_id = %(run)s AND model = %(model)s AND gone AND sent))""",
                    operation=operation.id,
                    model=model,
                    run=run.id,
                )
            )
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_export_sent AS s
                          (operation_id, model, record_id, stamp, mark)
                   SELECT %s, model, record_id, stamp, mark FROM registration_export_line
                    WHERE run_id = %s AND sent AND gone IS NOT TRUE
              ON CONFLICT (operation_id, model, record_id)
                DO UPDATE SET stamp = EXCLUDED.stamp, mark = EXCLUDED.mark""",
                operation.id,
                run.id,
            )
        )

    def _write_file(self):
        """From the parts to a file on the disk, from there to the store: never all in memory."""
        with tempfile.TemporaryFile() as stream:
            self._write(stream)
            size = stream.seek(0, 2)
            stream.flush()
            with mmap.mmap(stream.fileno(), size, access=mmap.ACCESS_READ) as mapped:
                self._store(mapped)
        self.env["registration.export.part"].sudo().search([("run_id", "=", self.id)]).unlink()
        self._set(size=size)

    def _write(self, stream):
        header = [label for _field, label in self.sudo().columns]
        if self.sudo().format == CSV:
            rows = ([value_cell(text) for text in row] for row in self._kept_rows())
            write_csv(stream, header, rows, separator=self.sudo().separator or ",")
        else:
            write_xlsx(stream, header, self._kept_rows(), sheet=self.env._("Data"))

    def _kept_rows(self):
        """Read a part at a time."""
        parts = self.env["registration.export.part"].sudo().search([("run_id", "=", self.id)])
        for identifier in parts.ids:
            part = parts.browse(identifier)
            yield from part.rows
            part.invalidate_recordset(["rows"])

    def _store(self, content):
        """An attachment of no type that Odoo takes for text, whose words it would copy into its
        index."""
        attachments = self.env["ir.attachment"].sudo()
        attachments.create(
            {
                "name": self.sudo().name,
                "raw": content if attachments._storage() == "file" else bytes(content),
                "mimetype": MIMETYPE,
                "res_model": self._name,
                "res_id": self.id,
                "res_field": "content",
            }
        )
