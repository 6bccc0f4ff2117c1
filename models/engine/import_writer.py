import io
import json

from odoo import Command, api, models
from odoo.tools import SQL

from ...tools.rows import plan
from ...tools.rows.plan import Change

_BACKSLASHES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class RegistrationImportWriter(models.AbstractModel):
    """Writes what was planned, through the ORM, with the rights of the environment's user.

    The only place where a row touches records of the host: lists to ``create()``, records
    that get equal values to one ``write()``, those to delete to one ``unlink()``, verbs to their
    kind.
    """

    _name = "registration.import.writer"
    _description = "Import Writer"

    @api.model
    def _write_run(self, kind, rows):
        """Write one run: rows without a common record, so their order inside does not matter."""
        changes, verbs = [], {}
        for row in rows:
            if row.outcome not in (plan.CREATED, plan.UPDATED, plan.REMOVED):
                continue
            if row.plan.verb:
                verbs.setdefault(row.plan.verb, []).append(row)
            # what several rows would make is made by the first of them
            changes += [
                (0 if change.once else step, change) for step, change in enumerate(row.plan.changes)
            ]
        for batch in _by_order(changes):
            self._write_batch(batch)
        for verb, named in verbs.items():
            getattr(kind, f"_verb_{verb}")(named)

    def _write_batch(self, changes):
        """Changes of one rank and step: an ``unlink()`` a model, a ``write()`` for equal values, a
        ``create()`` a model."""
        removes, writes, creates, written, inverse = {}, {}, {}, {}, []
        for change in changes:
            change.resolve()
            if change.inverse:
                inverse.append(change)
            elif change.removes:
                removes.setdefault(change.model, []).append(change.record)
            elif change.record is None:
                creates.setdefault(change.model, []).append(change)
            else:
                key = (change.model, json.dumps(change.values, sort_keys=True, default=str))
                writes.setdefault(key, []).append(change)
                written.setdefault(change.model, []).append(change.record)
        for model, identifiers in removes.items():
            self.env[model].browse(identifiers).unlink()
        for (model, _values), equal in writes.items():
            records = self.env[model].browse(change.record for change in equal)
            # what record rules and hooks look at is read once for all, not for each write
            records.with_prefetch(written[model]).write(self._written(equal[0]))
        for model, new in creates.items():
            self._create(model, new)
        if inverse:
            self._write_inverse(inverse)

    def _create(self, model, changes):
        """One ``create()``; of changes that name the same record, the first makes it."""
        new, again = changes, []
        if any(change.once for change in changes):
            new, again = self._only_new(model, changes)
        records = self.env[model].create(list(map(self._written, new)))
        for change, identifier in zip(new, records.ids, strict=True):
            change.record = identifier
            change.created = True
        for change, first in again:
            # what another row has made is in the journal of that row
            change.record, change.values = first.record, {}

    def _only_new(self, model, changes):
        """Changes that make a record, and ``[(change, one with the id)]`` of those whose record is
        there by now, or is made by another of them."""
        makers, new, again = self._made_by_now(model, changes), [], []
        for change in changes:
            maker = makers.setdefault(_once_key(change.once), change) if change.once else change
            if maker is change:
                new.append(change)
            else:
                again.append((change, maker))
        return new, again

    def _made_by_now(self, model, changes):
        """``{key: change}`` of records that rows before these have made: one query."""
        named = [change.once for change in changes if change.once]
        names = list(named[0])
        domain = [(name, "in", list({each[name] or False for each in named})) for name in names]
        records = self.env[model].with_context(active_test=False).search_fetch(domain, names)
        return {
            _once_key({name: _identity(record[name]) for name in names}): Change(
                model, record.id, {}
            )
            for record in records
        }

    def _write_inverse(self, changes):
        """Records that others gain and lose: one ``write()`` for each of the others."""
        commands = {}
        for change in changes:
            for name, new in change.values.items():
                field, old = self.env[change.model]._fields[name], change.present.get(name) or ()
                listed = commands.setdefault((field.comodel_name, change.inverse), {})
                for other in set(new).difference(old):
                    listed.setdefault(other, []).append(Command.link(change.record))
                for other in set(old).difference(new):
                    listed.setdefault(other, []).append(Command.unlink(change.record))
        for (model, name), listed in commands.items():
            for other in self.env[model].browse(sorted(listed)):
                other.write({name: listed[other.id]})

    def _written(self, change):
        """The values of a change as the ORM takes them: ids of several records as a command."""
        fields = self.env[change.model]._fields
        return {
            name: [Command.set(value)]
            if value.__class__ is list and fields[name].type in ("one2many", "many2many")
            else value
            for name, value in change.values.items()
        }

    @api.model
    def _copy_outcomes(self, rows):
        """Outcomes and journals, in the transaction of their effects: one COPY."""
        lines = "".join(map(_outcome_line, rows))
        self._copy("registration_import_outcome (id, outcome, record, journal)", lines)

    @api.model
    def _copy_problems(self, job, rows):
        """Problems of rows, as data: one COPY."""
        labels = {}
        lines = []
        for row in rows:
            for problem in row.all_problems():
                if problem.field not in labels:
                    labels[problem.field] = job._column_label(problem.field)
                lines.append(_problem_line(job.id, row, problem, labels[problem.field]))
        columns = "job_id, row_id, number, code, field, label, value, params, level"
        self._copy(f"registration_import_problem ({columns})", "".join(lines))

    def _copy(self, target, lines):
        if lines:
            self.env.cr.copy_expert(f"COPY {target} FROM STDIN", io.StringIO(lines))

    @api.model
    def _insert_piece(self, job, phase, counts, verbs=(), targets=()):
        """One small row with the counts of what was committed together."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO registration_import_batch (job_id, phase, verbs, targets, ended, %s)
                   VALUES (%s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s)""",
                SQL(", ").join(map(SQL.identifier, plan.RECORDED)),
                job.id,
                phase,
                json.dumps(verbs) if verbs else None,
                json.dumps(targets) if targets else None,
                SQL(", ").join(SQL("%s", counts.get(name, 0)) for name in plan.RECORDED),
            )
        )


