import re
from collections import Counter
from pathlib import Path

import polib

from odoo.tests import BaseCase, tagged

FOLDER = Path(__file__).parents[2] / "i18n"
# What `make texts` says of a text that is translated by itself.
SAME = "The same in this language."
LANGUAGES = ("ar", "de", "es", "fr", "nl")
# What stands for a value, or says how a text looks: the same in each language.
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\$\{[^}]*\}|</?\w+[^>]*>|&\w+;")
# What a tag says to whom it is read aloud is translated.
ALOUD = re.compile(r'(aria-label|title)="[^"]*"')
# Names of fields and buttons have little place: so much longer than in English they may be.
SHORT, WIDER = 30, 2.6
# Where what people read on screens and in mails is.
SEEN = ("code:", "model_terms:", "model:ir.model.fields.selection,", "model:mail.template,")
ENDING = re.compile(r"(?<![\w*\u200e])\.(?:csv|xlsx?|ods|txt|tsv|zip)\b")
TAG_OR_PLACE = re.compile(r"<[^>]*>|\{\{.*?\}\}|%\(\w+\)s")
PARAMETER = "ir_attachment.location"
PROGRAM = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\b(?:ir|res|event|registration)\.[a-z]|\bid=|"
    r"\b(?i:json|rpc|xml-?rpc|xml ?id|record ?sets?|many2\w+|one2many|boolean|null|payload)\b"
)


@tagged("post_install", "-at_install")
class TestTranslations(BaseCase):
    """UX 15: the screens, messages and mails in the languages of those who use them. `make texts`
    says what is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = polib.pofile(str(FOLDER / "registration_import.pot"))
        cls.languages = {name: polib.pofile(str(FOLDER / f"{name}.po")) for name in LANGUAGES}

    def test_each_language_is_complete(self):
        """UX 15: what is in English on one screen of many is taken for a fault."""
        texts = {entry.msgid for entry in self.template}
        for name, language in self.languages.items():
            translated = {each.msgid for each in language if each.msgstr or each.tcomment == SAME}
            self.assertEqual(texts - translated, set(), name)

    def test_values_stay_in_their_texts(self):
        """UX 15: one place too many is an error on the screen, one less says nothing."""
        for name, entry in self.entries():
            self.assertEqual(places(entry.msgstr), places(entry.msgid), name)

    def test_blanks_at_the_ends_stay(self):
        """UX 15: texts are put together with others."""
        for name, entry in self.entries():
            with self.subTest(name, text=entry.msgid):
                self.assertEqual(ends(entry.msgstr), ends(entry.msgid))

    def test_a_short_text_finds_its_place(self):
        """UX 15: names of fields, buttons and menus."""
        for name, entry in self.entries():
            if len(entry.msgid) <= SHORT:
                most = WIDER * max(len(entry.msgid), 10)
                self.assertLessEqual(len(entry.msgstr), most, (name, entry.msgid))

    def test_endings_of_files_are_read_from_left(self):
        """UX 12: in Arabic the dot of ".csv" would stand behind it."""
        for entry in self.languages["ar"]:
            with self.subTest(text=entry.msgid):
                self.assertNotRegex(entry.msgstr, ENDING)

    def test_no_words_of_programs_on_screens(self):
        """UX 11: who reads them has never seen the code. Names of columns are in capitals, and an
        administrator types the name of a parameter."""
        for entry in self.template:
            if any(each.startswith(SEEN) for each, _line in entry.occurrences):
                words = TAG_OR_PLACE.sub(" ", entry.msgid).replace(PARAMETER, "")
                with self.subTest(text=entry.msgid):
                    self.assertFalse(" " in words and PROGRAM.search(words))

    def entries(self):
        """``(language, text)``, all of them."""
        return [
            (name, entry)
            for name, language in self.languages.items()
            for entry in language
            if entry.msgstr
        ]


def places(text):
    """``{what stands for a value or is a tag: times}``."""
    return Counter(PLACE.findall(ALOUD.sub("", text)))


def ends(text):
    """Whether a text begins, and ends, with a blank."""
    return text[:1].isspace(), text[-1:].isspace()
