"""Names of fields in views.

A view of contacts may have others in it, such as the list of a contact's cards, whose fields are
another addon's. All views of contacts are checked together with those of this addon.
"""

import json
import re
from pathlib import Path

from lxml import etree

from odoo.modules.module import load_script

texts = load_script(str(Path(__file__).with_name("pre-2_texts.py")), "texts")
# Within a field, a view of what it leads to.
KINDS_OF_VIEW = {"list", "form", "kanban", "graph", "pivot", "calendar", "search", "activity"}
CONDITION = re.compile("invisible|column_invisible|readonly|required|decoration-.*")
# A step of a path through a view that names a field, and one that leads out of what it has named.
STEP = re.compile(r"((?:^|\b|::)(?:field|label|\*)\[@(?:name|for)\s*=\s*([\"']))(\w+)(\2.*)")
OUT = re.compile(r"\.\.$|(?:parent|ancestor|following-sibling|preceding-sibling)::")
ANY = rf"\m({'|'.join(texts.RENAMED)})\M"


def migrate(cr, version):
    """Each in all its languages."""
    views = Views(texts.Paths(cr))
    cr.execute(
        """SELECT v.id, v.model, v.arch_db, EXISTS (
                      SELECT FROM ir_model_data d WHERE d.model = 'ir.ui.view' AND d.res_id = v.id
                         AND d.module = 'registration_import')
             FROM ir_ui_view v
            WHERE v.model IS NOT NULL AND v.type <> 'qweb' AND v.arch_db::text ~ %s""",
        [ANY],
    )
    for view, model, archs, is_ours in cr.fetchall():
        change = views.ours if is_ours else views.of_others
        new = {language: change(arch, model) for language, arch in archs.items()}
        if new != archs:
            cr.execute("UPDATE ir_ui_view SET arch_db = %s WHERE id = %s", [json.dumps(new), view])


class Views:
    """What becomes of the text of a view."""

    def __init__(self, paths):
        self.paths = paths

    def ours(self, arch, model):
        """It is written anew in a moment, and until then must not name what is gone in any place;
        those of other models have fields of their own by these names."""
        if model not in texts.CONTACTS:
            return arch
        return re.sub(rf"\b({'|'.join(texts.RENAMED)})\b", lambda m: texts.RENAMED[m[1]], arch)

    def of_others(self, arch, model):
        root = etree.fromstring(arch.encode())
        before = etree.tostring(root)
        self.element(root, model)
        return arch if etree.tostring(root) == before else etree.tostring(root, encoding="unicode")

    def element(self, node, model):
        """And all in it."""
        if not isinstance(node.tag, str):
            return
        self.conditions(node, model)
        within = None
        if node.tag == "xpath":
            expression, model = self.expression(node.get("expr", ""), model)
            node.set("expr", expression)
        elif node.tag == "field":
            within = self.paths.relations.get((model, node.get("name")))
            self.set(node, "name", self.paths.field, model)
        elif node.tag == "label":
            self.set(node, "for", self.paths.field, model)
        elif node.tag == "filter":
            self.set(node, "domain", lambda of, text: self.paths.domain(text, of), model)
            self.set(node, "context", lambda of, text: self.paths.context(text, of), model)
        for child in node:
            self.element(child, within if within and child.tag in KINDS_OF_VIEW else model)

    def set(self, node, name, change, model):
        if node.get(name):
            node.set(name, change(model, node.get(name)))

    def conditions(self, node, model):
        """When something is shown: Python, whose names are fields."""
        for name, text in node.attrib.items():
            if CONDITION.fullmatch(name):
                node.set(name, self.condition(text, model))
        if node.tag == "attribute" and CONDITION.fullmatch(node.get("name", "")) and node.text:
            node.text = self.condition(node.text, model)

    def condition(self, text, model):
        return re.sub(
            r"(?<![\w.\"'])[a-z]\w*(?![\w\"'])", lambda m: self.paths.field(model, m[0]), text
        )

    def expression(self, text, model):
        """A path to a place in a view, and whose fields are there."""
        within, parts = None, []
        for part in re.split("(/+)", text):
            if within and part.strip("/") and not OUT.match(part):
                model = within
            named = STEP.search(part)
            if part.strip("/"):
                within = self.paths.relations.get((model, named[3])) if named else None
            if named:
                new = self.paths.field(model, named[3])
                part = part[: named.start()] + named[1] + new + named[4]
            parts.append(part)
        return "".join(parts), model
