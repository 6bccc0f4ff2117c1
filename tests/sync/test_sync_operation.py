import base64
import io
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...controllers.import_download import _write_sample
from ...tools.rows.plan import OUTCOMES
from ..users import new_user
from .common import MANAGE, MANAGEMENT, SCHEDULE, VIEW, HubCase


@tagged("post_install", "-at_install")
class TestSyncOperation(HubCase):
    """V05, V06, V12: standard operations, and those that are made of them."""

    operation_code = "constituents"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls.Operation._by_code("constituents")
        cls.viewer = cls.user("sync_viewer", MANAGEMENT, VIEW)
        cls.scheduler = cls.user("sync_scheduler", MANAGEMENT, SCHEDULE)
        cls.own = cls.customise(cls.standard)

    @classmethod
    def customise(cls, standard):
        """The operation that a manager makes of a standard one, in that person's eyes."""
        action = standard.with_user(cls.boss).action_customise()
        return cls.Operation.with_user(cls.boss).browse(action["res_id"])

    def line(self, field):
        return self.own.line_ids.filtered(lambda line: line.field == field)

    def load_own(self, *rows, **arguments):
        return self.load(*rows, operation=self.own.code, **arguments)

    # -- customising -----------------------------------------------------------------------

    def test_a_customised_operation_has_lines(self):
        """V05: a customised operation has a line for each field, and a code of its own."""
        schema = self.standard._kind()._schema()
        self.assertEqual(self.own.line_ids.mapped("field"), [field.name for field in schema])
        self.assertEqual(self.own.based_on_id, self.standard)
        self.assertNotEqual(self.own.code, self.standard.code)
        self.assertTrue(self.own.is_sync)

    def test_a_copy_has_all_decisions(self):
        """V05: an operation can be copied with all that was decided, the standard one is known."""
        self.line("town").label = "Ort"
        self.own.write({"records": "update", "notify_emails": "data@example.com"})
        copies = self.own + self.customise(self.standard)
        first, second = copies.copy()
        self.assertEqual(first.line_ids.filtered("label").label, "Ort")
        self.assertEqual((first.records, first.notify_emails), ("update", "data@example.com"))
        self.assertEqual((first.based_on_id, second.based_on_id), (self.standard, self.standard))
        self.assertEqual(len({*copies.mapped("code"), first.code, second.code}), 4)

    def test_new_on_the_form(self):
        """V05: New asks what the operation is made of, and needs no more than a name."""
        form = Form(self.Operation.with_user(self.boss))
        form.name = "Members"
        form.based_on_id = self.standard
        operation = form.save()
        self.assertEqual((operation.kind, operation.records), ("constituents", "both"))

    def test_an_archived_operation_cannot_run(self):
        """V05: an archived operation cannot be run any more, its runs stay."""
        job = self.load_own({"MEMBER_ID": "00123", "CITY": "Rom"})
        self.own.action_archive()
        self.assertTrue(job.with_user(self.runner).search([("id", "=", job.id)]))
        with self.assertRaises(UserError):
            self.load_own({"MEMBER_ID": "00123", "CITY": "Bari"})

    # -- columns -----------------------------------------------------------------------------

    def test_the_operation_names_its_columns(self):
        """V12: the operation says which column holds a field; it is no guess any more."""
        self.line("member_id").label = "Nr"
        self.line("town").label = "Where"
        job = self.load_own({"Nr": "00123", "Where": "Rom", "CITY": "Bari"})
        self.assertEqual((job.updated, self.ada.city), (1, "Rom"), job._result())

    def test_left_out(self):
        """V12: a field that is left out is not imported, whatever the file has."""
        self.line("town").used = False
        self.load_own({"MEMBER_ID": "00123", "CITY": "Rom", "STREET": "Quai 1"})
        self.assertEqual((self.ada.city, self.ada.street), (False, "Quai 1"))

    def test_missing_column(self):
        """V12: a file without a column that the operation names is refused, nothing is touched."""
        self.line("town").label = "Where"
        job = self.load_own({"MEMBER_ID": "00123", "STREET": "Quai 1"})
        self.assertEqual((job.state, job.code), ("refused", "columns_not_there"))
        self.assertIn("Where", job.message)
        self.assertFalse(self.ada.street)

    def test_same_column_twice(self):
        """V12: no column holds two fields."""
        with self.assertRaises(ValidationError):
            (self.line("town") + self.line("line1")).label = "Where"

    def test_required_column(self):
        """V12: what is required is not left out."""
        own = self.customise(self.operation)
        with self.assertRaises(ValidationError):
            own.line_ids[0].used = False

    def test_explains_itself(self):
        """V12: instructions, tips and sample have the names of the columns of the own files, and
        the sample can be uploaded as it is."""
        (self.line("member_id")).label = "Nr"
        self.line("town").used = False
        self.own.separator = ";"
        own = self.own.with_user(self.runner)
        labels = [column["label"] for column in own.tips()["columns"]]
        self.assertIn("Nr", labels)
        self.assertFalse({"MEMBER_ID", "CITY"} & set(labels))
        self.assertIn("Nr", own.instructions)
        stream = io.BytesIO()
        _write_sample(stream, own, "csv")
        result = own.run_file(
            operation=own.code,
            content=base64.b64encode(stream.getvalue()),
            filename="sample.csv",
            wait=True,
        )
        counts = result["counts"]
        self.assertEqual((result["state"], counts["updated"], counts["invalid"]), ("done", 1, 0))

    # -- decisions ---------------------------------------------------------------------------

    def test_yes_can_mean_no(self):
        """V12: Yes in the file means No here, for each field that has an opposite."""
        (self.line("is_company") + self.line("interest_opt")).flip = True
        row = {"INTEREST_ID": "T-NEWS", "INTEREST_OPT": "Yes", "IS_ORGANIZATION": "N"}
        self.load_own({"MEMBER_ID": "00123", **row})
        self.assertTrue(self.ada.is_company)
        self.assertEqual(self.ada.contact_opt_out_ids, self.news)
        with self.assertRaises(ValidationError):
            self.line("town").flip = True

    def test_yes_and_no(self):
        """V12: without that, Yes, Y, 1, True and T mean Yes."""
        row = {"INTEREST_ID": "T-NEWS", "INTEREST_OPT": "T", "IS_ORGANIZATION": "Y"}
        self.load_own({"MEMBER_ID": "00123", **row})
        self.assertTrue(self.ada.is_company)
        self.assertEqual(self.ada.contact_opt_in_ids, self.news)

    def test_an_empty_cell_leaves_or_clears(self):
        """V12: an empty cell leaves the value, or takes it away where the operation says so."""
        self.ada.write({"city": "Rom", "street": "Quai 1", "phone": "+41 22 555 02 01"})
        row = {"MEMBER_ID": "00123", "CITY": "", "PHONE": "", "FIRST_NAME": "Ada"}
        self.load_own(row)
        self.assertEqual(self.ada.city, "Rom")
        self.own.blank = "clear"
        self.load_own(row | {"LAST_NAME": "Lane"})
        self.assertEqual((self.ada.city, self.ada.phone), (False, False))
        self.assertEqual((self.ada.street, self.ada.email), ("Quai 1", "ada@example.com"))

    def test_new_only_or_existing_only(self):
        """V12: create new only, update existing only."""
        self.own.records = "update"
        job = self.load_own({"MEMBER_ID": "0999", "LAST_NAME": "New"})
        self.assertEqual(self.problems(job, "error"), [(2, "not_there_yet")])

    def test_wrong_options(self):
        """V12: an operation has no option that its kind does not know."""
        own = self.customise(self.operation)
        for options in ({"blank": "clear"}, {"records": "update"}, {"colour": "red"}):
            with self.assertRaises(UserError):
                own.options = options

    def test_irreversible_by_name(self):
        """D15: only who may do what nothing brings back lets a scheduled run do it."""
        own = self.customise(self.Operation._by_code("contact_operations"))
        with self.assertRaises(AccessError):
            own.irreversible_allowed = "delete"

    def test_nothing_to_open(self):
        """C26: where the last run was deleted meanwhile, the list of runs opens."""
        self.assertIn("list", self.own.action_open_last_job()["view_mode"])
        self.assertEqual(self.own.action_open_last_run()["res_model"], "registration.export.run")

    # -- after a run ---------------------------------------------------------------------------

    def test_allowed_as_it_was(self):
        """S12: what somebody allowed goes with the next change of a person who may not allow it,
        a change of the time apart; and no operation confirms a number by itself."""
        right = "registration_import.group_contact_irreversible"
        lead = self.user("sync_lead", MANAGEMENT, MANAGE, right)
        standard = self.Operation._by_code("contact_operations")
        own = self.customise(standard)
        for change, left in (
            ({"name": "Leavers"}, "delete"),
            ({"schedule_ids": [Command.update(own.schedule_ids.id, {"time": 7.0})]}, "delete"),
            ({"options": {"header_row": 2}}, False),
        ):
            own.with_user(lead).irreversible_allowed = "delete"
            own.with_user(self.boss).write(change)
            self.assertEqual(own.irreversible_allowed, left, change)
        own.with_user(lead).irreversible_allowed = "delete"
        own.line_ids[0].with_user(self.boss).label = "Other"
        self.assertFalse(own.irreversible_allowed)
        with self.assertRaises(ValidationError):
            own.with_user(lead).options = {"confirm": 3}

    def test_people_to_tell(self):
        """C26: people and addresses of the operation get the report, and who started it."""
        self.own.write(
            {
                "notify_user_ids": [Command.set(self.boss.ids)],
                "notify_emails": "a@example.com; b@example.com",
            }
        )
        mail = self.load_own({"MEMBER_ID": "00123", "CITY": "Rom"}).mail_id
        self.assertEqual(mail.recipient_ids, (self.boss | self.runner).partner_id)
        self.assertEqual(mail.email_to, "a@example.com, b@example.com")
        with self.assertRaises(ValidationError):
            self.own.notify_emails = "nobody"

    def test_changes_are_tracked_on_demand(self):
        """Changes are told in the chatter where the operation wants that, else not."""
        before = self.ada.message_ids
        self.load_own({"MEMBER_ID": "00123", "PRIMARY_EMAIL": "ada.lane@example.com"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self.ada.message_ids, before)
        self.own.track_changes = True
        self.load_own({"MEMBER_ID": "00123", "PRIMARY_EMAIL": "a.lane@example.com"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertGreater(len(self.ada.message_ids), len(before))

    def test_rows_stay_as_long_as_it_says(self):
        """Rows of an operation are kept for as long as it says."""
        self.own.retention_days = 5
        short = self.load_own({"MEMBER_ID": "00123", "CITY": "Rom"})
        usual = self.load({"MEMBER_ID": "00123", "CITY": "Bari"})
        self.assertEqual((usual.stored_until - short.stored_until).days, 25)
        (short | usual).sudo().ended = fields.Datetime.now() - timedelta(days=6)
        self.env["registration.import.job"].sudo()._vacuum_jobs()
        self.assertEqual((short.purged, usual.purged), (True, False))

    def test_a_run_has_a_label(self):
        """A run has a label and a description of its own."""
        job = self.load_own({"MEMBER_ID": "00123"}, label="Spring", description="From the fair")
        self.assertEqual((job.label, job.description), ("Spring", "From the fair"))
        job.with_user(self.runner).set_label("Summer")
        self.assertEqual(job.label, "Summer")
        with self.assertRaises(AccessError):
            job.with_user(self.boss).set_label("Autumn")

    def test_last_result(self):
        """V05: the card tells what became of the last run that one may see."""
        self.load_own({"MEMBER_ID": "00123", "CITY": "Rom"}, {"MEMBER_ID": "", "CITY": "Bari"})
        for user in (self.runner, self.boss):
            own = self.own.with_user(user)
            self.assertEqual((own.last_state, own.run_count), ("done", 1))
            self.assertEqual(own.last_text, "1 updated, 1 not imported")
        self.assertFalse(self.own.with_user(self.viewer).last_job_id)

    def test_rows_by_outcome_add_up(self):
        """Rows by outcome add up to the rows of the jobs."""
        job = self.load_own({"MEMBER_ID": "00123", "CITY": "Rom"}, {"CITY": "Bari"})
        statistic = self.env["registration.import.statistic"]
        domain = [("job_id", "=", job.id)]
        counts = dict(statistic.with_user(self.boss)._read_group(domain, ["outcome"], ["rows:sum"]))
        self.assertEqual(counts, {"updated": 1, "invalid": 1})
        self.assertEqual(sum(counts.values()), sum(job[name] for name in OUTCOMES))
        self.assertFalse(statistic.with_user(self.viewer).search(domain))

    # -- who may -----------------------------------------------------------------------------

    def test_standard_stays(self):
        """V06: only administrators change a standard operation."""
        for change in (lambda each: each.write({"name": "Mine"}), lambda each: each.unlink()):
            with self.assertRaises(AccessError):
                change(self.standard.with_user(self.boss))
        admin = new_user(self.env, "sync_admin", "base.group_system,base.group_user")
        self.standard.with_user(admin).name = "Members"

    def test_made_of_nothing(self):
        """V06: nobody but the product brings a standard operation."""
        values = {"name": "Mine", "code": "mine", "kind": "constituents"}
        with self.assertRaises(UserError):
            self.Operation.with_user(self.boss).create(values)
        with self.assertRaises(UserError):
            self.own.based_on_id = self.Operation._by_code("segmentation")

    def test_who_may_change(self):
        """V21: View sees, Run runs, only Manage changes; each role alone does nothing."""
        for user in (self.only_management, self.only_sync):
            self.assertFalse(self.Operation.with_user(user).search([("id", "=", self.own.id)]))
        powerless = (self.viewer, self.runner, self.scheduler)
        for user in (*powerless, self.only_management, self.only_sync):
            own = self.own.with_user(user)
            for act in (
                lambda own: own.write({"name": "Mine"}),
                lambda own: own.copy(),
                lambda own: own.action_customise(),
                lambda own: own.line_ids[0].write({"label": "Nr"}),
                lambda own: own.unlink(),
            ):
                with self.assertRaises(AccessError):
                    act(own)
        for user in powerless:
            self.assertTrue(self.Operation.with_user(user).search([("id", "=", self.own.id)]))

    def test_who_may_run(self):
        """V21: in the hub both roles, and the right of the kind."""
        for user in (self.viewer, self.only_sync, self.only_management, self.event_user):
            with self.assertRaises(AccessError):
                self.own.with_user(user).action_run()
        self.assertTrue(self.own.with_user(self.runner).action_run())
        with self.assertRaises(AccessError):
            self.operation.with_user(self.runner).action_run()
        refused = self.operation.with_user(self.runner)
        self.assertFalse(refused.can_run)
        self.assertIn("Ask an administrator", refused.run_problem)
        self.assertFalse(self.own.with_user(self.runner).run_problem)
        self.assertFalse(refused.with_user(self.viewer).run_problem, "who only sees runs nothing")

    def test_other_companies_and_centers(self):
        """V12: operations of other companies and centers are invisible; nobody gives an operation
        to a center of others."""
        foreign = self.own.sudo().copy({"company_id": self.company_2.id})
        hill = self.own.sudo().copy({"center_id": self.hill.id})
        seen = self.Operation.with_user(self.boss).search([])
        self.assertNotIn(foreign, seen)
        self.assertIn(hill, seen)
        self.boss.contact_center_ids = self.river
        self.assertNotIn(hill, self.Operation.with_user(self.boss).search([]))
        with self.assertRaises(AccessError):
            self.own.center_id = self.hill

    def test_not_by_the_way(self):
        """V21: a call brings nothing into a new operation that its maker may not choose, and puts
        none into a company of others."""
        alias = self.env["mail.alias"].create(
            {"alias_name": "other", "alias_model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        defaults = {
            "default_center_id": self.hill.id,
            "default_irreversible_allowed": "delete",
            "default_alias_id": alias.id,
        }
        maker = self.Operation.with_user(self.boss).with_context(**defaults)
        made = maker.create({"based_on_id": self.standard.id, "name": "Mine"}).sudo()
        alias = made.source_ids.alias_id
        self.assertFalse(made.center_id or made.irreversible_allowed or alias)
        elsewhere = self.env["res.company"].create({"name": "Test Elsewhere"})
        with self.assertRaises(AccessError):
            self.own.company_id = elsewhere
        with self.assertRaises(AccessError):
            self.own.copy({"company_id": elsewhere.id})

    def test_columns_need_both_roles(self):
        """V21: with one role alone nobody sees the columns of an operation."""
        self.own.line_ids[0].label = "Mail"
        lines = self.env["registration.import.operation.line"]
        self.assertTrue(lines.with_user(self.viewer).search([("label", "=", "Mail")]))
        with self.assertRaises(AccessError):
            lines.with_user(self.only_sync).search([("label", "=", "Mail")])

    def test_odd_options(self):
        """V08: an option that the form does not offer is kept, and the form still opens; a label
        of blanks is none."""
        self.own.options = {"separator": ":", "date_format": "%m-%d-%Y"}
        self.own.sheet = "Members"
        self.own.line_ids[0].label = "   "
        self.assertFalse(self.own.separator or self.own.date_format)
        kept = {"separator": ":", "date_format": "%m-%d-%Y", "sheet": "Members"}
        self.assertEqual((self.own.options, self.own._given_labels()), (kept, {}))

    def test_door_of_event_users(self):
        """V21: at a door the kind's right is enough, for a customised operation as well."""
        own = self.customise(self.operation)
        row = ("1234-55-122", "Demo", "Demo_7592", "Registered")
        job = self.import_rows([row], operation=own.code)
        self.assertEqual((job.state, job.created), ("done", 1))
