from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import IMPORT, IRREVERSIBLE
from .test_kind_contact_operations import KindCase

KIND = (
    "odoo.addons.registration_import.models.contacts.kind_contact_operations"
    ".ImportKindContactOperations._is_large"
)


class VerbCase(KindCase):
    """Files that delete, invalidate, anonymize and drop, started by who may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch(KIND, lambda *_args: False))

    def do(self, *rows, confirm=None, user=None, **arguments):
        """The job after these rows; ``confirm`` is the number of irreversible ones."""
        options = {"confirm": confirm} if confirm else {}
        return self.load(*rows, user=user or self.lead, options=options, **arguments)

    def row(self, operation, number="0001", **columns):
        return {"OPERATION": operation, "CONTACT_NR": number, **columns}

    def refusal(self, *rows, **arguments):
        """Code and message of the one error of the last row; nothing else is wrong."""
        job = self.do(*rows, **arguments)
        errors = [each for each in job._result()["errors"] if each["level"] == "error"]
        self.assertEqual((job.state, len(errors)), ("done", 1), job._result())
        return errors[0]["code"], errors[0]["message"]

    def sell(self, partner):
        """Something that counts as a sale."""
        event = self.env["event.event"].create(
            {"name": "Ball", "date_begin": "2030-01-01", "date_end": "2030-01-02"}
        )
        return self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": partner.id, "name": "x"}
        )


@tagged("post_install", "-at_install")
class TestKindContactVerbs(VerbCase):
    """S11 to S14: each operation does what it says, and no more."""

    def rich_anna(self):
        self.anna.write(
            {
                **{"street": "Quay 4", "city": "Chur", "phone": "+41 22 555 01 11"},
                **{"email": "anna@example.com", "contact_role": "Buyer"},
                "contact_criterion_value_ids": [
                    (
                        6,
                        0,
                        (self.value(self.source, "PRESS") + self.value(self.interest, "DANCE")).ids,
                    )
                ],
                "contact_authorization_ids": [(6, 0, (self.mailing + self.sharing).ids)],
            }
        )
        return self.anna

    def test_delete(self):
        """S11: address and means of communication go; the name, the role and the sales stay, and
        of criteria and authorizations only what the row names goes."""
        anna = self.rich_anna()
        sale = self.sell(anna)
        named = {"CRITERION": "T-SOURCE=PRESS", "AUTHORIZATION:T-MAIL": "x"}
        job = self.do(self.row("DELETE", **named), confirm=1)
        self.assertEqual((job.removed, job.failing), (1, 0), job._result())
        self.assertRecordValues(
            anna,
            [
                {
                    **{"name": "Anna Lee", "street": False, "city": False, "phone": False},
                    **{"email": False, "contact_role": "Buyer", "contact_nr": "0001"},
                    "contact_criterion_value_ids": self.value(self.interest, "DANCE").ids,
                    "contact_authorization_ids": self.sharing.ids,
                }
            ],
        )
        self.assertEqual(sale.partner_id, anna)

    def test_delete_ends_the_login(self):
        """S11: a portal user cannot log in any more."""
        portal = self.user("portal_anna", "base.group_portal", self.opera)
        portal.partner_id.write({"company_id": self.opera.id, "contact_nr": "0500"})
        self.assertEqual(self.do(self.row("DELETE", "0500"), confirm=1).removed, 1)
        self.assertFalse(portal.active)

    def test_delete_names_what_is_unknown(self):
        """S04, S11: an unknown criterion is an error of the row, and nothing is deleted."""
        anna = self.rich_anna()
        for columns, code in (
            ({"CRITERION": "NONE=X"}, "unknown_criterion"),
            ({"CRITERION": "T-SOURCE=NOBODY"}, "unknown_criterion_value"),
            ({"AUTHORIZATION": "NONE=1"}, "unknown_authorization"),
        ):
            self.assertEqual(self.refusal(self.row("DELETE", **columns))[0], code)
        self.assertTrue(anna.street)

    def test_invalidate(self):
        """S12: marked with the reason, everything else intact; no confirmation is needed."""
        anna = self.rich_anna()
        job = self.do(self.row("INVALIDATE"), user=self.staff)
        self.assertEqual(job.updated, 1, job._result())
        self.assertEqual(anna.contact_invalid_reason, "account_deleted")
        self.assertTrue(anna.active and anna.street and anna.contact_authorization_ids)

    def test_invalidate_with_sales(self):
        """S12: a contact with sales is refused, and the message names them."""
        self.sell(self.anna)
        code, message = self.refusal(self.row("INVALIDATE"), user=self.staff)
        self.assertEqual(code, "has_sales")
        self.assertIn("1 ×", message)
        self.assertFalse(self.anna.contact_invalid_reason)

    def test_anonymize(self):
        """S13: also with sales, which stay; the name and all the rest go."""
        anna = self.rich_anna()
        sale = self.sell(anna)
        job = self.do(self.row("ANONYMIZE"), confirm=1)
        self.assertEqual((job.removed, job.failing), (1, 0), job._result())
        self.assertEqual((anna.name, anna.contact_invalid_reason), ("XXXXXXXX", "account_deleted"))
        self.assertIn("Contact anonymized", anna.contact_remark or str(anna.comment))
        self.assertFalse(anna.email or anna.street or anna.contact_criterion_value_ids)
        self.assertEqual(sale.partner_id, anna)
        entry = self.env["contact.erasure.register"].search([("contact", "=", anna.id)])
        self.assertEqual(len(entry), 1)

    def test_file_named_after_a_person(self):
        """S13: a file named after the person is renamed, with its report; others keep theirs."""
        self.anna.name = "Vrnmkl Lee"
        named = self.do(self.row("UPDATE", ROLE="Buyer"), filename="Vrnmkl changes.csv")
        other = self.do(self.row("UPDATE", ROLE="Seller"), filename="november.csv")
        self.assertIn("Vrnmkl", named.mail_id.subject)
        last = self.do(self.row("ANONYMIZE"), confirm=1, filename="erase VRNMKL.csv")
        self.assertEqual(
            (named.name, last.name), (f"import-{named.id}.csv", f"import-{last.id}.csv")
        )
        self.assertEqual(other.name, "november.csv")
        self.assertNotIn("rnmkl", (named.mail_id.subject + last.mail_id.subject).lower())

    def test_anonymized_are_not_brought_back(self):
        """F11: neither number nor e-mail brings an anonymized person back."""
        self.rich_anna()
        self.do(self.row("ANONYMIZE"), confirm=1)
        for row in (
            self.row("UPDATE", LASTNAME="Lee"),
            self.row("UPDATEACT", LASTNAME="Lee"),
            self.row("INSERT", "77", LASTNAME="Lee", EMAIL1="Anna@Example.com"),
            self.row("UPDATE", "0003", EMAIL1="anna@example.com"),
        ):
            code, message = self.refusal(row)
            self.assertEqual(code, "erased", row)
            self.assertIn("was anonymized on", message)
        self.assertEqual(self.anna.name, "XXXXXXXX")

    def test_drop(self):
        """S14: what an import has just made, and nobody touched, leaves for ever."""
        self.do(self.row("INSERT", "77", LASTNAME="Mistake", LINE1="Street 1"))
        self.assertEqual(self.do(self.row("DROP", "77"), confirm=1).removed, 1)
        self.assertFalse(self.find("77"))

    def test_drop_refused(self):
        """S14: not what no import made, nor what is used; the message names what holds it."""
        code, message = self.refusal(self.row("DROP"))
        self.assertEqual(code, "held")
        self.assertIn("no import has made it", message)
        self.do(self.row("INSERT", "77", LASTNAME="Ost"))
        self.sell(self.find("77"))
        code, message = self.refusal(self.row("DROP", "77"))
        self.assertEqual(code, "held")
        self.assertRegex(message, "1 × .*[Rr]egistration")
        self.assertTrue(self.find("77"))

    def test_protected(self):
        """Issue: nobody's own contact, no company's, no internal user's."""
        lead = self.user("lead_of_opera", IRREVERSIBLE, self.opera)
        other = self.user("staff_of_opera", IMPORT, self.opera)
        lead.partner_id.write({"company_id": self.opera.id, "contact_nr": "0500"})
        other.partner_id.write({"company_id": self.opera.id, "contact_nr": "0501"})
        self.opera.partner_id.write({"company_id": self.opera.id, "contact_nr": "0502"})
        for number, code in (
            ("0500", "protected_yourself"),
            ("0501", "protected_internal"),
            ("0502", "protected_company"),
        ):
            for operation in ("DELETE", "ANONYMIZE", "DROP", "INVALIDATE"):
                with self.subTest(number=number, operation=operation):
                    self.assertEqual(self.refusal(self.row(operation, number), user=lead)[0], code)

    def test_only_the_owners(self):
        """D12: another owner's contact is not found, in the same words as none at all."""
        for operation in ("DELETE", "INVALIDATE", "ANONYMIZE", "DROP"):
            theirs = self.refusal(self.row(operation, "0002"))
            self.assertEqual(theirs[0], "unknown_contact")
            self.assertEqual(theirs, self.refusal(self.row(operation, "9999")))
        job = self.do(self.row("INVALIDATE", "0002", ORGANIZATION="*"))
        self.assertEqual(job.updated, 1)

    def test_same_file_twice(self):
        """Issue: the second time nothing changes."""
        self.do(self.row("INSERT", "77", LASTNAME="Mistake"))
        self.ben.company_id = self.carl.company_id = self.opera
        self.rich_anna()
        rows = [
            self.row("DELETE"),
            self.row("ANONYMIZE", "0002"),
            self.row("INVALIDATE", "0003"),
            self.row("DROP", "77"),
        ]
        first = self.do(*rows, confirm=3)
        self.assertEqual((first.removed, first.updated), (3, 1), first._result())
        again = self.do(*rows)
        self.assertEqual((again.unchanged, again.invalid), (3, 1), again._result())
        self.assertAccounted(again)

    def test_order(self):
        """Issue: rows apply in the order of the file, in pieces of any size."""
        rows = [
            self.row("INSERT", "77", LASTNAME="Ost", EMAIL1="ost@example.com"),
            self.row("UPDATE", "77", ROLE="Buyer"),
            self.row("DROP", "77"),
            self.row("INSERT", "77", LASTNAME="West"),
            self.row("ANONYMIZE", "77"),
            self.row("UPDATE", "77", ROLE="Seller"),
            self.row("ANONYMIZE", "77"),
        ]
        for sizes in ((100, 100), (1, 100), (2, 3)):
            with self.subTest(sizes=sizes), self.env.cr.savepoint() as savepoint:
                with self.in_batches(*sizes):
                    planned = self.do(*rows, validate_only=True)
                    job = self.do(*rows, confirm=2)
                outcomes = ["created", "updated", "removed", "created", "removed", "invalid"]
                self.assertEqual(list(self.outcomes(job).values()), [*outcomes, "unchanged"])
                self.assertEqual(planned._counts(), job._counts())
                self.assertEqual(planned.irreversible, {"anonymize": 1, "drop": 1})
                savepoint.rollback()

    def test_delete_then_update(self):
        """Issue: what a later row of the file sets after a DELETE is set, and seen so before."""
        self.rich_anna()
        rows = [self.row("DELETE"), self.row("UPDATE", LINE1="Quay 4", TELEPHONE="022 555 01 11")]
        planned = self.do(*rows, validate_only=True)
        job = self.do(*rows, confirm=1)
        self.assertEqual((job.removed, job.updated), (1, 1), job._result())
        self.assertEqual(planned._counts(), job._counts())
        self.assertEqual((self.anna.street, self.anna.city), ("Quay 4", False))

    def test_validation_writes_nothing(self):
        """Issue: a validation with every operation changes nothing."""
        self.rich_anna()
        rows = [self.row(name) for name in ("INVALIDATE", "DELETE", "ANONYMIZE")]
        with self.assertNothingWritten(ir_attachment=1):
            job = self.do(*rows, validate_only=True)
        self.assertEqual(
            (job.state, job.irreversible), ("validated", {"anonymize": 1, "delete": 1})
        )

    def test_no_query_per_row(self):
        """Issue: what stands in the way of hundreds of rows is found as for one."""
        self.do(*[self.row("INSERT", f"5{n}", LASTNAME=f"Many {n}") for n in range(40)])
        for operation in ("DELETE", "INVALIDATE", "ANONYMIZE", "DROP"):
            counts = []
            for numbers in (range(2), range(40)):
                rows = [self.row(operation, f"5{n}") for n in numbers]
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.do(*rows, validate_only=True)
                counts.append(self.env.cr.sql_log_count - before)
            self.assertLess(counts[1] - counts[0], 10, operation)


