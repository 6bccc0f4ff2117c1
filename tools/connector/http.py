"""Speaks HTTP with another CRM: what may go wrong becomes a fault in words, and is tried again
where that helps.

Everything that is sent may be sent twice: so a request whose answer was lost is simply repeated.
"""

from __future__ import annotations

import datetime
import email.utils
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util.retry import Retry

from .address import checked_url
from .pinned import PinnedAdapter
from .remote import Access, RemoteFault

#: so often a request is sent at most
ATTEMPTS = 4
#: after so many seconds nothing is tried again: longer pauses are the schedule's
PATIENCE = 20.0
#: before trying again later, where the other side names no time, in seconds
LATER = 300.0
#: bytes of one answer
LARGEST = 64 << 20
PIECE = 1 << 16


class Answer:
    """What came back: `status`, `headers`, and the whole `body`."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def is_html(self) -> bool:
        start = self.body.lstrip()[:15].lower()
        return start.startswith((b"<!doctype html", b"<html"))

    def json(self) -> Any:
        """What the body says; a fault where it is a page for people, was cut off, or is no JSON."""
        if self.is_html:
            raise RemoteFault("connector_html", {"status": self.status})
        try:
            return json.loads(self.body)
        except json.JSONDecodeError as error:  # which holds the whole answer
            is_at_end = error.pos >= len(error.doc.rstrip()) - 1
            if self.body and (is_at_end or error.msg.startswith("Unterminated string")):
                raise RemoteFault("connector_half_page", wait=LATER) from None
            raise RemoteFault("connector_garbage", {"status": self.status}) from None
        except (UnicodeError, RecursionError):
            raise RemoteFault("connector_garbage", {"status": self.status}) from None


class Client:
    """One server. `headers` go with each request; they hold the key and are never shown.

    `pause` waits for so many seconds; `requests` counts what was sent, `skew` is their clock less
    ours in seconds."""

    def __init__(
        self,
        access: Access,
        headers: Mapping[str, str] | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = checked_url(access.url)
        self.requests = 0
        self.skew = 0.0
        self._timeout = (min(10.0, access.timeout), access.timeout)
        self._pause = pause
        self._session = requests.Session()
        self._session.trust_env = False  # neither proxies nor passwords of this machine
        self._session.headers.update(headers or {})
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, PinnedAdapter(access.private))

    def close(self) -> None:
        self._session.close()

    def set_headers(self, headers: Mapping[str, str]) -> None:
        """From now on with each request."""
        self._session.headers.update(headers)

    def get(self, path: str, **options: Any) -> Answer:
        return self.send("GET", path, **options)

    def post(self, path: str, **options: Any) -> Answer:
        return self.send("POST", path, **options)

    def send(self, method: str, path: str, **options: Any) -> Answer:
        """The answer, whatever its status says but for those that say to come again; `options` are
        json, data, params and headers of ``requests``."""
        policy, begun = Retry(total=ATTEMPTS - 1, backoff_factor=0.5), time.monotonic()
        for attempt in range(ATTEMPTS):
            try:
                answer = self._once(method, path, options)
                fault = self._put_off(answer)
            except RemoteFault as error:
                fault = error
            if fault is None:
                return answer
            wait = fault.wait if fault.code == "connector_too_many" else None
            is_late = time.monotonic() - begun + (wait or 0) > PATIENCE
            if fault.wait is None or attempt == ATTEMPTS - 1 or is_late:
                raise fault
            policy = policy.increment(method, path, error=HTTPError())
            self._pause(policy.get_backoff_time() if wait is None else wait)
        raise AssertionError  # the last attempt has returned or raised

    # -- one attempt

    def _once(self, method: str, path: str, options: Mapping[str, Any]) -> Answer:
        self.requests += 1
        sent = time.time()
        try:
            with self._session.request(
                method,
                f"{self.url}{path}",
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
                **options,
            ) as response:
                body = self._read(response, sent)
                self._note_clock(response.headers.get("Date"), sent, time.time())
                answer = Answer(response.status_code, response.headers, body)
        except (requests.RequestException, HTTPError) as error:
            raise fault_of(error) from None  # its text may hold what was sent
        if answer.status in (301, 302, 303, 307, 308):
            raise RemoteFault("connector_redirect", {"status": answer.status})
        return answer

    def _read(self, response: requests.Response, begun: float) -> bytes:
        """The body, with a bound for its size and for how slowly it may drip."""
        pieces, size = [], 0
        for piece in response.iter_content(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise RemoteFault("connector_too_big", {"megabytes": LARGEST >> 20})
            if time.time() - begun > 4 * self._timeout[1]:
                raise RemoteFault("connector_timeout", wait=LATER)
        return b"".join(pieces)

    def _note_clock(self, date: str | None, sent: float, received: float) -> None:
        """Their clock less ours; theirs tells whole seconds."""
        try:
            theirs = email.utils.parsedate_to_datetime(date or "")
        except (TypeError, ValueError):
            return
        if theirs.tzinfo is None:
            theirs = theirs.replace(tzinfo=datetime.timezone.utc)
        skew = theirs.timestamp() + 0.5 - (sent + received) / 2
        self.skew = skew if abs(skew) > 1 else 0.0

    def _put_off(self, answer: Answer) -> RemoteFault | None:
        """The fault of an answer that says to come again later."""
        after = self._after(answer.headers.get("Retry-After"))
        if answer.status == 429 or (answer.status == 503 and after is not None):
            return RemoteFault("connector_too_many", wait=LATER if after is None else after)
        if answer.status in (502, 503, 504):
            return RemoteFault("connector_unavailable", {"status": answer.status}, LATER)
        if answer.status >= 500 and answer.is_html:
            return RemoteFault("connector_unavailable", {"status": answer.status}, LATER)
        return None

    def _after(self, text: str | None) -> float | None:
        """Seconds until they want to be asked again: they say a number, or a date of their
        clock."""
        if not text:
            return None
        try:
            seconds = Retry().parse_retry_after(text)
        except (InvalidHeader, ValueError, OverflowError):
            return None
        return max(0.0, seconds if text.strip().isdigit() else seconds - self.skew)


def fault_of(error: Exception) -> RemoteFault:
    """What a failure of the connection is in words. Nothing of its text is used: that holds
    addresses, and may hold what was sent."""
    if isinstance(error, requests.exceptions.SSLError):
        return RemoteFault("connector_certificate")
    if isinstance(error, requests.exceptions.Timeout):
        return RemoteFault("connector_timeout", wait=LATER)
    if isinstance(error, requests.exceptions.ChunkedEncodingError | HTTPError):
        return RemoteFault("connector_half_page", wait=LATER)
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return RemoteFault("connector_garbage", {"status": ""})
    if isinstance(error, requests.exceptions.ConnectionError):
        timed_out = "Read timed out" in str(error)  # while the body was read
        code = "connector_timeout" if timed_out else "connector_unreachable"
        return RemoteFault(code, wait=LATER)
    return RemoteFault("connector_bad_address")
