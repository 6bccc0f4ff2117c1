"""A real HTTP server in a thread of the test, whose answers go wrong where a test says so."""

import dataclasses
import json
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclasses.dataclass
class Fault:
    """What happens to one request instead of, or to, its answer. `lost`: it is worked on, and then
    the connection ends; `cut`: so many bytes of the answer are missing."""

    status: int = 0
    body: bytes = b""
    headers: dict = dataclasses.field(default_factory=dict)
    cut: int = 0
    delay: float = 0
    lost: bool = False


PAGE = b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
HTML = Fault(200, PAGE, {"Content-Type": "text/html"})
GARBAGE = Fault(200, b"\x00\xffnothing that anybody can read")
UNAVAILABLE = Fault(503, PAGE, {"Content-Type": "text/html"})
BROKEN = Fault(500, PAGE, {"Content-Type": "text/html"})
REDIRECT = Fault(302, b"", {"Location": "http://127.0.0.1:1/elsewhere"})
HALF = Fault(cut=20)
LOST = Fault(lost=True)


def too_many(after=None):
    """The answer of who was asked too often: to come again `after` so many seconds, or a date."""
    headers = {} if after is None else {"Retry-After": str(after)}
    return Fault(429, b"{}", headers)


class FaultyServer:
    """Serves `crm.answer(method, path, headers, body) -> (status, object or bytes)` at `url` while
    it is open. `asked` are the requests that came: (method, path). `skew` is added to its clock."""

    def __init__(self, crm):
        self.crm, self.asked, self.skew = crm, [], 0
        self._faults = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.daemon = True

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fail(self, *faults, path=""):
        """The next requests whose path holds `path` go wrong, each in one of these ways; None is a
        request that goes well."""
        self._faults += [(path, fault) for fault in faults]

    def forget(self):
        """From now on nothing goes wrong."""
        self._faults.clear()

    def next_fault(self, path):
        for number, (part, fault) in enumerate(self._faults):
            if part in path:
                del self._faults[number]
                return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Who goes away in the middle is no failure of the test."""


def _handler(server):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # head and body go in two pieces, of which the second would wait for an answer
        disable_nagle_algorithm = True

        def handle_any(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            server.asked.append((self.command, self.path))
            fault = server.next_fault(self.path) or Fault()
            time.sleep(fault.delay)
            if fault.status:
                self.answer(fault.status, fault.body, fault.headers)
                return
            status, told = server.crm.answer(self.command, self.path, self.headers, body)
            told = told if isinstance(told, bytes) else json.dumps(told).encode()
            if fault.lost:
                self.close_connection = True
                self.connection.close()
                return
            self.answer(status, told, {}, fault.cut)

        do_GET = do_POST = do_PATCH = handle_any

        def answer(self, status, body, headers, cut=0):
            self.send_response_only(status)
            self.send_header("Date", formatdate(time.time() + server.skew, usegmt=True))
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) - cut])
            if cut:
                self.close_connection = True

        def log_message(self, *_arguments):
            """Nothing is told."""

    return Handler
