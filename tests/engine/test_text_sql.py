import itertools
import random

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, email_normalize

from ...importer.text_sql import identity_text, is_plain_key, is_plain_value
from ...tools.rows.cells import ENDS, tidy
from ...tools.rows.emails import read_email, stored_email
from ...tools.rows.placeholders import EMAIL, KEY, PEOPLE, PROGRAMS, VALUE
from ...tools.rows.schema import Field, Schema

PIECES = (
    *("0", "5", "42", "007", ".0", ".00", ",0", ".", ",", "-", "_", "/", "'", "=", "+", "@", ";"),
    *(
        "A",
        "b",
        "É",
        "E\u0301",
        "ß",
        "İ",
        "７",
        "Ａ",
        "－",
        "٧",
        "߃",
        "𝟗",
        "東",
        "№",
        "²",
        "%",
        "🎓",
    ),
    *("N/A", "null", "#REF!", "\\N", " ", "\xa0", "\u3000", "\u200b", "\t", "\n"),
)
# What stands before an address, the address, and what stands behind it.
ADDRESSES = (
    (
        "",
        "",
        "<",
        "Lee <",
        "Zoë <",
        "Lee, A <",
        '"Lee, A" <',
        "mailto:",
        "<MAILTO: ",
        "x ",
        "'",
        "\xa0",
    ),
    ("ann", "Ann.M", "o'brien", "MÜLLER", "a@x.example"),
    ("@x.example", "@Bücher.Example", "@X.ORG", "@", ""),
    ("", "", ">", ">,", ",", " ;", ".", "'", "\xa0>", "\u200b"),
)


@tagged("post_install", "-at_install")
class TestTextSql(TransactionCase):
    """E7, V07: what Python and PostgreSQL make of a cell is the same, whatever stands in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chance = random.Random(7)

    def texts(self, pieces, *more):
        """Cells as chance has them, and some that it would hardly hit."""
        made = [
            "".join(self.chance.choices(pieces, k=self.chance.randint(1, 5))) for _ in range(4000)
        ]
        return list({*made, *more})

    def ask(self, texts, expression):
        """``{text: what PostgreSQL says of it}``; the expression is given the SQL of a cell."""
        cell = SQL("btrim(text, %s)", ENDS)
        query = SQL("SELECT text, %s FROM unnest(%s::text[]) AS text", expression(cell), texts)
        return dict(self.env.execute_query(query))

    def parsed(self, text, type="code", **values):
        """``(value, problems)`` of a cell."""
        parse = Schema([Field("f", "F", type, **values)]).parser({"f": 0}, width=1)
        values, problems = parse([text])
        return values["f"], [problem.code for problem in problems]

    def test_rows_of_one_key_have_the_same(self):
        """E7: of duplicate keys, cross-references and barcodes."""
        field = Field("f", "F", "code", holds=KEY)
        found = self.ask(self.texts(PIECES), lambda text: identity_text(field, text))
        read = {text: self.parsed(text, holds=KEY)[0] for text in found}
        self.assertEqual(
            {text: found[text] for text, value in read.items() if value is not None},
            {text: value for text, value in read.items() if value is not None},
        )

    def test_rows_of_one_id_have_the_same(self):
        """E7: with zeros before it, or decimals."""
        texts = [
            "".join(self.chance.choices("0017٧", k=3)) + end
            for end in ("", ".0")
            for _ in range(99)
        ]
        field = Field("f", "F", "integer", holds=KEY)
        found = self.ask(texts, lambda text: identity_text(field, text))
        read = {text: self.parsed(text, "integer", holds=KEY)[0] for text in found}
        for text in filter(read.get, found):
            self.assertEqual(found[text], str(read[text]))

    def test_what_passes_unplanned_is_taken_as_it_stands(self):
        """C28, E7: nothing that the planner would read or judge otherwise."""
        texts = self.texts(
            PIECES, *PROGRAMS, *PEOPLE, "NULL", "A-1", "5001", "5001.0", "tbd", "False"
        )
        for holds, expression in ((KEY, is_plain_key), (VALUE, is_plain_value)):
            found = self.ask(texts, expression)
            passed = [text for text in texts if found[text] and text == text.strip(ENDS)]
            self.assertGreater(len(passed), 50)
            for text in passed:
                self.assertEqual(self.parsed(text, holds=holds), (text, []))

    def test_rows_of_one_address_have_the_same(self):
        """V07: as Odoo compares addresses, and as it reads what is stored."""
        texts = ["".join(parts) for parts in itertools.product(*map(set, ADDRESSES))]
        field = Field("f", "F", holds=EMAIL)
        found = self.ask(texts, lambda text: identity_text(field, text))
        read = {text: email for text in texts if (email := read_email(tidy(text)))}
        self.assertGreater(len(read), 50)
        for text, email in read.items():
            with self.subTest(text):
                self.assertEqual(found[text], email.key)
                self.assertEqual(email_normalize(stored_email(tidy(text)), strict=False), email.key)
