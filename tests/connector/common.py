from unittest.mock import patch

from odoo.tools import SQL

from ..common import MODELS
from ..sync.common_sources import SourceCase
from .neighbour import Neighbour

CONNECTION = f"{MODELS}.connector.import_connection.RegistrationImportConnection"


class ConnectorCase(SourceCase):
    """An operation that keeps contacts in step with a CRM next door, run by its boss."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.Agreement = cls.env["registration.import.agreement"]
        cls.Conflict = cls.env["registration.import.conflict"]
        cls.Reference = cls.env["registration.import.cross.reference"]
        cls.system = cls.env["registration.import.system"].create(
            {"name": "Next Door", "code": "T-NEXT"}
        )
        cls.connection = cls.env["registration.import.connection"].create(
            {
                "name": "CRM next door",
                "system_id": cls.system.id,
                "address": "https://crm.example.org",
                "new_key": "swordfish",
            }
        )
        standard = cls.env.ref("registration_import.operation_connector")
        cls.people = standard.with_user(cls.boss).copy({"name": "Next door"}).with_env(cls.env)
        cls.people.makes_there = False
        cls.schedule, cls.source = cls.people.schedule_ids, cls.people.source_ids

    def setUp(self):
        super().setUp()
        self.there = Neighbour()
        self.remotes = [patch(f"{CONNECTION}._remote_odoo", lambda _connection: self.there)]
        for patcher in self.remotes:
            patcher.start()
            self.addCleanup(patcher.stop)
        self.connection.action_test()
        self.there.calls.clear()
        self.source.with_user(self.boss).connection_id = self.connection

    def pair(self, **values):
        """Set direction or rule of fields: ``email={"way": "theirs"}``."""
        for name, changes in values.items():
            line = self.people.line_ids.filtered(lambda each, own=name: each.field == own)
            line.write(changes)

    def only(self, *names):
        """Keep these fields in step alone."""
        self.people.line_ids.filtered(lambda each: each.field not in names).theirs_id = False

    def run_once(self, user=None):
        """A run from its start to the end of its job; the job, or none where there was nothing to
        do."""
        before = self.jobs()
        self.people.with_user(user or self.boss).action_run()
        for _step in range(12):
            self.time_passes()
            self.tick()
            if not self.schedule.asked_id and not self.jobs() - before:
                break
        self.run_jobs()
        return self.jobs() - before

    def touch(self, contact, **values):
        """Somebody changes a contact here, a minute later than anything before."""
        contact.write(values)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET write_date = write_date + interval '1 minute'"
                " WHERE id = %s",
                contact.id,
            )
        )
        contact.invalidate_recordset()

    def contact(self, email):
        return self.Partner.search([("email", "=", email)])

    def rows(self, job):
        """``[(outcome, codes)]`` in the order of the rows."""
        codes = {}
        for number, code in self.problems(job):
            codes.setdefault(number, []).append(code)
        return [
            (outcome, sorted(codes.get(number, ())))
            for number, outcome in sorted(self.outcomes(job).items())
        ]
