"""An Odoo on loopback: its JSON-2 API, and XML-RPC for an older one."""

import json
import xmlrpc.client

from .odoo_tables import Refused, Tables

KEY, LOGIN, DATABASE, VERSION = "a-secret-key", "sync@example.org", "there", "19.0"
OURS = ("contact.group", "contact.interest", "contact.former.key")
LISTS = ("mailing.list", "mailing.contact", "mailing.subscription")
COMMON = ("res.partner", "res.country", "res.users")
USER = 7


class OdooCrm:
    """Contacts, groups and interests in `tables`. `models` are what is installed beside contacts;
    with `json2` false it is an older one."""

    def __init__(self, models=OURS, json2=True):
        self.tables = Tables((*COMMON, "res.partner.category", *models))
        self.json2 = json2
        for code, name in (("CH", "Switzerland"), ("FR", "France")):
            self.tables.add("res.country", code=code, name=name)

    def add(self, **values):
        """A contact; its id as a text."""
        return str(self.tables.add("res.partner", **values))

    def change(self, number, **values):
        self.tables.change("res.partner", int(number), **values)

    def contact(self, number):
        return self.tables.rows["res.partner"][int(number)]

    def contacts(self):
        return list(self.tables.rows["res.partner"].values())

    # -- what the server asks

    def answer(self, method, path, headers, body):
        if path == "/web/version":
            return 200, {"version": VERSION, "version_info": [19, 0]}
        if path.startswith("/xmlrpc/2/"):
            return 200, self.xmlrpc(path, body)
        if not self.json2 or not path.startswith("/json/2/"):
            return 404, b"<!doctype html><title>404 Not Found</title>"
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, {"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey"}
        _empty, _json, _two, model, name = path.split("/")
        arguments = json.loads(body or "{}")
        try:
            return 200, self.call(model, name, arguments.pop("ids", []), arguments)
        except Refused as error:
            return error.status, {"name": error.name, "message": error.text, "arguments": []}

    def call(self, model, name, ids, arguments):
        self.tables.rows_of(model)
        return getattr(self.tables, f"call_{name}")(model, ids, **arguments)

    def xmlrpc(self, path, body):
        arguments, method = xmlrpc.client.loads(body)
        try:
            result = self.called(path, method, arguments)
            return xmlrpc.client.dumps((result,), methodresponse=True, allow_none=False).encode()
        except Refused as error:
            text = f"Traceback (most recent call last):\n{error.name}: {error.text}"
            return xmlrpc.client.dumps(xmlrpc.client.Fault(1, text)).encode()

    def called(self, path, method, arguments):
        if path.endswith("common"):
            if method == "version":
                return {"server_version": "17.0", "server_serie": "17.0"}
            return USER if arguments[:3] == (DATABASE, LOGIN, KEY) else False
        _database, _user, _key, model, name, positional, named = arguments
        if model not in self.tables.rows:
            raise Refused(200, "odoo.exceptions.UserError", f"Object {model} doesn't exist")
        ids = positional[0] if positional and name != "create" else []
        if name == "create":
            named["vals_list"] = positional[0]
        return self.call(model, name, ids, named)
