"""A browser or a program that talks to a server, whatever state that is in."""

import base64
import csv
import http.client
import io
import json
import urllib.request

UNREACHABLE = (OSError, ValueError, http.client.HTTPException)


class Refused(Exception):
    """The server's own words of why it did not do what it was asked for."""


class Client:
    """Somebody who is logged in at the server of ``address``."""

    def __init__(self, address, name, login="admin", timeout=60):
        self.address, self.name, self.login, self.timeout = address, name, login, timeout
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open
        self.logged_in = False
        self.context = {}

    def call(self, model, method, *args, **kwargs):
        """What a method gives. Raises ``Refused``, or one of ``UNREACHABLE``."""
        if not self.logged_in:
            who = {"db": self.name, "login": self.login, "password": self.login}
            self.ask("/web/session/authenticate", who)
            self.logged_in = True
        kwargs["context"] = self.context | kwargs.get("context", {})
        call = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.ask("/web/dataset/call_kw", call)

    def ask(self, path, params):
        """The result of one request."""
        data = json.dumps({"jsonrpc": "2.0", "params": params}).encode()
        request = urllib.request.Request(
            self.address + path, data, {"Content-Type": "application/json"}
        )
        with self.open(request, timeout=self.timeout) as answer:
            found = json.load(answer)
        if "error" in found:
            raise Refused(found["error"].get("data", {}).get("message") or str(found["error"]))
        return found.get("result")

    def get(self, path):
        """The bytes of a page or a file."""
        with self.open(self.address + path, timeout=self.timeout) as answer:
            return answer.read()

    def import_file(self, operation, rows, **arguments):
        """The id of the job of a file with these rows, the header first."""
        result = self.call(
            "registration.import.operation",
            "run_file",
            operation,
            base64.b64encode(file_of(rows)).decode(),
            arguments.pop("filename", "torture.csv"),
            **arguments,
        )
        return result["job"]


def file_of(rows):
    """Rows as a .csv."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()
