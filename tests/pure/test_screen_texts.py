import re
from pathlib import Path
from unittest import TestCase
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
# what Odoo translates of a template, beside what stands between tags
TRANSLATED = {
    *("alt", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext"),
    *("confirm", "confirm-label", "confirm-title", "cancel-label", "data-tooltip", "help"),
    *("label", "placeholder", "string", "sum", "title"),
}
# a capital and small letters, as words for people begin; or several words
WORDS = re.compile(r"^[A-Z][a-z]+(?: |$)|(?<![\w-])[A-Za-z]+ [a-z]+ [a-z]+(?![\w-])")
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"|`([^`]*)`")
TRANSLATING = re.compile(r"_t\(\s*(?:'[^']*'|\"[^\"]*\"|`[^`]*`)")
COMMENTS = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
# names of keys and of classes of Odoo
NO_TEXTS = {"Enter", "Escape", "Tab"}
OF_CLASSES = ("class", "t-att-class", "t-attf-class")


def templates():
    return sorted((ROOT / "static/src").rglob("*.xml"))


def quoted(code):
    """What stands in quotes and reads like words for people."""
    texts = (next(filter(None, found.groups()), "") for found in QUOTED.finditer(code))
    return [text for text in texts if WORDS.search(text) and text not in NO_TEXTS]


class TestScreenTexts(TestCase):
    """UX 12, C31: no text of a screen escapes translation."""

    def test_attributes_with_words_are_translated(self):
        """Words in an attribute that Odoo does not translate stay English for everybody."""
        found = [
            (file.name, name, value)
            for file in templates()
            for element in ElementTree.parse(file).iter()
            for name, value in element.attrib.items()
            if name not in TRANSLATED and not name.startswith("t-") and WORDS.search(value)
        ]
        self.assertEqual(found, [])

    def test_expressions_of_templates_hold_no_words(self):
        """Words in quotes within an expression are not exported: the component says them."""
        found = [
            (file.name, name, quoted(value))
            for file in templates()
            for element in ElementTree.parse(file).iter()
            for name, value in element.attrib.items()
            if name.startswith("t-") and name not in OF_CLASSES and quoted(value)
        ]
        self.assertEqual(found, [])

    def test_words_in_scripts_are_translated(self):
        for file in sorted((ROOT / "static/src").rglob("*.js")):
            code = COMMENTS.sub("", file.read_text(encoding="utf-8"))
            code = re.sub(r"(?s)static template = xml`.*?`;", "", TRANSLATING.sub("", code))
            with self.subTest(file=file.name):
                self.assertEqual(quoted(code), [])

    def test_words_within_other_texts_are_found_by_who_exports_them(self):
        """What stands in a text with ${...} is not looked at there."""
        for file in sorted((ROOT / "static/src").rglob("*.js")):
            with self.subTest(file=file.name):
                self.assertNotRegex(file.read_text(encoding="utf-8"), r"`[^`\n]*\$\{[^}`\n]*_t\(")

    def test_texts_of_our_screens_are_dark_enough(self):
        """C30: Odoo's grey is too light to be read by everybody; a screen of this class has one
        that is not."""
        for file in [*ROOT.glob("views/*.xml"), *ROOT.glob("wizards/*.xml")]:
            for record in ElementTree.parse(file).iter("record"):
                arch = record.find("field[@name='arch']")
                roots = [] if arch is None else [each for each in arch if each.tag in SCREENS]
                for root in roots:
                    with self.subTest(file=file.name, view=record.get("id")):
                        self.assertIn("o_registration_import_screen", root.get("class", ""))

    def test_what_a_file_says_keeps_its_direction(self):
        """UX 12: in Arabic a telephone number would be read from behind."""
        shown = {
            (element.tag, value)
            for file in [*templates(), *ROOT.glob("views/*_templates.xml")]
            for element in ElementTree.parse(file).iter()
            for name, value in element.attrib.items()
            if name in ("t-esc", "t-out") and value in OF_FILES and element.tag != "option"
        }
        self.assertEqual(shown, {("bdi", value) for value in OF_FILES})

    def test_what_goes_on_is_cancelled_or_stopped(self):
        """UX 11: two words on one screen are taken for two things."""
        for file in [*ROOT.glob("views/*.xml"), *ROOT.glob("wizards/*.xml")]:
            for record in ElementTree.parse(file).iter("record"):
                told = " ".join(
                    text
                    for element in record.iter()
                    for text in (element.text, *map(element.get, ("string", *CONFIRMS)))
                    if text
                )
                with self.subTest(file=file.name, view=record.get("id")):
                    self.assertFalse({"cancel", "stop"} <= {*re.findall(r"\w+", told.lower())})

    def test_a_list_that_has_cards_shows_them_on_a_telephone(self):
        """UX 18.5: Odoo takes the cards there where the action has them; as a list, uploads of
        cross-references had their outcomes off the screen."""
        records = [
            {field.get("name"): field for field in record.iter("field")}
            for file in ROOT.glob("views/*.xml")
            for record in ElementTree.parse(file).iter("record")
        ]
        with_cards = {
            each["model"].text
            for each in records
            if "arch" in each and each["arch"].find("kanban") is not None
        }
        self.assertIn("registration.import.job", with_cards)
        for action in records:
            if "view_mode" in action and action["res_model"].text in with_cards:
                modes = action["view_mode"].text.split(",")
                with self.subTest(action=action["name"].text):
                    self.assertTrue("list" not in modes or "kanban" in modes, modes)

    def test_a_switch_on_a_card_says_what_it_switches(self):
        """UX 18.5: on a telephone a list has no head, so that "Preferred" was a switch alone."""
        with_switch = [
            each
            for file in ROOT.glob("views/*.xml")
            for each in ElementTree.parse(file).findall(".//field[@name='arch']/list")
            if each.find("field[@widget='boolean_toggle']") is not None
        ]
        self.assertTrue(with_switch)
        for each in with_switch:
            self.assertEqual(each.get("js_class"), "registration_import_cards_list")


# Values of files and of records, as templates name them.
OF_FILES = {
    *("cell.text", "cell.old", "line.value", "value.text", "field.example"),
    *("change[1]", "change[2]", "line[1]", "line['contact_text']", "line['match_text']"),
}
CONFIRMS = ("confirm", "confirm-title", "confirm-label", "cancel-label")
SCREENS = ("form", "kanban", "list")