def _once_key(values):
    return tuple(value or False for value in values.values())


def _identity(value):
    """What a record holds, a many2one as its id."""
    return value.id if isinstance(value, models.BaseModel) else value


def _by_order(changes):
    """``[(step, change)]`` as lists of changes to write together, first things first."""
    batches = {}
    for step, change in changes:
        batches.setdefault((change.rank, step), []).append(change)
    return [batches[order] for order in sorted(batches)]


def _outcome_line(row):
    journal = []
    if row.plan is not None and row.outcome != plan.FAILED:
        journal = [
            change.journal()
            for change in row.plan.changes
            if not change.removes and (change.values or not change.once)
        ]
    return f"{row.id}\t{row.outcome}\t{_number(row.record)}\t{_json(journal or None)}\n"


def _problem_line(job, row, problem, label):
    cells = (
        str(job),
        str(row.id),
        str(row.number),
        problem.code,
        _text(problem.field),
        _text(label),
        _text(problem.value),
        _json(problem.params or None),
        problem.level,
    )
    return "\t".join(cells) + "\n"


def _number(value):
    return r"\N" if value is None else str(value)


def _text(value):
    """A text for COPY; NUL and lone surrogates, which PostgreSQL refuses, are replaced."""
    if value is None:
        return r"\N"
    clean = str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return clean.translate(_BACKSLASHES)


def _json(value):
    """JSON for COPY; NUL and lone surrogates, which PostgreSQL refuses, are replaced."""
    if value is None:
        return r"\N"
    text = json.dumps(value, default=str, ensure_ascii=False).encode("utf-8", "replace").decode()
    return text.replace("\\u0000", "\ufffd").replace("\\", "\\\\")
