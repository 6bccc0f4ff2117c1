from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...importer.own_context import Own
from ...messages.sessions import HELP, MESSAGES
from ...tools.kinds.session_instances import CODES, LINE, SCHEMA, SessionInstancePlanner
from .fast_session_instances import FastSessionInstances
from .kind_session_instances_unchanged import UnchangedSessionInstances
from .session_instance_matcher import SessionInstanceMatcher
from .session_samples import open_places

# What names an instance: all rows that share it are of one worker.
PLACE = ("session_code", "instance_code")


class ImportKindSessionInstances(models.AbstractModel):
    """Session instances of registrations: a row puts one into an agenda, with a status."""

    _name = "registration.import.kind.session_instances"
    _inherit = "registration.import.kind"
    _description = "Import of Session Instances"

    _helps = HELP
    _matches_unreadable = True

    _target = LINE
    _help_page = "officer"
    _tour = "registration_import_first"
    _report_fields = CODES
    _identity_fields = CODES
    _extensions = (".csv", ".xlsx", ".xls")

    @api.model
    def _schema(self):
        return SCHEMA

    @api.model
    def _check_right(self, right):
        """Event users, and others who were given "Import Registration Data"; imports of others are
        for event managers and administrators (V20)."""
        user = self.env.user
        if right == "manage":
            allowed = user.has_group("event.group_event_manager") or user._is_system()
        else:
            allowed = user.has_group("event.group_event_user") or user.has_group(
                "registration_import.group_import_registration_data"
            )
        if not allowed:
            raise AccessError(
                self.env._(
                    "You may not import session instances. Ask an administrator to set"
                    " “Import Registration Data” on your user record."
                )
            )

    @api.model
    def _instructions(self):
        return [
            self.env._(
                "Prepare an Excel (.xlsx or .xls) or CSV (.csv) file. The first row names the"
                " columns, and there is one row per registration per session instance."
            ),
            self.env._(
                "The registrations, sessions and instances must exist, and sessions must be"
                " enabled for the event. An instance that a registration does not have is added"
                " with the status; one that it has gets the status."
            ),
            self.env._(
                "Names with accents or other scripts survive best in a CSV file saved as UTF-8"
                " (in Excel: CSV UTF-8)."
            ),
        ]

    @api.model
    def _lacks(self):
        with_sessions = [("agenda_enabled", "=", True)]
        if not self.env["event.event"].search_count(with_sessions, limit=1):
            text = self.env._("No event has sessions yet: make one, and enable them on its form.")
            return [(text, "event.action_event_view")]
        wanted = {
            "event.agenda.instance": (
                self.env._("No event has session instances yet, which rows name by their codes."),
                "registration_import.event_agenda_instance_action",
            ),
            "event.registration": (
                self.env._("Nobody is registered yet: a row names a registration by its code."),
                "registration_import.event_registration_action",
            ),
        }
        of_event = [("event_id.agenda_enabled", "=", True)]
        return [
            lack
            for model, lack in wanted.items()
            if not self.env[model].search_count(of_event, limit=1)
        ]

    @api.model
    def _samples(self):
        """What there is to try it with; else the rows that the manual shows."""
        return open_places(self.env) or [
            ["1234-55-122", "Demo", "Demo_7592", "Registered"],
            ["1234-55-122", "Wshop", "Wshop_7597", "Registered"],
            ["1234-55-122", "Knote", "Knote_7608", "Registered"],
            ["4321-55-111", "Demo", "Demo_7592", "Cancelled"],
        ]

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _run_facts(self, operation):
        own = {"promotes": operation.promotes_waitlist, "tells": operation.tells_registrants}
        return super()._run_facts(operation) | own

    @api.model
    def _context(self):
        """What is written is noted where the registrants are to be told."""
        told = {"registration_import_tells": Own(self._run.job)} if self._run.tells else {}
        return super()._context() | told

    @api.model
    def _row_planner(self):
        return SessionInstancePlanner(self._run)

    @api.model
    def _match(self, rows):
        return SessionInstanceMatcher(self).match(rows)

    @api.model
    def _events(self, options):
        """The event that is named, if the user sees it and it has sessions."""
        named = options.get("event") if isinstance(options, dict) else None
        # not whatever JSON may carry
        domain = [("id", "=", named), ("agenda_enabled", "=", True)]
        return self.env["event.event"].search(domain).ids if type(named) is int else ()

    @api.model
    def _undo_facts(self, entries):
        ids = {entry.record for entry in entries if entry.model == self._target}
        return SessionInstanceMatcher(self).facts_of(self.env[self._target].browse(ids).exists())

    @api.model
    def _can_pass_unchanged(self, columns, first, last):
        return self._unchanged().is_safe(columns, first, last)

    @api.model
    def _select_unchanged(self, columns, width, low, high):
        return self._unchanged().select(columns, width, low, high)

    @api.model
    def _fast_rows(self):
        return FastSessionInstances(self)

    @api.model
    def _independent_by(self, named):
        """Seats and waitlists are an instance's; not where an event forbids overlaps, since then
        what a registrant has elsewhere counts, nor where registrants are told of all at once."""
        if self._run.promotes or self._run.tells:
            return ()
        strict = [("event_id.agenda_enabled", "=", True), ("event_id.agenda_overlap", "=", False)]
        codes = set(self.env["event.agenda.session"].sudo().search(strict).mapped("code"))
        return () if codes and codes & named("session_code") else PLACE

    def _unchanged(self):
        return UnchangedSessionInstances(self, SessionInstanceMatcher(self))


class RegistrationImportOperation(models.Model):
    _inherit = "registration.import.operation"

    kind = fields.Selection(
        selection_add=[("session_instances", "Registration Session Instances")],
        ondelete={"session_instances": "cascade"},
    )


class EventAgendaLine(models.Model):
    _name = "event.agenda.line"
    _inherit = ["event.agenda.line", "registration.import.target"]
