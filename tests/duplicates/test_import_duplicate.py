from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, mute_logger, new_test_user, tagged

from ...models.duplicates.import_duplicate_find import FLAGGED_FROM
from ..common import MODELS
from ..contacts.common import IRREVERSIBLE
from ..downloads.common import DownloadCase
from ..sync.common import MANAGEMENT, VIEW, HubCase


class DuplicateCase(HubCase):
    """A new contact that may be Ada, and one that is not."""

    operation_code = "constituents"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.Duplicate = cls.env["registration.import.duplicate"]
        cls.Look = cls.env["registration.import.duplicate.look"]
        cls.cron = cls.env.ref("registration_import.ir_cron_duplicates")
        cls.ada.write({"phone": "+41 22 555 01 01", "zip": "1201", "street": "Quai du Lac 4"})
        cls.ada_2 = cls.Partner.create(
            {"name": "Áda LANE", "email": "ada@example.com", "city": "Genève"}
        )
        cls.viewer = cls.user("sync_viewer", MANAGEMENT, VIEW)

    def look(self, *contacts):
        """The duplicates that are found of these contacts."""
        return self.Duplicate._look_at([contact.id for contact in contacts])

    def work(self):
        """As the scheduler would."""
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def pair(self, user=None):
        """The duplicate of the two Adas, as the user has it."""
        return self.look(self.ada_2).with_user(user or self.runner)

    def merge(self, duplicate, **sides):
        """Merge as the wizard would, with the values of these sides."""
        wizard = self.env["registration.import.duplicate.merge"].with_user(self.runner)
        wizard = wizard._for_duplicate(duplicate)
        for line in wizard.line_ids:
            line.side = sides.get(line.field, line.side)
        wizard.action_merge()


@tagged("post_install", "-at_install")
class TestFindDuplicates(DuplicateCase):
    """V14: which new contacts are flagged."""

    def test_flagged(self):
        """V14: a new contact is flagged with the score and what it is made of."""
        found = self.look(self.ada_2)
        expected = {
            **{"contact_id": self.ada_2.id, "match_id": self.ada.id, "score": 75, "state": "open"},
            "reasons_text": "Same e-mail +40, same name +35",
        }
        self.assertRecordValues(found, [expected])

    def test_from_54(self):
        """V14: flagged from 54 and not below; an administrator may choose another score."""
        near, below = self.Partner.create(
            [
                {"name": "Ada Lane", "phone": "022 555 01 01", "country_id": self.swiss()},
                {"name": "Ada Lanne", "phone": "022 555 01 01", "country_id": self.swiss()},
            ]
        )
        self.assertEqual(self.look(near).mapped("score"), [55])
        self.assertFalse(self.look(below))
        self.env["ir.config_parameter"].set_param(FLAGGED_FROM, "45")
        self.assertEqual(set(self.look(below).mapped("score")), {45})

    def swiss(self):
        return self.env.ref("base.ch").id

    def test_keys(self):
        """V14: contacts are found by telephone, date of birth and house, in any spelling."""
        self.ada.date_of_birth = "1990-05-17"
        for values in (
            {"name": "Lane Ada", "zip": "1201", "street": "quai du lac, 4"},
            {"name": "Ada Lanne", "date_of_birth": "1990-05-17", "zip": "1201"},
            {"name": "Ada Lane", "phone": "+41225550101"},
        ):
            with self.subTest(values=values):
                new = self.Partner.create(values)
                self.assertIn(self.ada, self.look(new).match_id)

    def test_not_flagged(self):
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
                self.assertNotIn(self.ada, self.look(new).match_id)
        one, other = self.Partner.create([{"name": "XXXXXXXX", "phone": "+41225550102"}] * 2)
        self.assertFalse(self.look(one, other))

    def test_once(self):
        """V14: a pair is flagged once, whichever of the two is looked at, and "not a match" is
        for ever."""
        found = self.look(self.ada, self.ada_2)
        self.assertEqual(len(found), 1)
        found.with_user(self.runner).action_not_match()
        self.assertFalse(self.look(self.ada_2, self.ada))
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
        self.look(new[0])
        with self.assertQueryCount(1):
            self.Duplicate._candidates(new.ids)

    def test_scheduled(self):
        """V14: new contacts are looked at whoever makes them, once, and only when no transaction
        is open that may still make older ones."""
        now = self.env.cr.now()
        look = self.Look.search([("scope", "=", "new")])
        look.since = now - timedelta(hours=1)
        self.made_on(now - timedelta(days=1), self.ada)
        self.work()
        self.assertFalse(self.found())
        self.made_on(now - timedelta(microseconds=1), self.ada_2)
        self.work()
        self.assertEqual(self.found().match_id, self.ada)
        self.assertEqual((look.last_id, look._count()), (self.ada_2.id, 0))

    def test_all(self):
        """V14: all contacts are compared when somebody asks for it, in slices."""
        with patch(f"{MODELS}.duplicates.import_duplicate_look.SLICE", 50):
            self.Duplicate.with_user(self.boss).action_look()
            self.work()
        self.assertEqual(self.found().match_id, self.ada)
        self.assertEqual(self.Look.search([]).mapped("scope"), ["new"])

    def test_after_an_import(self):
        """V14: what an import makes is looked at soon after it, and not at the next full hour."""
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


