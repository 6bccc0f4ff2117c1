import ast
import re
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

import polib

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parents[2]
PYTHON = ("models", "wizards", "controllers", "importer", "messages")
# a sentence, or at least two words: a capital and small letters begin it
WORDS = re.compile(r"^[A-Z“][a-z]+[a-z ,:.]* ")
IN_SCRIPT = re.compile(r"_t\(\s*(\"(?:[^\"\\]|\\.)*\")")
# calls and functions whose texts are no words of ours for people
OF_FILES = ("Field", "_samples")
OF_DATABASE = ("SQL", "Index", "UniqueIndex")
OF_PYTHON = ("RuntimeError", "ValueError", "TypeError", "info", "warning", "error", "log", "get")
# What a contact is remarked (S13), and how files of others call their columns.
IN_DATA = {
    "Contact anonymized",
    *("Home Phone", "Phone Number", "Postal Code", "Street 1", "Street 2", "Zip Code"),
    "Quai du Lac 4",
}


def plain(text):
    """A text of a template or of the catalogue, without what XML needs and lines of a file."""
    return " ".join(unescape(text).split())


def called(node):
    """The name of what is called, or defined."""
    function = getattr(node, "func", node)
    return getattr(function, "attr", None) or getattr(function, "id", None) or node_name(node)


def node_name(node):
    return getattr(node, "name", "")


def is_apart(node):
    """Whether what stands within is for nobody's screen."""
    if isinstance(node, ast.Call | ast.FunctionDef):
        return called(node) in (*OF_FILES, *OF_DATABASE, *OF_PYTHON)
    targets = getattr(node, "targets", [])
    return any(getattr(each, "id", "") == "_description" for each in targets)


def texts_of(node):
    """What reads like words for people, without documentation and parts of other texts."""
    if is_apart(node) or isinstance(node, ast.JoinedStr):
        return
    is_documentation = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORDS.match(node.value):
        yield node.value
    for child in () if is_documentation else ast.iter_child_nodes(node):
        yield from texts_of(child)


@tagged("post_install", "-at_install")
class TestTextsExported(BaseCase):
    """UX 12: whoever translates finds every text that reaches a screen. ``make texts`` writes
    the file anew."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        catalogue = polib.pofile(str(ROOT / "i18n/registration_import.pot"))
        cls.exported = {plain(entry.msgid) for entry in catalogue}

    def assert_exported(self, files, texts):
        missing = {file.name: set(map(plain, texts(file))) - self.exported for file in files}
        self.assertEqual({name: found for name, found in missing.items() if found}, {})

    def test_of_python(self):
        files = [file for folder in PYTHON for file in sorted((ROOT / folder).rglob("*.py"))]

        def texts(file):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            return set(texts_of(tree)) - IN_DATA

        self.assert_exported(files, texts)

    def test_of_scripts(self):
        def texts(file):
            return map(ast.literal_eval, IN_SCRIPT.findall(file.read_text(encoding="utf-8")))

        self.assert_exported(sorted((ROOT / "static/src").rglob("*.js")), texts)

    def test_of_templates(self):
        """What stands between tags, where it is no part of a longer text."""

        def texts(file):
            for element in ElementTree.parse(file).iter():
                text = " ".join((element.text or "").split())
                if WORDS.match(text) and not len(element):
                    yield text

        self.assert_exported(sorted((ROOT / "static/src").rglob("*.xml")), texts)
