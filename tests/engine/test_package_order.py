import ast
import inspect
import re
from pathlib import Path

from odoo.fields import Field
from odoo.orm.models import MetaModel
from odoo.tests import TransactionCase, tagged

from ... import __name__ as ADDON
from ... import importer, models, wizards

NAME = "registration_import"
# Whose files those of importer/ and wizards/ are, by how their names begin.
OTHERS = {
    "registration_import_wizard": "engine",
    "contact_erasure": "erasure",
    "registration_import_cross_reference": "cross_references",
    "base_partner_merge": "cross_references",
    "import_duplicate": "duplicates",
    "export_": "downloads",
    "": "engine",
}
# What a file may name of a later package all the same, and why.
ALLOWED = {
    ("engine/import_kind.py", "registration_import_run"): "a key of the context, no table",
    ("writer.py", "_writing_together"): "asked of any model that has it",
    ("writer.py", "_written_with"): "asked of any model that has it",
}


@tagged("post_install", "-at_install")
class TestPackageOrder(TransactionCase):
    """The packages of models build on each other in the order in which they are loaded."""

    maxDiff = None

    def test_a_package_names_nothing_of_a_later_one(self):
        """Neither its modules nor its models, tables, fields or private methods: a later package
        extends what an earlier one offers."""
        upward = self.upward()
        others = sorted(upward.keys() - ALLOWED.keys())
        self.assertEqual([f"{file}: {name} ({upward[file, name]})" for file, name in others], [])

    def test_every_exception_is_still_needed(self):
        """One that nobody needs any more would hide the next name of a later package."""
        self.assertLessEqual(ALLOWED.keys(), self.upward().keys())

    def upward(self):
        """``{(file, name): the later package that has it}``"""
        order = self.order()
        first = self.first_packages(order)
        return {
            (file, name): first[name]
            for file, package, tree in sources(order)
            for name in named(tree)
            if name in first and order[first[name]] > order[package]
        }

    def order(self):
        """``{package: its place}``"""
        packages = (package_of(each.__module__) for each in MetaModel._module_to_models__[NAME])
        return {name: place for place, name in enumerate(dict.fromkeys(packages))}

    def first_packages(self, order):
        """``{name of a module, model, table, field or private method: the package that has it
        first}``, without those that Odoo has as well."""
        found = {name: name for name in order}
        brought = {package: set() for package in order}
        for _file, package, tree in sources(order):
            brought[package] |= {each.name for each in ast.walk(tree) if is_function(each)}
        for each in MetaModel._module_to_models__[NAME]:
            brought[package_of(each.__module__)].update(self.names_of(each))
        for package, names in brought.items():
            for name in names:
                found.setdefault(name, package)
        theirs = self.names_of_odoo()
        return {name: package for name, package in found.items() if name not in theirs}

    def names_of(self, definition):
        """What a class brings: see ``first_packages``."""
        if definition._name not in definition._inherit:
            yield definition._name
            yield self.env[definition._name]._table
        records = self.env[definition._name]
        for name, member in vars(definition).items():
            if isinstance(member, Field):
                # a single word means many things
                yield name if "_" in name else None
                yield getattr(records._fields.get(name), "relation", None)

    def names_of_odoo(self):
        """Names of the members of all classes that are not ours."""
        classes = {each for model in self.env.registry.values() for each in model.__mro__}
        others = (each for each in classes if not each.__module__.startswith(ADDON))
        return {name for each in others for name in vars(each)} | {None}


def package_of(module):
    """The package of models that a module is of, or is part of."""
    folder, _dot, rest = module.removeprefix(f"{ADDON}.").partition(".")
    if folder == "models":
        return rest.partition(".")[0]
    return next(package for start, package in OTHERS.items() if rest.startswith(start))


def sources(order):
    """Yield ``(file, package, tree)``"""
    for root in (importer, models, wizards):
        folder = Path(inspect.getsourcefile(root)).parent
        for file in sorted(folder.rglob("*.py")):
            short = file.relative_to(folder).as_posix()
            module = f"{root.__name__}.{short.removesuffix('.py').replace('/', '.')}"
            package = package_of(module)
            if package in order and file.stem != "__init__":
                yield short, package, ast.parse(file.read_text(encoding="utf-8"))


def named(tree):
    """Yield whatever a file names that might be a name of ours."""
    texts, modules = docstrings(tree), imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            # of another package of models, or from outside of these
            yield (node.module or "").removeprefix("models.").partition(".")[0]
        elif isinstance(node, ast.Attribute):
            if getattr(node.value, "id", None) not in modules:
                yield node.attr
        elif isinstance(node, ast.Constant) and node not in texts and isinstance(node.value, str):
            yield from words(node.value)


def words(text):
    """Names of models in a text, and of what has several words; no functions of the database."""
    yield from re.findall(r"(?<![\w.])[a-z]\w*(?:\.[a-z]\w*)+", text)
    yield from re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\()", text)


def is_function(node):
    """Whether it is a private one: those of other names are many things."""
    return isinstance(node, ast.FunctionDef) and re.match("_[^_]", node.name)


def docstrings(tree):
    """The texts that say what something is."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    firsts = (each.body[0] for each in ast.walk(tree) if isinstance(each, documented) and each.body)
    return {each.value for each in firsts if isinstance(each, ast.Expr)}


def imported(tree):
    """Names that a file imports: their attributes are no members of records."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
