from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDON = "registration_import"
# What the web client offers to group by, but for links and days, which always tell something.
TYPES = ("boolean", "char", "integer", "selection")


@tagged("post_install", "-at_install")
class TestGrouping(TransactionCase):
    """UX 11: a screen offers to group by what people see on screens, and by nothing technical."""

    def test_no_field_that_nobody_sees_is_offered(self):
        """UX 11: such as the key by which a name is found, or the name of a model."""
        for model in self.models_on_screen():
            model = model.with_user(self.env.ref("base.user_admin"))
            with self.subTest(model=model._name):
                self.assertEqual(self.offered(model) - self.seen(model) - {"active"}, set())

    def models_on_screen(self):
        """Those that a list of ours, or of Odoo, shows with fields of ours."""
        lists = self.env["ir.ui.view"].search([("type", "in", ["list", "kanban", "search"])])
        found = {self.env[name] for name in lists.mapped("model") if name in self.env}
        return [each for each in found if not each._abstract and not each._transient]

    @staticmethod
    def offered(model):
        """Stored fields of ours."""
        return {
            name
            for name, told in model.fields_get(attributes=["groupable", "type"]).items()
            if told.get("groupable")
            and told["type"] in TYPES
            and model._fields[name].store
            and ADDON in model._fields[name]._modules
        }

    def seen(self, model):
        """The fields of its views that are not hidden from everybody, and what they group by."""
        views = self.env["ir.ui.view"].search([("model", "=", model._name)])
        names = set()
        for element in (each for view in views for each in etree.fromstring(view.arch_db).iter()):
            if "1" in (element.get("invisible"), element.get("column_invisible")):
                continue
            if element.tag == "field":
                names.add(element.get("name"))
            elif "group_by" in (element.get("context") or ""):
                names |= {n for n in model._fields if f"'{n}'" in element.get("context")}
        return names
