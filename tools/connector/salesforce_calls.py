"""Calls of Salesforce through simple-salesforce, where that is installed; over the same connection
as all other CRMs, so that the same is guarded, counted and tried again."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import requests

from .http import LATER, Answer, Client
from .odoo_json2 import reason_of
from .remote import Access, RemoteFault

try:
    import simple_salesforce
    from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceError
except ImportError:  # pragma: no cover
    simple_salesforce = None

CONTACT = "Contact"
#: how many records one request creates or changes, and how many it reads by their ids
MOST_WRITTEN, MOST_READ = 200, 2000
# Until the limit of a day is over, it is asked again now and then; in seconds.
DAY_LIMIT = 3600.0
# Codes of Salesforce that say that fields are others than before.
_CHANGED = ("INVALID_FIELD", "INVALID_TYPE", "INVALID_FIELD_FOR_INSERT_UPDATE")
_LIMITS = ("REQUEST_LIMIT_EXCEEDED", "TXN_SECURITY_METERING_ERROR", "SERVER_UNAVAILABLE")
_BUSY = ("UNABLE_TO_LOCK_ROW", "QUERY_TIMEOUT")


class SalesforceCalls:
    """One organisation, at its own address (My Domain), by the key and secret of a connected app
    that may act for a user (client credentials); or with a key alone, which is an access token."""

    def __init__(self, access: Access, client: Client | None = None) -> None:
        if simple_salesforce is None:
            raise RemoteFault("connector_no_library")
        self.client = client or Client(access)
        self._access = access
        self._org: Any = None

    def version(self) -> str:
        return str(self._opened().sf_version)

    def describe(self) -> dict[str, Any]:
        """What Salesforce says of its contacts and their fields."""
        return dict(self._told(lambda org: org.restful(f"sobjects/{CONTACT}/describe")))

    def query(self, statement: str) -> list[dict[str, Any]]:
        """Records of a query, deleted ones included; all its pages."""
        told = self._told(lambda org: org.query(statement, include_deleted=True))
        records, asked = list(told["records"]), set()
        while not told["done"]:
            following = told["nextRecordsUrl"]
            if following in asked:
                raise RemoteFault("connector_no_progress")
            asked.add(following)
            told = self._told(partial(_more, following))
            records += told["records"]
        return records

    def read(self, ids: Sequence[str], fields: Sequence[str]) -> list[dict[str, Any]]:
        """Contacts by their ids; those that are not there are left out."""
        found: list[dict[str, Any]] = []
        for start in range(0, len(ids), MOST_READ):
            body = {"ids": list(ids[start : start + MOST_READ]), "fields": list(fields)}
            told = self._sent("POST", f"composite/sobjects/{CONTACT}", body)
            found += [each for each in told or [] if each]
        return found

    def write(self, path: str, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """One answer for each of at most MOST_WRITTEN records; those that are refused hinder no
        others."""
        kind = {"type": CONTACT}
        body = {"allOrNone": False, "records": [{"attributes": kind, **each} for each in records]}
        told = self._sent("PATCH", path, body)
        if not isinstance(told, list) or len(told) != len(records):
            raise RemoteFault("connector_garbage", {"status": 200})
        return told

    def _sent(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        return self._told(lambda org: org.restful(path, method=method, json=body))

    def _opened(self) -> Any:
        """The organisation once it has let us in."""
        if self._org is None:
            access, session = self._access, _Session(self.client)
            try:
                if access.login:
                    self._org = simple_salesforce.Salesforce(
                        consumer_key=access.login,
                        consumer_secret=access.key,
                        domain=_domain(self.client.url),
                        session=session,
                    )
                else:
                    self._org = simple_salesforce.Salesforce(
                        session_id=access.key, instance_url=self.client.url, session=session
                    )
            except SalesforceAuthenticationFailed:
                raise RemoteFault("connector_key_refused") from None
        return self._org

    def _told(self, ask: Callable[[Any], Any]) -> Any:
        try:
            return ask(self._opened())
        except SalesforceAuthenticationFailed:
            raise RemoteFault("connector_key_refused") from None
        except SalesforceError as error:
            raise _meaning(error) from None  # its text holds the request
        except (KeyError, TypeError, IndexError) as error:
            raise RemoteFault("connector_garbage", {"status": 200}) from error


def _more(url: str, org: Any) -> Any:
    return org.query_more(url, identifier_is_url=True)


def _domain(url: str) -> str:
    """What the library calls a domain: the name of the host without its end."""
    host = urllib.parse.urlsplit(url).hostname or ""
    return host.removesuffix(".salesforce.com")


class _Session:
    """What the library takes for a session of ``requests``. Each request goes to the address that
    was configured, whatever the library, or an answer, makes of it."""

    proxies: Mapping[str, str] = {}

    def __init__(self, client: Client) -> None:
        self._client = client

    def post(self, url: str, data: Any = None, **options: Any) -> requests.Response:
        return self.request("POST", url, data=data, **options)

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        options.pop("proxies", None)
        parts = urllib.parse.urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return _response(self._client.send(method, path, **options))


def _response(answer: Answer) -> requests.Response:
    """The answer as the library reads it, once it is known to be JSON."""
    if answer.body and answer.status != 404:
        answer.json()
    elif answer.is_html:
        raise RemoteFault("connector_no_api")
    response = requests.Response()
    response.status_code = answer.status
    response.headers.update(answer.headers)
    response._content = answer.body
    return response


def _meaning(error: Any) -> RemoteFault:
    """What an error of Salesforce is in our words: by the code in its body, else by its status."""
    content = error.content[0] if isinstance(error.content, list) and error.content else {}
    content = content if isinstance(content, dict) else {}
    code, text = str(content.get("errorCode", "")), str(content.get("message", ""))
    if error.status == 401:
        return RemoteFault("connector_key_refused")
    if code in _LIMITS:
        return RemoteFault("connector_too_many", wait=DAY_LIMIT)
    if code in _BUSY:
        return RemoteFault("connector_busy", wait=LATER)
    if code in _CHANGED:
        return RemoteFault("connector_changed", {"reason": reason_of(text)})
    if error.status == 403:
        return RemoteFault("connector_forbidden", {"table": CONTACT})
    if error.status == 404:
        return RemoteFault("connector_no_api")
    if 400 <= error.status < 500:
        return RemoteFault("connector_refused", {"reason": reason_of(text or code)})
    return RemoteFault("connector_broken", {"error": code or str(error.status)}, LATER)
