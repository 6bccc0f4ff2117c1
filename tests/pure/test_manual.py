import ast
import importlib.util
import re
import textwrap
from pathlib import Path
from unittest import TestCase
from xml.etree import ElementTree

from ...importer.options import TYPES
from ...tools.reading.sheets import CHOICES_SHEET, LEGEND_SHEET

ADDON = "registration_import"
REPO = Path(__file__).resolve().parents[2]
README = REPO / "README.rst"
PAGES = sorted((REPO / "docs").glob("*.rst"))
BLOCK = re.compile(r"^( *)\.\. code-block:: (\w+)\n\n((?:\1 +.*\n|\n)+)", re.MULTILINE)
COMMAND = re.compile(r"\bmake (?:-s )?([a-z][a-z-]*)\b")
PICTURE = re.compile(r"\.\. image:: (\S+)")
INCLUDED = re.compile(r"\.\. literalinclude:: (\S+)")
LINK = re.compile(r"<([\w/]+\.rst)>`_")
PARAMETER = re.compile(r"``registration_import\.(\w+)``")
EMPHASIS = re.compile(r"(?<![*`\w])\*([^*\s](?:[^*]*[^*\s])?)\*(?![*\w])")
# what a point of a list is about, such as "* *In the file*: download ..."
HEADING = re.compile(r"^ *[*-] \*[^*]+\*(?=:)", re.MULTILINE)
MSGID = re.compile(r"^msgid(?:_plural)? ((?:\".*\"\n)+)", re.MULTILINE)
TAG = re.compile(r"</?[a-z][^>]*>")
# Names on the screens of others: of Odoo, queue_job, Excel and LibreOffice.
OF_OTHERS = {
    *("Add API Key", "Allow Commit", "Email Templates", "Job Queue", "Jobs", "Pending", "Security"),
    *("My Preferences", "Registrations and attendance", "Reset Template", "Scheduled Actions"),
    *("Select all", "Settings", "Technical", "Track and manage talks", "Users"),
    *("65001: Unicode (UTF-8)", "Close & Load", "Data", "Delimited", "From Text", "From Text/CSV"),
    *("Quote all text cells", "Replace current", "Text", "Text CSV", "Text Import"),
    *("Transform Data", "Unicode (UTF-8)"),
}
SHEETS = {CHOICES_SHEET, LEGEND_SHEET}
# A page of paper.
MOST_LINES = 100


