import json
from datetime import datetime, timedelta

from odoo.tests import HttpCase, mute_logger, tagged

from .common import CROSS_REFERENCES, MANAGE, MANAGEMENT, VIEW, HubCase

OPERATION = "registration.import.operation"
# what the app is made of, each with a method that only looks
HUB = (
    (OPERATION, [("is_sync", "=", True)]),
    ("registration.import.operation.line", []),
    ("registration.import.schedule", [("operation_id.is_sync", "=", True)]),
    ("registration.import.source", [("operation_id.is_sync", "=", True)]),
    ("registration.import.run", []),
    ("registration.import.statistic", []),
    ("registration.import.duplicate", []),
    ("registration.export.run", []),
)
KEPT = (("registration.import.system", []), ("registration.import.cross.reference", []))
REFUSED = (401, 403, 404)


@tagged("post_install", "-at_install")
class TestSyncRoles(HubCase, HttpCase):
    """V21, V22: two roles at once; each alone is refused from outside as it is on screen."""

    by_mail = False

    operation_code = "constituents"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls.Operation._by_code("constituents")
        cls.own = cls.standard.with_user(cls.boss).copy({"name": "Roles"})
        cls.job = cls.env["registration.import.job"].browse(
            cls.Operation.with_user(cls.runner).run_file(
                operation=cls.own.code,
                content=cls.content([("00123", "Rom"), ("", "Bari")], ("MEMBER_ID", "CITY")),
                filename="roles.csv",
                wait=True,
            )["job"]
        )
        system = cls.env["registration.import.system"].create({"name": "Roles", "code": "T-ROLES"})
        cls.env["registration.import.cross.reference"].create(
            {"system_id": system.id, "type": "country", "theirs": "SUI", "ours": "CH"}
        )
        cls.only_references = cls.user("sync_only_references", CROSS_REFERENCES)
        cls.viewer = cls.user("sync_roles_viewer", MANAGEMENT, VIEW)
        cls.keeper = cls.user("sync_roles_keeper", MANAGEMENT, CROSS_REFERENCES)
        cls.both = cls.user("sync_roles_both", MANAGE, CROSS_REFERENCES)

    def key(self, user):
        expires = datetime.now() + timedelta(hours=1)
        keys = self.env(user=user)["res.users.apikeys"]
        return keys._generate(scope="rpc", name="roles", expiration_date=expires)

    def json2(self, user, model, method, **arguments):
        headers = {
            "Authorization": f"Bearer {self.key(user)}",
            "Content-Type": "application/json",
        }
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/json/2/{model}/{method}", json.dumps(arguments), headers=headers
            )

    def seen(self, user, model, domain):
        """How many records a system with the person's key gets; none where it is refused."""
        answer = self.json2(user, model, "search_count", domain=domain)
        return answer.json() if answer.status_code == 200 else 0

    def test_each_role_alone_sees_nothing(self):
        """V21, V22: over JSON-2, whoever lacks one of two roles gets no record of the app."""
        alone = (self.only_management, self.only_sync, self.only_references, self.event_user)
        for user in alone:
            for model, domain in (*HUB, *KEPT):
                with self.subTest(user=user.login, model=model):
                    self.assertFalse(self.seen(user, model, domain))

    def test_both_roles_see(self):
        """V21, V22: with two roles one sees what these are for, and nothing of the others."""
        for user, models, others in ((self.viewer, HUB[:4], KEPT), (self.keeper, KEPT, HUB[:4])):
            for model, domain in models:
                with self.subTest(user=user.login, model=model):
                    self.assertTrue(self.seen(user, model, domain))
            for model, domain in others:
                with self.subTest(user=user.login, model=model):
                    self.assertFalse(self.seen(user, model, domain))

    def test_each_role_alone_runs_nothing(self):
        """V21: over JSON-2 each role alone starts nothing and changes nothing."""
        content = self.content([("00123", "Bari")], ("MEMBER_ID", "CITY"))
        file = {"operation": self.own.code, "content": content, "filename": "roles.csv"}
        ids = {"ids": self.own.ids}
        calls = (
            ("run_file", file),
            ("run_download", {"operation": "constituent_download"}),
            ("action_run", ids),
            ("action_customise", {"ids": self.standard.ids}),
            ("write", {**ids, "vals": {"name": "Mine"}}),
            ("unlink", ids),
        )
        alone = (self.only_management, self.only_sync, self.both, self.only_references)
        for user in alone:
            for method, arguments in calls:
                with self.subTest(user=user.login, method=method):
                    answer = self.json2(user, OPERATION, method, **arguments)
                    self.assertIn(answer.status_code, REFUSED, answer.text)
        self.assertEqual((self.own.name, self.ada.city), ("Roles", "Rom"))

    def test_addresses_of_files_need_the_role(self):
        """V21: nor do the addresses of files open to whoever lacks a role."""
        addresses = (
            f"/registration_import/sample/{self.own.id}.csv",
            f"/registration_import/errors/{self.job.id}.csv",
        )
        for user, wanted in ((self.runner, True), (self.only_sync, False), (self.both, False)):
            self.authenticate(user.login, user.login)
            for address in addresses:
                with self.subTest(user=user.login, address=address), mute_logger("odoo.http"):
                    answer = self.url_open(address, allow_redirects=False)
                    self.assertEqual(answer.status_code == 200, wanted, answer.status_code)

    def test_menus_need_both_roles(self):
        """V21, V22: each role alone has no menu of the app; two have those of theirs."""
        root, mine, references = (
            self.env.ref(f"registration_import.{name}").id
            for name in (
                "menu_sync_root",
                "menu_sync_my_operations",
                "menu_cross_reference",
            )
        )
        shown = {
            user: {
                each["id"]
                for each in self.env["ir.ui.menu"].with_user(user).load_menus(False).values()
            }
            for user in (self.viewer, self.keeper, self.both, self.only_references)
        }
        self.assertEqual({root, mine, references} & shown[self.viewer], {root, mine})
        self.assertEqual({root, mine, references} & shown[self.keeper], {root, references})
        for user in (self.both, self.only_references):
            self.assertFalse({root, mine, references} & shown[user])
