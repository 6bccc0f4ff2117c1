import os

from odoo.exceptions import AccessDenied, AccessError, MissingError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_table import MAY
from .common import AccessCase

# What an administrator does to the whole database, whatever record it is called on.
OF_ALL = ("contact.erasure.register",)


class _Undo(Exception):
    """Takes back what a call has done."""


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessCase):
    """C04, V20, V21: who gets past the door of each public method, on a record of somebody else.

    What is not in the table fails: a new method is entered there by whoever has thought of it.
    """

    def call(self, model, method, role, **context):
        """ "" where the door opens, whatever then becomes of it; "refused"; or what broke."""
        record = self.records[model].with_env(self.env).with_user(self.users[role])
        record = record.with_context(**context)
        arguments = self.arguments(f"{model}.{method}")
        try:
            with self.env.cr.savepoint():
                get_public_method(record, method)(record, *arguments)
                self.env.flush_all()
                raise _Undo
        except _Undo:
            return ""
        except (AccessError, AccessDenied, MissingError):
            return "refused"
        except UserError:
            return ""
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:200]
        finally:
            self.env.invalidate_all()

    def found(self, **context):
        """``{model.method: roles}`` of those that get in, and what broke."""
        found, broken = {}, []
        for model, methods in self.methods.items():
            for method in methods:
                name = f"{model}.{method}"
                results = {role: self.call(model, method, role, **context) for role in self.users}
                found[name] = {role for role, result in results.items() if not result}
                broken += [
                    (name, *each) for each in results.items() if each[1] not in ("", "refused")
                ]
        return found, broken

    @mute_logger(
        "odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"
    )
    def test_each_method_lets_in_whom_the_table_names(self):
        """C04: nobody else, and nobody by an error of ours."""
        found, broken = self.found()
        if os.environ.get("ACCESS_TABLE"):
            with open(os.environ["ACCESS_TABLE"], "w") as file:
                for name in sorted(found):
                    roles = " ".join(role for role in self.users if role in found[name])
                    file.write(f"{name}|{roles}\n")
                file.writelines(f"# {each}\n" for each in broken)
        self.assertEqual(broken, [])
        self.assertEqual(set(found), set(MAY))
        for name, roles in MAY.items():
            with self.subTest(method=name):
                self.assertEqual(" ".join(sorted(found[name])), " ".join(sorted(roles.split())))

    @mute_logger(
        "odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"
    )
    def test_nothing_of_another_company(self):
        """C13: of a record of another company nobody gets past any door."""
        let_in = []
        for model, record in self.records.items():
            field = record._fields.get("company_id")
            of_one = field and field.store and not field.related
            if not of_one or not record or model in OF_ALL:
                continue
            record.sudo().write({"company_id": self.company_2.id})
            self.env.flush_all()
            for method in self.methods[model]:
                if getattr(getattr(type(record), method), "_api_model", False):
                    continue
                roles = [role for role in self.users if self.call(model, method, role) == ""]
                let_in += [(f"{model}.{method}", role) for role in roles]
        self.assertEqual(let_in, [])
