from odoo import api, models
from odoo.tools import SQL, LazyTranslate

from ...importer.export_ledger import note_fate
from ...tools.contacts.constituent_line import DROPPED
from ...tools.contacts.erasure_counts import count_locations
from ..erasure.contact_erasure_places import CONTACT
from .export_run import RUNNING

_lt = LazyTranslate(__name__)

LOCATION = "downloads"
SENT = "sent"


class ContactErasure(models.AbstractModel):
    """The files of downloads in which a contact was: they go as a whole, and the runs say so. The
    keys by which it was sent stay with the operation until the next run has told the other system
    under them what became of it."""

    _inherit = "contact.erasure"

    def _forget_exchanges(self, origin):
        return [*super()._forget_exchanges(origin), self._forget_downloads()]

    def _drop_for_ever(self, partners, origin):
        """Whoever was sent a contact is told that it was dropped."""
        note_fate(self.env, partners._name, partners.ids, DROPPED)
        return super()._drop_for_ever(partners, origin)

    @api.model
    def _forget_downloads(self):
        """The files that the persons were in: ``{partner id: {"downloads": count}}``."""
        found = self.env.execute_query(
            SQL(
                """SELECT l.run_id, s.root FROM registration_export_line l
                     JOIN contact_erasure_subject s ON s.id = l.contact_id"""
            )
        )
        runs = self.env["registration.export.run"].browse({run for run, _partner in found})
        for run in runs.filtered(lambda run: run.state == RUNNING):
            run._fail("erased")
        runs._purge()
        self.env.flush_all()  # what waits to be written is dropped with all that is cached
        return count_locations(LOCATION, found)

    @api.model
    def _count_mentions(self):
        """Operations that keep the keys by which the persons were sent."""
        found = super()._count_mentions()
        rows = self.env.execute_query(
            SQL(
                """SELECT s.root, count(*) FROM registration_export_sent e
                     JOIN contact_erasure_subject s ON s.id = e.record_id
                    WHERE e.model = %s AND e.keys IS NOT NULL GROUP BY 1""",
                CONTACT,
            )
        )
        for root, count in rows:
            line = {"code": SENT, "model": "registration.export.sent", "count": count}
            found.setdefault(root, []).append(line)
        return found


class ContactErasureRegister(models.Model):
    _inherit = "contact.erasure.register"

    @api.model
    def _location_labels(self):
        return super()._location_labels() | {LOCATION: _lt("File of a download")}

    @api.model
    def _residual_line(self, line):
        if line["code"] == SENT:
            return self.env._(
                "Downloads that have yet to tell another system what became of it: %s; they keep"
                " the IDs that it was sent under until then",
                line["count"],
            )
        return super()._residual_line(line)


class RegistrationImportReference(models.AbstractModel):
    """That a record was sent, or held back, is no use of it."""

    _inherit = "registration.import.reference"

    @api.model
    def _bookkeeping(self):
        ledgers = ("registration.export.deferred", "registration.export.sent")
        return (*super()._bookkeeping(), *ledgers, "registration.export.line")
