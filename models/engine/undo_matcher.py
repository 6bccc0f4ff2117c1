from odoo.tools import SQL

from ...tools.kinds.undo_entries import Entry, Link, Value, record_key
from .kind_undo_use import UndoUse


class UndoMatcher:
    """What the rows of an import have changed, and what their records hold now, as the user of the
    ``kind`` sees it."""

    def __init__(self, kind):
        self.kind = kind
        self.env = kind.env
        self._values = {}

    def match(self, rows):
        """One match for all rows, as ``tools.kinds.undo.Undoing`` has it."""
        if not rows:
            return []
        found = self._read_journals(rows)
        entries = {row: self._entries(journal) for row, journal, _before in found if journal}
        touched = [entry for journal in entries.values() for entry in journal]
        use = UndoUse(self.kind, touched)
        match = {
            "journals": entries,
            "before": {row for row, _journal, before in found if before},
            "present": self._present(touched),
            "uses": use.uses(),
            "changed": use.changed(),
            "made": use.made_models(),
            "labels": use.labels(),
            "final": use.final(),
            "missing": use.missing(),
            "facts": self.kind._undone._undo_facts(touched),
        }
        return [match] * len(rows)

    def _read_journals(self, rows):
        """``[(row id, journal of the row that it undoes, whether a later row goes on)]``."""
        return self.env.execute_query(
            SQL(
                """SELECT given.id, o.journal, r.id IS NOT NULL
                     FROM unnest(%s::bigint[]) AS given(id)
                     JOIN registration_import_staged s ON s.id = given.id
                LEFT JOIN registration_import_outcome o ON o.id = s.undoes_id
                LEFT JOIN registration_import_duplicate_key r ON r.id = given.id
                      AND r.next_id IS NOT NULL""",
                [row.id for row in rows],
            )
        )

    def _entries(self, journal):
        return [self._entry(*entry) for entry in journal]

    def _entry(self, model, identifier, pairs):
        values = self._values_of(model)
        of_fields = {
            name: tuple(values.value(name, plain) for plain in pair)
            for name, pair in pairs.items()
            if name != "id"
        }
        links = values.links(of_fields)
        return Entry(model, identifier, of_fields, "id" in pairs, values.may_delete, links)

    def _present(self, entries):
        """``{record key: {field: value}}`` of the records that are there."""
        wanted = {}
        for entry in entries:
            identifiers, names = wanted.setdefault(entry.model, (set(), set()))
            identifiers.add(entry.record)
            names.update(entry.pairs)
        present = {}
        for model, (identifiers, names) in wanted.items():
            if model in self.env and self.env[model].has_access("read"):
                present.update(self._read_values(model, identifiers, names))
        return present

    def _read_values(self, model, identifiers, names):
        """Yield ``(record key, {field: value})``: one statement, and one for each field that
        holds several records."""
        fields, values = self.env[model]._fields, self._values_of(model)
        names = [name for name in fields if name in names]
        records = (
            self.env[model]
            .with_context(active_test=False)
            .search_fetch([("id", "in", list(identifiers))], names, order="id")
        )
        for record in records:
            holding = {
                name: values.value(name, plain_value(fields[name], record[name])) for name in names
            }
            yield record_key(model, record.id), holding
        records.invalidate_recordset()  # a million rows would fill the memory

    def _values_of(self, model):
        if model not in self._values:
            self._values[model] = ModelValues(self.env, model)
        return self._values[model]


class ModelValues:
    """The values of the fields of a model, each different one made once."""

    def __init__(self, env, model):
        self.records = env.get(model)
        self.may_delete = self.records is not None and self.records.has_access("unlink")
        self._text = env["registration.import.row"]._show
        self._made, self._links = {}, {}

    def links(self, names):
        """The ``Link`` of each of these fields that refers to records."""
        return tuple(link for name in names if (link := self._link(name)))

    def _link(self, name):
        if name not in self._links:
            field = self.records is not None and self.records._fields.get(name)
            stored = field and field.store
            self._links[name] = _link(field, self.records._table) if stored else None
        return self._links[name]

    def value(self, name, plain):
        """The ``Value`` of what a journal holds; of a field that is gone it says nothing more."""
        field = self.records is not None and self.records._fields.get(name)
        if not field:
            return Value(plain, None)
        if isinstance(plain, (list, dict)):
            return self._make(field, plain)
        key = name, plain.__class__, plain
        if key not in self._made:
            self._made[key] = self._make(field, plain)
        return self._made[key]

    def _make(self, field, plain):
        text = None if field.relational else self._text(field, plain)
        try:
            return Value(plain, _form(field, plain, self.records), text)
        except (TypeError, ValueError):
            return Value(plain, None, text, fits=False)


def _link(field, table):
    """How a field refers to records of another model, or None."""
    if field.type == "many2many" and field.relation:
        places = (f"{field.relation}.{column}" for column in (field.column2, field.column1))
        return Link(field.name, field.comodel_name, *places)
    if field.type == "many2one":
        return Link(field.name, field.comodel_name, f"{table}.{field.name}")
    return None


def plain_value(field, value):
    """What a record holds as a journal has it (``tools.rows.plan.Change``)."""
    if field.type in ("one2many", "many2many"):
        return sorted(value.ids)
    if field.type == "many2one":
        return value.id or None
    if field.type in ("date", "datetime"):
        return field.to_string(value) or None
    return None if value is False and field.type != "boolean" else value


def _form(field, plain, records):
    """A value in the one form that equals itself: rounded, cleaned, nothing as None."""
    if field.type in ("one2many", "many2many"):
        return sorted(plain or [])
    form = field.convert_to_cache(plain, records, validate=field.type == "html") or None
    return str(form) if form and field.type in ("date", "datetime") else form