@tagged("post_install", "-at_install")
class TestDecideDuplicates(DuplicateCase):
    """V14, V15: what people decide, and what is deferred until then."""

    def test_operations_defer_both_contacts(self):
        """V15: rows that name either contact fail until it is decided, then they are retried."""
        pair = self.pair()
        rows = ({"CONS_ID": self.ada_2.id, "CITY": "Chur"}, {"MEMBER_ID": "00123", "CITY": "Chur"})
        job = self.load(*rows, {"MEMBER_ID": "00124", "CITY": "Chur"})
        self.assertEqual((job.updated, job.invalid), (1, 2), job._result())
        codes = {code for _row, code in self.problems(job)}
        self.assertEqual(codes, {"unresolved_duplicate"})
        pair.action_not_match()
        job = self.load(*rows)
        self.assertEqual((job.updated, job.invalid), (2, 0), job._result())
        assignment = {"CONS_ID": self.ada.id, "GROUP_ID": "T-001"}
        pair.with_user(self.boss).action_reopen()
        job = self.load(assignment, operation="group_assignment")
        self.assertEqual(self.problems(job), [(2, "unresolved_duplicate")])

    def test_offline(self):
        """V14: of a match with the offline database its id is attached."""
        offline = self.Duplicate.create(
            {"contact_id": self.cyd.id, "offline_id": "00777", "score": 60}
        )
        offline.with_user(self.runner).action_match()
        self.assertEqual((self.cyd.member_id, offline.state), ("00777", "match"))
        other = self.Duplicate.create({"contact_id": self.cyd.id, "offline_id": "00778"})
        with self.assertRaisesRegex(UserError, "00777"):
            other.with_user(self.runner).action_match()

    def test_people_of_a_file(self):
        """V14: a file that only updates names somebody by an ID that is not known here: who they
        may be is flagged, and known by the ID from then on."""
        self.cyd.write({"phone": "+41 22 555 01 09", "zip": "1201"})
        row = {"MEMBER_ID": "00777", "LAST_NAME": "Nash", "FIRST_NAME": "Cyd", "CITY": "Chur"}
        row |= {"PRIMARY_EMAIL": "new@example.com", "PHONE": "+41225550109"}
        stranger = {"MEMBER_ID": "00778", "LAST_NAME": "Unknown", "CITY": "Chur"}
        job = self.load(row, stranger, options={"records": "update"})
        self.assertEqual(job.invalid, 2)
        self.work()
        found = self.Duplicate.search([("offline_id", "!=", False)])
        self.assertRecordValues(found, [{"contact_id": self.cyd.id, "offline_id": "00777"}])
        pair = found.with_user(self.runner)
        self.assertIn("Cyd Nash", pair.match_name)
        self.assertIn("new@example.com", pair.comparison)
        pair.action_match()
        self.assertFalse(found.offline_values)
        job = self.load(row, options={"records": "update"})
        self.assertEqual((job.updated, self.cyd.city), (1, "Chur"))

    def test_bulk(self):
        """V14: "Not a match" for many at once; nothing is decided twice."""
        third = self.Partner.create({"name": "Ada Lane", "email": "ada@example.com"})
        pairs = self.look(self.ada_2, third).with_user(self.runner)
        self.assertEqual(len(pairs), 3)
        pairs.action_not_match()
        self.assertEqual(set(pairs.mapped("state")), {"not_match"})
        with self.assertRaisesRegex(UserError, "decided already"):
            pairs[0].action_match()

    def test_default_master(self):
        """V14: the contact with the latest login stays, else the older one."""
        pair = self.pair()
        self.assertEqual(pair._default_master(), self.ada)
        known = {"name": "Ada Lane", "email": "ada@example.com", "partner_id": self.ada_2.id}
        user = new_test_user(self.env, "ada", "base.group_portal", **known)
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.assertEqual(pair._default_master(), self.ada_2)

    def test_merge(self):
        """V14: merged value by value, with what both have."""
        self.ada_2.write({"date_of_birth": "1990-05-17", "function": "Cook"})
        self.ada.function = "Baker"
        system = self.env["registration.import.system"].create({"name": "Box", "code": "BOX"})
        reference = self.env["registration.import.cross.reference"].create(
            {
                **{"system_id": system.id, "type": "contact"},
                **{"theirs": "A-7", "ours": str(self.ada_2.id)},
            }
        )
        event = self.env["event.registration"].create(
            {"event_id": self.event.id, "partner_id": self.ada_2.id}
        )
        self.ada.contact_group_ids = self.friends
        self.ada_2.contact_group_ids = self.friends + self.donors
        pair, number = self.pair(), self.ada_2.id
        self.merge(pair, name="contact_id", function="contact_id")
        self.assertFalse(self.ada_2.exists())
        expected = {
            **{"name": "Áda LANE", "function": "Cook", "member_id": "00123", "city": "Genève"},
            **{"zip": "1201", "contact_group_ids": (self.friends + self.donors).ids},
        }
        self.assertRecordValues(self.ada, [expected])
        self.assertEqual(str(self.ada.date_of_birth), "1990-05-17")
        self.assertEqual((event.partner_id, reference.contact_id), (self.ada, self.ada))
        self.assertRecordValues(
            pair, [{"state": "merged", "contact_id": self.ada.id, "merged_number": number}]
        )

    def test_member_id_of_the_other(self):
        """V14: the offline database still finds the one that is left."""
        self.ada_2.member_id, self.ada.member_id = "00999", False
        self.merge(self.pair())
        self.assertEqual(self.ada.member_id, "00999")

    def test_opted_out(self):
        """V09: who opted out of an interest in either stays out."""
        self.ada.contact_group_ids = self.news.opt_in_group_id
        self.ada_2.contact_group_ids = self.news.opt_out_group_id
        self.merge(self.pair())
        self.assertEqual(self.ada.contact_group_ids, self.news.opt_out_group_id)

    def test_third_contact(self):
        """V14: what was decided of the contact that goes holds for the one that stays."""
        third = self.Partner.create({"name": "Ada Lane", "email": "ada@example.com"})
        pairs = self.look(self.ada_2, third)
        of = {frozenset((p.contact_id.id, p.match_id.id)): p for p in pairs}
        of[frozenset((third.id, self.ada.id))].with_user(self.runner).action_not_match()
        self.merge(of[frozenset((self.ada_2.id, self.ada.id))].with_user(self.runner))
        left = self.Duplicate.search([("contact_id", "in", (third + self.ada).ids)])
        self.assertEqual(set(left.mapped("state")), {"merged", "not_match"})

    def test_nothing_lost(self):
        """V14: what only one of two can be kept of is not lost unseen."""
        qualification = self.env["qualification.qualification"].create(
            {"number": "100/0001/1", "name": "Test Baking"}
        )
        self.env["qualification.enrolment"].create(
            [
                {"partner_id": each.id, "qualification_id": qualification.id}
                for each in self.ada + self.ada_2
            ]
        )
        with self.assertRaisesRegex(UserError, "keep only one"):
            self.merge(self.pair())

    def test_internal_user(self):
        """Nobody takes over the contact of a colleague, or becomes them by a merge."""
        known = {"name": "Ada Lane", "email": "ada@example.com", "partner_id": self.ada_2.id}
        new_test_user(self.env, "ada_staff", "base.group_user", **known)
        pair = self.pair()
        with self.assertRaisesRegex(UserError, "internal user"):
            self.merge(pair)
        self.assertEqual(pair.state, "open")

    def test_erased(self):
        """S13, S14: an anonymized contact has no duplicates, and a flag keeps none from being
        dropped."""
        pair = self.pair().sudo()
        lead = new_test_user(self.env, "erasing", f"{IRREVERSIBLE},base.group_user")
        erasure = self.env["contact.erasure"].with_user(lead)
        self.assertFalse(erasure._blockers(self.ada_2.with_user(lead)))
        erasure._anonymize(self.ada.with_user(lead))
        self.assertFalse(pair.exists())
        self.assertFalse(self.look(self.ada_2))


