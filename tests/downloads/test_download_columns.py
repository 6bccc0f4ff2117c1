import base64

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_constituents import ConstituentDownloadCase


@tagged("post_install", "-at_install")
class TestDownloadColumns(ConstituentDownloadCase):
    """V10: which columns a file has, in which order, and what they are called."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.operation.with_user(cls.chief).copy({"code": "t_own"})

    def choose(self, *columns):
        """The file has these columns alone, ``(field, label)`` each, in this order."""
        order = {field: (number, label) for number, (field, label) in enumerate(columns)}
        self.own.line_ids = [
            Command.update(
                line.id,
                {
                    "used": line.field in order,
                    "sequence": order.get(line.field, (99, ""))[0],
                    "label": order.get(line.field, (99, False))[1],
                },
            )
            for line in self.own.line_ids
        ]

    def header(self):
        return list(self.rows(self.send(operation="t_own"))[0])

    def test_an_operation_of_ones_own_begins_with_all(self):
        """V10: a customised download has a line for each column, and the same file as before."""
        self.assertEqual(self.header(), list(self.rows(self.send())[0]))
        self.assertEqual(self.own.line_ids[0].title, "CONS_ID")

    def test_columns_are_chosen_ordered_and_named(self):
        """V10: the columns that somebody chose, in that order, under names of their own."""
        self.choose(("town", "Ort"), ("member_id", ""), ("lastname", "Nachname"))
        self.bob.city = "Chur"
        rows = {row["MEMBER_ID"]: row for row in self.rows(self.send(operation="t_own"))}
        self.assertEqual(
            list(rows["00124"].items()),
            [("Ort", "Chur"), ("MEMBER_ID", "00124"), ("Nachname", "Moor")],
        )

    def test_who_is_gone_is_known_without_the_columns(self):
        """V10: keys that the file does not have are stored all the same."""
        self.choose(("member_id", ""), ("status", "STATUS"))
        self.send(operation="t_own")
        self.bob.unlink()
        row = self.rows(self.send(operation="t_own"))[0]
        self.assertEqual((row["MEMBER_ID"], row["STATUS"]), ("00124", "Deleted"))

    def test_a_column_has_a_name_of_its_own(self):
        """V10: no two columns under one name, and no file without any."""
        line = self.own.line_ids.filtered(lambda each: each.field == "town")
        with self.assertRaisesRegex(ValidationError, "ZIP"):
            self.own.line_ids = [Command.update(line.id, {"label": "ZIP"})]
        with self.assertRaisesRegex(ValidationError, "at least one"):
            self.choose()

    def test_a_file_under_other_names_comes_back(self):
        """V10, V12: an upload that knows the names takes it, and nothing changes."""
        self.choose(("member_id", "Nr"), ("town", "Ort"), ("zipcode", "PLZ"))
        self.bob.write({"city": "Chur", "zip": "07000"})
        others = [("id", "!=", self.bob.id), ("user_ids", "=", False)]
        self.env["res.partner"].search(others).active = False
        content = self.taken(self.send(operation="t_own"))
        job = self.Operation.with_user(self.sender).run_file(
            "constituents",
            base64.b64encode(content).decode(),
            "people.csv",
            mapping={"Nr": "member_id", "Ort": "town", "PLZ": "zipcode"},
            wait=True,
        )
        self.assertEqual(job["counts"]["unchanged"], 1, job)
        self.assertEqual(job["counts"]["updated"] + job["counts"]["created"], 0, job)

    def say(self, operation, **words):
        """These words on the lines of the fields."""
        for field, text in words.items():
            operation.line_ids.filtered(lambda each, field=field: each.field == field).words = text

    def test_values_have_words_of_ones_own(self):
        """V10: a column says what its values are called in the file; what has no word stays."""
        self.choose(("member_id", ""), ("town", "Ort"), ("active", "Aktiv"))
        self.say(self.own, town="Chur = CR; Bern = BE", active="Yes = 1; No = 0")
        self.ada.city, self.bob.city, self.cyd.city = "Bern", "Chur", "Zug"
        rows = {row["MEMBER_ID"]: row for row in self.rows(self.send(operation="t_own"))}
        self.assertEqual((rows["00123"]["Ort"], rows["00124"]["Ort"]), ("BE", "CR"))
        self.assertEqual(rows[""]["Ort"], "Zug")
        self.assertEqual({row["Aktiv"] for row in rows.values()}, {"1"})

    def test_words_come_back_as_values(self):
        """V10, V17: an upload that has the same words takes the file of the download, and nothing
        changes; a value that is changed in the file is read by its word."""
        words = {"town": "Chur = CR; Bern = BE"}
        self.choose(("member_id", ""), ("town", ""))
        self.say(self.own, **words)
        self.bob.city = "Chur"
        others = [("id", "!=", self.bob.id), ("user_ids", "=", False)]
        self.env["res.partner"].search(others).active = False
        standard = self.env.ref("registration_import.operation_constituents")
        upload = standard.with_user(self.chief).copy({"code": "t_words"})
        self.say(upload, **words)
        content = self.taken(self.send(operation="t_own"))
        self.assertIn(b"CR", content)
        for file, counts in (
            (content, {"unchanged": 1}),
            (content.replace(b"CR", b"BE"), {"updated": 1}),
            (content.replace(b"CR", b"Bern"), {"unchanged": 1}),
        ):
            job = self.Operation.with_user(self.sender).run_file(
                "t_words", base64.b64encode(file).decode(), "people.csv", wait=True
            )
            self.assertLessEqual(counts.items(), job["counts"].items(), job)
        self.assertEqual(self.bob.city, "Bern")

    def test_words_are_pairs(self):
        """V10: what is no pair, and a word that means two values, is refused in words."""
        for text, told in (
            ("Chur", "is no pair of our value"),
            ("Chur=C; Bern=C", "stands in another pair"),
            ('"Chur=C', "no list of at most"),
        ):
            with self.subTest(text), self.assertRaisesRegex(ValidationError, f"CITY.*{told}"):
                self.say(self.own, town=text)
