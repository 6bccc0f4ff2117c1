from odoo import api, fields, models

from ...importer.export_ledger import ExportLedger
from ...importer.intake import starter_context
from ...tools.writing.export_lines import add_counts, cells_of, lines_by_record

# Records whose lines are in memory at a time.
SLICE = 2000
# Up to so many are written while the person waits.
SMALL = 2000


class RegistrationExportRun(models.Model):
    """Working: what to send is noted in one statement, read in slices, each with its own
    transaction, and counts as sent in the transaction that ends the run."""

    _inherit = "registration.export.run"

    @api.model
    def _start(self, operation, **values):
        """A run of the operation, of the current user: ended already where it is small."""
        run = self.sudo().create({**self._start_values(operation), **values})
        run = self.browse(run.id)._as_starter()
        run._note_what_to_send()
        if run._is_small():
            run._work_at_once()
        else:
            run._wake_worker()
        return run.with_env(self.env)

    @api.model
    def _start_values(self, operation):
        kind, settings = operation._kind(), operation.sudo()
        started = self.env.cr.now().replace(microsecond=0)
        stamp = fields.Datetime.context_timestamp(self, started).strftime("%Y-%m-%d-%H%M")
        return {
            "name": f"{settings.code}-{stamp}.{settings.download_format}",
            "operation_id": operation.id,
            "starter_context": starter_context(self.env),
            "started": started,
            "since": settings.last_download_started,
            "format": settings.download_format,
            "separator": operation._run_options().get("separator"),
            "newline": settings.download_newline,
            "audience": settings.download_for,
            "columns": kind._columns(operation),
            "notes": kind._notes(),
        }

    def _is_small(self):
        return self.sudo().total <= SMALL

    def _kind(self):
        return self.sudo().operation_id.with_env(self.env)._kind()

    def _ledger(self):
        return ExportLedger(self.env, self.id, self.sudo().operation_id.id)

    def _note_what_to_send(self):
        """As the user sees it."""
        kind, ledger, operation = self._kind(), self._ledger(), self.sudo().operation_id
        self.env.flush_all()
        for model in kind._models():
            ledger.note_due(model, kind._state(model, operation), kind._sends_changes)
            if kind._gone_line(0) is not None:
                ledger.note_gone(model)
        self._update(total=ledger.count_due())

    # -- one step --------------------------------------------------------------------------

    def _step(self):
        """Send the next slice, or, where none is left, make the file; whether there is more."""
        self.operation_id._check_right()
        lines = self._ledger().next_lines(self.sudo().position, SLICE)
        if not lines:
            self._finish()
            return False
        texts, deferred = {}, []
        for model, (present, gone) in lines_by_record(lines).items():
            # as they are in the very snapshot in which their texts are read
            state = self._kind()._state_of(model, list(present), self.sudo().operation_id)
            waiting = self._deferred(state)
            deferred += [(model, each, code) for each, code in waiting.items()]
            due = [each for each in state if each[0] not in waiting]
            texts[model] = self._texts(model, due, present) | self._gone_texts(gone)
        names = [field for field, _label in self.sudo().columns]
        self._store_step(cells_of(lines, texts, names), deferred, lines[-1][0])
        return True

    def _deferred(self, state):
        """``{id: code}`` of those that have to wait."""
        contacts = {each: contact for each, contact, _stamp, _mark in state}
        return self._kind()._deferred(contacts, self.sudo().operation_id)

    def _texts(self, model, state, lines):
        """``{id: {field: text}}`` of the records of a state, whose lines are ``{id: line}``."""
        texts = self._kind()._lines(
            model, [each for each, *_more in state], self.sudo().operation_id
        )
        sent = [(lines[each], stamp, mark) for each, _who, stamp, mark in state if each in texts]
        self._ledger().mark_sent(sent)
        return self._translated(texts)

    def _gone_texts(self, gone):
        """The lines of records that are no more, of ``{id: line}``."""
        self._ledger().mark_sent([(line, None, None) for line in gone.values()])
        return self._translated({each: self._kind()._gone_line(each) for each in gone})

    def _translated(self, texts):
        """The texts in the words of the operation's system; what it has none for is noted."""
        run = self.sudo()
        counts = self._kind()._in_their_words(texts, run.operation_id)
        if counts:
            self._update(notes=add_counts(run.notes or [], counts))
        return texts

    def _store_step(self, rows, deferred, position):
        """Texts, what waits, and where the run stands: committed together."""
        run = self.sudo()
        if rows:
            part = {"run_id": self.id, "content": self._csv_lines().text(rows)}
            self.env["registration.export.part"].sudo().create(part)
        self.env["registration.export.deferred"].sudo().create(
            [
                {
                    "run_id": self.id,
                    "operation_id": run.operation_id.id,
                    "model": model,
                    "record_id": record,
                    "code": code,
                }
                for model, record, code in deferred
            ]
        )
        run.write(
            {
                "line_count": run.line_count + len(rows),
                "deferred_count": run.deferred_count + len(deferred),
                "position": position,
                "tries": 0,
            }
        )
        self.env.invalidate_all()
