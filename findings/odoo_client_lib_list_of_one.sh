#!/bin/sh
# odoo-client-lib 2.0.1 (PyPI), Odoo's own client for programs. A stand-in on this machine answers as
# Odoo's read() does; no Odoo is asked.
#
# Behaviour: by XML-RPC, read([7]) gives a list of one dictionary, as it gives a list of two for [7, 8]: a
# list is answered by a list. By JSON-2, to which the same package moves with one word, read(ids=[7]) gives
# the dictionary alone. Who reads contacts in portions goes over records in each full portion and over the
# names of fields, "id" and "name", in the last one if one contact is left for it: 201 contacts by 100. By
# XML-RPC the records come in the order of the list, by JSON-2 as the server sends them.
# Met while comparing ways to read contacts from another Odoo.
#
# Seen 2026-11-30: [7] by XML-RPC [{"id": 7, ...}], by JSON-2 {"id": 7, ...}; [8, 7] by XML-RPC 8, 7
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

CONTACTS = [{"id": 7, "name": "Ann"}, {"id": 8, "name": "Ben"}]


class StandIn(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/json/2/"):
            ids = json.loads(body)["ids"]
        else:
            arguments, _method = xmlrpc.client.loads(body)
            [ids] = arguments[5]
        found = [contact for contact in CONTACTS if contact["id"] in ids]
        answer = json.dumps(found).encode()
        if not self.path.startswith("/json/2/"):
            answer = xmlrpc.client.dumps((found,), methodresponse=True).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), StandIn)
threading.Thread(target=server.serve_forever, daemon=True).start()


def contacts(protocol):
    connection = odoolib.get_connection(
        "127.0.0.1", protocol, server.server_port, "none", "none", "none", user_id=2
    )
    return connection.get_model("res.partner")


ANN, BEN = CONTACTS
SEEN = {(7, 8): (CONTACTS, CONTACTS), (8, 7): ([BEN, ANN], CONTACTS), (7,): ([ANN], ANN)}
for ids, expected in SEEN.items():
    by_xml = contacts("xmlrpc").read(list(ids), fields=["name"])
    by_json = contacts("json2").read(ids=list(ids), fields=["name"])
    print(list(ids), by_xml, by_json)
    assert (by_xml, by_json) == expected, (by_xml, by_json)
server.shutdown()
PYTHON