@tagged("post_install", "-at_install")
class TestKindContactVerbsSafety(KindCase):
    """D15: the right, the number, the second person, the schedule, the way back."""

    ROWS = ({"OPERATION": "ANONYMIZE", "CONTACT_NR": "0001"},)

    def test_right(self):
        """D15: who may only import is refused as soon as the plan is known, with the count."""
        job = self.load(*self.ROWS, user=self.staff, options={"confirm": 1})
        self.assertEqual((job.state, job.code), ("refused", "not_authorised"))
        self.assertIn("Irreversible", job.message)
        self.assertEqual(self.anna.name, "Anna Lee")

    def test_right_of_a_person(self):
        """F2: on the screen the report tells what it is, and the click is refused."""
        job = self.load(*self.ROWS, user=self.staff, validate_only=True).with_user(self.staff)
        self.assertEqual(job.irreversible_text, "Anonymize 1")
        with self.assertRaisesRegex(AccessError, "Irreversible"):
            job.action_import(confirm=1)

    def test_number(self):
        """D15: the number of contacts is typed; the text names what each of them is."""
        rows = [
            {"OPERATION": "ANONYMIZE", "CONTACT_NR": "0001"},
            {"OPERATION": "DELETE", "CONTACT_NR": "0003", "ORGANIZATION": "*", "EMAIL1": ""},
        ]
        self.carl.email = "carl@example.com"
        job = self.load(*rows, user=self.lead, validate_only=True).with_user(self.lead)
        self.assertEqual(job.irreversible_text, "Anonymize 1, Delete 1")

    def test_share_of_the_institution(self):
        """D15: above 5 % of the institution's contacts, or 100, a second person is asked."""
        kind = self.env["registration.import.kind.contact_operations"]
        self.assertTrue(kind._is_large({self.lake.id: 1}))
        self.Partner.create(
            [{"name": "x", "company_id": self.opera.id, "contact_nr": f"9{n}"} for n in range(36)]
        )
        self.assertFalse(kind._is_large({self.lake.id: 2}))
        self.assertTrue(kind._is_large({self.lake.id: 3}))
        self.env["ir.config_parameter"].set_param("registration_import.irreversible_percent", "50")
        self.assertFalse(kind._is_large({self.lake.id: 3}))
        self.env["ir.config_parameter"].set_param("registration_import.irreversible_contacts", "2")
        self.assertTrue(kind._is_large({self.lake.id: 3}))

    def test_second_person(self):
        """D15: another person with the right lets it run; one without cannot even see it."""
        other = self.user("contact_second", IRREVERSIBLE)
        job = self.load(*self.ROWS, user=self.lead, options={"confirm": 1})
        self.assertEqual(job.state, "waiting", job._result())
        jobs = self.env["registration.import.job"].with_user(self.staff)
        self.assertNotIn(job.id, jobs.search([]).ids)
        kind = self.env["registration.import.kind.contact_operations"]
        self.assertIn(other, kind._approvers(job.company_id))
        self.assertNotIn(self.staff, kind._approvers(job.company_id))
        job.with_user(other).with_context(allowed_company_ids=self.companies.ids).action_approve()
        job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, self.anna.name), ("done", "XXXXXXXX"))

    def test_another_contact_than_confirmed(self):
        """D15: the number stands for these very contacts, not for as many others."""
        with patch(KIND, lambda *_args: False):
            job = self.load(*self.ROWS, user=self.lead, validate_only=True).with_user(self.lead)
            job.action_import(confirm=1)
            self.anna.contact_nr = False
            self.env.flush_all()
            self.ben.write({"contact_nr": "0001", "company_id": self.opera.id})
            job._as_starter()._launch().exhaust()
        self.assertEqual((job.state, job.code), ("refused", "more_than_confirmed"))
        self.assertEqual((self.anna.name, self.ben.name), ("Anna Lee", "Ben Ray"))

    def test_rows_are_the_starters(self):
        """D12: who is asked to approve sees the plan, not the cells of other institutions."""
        other = self.user("contact_second", IRREVERSIBLE)
        job = self.load(*self.ROWS, user=self.lead, options={"confirm": 1})
        seen = job.with_user(other).with_context(allowed_company_ids=self.companies.ids)
        self.assertEqual(seen.irreversible_text, "Anonymize 1")
        rows = seen.env["registration.import.row"].search([("job_id", "=", job.id)])
        self.assertFalse(rows)

    def test_allowed_by_name(self):
        """D15: a scheduled run does what its operation allows by name, and nothing else."""
        operation = self.env.ref("registration_import.operation_contact_operations")
        operation.irreversible_allowed = "DELETE"
        job = self.load(*self.ROWS, user=self.lead)
        self.assertEqual((job.state, job.code), ("refused", "not_confirmed"))
        self.assertIn("ANONYMIZE 1", job.message)
        operation.irreversible_allowed = "DELETE, ANONYMIZE"
        self.assertEqual(self.load(*self.ROWS, user=self.lead).state, "waiting")

    def test_undo(self):
        """Issue: INSERT, UPDATE and INVALIDATE are undone, criteria and numbers with them; what
        was anonymized is not."""
        self.anna.contact_criterion_value_ids = self.value(self.source, "FRIEND")
        rows = [
            {
                **{"OPERATION": "UPDATE", "CONTACT_NR": "0001", "ROLE": "Buyer"},
                **{"CRITERION": "T-SOURCE=PRESS", "AUTHORIZATION": "T-MAIL=1"},
                **{"ADMIN_NUMBER": "AHV=756.1", "LINE1": "Quay 4"},
            },
            {"OPERATION": "INVALIDATE", "CONTACT_NR": "0003", "ORGANIZATION": "*"},
            {"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost", "LINE1": "x"},
        ]
        job = self.load(*rows, user=self.lead).with_user(self.lead)
        self.assertEqual((job.created, job.updated), (1, 2), job._result())
        self.assertEqual(self.anna.contact_admin_number_ids.value, "756.1")
        job.action_undo()
        undo = job.sudo().undo_ids.with_user(self.lead)
        undo.action_import()
        undo._as_starter()._launch().exhaust()
        self.assertEqual((undo.removed, undo.updated), (1, 2), undo._result())
        self.assertFalse(self.find("77"))
        self.assertFalse(self.carl.contact_invalid_reason)
        self.assertFalse(self.anna.contact_role or self.anna.street)
        self.assertFalse(self.anna.contact_admin_number_ids or self.anna.contact_authorization_ids)
        self.assertEqual(self.anna.contact_criterion_value_ids, self.value(self.source, "FRIEND"))

    def test_undo_of_a_new_structure(self):
        """Issue: a person who was put into a structure that the row made is as before, and the
        structure is gone, with its addresses; a new person with a new structure goes with it."""
        rows = [
            {"CONTACT_NR": "0001", "STRUCT_NAME": "New School", "LINE1": "Quay 1"},
            {
                **{"OPERATION": "INSERT", "CONTACT_NR": "77", "LASTNAME": "Ost"},
                **{"STRUCT_NAME": "Other School", "ADDR_TYPE": "MSB", "LINE1": "Quay 2"},
            },
        ]
        job = self.load(*rows, user=self.lead).with_user(self.lead)
        self.assertEqual((job.created, job.updated), (1, 1), job._result())
        self.assertEqual(self.anna.parent_id.name, "New School")
        job.action_undo()
        undo = job.sudo().undo_ids.with_user(self.lead)
        undo.action_import()
        undo._as_starter()._launch().exhaust()
        self.assertEqual(undo.failing, 0, undo._result())
        self.assertFalse(self.anna.parent_id or self.find("77"))
        schools = self.Partner.search([("name", "in", ("New School", "Other School"))])
        self.assertFalse(schools or self.Partner.search([("street", "=", "Quay 2")]))
