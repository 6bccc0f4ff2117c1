from unittest import TestCase

from ...tools.rows.emails import addresses_in, email_problem, read_email, stored_email


class TestEmails(TestCase):
    """V07, S06: an address is the whole cell, whatever a library finds in it."""

    def assertRead(self, text, key, stored):
        email = read_email(text)
        self.assertIsNotNone(email, text)
        self.assertEqual((email.key, email.stored), (key, stored))

    def assertRefused(self, code, *texts):
        for text in texts:
            with self.subTest(text):
                self.assertEqual((read_email(text), email_problem(text)), (None, code))

    def test_one_address_is_one(self):
        """V07: with whatever an address may have in it; the case does not count."""
        for text in (
            *("ann.m@example.org", "ANN@Example.ORG", "o'brien@example.org", "a_b+c-d@x-y.example"),
            *("müller@example.org", "ann@bücher.example", "ann@xn--bcher-kva.example"),
            *("ann@mail.example.museum", "李@例え.テスト", "_ann@example.org", "+41@sms.example"),
        ):
            with self.subTest(text):
                self.assertRead(text, text.lower(), text)

    def test_a_name_before_it_is_as_good(self):
        """V07: as mail programs write it; what they would not read alike is stored without."""
        for text, stored in (
            ("Ann M <ann@x.example>", "Ann M <ann@x.example>"),
            ('"Lee, Ann" <ann@x.example>', '"Lee, Ann" <ann@x.example>'),
            ("Zoë O'Hara-Lee <ann@x.example>", "Zoë O'Hara-Lee <ann@x.example>"),
            ("Lee, Ann <ann@x.example>", "ann@x.example"),
            ('Ann "M <ann@x.example>', "ann@x.example"),
            ("ann@x.example <ann@x.example>", "ann@x.example"),
            ("Ann (home) <ANN@x.example>", "ANN@x.example"),
            ("<ann@x.example>", "ann@x.example"),
        ):
            with self.subTest(text):
                self.assertRead(text, "ann@x.example", stored)

    def test_what_copying_leaves_around_it_is_taken_off(self):
        """V07: a link, and the one comma or semicolon at the end of a list of one."""
        for text in (
            *("mailto:ann@x.example", "MAILTO: ann@x.example", "<mailto:ann@x.example>"),
            *("ann@x.example,", "ann@x.example;", "ann@x.example ;", "mailto:ann@x.example,"),
            "ann@x.example <mailto:ann@x.example>",
        ):
            with self.subTest(text):
                self.assertRead(text, "ann@x.example", "ann@x.example")
        self.assertEqual(stored_email("Ann <ann@x.example>,"), "Ann <ann@x.example>")

    def test_no_address_is_none(self):
        """S06: what people and programs write where there is none."""
        self.assertRefused(
            "bad_email",
            *("n/a", "none", "-", "x@", "@x.example", "ann", "ann.example.org", "ann(at)x.example"),
            *("ann@@x.example", "ann@x", "ann@localhost", "ann@192.168.1.1", "ann@x.1", "@", ""),
            *("ann@-x.example", "ann@x..example", "a..n@x.example", ".@x.example", "ann@.example"),
            *("ann＠x.example", "ａｎｎ@x.example", "ann@x。example", "ann@exa\xa0mple.org"),
        )

    def test_several_addresses_are_not_one_of_them(self):
        """V07: whatever stands between them, and where one is the name of the other."""
        self.assertRefused(
            "several_emails",
            *("a@x.example; b@x.example", "a@x.example,b@x.example", "a@x.example b@x.example"),
            *("a@x.example / b@x.example", "a@x.example/b@x.example", "a@x.example\nb@x.example"),
            *(
                "a@x.example|b@x.example",
                "A <a@x.example>, B <b@x.example>",
                "a@x.example b@y.example,",
            ),
            *(
                "a@x.example <b@x.example>",
                '"a@x.example" <b@x.example>',
                "a@x.example & b@x.example",
            ),
        )

    def test_an_address_in_a_text_is_not_the_text(self):
        """V07: `ann lee@example.org` is not Lee."""
        self.assertRefused(
            "email_with_more",
            *("ann lee@x.example", "x,lee@x.example", "tel 123 lee@x.example", "x/lee@x.example"),
            *(
                "lee@x.example.",
                "“lee@x.example”",
                "'lee@x.example'",
                '"lee@x.example"',
                "lee@x.example,,",
            ),
            *("(lee@x.example)", "lee@x.example (old)", "E-mail: lee@x.example", ",lee@x.example"),
            *("Ann <lee@x.example> old", "lee@x.example?subject=x", "mailto:lee@x.example?cc=a"),
            *("ann\xa0lee@x.example", "lee@x.example\u200b.", "‘lee@x.example’", "[lee@x.example]"),
            *("Ann\nLee <lee@x.example>", "lee@x.example lee@x.example", "'lee@x.example"),
        )

    def test_whoever_may_be_meant_is_found(self):
        """D17: of a cell that is no address all that any of it could be."""
        self.assertEqual(addresses_in("Ann <Ann@x.example>"), {"ann@x.example"})
        self.assertEqual(addresses_in("o'brien@x.example"), {"o'brien@x.example"})
        for text in (
            *(
                "new@x.example; ann@x.example",
                "“ann@x.example”",
                "ann@x.example.",
                "x ann@x.example",
            ),
            *("ann@x.example <new@x.example>", "new@x.example (was ANN@x.example)"),
        ):
            with self.subTest(text):
                self.assertIn("ann@x.example", addresses_in(text))
