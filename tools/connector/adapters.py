"""Which sorts of other CRMs there are, and how each is spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .http import Client
from .odoo_contacts import OdooContacts
from .odoo_json2 import Json2, OdooCalls
from .odoo_xmlrpc import XmlRpc
from .remote import Access, Remote, RemoteFault
from .salesforce import SalesforceContacts
from .salesforce_calls import SalesforceCalls

ODOO, ODOO_JSON2, ODOO_XMLRPC, SALESFORCE = "odoo", "odoo_json2", "odoo_xmlrpc", "salesforce"
#: for an Odoo it is found out which of its APIs it has, unless one of the two is named
KINDS = (ODOO, ODOO_JSON2, ODOO_XMLRPC, SALESFORCE)
# How an Odoo answers that has no JSON-2 API: with a page, or it sends on to one.
OLDER = ("connector_no_api", "connector_html", "connector_redirect")


def opened(kind: str, access: Access) -> Remote:
    """The other CRM of one of KINDS, ready to be asked; close it afterwards."""
    if kind == SALESFORCE:
        return SalesforceContacts(SalesforceCalls(access), access)
    return OdooContacts(_calls(kind, access), access)


def _calls(kind: str, access: Access) -> OdooCalls:
    if kind == ODOO_XMLRPC:
        return XmlRpc(access)
    calls = Json2(access, Client(access))
    return calls if kind == ODOO_JSON2 else _Either(calls, access)


class _Either:
    """JSON-2, or XML-RPC from the first call on where there is no JSON-2: nothing is asked only to
    find that out."""

    def __init__(self, calls: OdooCalls, access: Access) -> None:
        self._calls = calls
        self._access: Access | None = access

    @property
    def client(self) -> Client:
        return self._calls.client

    def call(self, model: str, method: str, ids: Sequence[int] = (), **arguments: Any) -> Any:
        access, self._access = self._access, None
        try:
            return self._calls.call(model, method, ids, **arguments)
        except RemoteFault as fault:
            if access is None or fault.code not in OLDER:
                raise
        self._calls.client.close()
        self._calls = XmlRpc(access)
        return self._calls.call(model, method, ids, **arguments)

    def version(self) -> str:
        return self._calls.version()
