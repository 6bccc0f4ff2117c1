import ast
import pkgutil
from importlib import import_module
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ... import messages, tools
from ...messages.message import Message

# What is told alone, not in a list of problems: of a download, and of the arguments of a call.
WITHOUT_TITLE = ("downloads", "arguments")
# What counts two or more only.
SEVERAL = ("temporary_uln", "too_long", "run_mail_full", "unknown_resit")
ADDON = Path(tools.__file__).parents[1]
FOLDERS = ("importer", "models", "tools")
# What makes a problem, or is told one: the code is the first thing it is given, or another.
TAKERS = ("Problem", "SourceError", "warning", "_problem", "_error", "_left", "_refuse", "_stop")
TAKERS += ("RemoteFault", "refuse")
PLACES = {**dict.fromkeys(TAKERS, 0), "_order_problem": 0, "_report": 2}


def source(text):
    """A text as it stands in the code, in nobody's language."""
    return getattr(text, "_source", text)


@tagged("post_install", "-at_install")
class TestMessages(BaseCase):
    """UX 11: title, what and where, how to mend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [each.name for each in pkgutil.iter_modules(messages.__path__)]
        modules = {name: import_module(f"{messages.__name__}.{name}") for name in names}
        cls.found = {name: modules[name].MESSAGES for name in names if name != "message"}

    def test_every_code_has_words(self):
        known = set().union(*self.found.values())
        raised = {
            (code, path.relative_to(ADDON))
            for folder in FOLDERS
            for path in (ADDON / folder).rglob("*.py")
            for code in codes_of_problems(ast.parse(path.read_text(encoding="utf-8")))
        }
        self.assertGreater(len({code for code, _path in raised}), 100)
        for code, path in raised:
            with self.subTest(code, path=path):
                self.assertIn(code, known)

    def test_every_message_says_all_that_is_shown(self):
        for name, found in self.found.items():
            for code, message in found.items():
                with self.subTest(code):
                    self.assertIsInstance(message, Message)
                    self.assertTrue(message.text)
                    self.assertTrue(message.title or name in WITHOUT_TITLE)

    def test_of_one_thing_no_message_speaks_as_of_several(self):
        for found in self.found.values():
            for code, message in found.items():
                several = code.startswith("ambiguous_") or code in SEVERAL
                if "%(count)s" in source(message.text) and not several:
                    with self.subTest(code):
                        self.assertTrue(message.one)
                        self.assertNotIn("%(count)s", source(message.one))

    def test_no_code_has_words_of_two_domains(self):
        """All are looked up in one catalogue: of two, people would read the one loaded last."""
        domains = {}
        for name, found in self.found.items():
            for code in found if name != "downloads" else ():
                domains.setdefault(code, []).append(name)
        twice = {code: names for code, names in domains.items() if len(names) > 1}
        self.assertEqual(twice, {})


def codes_of_problems(tree):
    """The codes that the calls of a module name which make a problem."""
    for node in ast.walk(tree):
        named = code_given(node) if isinstance(node, ast.Call) else None
        either = [named.body, named.orelse] if isinstance(named, ast.IfExp) else [named]
        yield from (each.value for each in either if isinstance(getattr(each, "value", None), str))


def code_given(call):
    function = call.func
    if isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "_logger":
        return None
    place = PLACES.get(getattr(function, "attr", getattr(function, "id", None)))
    return None if place is None or len(call.args) <= place else call.args[place]
