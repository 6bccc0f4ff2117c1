import datetime
import hashlib
import json

from odoo import api, fields, models

from ..sync.import_run import FAILED
from .import_run_connector import FETCHING

# So many days what was fetched is kept for a run that goes on with it.
KEPT_DAYS = 7


class RegistrationImportRun(models.Model):
    """A run that ended in the middle is taken up by the next one, behind its last page: as long as
    it would ask the same of the same CRM."""

    _inherit = "registration.import.run"

    basis = fields.Char(groups=fields.NO_ACCESS, help="What was asked, and of whom")
    taken_up = fields.Integer(groups=fields.NO_ACCESS, help="The last page of the run before")

    def _begin_anew_if_moved(self, operation):
        """What was asked of another CRM, for other fields, or from another place on, is of no use:
        a field that was not asked for would seem to be empty there."""
        basis = operation._fetch_basis()
        if self.basis == basis:
            return
        left = self.browse() if self.basis else self._left_behind()
        self.page_ids.unlink()
        self.write({"basis": basis, "ours_noted": False, "ours": False, "taken_up": 0})
        self.write({"to_read": False, "to_check": False})
        if left.basis == basis:
            self._take_up(left)
        left.page_ids.unlink()
        self._tell_pages()

    def _left_behind(self):
        """The last run that ended before all was fetched."""
        domain = [("source_id", "=", self.source_id.id), ("state", "=", FAILED)]
        return self.search([*domain, ("page_ids", "!=", False)], limit=1)

    def _take_up(self, left):
        """Go on behind the pages of that run. What was asked for by ids is asked for again."""
        pages = left.page_ids.filtered("mark")
        pages[-1:].more = True  # by now there may be
        pages.run_id = self
        self.taken_up = pages[-1:].id

    def _pages_of_run(self):
        """Pages that this run has fetched itself, one after the other."""
        return self.page_ids.filtered(lambda page: page.mark and page.id > self.taken_up)

    @api.autovacuum
    def _gc_pages(self):
        """Nobody has taken them up."""
        old = fields.Datetime.now() - datetime.timedelta(days=KEPT_DAYS)
        domain = [("run_id.state", "!=", FETCHING), ("write_date", "<", old)]
        self.env["registration.import.page"].sudo().search(domain).unlink()


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    def _fetch_basis(self):
        """A digest of what a run asks, and of whom."""
        connection, names = self._connection(), [pair.theirs for pair in self._field_pairs()]
        told = [connection.id, *connection._where(), sorted(names), self.sudo().source_ids.mark]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def write(self, vals):
        """Who is put out of use is not fetched to the end."""
        result = super().write(vals)
        if "active" in vals:
            self.sudo().source_ids._go_on()
        return result


class RegistrationImportSource(models.Model):
    _inherit = "registration.import.source"

    def _go_on(self):
        """A run that is being fetched finds out at once what was changed."""
        for source in self.sudo().filtered(lambda each: each._is_connector()):
            if source._fetching():
                source.operation_id.schedule_ids._look_soon()


class RegistrationImportSchedule(models.Model):
    _inherit = "registration.import.schedule"

    def _is_waited_for(self, off):
        """What is being fetched is fetched to its end, unless the schedule was stopped."""
        source = self.operation_id.source_ids
        return super()._is_waited_for(off) or (
            not off and source._is_connector() and bool(source._fetching())
        )

    def write(self, vals):
        result = super().write(vals)
        if "paused" in vals:
            self.sudo().operation_id.source_ids._go_on()
        return result

    def _look_soon(self):
        """Let what is polled be polled now, and what is not be ended."""
        if self.poll_at:
            self._poll_again(0)
        else:
            self._cron()._trigger()
