from unittest.mock import patch

from lxml import etree

from odoo.tests import tagged

from ...models.contacts.usable_contacts import OFFERED
from ..common import work_at_once
from .common_files import ContactVerbCase


@tagged("post_install", "-at_install")
class TestKindContactFinal(ContactVerbCase):
    """S11 to S14: what is irreversible stays so, and what each of the verbs counts as a use."""

    by_mail = False

    def undo(self, job):
        job = job.with_user(job.create_uid)
        wizard = job.env["registration.import.wizard"].browse(job.action_undo()["res_id"])
        wizard.action_import()
        wizard.job_id._as_starter()._launch().exhaust()
        return wizard.job_id.sudo()

    # -- what is deleted stays deleted -----------------------------------------------------------

    def test_an_undo_brings_nothing_back_that_was_deleted(self):
        """S11: that a field is empty by now is not what an earlier UPDATE wrote, and nobody without
        the right Irreversible brings it back."""
        reached = {
            **{"street": "Quay 4", "email": "anna@example.com", "phone": "+41 22 555 01 11"},
            **{"contact_cellphone": "+41 79 555 01 11", "website": "http://example.com"},
        }
        self.anna.write(reached)
        address = self.anna.create(
            {"parent_id": self.anna.id, "type": "delivery", "street": "Quay 4"}
        )
        columns = {"LINE1": "=", "EMAIL1": "=", "TELEPHONE": "=", "CELLPHONE": "=", "WEB_SITE": "="}
        job = self.do(self.row("UPDATE", ROLE="Buyer", **columns), user=self.staff)
        self.assertEqual(job.updated, 1, job._result())
        self.do(self.row("DELETE"), confirm=1)
        undo = self.undo(job)
        self.assertEqual({code for _row, code in self.problems(undo)}, {"final_since"})
        self.assertEqual([self.anna[name] for name in reached], [False] * len(reached))
        self.assertFalse(self.anna.contact_role, "what nobody deleted is put back")
        self.assertFalse(address.street)

    def test_no_row_fills_a_deleted_contact_again(self):
        """S11: a row is refused that would, in words; a person may."""
        self.anna.email = "anna@example.com"
        self.do(self.row("DELETE"), confirm=1)
        for operation in ("UPDATE", "UPDATEACT"):
            for column, value in (("EMAIL1", "anna@example.com"), ("TOWN", "Chur")):
                code, message = self.problem(self.row(operation, **{column: value}))
                self.assertEqual(code, "deleted")
                self.assertIn("which no file brings back", message)
        self.assertEqual(self.do(self.row("UPDATE", ROLE="x", EMAIL1="=")).updated, 1)
        self.anna.email = "anna@example.com"
        self.assertEqual(self.do(self.row("UPDATE", TOWN="Chur")).updated, 1)

    def test_no_contact_person_fills_a_deleted_structure_again(self):
        """S11: whose address is the structure's."""
        self.academy.street = "Quay 4"
        self.do(self.row("DELETE", "0010"), confirm=1)
        relay = {"LASTNAME": "Ost", "STRUCT_NAME": "Academy"}
        self.assertEqual(self.problem(self.row("INSERT", "77", **relay, LINE1="x"))[0], "deleted")
        self.assertEqual(self.do(self.row("INSERT", "77", **relay)).created, 1)
        self.assertFalse(self.academy.street)

    def test_no_constituent_import_fills_it_again(self):
        """S11, V07: nor a file of constituents; what does not reach the contact is imported."""
        user = self.user(
            "both_sync",
            "registration_import.group_import_export_management,registration_import.group_sync_run",
        )
        self.anna.write({"email": "anna@example.com", "contact_member_id": "T-1"})
        self.do(self.row("DELETE"), confirm=1)
        for column, value, code in (
            ("PRIMARY_EMAIL", "anna@example.com", "deleted"),
            ("PHONE", "022 555 01 11", "deleted"),
            ("CITY", "Chur", "deleted"),
            ("FIRST_NAME", "Anne", None),
        ):
            job = self.import_rows(
                [["T-1", value]],
                user,
                header=["MEMBER_ID", column],
                operation="constituents",
                filename="people.csv",
            )
            self.assertEqual(self.problems(job), [(2, code)] if code else [], column)
        self.assertFalse(self.anna.email or self.anna.phone or self.anna.city)

    def test_nothing_is_written_of_the_anonymized(self):
        """S13, V08, V09: nor are they put into a group, or asked what they want."""
        roles = "group_import_export_management", "group_sync_run"
        user = self.user("both_sync", ",".join(f"registration_import.{role}" for role in roles))
        self.do(self.row("ANONYMIZE"), confirm=1)
        for operation, columns in (
            ("group_assignment", {"GROUP_NAME": "New"}),
            ("segmentation", {"INTEREST_NAME": "New", "INTEREST_OPT": "In"}),
            ("constituents", {"CITY": "Chur"}),
        ):
            job = self.import_rows(
                [[self.anna.id, *columns.values()]],
                user,
                header=["CONS_ID", *columns],
                operation=operation,
                filename="people.csv",
            )
            self.assertEqual(self.problems(job), [(2, "erased")], operation)
        self.assertFalse(self.anna.contact_group_ids or self.anna.city)

    # -- what DROP counts as a use ---------------------------------------------------------------

    def insert_twice(self):
        row = self.row("INSERT", "77", LASTNAME="Ost", EMAIL1="ost@example.com")
        self.do(row)
        self.do({**row, "CONTACT_NR": "78"})
        return self.find("77"), self.find("78")

    def test_our_own_tables_use_no_contact(self):
        """S14: a contact that was imported twice is dropped, although a download has held it back
        and the pair was decided."""
        first, second = self.insert_twice()
        pair = self.env["registration.import.duplicate"].create(
            {"contact_id": second.id, "match_id": first.id, "score": 90}
        )
        operation = self.Operation._by_code("constituent_download")
        run = self.env["registration.export.run"].create(
            {"name": "x.csv", "operation_id": operation.id, "state": "done"}
        )
        self.env["registration.export.deferred"].create(
            {
                **{"run_id": run.id, "operation_id": operation.id, "code": "unresolved_duplicate"},
                **{"model": "res.partner", "record_id": second.id},
            }
        )
        pair.state = "match"
        job = self.do(self.row("DROP", "78"), confirm=1)
        self.assertEqual(job.removed, 1, job._result())
        self.assertFalse(second.exists())
        self.assertTrue(first.exists())

    def test_none_of_our_ledgers_is_a_reference(self):
        """S14: whatever notes imports, downloads and comparisons."""
        references = self.env["registration.import.reference"]._to("res.partner")
        ours = {each.model for each in references if (each.model or "").startswith("registration")}
        self.assertFalse(ours)

    def test_who_was_imported_twice_is_undone(self):
        """D31: nor do they keep one from an undo."""
        row = self.row("INSERT", "77", LASTNAME="Ost", EMAIL1="ost@example.com")
        self.do(row)
        job = self.do({**row, "CONTACT_NR": "78"})
        self.env["registration.import.duplicate"].create(
            {"contact_id": self.find("78").id, "match_id": self.find("77").id, "score": 90}
        )
        self.assertEqual(self.undo(job).removed, 1)

    def test_who_a_later_import_has_changed_is_not_dropped(self):
        """S14: not modified since, by another import either; once that was undone, it is."""
        self.do(self.row("INSERT", "77", LASTNAME="Ost"))
        later = self.do(self.row("UPDATE", "77", ROLE="Buyer"))
        code, message = self.problem(self.row("DROP", "77"))
        self.assertEqual(code, "held")
        self.assertIn("by another import", message)
        self.undo(later)
        self.assertEqual(self.do(self.row("DROP", "77"), confirm=1).removed, 1)

    def test_sales_are_named_as_such(self):
        """S14: that it has sales is the reason, where it has."""
        self.do(self.row("INSERT", "77", LASTNAME="Ost"))
        self.sell(self.find("77"))
        code, message = self.problem(self.row("DROP", "77"))
        self.assertEqual(code, "has_sales")
        self.assertIn("has sales (1 × Registrations)", message)

    # -- what INVALIDATE counts as sales ---------------------------------------------------------

    def test_sales_of_the_people_of_a_structure(self):
        """S12, D16: a structure with a relay that has sales is not made invalid."""
        relay = self.contact("Relay", self.opera, parent_id=self.academy.id)
        self.sell(relay)
        self.assertEqual(self.problem(self.row("INVALIDATE", "0010"))[0], "has_sales")
        self.assertEqual(self.do(self.row("DELETE", "0010"), confirm=None).failing, 0)

    def test_a_sale_counts_once_in_whatever_field(self):
        """S12, D16: as invoice or delivery address; of what is installed."""
        erasure = self.env["contact.erasure"]
        fields = {(model, field) for model, field, _domain, _label in erasure._sales_sources()}
        for model, field in (
            *(("sale.order", name) for name in ("partner_invoice_id", "partner_shipping_id")),
            ("account.move", "partner_shipping_id"),
        ):
            self.assertIn((model, field), fields)
        sources = [
            ("event.event", "address_id", [], "Venues"),
            ("event.event", "organizer_id", [], "Venues"),
        ]
        self.patch(type(erasure), "_sales_sources", lambda _self: sources)
        venue = {"name": "x", "date_begin": "2030-01-01", "date_end": "2030-01-02"}
        self.env["event.event"].create(
            [
                {**venue, "address_id": self.anna.id, "organizer_id": self.anna.id},
                {**venue, "address_id": self.ben.id, "organizer_id": self.anna.id},
            ]
        )
        found = erasure._sales_of(self.anna + self.ben)
        self.assertEqual(found, {self.anna.id: {"Venues": 2}, self.ben.id: {"Venues": 1}})

    def test_invalid_contacts_are_not_offered(self):
        """S12, S13: not for new registrations, orders and invoices, of what is installed."""
        for model, names in OFFERED.items():
            if model not in self.env:
                continue
            for view_type in ("form", "list"):
                arch = etree.fromstring(self.env[model].get_view(view_type=view_type)["arch"])
                for name in names:
                    nodes = arch.xpath(f"//field[@name='{name}'][not(ancestor::field)]")
                    domains = [node.get("domain") or "" for node in nodes]
                    self.assertTrue(
                        all("'contact_invalid_reason', '=', False" in each for each in domains),
                        (model, name, domains),
                    )
                    self.assertTrue(nodes or view_type == "list", (model, name))
        arch = self.env["event.registration"].get_view(view_type="search")["arch"]
        self.assertNotIn("contact_invalid_reason", arch)
        self.do(self.row("INVALIDATE"))
        self.do(self.row("ANONYMIZE", "0003", ORGANIZATION="*"), confirm=1)
        offered = self.Partner.search([("contact_invalid_reason", "=", False)])
        self.assertFalse(offered & (self.anna + self.carl))
        self.assertIn(self.ben, offered)

    # -- others ----------------------------------------------------------------------------------

    def test_who_seems_to_be_there_is_told(self):
        """S08: of an INSERT, by the likeness that duplicates have; the row is imported."""
        self.anna.email = "anna@example.com"
        row = {"FIRSTNAME": "Anna", "LASTNAME": "Lee", "EMAIL1": "anna@example.com"}
        rows = [self.row("INSERT", "77", **row), self.row("INSERT", "78", LASTNAME="Someone")]
        rows.append(self.row("INSERT", "79", **row))
        for arguments in ({"validate_only": True}, {}):
            job = self.do(*rows, **arguments)
            self.assertEqual(job.created, 3, job._result())
            self.assertEqual(self.problems(job), [(2, "seems_there"), (4, "seems_there")])
        message = job._result()["errors"][0]["message"]
        self.assertIn("The contact 0001 seems to be the same (likeness 75 of 100)", message)

    def test_who_seems_to_be_there_is_looked_for_once(self):
        """S08: by the validation, and told by the run that follows it."""
        self.anna.email = "anna@example.com"
        row = {"FIRSTNAME": "Anna", "LASTNAME": "Lee", "EMAIL1": "anna@example.com"}
        job = self.do(self.row("INSERT", "77", **row), validate_only=True).with_user(self.lead)
        previewed = job._assembly().preview(5)
        self.assertEqual([each.code for each in previewed[0].all_problems()], ["seems_there"])
        kind = self.env.registry["registration.import.kind.contact_operations"]
        with patch.object(kind, "_alike", side_effect=AssertionError("looked for twice")):
            job.action_import()
            work_at_once(job)
        self.assertEqual((job.state, job.created), ("done", 1))
        self.assertEqual(self.problems(job), [(2, "seems_there")])

    def test_whom_one_does_not_see_is_not_told(self):
        """D12: somebody of another institution."""
        self.dora.email = "dora@example.com"
        row = {"FIRSTNAME": "Dora", "LASTNAME": "Kim", "EMAIL1": "dora@example.com"}
        self.assertEqual(self.problems(self.do(self.row("INSERT", "77", **row))), [])

    def test_a_delete_with_an_equals_sign_says_what_it_did(self):
        """S02, S11: = names no value, so all of them stay."""
        self.anna.contact_authorization_ids = self.mailing
        self.anna.phone = "118"
        job = self.do(self.row("DELETE", AUTHORIZATION="="), confirm=1)
        self.assertEqual((job.removed, self.problems(job)), (1, [(2, "nothing_named")]))
        self.assertEqual(self.anna.contact_authorization_ids, self.mailing)

    def test_the_email_of_a_user_is_kept(self):
        """F2: what Odoo would refuse is said by the validation; nobody loses a login."""
        partners = self.staff.partner_id + self.lead.partner_id + self.lake.partner_id
        for number, partner in enumerate(partners, 900):
            partner.write({"company_id": self.lake.id, "contact_nr": str(number)})
        for number, column, code in (
            ("900", "EMAIL1", "protected_yourself"),
            ("901", "EMAIL1", "protected_internal"),
            ("901", "ROLE", "protected_internal"),
            ("902", "EMAIL1", "protected_company"),
            ("900", "ROLE", None),
            ("902", "ROLE", None),
        ):
            row = self.row("UPDATE", number, ORGANIZATION="*", **{column: "new@example.com"})
            for arguments in ({"validate_only": True}, {}):
                job = self.do(row, user=self.staff, **arguments)
                self.assertEqual(self.problems(job), [(2, code)] if code else [], (number, column))
        self.assertNotIn("new@example.com", partners.mapped("email"))
