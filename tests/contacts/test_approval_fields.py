import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import IRREVERSIBLE
from .common_files import ContactFileCase

# What a person who is asked to approve reads of a job: operation, who, when, how many, the records
# that the plan names, what becomes of it. What is not named here nobody has thought of.
READ = {
    # operation
    *("operation_id", "kind", "is_sync", "goal", "unattended", "company_id", "display_name"),
    *("name", "label", "description", "size", "size_text", "format"),
    # who and when
    *("id", "create_uid", "write_uid", "create_date", "write_date", "started", "ended", "duration"),
    *("approver_id", "sender_ids", "is_from_outside", "stored_until", "center_id"),
    # how many
    *("total", "created", "updated", "unchanged", "removed", "skipped", "invalid", "failed"),
    *("not_processed", "failing", "problem_count", "confirmed", "report_counts"),
    # what it would do to whom
    *("irreversible", "irreversible_text", "irreversible_rows", "reason", "reference"),
    # what becomes of it: codes, and their titles
    *("state", "code", "message", "hint", "cancel_requested", "purged", "report_state"),
    *(
        "report_subject",
        "report_size",
        "url",
        "mail_id",
        "origin_id",
        "same_as_id",
        "undo_of_id",
        "undo_ids",
    ),
    *("undone_by_id", "undone", "can_undo", "can_keep_mapping", "can_cancel", "can_approve"),
    *("is_mine", "sees_rows"),
    *("has_errors_file", "header_number", "number_column", "attachment_id"),
    # how it was written: no column and no cell
    *("lane", "lane_text"),
    # of other models, whose rules hide what is behind them
    "column_ids",
}
# Blank for them, and filled for who may see the rows.
BLANK = {"warnings", "report_notes", "report_lines", "mapping_text", "reading_text"}
# For nobody, by whatever door: the server keeps it for itself.
KEPT = {
    *("labels", "mapping", "given_mapping", "request", "options", "dialect", "sheets", "notes"),
    *("meanings", "params", "checksum", "idempotency_key", "starter_context"),
}
# What leads to records of the server.
SERVER = {"batch_ids"}
# The name of a column and two cells, which no record has.
MARKS = ("Zqkwolumn", "Vrnmkl", "Xpthw")


