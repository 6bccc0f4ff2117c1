import json
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import HttpCase, JsonRpcException, mute_logger, tagged

from ...importer.intake import Intake
from ..common import SAMPLE, ImportCase


@tagged("post_install", "-at_install")
class TestImportOperationHttp(ImportCase, HttpCase):
    """The same doors from outside."""

    by_mail = False

    def json2(self, user, model="registration.import.operation", method="run_file", **arguments):
        """The answer to a POST with the API key of a user."""
        expires = datetime.now() + timedelta(hours=1)
        keys = self.env(user=user)["res.users.apikeys"]
        key = keys._generate(scope="rpc", name="test", expiration_date=expires)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        return self.url_open(f"/json/2/{model}/{method}", json.dumps(arguments), headers=headers)

    def file(self, **arguments):
        return {
            "operation": "session_instances",
            "content": self.content(SAMPLE),
            "filename": "agenda.csv",
            "wait": True,
            **arguments,
        }

    def test_json2(self):
        """JSON-2: a file in, the answer out, the job's status later, with an API key."""
        result = self.json2(self.event_user, **self.file()).json()
        self.assertEqual((result["state"], result["counts"]["created"]), ("done", 4))
        status = self.json2(self.event_user, method="job_status", job=result["job"]).json()
        self.assertEqual(status, result)

    def test_json2_without_right(self):
        """C04: over JSON-2 too, who may not is told so."""
        with mute_logger("odoo.http"):
            answer = self.json2(self.outsider, **self.file())
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Import Registration Data", answer.json()["message"])

    def test_json2_without_key(self):
        """C04: and nobody without a key."""
        with mute_logger("odoo.http"):
            answer = self.url_open(
                "/json/2/registration.import.operation/run_file",
                json.dumps(self.file()),
                headers={"Content-Type": "application/json"},
            )
        self.assertEqual(answer.status_code, 401)

    def test_json2_attachment(self):
        """run_attachment: over JSON-2 the attachment is named by its id."""
        attachment = self.env["ir.attachment"].create(
            {"name": "a.csv", "raw": self.csv(SAMPLE), "public": True}
        )
        result = self.json2(
            self.event_user,
            method="run_attachment",
            attachment=attachment.id,
            operation="session_instances",
            wait=True,
        ).json()
        self.assertEqual(result["counts"]["created"], 4)

    def test_json2_key_at_the_same_time(self):
        """T16: a request that lost the race for a key is played again and gives the same job."""
        first = self.json2(self.event_user, **self.file(idempotency_key="k1")).json()
        real, late = Intake.job_with_key, [True]

        def with_key(self, key, request):
            return self.jobs.browse() if late and late.pop() else real(self, key, request)

        with (
            patch.object(Intake, "job_with_key", with_key),
            patch("odoo.service.model.time.sleep"),
            mute_logger("odoo.sql_db"),
        ):
            again = self.json2(self.event_user, **self.file(idempotency_key="k1")).json()
        self.assertEqual(again["job"], first["job"])

    def test_web_client(self):
        """C04: the door of the web client is the same door."""
        self.authenticate(self.outsider.login, self.outsider.login)
        params = {
            "model": "registration.import.operation",
            "method": "run_file",
            "args": [],
            "kwargs": self.file(),
        }
        with mute_logger("odoo.http"), self.assertRaisesRegex(JsonRpcException, "AccessError"):
            self.make_jsonrpc_request("/web/dataset/call_kw", params)
        self.authenticate(self.event_user.login, self.event_user.login)
        result = self.make_jsonrpc_request("/web/dataset/call_kw", params)
        self.assertEqual(result["counts"]["created"], 4)

    def test_a_full_disk_is_told_in_words(self):
        """P11, UX: to who waits for an answer, as a sentence of ours and not of the database."""
        self.env.cr.execute(
            """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
                   $$BEGIN RAISE 'no space left on device' USING ERRCODE = 'disk_full'; END$$;
               CREATE TRIGGER full_disk BEFORE INSERT ON registration_import_job
                   FOR EACH ROW EXECUTE FUNCTION full_disk()"""
        )
        with mute_logger("odoo.http", "odoo.sql_db"):
            answer = self.json2(self.event_user, **self.file()).json()
        self.assertEqual(answer["name"], "odoo.exceptions.UserError")
        self.assertIn("The server has no room left on its disk.", answer["message"])
