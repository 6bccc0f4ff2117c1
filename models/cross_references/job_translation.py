from odoo.tools import SQL

from ...importer.text_sql import key_text
from ...importer.word_translation import WordTranslation
from ...tools.rows.cells import ENDS
from ...tools.rows.cross_references import (
    KEYED,
    in_their_words,
    respelt_warnings,
    strict_problems,
)
from ...tools.rows.words import taken_back


class CrossReferenceTranslation(WordTranslation):
    """The texts of another system become ours before they are read (V17): by the words of their
    column, else by the cross-references of the system, where there is one."""

    can_be_mapped = False

    def __init__(self, system, columns, unknown_codes, words):
        super().__init__(columns, words)
        self.system, self.unknown_codes = system, unknown_codes
        self.types = {field.name: type for field, _index, type in columns}
        self.params = {"system": system.name, "system_id": system.id}

    def translator(self, staged):
        """One statement for all rows."""
        translator = super().translator(staged)
        named = translator.wanted(cells for _id, cells in staged)
        translator.lookups = self.system._ours(named) if named else {}
        return translator

    def apply(self, rows, translations):
        """What means nothing without a cross-reference is an error before it is looked for."""
        result = super().apply(rows, translations)
        for row in rows:
            row.problems += respelt_warnings(row.translations, self.columns)
            problems = strict_problems(row.translations, self.columns, self.params)
            fields = {problem.field for problem in problems}
            if problems:
                others = [each for each in row.problems if each.field not in fields]
                row.problems = [*others, *problems]
                row.values |= dict.fromkeys(fields)
        return result

    def told(self, problem, made):
        """What is unknown since it has no cross-reference says so."""
        return in_their_words(problem, made, self.types, self.unknown_codes, self.params)

    def known(self, type, text):
        """Of a column with a type, what the system's cross-references say."""
        if not type:
            return text
        named = SQL("btrim(%s, %s)", text, ENDS)
        return SQL(
            """coalesce((SELECT c.ours FROM registration_import_cross_reference c
                          WHERE c.system_id = %s AND c.type = %s AND c.theirs = %s), %s)""",
            self.system.id,
            type,
            key_text(named) if type in KEYED else named,
            text,
        )


def translation_of(job, kind):
    """The translation of a job's texts; None where nothing of them is translated. The system is
    that of the operation, with all rights: who runs it needs no role for that."""
    operation, mapping = job.sudo().operation_id, job.sudo().mapping or {}
    types = job.env["registration.import.cross.reference.type"]
    words = {name: taken_back(own) for name, own in words_of(job).items()}
    columns = []
    for field in kind._schema():
        type = (operation.system_id and types._type_of(operation.kind, field)) or ""
        if field.name in mapping and (type or field.name in words):
            columns.append((field, mapping[field.name], type))
    if not columns:
        return None
    return CrossReferenceTranslation(operation.system_id, columns, kind._unknown_codes, words)


def words_of(job):
    """``{field: {our text: their text}}``, as they were when the job began."""
    return (job.sudo().options or {}).get("words") or {}
