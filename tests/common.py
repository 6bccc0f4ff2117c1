import base64
import csv
import io
from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command

from ..importer.states import LIVE_STATES
from ..tools.rows import plan
from .sessions.common import SessionsCase
from .users import new_companies, new_users

LABELS = ("Registration Code", "Session Code", "Instance Code", "Registration Session Status")
SAMPLE = (
    ("1234-55-122", "Demo", "Demo_7592", "Registered"),
    ("1234-55-122", "Wshop", "Wshop_7597", "Registered"),
    ("1234-55-122", "Knote", "Knote_7608", "Registered"),
    ("4321-55-111", "Demo", "Demo_7592", "Cancelled"),
)
MODELS = "odoo.addons.registration_import.models"
IMPORTER = "odoo.addons.registration_import.importer"
GROUP = "registration_import.group_import_registration_data"
# A row's id is job << 21: from this job on it is more than four bytes hold, as it soon is in life.
FIRST_JOB = 5000

JOB = "odoo.addons.registration_import.models.engine.import_job_run.RegistrationImportJob"


def work_at_once(job):
    """In place of waking workers, who would not see what a test has not committed."""
    for each in job.sudo().search([("state", "in", LIVE_STATES)]):
        each._as_starter()._launch().exhaust()


class ImportCase(SessionsCase):
    """The sample of the seed, instances that are full, events that refuse, users of each role.

    ``run`` imports rows through the door that everybody uses, as the event user.
    """

    # Whether people have addresses, to which each import sends its report: needless, where a test
    # reads none, and dearer than a short import.
    by_mail = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute(
            "SELECT setval('registration_import_job_id_seq', greatest(%s, "
            "nextval('registration_import_job_id_seq')))",
            (FIRST_JOB,),
        )
        cls.Operation = cls.env["registration.import.operation"]
        cls.Line = cls.env["event.agenda.line"]
        cls.operation = cls.env.ref("registration_import.operation_session_instances")
        cls.manager, cls.outsider = new_users(
            cls.env,
            {"import_manager": "event.group_event_manager", "import_outsider": "base.group_user"},
        )
        cls._make_sample()
        cls._make_limits()
        cls._make_refusals()

    def setUp(self):
        super().setUp()
        if not self.by_mail:
            self.env.cr.execute(
                """UPDATE res_partner SET email = NULL, email_normalized = NULL
                    WHERE id IN (SELECT partner_id FROM res_users)"""
            )
            self.env.invalidate_all()

    @classmethod
    def _make_sample(cls):
        cls.keynote = cls.make_session("Knote")
        cls.demo_7592 = cls.make_instance(cls.demo, "Demo_7592", 13)
        cls.wshop_7597 = cls.make_instance(cls.workshop, "Wshop_7597", 14)
        cls.knote_7608 = cls.make_instance(cls.keynote, "Knote_7608", 15)
        cls.dora, cls.emil = cls.make_registrations("Dora Duran", "Emil Ek")
        cls.dora.registration_code = "1234-55-122"
        cls.emil.registration_code = "4321-55-111"

    @classmethod
    def _make_limits(cls):
        cls.one_seat = cls.make_instance(
            cls.keynote,
            "One",
            16,
            has_capacity=True,
            capacity=1,
            waitlist="limited",
            waitlist_limit=1,
        )
        cls.no_waitlist = cls.make_instance(
            cls.keynote, "Closed", 17, has_capacity=True, capacity=0, waitlist="none"
        )

    @classmethod
    def _make_refusals(cls):
        cls.plain_event = cls.make_event("Dinner", agenda_enabled=False)
        cls.diner = cls.make_registrations("Dina Diner", event=cls.plain_event)
        cls.strict_event = cls.make_event("Exams", agenda_overlap=False)
        cls.exam = cls.make_session("Exam", cls.strict_event)
        cls.exam_1 = cls.make_instance(cls.exam, "Exam_1", 9)
        cls.exam_2 = cls.make_instance(cls.exam, "Exam_2", 9)
        cls.pupil = cls.make_registrations("Pia Pupil", event=cls.strict_event)
        cls.company_2 = new_companies(cls.env, {"name": "Elsewhere"})
        cls.foreign_event = cls.make_event("Foreign", company_id=cls.company_2.id)
        cls.foreign_session = cls.make_session("Far", cls.foreign_event)
        cls.foreign_instance = cls.make_instance(cls.foreign_session, "Far_1", 9)
        cls.foreigner = cls.make_registrations("Fay Foreign", event=cls.foreign_event)

    @classmethod
    def make_session(cls, code, event=None):
        return cls.env["event.agenda.session"].create(
            {"name": code, "code": code, "event_id": (event or cls.event).id}
        )

    @classmethod
    def make_people(cls, count, event=None):
        """So many registrations, their codes in order: P0001, P0002, ..."""
        event = event or cls.event
        return cls.env["event.registration"].create(
            [
                {"name": f"Person {n}", "registration_code": f"P{n:04}", "event_id": event.id}
                for n in range(1, count + 1)
            ]
        )

    # -- files and jobs ----------------------------------------------------------------------

    @staticmethod
    def csv(rows, header=LABELS):
        """The bytes of a .csv file."""
        stream = io.StringIO()
        csv.writer(stream).writerows([header, *rows])
        return stream.getvalue().encode()

    @classmethod
    def content(cls, rows, header=LABELS):
        """A .csv file as base64 text."""
        return base64.b64encode(cls.csv(rows, header)).decode()

    def run_rows(self, rows, user=None, header=LABELS, **arguments):
        """What ``run_file`` answers on these rows, written at once unless told otherwise."""
        arguments = {
            "operation": "session_instances",
            "content": self.content(rows, header),
            "filename": "agenda.csv",
            "wait": True,
            **arguments,
        }
        return self.Operation.with_user(user or self.event_user).run_file(**arguments)

    def import_rows(self, rows, user=None, **arguments):
        """The job, as superuser, after these rows were imported."""
        return self.job(self.run_rows(rows, user, **arguments))

    def upload(self, rows, user=None, header=LABELS, filename="agenda.csv"):
        """A draft job that was read, as the wizard makes it, in its starter's environment."""
        operation = self.operation.with_user(user or self.event_user)
        job = operation._new_job(self.csv(rows, header), filename)._as_starter()
        job._launch().read_file()
        return job

    def job(self, result):
        return self.env["registration.import.job"].sudo().browse(result["job"])

    def schedule(self, rows, user=None, **arguments):
        """A job that waits for a worker, in its starter's environment."""
        return self.import_rows(rows, user, wait=False, **arguments)._as_starter()

    def row(self, registration, instance, status="Registered"):
        """A row of a file that names these."""
        session = instance.session_id.code
        return (registration.registration_code, session, instance.code, status)

    @contextmanager
    def another_addon(self, check, model="event.agenda.line", method="create"):
        """As if another addon overrode ``create`` or ``write``: ``check(records, values)``, which
        may raise, goes before."""
        registered = self.env.registry[model]
        real = getattr(registered, method)

        def override(records, values):
            check(records, values)
            return real(records, values)

        with patch.object(registered, method, override):
            yield

    @contextmanager
    def nobody_new(self, registration, error):
        """As if another addon forbade to add anything to the agenda of this registration."""

        def check(_records, values):
            if any(vals["registration_id"] == registration.id for vals in values):
                raise error

        with self.another_addon(check):
            yield

    @contextmanager
    def in_batches(self, batch=2, chunk=5):
        """Small batches and chunks, so that a few rows are many."""
        with (
            patch(f"{IMPORTER}.checkpoint.BATCH", batch),
            patch(f"{IMPORTER}.checkpoint.LARGEST_BATCH", batch),
            patch(f"{IMPORTER}.loader.CHUNK", chunk),
        ):
            yield

    # -- what became of it -------------------------------------------------------------------

    def outcomes(self, job):
        """``{row number: outcome}`` as people see it."""
        rows = self.env["registration.import.row"].search([("job_id", "=", job.id)])
        return {row.number: row.outcome for row in rows}

    def problems(self, job, level=None):
        """``[(row number, code)]`` in the order of the file."""
        found = self.env["registration.import.problem"].search(
            [("job_id", "=", job.id)], order="row_id, id"
        )
        return [(p.number, p.code) for p in found if level in (None, p.level)]

    def status(self, registration, instance):
        """The status of the line, None where there is none."""
        line = self.Line.search(
            [("registration_id", "=", registration.id), ("instance_id", "=", instance.id)]
        )
        return line.status or None

    def assertAccounted(self, job):
        """P1: every staged row has one outcome, and the counts of the job are these."""
        job.invalidate_recordset()
        counted = {name: job[name] for name in plan.OUTCOMES}
        self.assertEqual(sum(counted.values()), job.total, counted)
        found = dict.fromkeys(plan.OUTCOMES, 0)
        for outcome in self.outcomes(job).values():
            found[outcome] += 1
        self.assertEqual(found, counted)

    def counts_of_tables(self):
        """``{table: rows}`` of the whole database, but for the job's own tables."""
        self.env.cr.flush()  # with what waits for a commit, such as messages on the bus
        self.env.cr.execute(
            """SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                  AND table_name NOT LIKE 'registration_import_%'"""
        )
        names = [name for (name,) in self.env.cr.fetchall()]
        self.env.cr.execute(
            " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
        )
        return dict(self.env.cr.fetchall())

    @contextmanager
    def assertNothingWritten(self, **but):
        """T35, P7: no table of the database has a row more or less, but those named."""
        before = self.counts_of_tables()
        yield
        after = self.counts_of_tables()
        changed = {
            name: after[name] - before[name] for name in after if after[name] != before[name]
        }
        self.assertEqual(changed, but)

    @classmethod
    def other_company(cls, user):
        """Give the user the other company as well, to work in both."""
        user.write({"company_ids": [Command.link(cls.company_2.id)]})
        return {"allowed_company_ids": user.company_ids.ids}
