from odoo.tests import tagged

from .common import IMPORT, IRREVERSIBLE
from .common_files import ContactVerbCase


@tagged("post_install", "-at_install")
class TestKindContactVerbs(ContactVerbCase):
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

    def test_a_delete_leaves_name_role_and_sales(self):
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

    def test_a_delete_ends_the_login(self):
        """S11: a portal user cannot log in any more."""
        portal = self.user("portal_anna", "base.group_portal", self.opera)
        portal.partner_id.write({"company_id": self.opera.id, "contact_nr": "0500"})
        self.assertEqual(self.do(self.row("DELETE", "0500"), confirm=1).removed, 1)
        self.assertFalse(portal.active)

    def test_a_delete_of_what_is_unknown_is_an_error(self):
        """S04, S11: an unknown criterion is an error of the row, and nothing is deleted."""
        anna = self.rich_anna()
        for columns, code in (
            ({"CRITERION": "NONE=X"}, "unknown_criterion"),
            ({"CRITERION": "T-SOURCE=NOBODY"}, "unknown_criterion_value"),
            ({"AUTHORIZATION": "NONE=1"}, "unknown_authorization"),
        ):
            self.assertEqual(self.problem(self.row("DELETE", **columns))[0], code)
        self.assertTrue(anna.street)

    def test_an_invalidate_only_marks(self):
        """S12: marked with the reason, everything else intact; no confirmation is needed."""
        anna = self.rich_anna()
        job = self.do(self.row("INVALIDATE"), user=self.staff)
        self.assertEqual(job.updated, 1, job._result())
        self.assertEqual(anna.contact_invalid_reason, "account_deleted")
        self.assertTrue(anna.active and anna.street and anna.contact_authorization_ids)

    def test_a_contact_with_sales_is_not_invalidated(self):
        """S12: a contact with sales is refused, and the message names them."""
        self.sell(self.anna)
        code, message = self.problem(self.row("INVALIDATE"), user=self.staff)
        self.assertEqual(code, "has_sales")
        self.assertIn("1 ×", message)
        self.assertFalse(self.anna.contact_invalid_reason)

    def test_an_anonymize_leaves_the_sales(self):
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

    def test_a_file_named_after_the_person_is_renamed(self):
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
            code, message = self.problem(row)
            self.assertEqual(code, "erased", row)
            self.assertIn("was anonymized on", message)
        self.assertEqual(self.anna.name, "XXXXXXXX")

    def test_a_drop_takes_what_an_import_has_just_made(self):
        """S14: what an import has just made, and nobody touched, leaves for ever."""
        self.do(self.row("INSERT", "77", LASTNAME="Mistake", LINE1="Street 1"))
        self.assertEqual(self.do(self.row("DROP", "77"), confirm=1).removed, 1)
        self.assertFalse(self.find("77"))

    def test_a_drop_of_what_is_used_is_refused(self):
        """S14: not what no import made, nor what is used; the message names what holds it."""
        code, message = self.problem(self.row("DROP"))
        self.assertEqual(code, "held")
        self.assertIn("no import has made it", message)
        self.do(self.row("INSERT", "77", LASTNAME="Ost"))
        self.sell(self.find("77"))
        code, message = self.problem(self.row("DROP", "77"))
        self.assertEqual(code, "has_sales")
        self.assertRegex(message, "1 × .*[Rr]egistration")
        self.assertTrue(self.find("77"))

    def test_protected_contacts_are_refused(self):
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
                    self.assertEqual(self.problem(self.row(operation, number), user=lead)[0], code)

    def test_only_the_owner_finds_the_contact(self):
        """D12: another owner's contact is not found, in the same words as none at all."""
        for operation in ("DELETE", "INVALIDATE", "ANONYMIZE", "DROP"):
            theirs = self.problem(self.row(operation, "0002"))
            self.assertEqual(theirs[0], "unknown_contact")
            self.assertEqual(theirs, self.problem(self.row(operation, "9999")))
        job = self.do(self.row("INVALIDATE", "0002", ORGANIZATION="*"))
        self.assertEqual(job.updated, 1)

    def test_the_same_file_twice_changes_nothing(self):
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

    def test_verbs_apply_in_the_order_of_the_file(self):
        """Issue: rows apply in the order of the file, in batches of any size."""
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

    def test_a_row_behind_a_delete_fills_nothing_again(self):
        """S11: irreversible, of a later row of the file, too, and seen so before; what does not
        reach the contact is set."""
        self.rich_anna()
        rows = [
            self.row("DELETE"),
            self.row("UPDATE", LINE1="Quay 4", TELEPHONE="022 555 01 11"),
            self.row("UPDATE", ROLE="Seller"),
        ]
        for sizes in ((100, 100), (1, 1)):
            with self.env.cr.savepoint() as savepoint, self.in_batches(*sizes):
                planned = self.do(*rows, validate_only=True)
                job = self.do(*rows, confirm=1)
                self.assertEqual((job.removed, job.invalid, job.updated), (1, 1, 1), job._result())
                self.assertEqual(planned._counts(), job._counts())
                self.assertEqual((self.anna.street, self.anna.contact_role), (False, "Seller"))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_validation_writes_nothing(self):
        """Issue: a validation with every operation changes nothing."""
        self.rich_anna()
        rows = [self.row(name) for name in ("INVALIDATE", "DELETE", "ANONYMIZE")]
        with self.assertNothingWritten(ir_attachment=1):
            job = self.do(*rows, validate_only=True)
        self.assertEqual(
            (job.state, job.irreversible), ("validated", {"anonymize": 1, "delete": 1})
        )

    def test_what_may_be_irreversible_is_looked_at_first(self):
        """S11 to S14: however its operations are written; nothing else is planned twice."""
        plain = self.do(self.row("update"), self.row("INVALIDATE"), self.row("MERGE"))
        self.assertEqual((plain.state, plain._store().has_validated()), ("done", False))
        for text in ("DELETE", "ano-nymize", " drop "):
            job = self.do(self.row("UPDATE"), self.row(text))
            self.assertTrue(job._store().has_validated(), text)

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
