from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MANAGEMENT, VIEW
from .common_sources import SourceCase


@tagged("post_install", "-at_install")
class TestImportOperationPart(SourceCase):
    """V20, V21: the schedule and the source of an operation are records of their own, and open no
    door that the operation keeps shut."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = cls.user("sync_part_viewer", MANAGEMENT, VIEW)
        cls.parts = (cls.schedule, cls.source)
        cls.standard = cls.people.based_on_id

    def test_each_operation_has_one_of_each(self):
        """V05: made with the operation, however that is made."""
        operations = self.Operation.with_context(active_test=False).search([])
        for operation in operations:
            self.assertEqual((len(operation.schedule_ids), len(operation.source_ids)), (1, 1))
        values = {"based_on_id": self.standard.id, "name": "Mine"}
        empty = {"schedule_ids": [Command.clear()], "source_ids": []}
        made = self.Operation.with_user(self.boss).create(values | empty)
        self.assertEqual((len(made.schedule_ids), len(made.source_ids)), (1, 1))

    def test_no_second_one(self):
        """V21: nobody adds a second one, to their operation or to another."""
        for part, field in zip(self.parts, ("schedule_ids", "source_ids"), strict=True):
            for add in (
                lambda field=field: self.people.with_user(self.boss).write(
                    {field: [Command.create({})]}
                ),
                lambda part=part: part.with_user(self.boss).create(
                    {"operation_id": self.standard.id}
                ),
            ):
                with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
                    add()

    def test_it_stays(self):
        """V21: nobody takes one away, or gives it to another operation."""
        other = self.standard.with_user(self.boss).copy({"name": "Other"})
        for part in self.parts:
            field = "schedule_ids" if part == self.schedule else "source_ids"
            people = self.people.with_user(self.boss)
            for act in (
                lambda part=part: part.with_user(self.boss).unlink(),
                lambda part=part: part.with_user(self.boss).write({"operation_id": other.id}),
                lambda field=field, people=people: people.write({field: [Command.clear()]}),
                lambda field=field, part=part: other.write({field: [Command.link(part.id)]}),
            ):
                with self.assertRaises(AccessError):
                    act()

    def test_who_may_not_write(self):
        """V21: whoever may not schedule writes neither, also by way of an operation of theirs."""
        for user in (self.viewer, self.runner, self.only_management, self.only_sync):
            for part, values in zip(self.parts, ({"time": 7}, {"type": "folder"}), strict=True):
                with self.assertRaises(AccessError):
                    part.with_user(user).write(values)
        foreign = self.people.sudo().copy({"code": "t-foreign", "company_id": self.company_2.id})
        for operation in (self.standard, foreign):
            schedule, source = operation.schedule_ids, operation.source_ids
            for changes in (
                {"schedule_ids": [Command.update(schedule.id, {"time": 7.0})]},
                {"source_ids": [Command.update(source.id, {"filename": "x"})]},
            ):
                with self.assertRaises(AccessError):
                    self.people.with_user(self.boss).write(changes)
            for part in (schedule, source):
                with self.assertRaises(AccessError):
                    part.with_user(self.scheduler).write({"alias_contact": "followers"})

    def test_server_writes(self):
        """V21: what only the server writes is refused on the record, too, and as a default."""
        for part, values in (
            (self.schedule, {"asked_id": self.boss.id}),
            (self.schedule, {"took_file": True}),
            (self.schedule, {"pause_code": False}),
            (self.schedule, {"run_as_id": self.boss.id}),
            (self.source, {"alias_id": 1}),
        ):
            with self.assertRaises(AccessError, msg=values):
                part.with_user(self.boss).write(values)
            nested = {"based_on_id": self.standard.id, "name": "Mine"}
            field = "schedule_ids" if part == self.schedule else "source_ids"
            with self.assertRaises(AccessError, msg=values):
                self.Operation.with_user(self.boss).create(
                    nested | {field: [Command.create(values)]}
                )

    def test_runs_as_whoever_changes_it(self):
        """V12: whoever writes one of the two is the one it runs as; what was allowed goes with
        another source, and stays with another time."""
        for part, values in zip(self.parts, ({"time": 7}, {"filename": "x.csv"}), strict=True):
            self.watch()
            part.with_user(self.boss).write(values)
            self.assertEqual(self.schedule.run_as_id, self.boss)
        contacts = self.Operation._by_code("contact_operations").with_user(self.boss).copy()
        for part, left in ((contacts.schedule_ids, "delete"), (contacts.source_ids, False)):
            contacts.sudo().irreversible_allowed = "delete"
            part.write({"time": 7.0} if left else {"filename": "x.csv"})
            self.assertEqual(contacts.sudo().irreversible_allowed, left)

    def test_administrator_chooses_last(self):
        """V12: an administrator who changes an operation and says as whom it runs is obeyed."""
        admin = self.user("sync_part_admin", "base.group_system")
        self.watch(user=admin, run_as_id=self.scheduler.id, options={"records": "create"})
        self.assertEqual(self.schedule.run_as_id, self.scheduler)

    def test_source_and_schedule_go_together(self):
        """V12: written at once, whichever comes first, only what they are in the end counts."""
        for values in ({"type": "folder", "mode": "recurring"}, {"type": "upload", "mode": "none"}):
            for names in (("type", "mode"), ("mode", "type")):
                self.watch(**{name: values[name] for name in names})
                self.assertEqual((self.source.type, self.schedule.mode), tuple(values.values()))

    def test_address_follows_the_company(self):
        """V12: the address of an operation has the domain of its company."""
        domains = self.env["mail.alias.domain"].create(
            [{"name": "one.example.com"}, {"name": "two.example.com"}]
        )
        self.env.company.alias_domain_id, self.company_2.alias_domain_id = domains
        values = {
            "based_on_id": self.standard.id,
            "name": "Mailed",
            "company_id": self.company_2.id,
        }
        source = [Command.create({"type": "email", "alias_name": "t-mailed"})]
        made = self.Operation.create(values | {"source_ids": source})
        self.assertEqual(made.source_ids.alias_email, "t-mailed@two.example.com")
        made.company_id = self.env.company
        self.assertEqual(made.source_ids.alias_email, "t-mailed@one.example.com")

    def test_all_goes_with_the_operation(self):
        """V05: with an operation go its file and its address."""
        self.source.sudo().write({"file": b"eA==", "alias_name": "t-gone"})
        alias, file = self.source.alias_id, self.source._stored_file()
        self.people.with_user(self.boss).unlink()
        self.assertFalse((self.schedule | self.schedule).exists() or self.source.exists())
        self.assertFalse(alias.exists() or file.exists())
