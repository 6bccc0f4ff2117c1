import base64
import io
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.rows.problems import Problem
from .. import kind_tiny
from ..common import IMPORTER, ImportCase
from ..fixtures import make
from ..users import new_user

LABELS = ("Tag", "Colour", "Action")


@tagged("post_install", "-at_install")
class TestImportKind(ImportCase):
    """The contract of a kind, shown by a second one that lives in the tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind_tiny.register(cls)
        cls.Tag = cls.env["res.partner.category"]
        cls.env["registration.import.operation"].create(
            {"name": "Tags", "code": "tags", "kind": "tiny"}
        )
        cls.tag_user = new_user(cls.env, "tag_user", "base.group_user,base.group_partner_manager")
        cls.old, cls.older = cls.Tag.create(
            [{"name": "Old", "color": 1}, {"name": "Older", "color": 0}]
        )

    def tags(self, *rows, **arguments):
        return self.import_rows(rows, self.tag_user, operation="tags", header=LABELS, **arguments)

    def test_creates_updates_and_drops(self):
        """Design: changes and verbs of a kind, each with its outcome."""
        job = self.tags(
            ("New", "4", ""), ("Old", "5", ""), ("Older", "0", "Keep"), ("Old", "", "Drop")
        )
        self.assertEqual(
            list(self.outcomes(job).values()), ["created", "updated", "unchanged", "removed"]
        )
        self.assertEqual(self.Tag.search([("name", "=", "New")]).color, 4)
        self.assertFalse(self.old.exists())
        self.assertAccounted(job)

    def test_what_a_number_shows_is_a_code_and_no_number(self):
        """V18, P10: a column of numbers takes the number, in the file of errors as well; what a
        code cannot be told from is a problem of its row."""

        def prepare(book):
            formats = {"A2": '"T-"0', "B2": '0" pcs"', "A3": '"T-"0', "B3": '0" pcs"', "A4": "0%"}
            for place, code in formats.items():
                book.active[place].number_format = code

        rows = [LABELS, (17, 4, ""), (18, 5, "Maybe"), (0.5, 6, "")]
        content = base64.b64encode(make.xlsx({"S": rows}, prepare)).decode()
        job = self.tags(content=content, filename="tags.xlsx")
        self.assertEqual(self.Tag.search([("name", "=", "T-17")]).color, 4)
        self.assertEqual(self.problems(job), [(3, "not_a_choice"), (4, "number_format")])
        stream = io.BytesIO()
        job._as_starter()._report().rows.write(stream, "csv")
        self.assertIn('"T-18","5","Maybe"', stream.getvalue().decode("utf-8-sig"))

    def test_validates_what_it_does(self):
        """P7, D2: a validation plans verbs and repeated rows as a run does, writes nothing."""
        rows = [("New", "4", ""), ("New", "", "Drop"), ("New", "", "Drop"), ("New", "1", "")]
        with self.assertNothingWritten(ir_attachment=1), self.in_batches(1, 1):
            planned = self.tags(*rows, validate_only=True)._counts()
        job = self.tags(*rows)
        self.assertEqual(
            list(self.outcomes(job).values()), ["created", "removed", "invalid", "created"]
        )
        self.assertEqual(planned, job._counts())

    def test_failing_verb_fails_alone(self):
        """C29: a verb that another addon refuses for one record fails for that row alone."""

        def check(records):
            if self.old in records:
                raise UserError(self.env._("Keep it."))

        tags = self.env.registry["res.partner.category"]
        real = tags.unlink
        with patch.object(tags, "unlink", lambda records: check(records) or real(records)):
            job = self.tags(("Old", "", "Drop"), ("Older", "", "Drop"), ("New", "", ""))
        self.assertEqual(list(self.outcomes(job).values()), ["failed", "removed", "created"])
        self.assertIn("Keep it.", job._result()["errors"][0]["message"])

    def test_verb_is_quiet(self):
        """Design: verbs too are written without chatter and mails."""
        kind = self.env.registry[kind_tiny.TinyKind._name]
        seen = []
        real = kind._verb_drop

        def verb(records, rows):
            seen.append(records.env.context.get("tracking_disable"))
            return real(records, rows)

        with patch.object(kind, "_verb_drop", verb):
            self.tags(("Old", "", "Drop"))
        self.assertEqual(seen, [True])

    def test_kind_brings_its_messages(self):
        """Design: a kind brings the words of its own problems."""
        job = self.tags(("Nowhere", "", "Drop"))
        self.assertIn(
            "There is no such tag. Check its name.", job._result()["errors"][0]["message"]
        )
        self.assertEqual(self.problems(job), [(2, "no_such_tag")])

    def test_kind_says_who_may(self):
        """C04: the kind says who may; what its own right does not give is refused."""
        with self.refused("You may not import tags", AccessError):
            self.run_rows([("x", "", "")], self.event_user, operation="tags", header=LABELS)
        with self.assertRaises(AccessError):
            self.run_rows([("x", "", "")], self.tag_user)

    def test_kind_that_says_nothing_lets_nobody(self):
        """C04: a kind that does not say who may lets nobody."""
        kind = self.env["registration.import.kind"].with_user(self.tag_user)
        with self.assertRaises(AccessError):
            kind._check_right("import")

    def test_optional_columns_may_be_missing(self):
        """F13: columns that are not required may be missing from the file."""
        job = self.import_rows([("New",)], self.tag_user, operation="tags", header=("Tag",))
        self.assertEqual((job.state, job.created), ("done", 1), job.message)

    def test_kind_refuses_before_reading(self):
        """A09, A10: a kind may refuse a file by its name and size, before it is read."""
        kind = self.env.registry[kind_tiny.TinyKind._name]
        seen = []

        def check(_kind, name, size):
            seen.append((name, size))
            return Problem("no_rows")

        with (
            patch.object(kind, "_check_upload", check),
            patch(f"{IMPORTER}.reader.read_in_child", side_effect=AssertionError),
        ):
            job = self.tags(("New", "", ""), filename="tags.csv")
        self.assertEqual((job.state, job.code, job.total), ("refused", "no_rows", 0))
        self.assertEqual(seen, [("tags.csv", job.size)])

    def test_a_name_of_another_type_is_refused_by_all_kinds(self):
        """C07, A09: a table under the name of a document is refused before it is read."""
        with patch(f"{IMPORTER}.reader.read_in_child", side_effect=AssertionError):
            job = self.tags(("New", "", ""), filename="tags.csv.docx")
        self.assertEqual((job.state, job.code), ("refused", "wrong_name"))
        self.assertIn(".docx", job.message)
        kinds = self.env["registration.import.operation"].search([]).mapped("kind")
        for kind in set(kinds):
            with self.subTest(kind):
                model = self.env[f"registration.import.kind.{kind}"]
                self.assertTrue(model._check_upload("list.pdf", 10))

    def test_kind_refuses_what_was_read(self):
        """A18: a kind may refuse a file by its format and labels; those that a file of errors
        adds are not its business."""
        kind = self.env.registry[kind_tiny.TinyKind._name]
        seen = []

        def check(_kind, format, labels):
            seen.append((format, labels))
            return Problem("column_twice", params={"fields": "Tag"})

        with patch.object(kind, "_check_table", check):
            job = self.import_rows(
                [("New", "2", "")], self.tag_user, operation="tags", header=("Tag", "_row", "_hint")
            )
        self.assertEqual((job.state, job.code), ("refused", "column_twice"))
        self.assertIn("Tag", job.message)
        self.assertEqual(seen, [("csv", ["Tag"])])
        self.assertFalse(self.Tag.search([("name", "=", "New")]))

    def test_kind_without_identity_has_no_duplicate_keys(self):
        """Design: where nothing names a record, no row has a key in common with another."""
        kind = self.env.registry[kind_tiny.TinyKind._name]
        nothing = patch.object(kind_tiny.TinyPlanner, "identity_fields", ())
        with nothing, patch.object(kind, "_identity_fields", ()), self.in_batches(5, 5):
            job = self.tags(*((f"Tag {number}", "1", "") for number in range(4)))
        self.assertEqual((job.created, self.problems(job)), (4, []))
