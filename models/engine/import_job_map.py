from odoo import models

from ...tools.rows.cells import tidy
from ...tools.rows.labels import RESERVED, column_letter, lost_zeros, normalise
from ...tools.rows.mapping import Guess, guess
from ...tools.rows.problems import Problem, warning
from ...tools.rows.schema import Schema

# Rows whose codes are looked at for lost zeros.
LOOKED_AT = 1_000


class RegistrationImportJob(models.Model):
    """Mapping: which column of the file holds which field of the kind."""

    _inherit = "registration.import.job"

    def _usable_columns(self):
        """``[(index, label)]`` without the reserved columns of an errors file."""
        labels = self.sudo().labels or []
        return [(i, label) for i, label in enumerate(labels) if not is_reserved(label)]

    def _guesses(self):
        """``{field: Guess}`` for this file, columns counted from 0 in the file."""
        usable = self._usable_columns()
        operation = self.sudo().operation_id
        unused = operation._unused_fields()
        samples = {column.index: column.samples for column in self.sudo().column_ids}
        found = guess(
            [label for _index, label in usable],
            [[samples.get(index) or ""] for index, _label in usable],
            Schema(field for field in self._kind()._schema() if field.name not in unused),
            self._learned(),
            operation._given_labels(),
        )
        return {
            field: Guess(usable[each.column][0], each.how, each.sure)
            for field, each in found.items()
        }

    def _guess_columns(self):
        if self._kind()._has_fixed_columns:
            return self._fixed_columns()
        return {field: each.column for field, each in self._guesses().items()}

    def _fixed_columns(self):
        """The mapping of a kind whose columns have a fixed order, in a file that has them."""
        indexes = [index for index, _label in self._usable_columns()]
        names = [field.name for field in self._kind()._schema()]
        return dict(zip(names, indexes, strict=False))

    def _learned(self):
        """What this user mapped in their last job of the operation."""
        job = self.sudo()
        last = job.search(
            [
                ("create_uid", "=", job.create_uid.id),
                ("operation_id", "=", job.operation_id.id),
                ("state", "=", "done"),
                ("id", "!=", job.id),
            ],
            limit=1,
        )
        labels = last.labels or []
        return {
            normalise(labels[column]): field
            for field, column in (last.mapping or {}).items()
            if column < len(labels)
        }

    def _map_labels(self, mapping):
        """Take ``{label: field}``; None, or the ``(code, params)`` that refuses it."""
        schema = self._kind()._schema()
        labels = self.sudo().labels or []
        columns = {}
        for label, field in mapping.items():
            if labels.count(label) > 1:
                return "mapped_label_twice", {"label": label}
            if label not in labels or field not in schema:
                return "unknown_mapping", {"name": field if label in labels else label}
            if field in columns:
                return "column_twice", {"fields": schema.field(field).label}
            columns[field] = labels.index(label)
        self._update(mapping=columns)
        return None

    def _lost_zeros(self):
        """Warnings of codes that seem to have lost leading zeros, from the first rows."""
        mapping = self.sudo().mapping or {}
        problems = []
        for field in self._kind()._schema():
            if field.type != "code" or field.name not in mapping:
                continue
            texts = self._store().first_texts(mapping[field.name], LOOKED_AT)
            count, length = lost_zeros(texts)
            if count:
                label = self._column_label(field.name)
                problems.append(warning("lost_zeros", column=label, count=count, length=length))
        return problems

    def _mapping_fault(self):
        """None, or ``(code, params)``: a required field without column, a column twice."""
        schema = self._kind()._schema()
        columns = self.sudo().mapping or {}
        missing = [f.label for f in schema.required if f.name not in columns]
        if missing:
            return "unmapped", {"fields": ", ".join(missing)}
        twice = [name for name, index in columns.items() if list(columns.values()).count(index) > 1]
        if twice:
            return "column_twice", {"fields": ", ".join(schema.field(n).label for n in twice)}
        return None

    def _missing_columns(self):
        """Columns that the operation names and the file has not."""
        labels = {tidy(label) for label in self.sudo().labels or []}
        return [each for each in self.sudo().operation_id._given_labels() if each not in labels]

    def _not_there(self):
        """A warning of these columns, for who maps the others."""
        missing = [] if self.sudo().given_mapping else self._missing_columns()
        params = {"labels": ", ".join(missing)}
        return [warning("columns_not_there", **params)] if missing else []

    def _doubtful_fault(self):
        """Where nobody can be asked: a column that the operation names and the file has not, or a
        guessed one whose label occurs twice."""
        missing = self._missing_columns()
        if missing:
            return "columns_not_there", {"labels": ", ".join(missing)}
        labels = self.sudo().labels or []
        for index in (self.sudo().mapping or {}).values():
            if labels.count(labels[index]) > 1:
                return "mapped_label_twice", {"label": labels[index]}
        return None

    def _column_label(self, field):
        """The label of the column that holds ``field``, as the user wrote it."""
        job = self.sudo()
        index = (job.mapping or {}).get(field)
        if index is None:
            return self._kind()._field_label(field)
        return f"{column_letter(index - self._source().added_columns)}: {job.labels[index]}"

    def _mapping_problem(self):
        fault = self._mapping_fault()
        return fault and Problem(fault[0], params=fault[1])


def is_reserved(label):
    """Whether a label is one that an errors file adds: never mapped, never a column too many."""
    return label.strip() in RESERVED
