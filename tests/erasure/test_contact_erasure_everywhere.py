from odoo.tests import tagged

from .common import ErasureCase
from .marks import Marks

# A contact that one of these leads to is nobody's to anonymize, or somebody else's contact.
PROTECTING = {"res.partner", "res.users", "res.company", "hr.employee"}
# How the register says that a record was kept with what it says.
KEPT = {"unread", "document", "sale", "address", "email", "sent"}
# Where others may have written the name.
MENTIONS = {
    "activity": "mail_activity",
    "file": "ir_attachment",
    "history": "mail_tracking_value",
    "meanings": "registration_import_meaning",
    "message": "mail_message",
    "note": "res_partner",
    "queue": "mail_mail",
    "rows": "registration_import_staged",
}
IDS = ("res_id", "record_id", "resource_id")
MODELS = ("model", "res_model", "model_name", "resource_model")


@tagged("post_install", "-at_install")
class TestContactErasureEverywhere(ErasureCase):
    """Marks in every text of whatever the installed addons have that can lead to a contact."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.rich_person()
        cls.make_what_rows_need()
        cls.marks = Marks(cls.env, "Zxqv Vrnmkl zxqv@qwyzz.example")
        for model, given in cls.places():
            cls.marks.plant(model, given)
        cls.env.invalidate_all()

    @classmethod
    def make_what_rows_need(cls):
        """Records that rows of other tables cannot be without."""
        if "calendar.event" in cls.env:
            moment = {"start": "2031-05-05 10:00:00", "stop": "2031-05-05 11:00:00"}
            cls.env["calendar.event"].create({"name": "Trip", **moment})
        cls.env["discuss.channel"].create({"name": "Boats"})
        cls.env["mail.mail"].create({"email_to": "bo@example.com"})
        cls.carl.message_post(body="Hello")
        cls.make_registrations("Bo Other", event=cls.trip)
        log = {"type": "server", "dbname": "x", "message": "Zxqv Vrnmkl could not be reached"}
        cls.env["ir.logging"].create({"name": "mail", "path": "x", "line": "1", "func": "x", **log})

    @classmethod
    def places(cls):
        """Yield ``(model, values)`` of rows that lead to the person, each in one way."""
        for name, records in cls.env.items():
            if records._abstract or records._transient or not records._auto:
                continue
            if name in PROTECTING:
                continue
            columns = [f for f in records._fields.values() if f.store and f.column_type]
            for field in columns:
                if field.company_dependent or field.translate:
                    continue
                if field.type == "many2one" and field.comodel_name == "res.partner":
                    yield name, {field.name: cls.person.id}
                elif field.type == "reference":
                    yield name, {field.name: f"res.partner,{cls.person.id}"}
                elif field.type == "char" and "email" in field.name:
                    yield name, {field.name: cls.person.email}
            yield from cls.pairs(name, {field.name: field for field in columns})

    @classmethod
    def pairs(cls, name, columns):
        """A model, by its name or as a record, and an id."""
        for number in IDS:
            if number in columns and columns[number].type in ("integer", "many2one_reference"):
                for model in MODELS:
                    if model in columns and columns[model].type in ("char", "selection"):
                        yield name, {model: "res.partner", number: cls.person.id}
                if "model_id" in columns and columns["model_id"].type == "many2one":
                    model_id = cls.env["ir.model"]._get_id("res.partner")
                    yield name, {"model_id": model_id, number: cls.person.id}

    def import_the_person(self):
        """Files that name the person: done, refused, tried again, only validated, put right."""
        mark = self.marks.mark
        job = self.people(
            ("T-LAKE", "0777", mark("name in a file"), "", ""),
            ("T-LAKE", "0777", "", "", mark("value of a problem")),
        )
        self.assertEqual(self.outcomes(job), {2: "updated", 3: "invalid"})
        job.with_user(self.lead)._copies().retry()
        row = ("T-LAKE", "0777", mark("name in a plan"), "", "")
        self.people(row, filename=f"{mark('name of a file')} vrnmkl.csv", validate_only=True)
        self.people(("T-LAKE", "0777", "Zxqv Vrnmkl", "", ""))

    def test_what_remains_is_in_the_register(self):
        """D17: whatever column of whatever addon leads to the person: a mark that remains in it
        stands in a record of which the register says that it was kept with what it says; and the
        name and the e-mail remain in documents, and in what others wrote, alone."""
        planted = {place.split(".")[0] for place in self.marks.planted.values()}
        self.assertGreater(len(planted), 25, self.marks.refused)
        self.import_the_person()
        job = self.people(("T-LAKE", "0777", "", "", "ANONYMIZE"))
        self.assertEqual(self.outcomes(job), {2: "removed"}, job._result())
        lines = self.lines()
        left = self.marks.found()
        silent = {
            place: tables
            for place, tables in left.items()
            if not tables <= {table for table, code in lines if code in KEPT}
        }
        self.assertEqual(silent, {}, "marks are left of which the register says nothing")
        tables = set().union(*left.values())
        told = {table for table, code in lines if code == "unread"}
        self.assertLessEqual(told & planted, tables, "the register says more than there is")
        named = self.locations_of("zxqv vrnmkl", "zxqv@qwyzz.example").keys()
        kept = {table for table, code in lines if code in ("document", "sale", "sent")}
        places = {line["place"] for line in self.entry().residual if "place" in line}
        mentions = {
            self.env[place]._table if place in self.env else MENTIONS[place] for place in places
        }
        self.assertLessEqual(named, kept | mentions | {"ir_logging"}, lines)
        self.assertIn("the server's log", self.entry().residual_text)
        for place, where in sorted(left.items()):
            said = sorted(lines[key] for key in lines if key[0] in where and key[1] in KEPT)
            self.assertTrue(said, place)

    def entry(self):
        return self.Register.search([("contact", "=", self.person.id)], limit=1)

    def lines(self):
        """``{(table, code): the register's words}`` of the records that were kept."""
        return {
            (self.env[line["model"]]._table, line["code"]): self.Register._residual_line(line)
            for line in self.entry().residual
            if line.get("model") in self.env
        }
