from odoo import Command

from .common_undo import UndoCase


class UseCase(UndoCase):
    """Records that an import has made, and ways in which somebody uses them afterwards."""

    def ways(self, record):
        """``{name: what makes the use}`` of any record; a test of a kind adds its own."""
        named = {"res_model": record._name, "res_id": record.id}
        ways = {
            "file": lambda: self.env["ir.attachment"].create({"name": "a", "raw": b"a", **named}),
            "external id": lambda: self.env["ir.model.data"].create(
                {"module": "x", "name": "y", "model": record._name, "res_id": record.id}
            ),
        }
        if hasattr(record, "message_post"):
            friend = self.env["res.partner"].create({"name": "Follower"})
            ways["note"] = lambda: record.message_post(body="called")
            ways["comment"] = lambda: record.message_post(body="x", message_type="comment")
            ways["follower"] = lambda: record.message_subscribe(friend.ids)
        if hasattr(record, "activity_schedule"):
            ways["activity"] = lambda: record.activity_schedule("mail.mail_activity_data_todo")
        return ways

    def of_contacts(self, partner):
        """Ways in which a contact is used: by whatever has a field with it, or a relation."""
        event = {"name": "Ball", "date_begin": "2030-01-01", "date_end": "2030-01-02"}
        event = self.env["event.event"].create(event)
        group = self.env["contact.group"].create({"name": "Later Group"})
        tag = self.env["res.partner.category"].create({"name": "Later Tag"})
        other = self.env["res.partner"].create({"name": "Other"})
        system = self.env["registration.import.system"].create({"name": "S", "code": "T-USE"})
        note = {"model": other._name, "res_id": other.id, "body": "x"}
        return {
            "child": lambda: self.env["res.partner"].create(
                {"name": "Child", "parent_id": partner.id}
            ),
            "registration": lambda: self.env["event.registration"].create(
                {"event_id": event.id, "partner_id": partner.id, "name": "x"}
            ),
            "venue": lambda: event.write({"address_id": partner.id}),
            "group": lambda: group.write({"member_ids": [Command.link(partner.id)]}),
            "tag": lambda: tag.write({"partner_ids": [Command.link(partner.id)]}),
            "message elsewhere": lambda: self.env["mail.message"].create(
                {**note, "partner_ids": partner.ids}
            ),
            "author": lambda: self.env["mail.message"].create({**note, "author_id": partner.id}),
            "following": lambda: other.message_subscribe(partner.ids),
            "bank account": lambda: self.env["res.partner.bank"].create(
                {"acc_number": "T-1", "partner_id": partner.id}
            ),
            "cross-reference": lambda: self.env["registration.import.cross.reference"].create(
                {
                    **{"system_id": system.id, "type": "contact"},
                    **{"theirs": "X", "ours": str(partner.id)},
                }
            ),
        }

    def assertKept(self, job, record, ways):
        """Each way of being used keeps the record, and the plan says so beforehand; without any, it
        goes."""
        for name, use in ways.items():
            with self.subTest(way=name), self.env.cr.savepoint() as savepoint:
                use()
                wizard = self.plan_undo(job)
                planned, problems = wizard.job_id.sudo()._counts(), self.problems(wizard.job_id)
                self.assertIn("used_since", [code for _row, code in problems])
                undo = wizard.job_id.sudo()
                if wizard.can_import:
                    undo = self.go(wizard)
                self.assertEqual((undo._counts(), self.problems(undo)), (planned, problems))
                self.assertTrue(record.exists(), name)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertFalse(self.undo(job).failing)
        self.assertFalse(record.exists())
