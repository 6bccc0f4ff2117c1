from odoo.tools import SQL

from ...tools.kinds.undo import Entry, Value, record_key
from ...tools.rows.plan import LAST_NUMBER, ROW_BITS


class UndoMatcher:
    """What the rows of an import have changed, and what their records hold now, as the user of the
    ``kind`` sees it."""

    def __init__(self, kind):
        self.kind = kind
        self.env = kind.env
        self._values = {}

    def match(self, rows):
        """One match for all rows, as ``tools.kinds.undo.UndoPlanner`` has it."""
        if not rows:
            return []
        found = self._read_journals(rows)
        journals = {identifier: journal for identifier, journal, _before in found if journal}
        match = {
            "journals": {each: self._entries(journal) for each, journal in journals.items()},
            "before": {identifier for identifier, _journal, before in found if before},
            "present": self._present(journals.values()),
            "used": self._used_since(journals.values()),
        }
        return [match] * len(rows)

    def _read_journals(self, rows):
        """``[(row id, journal of the row that it undoes, whether a later row goes on)]``."""
        return self.env.execute_query(
            SQL(
                """SELECT given.id, o.journal, r.id IS NOT NULL
                     FROM unnest(%s::bigint[]) AS given(id)
                     JOIN registration_import_job j ON j.id = given.id >> %s
                LEFT JOIN registration_import_outcome o
                       ON o.id = (j.undo_of_id::bigint << %s) + %s - (given.id & %s)
                LEFT JOIN registration_import_duplicate_key r ON r.id = given.id""",
                [row.id for row in rows],
                ROW_BITS,
                ROW_BITS,
                LAST_NUMBER,
                LAST_NUMBER,
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
        return Entry(model, identifier, of_fields, "id" in pairs, values.may_delete)

    def _present(self, journals):
        """``{record key: {field: value}}`` of the records that are there."""
        wanted = {}
        for journal in journals:
            for model, identifier, pairs in journal:
                identifiers, names = wanted.setdefault(model, (set(), set()))
                identifiers.add(identifier)
                names.update(pairs)
        present = {}
        for model, (identifiers, names) in wanted.items():
            if model in self.env and self.env[model].has_access("read"):
                present.update(self._read_values(model, identifiers, names - {"id"}))
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
                name: values.value(name, _plain(fields[name], record[name])) for name in names
            }
            yield record_key(model, record.id), holding
        records.invalidate_recordset()  # a million rows would fill the memory

    def _used_since(self, journals):
        """``{record key: why it stays}`` of records that rows made."""
        journals, made = list(journals), {}
        for journal in journals:
            for model, identifier, pairs in journal:
                if "id" in pairs and model in self.env:
                    made.setdefault(model, []).append(identifier)
        used = self.kind._undone._used
        return {
            record_key(model, identifier): text
            for model, identifiers in made.items()
            for identifier, text in used(model, identifiers, journals).items()
        }

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
        self._made = {}

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
        return Value(plain, _form(field, plain, self.records), text)


def _plain(field, value):
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
    try:
        form = field.convert_to_cache(plain, records, validate=field.type == "html") or None
    except (TypeError, ValueError):
        return plain  # of a field that had another type then
    return str(form) if form and field.type in ("date", "datetime") else form
