import base64
import json
from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import mute_logger, tagged

from ...importer.intake import Intake
from ...importer.states import RESULT_PROBLEMS
from ...tools.rows.plan import OUTCOMES
from ..common import LABELS, SAMPLE
from .common_operations import ERROR_KEYS, KEYS, OperationCase


@tagged("post_install", "-at_install")
class TestImportOperation(OperationCase):
    """The door for callers: ``run_file`` and its answer."""

    def test_lost_zeros(self):
        """E2: a code that is shorter than the others is told, and never mended by a guess."""
        rows = [(code, "Demo", "Demo_7592", "Registered") for code in ("12345", "2345", "34567")]
        rows += [(str(code), "Demo", "Demo_7592", "Registered") for code in range(45678, 45684)]
        answer = self.run_rows(rows, validate_only=True)
        self.assertIn("A code in column A: Registration Code is shorter", answer["message"])

    def test_the_answer_is_plain_values(self):
        """run_file: one dict of plain values, the same shape in every state."""
        result = self.run_rows([*SAMPLE, ("nobody", "Demo", "Demo_7592", "Registered")])
        self.assertEqual(result.keys(), KEYS)
        self.assertEqual(result["counts"].keys(), set(OUTCOMES))
        self.assertEqual(result["errors"][0].keys(), ERROR_KEYS)
        self.assertEqual(result, json.loads(json.dumps(result)))

    def test_rows_are_written_with_wait(self):
        """run_file: with wait the rows are written when the call returns."""
        result = self.run_rows(SAMPLE, wait=True)
        self.assertEqual((result["state"], result["counts"]["created"]), ("done", 4))
        self.assertEqual(self.status(self.dora, self.knote_7608), "registered")

    def test_a_call_without_wait_returns_at_once(self):
        """C25: without wait the call returns at once and workers are woken."""
        crons = [self.env.ref(f"registration_import.ir_cron_run_{n}") for n in (1, 2, 3)]
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search([])
        result = self.run_rows(SAMPLE, wait=False)
        self.assertEqual(result["state"], "scheduled")
        self.assertFalse(self.status(self.dora, self.knote_7608))
        self.assertEqual(len((triggers.search([]) - before).cron_id), len(crons))

    def test_too_many_to_wait(self):
        """run_file: above 10,000 rows the job is scheduled, and the state says so."""
        with patch("odoo.addons.registration_import.importer.launch.WAIT_ROWS", 3):
            self.assertEqual(self.run_rows(SAMPLE, wait=True)["state"], "scheduled")

    def test_validate_only(self):
        """C27, run_file: every row is planned, counted and explained."""
        result = self.run_rows([*SAMPLE, ("nobody", "Demo", "x", "Registered")], validate_only=True)
        self.assertEqual(result["state"], "validated")
        self.assertEqual((result["counts"]["created"], result["counts"]["invalid"]), (4, 1))
        self.assertEqual(result["errors"][0]["code"], "unknown_registration")
        self.assertEqual(result["errors"][0]["row"], 6)

    def test_validating_writes_nothing(self):
        """T35, P7: no table has a row more, but for the job's own and its file."""
        with self.assertNothingWritten(ir_attachment=1):
            self.run_rows(SAMPLE, validate_only=True)

    def test_refusing_writes_nothing(self):
        """P8: a file that cannot be read touches nothing; its starter gets the one mail."""
        self.event_user.partner_id.email = False
        with self.assertNothingWritten(ir_attachment=1, bus_bus=1):
            result = self.run_rows([], content=base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 99))
        self.assertEqual(result["state"], "refused")
        self.assertTrue(result["message"])

    def test_empty_file(self):
        """A1, P8: an empty file is refused in words, not by an exception."""
        result = self.run_rows([], content="")
        self.assertEqual((result["state"], result["counts"]["created"]), ("refused", 0))
        self.assertIn("empty", result["message"])

    def test_header_only(self):
        """A2: a file without rows is refused."""
        self.assertEqual(self.run_rows([])["state"], "refused")

    def test_idempotency_key(self):
        """T16: the same key of the same user gives the earlier job and runs nothing again; what
        people call the run, and the name of the file, may differ."""
        first = self.run_rows(SAMPLE, idempotency_key="k1")
        again = self.run_rows(SAMPLE, idempotency_key="k1", label="Again", filename="b.csv")
        self.assertEqual(again, first)

    def test_idempotency_key_of_somebody_else(self):
        """T16: keys are each user's own."""
        first = self.run_rows(SAMPLE, idempotency_key="k1")
        other = self.run_rows(SAMPLE, user=self.importer, idempotency_key="k1")
        self.assertNotEqual(other["job"], first["job"])

    def test_empty_idempotency_key(self):
        """T16: an empty key is none."""
        first = self.run_rows(SAMPLE, idempotency_key="")
        self.assertNotEqual(self.run_rows(SAMPLE, idempotency_key="")["job"], first["job"])

    def test_idempotency_key_that_is_none(self):
        """A key is a short text: another type or a long one is refused in words."""
        for key in ("x" * 5000, {"a": 1}, [1], 5, True):
            with self.subTest(key=key), self.assertRaises(UserError):
                self.run_rows(SAMPLE, idempotency_key=key)

    def test_operation_that_is_none(self):
        """Whatever is no code of an operation is refused in words, and so is an archived one."""
        self.operation.active = False
        user = self.event_user.with_context(active_test=False)
        for code in ({"a": 1}, "x\0", None, "\ud800", ["\ud800"], "session_instances"):
            with self.subTest(code=code), self.assertRaises(UserError) as raised:
                self.Operation.with_env(user.with_user(user).env)._by_code(code)
            raised.exception.args[0].encode()  # the answer can be sent

    def test_job_that_is_none(self):
        for job in (True, [1], {"a": 1}, "1", 10**30, "\ud800"):
            with self.subTest(job=job), self.assertRaises(UserError) as raised:
                self.Operation.with_user(self.event_user).job_status(job)
            raised.exception.args[0].encode()  # the answer can be sent

    def test_attachment_in_a_context_of_sizes(self):
        """The web client may ask for sizes instead of contents: a file is its content."""
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.event_user)
            .create({"name": "a.csv", "raw": self.csv(SAMPLE)})
        )
        operations = self.Operation.with_user(self.event_user).with_context(bin_size=True)
        attachment.invalidate_recordset()
        result = operations.run_attachment(attachment.id, "session_instances", wait=True)
        self.assertEqual(result["counts"]["created"], len(SAMPLE))

    def test_idempotency_key_at_the_same_time(self):
        """T16: of two calls at once the second is played again, and finds the job of the first."""
        self.run_rows(SAMPLE, idempotency_key="k1")
        with (
            patch.object(Intake, "job_with_key", lambda self, *_request: self.jobs.browse()),
            mute_logger("odoo.sql_db"),
            self.assertRaises(ConcurrencyError),
        ):
            self.run_rows(SAMPLE, idempotency_key="k1")

    def test_unknown_operation(self):
        """F1: an unknown code is the caller's mistake."""
        with self.refused("no import operation “sesion”", UserError):
            self.run_rows(SAMPLE, operation="sesion")

    def test_operation_of_another_company(self):
        """F2: an operation of a company that is not one's own is not there."""
        self.operation.company_id = self.company_2
        with self.refused("no import operation", UserError):
            self.run_rows(SAMPLE)

    def test_unknown_option(self):
        """An option that nobody knows is refused rather than ignored."""
        with self.refused("Unknown option: delimiter", UserError):
            self.run_rows(SAMPLE, options={"delimiter": ";"})

    def test_options_of_the_wrong_shape(self):
        """Options that mean nothing are refused in words before anything is stored."""
        for options in (
            {"header_row": "two"},
            {"header_row": -1},
            {"header_row": True},
            {"encoding": ["utf-8"]},
            {"sheet": {"name": "x"}},
            {"date_format": 5},
            {"date_format": "%d%d%Y"},
            {"date_format": [5]},
            {"separator": 5},
            ["encoding"],
            "encoding",
        ):
            with self.subTest(options=options), self.refused("option", UserError):
                self.run_rows(SAMPLE, options=options)

    def test_options_are_obeyed(self):
        """B4, C17: encoding and separator as the caller names them."""
        text = ";".join(LABELS) + "\n" + ";".join(SAMPLE[0]) + "\n"
        content = base64.b64encode(text.encode("utf-16-le"))
        options = {"encoding": "utf-16-le", "separator": ";"}
        result = self.run_rows([], content=content, options=options)
        self.assertIn(result["state"], ("done", "refused"))
        result = self.run_rows(
            [], content=base64.b64encode(text.encode()), options={"separator": ";"}
        )
        self.assertEqual(result["state"], "done", result["message"])

    def test_hostile_options(self):
        """No option reaches SQL or the file system."""
        for option in ("encoding", "separator", "sheet", "date_format"):
            for value in ("'; DROP TABLE event_event; -- %s%(x)s", "../../etc/passwd" + "x" * 9999):
                with self.subTest(option=option, value=value[:20]):
                    if option == "date_format" or len(value) > 200:
                        with self.refused(option, UserError):
                            self.run_rows(SAMPLE, options={option: value})
                        continue
                    result = self.run_rows(SAMPLE, options={option: value})
                    self.assertIn(result["state"], ("done", "refused"))

    def test_header_row(self):
        """C12: the header may stand below a title; numbers stay those of the file."""
        rows = [("", "", "", ""), LABELS, *SAMPLE]
        header = ("Agenda of May", "", "", "")
        result = self.run_rows(rows, header=header, options={"header_row": 3})
        self.assertEqual(result["counts"]["created"], 4, result["message"])
        self.assertEqual(list(self.outcomes(self.job(result))), [4, 5, 6, 7])

    def test_the_mapping_decides(self):
        """C15: columns may be named freely: the mapping decides."""
        header = ("who", "what", "when", "how")
        fields = ("registration_code", "session_code", "instance_code", "status")
        result = self.run_rows(
            SAMPLE, header=header, mapping=dict(zip(header, fields, strict=True))
        )
        self.assertEqual(result["counts"]["created"], 4)

    def test_mapping_of_unknown_label(self):
        """F13: a mapping that names what the file does not have refuses it."""
        result = self.run_rows(SAMPLE, mapping={"Nowhere": "status"})
        self.assertEqual(result["state"], "refused")
        self.assertIn("Nowhere", result["message"])

    def test_mapping_of_unknown_field(self):
        """F13: so does a field that the operation does not have."""
        result = self.run_rows(SAMPLE, mapping={LABELS[0]: "email"})
        self.assertEqual(result["state"], "refused")
        self.assertIn("email", result["message"])

    def test_mapping_without_a_required_field(self):
        """C06: without the status nothing can be imported."""
        mapping = dict(
            zip(LABELS[:3], ("registration_code", "session_code", "instance_code"), strict=True)
        )
        result = self.run_rows(SAMPLE, mapping=mapping)
        self.assertEqual(result["state"], "refused")
        self.assertIn("Registration Session Status", result["message"])

    def test_mapped_label_twice(self):
        """C9: a mapped label that occurs twice refuses the file, never the last one wins."""
        header = (*LABELS, LABELS[3])
        rows = [(*row, "Attended") for row in SAMPLE]
        fields = ("registration_code", "session_code", "instance_code", "status")
        for mapping in (None, dict(zip(LABELS, fields, strict=True))):
            result = self.run_rows(rows, header=header, mapping=mapping)
            self.assertEqual(result["state"], "refused")
            self.assertIn(LABELS[3], result["message"])

    def test_mapping_of_the_wrong_shape(self):
        """A mapping that is none is the caller's mistake, said in words."""
        for mapping in ([LABELS[0]], "status", {LABELS[0]: ["status"]}, {LABELS[0]: None}, 7):
            with self.subTest(mapping=mapping), self.refused("mapping", UserError):
                self.run_rows(SAMPLE, mapping=mapping)

    def test_surrogates_and_nul(self):
        """B10: JSON can carry characters that the database refuses; the answer is in words."""
        result = self.run_rows(SAMPLE, filename="a\0b\ud800.csv")
        self.assertEqual(result["state"], "done")
        self.assertEqual(self.job(result).name, "ab.csv")
        for arguments in (
            {"mapping": {"\ud800": "status"}},
            {"mapping": {"a\0": "status"}},
            {"options": {"sheet": "\udfff"}},
            {"idempotency_key": "\ud800"},
        ):
            with self.subTest(arguments=arguments), self.refused("character", UserError):
                self.run_rows(SAMPLE, **arguments)

    def test_not_base64(self):
        """Content that is not base64 is the caller's mistake."""
        for content in ("Registration Code,Session", "Zoë", None, 5, ["x"]):
            with self.subTest(content=content), self.refused("not base64", UserError):
                self.run_rows([], content=content)

    def test_base64_in_lines(self):
        """The tool base64 breaks its lines: that is still base64."""
        content = base64.encodebytes(self.csv(SAMPLE)).decode()
        self.assertEqual(self.run_rows([], content=content)["state"], "done")

    def test_file_names(self):
        """A16: a name is only shown: no folders, no control characters, not too long."""
        names = {
            "../../etc/x.csv": "x.csv",
            "C:\\x.csv": "x.csv",
            "a\u202eb.csv": "ab.csv",
            "<script>.csv": "<script>.csv",
            "y" * 300: "y" * 200,
            "y" * 300 + ".csv": "y" * 196 + ".csv",
            "a." + "y" * 300: "a." + "y" * 198,
            "": "file",
            None: "file",
        }
        for given, shown in names.items():
            with self.subTest(name=given):
                job = self.import_rows(SAMPLE, filename=given)
                self.assertEqual((job.name, job.attachment_id.name), (shown, shown))

    def test_more_problems_than_shown(self):
        """run_file: the answer carries the first problems and says that there are more."""
        result = self.run_rows([("nobody", "Demo", "x", "Registered")] * (RESULT_PROBLEMS + 1))
        self.assertTrue(result["errors_truncated"])
        self.assertEqual(len(result["errors"]), RESULT_PROBLEMS)
        self.assertEqual(result["counts"]["invalid"], RESULT_PROBLEMS + 1)

    def test_same_file_again(self):
        """T17, P6: nobody can be asked here, so it runs and the message names the earlier job."""
        first = self.run_rows(SAMPLE)
        again = self.run_rows(SAMPLE)
        self.assertEqual(again["counts"]["unchanged"], 4)
        self.assertIn(str(first["job"]), again["message"])

    def test_same_file_again_read_by_a_worker(self):
        """T17: a large file, which a worker reads, is noticed as well."""
        first = self.run_rows(SAMPLE)
        with patch("odoo.addons.registration_import.importer.launch.SMALL_FILE", 10):
            again = self.run_rows(SAMPLE)
            self.assertEqual(again["state"], "reading")
            self.job(again)._as_starter()._launch().exhaust()
        self.assertIn(str(first["job"]), self.status_of(again)["message"])

    def test_large_file_is_validated_by_a_worker(self):
        """run_file: above 5 MiB a validation answers at once and goes on in the background."""
        with patch("odoo.addons.registration_import.importer.launch.SMALL_FILE", 10):
            result = self.run_rows(SAMPLE, validate_only=True)
            self.assertIn(result["state"], ("reading", "validating"))
            self.job(result)._as_starter()._launch().exhaust()
        self.assertEqual(self.status_of(result)["state"], "validated")

    def test_job_status(self):
        """job_status: the same answer later."""
        result = self.run_rows(SAMPLE)
        self.assertEqual(self.status_of(result), result)

    def test_job_status_of_nothing(self):
        """job_status: a job that is not there is said to be not there."""
        for job in (10**9, 0, "x", None, [1, 2]):
            with self.subTest(job=job), self.refused("There is no import", UserError):
                self.Operation.with_user(self.event_user).job_status(job=job)

    def test_job_status_of_somebody_else(self):
        """C04: somebody else's job is not for one's eyes; a manager may look."""
        result = self.run_rows(SAMPLE)
        self.assertEqual(self.status_of(result, self.manager), result)
        with self.assertRaises(AccessError):
            self.status_of(result, self.importer)
