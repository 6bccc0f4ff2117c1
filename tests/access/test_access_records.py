import contextlib
import os

import psycopg2
from psycopg2.extras import Json

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .access_records import RECORDS
from .common import VALUES, AccessCase

OPERATIONS = ("read", "write", "create", "unlink")
# Stands in every text of what belongs to another company.
MARK = "Zqkw"


@tagged("post_install", "-at_install")
class TestAccessRecords(AccessCase):
    """C03, C04, C13: who reads, writes, makes and deletes records of each model of ours, and that
    no door of Odoo tells anything of another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = {model: cls.of_others(model) for model in cls.models()}

    @classmethod
    def models(cls):
        """The models that the addon makes, those of kinds and mixins left out."""
        return sorted(
            model
            for model in cls.env
            if cls.env[model]._original_module == "registration_import"
            and not cls.env[model]._abstract
        )

    @classmethod
    def of_others(cls, model):
        """A record of somebody else in the same company; none where the server makes them."""
        is_made = model in cls.records or model in VALUES or model in cls.makers()
        return cls.record(model) if is_made else cls.env[model]

    @classmethod
    def makers(cls):
        return {
            **super().makers(),
            "contact.column": cls._any,
            "registration.import.column": cls._of_job,
            "registration.import.schedule": lambda _model: cls._operation().schedule_ids,
            "registration.import.source": lambda _model: cls._operation().source_ids,
        }

    @classmethod
    def _operation(cls):
        return cls.record("registration.import.operation")

    def test_what_each_role_does_with_records(self):
        """C04: on a record of somebody else in their company; what is not in the table fails."""
        found = {model: self.roles(record) for model, record in self.others.items()}
        if os.environ.get("ACCESS_TABLE"):
            with open(os.environ["ACCESS_TABLE"] + ".records", "w") as file:
                for model, by_operation in found.items():
                    for operation, roles in by_operation.items():
                        file.write(f"{model}|{operation}|{' '.join(roles)}\n")
        self.assertEqual(set(found), set(RECORDS))
        for model, table in RECORDS.items():
            for operation in OPERATIONS:
                with self.subTest(model=model, operation=operation):
                    expected = sorted(table.get(operation, "").split())
                    self.assertEqual(found[model][operation], expected)

    def roles(self, record):
        """``{operation: roles}`` that Odoo lets do it with the record, or with any."""
        return {
            operation: sorted(
                role for role, user in self.users.items() if self.may(record, user, operation)
            )
            for operation in OPERATIONS
        }

    def may(self, record, user, operation):
        record = record.with_env(self.env).with_user(user)
        return (record.browse() if operation == "create" else record).has_access(operation)

    # -- another company -------------------------------------------------------------------------

    def mark(self, record):
        """A mark in whatever text the record may have."""
        for field in record._fields.values():
            if not field.store or field.related or field.type not in ("char", "text", "html"):
                continue
            value = Json({"en_US": MARK}) if field.translate else MARK
            update = SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(field.name),
                value,
                record.id,
            )
            # a constraint may say what the text can be
            refused, savepoint = contextlib.suppress(psycopg2.Error), self.env.cr.savepoint()
            with mute_logger("odoo.sql_db"), refused, savepoint:
                self.env.cr.execute(update)
        record.invalidate_recordset()

    def doors(self, record):
        """What Odoo offers to whoever knows the id of a record, or looks for it."""
        fields = [name for name, f in record._fields.items() if record._has_field_access(f, "read")]
        stored = [n for n in fields if record._fields[n].store and record._fields[n].type == "char"]
        records = record.browse()
        yield "read", lambda: record.read(fields)
        yield "web_read", lambda: record.web_read({name: {} for name in fields})
        yield "search_read", lambda: records.search_read([], stored)
        yield "name_search", lambda: records.name_search("")
        yield "copy", lambda: record.copy().read(fields)
        for name in stored:
            yield (
                f"formatted_read_group {name}",
                lambda name=name: records.formatted_read_group([], [name], ["__count"]),
            )

    def test_nothing_of_another_company(self):
        """C13: neither by its id nor by a search or a group, whatever role one has."""
        ours = [self.records[model] for model in self.models() if model in self.records]
        marked = [record for record in ours if self.is_of_one_company(record)]
        for record in marked:
            record.sudo().write({"company_id": self.company_2.id})
            self.mark(record)
        told = []
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
            for record in marked:
                for role, user in self.users.items():
                    self.env.invalidate_all()
                    told += [
                        (record._name, role, door)
                        for door, ask in self.doors(record.with_env(self.env).with_user(user))
                        if MARK in self.answer(ask)
                    ]
        self.assertGreater(len(marked), 5)
        self.assertEqual(told, [])

    def is_of_one_company(self, record):
        field = record._fields.get("company_id")
        return bool(record and field and field.store and not field.related)

    def answer(self, ask):
        try:
            with self.env.cr.savepoint():
                return repr(ask())
        except (AccessError, MissingError, UserError):
            return ""
