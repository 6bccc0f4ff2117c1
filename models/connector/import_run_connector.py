import contextlib

from odoo import fields, models
from odoo.tools import SQL

from ...tools.contacts.pairs import head_of, rows_of, stored
from ...tools.writing.csv_lines import CsvLines
from ..sync.import_run import FAILED, NOTHING

FETCHING = "fetching"
# Contacts that are asked for together, with what they hold, and whether they are there at all.
PAGE, PAGE_OF_IDS = 1_000, 20_000
# Seconds between two pages, and how often in a row the other side may ask for patience.
NEXT_PAGE, PATIENCE = 0, 100


class RegistrationImportRun(models.Model):
    """A run of a connector: pages are fetched until there are no more, then they are the rows of a
    job. Each page is committed before the next one is asked for."""

    _inherit = "registration.import.run"

    state = fields.Selection(
        selection_add=[(FETCHING, "Being fetched")], ondelete={FETCHING: "set default"}
    )
    page_ids = fields.One2many("registration.import.page", "run_id", groups=fields.NO_ACCESS)
    # [id there or None, contact here] of what has changed here; what of it is still to be read
    ours_noted = fields.Boolean(groups=fields.NO_ACCESS)
    ours = fields.Json(groups=fields.NO_ACCESS)
    to_read = fields.Json(groups=fields.NO_ACCESS)
    to_check = fields.Json(groups=fields.NO_ACCESS, help="Pairs that may be gone there")
    wait = fields.Float(groups=fields.NO_ACCESS, help="Seconds until it goes on")
    waits = fields.Integer(groups=fields.NO_ACCESS)
    their_mark = fields.Char(groups=fields.NO_ACCESS, help="Where the run after it begins")

    def _seconds_to_wait(self):
        return self.wait if self.state == FETCHING else super()._seconds_to_wait()

    # -- pages ---------------------------------------------------------------------------------

    def _fetch(self, operation):
        """Fetch the next page; False where there is none left."""
        with contextlib.closing(operation._connection()._open()) as remote:
            names = [pair.theirs for pair in operation._field_pairs()]
            last = self.page_ids.filtered("mark")[-1:]
            if not last or last.more:
                page = remote.changes(names, last.mark or self.source_id.mark or None, PAGE)
                self._store(page.records, remote.skew, mark=page.mark, more=page.more)
                return True
            if not self.ours_noted:
                self._note_ours(operation)
            if self.to_read:
                asked, self.to_read = self.to_read[:PAGE], self.to_read[PAGE:]
                self._store(remote.read(asked, names), remote.skew)
                return True
            if self.to_check:
                asked, self.to_check = self.to_check[:PAGE_OF_IDS], self.to_check[PAGE_OF_IDS:]
                self._store(remote.gone(asked), remote.skew)
                return True
            return False

    def _store(self, records, skew, **values):
        self.env["registration.import.page"].create(
            {"run_id": self.id, "records": stored(records, skew), **values}
        )
        count = (self.params or {}).get("contacts", 0) + len(records)
        self.write(
            {"code": "run_fetching", "params": {"contacts": count}, "wait": NEXT_PAGE, "waits": 0}
        )

    def _note_ours(self, operation):
        """Say what has changed here, and what of the other side has to be read for that."""
        fetched = self.env.execute_query(
            SQL(
                """SELECT DISTINCT each->>0 FROM registration_import_page p,
                          jsonb_array_elements(p.records) AS each WHERE p.run_id = %s""",
                self.id,
            )
        )
        fetched = {theirs for (theirs,) in fetched}
        ours = operation._kind()._changed_here(operation)
        self.write({"ours_noted": True, "ours": ours})
        due = operation._kind()._due_there(operation)
        wanted = [theirs for theirs, _contact in ours if theirs] + due
        self.to_read = [each for each in dict.fromkeys(wanted) if each not in fetched]
        known = self.env["registration.import.agreement"].sudo()._there(operation._connection())
        self.to_check = [each for each in known if each not in fetched.union(wanted)]

    # -- its end -------------------------------------------------------------------------------

    def _after_fault(self, fault):
        """The other CRM could not be asked: try again when that makes sense, or end this run."""
        known = {"code": fault.code, "params": fault.params}
        if fault.wait is not None and self.waits < PATIENCE:
            self.write({**known, "wait": max(fault.wait, 1), "waits": self.waits + 1})
            return self
        return self._end_fetching(FAILED, **known)

    def _end_fetching(self, state, **values):
        """End without a job."""
        self.page_ids.unlink()
        self.write({"state": state, "ours": False, "to_read": False, "to_check": False, **values})
        source = self.source_id
        source.previews = False
        self.operation_id.schedule_ids.took_file = True
        if state == FAILED:
            self._mail()
        return self.browse()

    def _mark(self):
        """Where the next run begins."""
        return self.page_ids.filtered("mark")[-1:].mark

    def _start_pairs(self, user, operation):
        """Start the job of what was fetched, as that user."""
        kind = operation._kind()
        names = [(pair.name, pair.theirs) for pair in operation._field_pairs()]
        records = self._records()
        told = self.env["registration.import.agreement"].sudo()._gone(operation._connection())
        self._follow_merges(records)
        rows = rows_of(records, self.ours or [], names)
        found = kind._worth_a_row(operation, rows, self.ours or [], told)
        mark = self._mark()
        if not found:
            self.source_id.mark = mark
            return self._end_fetching(NOTHING, code="run_in_step", params={})
        lines = CsvLines(for_people=False)
        labels = [kind._schema().field(name).label for name in head_of(names)]
        content = lines.head(labels) + lines.text(found).encode()
        self.write(
            {
                "name": f"{self.source_id.connection_id.name} {self._today(user)}.csv",
                "their_mark": mark,
                "ours": False,
                "to_read": False,
                "to_check": False,
            }
        )
        self.page_ids.unlink()
        return self._start(user, content)

    def _follow_merges(self, records):
        """A pair goes on with the contact that its own has become there."""
        merged = {each[0]: each[3] for each in records if each[2] and each[3]}
        if merged and not self.source_id.previews:
            agreements = self.env["registration.import.agreement"].sudo()
            agreements._follow(self.source_id.connection_id, merged)

    def _today(self, user):
        return fields.Date.to_string(fields.Date.context_today(self.with_user(user)))

    def _records(self):
        """What was fetched, the newest of each contact there."""
        return [each for page in self.page_ids for each in page.records or []]
