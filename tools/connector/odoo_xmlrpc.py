"""Calls methods of another Odoo over XML-RPC (Odoo 17 and 18, which have no JSON-2 API)."""

from __future__ import annotations

import xmlrpc.client
from collections.abc import Sequence
from typing import Any
from xml.parsers.expat import ExpatError

from .http import Answer, Client
from .odoo_json2 import fault_of_error
from .remote import Access, RemoteFault

COMMON, OBJECT = "/xmlrpc/2/common", "/xmlrpc/2/object"
HEADERS = {"Content-Type": "text/xml"}
# What the numbers of Odoo's faults mean.
_NAMES = {2: "UserError", 3: "AccessDenied", 4: "AccessError"}


class XmlRpc:
    """One database of another Odoo, by the login of a user and an API key of that user."""

    def __init__(self, access: Access, client: Client | None = None) -> None:
        if not access.login or not access.database:
            raise RemoteFault("connector_no_login")
        self.client = client or Client(access)
        self._access = access
        self._user = 0

    def call(self, model: str, method: str, ids: Sequence[int] = (), **arguments: Any) -> Any:
        if not self._user:
            self._user = self._authenticate()
        access = self._access
        who = (access.database, self._user, access.key)
        positional: list[Any] = [list(ids)] if ids else []
        if method == "create":  # looks at its first argument by its place
            positional.append(arguments.pop("vals_list"))
        return self._send(OBJECT, "execute_kw", (*who, model, method, positional, arguments), model)

    def version(self) -> str:
        told = self._send(COMMON, "version", (), "")
        return str(told.get("server_serie", "")) if isinstance(told, dict) else ""

    def _authenticate(self) -> int:
        access = self._access
        told = self._send(
            COMMON, "authenticate", (access.database, access.login, access.key, {}), ""
        )
        if not told or not isinstance(told, int):
            raise RemoteFault("connector_key_refused")
        return told

    def _send(self, path: str, method: str, arguments: tuple[Any, ...], model: str) -> Any:
        try:
            body = xmlrpc.client.dumps(arguments, method, allow_none=True)
        except (OverflowError, TypeError) as error:
            raise RemoteFault("connector_unsendable") from error
        answer = self.client.post(path, data=body.encode(), headers=HEADERS)
        if answer.status != 200:
            code = "connector_no_api" if answer.status in (404, 405) else "connector_broken"
            raise RemoteFault(code, {"error": str(answer.status)})
        try:
            return _parsed(answer)
        except xmlrpc.client.Fault as fault:
            raise _meaning(fault, model) from None


def _parsed(answer: Answer) -> Any:
    """The value that an answer holds. Documents that declare anything of their own, such as
    entities that grow, are not read at all."""
    if answer.is_html:
        raise RemoteFault("connector_html", {"status": answer.status})
    parser, target = xmlrpc.client.getparser(use_builtin_types=True)
    parser._parser.StartDoctypeDeclHandler = _refuse_doctype  # type: ignore[attr-defined]
    try:
        parser.feed(answer.body)
        parser.close()
        values = target.close()
    except xmlrpc.client.Fault:
        raise
    except (ExpatError, xmlrpc.client.Error, ValueError, TypeError, LookupError) as error:
        cut = b"</methodResponse>" not in answer.body[-40:] and b"<methodResponse" in answer.body
        if cut:
            raise RemoteFault("connector_half_page", wait=300.0) from None
        raise RemoteFault("connector_garbage", {"status": answer.status}) from error
    return values[0] if len(values) == 1 else values


def _refuse_doctype(*_declared: object) -> None:
    raise RemoteFault("connector_garbage", {"status": 200})


def _meaning(fault: xmlrpc.client.Fault, model: str) -> RemoteFault:
    """A fault of Odoo has its text, or with number 1 the end of a traceback: the class, a colon,
    and the words."""
    text = str(fault.faultString).strip()
    name = _NAMES.get(fault.faultCode, "")
    if not name:
        name, _colon, text = text.rpartition("\n")[2].partition(":")
    return fault_of_error(name, text, None, model)
