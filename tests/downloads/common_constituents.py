import itertools
from datetime import timedelta

from odoo import Command, fields

from .common import DownloadCase


class ConstituentDownloadCase(DownloadCase):
    """What these tests share."""

    operation_code = "constituent_download"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.ada + cls.bob + cls.cyd
        cls.age(cls.env["res.partner"].with_context(active_test=False).search([]))

    @classmethod
    def age(cls, partners):
        """As if they had been written in an earlier transaction: in a test there is but one."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date - interval '1 hour' WHERE id = ANY(%s)",
            [partners.ids],
        )
        partners.invalidate_recordset()

    def touch(self, partner, **values):
        """A change that comes later than all before."""
        partner.write(values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = now() AT TIME ZONE 'UTC' + %s WHERE id = %s",
            [timedelta(seconds=next(self.clock)), partner.id],
        )
        partner.invalidate_recordset()

    clock = itertools.count(1)

    def lines_of(self, run):
        lines = self.env["registration.export.line"].search_count([("run_id", "=", run.id)])
        return lines + self.env["registration.export.part"].search_count([("run_id", "=", run.id)])

    def scheduled(self):
        """An operation that is due, and the last run after the schedule had its turn."""
        own = self.operation.with_user(self.chief).copy({"code": "t_daily"})
        own.write(
            {
                "schedule_ids": [Command.update(own.schedule_ids.id, {"mode": "recurring"})],
                "notify_user_ids": [Command.set(self.runner.ids)],
                "notify_emails": "office@example.com",
            }
        )
        self.env.flush_all()
        past = fields.Datetime.now() - timedelta(minutes=1)
        own.sudo().schedule_ids.write({"next_run": past, "poll_at": past})
        with self.enter_registry_test_mode():
            self.env.ref("registration_import.ir_cron_run_sources").method_direct_trigger()
        self.env.invalidate_all()
        self.assertGreater(own.next_run, fields.Datetime.now())
        return self.Run.search([("operation_id", "=", own.id)], limit=1)

    def mails(self, run):
        domain = [("model", "=", run._name), ("res_id", "=", run.id)]
        return self.env["mail.mail"].search(domain)
