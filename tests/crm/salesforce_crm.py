"""A Salesforce on loopback: log-in, describe, queries and collections of its REST API, in the
formats that it documents. No real organisation was at hand to compare."""

import base64
import datetime
import json
import re
import urllib.parse

APP, SECRET, TOKEN = "a-consumer-key", "a-consumer-secret", "an-access-token"
DATA = "/services/data/v59.0/"
FIELDS = {
    "Id": "id",
    "IsDeleted": "boolean",
    "MasterRecordId": "reference",
    "SystemModstamp": "datetime",
    "FirstName": "string",
    "LastName": "string",
    "Email": "email",
    "MailingCity": "string",
    "Birthdate": "date",
    "Met__c": "datetime",
    "DoNotCall": "boolean",
    "LeadSource": "picklist",
    "HasOptedOutOfEmail": "boolean",
    "Sync_Key__c": "string",
    "Groups__c": "multipicklist",
    "Interests__c": "multipicklist",
    "Interests_Opted_Out__c": "multipicklist",
}
_QUERY = re.compile(
    r"SELECT (?P<columns>[\w, ]+) FROM Contact WHERE (?P<where>.+?)"
    r"(?: ORDER BY (?P<order>[\w, ]+) LIMIT (?P<limit>\d+))?"
)
_CONDITION = re.compile(r"(\w+) (>=|<|>|IN) (.+)")


class Refused(Exception):
    """An error as Salesforce tells it: status, code, words."""

    def __init__(self, status, code, text):
        super().__init__(text)
        self.status, self.told = status, [{"errorCode": code, "message": text}]


class SalesforceCrm:
    """Contacts by their ids. Queries give `page` records at a time. Without `fields` it has those
    of FIELDS."""

    def __init__(self, fields=None, page=200):
        self.fields, self.page = dict(fields or FIELDS), page
        self.now = datetime.datetime(2026, 1, 31, 8)
        self.rows, self._queries, self.granted = {}, {}, 0
        self._given = 0

    def add(self, **values):
        """A contact; its id."""
        number = f"003{len(self.rows):012d}AAA"
        self.rows[number] = {**dict.fromkeys(self.fields), "Id": number, "IsDeleted": False}
        self.change(number, **values)
        return number

    def change(self, number, **values):
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
        self.rows[number].update({"SystemModstamp": stamp, **values})

    # -- what the server asks

    def answer(self, method, path, headers, body):
        try:
            if path == "/services/oauth2/token":
                return self.grant(headers)
            if headers.get("Authorization") != f"Bearer {TOKEN}{self.granted}":
                raise Refused(401, "INVALID_SESSION_ID", "Session expired or invalid")
            return 200, self.called(method, path.removeprefix(DATA), json.loads(body or "{}"))
        except Refused as error:
            return error.status, error.told

    def grant(self, headers):
        told = headers.get("Authorization", "").removeprefix("Basic ")
        if base64.b64decode(told).decode() != f"{APP}:{SECRET}":
            return 400, {"error": "invalid_client", "error_description": "invalid client"}
        token = f"{TOKEN}{self.granted}"
        return 200, {"access_token": token, "instance_url": "https://elsewhere.example.org"}

    def called(self, method, path, body):
        if path == "sobjects/Contact/describe":
            return {"name": "Contact", "fields": [self.described(name) for name in self.fields]}
        if path.startswith("queryAll/?"):
            (statement,) = urllib.parse.parse_qs(path.partition("?")[2])["q"]
            return self.queried(self.found(statement))
        if path.startswith("query/"):
            return self.queried(self._queries.pop(path))
        if (method, path) == ("POST", "composite/sobjects/Contact"):
            return [self.picked(self.rows.get(each), body["fields"]) for each in body["ids"]]
        if (method, path) == ("PATCH", "composite/sobjects/Contact/Sync_Key__c"):
            return [self.upserted(each) for each in body["records"]]
        if (method, path) == ("PATCH", "composite/sobjects"):
            return [self.updated(each.pop("id"), each) for each in body["records"]]
        raise Refused(404, "NOT_FOUND", "The requested resource does not exist")

    def described(self, name):
        picks = [{"value": "Web", "label": "The web", "active": True}]
        return {
            "name": name,
            "label": name.removesuffix("__c"),
            "type": self.fields[name],
            "length": 80,
            "nillable": name != "LastName",
            "updateable": True,
            "externalId": name == "Sync_Key__c",
            "picklistValues": picks if self.fields[name] == "picklist" else [],
        }

    def queried(self, rows):
        part, rest = rows[: self.page], rows[self.page :]
        told = {"totalSize": len(rows), "done": not rest, "records": part}
        if rest:
            self._given += 1
            following = f"query/01g{self._given}-{self.page}"
            self._queries[following] = rest
            told["nextRecordsUrl"] = f"{DATA}{following}"
        return told

    def found(self, statement):
        parts = _QUERY.fullmatch(statement)
        if not parts:
            raise Refused(400, "MALFORMED_QUERY", "unexpected token")
        columns = parts["columns"].split(", ")
        for name in columns:
            if name not in self.fields:
                raise Refused(400, "INVALID_FIELD", f"No such column '{name}' on entity 'Contact'")
        conditions = [_CONDITION.fullmatch(each).groups() for each in parts["where"].split(" AND ")]
        rows = [row for row in self.rows.values() if all(holds(row, each) for each in conditions)]
        if parts["order"]:
            rows.sort(key=lambda row: [row[name] for name in parts["order"].split(", ")])
        return [self.picked(row, columns) for row in rows[: int(parts["limit"] or len(rows))]]

    @staticmethod
    def picked(row, columns):
        picked = {name: row[name] for name in columns} if row else None
        return picked and {"attributes": {"type": "Contact"}, **picked}

    def upserted(self, values):
        key = values["Sync_Key__c"]
        known = [each for each, row in self.rows.items() if row["Sync_Key__c"] == key]
        if not known and not values.get("LastName"):
            return refused("REQUIRED_FIELD_MISSING", "Required fields are missing", "LastName")
        number = known[0] if known else self.add()
        return {**self.updated(number, values), "created": not known}

    def updated(self, number, values):
        values = {name: value for name, value in values.items() if name != "attributes"}
        if "LastName" in values and not values["LastName"]:
            return refused("REQUIRED_FIELD_MISSING", "Required fields are missing", "LastName")
        self.change(number, **values)
        return {"id": number, "success": True, "errors": []}


def refused(code, text, field):
    errors = [{"statusCode": code, "message": text, "fields": [field]}]
    return {"success": False, "errors": errors}


def holds(row, condition):
    name, operator, value = condition
    if operator == "IN":
        return row[name] in re.findall("'([^']*)'", value)
    have = str(row[name]).replace(".000+0000", "Z")
    value = value.strip("'")
    return {">=": have >= value, "<": have < value, ">": have > value}[operator]
