#!/bin/sh
# odoo-client-lib 2.0.1 (PyPI), Odoo's own client for programs. A stand-in on this machine keeps one note
# and speaks XML-RPC by Python's xmlrpc, as Odoo does; no Odoo is asked.
#
# Behaviour: an XML parser turns every line end, "\r\n" as well as "\r", into "\n" (XML 1.0, 2.11), and
# Python's xmlrpc writes a "\r" as it stands instead of as "&#13;". So a note of two lines, as files from
# Windows have them, is kept as "\r\n" if it is written by JSON-2 and as "\n" if by XML-RPC, and one that
# is kept as "\r\n" is read as "\n" by XML-RPC. Who reads by the one and compares with what the other
# wrote finds a change in each such note, each time; who writes back what was read changes it.
# Met while comparing ways to write contacts into another Odoo.
#
# Seen 2026-11-30: "Flat 2\r\nRing twice" by JSON-2 kept as it is, by XML-RPC as "Flat 2\nRing twice"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install odoo-client-lib==2.0.1 httpx==0.28.1
"$folder/env/bin/python" - <<'PYTHON'
import http.server
import json
import threading
import xmlrpc.client

import odoolib

KEPT = {"id": 7, "comment": ""}


class StandIn(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/json/2/"):
            answer = json.dumps(self.done(json.loads(body).get("vals"))).encode()
        else:
            arguments, _method = xmlrpc.client.loads(body)
            values = arguments[5][1] if arguments[4] == "write" else None
            answer = xmlrpc.client.dumps((self.done(values),), methodresponse=True).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def done(self, values):
        KEPT.update(values or {})
        return True if values else [KEPT]

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), StandIn)
threading.Thread(target=server.serve_forever, daemon=True).start()


def contacts(protocol):
    connection = odoolib.get_connection(
        "127.0.0.1", protocol, server.server_port, "none", "none", "none", user_id=2
    )
    return connection.get_model("res.partner")


NOTE = "Flat 2\r\nRing twice"
by_xml, by_json = contacts("xmlrpc"), contacts("json2")
by_json.write(ids=[7], vals={"comment": NOTE})
kept = KEPT["comment"]
[read], other = by_xml.read([7]), by_json.read(ids=[7])
print(repr(kept), "read by XML-RPC:", repr(read["comment"]), "by JSON-2:", repr(other["comment"]))
assert (kept, read["comment"], other["comment"]) == (NOTE, "Flat 2\nRing twice", NOTE)
by_xml.write([7], {"comment": NOTE})
print("written by XML-RPC:", repr(KEPT["comment"]))
assert KEPT["comment"] == "Flat 2\nRing twice"
server.shutdown()
PYTHON
