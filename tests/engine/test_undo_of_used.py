from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import SAMPLE
from ..contacts.common_files import ContactFileCase
from ..cross_references.test_kind_cross_references import KindReferencesCase
from ..qualifications.common_kind import KindCase
from ..sync.common import HubCase
from .common_undo_use import UseCase


@tagged("post_install", "-at_install")
class TestUndoOfUsedRecords(UseCase):
    """D31: an undo keeps what was used since, and says so before."""

    def test_session_instances(self):
        """D31: of session instances."""
        job = self.import_rows(SAMPLE[:1])
        line = self.dora.agenda_line_ids
        self.assertKept(job, line, self.ways(line))


@tagged("post_install", "-at_install")
class TestUndoOfUsedQualifications(UseCase, KindCase):
    def test_qualifications(self):
        """D31: of qualifications."""
        job = self.load(("100/1234/5", "1000000043", "Exempt"))
        enrolment = self.Enrolment.search([("status", "=", "exempt")])
        self.assertKept(job, enrolment, self.ways(enrolment))


@tagged("post_install", "-at_install")
class TestUndoOfUsedContacts(UseCase, ContactFileCase):
    ROW = {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost"}

    def test_contact_operations(self):
        """D31: of contact operations."""
        job = self.load(self.ROW)
        ost = self.find("77")
        self.assertKept(job, ost, self.ways(ost) | self.of_contacts(ost))

    def test_what_the_system_notes_is_no_use(self):
        """D31: that a record was made, and that whoever made it follows it."""
        operation = self.env.ref("registration_import.operation_contact_operations")
        operation.write({"track_changes": True, "send_mails": True})
        job = self.load(self.ROW)
        self.assertTrue(self.find("77").message_ids and self.find("77").message_follower_ids)
        self.assertEqual(self.undo(job).removed, 1)

    def test_parts_of_a_contact(self):
        """D31: an address that is used keeps its contact, and this its address."""
        job = self.load({**self.ROW, "LINE1": "x", "ADDR_TYPE": "MS", "ADMIN_NUMBER": "A=1"})
        address = self.find("77").child_ids
        self.assertKept(job, address, self.ways(address))
        self.assertFalse(self.find("77"))

    def test_a_structure_and_its_people(self):
        """D31: who stays keeps the structure, in whatever rows and batches they came."""
        house = {"STRUCT_NAME": "House"}
        rows = [{**self.ROW, **house}, {**self.ROW, **house, "CONTACT_NR": "78"}]
        for sizes in ((100, 100), (1, 1)):
            with self.env.cr.savepoint() as savepoint, self.in_batches(*sizes):
                job = self.load(*rows)
                self.find("78").message_post(body="called")
                wizard = self.plan_undo(job)
                self.assertEqual(wizard.job_id.sudo().skipped, 2)
                self.assertEqual(
                    self.problems(wizard.job_id), [(3, "used_since"), (2, "used_since")]
                )
                savepoint.rollback()
            self.env.invalidate_all()

    def test_used_between_the_plan_and_the_run(self):
        """D31: the run looks once more."""
        job = self.load(self.ROW)
        wizard = self.plan_undo(job)
        self.assertEqual(self.problems(wizard.job_id), [])
        self.find("77").message_post(body="called")
        undo = self.go(wizard)
        self.assertEqual((undo.skipped, self.problems(undo)), (1, [(2, "used_since")]))
        self.assertTrue(self.find("77"))

    def test_a_retry_is_part_of_the_import(self):
        """D31: rows that a retry has imported go with the import, and use nothing of it; what
        somebody has added since stays."""
        house = {"STRUCT_NAME": "House", "CRITERION": ""}
        late = {**self.ROW, **house, "CONTACT_NR": "78", "CRITERION": "T-LATE=1"}
        first = self.load({**self.ROW, **house}, late, {**self.ROW, "CONTACT_NR": "79"})
        self.assertEqual((first.created, first.invalid), (2, 1))
        self.env["contact.criterion"].create(self.criterion("T-LATE", "both", ["1"]))
        retry = first.with_user(self.staff)._copies().retry()
        retry.action_validate()
        retry.action_import()
        retry._as_starter()._launch().exhaust()
        relay, school = self.find("78"), self.find("77").parent_id
        self.assertEqual(relay.parent_id, school)
        with self.env.cr.savepoint() as savepoint:
            undo = self.undo(first)
            self.assertEqual((undo.total, undo.removed, undo.failing), (3, 3, 0), undo._result())
            self.assertFalse((relay + school + self.find("77")).exists())
            with self.refused("undone already", UserError):
                self.plan_undo(retry)
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(self.undo(retry).removed, 1)
        undo = self.undo(first)
        self.assertEqual((undo.total, undo.removed), (2, 2))

    def test_another_import_has_changed_it(self):
        """D31: a contact that another import has changed since is shared, and left; once that was
        undone, it goes."""
        job = self.load(self.ROW)
        later = self.load({"CONTACT_NR": "77", "TELEPHONE": "+41225550101"})
        with self.env.cr.savepoint() as savepoint:
            wizard = self.plan_undo(job)
            self.assertEqual(self.problems(wizard.job_id), [(2, "used_since")])
            savepoint.rollback()
        self.env.invalidate_all()
        self.undo(later)
        self.assertEqual(self.undo(job).removed, 1)

    def test_changed_by_hand_in_another_field(self):
        """D31: a value that somebody has typed since, where the import wrote none."""
        job = self.load(self.ROW)
        ost = self.find("77")
        ost.contact_role = "Buyer"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date + interval '1 second' WHERE id = %s",
            [ost.id],
        )
        wizard = self.plan_undo(job)
        self.assertEqual(self.problems(wizard.job_id), [(2, "used_since")])

    def test_an_old_structure_is_gone(self):
        """D31: a structure that was deleted since is not put back."""
        self.anna.parent_id = self.academy
        job = self.load({"CONTACT_NR": "0001", "STRUCT_NAME": "New School", "ROLE": "x"})
        self.academy.unlink()
        undo = self.undo(job)
        self.assertEqual(undo.failing, 0, undo._result())
        self.assertIn((2, "value_gone"), self.problems(undo))
        self.assertEqual((self.anna.parent_id.name, self.anna.contact_role), ("New School", False))


