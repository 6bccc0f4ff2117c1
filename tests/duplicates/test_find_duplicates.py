from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ...models.duplicates.import_duplicate_find import FLAGGED_FROM
from ...tools.contacts import similarity
from ..common import MODELS
from .common import DuplicateCase


@tagged("post_install", "-at_install")
class TestFindDuplicates(DuplicateCase):
    """V14: which new contacts are flagged."""

    def test_a_flag_explains_its_score(self):
        """V14: a new contact is flagged with the score and what it is made of."""
        found = self.scan(self.ada_2)
        expected = {
            **{"contact_id": self.ada_2.id, "match_id": self.ada.id, "score": 75, "state": "open"},
            "reasons_text": "Same e-mail +40, same name +35",
        }
        self.assertRecordValues(found, [expected])

    def test_flagged_from_a_score_on(self):
        """V14: flagged from 54 and not below; an administrator may choose another score."""
        near, below = self.Partner.create(
            [
                {"name": "Ada Lane", "phone": "022 555 01 01", "country_id": self.swiss()},
                {"name": "Ada Lanne", "phone": "022 555 01 01", "country_id": self.swiss()},
            ]
        )
        self.assertEqual(self.scan(near).mapped("score"), [55])
        self.assertFalse(self.scan(below))
        self.env["ir.config_parameter"].set_param(FLAGGED_FROM, "45")
        self.assertEqual(set(self.scan(below).mapped("score")), {45})

    def swiss(self):
        return self.env.ref("base.ch").id

    def test_contacts_are_found_by_any_key(self):
        """V14: contacts are found by telephone, date of birth and house, in any spelling."""
        self.ada.contact_birthdate = "1990-05-17"
        for values in (
            {"name": "Lane Ada", "zip": "1201", "street": "quai du lac, 4"},
            {"name": "Ada Lanne", "contact_birthdate": "1990-05-17", "zip": "1201"},
            {"name": "Ada Lane", "phone": "+41225550101"},
        ):
            with self.subTest(values=values):
                new = self.Partner.create(values)
                self.assertIn(self.ada, self.scan(new).match_id)

    def test_candidates_are_found_in_any_spelling(self):
        """V14: what the comparison takes for the same, the statement finds: e-mails, telephones
        and names in one house."""
        same_mail = {"name": "Ada Lanne"}
        self.ada.write({"email": "ädä@bücher.example", "contact_cellphone": "1-800-FLOWERS"})
        house = {"zip": "1201", "street": "quai du lac, 4"}
        for values in (
            {**same_mail, "email": "ÄDÄ@bücher.example"},
            {**same_mail, "email": "ÄdÄ@xn--bcher-kva.example"},
            {**same_mail, "email": "ädä@BÜCHER.example."},
            {"name": "Ada Lane", "phone": "022 555 01 01 ext. 12"},
            {"name": "Ada Lane", "contact_cellphone": "+41 (0)22 555 01 01"},
            {"name": "Ada Lane", "phone": "+1 800 356 9377"},
            {"name": "Ada Lane MSc", **house},
            {"name": "Lane, Dr. Ada", **house},
            {"name": "Ada Lane-Moor", **house},
            {"name": "Ada Moor-Lane", **house},
            {"name": "Ada Moor née Lane", **house, "contact_birthdate": "1990-05-17"},
            {"name": "Ada Lane Jr.", **house},
            {"name": "Ada Lane, M.A.", **house},
        ):
            self.ada.contact_birthdate = values.get("contact_birthdate")
            new = self.Partner.create(values)
            with self.subTest(values=values):
                self.env.flush_all()
                threshold = similarity.FLAGGED_FROM - 9 * ("née" in new.name or "-" in new.name)
                self.env["ir.config_parameter"].set_param(FLAGGED_FROM, threshold)
                found = {match for _id, match, *_values in self.Duplicate._candidates(new.ids)}
                self.assertIn(self.ada.id, found)
                self.assertIn(self.ada, self.scan(new).match_id)
            new.active = False

    def test_another_country_is_another_telephone(self):
        """V14: where the contact is known to live."""
        self.ada.write({"phone": "+47 22 12 34 56", "email": False, "zip": False})
        home, abroad = self.Partner.create(
            [
                {"name": "Ada Lane", "phone": "22123456", "country_id": self.env.ref(place).id}
                for place in ("base.no", "base.dk")
            ]
        )
        self.assertIn(self.ada, self.scan(home).match_id)
        self.assertNotIn(self.ada, self.scan(abroad).match_id)

    def test_who_cannot_be_one_is_not_flagged(self):
        """S13, V14: who was anonymized or archived, addresses, people and organizations, a
        structure and its contact person, and contacts of companies that share nothing."""
        company = self.env["res.company"].create({"name": "Test Apart"})
        same = {"name": "Ada Lane", "email": "ada@example.com"}
        for values in (
            {"active": False},
            {"type": "delivery"},
            {"is_company": True},
            {"parent_id": self.ada.id},
            {"company_id": company.id},
        ):
            self.ada.company_id = self.env.company
            with self.subTest(values=values):
                new = self.Partner.create({**same, **values})
                self.assertNotIn(self.ada, self.scan(new).match_id)
        one, other = self.Partner.create([{"name": "XXXXXXXX", "phone": "+41225550102"}] * 2)
        self.assertFalse(self.scan(one, other))

    def test_a_pair_is_flagged_once(self):
        """V14: a pair is flagged once, whichever of the two is scanned, and "not a match" is
        for ever."""
        found = self.scan(self.ada, self.ada_2)
        self.assertEqual(len(found), 1)
        found.with_user(self.runner).action_not_match()
        self.assertFalse(self.scan(self.ada_2, self.ada))
        self.assertRecordValues(
            found,
            [{"state": "not_match", "decided_by_id": self.runner.id, "match_id": self.ada.id}],
        )

    def test_no_query_per_contact(self):
        """A thousand contacts take as many statements as one."""
        new = self.Partner.create(
            [{"name": f"Ann Number{n}", "email": f"{n}@example.com"} for n in range(50)]
        )
        self.env.flush_all()
        self.scan(new[0])
        with self.assertQueryCount(1):
            self.Duplicate._candidates(new.ids)

    def test_new_contacts_are_scanned_once(self):
        """V14: new contacts are scanned whoever makes them, once, and only when no transaction
        is open that may still make older ones."""
        now = self.env.cr.now()
        scan = self.Scan.search([("scope", "=", "new")])
        scan.since = now - timedelta(hours=1)
        self.made_on(now - timedelta(days=1), self.ada)
        self.work()
        self.assertFalse(self.found())
        self.made_on(now - timedelta(microseconds=1), self.ada_2)
        self.work()
        self.assertEqual(self.found().match_id, self.ada)
        self.assertEqual((scan.last_id, scan._count()), (self.ada_2.id, 0))

    def test_all_contacts_are_compared_in_slices(self):
        """V14: all contacts are compared when somebody asks for it, in slices."""
        with patch(f"{MODELS}.duplicates.import_duplicate_scan.SLICE", 50):
            self.Duplicate.with_user(self.boss).action_scan()
            self.work()
        self.assertEqual(self.found().match_id, self.ada)
        self.assertEqual(self.Scan.search([]).mapped("scope"), ["new"])

    def test_what_an_import_makes_is_scanned_soon(self):
        """V14: what an import makes is scanned soon after it, and not at the next full hour."""
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])
        self.load({"MEMBER_ID": "0077", "LAST_NAME": "Lane", "FIRST_NAME": "Ada"})
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])
        self.assertEqual(after, triggers + 1)

    def made_on(self, date, contact):
        contact.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = %s", [date, contact.id]
        )

    def found(self):
        return self.Duplicate.search([("contact_id", "=", self.ada_2.id)])
