from odoo.tools import SQL

from ...importer.loader import Translation
from ...importer.text_sql import key_text
from ...tools.rows.cells import ENDS
from ...tools.rows.cross_references import (
    KEYED,
    Translator,
    in_their_words,
    respelt_warnings,
    strict_problems,
)


class CrossReferenceTranslation(Translation):
    """The texts of another system become ours before they are read (V17).

    Staged cells stay as they are, so that files of errors and the views of rows show the person's
    own texts; problems say these, too. ``columns`` are ``[(field, column, type)]`` of what is
    cross-referenced.
    """

    def __init__(self, system, columns, unknown_codes):
        self.system, self.columns, self.unknown_codes = system, columns, unknown_codes
        self.params = {"system": system.name, "system_id": system.id}

    def cells(self, staged):
        """One statement for all rows."""
        translator = Translator(self.columns)
        named = translator.wanted(cells for _id, cells in staged)
        translator.lookups = self.system._ours(named) if named else {}
        translated = [(identifier, *translator.row(cells)) for identifier, cells in staged]
        return (
            [(identifier, cells) for identifier, cells, _made in translated],
            [made for _id, _cells, made in translated],
        )

    def apply(self, rows, translations):
        """What means nothing without a cross-reference is an error before it is looked for."""
        for row, made in zip(rows, translations, strict=True):
            row.translations = made
            row.problems += respelt_warnings(made, self.columns)
            problems = strict_problems(made, self.columns, self.params)
            fields = {problem.field for problem in problems}
            if problems:
                others = [each for each in row.problems if each.field not in fields]
                row.problems = [*others, *problems]
                row.values |= dict.fromkeys(fields)

    def explain(self, rows):
        """What is unknown since it has no cross-reference says so."""
        types = {field.name: type for field, _index, type in self.columns}

        def explained(problems, made):
            return [
                in_their_words(each, made, types, self.unknown_codes, self.params)
                for each in problems
            ]

        for row in rows:
            if not row.translations:
                continue
            row.problems = explained(row.problems, row.translations)
            if row.plan is not None and row.plan.problems:
                row.plan.problems = explained(row.plan.problems, row.translations)

    def text(self, column, text):
        """Two texts of theirs that mean the same of ours name the same record."""
        types = {index: type for _field, index, type in self.columns}
        if column not in types:
            return text
        named = SQL("btrim(%s, %s)", text, ENDS)
        return SQL(
            """coalesce((SELECT c.ours FROM registration_import_cross_reference c
                          WHERE c.system_id = %s AND c.type = %s AND c.theirs = %s), %s)""",
            self.system.id,
            types[column],
            key_text(named) if types[column] in KEYED else named,
            text,
        )


def translation_of(job):
    """The translation of a job's texts; None where nothing of them is cross-referenced. The system
    is that of the operation, with all rights: who runs it needs no role for that."""
    operation, mapping = job.sudo().operation_id, job.sudo().mapping or {}
    if not operation.system_id:
        return None
    types, kind = job.env["registration.import.cross.reference.type"], job._kind()
    fields = [field for field in kind._schema() if field.name in mapping]
    named = [(field, types._type_of(operation.kind, field)) for field in fields]
    columns = [(field, mapping[field.name], type) for field, type in named if type]
    if not columns:
        return None
    return CrossReferenceTranslation(operation.system_id, columns, kind._unknown_codes)