@tagged("post_install", "-at_install")
class TestUndoOfUsedConstituents(UseCase, HubCase):
    NEW = {"MEMBER_ID": "N1", "LAST_NAME": "New", "GROUP_NAME": "New Group"}

    def test_constituents(self):
        """D31: of constituents; groups of a later import count."""
        job = self.load({**self.NEW, "GROUP_NAME": ""}, operation="constituents")
        new = self.env["res.partner"].search([("contact_member_id", "=", "N1")])
        ways = self.ways(new) | self.of_contacts(new)
        ways["later import"] = lambda: self.load(
            {"MEMBER_ID": "N1", "GROUP_ID": "T-001"}, operation="group_assignment"
        )
        self.assertKept(job, new, ways)

    def test_a_new_group_of_constituents(self):
        """D31: a group stays with whoever has joined since; the new contacts go."""
        job = self.load(self.NEW, {**self.NEW, "MEMBER_ID": "N2"}, operation="constituents")
        group = self.Group.search([("name", "=", "New Group")])
        new = group.member_ids
        group.member_ids += self.ada
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.failing), (2, 0), undo._result())
        self.assertEqual(self.problems(undo), [(2, "used_since")])
        self.assertFalse(new.exists())
        self.assertEqual(group.member_ids, self.ada)

    def test_group_assignment(self):
        """D31: of group assignments: a group that they made."""
        rows = [{"MEMBER_ID": "00123", "GROUP_NAME": "New Group"}]
        rows.append({"MEMBER_ID": "00124", "GROUP_NAME": "New Group"})
        job = self.load(*rows, operation="group_assignment")
        group = self.Group.search([("name", "=", "New Group")])
        ways = self.ways(group)
        ways["member"] = lambda: group.write({"member_ids": [Command.link(self.cyd.id)]})
        ways["center"] = lambda: self.river.write({"group_id": group.id})
        ways["later import"] = lambda: self.load(
            {"PRIMARY_EMAIL": "cyd@example.com", "GROUP_NAME": "New Group"},
            operation="group_assignment",
        )
        ways["a member in another group"] = lambda: self.donors.write(
            {"member_ids": [Command.link(self.bob.id)]}
        )
        self.assertKept(job, group, ways)
        self.assertFalse(self.ada.contact_group_ids + self.bob.contact_group_ids)

    def test_segmentation(self):
        """D31: of segmentations: an interest that they made, with its groups."""
        row = {"MEMBER_ID": "00123", "INTEREST_NAME": "New Interest", "INTEREST_OPT": "In"}
        job = self.load(row, {**row, "INTEREST_OPT": "Out"}, operation="segmentation")
        interest = self.Interest.search([("name", "=", "New Interest")])
        ways = self.ways(interest)
        for name in ("opt_in_group_id", "opt_out_group_id"):
            ways[name] = lambda name=name: interest[name].write(
                {"member_ids": [Command.link(self.bob.id)]}
            )
        self.assertKept(job, interest, ways)

    def test_across_chunks(self):
        """D31: the plan says what the run does, in batches of any size."""
        rows = [{**self.NEW, "MEMBER_ID": f"N{n}"} for n in range(6)]
        for sizes in ((100, 100), (1, 1), (1, 100), (2, 3)):
            with self.env.cr.savepoint() as savepoint, self.in_batches(*sizes):
                job = self.load(*rows, operation="constituents")
                wizard = self.plan_undo(job)
                self.assertEqual(self.problems(wizard.job_id), [])
                undo = self.go(wizard)
                self.assertEqual((undo.removed, self.problems(undo)), (6, []))
                self.assertFalse(self.Group.search([("name", "=", "New Group")]))
                savepoint.rollback()
            self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestUndoOfUsedCrossReferences(UseCase, KindReferencesCase):
    def test_cross_references(self):
        """D31: of cross-references."""
        job = self.load_rows(("T-OFF", "group", "G9", "T-001"))
        made = self.Reference.search([("theirs", "=", "G9")])
        self.assertKept(job, made, self.ways(made))
