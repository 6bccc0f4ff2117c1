"""The tables of an Odoo on loopback: rows, domains, and the few methods that are called from
outside."""

import datetime

FIELDS = {
    "res.partner": {
        "name": ("char", "Name"),
        "email": ("char", "Email"),
        "phone": ("char", "Phone"),
        "city": ("char", "City"),
        "birthday": ("date", "Birthday"),
        "is_company": ("boolean", "Is a Company"),
        "lang": ("selection", "Language"),
        "country_id": ("many2one", "Country"),
        "contact_group_ids": ("many2many", "Groups"),
        "category_id": ("many2many", "Tags"),
        "email_normalized": ("char", "Normalized Email"),
        "write_date": ("datetime", "Last Updated on"),
        "active": ("boolean", "Active"),
    }
}
DEFAULTS = {"type": "contact", "partner_share": True}
OPERATORS = {
    "=": lambda have, want: have == want or (not have and not want),
    "in": lambda have, want: have in want,
    ">=": lambda have, want: str(have) >= want,
    "<": lambda have, want: str(have) < want,
    ">": lambda have, want: have > want,
}


class Refused(Exception):
    """What Odoo answers with an error: its status, the class of the exception, its words."""

    def __init__(self, status, name, text):
        super().__init__(text)
        self.status, self.name, self.text = status, name, text


class Tables:
    """Rows by model and id. `models` are those that there are; `now` is told by a test."""

    def __init__(self, models):
        self.rows = {model: {} for model in models}
        self.external = {}
        self.now = datetime.datetime(2026, 1, 31, 8)
        self._last = 0

    def rows_of(self, model):
        if model not in self.rows:
            text = f"the model {model!r} does not exist"
            raise Refused(404, "werkzeug.exceptions.NotFound", text)
        return self.rows[model]

    def add(self, model, **values):
        """A new row; its id."""
        self._last += 1
        row = {"id": self._last, "active": True, "create_date": self.time(), **values}
        row["display_name"] = row.get("name", False)
        if model == "res.partner":
            row = {**DEFAULTS, "contact_group_ids": [], "category_id": [], **row}
        self.rows_of(model)[self._last] = row
        if model == "contact.interest":
            for kind in ("opt_in", "opt_out"):
                group = self.add("contact.group", name=row["name"], kind=kind)
                row[f"{kind}_group_id"] = [group, row["name"]]
        self.change(model, row["id"])
        return row["id"]

    def change(self, model, number, **values):
        """Write values; that was now."""
        row = self.rows_of(model)[number]
        row.update(values, write_date=values.get("write_date", self.time()))
        if model == "res.partner" or "email" in row:
            row["email_normalized"] = (row.get("email") or "").lower() or False

    def remove(self, model, number):
        """Delete a row, and the external ids that lead to it."""
        del self.rows_of(model)[number]
        self.external = {key: each for key, each in self.external.items() if each != number}

    def time(self):
        return self.now.strftime("%Y-%m-%d %H:%M:%S")

    # -- what can be called: each by its name without call_

    def call_fields_get(self, model, _ids, attributes=()):
        return {
            name: {"type": kind, "string": label, "required": False, "readonly": False}
            | {"store": True}
            | ({"selection": [["en_US", "English"]]} if kind == "selection" else {})
            for name, (kind, label) in FIELDS[model].items()
        }

    def call_search_read(self, model, _ids, domain, fields, limit=None, order="id", context=None):
        for name in fields:
            if model in FIELDS and name not in FIELDS[model]:
                text = f"Invalid field {name!r} on {model!r}"
                raise Refused(500, "builtins.ValueError", text)
        rows = self.found(model, domain, context)
        rows.sort(key=lambda row: [row[name.strip()] for name in order.split(",")])
        return [
            {"id": row["id"], **{name: row.get(name, False) for name in fields}}
            for row in rows[:limit]
        ]

    def call_search(self, model, _ids, domain, context=None):
        return [row["id"] for row in self.found(model, domain, context)]

    def found(self, model, domain, context):
        archived = (context or {}).get("active_test") is False
        archived |= any(leaf[0] == "active" for leaf in domain if leaf != "|")
        rows = self.rows_of(model).values()
        return [row for row in rows if (archived or row["active"]) and matches(domain, row)]

    def call_get_metadata(self, model, ids):
        led = {}
        for key, number in self.external.items():
            led.setdefault(number, []).append({"xmlid": key})
        return [{"id": number, "xmlids": led.get(number, [])} for number in ids]

    def call_context_get(self, _model, _ids):
        return {"lang": "en_US"}

    def call_create(self, model, _ids, vals_list):
        rows = [
            {"kind": "ordinary", **row} if model == "contact.group" else row for row in vals_list
        ]
        return [
            self.add(model, **{key: _named(key, each) for key, each in r.items()}) for r in rows
        ]

    def call_write(self, model, ids, vals):
        for number in ids:
            self.change(model, number, **vals)
        return True

    def call_unlink(self, model, ids):
        for number in ids:
            self.remove(model, number)
        return True

    def call_load(self, model, _ids, fields, data, context=None):
        """As Odoo does it: all lines or none."""
        problems = [
            {"type": "error", "rows": {"from": at, "to": at}, "field": field, "message": text}
            for at, cells in enumerate(data)
            for field, text in self.problem(dict(zip(fields, cells, strict=True)))
        ]
        if problems:
            return {"ids": False, "messages": problems[:10]}
        ids = [self.loaded(model, dict(zip(fields, cells, strict=True))) for cells in data]
        return {"ids": ids, "messages": []}

    def problem(self, cells):
        if cells.get("name") == "":
            yield "name", "Contacts require a name"
        if ".id" in cells and int(cells[".id"]) not in self.rows["res.partner"]:
            yield ".id", f"Unknown database identifier '{cells['.id']}'"

    def loaded(self, model, cells):
        key, number = cells.pop("id", None), cells.pop(".id", None)
        number = int(number) if number else self.external.get(key)
        values = {name.partition("/")[0]: _read(name, cell) for name, cell in cells.items()}
        if number is None:
            number = self.add(model, **values)
        else:
            self.change(model, number, **values)
        if key:
            self.external[key] = number
        return number


def _named(field, value):
    """A reference as Odoo tells it: the id and a name."""
    return [value, ""] if field.endswith("_id") and isinstance(value, int) else value


def _read(name, cell):
    kind = FIELDS["res.partner"][name.partition("/")[0]][0]
    if kind == "many2many":
        return [int(each) for each in cell.split(",") if each]
    if kind == "many2one":
        return [int(cell), ""] if cell else False
    return cell == "1" if kind == "boolean" else cell or False


def matches(domain, row):
    """Whether a row is in a domain; the signs for "or" stand before two conditions."""
    waiting = list(domain)

    def condition():
        leaf = waiting.pop(0)
        if leaf == "|":
            first, second = condition(), condition()
            return first or second
        name, operator, value = leaf
        have = row.get(name, False)
        return OPERATORS[operator](have[0] if isinstance(have, list) and have else have, value)

    results = []
    while waiting:
        results.append(condition())
    return all(results)
