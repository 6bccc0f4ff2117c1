from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...importer.worker import check_worker
from ..sync.sync_roles import check_sync

NEW, ALL = "new", "all"
SCOPES = [(NEW, "New contacts"), (ALL, "All contacts")]
# Contacts compared in one transaction.
SLICE = 1_000
# A transaction that is open for longer is nobody's import: it is not waited for.
PATIENCE = timedelta(hours=1)


class RegistrationImportDuplicateScan(models.Model):
    """How far the scan for duplicates has come: once for all contacts to come, whoever makes
    them, and once for each time that somebody wants all contacts to be compared.

    Contacts to come are taken by the date of their creation, which is when their transaction
    began. So only dates are scanned that lie before every transaction still open: then nothing
    can turn up behind, and nothing is scanned twice.
    """

    _name = "registration.import.duplicate.scan"
    _description = "Scan for Duplicates"

    scope = fields.Selection(SCOPES, required=True)
    since = fields.Datetime(
        default=fields.Datetime.now, help="When the contact was made that was scanned last"
    )
    last_id = fields.Integer("Last Contact", default=0)
    until_id = fields.Integer("Up to Contact")
    scanned = fields.Integer("Contacts Scanned")
    found = fields.Integer("Duplicates Found")

    _new_uniq = models.UniqueIndex("(scope) WHERE scope = 'new'", "There is one for new contacts.")

    def init(self):
        """Contacts are new from the installation on."""
        if not self.search_count([("scope", "=", NEW)], limit=1):
            self.create({"scope": NEW})

    # -- the scheduled action ----------------------------------------------------------------

    @api.model
    def _cron_scan(self):
        """Scan what there is to scan, in slices."""
        check_worker(self.env)
        cron = self.env["ir.cron"]
        scans = self.search([("scope", "!=", False)], order="id")
        left = cron._commit_progress(remaining=sum(scan._count() for scan in scans))
        for scan in scans:
            while left and (contacts := scan._next()):
                scan._advance(contacts)
                left = cron._commit_progress(len(contacts))
            if left:
                scan._finish()
        if not left:
            self._wake()

    @api.model
    def _wake(self):
        self.env.ref("registration_import.ir_cron_duplicates")._trigger()

    # -- what there is to scan --------------------------------------------------------------

    def _where(self):
        if self.scope == ALL:
            return SQL("p.id > %s AND p.id <= %s", self.last_id, self.until_id)
        return SQL(
            "(p.create_date, p.id) > (%s, %s) AND p.create_date < %s",
            self.since,
            self.last_id,
            self._settled(),
        )

    def _count(self):
        query = SQL("SELECT count(*) FROM res_partner p WHERE %s", self._where())
        return self.env.execute_query(query)[0][0]

    def _next(self):
        """``[(id, when it was made)]`` of the next contacts."""
        order = SQL("p.id") if self.scope == ALL else SQL("p.create_date, p.id")
        return self.env.execute_query(
            SQL(
                "SELECT p.id, p.create_date FROM res_partner p WHERE %s ORDER BY %s LIMIT %s",
                self._where(),
                order,
                SLICE,
            )
        )

    @api.model
    def _settled(self):
        """Up to when nobody creates contacts any more: the beginning of the oldest transaction."""
        query = SQL(
            """SELECT min(xact_start) AT TIME ZONE 'UTC' FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend'"""
        )
        return max(self.env.execute_query(query)[0][0], fields.Datetime.now() - PATIENCE)

    def _advance(self, contacts):
        found = self.env["registration.import.duplicate"]._scan_contacts(
            [each for each, _at in contacts]
        )
        self.last_id, self.since = contacts[-1]
        self.scanned += len(contacts)
        self.found += len(found)

    def _finish(self):
        """One over all contacts tells who asked for it, and goes."""
        if self.scope == NEW:
            return
        message = self.env._(
            "%(scanned)s contacts were compared: %(found)s possible duplicates found.",
            scanned=self.scanned,
            found=self.found,
        )
        self.create_uid._bus_send("simple_notification", {"type": "success", "message": message})
        self.unlink()


class RegistrationImportDuplicate(models.Model):
    _inherit = "registration.import.duplicate"

    def action_scan(self):
        """Compare all contacts in the background; for who manages operations."""
        check_sync(self.env, "manage")
        scans = self.env["registration.import.duplicate.scan"]
        if not scans.sudo().search_count([("scope", "=", ALL)], limit=1):
            last = self.env.execute_query(SQL("SELECT coalesce(max(id), 0) FROM res_partner"))
            scans.sudo().create({"scope": ALL, "until_id": last[0][0]})
        scans.sudo()._wake()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "All contacts are being compared in the background. You are told when it is"
                    " done; what is found until then is in the list already."
                ),
            },
        }
