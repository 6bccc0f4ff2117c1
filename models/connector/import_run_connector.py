import contextlib

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.connector.progress import (
    Step,
    digest_of,
    is_counted,
    is_too_often,
    leads_nowhere,
)
from ...tools.connector.remote import RemoteFault
from ...tools.contacts.pairs import head_of, rows_of, stored
from ...tools.writing.csv_lines import CsvLines
from ..sync.import_run import FAILED, NOTHING

FETCHING = "fetching"
# Contacts that are asked for together, with what they hold, and whether they are there at all.
PAGE, PAGE_OF_IDS = 1_000, 20_000
# Seconds between two pages, how often in a row the other side may ask for patience, and for how
# many seconds at most.
NEXT_PAGE, PATIENCE, LONGEST_WAIT = 0, 100, 24 * 3600
# After these faults what was fetched is of no use to the next run.
USELESS = ("connector_no_progress", "connector_no_order", "connector_bad_mark")


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
        self._begin_anew_if_moved(operation)
        with contextlib.closing(operation._connection()._open()) as remote:
            names = [pair.theirs for pair in operation._field_pairs()]
            last = self.page_ids.filtered("mark")[-1:]
            if not last or last.more:
                page = remote.changes(names, last.mark or self.source_id.mark or None, PAGE)
                self._check_progress(page)
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

    def _check_progress(self, page):
        """Raise ``RemoteFault`` where the other side says for ever that there is more."""
        if not page.more:
            return
        pages = self._pages_of_run()
        before = [Step(each.mark, each.digest or "") for each in pages]
        if leads_nowhere(before, page.mark, page.records):
            raise RemoteFault("connector_no_progress")
        if is_counted(len(pages)):
            pages.flush_recordset()
            query = """SELECT count(*), count(DISTINCT each->>0) FROM registration_import_page p,
                              jsonb_array_elements(p.records) AS each WHERE p.id = ANY(%s)"""
            if is_too_often(*self.env.execute_query(SQL(query, pages.ids))[0]):
                raise RemoteFault("connector_no_progress")

    def _store(self, records, skew, **values):
        self.env["registration.import.page"].create(
            {
                "run_id": self.id,
                "records": stored(records, skew),
                "count": len(records),
                "digest": digest_of(records),
                **values,
            }
        )
        self._tell_pages()

    def _tell_pages(self):
        """Say how much was fetched."""
        params = {"contacts": sum(self.page_ids.mapped("count"))}
        self.write({"code": "run_fetching", "params": params, "wait": NEXT_PAGE, "waits": 0})

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
        can_wait = fault.wait is not None and fault.wait <= LONGEST_WAIT
        if can_wait and self.waits < PATIENCE:
            self.write({**known, "wait": max(fault.wait, 1), "waits": self.waits + 1})
            return self
        if fault.code in USELESS:
            self.page_ids.unlink()
        if fault.code == "connector_bad_mark":
            self.source_id._forget_mark()
        self._end_fetching(FAILED, **known)._mail()
        self.operation_id.schedule_ids.took_file = True
        return self.browse()

    def _end_fetching(self, state, **values):
        """End without a job. What was fetched is kept for the run that goes on with it."""
        self.write({"state": state, "ours": False, "to_read": False, "to_check": False, **values})
        self.source_id.previews = False
        return self

    @api.model
    def _ended_domain(self):
        """Nor does a run go on that nobody polls for any more: its operation was paused, or put
        out of use."""
        polled = "source_id.operation_id.schedule_ids.poll_at"
        return Domain.OR(
            [super()._ended_domain(), [("state", "=", FETCHING), (polled, "=", False)]]
        )

    def _settle(self):
        if self.state != FETCHING:
            return super()._settle()
        return self._end_fetching(FAILED, code="run_given_up", params={})._mail()

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
        self.page_ids.unlink()
        if not found:
            self.source_id.mark = mark
            self._end_fetching(NOTHING, code="run_in_step", params={})
            self.operation_id.schedule_ids.took_file = True
            return self.browse()
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
