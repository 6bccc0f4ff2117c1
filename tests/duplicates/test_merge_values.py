from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..users import new_user
from .common import DuplicateCase

# What only one of two contacts has, and the other takes over.
ONLY_ONE = {
    "barcode": "0421234567890",
    "ref": "R-1",
    "vat": "BE0477472701",
    "company_registry": "0477472701",
    "function": "Cook",
    "website": "https://example.org",
    "contact_birthdate": "1990-05-17",
    "contact_cellphone": "+41 79 555 01 01",
    "contact_nr": "4711",
    "contact_member_id": "MG9",
    "contact_uln": "1000000043",
    "lang": "en_US",
}


@tagged("post_install", "-at_install")
class TestMergeValues(DuplicateCase):
    """V14: a merge works whatever only one of the two has, whichever stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada.contact_member_id = False
        (cls.ada + cls.ada_2).company_id = cls.env.company

    def merged(self, master, pair=None):
        """What is left of the two, merged in the wizard with its own choices."""
        pair = pair or self.pair()
        wizard = self.env["registration.import.duplicate.merge"].with_user(self.runner)
        wizard = wizard._for_duplicate(pair)
        wizard.master = "contact_id" if pair.contact_id == master else "match_id"
        wizard._choose_defaults()
        wizard.action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.ada + self.ada_2).exists(), master)
        return master

    def each_way(self):
        """Each contact as the master, with the one that goes."""
        return (self.ada, self.ada_2), (self.ada_2, self.ada)

    @contextmanager
    def taken_back(self, **what):
        """What is done in the block is taken back at its end."""
        with self.subTest(**what):
            savepoint = self.env.cr.savepoint()
            try:
                yield
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all(flush=False)

    def test_values_of_the_one_that_goes(self):
        """V14: fields with a constraint, of a company, or neither: all at once and each alone."""
        for master, other in self.each_way():
            with self.taken_back(master=master.id):
                (master + other).write({name: False for name in ONLY_ONE if name != "lang"})
                other.write(ONLY_ONE)
                self.merged(master)
                found = master.read(list(ONLY_ONE))[0]
                self.assertEqual(str(found.pop("contact_birthdate")), ONLY_ONE["contact_birthdate"])
                for name, value in found.items():
                    self.assertEqual(value, ONLY_ONE.get(name, value), name)

    def test_values_of_the_one_that_stays(self):
        """V14: nothing of it is lost to an empty value."""
        for master, _other in self.each_way():
            with self.taken_back(master=master.id):
                master.write(ONLY_ONE)
                self.merged(master)
                for name in (
                    "barcode",
                    "vat",
                    "contact_member_id",
                    "contact_nr",
                    "contact_uln",
                    "ref",
                ):
                    self.assertEqual(master[name], ONLY_ONE[name])

    def test_both_have_a_barcode(self):
        """V14: the wizard shows both, and either can be taken."""
        for side in ("contact_id", "match_id"):
            with self.taken_back(side=side):
                self.ada.barcode, self.ada_2.barcode = "111", "222"
                pair = self.pair()
                merge = self.env["registration.import.duplicate.merge"].with_user(self.runner)
                lines = merge._for_duplicate(pair).line_ids
                line = lines.filtered(lambda each: each.field == "barcode")
                self.assertEqual({line.contact_text, line.match_text}, {"111", "222"})
                expected = pair[side].barcode
                self.merge(pair, barcode=side)
                self.assertEqual(self.ada.barcode, expected)

    def test_odoos_wizard_takes_a_barcode_over(self):
        """V14: it failed, since for a moment both had it."""
        self.ada_2.barcode = "222"
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.ada + self.ada_2).ids, self.ada)
        self.assertEqual(self.ada.barcode, "222")

    def test_a_barcode_of_another_company(self):
        """V14: what the other contact has in another company goes over as well."""
        self.ada_2.with_company(self.company_2).barcode = "333"
        self.ada.barcode = "111"
        self.merged(self.ada)
        self.assertEqual(self.ada.barcode, "111")
        self.assertEqual(self.ada.with_company(self.company_2).barcode, "333")

    def test_records_of_the_one_that_goes(self):
        """V14: bank accounts, tags, followers, login, contact persons and files."""
        tag = self.env["res.partner.category"].create({"name": "Merged"})
        for master, other in self.each_way():
            with self.taken_back(master=master.id):
                other.bank_ids = [Command.create({"acc_number": "BE71096123456769"})]
                other.category_id = tag
                other.message_subscribe(self.bob.ids)
                self.cyd.message_subscribe(other.ids)
                self.cyd.parent_id = other
                user = new_user(
                    self.env, "merged_portal", "base.group_portal", partner_id=other.id, name="Ada"
                )
                other.email = "ada@example.com"
                self.merged(master)
                self.assertEqual(master.bank_ids.acc_number, "BE71096123456769")
                self.assertEqual((master.category_id, user.partner_id), (tag, master))
                self.assertIn(self.bob, master.message_partner_ids)
                self.assertIn(master, self.cyd.message_partner_ids)
                self.assertEqual(self.cyd.parent_id, master)

    def test_records_that_both_have(self):
        """V14: followers, bank accounts and notifications of both are kept once, and those of
        one alone are not lost with them."""
        message = self.cyd.message_post(body="Hello", partner_ids=(self.ada + self.ada_2).ids)
        self.env["mail.notification"].search([("mail_message_id", "=", message.id)]).unlink()
        self.env["mail.notification"].create(
            [
                {"mail_message_id": message.id, "res_partner_id": each.id}
                for each in self.ada + self.ada_2
            ]
        )
        both = self.ada + self.ada_2
        for each in both:
            each.bank_ids = [Command.create({"acc_number": "BE71096123456769"})]
            each.message_subscribe(self.bob.ids)
        self.cyd.message_subscribe(both.ids)
        self.bob.message_subscribe(self.ada_2.ids)
        self.ada_2.message_subscribe(self.cyd.ids)
        self.merged(self.ada)
        self.assertEqual(len(self.ada.bank_ids), 1)
        self.assertEqual(self.ada.message_partner_ids & (self.bob + self.cyd), self.bob + self.cyd)
        self.assertIn(self.ada, self.cyd.message_partner_ids)
        self.assertIn(self.ada, self.bob.message_partner_ids)
        self.assertEqual(message.notified_partner_ids, self.ada)

    def test_two_logins_are_not_made_one(self):
        """V14: it is said, and nothing is changed."""
        for number, each in enumerate(self.ada + self.ada_2):
            new_user(
                self.env, f"ada_{number}", "base.group_portal", partner_id=each.id, name="Ada Lane"
            )
            each.email = "ada@example.com"
        with self.assertRaisesRegex(UserError, "more than one user"):
            self.merged(self.ada)

    def test_contacts_of_different_companies(self):
        """V14: without numbers, the master's company is taken, whichever it is."""
        self.runner.company_ids = self.env.company + self.company_2
        self.ada.company_id, self.ada_2.company_id = self.env.company, self.company_2
        both = {"contact_id": self.ada_2.id, "match_id": self.ada.id, "score": 60}
        companies = {"allowed_company_ids": self.runner.company_ids.ids}
        for each in self.ada, self.ada_2:
            with self.taken_back(master=each.id):
                company = each.company_id
                pair = self.Duplicate.create(both).with_user(self.runner)
                self.merged(each, pair.with_context(**companies))
                self.assertEqual(each.company_id, company)
