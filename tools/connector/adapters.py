"""Which sorts of other CRMs there are, and how each is spoken to."""

from __future__ import annotations

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
    if kind == ODOO_JSON2:
        return calls
    try:
        calls.call("res.users", "context_get")
        return calls
    except RemoteFault as fault:
        calls.client.close()
        if fault.code not in OLDER:
            raise
    return XmlRpc(access)
