#!/bin/sh
# simple-salesforce 1.12.10 (PyPI), the usual client of Salesforce. No server is asked: a stand-in takes
# what would be sent.
#
# Behaviour: {"Phone": None} clears the telephone number of a contact by REST and by .bulk, which send
# null. The same records by .bulk2 go out as .csv, where None is an empty cell, as is a field that the
# record does not name, and as is ""; and Salesforce leaves the field alone for an empty cell ("#N/A"
# would clear it). So who moves to the newer interface for its speed clears nothing from then on, and each
# record counts as processed. The columns are put in the order of a set: the same call gives another file
# in each process, so that no two uploads can be compared byte by byte.
# Met while comparing ways to hand a list of contacts on to Salesforce.
#
# Seen 2026-11-30: .bulk [{"Id": "003A", "Phone": null}], .bulk2 Id,Phone,Email / 003A,,a@example.org
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install simple-salesforce==1.12.10
cat > "$folder/bulk.py" <<'PYTHON'
import csv
import io
import json

import requests
from simple_salesforce import Salesforce

ANSWER = {"id": "1", "jobId": "1", "numberRecordsFailed": 0, "numberRecordsProcessed": 3}


class StandIn(requests.adapters.BaseAdapter):
    def __init__(self):
        super().__init__()
        self.sent = []

    def send(self, request, **options):
        self.sent.append((request.method, request.url, request.body))
        answer = requests.Response()
        answer.request, answer.url = request, request.url
        answer.status_code = 201 if request.method == "PUT" else 200
        state = {"GET": "JobComplete", "POST": "Open"}.get(request.method, "UploadComplete")
        answer._content = json.dumps({**ANSWER, "state": state}).encode()
        if "/async/" in request.url:
            state = {**ANSWER, "state": "Completed"}
            answer._content = json.dumps([] if request.url.endswith("result") else state).encode()
        return answer

    def close(self):
        pass


def client():
    server, session = StandIn(), requests.Session()
    session.mount("https://", server)
    return server, Salesforce(instance="example.invalid", session_id="none", session=session)


server, salesforce = client()
salesforce.bulk.Contact.update([{"Id": "003A", "Phone": None}])
[by_bulk] = [body for _verb, url, body in server.sent if url.endswith("/batch")]
assert json.loads(by_bulk) == [{"Id": "003A", "Phone": None}], by_bulk

server, salesforce = client()
records = [
    {"Id": "003A", "Email": "a@example.org", "Phone": None},
    {"Id": "003B", "Email": "b@example.org"},
    {"Id": "003C", "Email": "c@example.org", "Phone": ""},
]
[told] = salesforce.bulk2.Contact.update(records=records, wait=0)
[by_bulk2] = [body.decode() for verb, _url, body in server.sent if verb == "PUT"]
assert [row["Phone"] for row in csv.DictReader(io.StringIO(by_bulk2))] == ["", "", ""], by_bulk2
assert told["numberRecordsFailed"] == 0, told
print(by_bulk, by_bulk2.splitlines())
PYTHON
for seed in 1 2 3 4 5 6 7 8; do
    PYTHONHASHSEED=$seed "$folder/env/bin/python" "$folder/bulk.py" >> "$folder/seen"
done
sort -u "$folder/seen"
test "$(sort -u "$folder/seen" | wc -l)" -gt 1
