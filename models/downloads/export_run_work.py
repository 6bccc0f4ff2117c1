from odoo import api, fields, models

from ...importer.export_ledger import ExportLedger
from ...importer.intake import starter_context
from ...tools.writing.export_lines import Gone, add_counts, cells_of, lines_by_record

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
            if kind._tells_gone:
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
            texts[model], waiting = self._texts(model, present, gone)
            deferred += [(model, each, code) for each, code in waiting.items()]
        names = [field for field, _label in self.sudo().columns]
        self._store_step(cells_of(lines, texts, names), deferred, lines[-1][0])
        return True

    def _texts(self, model, present, gone):
        """``({id: {field: text}}, {id: code})`` of records whose lines are ``{id: line}``: those
        that go now, and those that have to wait."""
        kind, operation = self._kind(), self.sudo().operation_id
        # as they are in the very snapshot in which their texts are read
        state = {each.id: each for each in kind._state_of(model, list(present), operation)}
        here = {each.id: each.contact for each in state.values() if not each.fate}
        waiting = kind._deferred(here, operation)
        texts = kind._lines(model, [each for each in here if each not in waiting], operation)
        gone_ids = [*gone, *(each.id for each in state.values() if each.fate)]
        texts = self._translated(texts) | self._gone_texts(model, gone_ids, state)
        # of one that is gone, and of which nothing is known to tell, nothing is told later either
        told = {each: texts.get(each, {}) for each in (*texts, *gone_ids)}
        told |= {each.id: {} for each in state.values() if each.fate in kind._forgotten}
        self._mark_sent(told, present | gone, state)
        return texts, waiting

    def _gone_texts(self, model, ids, state):
        """The texts of records that are gone."""
        if not ids:
            return {}
        known = dict.fromkeys(ids, Gone(None, None)) | self._ledger().sent_before(model, ids)
        for each in state.keys() & known.keys():
            known[each] = known[each]._replace(fate=state[each].fate)
        return self._kind()._gone_lines(known, self.sudo().operation_id)

    def _mark_sent(self, texts, lines, state):
        names = self._kind()._key_fields
        self._ledger().mark_sent(
            [
                (lines[each], *(state[each][2:4] if each in state else (None, None)))
                for each in texts
            ],
            names and [[text.get(name) or "" for name in names] for text in texts.values()],
        )

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
            self._ledger().add_part(self._csv_lines().text(rows))
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
