"""Names of fields in what people have made: lists of exports, filters, actions, rules, automations
and conditions of downloads.

A path such as ``partner_id.gender`` is followed, to know whose field it is.
"""

import json
from ast import literal_eval
from pathlib import Path

from odoo.modules.module import load_script
from odoo.tools import SQL
from odoo.tools.sql import column_exists

CONTACTS = ("res.partner", "res.users")
RENAMED = load_script(str(Path(__file__).with_name("pre-1_fields.py")), "fields").RENAMED
# Conditions: table, column, and the model that they are of, as SQL.
OF_MODEL = "(SELECT m.model FROM ir_model m WHERE m.id = model_id)"
DOMAINS = (
    ("ir_filters", "domain", "model_id"),
    ("ir_act_window", "domain", "res_model"),
    ("ir_rule", "domain_force", OF_MODEL),
    ("base_automation", "filter_domain", OF_MODEL),
    ("base_automation", "filter_pre_domain", OF_MODEL),
    ("registration_import_operation", "download_domain", "'res.partner'"),
)


def migrate(cr, version):
    """Follow each path."""
    paths = Paths(cr)
    for table, column, model in DOMAINS:
        if column_exists(cr, table, column):
            paths.rename(table, column, model, paths.domain)
    paths.rename("ir_filters", "context", "model_id", paths.context)
    paths.rename("ir_filters", "sort", "model_id", paths.sort)
    resource = "(SELECT e.resource FROM ir_exports e WHERE e.id = export_id)"
    paths.rename("ir_exports_line", "name", resource, paths.listed)


class Paths:
    """The fields of this database, and what becomes of texts that name some."""

    def __init__(self, cr):
        self.cr = cr
        cr.execute("SELECT model, name, relation FROM ir_model_fields")
        self.relations = {(model, name): relation for model, name, relation in cr.fetchall()}
        # what has its old name is another addon's
        self.renamed = {
            (model, old): new
            for model in CONTACTS
            for old, new in RENAMED.items()
            if (model, old) not in self.relations
        }

    def field(self, model, name):
        """What a field of a model is called now."""
        return self.renamed.get((model, name), name)

    def rename(self, table, column, model, function):
        """Write what ``function(text, model)`` makes of a column, where that is something else."""
        names = SQL.identifier(column), SQL.identifier(table)
        self.cr.execute(SQL("SELECT id, %s, %s FROM %s", SQL(model), *names))
        for record, of_model, text in self.cr.fetchall():
            new = function(text, of_model) if text else text
            if new != text:
                update = SQL("UPDATE %s SET %s = %s WHERE id = %s", *names[::-1], new, record)
                self.cr.execute(update)

    def path(self, model, text, separator="."):
        """A path of fields from a model, such as ``partner_id.gender`` or ``gender:month``."""
        steps = []
        for step in text.split(separator):
            name, colon, part = step.partition(":")
            steps.append(self.field(model, name) + colon + part)
            model = self.relations.get((model, name))
        return separator.join(steps)

    def listed(self, text, model):
        """The field of a list of an export."""
        return self.path(model, text, "/")

    def domain(self, text, model):
        """A domain that is a literal; any other stays, since nobody can say what it would give."""
        try:
            terms = [tuple(t) if isinstance(t, list) else t for t in literal_eval(text)]
            found = [
                (self.path(model, term[0]), *term[1:]) if isinstance(term, tuple) else term
                for term in terms
            ]
        except (ValueError, SyntaxError, TypeError, AttributeError, IndexError):
            return text
        return text if terms == found else repr(found)

    def context(self, text, model):
        """The fields by which a filter groups."""
        try:
            context = literal_eval(text)
            groups = context.get("group_by") or []
            listed = [groups] if isinstance(groups, str) else list(groups)
            found = [self.path(model, name) for name in listed]
        except (ValueError, SyntaxError, TypeError, AttributeError):
            return text
        return text if found == listed else repr({**context, "group_by": found})

    def sort(self, text, model):
        """The fields by which a filter sorts: JSON, ``["gender desc"]``."""
        try:
            orders = json.loads(text)
            found = [" ".join([self.path(model, o.split()[0]), *o.split()[1:]]) for o in orders]
        except (ValueError, TypeError, AttributeError, IndexError):
            return text
        return text if found == orders else json.dumps(found)
