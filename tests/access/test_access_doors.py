import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ... import __file__ as ADDON
from .access_doors import ACTIONS, CHANNELS, FILES, NAMED, OVER_HTTP, ROUTES, STORED
from .access_table import MAY
from .common import OURS, AccessCase

REFUSED = {303, 401, 403, 404}
# A session that has ended, somebody who may not, a record that does not exist for them.
REFUSALS = ("SessionExpiredException", "AccessError", "AccessDenied", "MissingError", "Forbidden")
# What makes an attachment, on one line or several.
MADE = re.compile(
    r"""attachments?(?:"\])?(?:\s*\.\w+\([^()]*\))*\s*\.create\(|\battachments(?:":|=)"""
)
SENT = re.compile(r"([\w.]+)\._bus_send(?:one|many)?\(")


@tagged("post_install", "-at_install")
class TestAccessDoors(AccessCase, HttpCase):
    """C04, D29, V21: routes, server actions, files and channels, as each role, over HTTP; and that
    methods are refused over HTTP as they are in the process."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.env["registration.import.source"].search([], limit=1)
        job = cls.record("registration.import.job")
        cls.files = {
            "the file of an import": job.attachment_id,
            "the report of an import": job.mail_id.attachment_ids[:1],
            "the file that an operation keeps": cls.stored(cls.source, "file"),
            "a file that came by e-mail": cls.stored(
                cls.records["registration.import.run"], "attachment_id"
            ),
            "the file of a download": cls.stored(cls.records["registration.export.run"], "content"),
        }

    @classmethod
    def stored(cls, record, field):
        return cls.env["ir.attachment"].create(
            {
                "name": "secret.csv",
                "raw": b"NAME\nVrnmkl\n",
                "res_model": record._name,
                "res_id": record.id,
                "res_field": field,
            }
        )

    def as_each(self, work):
        """``{role: what work gave}``, each logged in once; "anonymous" is nobody at all."""
        found = {}
        muted = mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.sql_db")
        with muted, mute_logger("odoo.addons.base.models.ir_model"):
            for role in ("anonymous", *self.users):
                login = self.users[role].login if role in self.users else None
                # nobody logs in as the public user
                self.authenticate(login if role != "public" else None, login)
                found[role] = work(role)
        return found

    def check_table(self, table, found):
        """Each door of the table opens to those whom it names, and there is no other door."""
        doors = {door for opened in found.values() for door in opened}
        self.assertEqual(doors, set(table))
        for door, roles in table.items():
            let_in = sorted(role for role, opened in found.items() if opened[door])
            with self.subTest(door=door):
                self.assertEqual(" ".join(let_in), " ".join(sorted(roles.split())))

    # -- routes ----------------------------------------------------------------------------------

    def routes(self):
        """The addresses of all controllers of the addon."""
        rules = self.env["ir.http"].routing_map().iter_rules()
        return {rule.rule for rule in rules if rule.endpoint.func.__module__.startswith(OURS)}

    def answer(self, route):
        """The answer to a request on a record of somebody else."""
        ids = {
            "operation": self.operation.id,
            "job": self.record("registration.import.job").id,
            "export": self.records["registration.export"].id,
            "run": self.records["registration.export.run"].id,
        }
        if route.endswith("/upload"):
            data = {"operation": ids["operation"], "csrf_token": Request.csrf_token(self)}
            files = {"ufile": ("x.csv", b"x", "text/csv")}
            return self.url_open(route, data=data, files=files, allow_redirects=False)
        url = re.sub(r"<int:(\w+)>", lambda match: str(ids[match[1]]), route)
        return self.url_open(re.sub(r"<any.*?>", "csv", url), allow_redirects=False)

    def test_routes(self):
        """C04, D29: whoever knows an address."""
        self.assertEqual(self.routes(), set(ROUTES))

        def opened(_role):
            return {route: self.answer(route).status_code not in REFUSED for route in ROUTES}

        self.check_table(ROUTES, self.as_each(opened))

    # -- files -----------------------------------------------------------------------------------

    def test_each_file_is_thought_of(self):
        """C04: whoever stores files of another sort enters it in the table."""
        modules = {file for file, _text in self.sources(MADE)}
        fields = {
            f"{name}.{field.name}"
            for name, model in self.env.registry.items()
            for field in model._fields.values()
            if field.type == "binary" and field.store and field.attachment
            if field._module == "registration_import"
        }
        self.assertEqual(modules | fields, set(STORED))
        self.assertEqual(set(STORED.values()), set(FILES))

    def sources(self, pattern):
        """``{(file, what the pattern finds)}`` in the code of the addon."""
        root = Path(ADDON).parent
        return {
            (file.relative_to(root).as_posix(), found)
            for folder in ("importer", "models", "wizards", "controllers")
            for file in (root / folder).rglob("*.py")
            for found in pattern.findall(file.read_text(encoding="utf-8"))
        }

    def test_files(self):
        """C04, D29: by the address of an attachment, and by reading it, both alike."""
        self.assertTrue(all(self.files.values()))

        def opened(role):
            found = {}
            for name, file in self.files.items():
                url = f"/web/content/{file.id}"
                by_url = self.url_open(url, allow_redirects=False).status_code not in REFUSED
                by_call = not self.refused_call("ir.attachment", "read", [[file.id], ["raw"]])
                if role not in ("anonymous", "public"):
                    self.assertEqual(by_url, by_call, (role, name))
                found[name] = by_url or by_call
            return found

        self.check_table(FILES, self.as_each(opened))

    def test_nothing_of_another_company(self):
        """C13: no address leads to what belongs to another company."""
        owners = self.operation | self.source.operation_id
        owners |= self.records["registration.import.run"].operation_id
        for record in (owners, *map(self.records.get, NAMED)):
            record.sudo().write(self.elsewhere(record))
        self.env.flush_all()

        def opened(_role):
            urls = [f"/web/content/{file.id}" for file in self.files.values()]
            answers = [self.url_open(url, allow_redirects=False) for url in urls]
            answers += map(self.answer, ROUTES)
            return [answer.url for answer in answers if answer.status_code == 200]

        found = self.as_each(opened)
        self.assertEqual({role: urls for role, urls in found.items() if urls}, {})

    # -- methods over HTTP -----------------------------------------------------------------------

    def refused_call(self, model, method, arguments):
        """Whether the web client's door refuses a call."""
        params = {"model": model, "method": method, "args": arguments, "kwargs": {}}
        answer = self.url_open("/web/dataset/call_kw", json={"params": params}).json()
        name = answer.get("error", {}).get("data", {}).get("name", "")
        self.assertFalse(name and not name.startswith("odoo."), (model, method, name))
        return name.endswith(REFUSALS)

    def refused_json2(self, key, model, method, **arguments):
        """Whether the door of other systems does."""
        headers = {"Authorization": f"Bearer {key}"}
        answer = self.url_open(f"/json/2/{model}/{method}", json=arguments, headers=headers)
        self.assertIn(answer.status_code, {200, 401, 403, 404, 422}, (model, method, answer.text))
        return answer.status_code in (401, 403, 404)

    def test_methods_over_http(self):
        """C04: what is refused in the process is refused over HTTP, by both doors."""

        def opened(role):
            key = self.key(role)
            found = {}
            for name in OVER_HTTP:
                model, _dot, method = name.rpartition(".")
                arguments = self.arguments(name)
                named = dict(zip(("type", "record"), arguments, strict=False))
                if not getattr(getattr(type(self.env[model]), method), "_api_model", False):
                    arguments = [self.records[model].ids, *arguments]
                    named["ids"] = self.records[model].ids
                by_web = not self.refused_call(model, method, arguments)
                by_key = bool(key) and not self.refused_json2(key, model, method, **named)
                self.assertEqual(by_web, by_key, (role, name))
                found[name] = by_web
            return found

        self.check_table({name: MAY[name] for name in OVER_HTTP}, self.as_each(opened))

    def key(self, role):
        """An API key of the user of a role; none of nobody."""
        if role in ("anonymous", "public"):
            return None
        keys = self.env["res.users.apikeys"].with_user(self.users[role]).sudo()
        expires = fields.Datetime.now() + timedelta(hours=1)
        return keys._generate(scope="rpc", name="test", expiration_date=expires)

    # -- server actions --------------------------------------------------------------------------

    def actions(self):
        """``{name: server action}`` of the addon, those of its scheduled actions among them."""
        ours = [("module", "=", "registration_import"), ("model", "=", "ir.actions.server")]
        data = self.env["ir.model.data"].search(ours)
        suffix = "_ir_actions_server"
        return {
            each.name.removesuffix(suffix): self.env[each.model].browse(each.res_id)
            for each in data
        }

    def runs(self, action, user):
        context = {"active_model": "event.event", "active_id": self.event.id}
        try:
            with self.env.cr.savepoint():
                action.with_user(user).with_context(**context, active_ids=self.event.ids).run()
        except (AccessError, UserError):
            return False
        return True

    def test_server_actions(self):
        """C04: nobody works for others by starting an action that Odoo runs."""
        actions = self.actions()
        self.assertEqual(set(actions), set(ACTIONS))
        with mute_logger("odoo.addons.base.models.ir_actions", "odoo.addons.base.models.ir_model"):
            found = {
                role: {name: self.runs(action, user) for name, action in actions.items()}
                for role, user in self.users.items()
            }
        self.check_table(ACTIONS, found)

    # -- the bus ---------------------------------------------------------------------------------

    def test_channels(self):
        """C04: what is sent to open browsers goes to one person, who asked for it."""
        self.assertEqual(self.sources(SENT), CHANNELS)

    def test_the_end_of_an_import_is_told_to_its_starter(self):
        """D29: nobody else hears of it."""
        heard = []
        bus = type(self.env["bus.bus"])
        with patch.object(bus, "_sendone", lambda _self, target, *_message: heard.append(target)):
            self.record("registration.import.job").with_user(self.owner)._report()._announce()
        self.assertEqual(heard, [self.owner.partner_id])

    # -- names -----------------------------------------------------------------------------------

    def test_names_of_what_nobody_may_read(self):
        """C13: a field that leads to a record shows its name to whoever writes its id there; not
        that of a record of another company."""
        for model in NAMED:
            record = self.records[model]
            record.sudo().write(self.elsewhere(record))
            self.env.flush_all()
            for role in ("nobody", "event_manager", "manage", "administrator"):
                self.env.invalidate_all()
                seen = record.with_env(self.env).with_user(self.users[role]).sudo()
                with self.subTest(model=model, role=role):
                    self.assertEqual(seen.display_name, "Not shown to you")
            self.env.invalidate_all()
            own = record.with_env(self.env).with_user(self.owner).sudo()
            self.assertNotEqual(own.display_name, "Not shown to you")

    def elsewhere(self, record):
        """Values that make it one of another company."""
        if record._name == "registration.import.run":
            record.operation_id.sudo().company_id = self.company_2
            return {}
        return {"company_id": self.company_2.id}
