import datetime

from odoo.tests import HttpCase, mute_logger, tagged

from ..qualifications.common import EXPORT, MANAGE
from ..users import new_user
from .common import LABELS, ExportCase, table_of

MODULE = "odoo.addons.registration_import.models.exports.export"


@tagged("post_install", "-at_install")
class TestRegistrationExportHttp(ExportCase, HttpCase):
    """Exports over HTTP: the browser's way, and that of other systems."""

    def get(self, export, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        with mute_logger("odoo.http"):
            return self.url_open(export._url(), headers=headers, allow_redirects=False)

    def login(self, user):
        self.authenticate(user.login, user.login)

    def key(self, user):
        """The header with a key of the user for other systems."""
        keys = self.env["res.users.apikeys"].with_user(user)
        tomorrow = datetime.datetime.now() + datetime.timedelta(days=0.5)
        key = keys._generate(scope="rpc", name="test", expiration_date=tomorrow)
        return {"Authorization": f"Bearer {key}"}

    def test_the_browser_saves_the_file(self):
        """A31, A32: the browser gets a file that it saves and does not show, and it is noted."""
        export = self.start(self.both)
        self.login(self.officer)
        response = self.get(export, Sec_Fetch_Site="same-origin")
        self.assertEqual(response.status_code, 200)
        disposition = response.headers["Content-Disposition"]
        self.assertEqual(disposition, f"attachment; filename*=UTF-8''{export.name}")
        self.assertEqual(response.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(table_of(response.content)[0], LABELS)
        self.assertEqual(len(table_of(response.content)), 3)
        self.assertEqual(export.download_count, 1)

    def test_no_page_of_another_site_fetches_it(self):
        """A28: no page of another site makes the browser fetch the file."""
        export = self.start(self.both)
        self.login(self.officer)
        for site in ("cross-site", "same-site"):
            self.assertEqual(self.get(export, Sec_Fetch_Site=site).status_code, 403)
        self.assertEqual(export.download_count, 0)

    def test_a_password_for_a_proxy_is_no_key(self):
        """A31: what a browser tells a proxy with a password of its own is no key for Odoo."""
        export = self.start(self.both)
        self.login(self.officer)
        self.assertEqual(self.get(export, Authorization="Basic eDp5").status_code, 200)

    def test_the_file_is_its_owners(self):
        """A28: another's export is not found, and nobody gets one without being logged in."""
        export = self.start(self.both)
        self.assertEqual(self.get(export).status_code, 303)
        colleague = new_user(self.env, "cert_colleague", f"{MANAGE},{EXPORT}")
        admin = new_user(self.env, "cert_admin", "base.group_system")
        for user, status in ((colleague, 404), (self.exporter, 404), (admin, 200)):
            self.login(user)
            self.assertEqual(self.get(export).status_code, status)
        for number in (0, export.id + 1000, 10**30):
            response = self.url_open(f"/registration_import/export/{number}.csv")
            self.assertEqual(response.status_code, 404)

    def give(self, export, user):
        """As if the user had made the export, and lost or gained roles since."""
        self.env.cr.execute(
            "UPDATE registration_export SET create_uid = %s WHERE id = %s", [user.id, export.id]
        )
        export.invalidate_recordset()

    def test_the_file_asks_for_both_roles(self):
        """A04, A28: the file asks for both roles again, logged in as with a key."""
        export = self.start(self.both)
        for user, may in self.make_users_of_roles():
            self.give(export, user)
            self.login(user)
            with self.subTest(user=user.group_ids.mapped("name")):
                self.assertEqual(self.get(export).status_code, 200 if may else 403)
                self.logout()
                status = self.get(export, **self.key(user)).status_code
                self.assertEqual(status, 200 if may else 403)

    def json2(self, user, method="start_export", **body):
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/json/2/qualification.enrolment/{method}",
                json=body,
                headers=self.key(user),
                method="POST",
            )

    def test_another_system_exports_with_a_key(self):
        """A28, A30: another system exports and fetches the file with the key of a user who may."""
        response = self.json2(self.officer, ids=self.both.ids)
        self.assertEqual(response.status_code, 200, response.text)
        result = response.json()
        self.assertEqual(result["count"], 2)
        export = self.env["registration.export"].browse(result["export"])
        self.assertEqual((export.create_uid, export._url()), (self.officer, result["url"]))
        file = self.get(export, **self.key(self.officer))
        self.assertEqual([row[5] for row in table_of(file.content)[1:]], ["0042", "0043"])
        self.assertEqual(self.get(export, Authorization="Bearer nothing").status_code, 401)
        whole = self.json2(self.officer, domain=[], order="id desc").json()
        self.assertEqual(whole["count"], self.Enrolment.search_count([]))

    def test_json2_asks_for_both_roles(self):
        """A28: each role alone and in pairs, over JSON-2."""
        for user, may in self.make_users_of_roles():
            with self.subTest(user=user.group_ids.mapped("name")):
                response = self.json2(user, ids=self.both.ids)
                self.assertEqual(response.status_code, 200 if may else 403)

    def test_json2_refuses_in_words(self):
        """A30: what is no selection is refused in words, not with a traceback."""
        for body in ({"ids": []}, {"ids": ["x"]}, {"domain": [["nothing", "=", 1]]}, {"domain": 5}):
            response = self.json2(self.officer, **body)
            self.assertEqual(response.status_code, 422, response.text)
            self.assertEqual(response.json()["name"], "odoo.exceptions.UserError")
