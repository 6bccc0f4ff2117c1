from odoo import api, models
from odoo.tools import SQL

from ...messages.undo import MESSAGES
from ...tools.rows.plan import LAST_NUMBER, ROW_BITS, SKIPPED, Change, Plan, has_error
from ...tools.rows.problems import Problem, shorten, warning
from ...tools.rows.schema import Field, Schema

# What a row made goes before anything is put back: it may hold what that needs, such as a seat.
FIRST = -1


class ImportKindUndo(models.AbstractModel):
    """The journal backwards: a row puts back what the same row of an earlier import changed.

    No operation offers it: the jobs that undo others have it, for the kind of the operation that
    is undone, which is named in the context. Rows come in reversed order, so each finds the
    records as it left them.
    """

    _name = "registration.import.kind.undo"
    _inherit = "registration.import.kind"
    _description = "Undo of an Import"

    @property
    def _undone(self):
        """The kind whose import is undone."""
        return self.env[f"registration.import.kind.{self._run.undone}"]

    @property
    def _target(self):
        return self._undone._target

    @property
    def _report_fields(self):
        return self._undone._report_fields

    @api.model
    def _schema(self):
        """The same fields as plain texts: the cells only name the row, nothing is read in them."""
        return Schema(tuple(Field(each.name, each.label) for each in self._undone._schema()))

    @api.model
    def _check_right(self, right):
        self._undone._check_right(right)

    @api.model
    def _context(self):
        return self._undone._context()

    @api.model
    def _messages(self):
        return MESSAGES

    @api.model
    def _field_label(self, name):
        field = self.env[self._target]._fields.get(name)
        return field._description_string(self.env) if field else super()._field_label(name)

    # -- match -----------------------------------------------------------------------------

    @api.model
    def _match(self, rows):
        """See ``registration.import.kind``. One match for all: the ``journals`` of rows, what
        their records hold now, and the rows ``before`` others that touch the same record."""
        if not rows:
            return []
        found = self._journals(rows)
        journals = {identifier: journal for identifier, journal, _before in found if journal}
        match = {
            "journals": journals,
            "before": {identifier for identifier, _journal, before in found if before},
            "present": self._present(journals.values()),
            "used": self._used_since(journals.values()),
        }
        return [match] * len(rows)

    def _journals(self, rows):
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

    def _present(self, journals):
        """``{record key: {field: value}}`` of the records that are there, as the user sees them."""
        wanted = {}
        for journal in journals:
            for model, identifier, fields in journal:
                identifiers, names = wanted.setdefault(model, (set(), set()))
                identifiers.add(identifier)
                names.update(fields)
        present = {}
        for model, (identifiers, names) in wanted.items():
            if model in self.env and self.env[model].has_access("read"):
                present.update(self._holding(model, identifiers, names - {"id"}))
        return present

    def _used_since(self, journals):
        """``{record key: why it is kept}`` of records that rows made."""
        journals, made = list(journals), {}
        for journal in journals:
            for model, identifier, fields in journal:
                if "id" in fields and model in self.env:
                    made.setdefault(model, []).append(identifier)
        return {
            _key(model, identifier): text
            for model, identifiers in made.items()
            for identifier, text in self._undone._used(model, identifiers, journals).items()
        }

    def _holding(self, model, identifiers, names):
        """Yield ``(record key, {field: value})``: one statement, and one for each field that
        holds several records."""
        fields = [field for name, field in self.env[model]._fields.items() if name in names]
        records = (
            self.env[model]
            .with_context(active_test=False)
            .search_fetch(
                [("id", "in", list(identifiers))], [field.name for field in fields], order="id"
            )
        )
        for record in records:
            yield _key(model, record.id), {f.name: _plain(f, record[f.name]) for f in fields}
        records.invalidate_recordset()  # a million rows would fill the memory

    # -- plan ------------------------------------------------------------------------------

    @api.model
    def _keys(self, row):
        journal = row.match["journals"].get(row.id, ())
        return tuple(_key(model, identifier) for model, identifier, _fields in journal)

    @api.model
    def _plan(self, row, totals):
        """Puts back each field that still holds what the row wrote, and deletes what it made.

        ``totals`` holds what earlier rows leave of records that later ones touch, too.
        """
        match = row.match
        journal = match["journals"].get(row.id)
        if not journal:
            return Plan(problems=[warning("not_undoable")], idle=SKIPPED)
        plan, left = Plan(), {}
        used = next(filter(None, (match["used"].get(_key(*entry[:2])) for entry in journal)), None)
        if used:
            # the records of a row belong together: an address to its contact, a person to theirs
            plan.problems.append(warning("used_since", holders=used))
            journal = [entry for entry in journal if "id" not in entry[2]]
        for entry in reversed(journal):
            key = _key(*entry[:2])
            before = left.get(key) or totals.get(key) or {}
            left[key] = before | self._put_back(plan, entry, match["present"].get(key), before)
        plan.record = self._remaining(plan, match["journals"][row.id][0], match["present"])
        if plan.problems:
            plan.idle = SKIPPED
        if row.id in match["before"] and not has_error(plan.problems):
            totals |= left
        return plan

    @api.model
    def _after(self, row):
        """The match is the same for all rows: what they leave is in the totals."""
        return row.match

    @staticmethod
    def _remaining(plan, entry, present):
        """The id of the record of an entry, unless it is gone, or goes with the plan."""
        model, identifier, _pairs = entry
        goes = any(
            change.removes and (change.model, change.record) == (model, identifier)
            for change in plan.changes
        )
        return None if goes or _key(model, identifier) not in present else identifier

    def _put_back(self, plan, entry, present, before):
        """Add to the plan what undoes an entry of the journal, of a record that holds ``present``
        and ``before`` on top of it; gives the values that are put back."""
        model, identifier, pairs = entry
        if present is None:
            plan.problems.append(warning("gone_since"))
            return {}
        present, values = present | before, {}
        if "id" in pairs:
            self._remove(plan, model, identifier, pairs, present)
            return values
        for name, (old, new) in pairs.items():
            if self._is(model, name, new, present):
                values[name] = old
            elif not self._is(model, name, old, present):
                plan.problems.append(self._left("changed_since", model, name, present))
        if values:
            rank = self._undone._row_planner().rank(model, values)
            plan.changes.append(Change(model, identifier, values, present, rank))
        return values

    def _remove(self, plan, model, identifier, pairs, present):
        """Delete a record that the row made, unless it was changed since."""
        changed = [
            self._left("kept_since", model, name, present)
            for name, (_old, new) in pairs.items()
            if name != "id" and not self._is(model, name, new, present)
        ]
        if changed:
            plan.problems.extend(changed)
        elif not self.env[model].has_access("unlink"):
            plan.problems.append(Problem("may_not_delete"))
        else:
            plan.changes.append(Change(model, identifier, {}, rank=FIRST, removes=True))

    def _is(self, model, name, value, present):
        """Whether a record holds this value of a journal; one that lost the field does not."""
        if name not in present:
            return False
        field, records = self.env[model]._fields[name], self.env[model]
        return _stored(field, value, records) == _stored(field, present[name], records)

    def _left(self, code, model, name, present):
        """The warning that a field is left, with what it holds now where that is a plain text."""
        field = self.env[model]._fields.get(name)
        if not field or field.relational:
            return warning(code, name)
        text = self.env["registration.import.row"]._show(field, present.get(name))
        return warning(code, name, shorten(text))


def _key(model, identifier):
    """What names a record: ``_key("res.partner", 3) == "res.partner,3"``."""
    return f"{model},{identifier}"


def _plain(field, value):
    """What a record holds as a journal has it (``tools.rows.plan.Change``)."""
    if field.type in ("one2many", "many2many"):
        return sorted(value.ids)
    if field.type == "many2one":
        return value.id or None
    if field.type in ("date", "datetime"):
        return field.to_string(value) or None
    return None if value is False and field.type != "boolean" else value


def _stored(field, value, records):
    """A value in the one form that equals itself: rounded, cleaned, nothing as None."""
    if field.type in ("one2many", "many2many"):
        return sorted(value or [])
    return field.convert_to_cache(value, records, validate=field.type == "html") or None
