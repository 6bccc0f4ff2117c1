import base64

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestContactColumn(ConstituentDownloadCase):
    """V07, V10: any field that a contact stores may be a column, out and in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Column = cls.env["contact.column"]
        contacts = cls.env["ir.model"]._get("res.partner")
        cls.size = cls.env["ir.model.fields"].create(
            {
                **{"name": "x_shirt", "ttype": "selection", "model_id": contacts.id},
                "field_description": "Shirt",
                "selection_ids": [
                    Command.create({"value": "l", "name": "Large"}),
                    Command.create({"value": "s", "name": "Small"}),
                ],
            }
        )
        cls.column("x_shirt", "SHIRT")

    @classmethod
    def column(cls, name, label):
        field = cls.env["ir.model.fields"]._get("res.partner", name)
        return cls.Column.create({"field_id": field.id, "label": label})

    def own(self, *names):
        """A download with these columns, beside those that each has."""
        own = self.operation.with_user(self.chief).copy({"code": "t_own"})
        lines = own.line_ids.filtered(lambda line: line.field in {f"field_{n}" for n in names})
        self.assertEqual(len(lines), len(names))
        own.line_ids = [Command.update(line.id, {"used": True}) for line in lines]
        return own

    def line(self, contact):
        rows = self.rows(self.send(operation="t_own"))
        return next(row for row in rows if row["CONS_ID"] == str(contact.id))

    def upload(self, content, user=None):
        return self.Operation.with_user(user or self.sender).run_file(
            "constituents", base64.b64encode(content).decode(), "people.csv", wait=True
        )

    def test_out_and_in(self):
        """V07, V10: birth date, mobile, title and a field of one's own go out, come back unchanged,
        and come in."""
        self.ada.write(
            {
                **{"contact_birthdate": "2001-02-03", "contact_cellphone": "+41 79 555 01 11"},
                **{"contact_title": "mrs", "x_shirt": "l"},
            }
        )
        names = ("contact_birthdate", "contact_cellphone", "contact_title", "x_shirt")
        self.own(*names)
        row = self.line(self.ada)
        columns = ("BIRTH_DATE", "MOBILE", "TITLE", "SHIRT")
        values = ["2001-02-03", "+41 79 555 01 11", "mrs", "l"]
        self.assertEqual([row[each] for each in columns], values)
        content = self.taken(self.Run.search([], limit=1))
        counts = self.upload(content)["counts"]
        self.assertEqual((counts["updated"], counts["created"], counts["invalid"]), (0, 0, 0))
        changed = b"MEMBER_ID,BIRTH_DATE,MOBILE,TITLE,SHIRT\n00123,2001-02-04,079,Mr.,Small\n"
        self.assertEqual(self.upload(changed)["counts"]["updated"], 1)
        self.assertEqual(str(self.ada.contact_birthdate), "2001-02-04")
        self.assertEqual([self.ada[each] for each in names[1:]], ["079", "mr", "s"])
        bad = self.upload(b"MEMBER_ID,BIRTH_DATE,SHIRT\n00123,yesterday,Huge\n")
        self.assertEqual(bad["counts"]["invalid"], 1)
        self.assertEqual(len(bad["errors"]), 2, bad)

    def test_standard_operations_stay_as_they_are(self):
        """V10: a column goes out only where somebody has chosen it."""
        self.assertNotIn("SHIRT", self.rows(self.send())[0])

    def test_operations_get_new_columns(self):
        """V10: those of one's own get a line for it, switched off, and lose it with the column."""
        own = self.own()
        self.assertNotIn("SHIRT", self.line(self.ada))
        city = self.column("city", "TOWN_AGAIN")
        line = own.line_ids.filtered(lambda each: each.field == "field_city")
        self.assertEqual((line.title, line.used), ("TOWN_AGAIN", False))
        city.unlink()
        self.touch(self.bob, street="Quai 4")
        self.assertNotIn("TOWN_AGAIN", self.line(self.bob))

    def test_others_are_named_and_only_go_out(self):
        """V10: of a field that leads to another record goes its name, if the user may see it; a
        number goes as it is; neither comes in."""
        self.column("parent_id", "EMPLOYER")
        self.column("partner_latitude", "NORTH")
        firm = self.env["res.partner"].create({"name": "Wire & Co", "is_company": True})
        self.ada.write({"parent_id": firm.id, "partner_latitude": 47.5})
        self.own("parent_id", "partner_latitude")
        row = self.line(self.ada)
        self.assertEqual((row["EMPLOYER"], row["NORTH"]), ("Wire & Co", "47.5"))
        schema = self.env["registration.import.kind.constituents"]._schema()
        self.assertNotIn("field_parent_id", schema)
        self.assertNotIn("field_partner_latitude", schema)

    def test_rights_of_who_runs_it(self):
        """V21: who may not read a field gets no column of it, and writes nothing into it."""
        self.env["res.partner"]._fields["x_shirt"].groups = "base.group_system"
        self.addCleanup(setattr, self.env["res.partner"]._fields["x_shirt"], "groups", None)
        self.env.registry.clear_cache()
        self.own("contact_birthdate")
        self.assertNotIn("SHIRT", self.line(self.ada))
        self.upload(b"MEMBER_ID,CITY,SHIRT\n00123,Chur,l\n")
        self.assertEqual((self.ada.city, self.ada.x_shirt), ("Chur", False))

    def test_what_cannot_be_a_column(self):
        """V10: no field of many values, and no second column of a name; administrators alone say
        what is one."""
        for name, label in (("category_id", "TAGS"), ("image_1920", "PHOTO"), ("barcode", "BAR")):
            with self.assertRaises(ValidationError, msg=name):
                self.column(name, label)
        for label in ("Town", "shirt", "Opted_In"):
            with self.assertRaises(ValidationError, msg=label) as raised:
                self.column("function", label)
            self.assertIn("already", str(raised.exception))
        with self.assertRaises(AccessError):
            self.Column.with_user(self.chief).create({"field_id": self.size.id, "label": "S"})
