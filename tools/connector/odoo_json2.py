"""Calls methods of another Odoo over its JSON-2 API (Odoo 19 and later)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from ..rows.problems import shorten
from .http import LATER, Answer, Client
from .remote import Access, RemoteFault

# How Odoo's own words begin where a field that was mapped is no longer there.
_CHANGED = re.compile(r"Invalid field|Unknown field|Field .* does not exist")
# What says that two changed the same at once, which passes.
_BUSY = ("SerializationFailure", "LockNotAvailable", "DeadlockDetected", "LockError")


class OdooCalls(Protocol):
    """Calls of methods of another Odoo."""

    @property
    def client(self) -> Client:
        """What counts the requests and knows their clock."""

    def call(self, model: str, method: str, ids: Sequence[int] = (), **arguments: Any) -> Any:
        """What a method gives. A fault ``connector_refused`` carries Odoo's own words,
        ``connector_not_there`` says that there is no such model."""

    def version(self) -> str:
        """The version of Odoo there, such as 19.0."""


class Json2:
    """One database of another Odoo, by an API key."""

    def __init__(self, access: Access, client: Client | None = None) -> None:
        self.client = client or Client(access)
        headers = {"Authorization": f"Bearer {access.key}"}
        if access.database:
            headers["X-Odoo-Database"] = access.database
        self.client.set_headers(headers)

    def call(self, model: str, method: str, ids: Sequence[int] = (), **arguments: Any) -> Any:
        body = {**arguments, "ids": list(ids)} if ids else arguments
        answer = self.client.post(f"/json/2/{model}/{method}", json=body)
        if answer.status == 200:
            return answer.json()
        raise _refusal(answer, model)

    def version(self) -> str:
        answer = self.client.get("/web/version")
        found = answer.json() if answer.status == 200 else {}
        return str(found.get("version", "")) if isinstance(found, dict) else ""


def _refusal(answer: Answer, model: str) -> RemoteFault:
    """What an answer means that is not the result."""
    if answer.status == 401:
        return RemoteFault("connector_key_refused")
    try:
        told = answer.json()
    except RemoteFault as fault:
        if answer.status in (404, 405):
            return RemoteFault("connector_no_api")
        return fault
    told = told if isinstance(told, dict) else {}
    return fault_of_error(str(told.get("name", "")), str(told.get("message", "")), answer, model)


def fault_of_error(name: str, text: str, answer: Answer | None, model: str) -> RemoteFault:
    """What an exception of the other Odoo is in our words: by its class `name`, its `text`, and the
    status of the answer, where that tells."""
    status = answer.status if answer else 0
    short = name.rpartition(".")[2]
    if short == "AccessDenied":
        return RemoteFault("connector_key_refused")
    if short == "AccessError" or status == 403:
        return RemoteFault("connector_forbidden", {"table": model})
    if status == 404 or "doesn't exist" in text:
        missing = "model" in text or "Object" in text
        return RemoteFault(
            "connector_not_there" if missing else "connector_no_api", {"table": model}
        )
    if _CHANGED.search(text):
        return RemoteFault("connector_changed", {"reason": reason_of(text)})
    if short in _BUSY:
        return RemoteFault("connector_busy", wait=LATER)
    if 400 <= status < 500 or short.endswith(("UserError", "ValidationError", "MissingError")):
        return RemoteFault("connector_refused", {"reason": reason_of(text)})
    return RemoteFault("connector_broken", {"error": shorten(short or str(status), 80)}, LATER)


def reason_of(text: str) -> str:
    """Words of the other side on one line, so many as fit into a message.

    >>> reason_of("No such\\ncountry \\x00")
    'No such country'
    """
    plain = "".join(each if each.isprintable() else " " for each in text)
    return shorten(" ".join(plain.split()), 200)
