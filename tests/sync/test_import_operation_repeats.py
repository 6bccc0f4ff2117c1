from odoo.tests import tagged

from .common_sources import SourceCase

A = "MEMBER_ID,LAST_NAME,PRIMARY_EMAIL,CITY\nR1,Roe,roe@example.com,Chur\n"
B = A.replace("Chur", "Bern")


@tagged("post_install", "-at_install")
class TestImportOperationRepeats(SourceCase):
    """T27: a file that comes again is left out only where nothing can come of it."""

    def deliver(self, *texts, pattern="members*.csv"):
        """Watch the folder, and let these files come one after the other."""
        if not self.source.file_pattern:
            self.watch(pattern)
        for number, text in enumerate(texts, len(self.log())):
            self.put(f"members_{number}.csv", text=text, age=1000 - number)
            self.fetch()
        return self.jobs()[-1:]

    @property
    def person(self):
        return self.env["res.partner"].search([("contact_member_id", "=", "R1")])

    def test_there_and_back(self):
        """T27: A, B and A again leave the data at A: a correction backwards has the old bytes."""
        self.deliver(A, B, A)
        self.assertEqual((self.person.city, len(self.jobs())), ("Chur", 3))
        self.assertEqual(self.log(), [("done", False)] * 3)

    def test_sent_twice(self):
        """T27: the same file twice is put away once more, not imported, and people are told."""
        self.people.sudo().notify_emails = "data@example.com"
        self.deliver(A, A)
        self.assertEqual((len(self.jobs()), len(self.there("done"))), (1, 2))
        self.assertEqual(self.log()[-1], ("nothing", "run_repeated"))
        self.assertEqual(self.mails("Imported before"), ["data@example.com", self.scheduler.email])

    def test_after_failed_rows_were_mended(self):
        """T27: a row that was left out is imported when the file is sent again."""
        text = "MEMBER_ID,PRIMARY_EMAIL,GROUP_ID\nR1,roe@example.com,T-404\n"
        self.assertEqual(self.deliver(text).invalid, 1)
        self.Group.create({"name": "Test Late", "external_id": "T-404"})
        self.assertEqual(self.deliver(text).created, 1)

    def test_after_an_edit_by_hand(self):
        """T27: what somebody changed meanwhile is as the file says again."""
        self.deliver(A)
        self.person.city = "Basel"
        self.assertEqual((self.deliver(A).updated, self.person.city), (1, "Chur"))

    def test_after_an_edit_of_what_was_so_before(self):
        """T27: likewise where the first file had found nothing to change."""
        self.deliver(A, A.replace("R1", "R2"), A)
        self.assertEqual(self.jobs()[-1:].unchanged, 1)
        self.person.city = "Basel"
        self.assertEqual(self.deliver(A).updated, 1)

    def test_after_a_group_was_left(self):
        """V08, T27: also what stands in another record than the contact counts."""
        text = "MEMBER_ID,PRIMARY_EMAIL,GROUP_ID\nR1,roe@example.com,T-001\n"
        self.deliver(text)
        self.friends.member_ids -= self.person
        self.deliver(text)
        self.assertIn(self.person, self.friends.member_ids)

    def test_after_an_undo_or_another_import(self):
        """T27: what was undone, or overwritten through another door, is imported again."""
        job = self.deliver(A)
        job.with_user(self.scheduler).action_undo()
        undo = job.undo_ids._as_starter()
        undo.action_import()
        undo._launch().exhaust()
        self.assertFalse(self.person)
        self.deliver(A)
        self.assertEqual(self.person.city, "Chur")
        row = {"MEMBER_ID": "R1", "PRIMARY_EMAIL": "roe@example.com", "CITY": "Thun"}
        self.load(row, operation="constituents")
        self.deliver(A)
        self.assertEqual(self.person.city, "Chur")

    def test_a_file_that_makes_new_records_each_time(self):
        """S08, T27: a new contact without a number would be made by each import of the file: twice
        sent it is made once."""
        self.env.company.import_code = "RIVER"
        self.people = self.env.ref("registration_import.operation_contact_operations")
        self.people = self.people.with_user(self.boss).copy({"name": "Contacts"}).with_env(self.env)
        self.schedule, self.source = self.people.schedule_ids, self.people.source_ids
        self.scheduler.group_ids += self.env.ref("registration_import.group_contact_import")
        text = "INSTIT,ORGANIZATION,OPERATION,LASTNAME\nRIVER,*,INSERT,Rivers Twice\n"
        self.deliver(text, text)
        self.assertEqual(self.env["res.partner"].search_count([("name", "=", "Rivers Twice")]), 1)
        self.assertEqual(self.log()[-1], ("nothing", "run_repeated"))

    def test_a_trial_leaves_nothing(self):
        """T35: that the file was looked at to know that is seen nowhere."""
        self.deliver(A)
        names = ("registration.import.job", "ir.attachment", "res.partner", "mail.mail")
        before = [self.env[name].search_count([]) for name in names]
        self.deliver(A)
        after = [self.env[name].search_count([]) for name in names]
        self.assertEqual(after, [*before[:-1], before[-1] + 1])

    def test_what_is_never_taken(self):
        """T27: owner files, half-sent files and what systems leave are no files, whatever the
        pattern; neither is what the kind does not read."""
        names = ("~$members.xlsx", "members.csv.part", "members.csv.filepart", "members.tmp")
        more = ("members.csv.crdownload", "Thumbs.db", "desktop.ini", "members.pdf", "members")
        for name in names + more:
            self.put(name)
        self.watch("*")
        self.put("members.csv")
        self.fetch()
        self.assertEqual(self.jobs().mapped("name"), ["members.csv"])
        self.assertEqual(self.there(), sorted((*names, *more, "done")))
