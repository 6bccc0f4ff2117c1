from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.kinds.gift_schema import SCHEMA
from .common import GIFT, GiftCase, GiftTag


@tagged("post_install", "-at_install")
class TestKindGifts(GiftCase):
    """V11: gifts taken offline can be uploaded, whatever they become."""

    by_mail = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_documents(tag=GiftTag)

    def test_a_gift_is_made_with_its_document(self):
        """V11: of a contact that there is, however it is named, with a document of its own, made
        together with the others."""
        made = []
        with self.another_addon(
            lambda _tags, values: made.append(len(values)), "res.partner.category", "create"
        ):
            job = self.load(
                GIFT | {"METHOD": "Cash", "PURPOSE": "Winter appeal"},
                {**GIFT, "MEMBER_ID": "", "CONS_ID": self.bob.id, "REFERENCE": "GALA-2"},
                {**GIFT, "MEMBER_ID": "", "PRIMARY_EMAIL": "cyd@example.com", "REFERENCE": "G-3"},
            )
        self.assertEqual((job.created, made), (3, [3]), job._result())
        self.assertEqual(self.problems(job), [])
        gift = self.given()
        self.assertRecordValues(
            gift,
            [
                {
                    "partner_id": self.ada.id,
                    "amount": 250,
                    "currency_id": self.env.company.currency_id.id,
                    "method": "Cash",
                    "purpose": "Winter appeal",
                    "document": "tag",
                    "document_name": "GALA-1",
                    "state": "made",
                }
            ],
        )
        self.assertEqual(str(gift.date), "2026-01-31")
        self.assertEqual(gift.action_open_document()["res_model"], "res.partner.category")
        self.assertEqual(self.given("GALA-2").partner_id, self.bob)
        self.assertEqual(self.given("G-3").partner_id, self.cyd)
        self.assertEqual(
            self.Gift.search([("import_job_id", "=", job.id)]).mapped("reference"),
            ["G-3", "GALA-2", "GALA-1"],
        )

    def test_a_gift_that_is_there_is_unchanged(self):
        """V11: the same reference with the same values makes nothing again, however the amount is
        written; nor does it in one file."""
        self.load(GIFT | {"PURPOSE": "Winter appeal"})
        job = self.load(GIFT | {"AMOUNT": "250.00"}, GIFT | {"CURRENCY": "", "AMOUNT": "0250,0"})
        self.assertEqual(job.unchanged, 2, job._result())
        job = self.load(GIFT | {"REFERENCE": "NEW"}, GIFT | {"REFERENCE": "NEW"})
        self.assertEqual((job.created, job.unchanged), (1, 1), job._result())
        self.assertEqual(self.Gift.search_count([]), 2)

    def test_a_gift_with_other_values_is_refused(self):
        """V11: nothing is guessed where a reference comes again with another amount, date, contact
        or purpose; the words say what was uploaded."""
        self.load(GIFT | {"PURPOSE": "Winter appeal"})
        for column, other in (
            ("AMOUNT", "251"),
            ("DATE", "2026-01-30"),
            ("PURPOSE", "Roof"),
            ("MEMBER_ID", "00124"),
        ):
            with self.subTest(column):
                job = self.load({**GIFT, column: other})
                self.assertEqual(self.problems(job), [(2, "gift_differs")])
        job = self.load({**GIFT, "AMOUNT": "251"})
        problem = self.env["registration.import.problem"].search([("job_id", "=", job.id)])
        self.assertIn("was uploaded with another value: 250.00", problem.message)
        self.assertEqual(self.given().amount, 250)
        job = self.load(GIFT | {"REFERENCE": "N"}, GIFT | {"REFERENCE": "N", "AMOUNT": "1"})
        self.assertEqual((job.created, job.invalid), (1, 1))

    def test_what_is_no_gift_is_refused(self):
        """V11: amounts, currencies, dates and contacts are checked, and money paid back is none."""
        for columns, code in (
            ({"AMOUNT": "-5"}, "gift_paid_back"),
            ({"AMOUNT": "0.00"}, "amount_zero"),
            ({"AMOUNT": "1,250,000"}, "not_an_amount"),
            ({"AMOUNT": "1,250"}, "too_many_decimals"),
            ({"AMOUNT": ""}, "missing"),
            ({"CURRENCY": "XYZ"}, "unknown_currency"),
            ({"DATE": self.tomorrow()}, "date_in_future"),
            ({"DATE": "31.01.2026"}, "bad_date"),
            ({"REFERENCE": ""}, "missing"),
            ({"MEMBER_ID": "nobody"}, "unknown_constituent"),
            ({"MEMBER_ID": ""}, "key_missing"),
            ({"DIRECTION": "Out"}, "gift_paid_back"),
            ({"CANCELLED": "Yes"}, "gift_cancelled"),
            ({"TRANSACTION_ID": "ORDER-17"}, "gift_from_here"),
        ):
            with self.subTest(columns):
                self.assertEqual(self.error(**{**GIFT, **columns}), code)
        self.assertFalse(self.Gift.search([]))

    def test_an_operation_of_ones_own_knows_what_is_no_gift(self):
        """V11: a customised upload reads these columns of a download as well, from the start."""
        code = self.env.ref("registration_import.operation_gifts").copy({"code": "t_gifts"}).code
        sent = {"DIRECTION": "Out", "CANCELLED": "Yes", "TRANSACTION_ID": "PAYMENT-42"}
        job = self.load(GIFT | sent, operation=code)
        found = {problem for _row, problem in self.problems(job)}
        self.assertEqual(found, {"gift_paid_back", "gift_cancelled", "gift_from_here"})

    def test_what_a_method_means_is_told(self):
        """V11: a method that documents do not know is kept as a text, and said."""
        job = self.load(GIFT | {"METHOD": "Cowries"})
        self.assertEqual(self.problems(job), [(2, "unknown_method")])
        self.assertEqual(self.given().method, "Cowries")

    def test_a_validation_makes_nothing(self):
        """V11: neither gifts nor documents."""
        with self.assertNothingWritten(ir_attachment=1):
            job = self.load(GIFT, GIFT, validate_only=True)
        self.assertEqual((job.created, job.unchanged), (1, 1), job._result())

    def test_an_undo_takes_gift_and_document_back(self):
        """V11: the document is cancelled; then the gift may be uploaded again."""
        job = self.load(GIFT)
        tag = self.Tag.search([("name", "=", "GALA-1")])
        undo = self.undo(job)
        self.assertEqual((undo.removed, tag.active), (1, False), undo._result())
        self.assertFalse(self.given())
        self.assertEqual(self.load(GIFT).created, 1)

    def test_an_undo_leaves_a_document_that_was_changed(self):
        """V11: and says why it stays; nor does deleting the gift by hand take it back."""
        job = self.load(GIFT, GIFT | {"REFERENCE": "GALA-2"})
        tag = self.Tag.search([("name", "=", "GALA-1")])
        tag.name = "Thanked"
        undo = self.undo(job)
        self.assertEqual((undo.removed, undo.invalid), (1, 1), undo._result())
        self.assertEqual(self.problems(undo), [(2, "gift_document_changed")])
        self.assertTrue(tag.active and self.given())
        with self.assertRaisesRegex(UserError, "has changed the order or payment"):
            self.given().unlink()

    def test_a_document_that_is_gone_is_told(self):
        """V11: a gift whose document was cancelled is not made again in silence."""
        self.load(GIFT)
        self.Tag.search([("name", "=", "GALA-1")]).active = False
        self.assertEqual(self.given().state, "cancelled")
        job = self.load(GIFT)
        self.assertEqual((job.unchanged, self.problems(job)), (1, [(2, "gift_document_gone")]))
        self.Tag.search([("name", "=", "GALA-1")]).unlink()
        self.given().invalidate_recordset()
        self.assertEqual(self.given().state, "gone")
        with self.assertRaisesRegex(UserError, "was deleted"):
            self.given().action_open_document()

    def test_without_an_app_no_file_is_taken(self):
        """V11: where a gift could become nothing, the operation says so before a file is taken,
        and the wizard does not offer it."""
        operation = self.env.ref("registration_import.operation_gifts").with_user(self.runner)
        gifts = self.env.registry["contact.gift"]
        wizard = self.env["registration.import.wizard"].with_user(self.runner)
        self.assertIn(operation, wizard._allowed_operations())
        with patch.object(gifts, "_documents", lambda _self: {}):
            operation.invalidate_recordset()
            self.assertIn("install the app Sales or the app Invoicing", operation.start_problem)
            self.assertNotIn(operation, wizard._allowed_operations())
            for refused in (operation.action_upload, lambda: self.load(GIFT)):
                with self.assertRaisesRegex(UserError, "this database has neither"):
                    refused()
        operation.invalidate_recordset()
        self.assertFalse(operation.start_problem)

    def test_without_the_right_no_file_is_taken(self):
        """V11: documents are made with the rights of who starts the upload: without these it is
        said before, and in words."""
        access = self.env["ir.model.access"].search(
            [("model_id.model", "=", "res.partner.category"), ("perm_create", "=", True)]
        )
        access.perm_create = False
        with self.assertRaisesRegex(UserError, "a role in the app Contacts"):
            self.load(GIFT)
        with self.assertRaises(AccessError):
            self.load(GIFT, user=self.only_sync)

    def test_gifts_are_for_who_has_both_roles(self):
        """V21: and for nobody else."""
        self.load(GIFT)
        self.assertEqual(self.given().with_user(self.runner).amount, 250)
        for user in (self.only_management, self.only_sync, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.given().with_user(user).read(["amount"])
        with self.assertRaises(AccessError):
            self.given().with_user(self.runner).amount = 17

    def test_of_who_is_anonymized_no_text_of_a_gift_is_left(self):
        """D17: the amount stays, the reference and what it was for go; the file brings nobody
        back."""
        self.load(GIFT | {"METHOD": "Cash", "PURPOSE": "For Ada"}, GIFT | {"REFERENCE": "G-2"})
        gift = self.given()
        self.env["contact.erasure"].with_user(self.env.ref("base.user_admin"))._anonymize(self.ada)
        gift.invalidate_recordset()
        self.assertEqual(gift.reference, "XXXXXXXX")
        self.assertFalse(gift.purpose or gift.method)
        self.assertEqual(gift.amount, 250)
        job = self.load(GIFT | {"MEMBER_ID": "", "CONS_ID": self.ada.id})
        self.assertEqual(job.invalid, 1)

    def test_the_sample_can_be_uploaded(self):
        """V05: as it is given out."""
        kind = self.env["registration.import.kind.gifts"]
        labels = [field.label for field in SCHEMA]
        rows = [dict(zip(labels, row, strict=True)) for row in kind._samples()]
        self.assertEqual(self.load(*rows).created, 2)
