from odoo import models
from odoo.tools import SQL

from ...tools.rows.cells import ENDS
from ...tools.rows.cross_references import Translator, in_their_words, strict_problems


class RegistrationImportJob(models.Model):
    """Cross-references: the texts of another system become ours before they are read (V17).

    Staged cells stay as they are, so that files of errors and the views of rows show the person's
    own texts; problems say these, too.
    """

    _inherit = "registration.import.job"

    def _system(self):
        """The system of the operation, with all rights: who runs it needs no role for that."""
        return self.sudo().operation_id.system_id

    def _reference_columns(self):
        """``[(field, column, type)]`` of the columns whose texts are cross-referenced."""
        job, types = self.sudo(), self.env["registration.import.cross.reference.type"]
        if not self._system():
            return []
        mapping = job.mapping or {}
        fields = [field for field in self._kind()._schema() if field.name in mapping]
        named = [(field, types._type_of(job.operation_id.kind, field)) for field in fields]
        return [(field, mapping[field.name], type) for field, type in named if type]

    def _in_our_words(self, staged):
        """The staged rows of a window with the texts that we use, and what was made of each; None
        without a system. One statement."""
        columns = self._reference_columns()
        if not columns:
            return staged, None
        translator = Translator(columns)
        named = translator.wanted(cells for _id, cells in staged)
        translator.lookups = self._system()._ours(named) if named else {}
        translated = [(identifier, *translator.row(cells)) for identifier, cells in staged]
        return (
            [(identifier, cells) for identifier, cells, _said in translated],
            [said for _id, _cells, said in translated],
        )

    def _take_words(self, rows, said):
        """What means nothing without a cross-reference is an error before it is looked for."""
        if said is None:
            return
        columns, params = self._reference_columns(), self._system_params()
        for row, made in zip(rows, said, strict=True):
            row.translations = made
            problems = strict_problems(made, columns, params)
            fields = {problem.field for problem in problems}
            if problems:
                others = [each for each in row.problems if each.field not in fields]
                row.problems = [*others, *problems]
                row.values |= dict.fromkeys(fields)

    def _system_params(self):
        system = self._system()
        return {"system": system.name, "system_id": system.id}

    # -- problems, in the person's own words -------------------------------------------------

    def _name_missing(self, rows):
        """What is unknown since it has no cross-reference says so."""
        columns = self._reference_columns()
        if not columns:
            return
        unknown, params = self._kind()._unknown_codes, self._system_params()
        types = {field.name: type for field, _index, type in columns}

        def mended(problems, said):
            return [in_their_words(each, said, types, unknown, params) for each in problems]

        for row in rows:
            if not row.translations:
                continue
            row.problems = mended(row.problems, row.translations)
            if row.plan is not None and row.plan.problems:
                row.plan.problems = mended(row.plan.problems, row.translations)

    # -- statements over staged rows ---------------------------------------------------------

    def _text_in_our_words(self, column, text):
        """Two texts of theirs that mean the same of ours name the same record."""
        types = {index: type for _field, index, type in self._reference_columns()}
        if column not in types:
            return text
        return SQL(
            """coalesce((SELECT c.ours FROM registration_import_cross_reference c
                          WHERE c.system_id = %s AND c.type = %s
                            AND c.theirs = btrim(%s, %s)), %s)""",
            self._system().id,
            types[column],
            text,
            ENDS,
            text,
        )