@tagged("post_install", "-at_install")
class TestApprovalFields(ContactFileCase):
    """D29: field by field, what an import tells to a person who may not see its rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.user("contact_second", IRREVERSIBLE)

    def setUp(self):
        super().setUp()
        anonymize = {"OPERATION": "ANONYMIZE", "CONTACT_NR": "0001"}
        wrong = {"CONTACT_NR": "9999", "LASTNAME": MARKS[1]}
        rows = [{**row, MARKS[0]: MARKS[2]} for row in (anonymize, wrong)]
        self.job = self.load(*rows, user=self.lead, options={"confirm": 1})
        self.assertEqual(self.job.state, "waiting", self.job._result())

    def seen(self, user):
        companies = {"allowed_company_ids": self.companies.ids}
        return self.job.with_user(user).with_context(**companies)

    def all_that_is_read(self, user):
        """What a user reads of the job, and how it reads as one text."""
        job = self.seen(user)
        readable = [
            name for name, field in job._fields.items() if job._has_field_access(field, "read")
        ]
        self.env.invalidate_all()
        values = job.read(readable)[0]
        shown = {**values, "web": job.web_read({name: {} for name in readable})}
        return values, json.dumps(shown, default=str)

    def test_each_field_is_decided(self):
        """D29: a field that nobody has decided on fails here."""
        ours = set(self.job._fields)
        self.assertEqual(ours ^ (READ | BLANK | KEPT | SERVER), set())

    def test_what_is_read_of_a_job(self):
        """D29: neither before nor after the approval does any field tell a column or a cell."""
        for state in ("waiting", "refused"):
            self.job._update(state=state, approver_id=self.other.id)
            if state == "refused":
                self.job._update(code="unmapped", params={"fields": MARKS[0]})
            with self.subTest(state=state):
                values, text = self.all_that_is_read(self.other)
                self.assertFalse([mark for mark in MARKS if mark in text])
                self.assertFalse([name for name in BLANK if values[name]])
                self.assertFalse((KEPT | SERVER) & set(values))
                self.assertEqual(values["message"], state == "refused" and "Columns missing")
                _values, own = self.all_that_is_read(self.lead)
                self.assertIn(MARKS[0], own)

    def test_who_said_no_is_told(self):
        """D29: what is said of people alone is read by whoever sees the import."""
        self.seen(self.other).action_reject()
        self.assertIn(self.other.name, self.seen(self.other).message)

    def test_status_and_progress_tell_no_column(self):
        """D29: what is said of the file as a whole stands in the answer of its starter alone."""
        for user, told in ((self.other, False), (self.lead, True)):
            job = self.seen(user)
            status = job.env["registration.import.operation"].job_status(job.id)
            texts = json.dumps([status, job.progress()])
            self.assertEqual(any(mark in texts for mark in MARKS), told)

    def doors(self, jobs, name):
        """Each way by which Odoo tells values of a field, or whether a record has one."""
        domain = [("id", "=", self.job.id)]
        problems = jobs.env["registration.import.problem"]
        return (
            lambda: jobs.browse(self.job.id).read([name]),
            lambda: jobs.browse(self.job.id).web_read({name: {}}),
            lambda: jobs.browse(self.job.id).export_data([name]),
            lambda: jobs.browse(self.job.id)[name],
            lambda: jobs.search_read(domain, [name]),
            lambda: jobs.search([*domain, (name, "ilike", "a")]),
            lambda: jobs.search([*domain, (name, "!=", False)]),
            lambda: jobs.search(domain, order=f"{name} desc"),
            lambda: jobs.formatted_read_group(domain, [name], ["__count"]),
            lambda: jobs.web_read_group(domain, [name]),
            lambda: jobs.formatted_read_group(domain, [], [f"{name}:array_agg"]),
            lambda: jobs.read_progress_bar(domain, "state", {"field": name, "colors": {}}),
            lambda: problems.search([(f"job_id.{name}", "!=", False)]),
            lambda: problems.search([("job_id", "any", [(name, "!=", False)])]),
            lambda: jobs.browse(self.job.id).filtered_domain([(name, "!=", False)]),
        )

    def test_no_door_tells_what_is_kept(self):
        """D29: a search, a group, an order, an export or a path from another model is refused, to
        whoever started the import as well."""
        (self.other | self.lead).group_ids += self.env.ref("base.group_allow_export")
        for user in (self.other, self.lead):
            jobs = self.seen(user).browse()
            for name in sorted(KEPT):
                for number, door in enumerate(self.doors(jobs, name)):
                    with self.subTest(user=user.login, field=name, door=number):
                        self.env.invalidate_all()
                        self.assertRaises(AccessError, door)

    def test_what_is_blank_cannot_be_searched(self):
        """D29: nor does a search for what is blank find anything."""
        for name in sorted(BLANK | {"message", "hint"}):
            field = self.job._fields[name]
            self.assertFalse(field.store or field.search or field.related, name)

    def test_templates_tell_no_more(self):
        """D29: who fills in the template of the report reads what they may."""
        self.seen(self.other).action_approve()
        self.job._as_starter()._launch().exhaust()
        template = self.env.ref("registration_import.mail_template_report")
        values = {
            "mail_template_id": template.id,
            "resource_ref": f"{self.job._name},{self.job.id}",
        }
        for user, told in ((self.other, False), (self.lead, True)):
            previews = self.seen(user).env["mail.template.preview"]
            body = previews.create(values).body_html
            self.assertIn(self.job.name, body)
            self.assertEqual(MARKS[0] in body, told)

    def test_mail_asks_without_columns(self):
        """D29: the e-mail that asks for an approval names file, operation and counts."""
        mails = self.env["mail.mail"].search([("subject", "like", "waits for your approval")])
        asking = mails.filtered(lambda mail: self.other.partner_id in mail.recipient_ids)
        self.assertTrue(asking)
        text = " ".join(asking.mapped("body_html"))
        self.assertFalse([mark for mark in MARKS if mark in text])

    def test_reports_are_read_by_whom_they_were_sent_to(self):
        """D29: the e-mails about an import, and what is attached to them, are no chatter that comes
        with seeing the import."""
        self.seen(self.other).action_approve()
        self.job._as_starter()._launch().exhaust()
        message = self.job.mail_id.mail_message_id
        file = self.job.mail_id.attachment_ids
        self.assertTrue(self.job.state == "done" and message and file)
        messages = self.env["mail.message"].with_user(self.other)
        self.assertFalse(messages.search([("model", "=", self.job._name)]))
        for record in (message, file):
            self.env.invalidate_all()
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.other).read()
