import random

from odoo.tests import tagged
from odoo.tools import SQL

from ...importer.any_text import may_have
from ...importer.words import size_text
from ..common import SAMPLE, ImportCase

FIELDS = ["number", "outcome", "record", "text", "data", "journal"]
BAD = ("secret-4711", "Demo", "Demo_7592", "Registered")


@tagged("post_install", "-at_install")
class TestImportRow(ImportCase):
    """UX 13: rows of one job are looked up by ways of their own, and are the same rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Row = cls.env["registration.import.row"]

    def both(self, job, *conditions, **page):
        """What is found of one job, and how the rows of any would tell the same."""
        self.env.flush_all()
        one = self.Row.search([("job_id", "=", job.id), *conditions], **page)
        any_job = self.Row.search([("job_id", "in", [job.id, -1]), *conditions], **page)
        self.assertEqual(one.read(FIELDS), any_job.read(FIELDS))
        return one

    def test_of_an_import_that_has_ended(self):
        """With pages, filters, groups and any order."""
        job = self.import_rows([*SAMPLE, BAD])
        self.assertEqual(len(self.both(job)), 5)
        self.assertEqual(self.both(job, offset=3, limit=2).mapped("number"), [5, 6])
        self.assertEqual(self.both(job, order="number DESC", limit=1).number, 6)
        self.assertEqual(self.both(job, ("outcome", "=", "invalid")).number, 6)
        groups = self.Row._read_group([("job_id", "=", job.id)], ["outcome"], ["__count"])
        self.assertEqual(dict(groups)["invalid"], 1)

    def test_of_one_that_was_not_run_or_was_stopped(self):
        """Rows without an outcome are there, too, and not processed once it has ended."""
        job = self.upload([*SAMPLE, BAD])
        self.assertEqual(self.both(job).mapped("outcome"), [False] * 5)
        job.action_cancel()
        self.assertEqual(len(self.both(job, ("outcome", "=", "not_processed"))), 5)
        self.assertFalse(self.both(job, ("outcome", "in", ["created", "updated"])))

    def test_by_any_cell(self):
        """Whatever the case of the letters, with digits and without."""
        job = self.import_rows([*SAMPLE, BAD])
        for text in ("SECRET-4711", "secret", "4711", "T-47"):
            self.assertEqual(self.both(job, ("text", "ilike", text)).number, 6)
        self.assertFalse(self.both(job, ("text", "ilike", "secret-4712")))

    def test_letters_of_all_languages_and_signs_that_stand_for_some(self):
        """The same as Odoo finds, and the first page of what is in many rows."""
        towns = ("Zürich", "GENÈVE", "\u0130stanbul", "\u212aelvin", "Ōsaka_1", "50 % of Rome")
        job = self.import_rows([*SAMPLE, *((town, *BAD[1:]) for town in towns)])
        texts = ("züri", "ZÜRI", "genève", "İSTANBUL", "istan", "kelvin", "ōsaka", "a_1", "0 % o")
        for text in (*texts, "demo", "e%o", "\\", "i", "KI", "nobody", "ō", "4-5"):
            self.both(job, ("text", "ilike", text))
            self.both(job, ("text", "ilike", text), limit=2)
            self.both(job, ("text", "ilike", text), limit=2, offset=1)
        for text, town in (("ZÜRICH", 0), ("Genève", 1), ("ISTANBUL", 2), ("kelvin", 3)):
            self.assertEqual(self.both(job, ("text", "ilike", text)).number, 6 + town)

    def test_no_row_is_missed_by_what_is_told_first(self):
        """Whatever is in a cell, and whatever of it is looked for: what PostgreSQL finds by itself
        is among what is looked at."""
        chance = random.Random(5)
        signs = "KkIiMmSs\u0130\u0131\u212aÌĨßẞΣςσÅ\u212båШшŁł東א%_.*[]^-|()$+?{} 7\u0307\u0301ǅꙀ"
        texts = ["".join(chance.choices(signs, k=12)) for _each in range(150)]
        pairs = [(text, text[at : at + size]) for text in texts for at in (0, 5) for size in (1, 3)]
        pairs += [(text, other[2:4].swapcase()) for text in texts for other in texts[:20]]
        for text, value in [*pairs, ("x" * 500, "x" * 400), ("Kim " * 99, "kIM " * 90)]:
            values = SQL("(VALUES (%s)) v(text)", text)
            has = SQL("v.text ILIKE %s AND NOT (%s)", f"%{value}%", may_have(SQL("v.text"), value))
            missed = self.env.execute_query(SQL("SELECT v.text FROM %s WHERE %s", values, has))
            self.assertFalse(missed, f"{value!r} in {text!r}")

    def test_grouped_by_what_tells_people_something(self):
        """UX 11: no technical field is offered to group imports by."""
        described = self.env["registration.import.job"].fields_get()
        offered = {name for name, each in described.items() if each["groupable"]}
        self.assertLess({"state", "operation_id", "create_uid", "center_id"}, offered)
        self.assertFalse({"goal", "number_column", "is_sync", "purged", "write_uid"} & offered)

    def test_numbers_are_as_the_language_of_the_reader_has_them(self):
        """UX 11: those of things; the number of a row stays as the spreadsheet shows it."""
        messages = self.env["registration.import.message"].with_context(lang="en_US")
        text = messages._text("instance_full", {"limit": 1200, "taken": 1200})
        self.assertIn("1,200 of 1,200", text)
        self.assertIn("row 4711", messages._text("left_out_repeat", {"row": 3, "other": 4711}))

    def test_sizes_and_days_are_as_the_language_of_the_reader_has_them(self):
        """UX 11: what was found while a file was read, whoever reads it."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.env.user.tz = "Europe/Berlin"
        german = self.env(context={"lang": "de_DE"})
        messages = german["registration.import.message"]
        self.assertIn("70,5", messages._text("too_large", {"size": "70.5", "limit": "64"}))
        self.assertIn("31.10.2026", messages._text("erased", {"date": "2026-10-31"}))
        self.assertEqual(size_text(german, 2_500_000), "2,4 MB")
        show = german["registration.import.row"]._show
        fields = self.env["event.event"]._fields
        self.assertEqual(show(fields["seats_max"], 1200), "1.200")
        self.assertEqual(show(fields["date_begin"], "2026-10-31 23:30:00"), "01.11.2026 00:30:00")
        latitude = self.env["res.partner"]._fields["partner_latitude"]
        self.assertEqual(show(latitude, 1.5), "1,5000000")
        self.assertEqual(show(fields["active"], True), german._("Yes"))
        self.assertEqual([show(fields["name"], value) for value in (None, False)], ["", ""])