def fragments():
    """The script that makes pages of README and manual."""
    spec = importlib.util.spec_from_file_location("fragments", REPO / "dev/fragments.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quoted(text):
    """What stands between ``double back quotes`` and in blocks that are indented."""
    return "\n".join(re.findall(r"``([^`]+)``", text) + re.findall(r"^ {4,}(.+)$", text, re.M))


def named_in_manual():
    """``(page, name)`` of each button, menu, role and field in README and manual, where
    *Events > Registrations > Import* are three."""
    for page in (README, *PAGES):
        text = HEADING.sub("", page.read_text("utf-8"))
        for emphasised in EMPHASIS.findall(text):
            for name in " ".join(emphasised.split()).split(" > "):
                if name[0].isupper():
                    yield page, name


class TestManual(TestCase):
    """19: what the manual says to type is there; the manual itself is built by ``make docs``."""

    def each(self, pattern):
        """``(page, found)`` of a pattern in README and manual."""
        for page in (README, *PAGES):
            for found in pattern.findall(page.read_text("utf-8")):
                yield page, found

    def test_the_manual_is_for_each_who_works_with_it(self):
        """19: a page by task, and README, which is one page, leads to all of them."""
        names = {page.stem for page in PAGES} - {"index"}
        self.assertLessEqual(
            {"officer", "training", "membership", "data_manager", "administrator", "developer"},
            names,
        )
        linked = {Path(file).stem for file in LINK.findall(README.read_text("utf-8"))}
        self.assertEqual(names, linked)
        contents = (REPO / "docs/index.rst").read_text("utf-8").split()
        self.assertLessEqual(names, {*contents})
        self.assertLessEqual(len(README.read_text("utf-8").splitlines()), MOST_LINES)

    def test_each_block_of_python_can_be_compiled(self):
        """19: no example has an error that a reader would have to find."""
        blocks = [(page, code) for page, (_in, lang, code) in self.each(BLOCK) if lang == "python"]
        self.assertGreaterEqual(len(blocks), 2)
        for page, code in blocks:
            with self.subTest(page.name, code=code[:60]):
                indent = re.match(" *", code).group()
                plain = "\n".join(line.removeprefix(indent) for line in code.split("\n"))
                compile(plain, page.name, "exec")

    def test_each_command_is_one_of_the_makefile(self):
        """19: what ``make`` is called with is there."""
        targets = set(re.findall(r"^([a-z-]+):", (REPO / "Makefile").read_text("utf-8"), re.M))
        texts = [(page, quoted(page.read_text("utf-8"))) for page in (README, *PAGES)]
        said = [(page, name) for page, text in texts for name in COMMAND.findall(text)]
        self.assertIn((README, "demo"), said)
        for page, name in said:
            self.assertIn(name, targets, page.name)

    def test_each_picture_and_file_is_there(self):
        """19: pictures, files of code and pages that are named exist."""
        for pattern in (PICTURE, INCLUDED, LINK):
            found = [*self.each(pattern)]
            self.assertTrue(found, pattern.pattern)
            for page, name in found:
                self.assertTrue((page.parent / name).resolve().is_file(), f"{page.name}: {name}")

    def test_each_parameter_is_read_somewhere(self):
        """19: a system parameter that the manual names does something."""
        folders = ("importer", "models", "tools")
        code = "\n".join(
            file.read_text("utf-8") for folder in folders for file in (REPO / folder).rglob("*.py")
        )
        found = [*self.each(PARAMETER)]
        self.assertTrue(found)
        for page, name in found:
            group, _underline, rest = name.partition("_")
            self.assertRegex(code, rf"\b({name}|{group}_\{{\w+\}}|{rest})\b", page.name)

    def test_each_name_of_a_screen_is_on_one(self):
        """18: a button, menu or field that the manual names is called so on the screen. Names begin
        with a capital; one may go on in brackets: "Export errors (.csv)", and end with a stop."""
        pot = (REPO / "i18n/registration_import.pot").read_text("utf-8")
        texts = ("".join(re.findall(r'"(.*)"', each)) for each in MSGID.findall(pot))
        screens = {TAG.sub("", each.replace('\\"', '"')).strip() for each in texts}
        known = screens | {re.split(r" \(|:$", each)[0] for each in screens} | OF_OTHERS | SHEETS
        found = [*named_in_manual()]
        self.assertGreaterEqual(len(found), 150)
        for page, name in found:
            # a role is that of a section: "Contact Operations: Irreversible"
            said = {name, name.rstrip(".")} & known or {*name.split(": ")} <= known
            self.assertTrue(said, f"{page.name}: {name}")

    def test_the_kind_that_is_shown_is_one_that_tests_run(self):
        """19: the example of a kind is a file of the tests, short enough to be read."""
        (name,) = (name for _page, name in self.each(INCLUDED))
        self.assertEqual(name, "../tests/kind_tiny.py")
        users = [
            file
            for file in (REPO / "tests").rglob("test_*.py")
            if "kind_tiny.register(cls)" in file.read_text("utf-8")
        ]
        self.assertGreaterEqual(len(users), 3)

    def block(self, language, with_words):
        """The example of the developer's page that has these words."""
        page = REPO / "docs/developer.rst"
        blocks = [
            code
            for _in, lang, code in BLOCK.findall(page.read_text("utf-8"))
            if lang == language and with_words in code
        ]
        (code,) = blocks
        return textwrap.dedent(code)

    def test_the_addon_of_a_kind_is_whole(self):
        """19: who copies the example has all that it needs: what it imports, a manifest that names
        its file, and an operation of this kind."""
        kind = (REPO / "tests/kind_tiny.py").read_text("utf-8")
        wanted = [line for line in kind.splitlines() if line.startswith("from ")]
        wanted.remove("from . import common_kinds")
        shown = self.block("python", "from odoo import api").replace(f"odoo.addons.{ADDON}.", "..")
        self.assertEqual([line for line in shown.splitlines() if line], wanted)
        manifest = ast.literal_eval(self.block("python", '"depends"'))
        self.assertEqual((manifest["depends"], manifest["data"]), ([ADDON], ["operation.xml"]))
        record = ElementTree.fromstring(self.block("xml", "<odoo>")).find("record")
        given = {field.get("name"): field.text for field in record}
        self.assertEqual(record.get("model"), "registration.import.operation")
        self.assertIn(f'("{given["kind"]}", ', kind)
        self.assertLessEqual({"name", "code"}, {*given})

    def test_a_call_has_all_arguments_and_options(self):
        """19: what a server action may say is what ``run_file`` takes."""
        file = REPO / "models/engine/import_operation.py"
        methods = ast.walk(ast.parse(file.read_text("utf-8")))
        (method,) = (each for each in methods if getattr(each, "name", "") == "run_file")
        block = self.block("python", "].run_file(")
        call = ast.parse(block.strip()).body[0].value
        arguments = [argument.arg for argument in method.args.args][1:]
        self.assertEqual({keyword.arg for keyword in call.keywords}, {*arguments})
        shown = re.search(r"options=None, +((?:# .*\n +)+)", block).group(1)
        self.assertEqual(re.findall(r"\w+", shown), [*TYPES])
        said = ast.get_docstring(method)
        self.assertEqual([name for name in TYPES if f"``{name}``" not in said], [])

    def test_fragments_and_the_apps_page_say_what_the_manual_says(self):
        """19: what is made of README and manual is made anew when these change:
        ``python3 dev/fragments.py``."""
        made = fragments().written()
        self.assertGreaterEqual(len(made), 6)
        for file, text in made.items():
            self.assertEqual(file.read_text("utf-8"), text, f"{file.name}: dev/fragments.py")

    def test_each_import_leads_to_a_chapter_and_chapters_to_each_other(self):
        """C31: help on the topics of an import; its links and pictures are there."""
        code = "".join(each.read_text("utf-8") for each in (REPO / "models").rglob("*.py"))
        pages = {f"{name}.html" for name in re.findall(r'_help_page = "(\w+)"', code)}
        self.assertEqual(pages, {each.name for each in (REPO / "static/help").glob("*.html")})
        for name in pages:
            text = (REPO / "static/help" / name).read_text("utf-8")
            self.assertNotRegex(text, r":(?:ref|doc):|\.\. ")
            for target in re.findall(r'(?:src|href)="([^"]+)"', text):
                page, _hash, anchor = target.partition("#")
                found = REPO / "static/help" / page
                self.assertTrue(found.is_file(), target)
                if anchor:
                    self.assertIn(f'id="{anchor}"', found.read_text("utf-8"))

    def test_pictures_show_on_the_apps_page(self):
        """19: Odoo looks for pictures beside the page, and for none elsewhere."""
        page = REPO / "static/description/index.html"
        pictures = re.findall(r'src="([^"]+)"', page.read_text("utf-8"))
        self.assertTrue(pictures)
        for name in pictures:
            self.assertNotIn("/", name)
            self.assertTrue((page.parent / name).is_file(), name)

    def test_each_picture_is_taken_by_the_script(self):
        """19: none beside the Apps page is of an earlier day, and each is shown somewhere:
        ``make pictures``."""
        files = {file.stem for file in (REPO / "static/description").glob("*.png")} - {"icon"}
        script = (REPO / "dev/pictures_data.py").read_text("utf-8")
        self.assertLessEqual(files, set(re.findall(r'"(\w+)": (?:at|page|button)\b', script)))
        self.assertEqual(files, {Path(name).stem for _page, name in self.each(PICTURE)})