@tagged("post_install", "-at_install")
class TestDuplicateSecurity(DuplicateCase):
    """V20, V21: who sees duplicates, and who decides."""

    def test_roles(self):
        """V21: each role alone sees nothing; View sees, Run decides, Manage looks for them."""
        pair = self.pair()
        for user in (self.only_management, self.only_sync):
            theirs = self.Duplicate.with_user(user)
            with self.assertRaises(AccessError):
                theirs.search([])
            with self.assertRaises(AccessError):
                theirs.browse(pair.id).read(["score"])
            for method in ("action_match", "action_not_match", "action_merge", "action_look"):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(theirs.browse(pair.id), method)()
        mine = pair.with_user(self.viewer)
        self.assertEqual(self.Duplicate.with_user(self.viewer).search([]) & pair, pair)
        self.assertIn("Ada", mine.comparison)
        for method in ("action_match", "action_not_match", "action_merge", "action_look"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(mine, method)()
        with self.assertRaises(AccessError):
            pair.action_look()
        with self.assertRaises(AccessError):
            pair.write({"state": "match"})
        self.assertEqual(pair.state, "open")

    def test_merge_of_others(self):
        """What two contacts hold is shown to who merges them, and to nobody else."""
        merge = self.env["registration.import.duplicate.merge"].with_user(self.runner)
        merge = merge._for_duplicate(self.pair())
        for records in (merge, merge.line_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.boss).read()

    def test_menu(self):
        """V21: the menu needs both roles."""
        menu = self.env.ref("registration_import.menu_sync_duplicate")
        Menu = self.env["ir.ui.menu"]
        shown = [
            menu.id in {each["id"] for each in Menu.with_user(user).load_menus(False).values()}
            for user in (self.viewer, self.only_management, self.only_sync)
        ]
        self.assertEqual(shown, [True, False, False])

    def test_companies(self):
        """V21: both contacts are of companies of the user, and such as they see."""
        self.ada_2.company_id = self.company_2
        pair = self.pair()
        self.assertFalse(self.Duplicate.with_user(self.runner).search([]) & pair)
        with self.assertRaises(AccessError):
            pair.action_not_match()
        companies = self.other_company(self.runner)
        both = self.Duplicate.with_user(self.runner).with_context(**companies)
        self.assertEqual(both.search([]) & pair, pair)

    def test_record_rules(self):
        """Duplicates of contacts that a rule hides are hidden, too."""
        pair = self.pair()
        self.env["ir.rule"].create(
            {
                "name": "Nobody of Geneva",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[('city', '!=', 'Genève')]",
            }
        )
        self.env.registry.clear_cache()
        self.assertFalse(self.Duplicate.with_user(self.runner).search([]) & pair)
        with self.assertRaises(AccessError):
            pair.action_match()

    def test_centers(self):
        """V12: people of a center see its duplicates and those of no center."""
        pair = self.pair()
        local = self.user("sync_local", MANAGEMENT, VIEW, centers=self.river)
        theirs = self.Duplicate.with_user(local)
        self.assertEqual(theirs.search([]) & pair, pair)
        self.ada.contact_group_ids = [Command.link(self.hikers.id)]
        self.assertFalse(theirs.search([]) & pair)
        self.ada_2.contact_group_ids = [Command.link(self.river.group_id.id)]
        self.assertEqual(theirs.search([]) & pair, pair)


@tagged("post_install", "-at_install")
class TestDuplicateDownload(DownloadCase):
    """V15: contacts that may be duplicates wait for a later download, too."""

    operation_code = "constituent_download"

    def test_downloads_defer_both_contacts(self):
        """V15: neither of the two goes out until it is decided, then both do."""
        new = self.env["res.partner"].create({"name": "Ada Lane", "email": "ada@example.com"})
        pair = self.env["registration.import.duplicate"]._look_at(new.ids)
        run = self.send()
        sent = {int(row["CONS_ID"]) for row in self.rows(run)}
        self.assertIn(self.bob.id, sent)
        self.assertFalse(sent & {self.ada.id, new.id})
        deferred = self.env["registration.export.deferred"].search([("run_id", "=", run.id)])
        self.assertEqual(set(deferred.mapped("record_id")), {self.ada.id, new.id})
        self.assertRegex(deferred[0].reason, "decide about the duplicate")
        pair.with_user(self.runner).action_not_match()
        self.assertEqual(set(self.sent()), {self.ada.id, new.id})


@tagged("post_install", "-at_install")
class TestDuplicateTours(DuplicateCase, HttpCase):
    """V14: duplicates as people walk through them, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        same = {"name": "Tess Tour", "email": "tess@example.com"}
        cls.tess, cls.tess_2 = cls.Partner.create(
            [{**same, "function": "Baker"}, {**same, "function": "Cook"}]
        )
        cls.Duplicate.search([]).unlink()
        cls.tess_pair = cls.Duplicate._look_at(cls.tess_2.ids)

    def test_merge(self):
        """V14: found in the menu, compared, and merged value by value."""
        self.start_tour(None, "import_duplicate_merge", login=self.runner.login)
        self.assertFalse(self.tess_2.exists())
        self.assertEqual(self.tess.function, "Cook")

    def test_bulk(self):
        """V14: "Not a match" for the whole list, and what is said when nothing is left."""
        self.start_tour(None, "import_duplicate_bulk", login=self.runner.login)
        self.assertEqual(self.tess_pair.state, "not_match")

    def test_look(self):
        """V14: all contacts are compared at the press of a button, by who manages operations."""
        self.start_tour(None, "import_duplicate_look", login=self.boss.login)
        self.assertTrue(self.Look.search([("scope", "=", "all")]))

    def test_address(self):
        """V21: by the address nobody gets in with one role."""
        for user in (self.only_management, self.only_sync):
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                self.start_tour(None, "import_duplicate_refused", login=user.login)
