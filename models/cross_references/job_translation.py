import json

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
from ...tools.rows.words import taken_back


class CrossReferenceTranslation(Translation):
    """The texts of another system become ours before they are read (V17): by the words of their
    column, else by the cross-references of the system, where there is one.

    Staged cells stay as they are, so that files of errors and the views of rows show the person's
    own texts; problems say these, too. ``columns`` are ``[(field, column, type)]`` of what is
    translated, ``words`` {field: {their text: our text}}.
    """

    def __init__(self, system, columns, unknown_codes, words):
        self.system, self.columns, self.unknown_codes = system, columns, unknown_codes
        self.params = {"system": system.name, "system_id": system.id}
        self.words = words

    def cells(self, staged):
        """One statement for all rows."""
        translator = Translator(self.columns, self.words)
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
        for field, index, type in self.columns:
            if index == column:
                found = self._known_text(type, text) if type else text
                return self._own_text(self.words.get(field.name), text, found)
        return text

    def _known_text(self, type, text):
        named = SQL("btrim(%s, %s)", text, ENDS)
        return SQL(
            """coalesce((SELECT c.ours FROM registration_import_cross_reference c
                          WHERE c.system_id = %s AND c.type = %s AND c.theirs = %s), %s)""",
            self.system.id,
            type,
            key_text(named) if type in KEYED else named,
            text,
        )

    def _own_text(self, words, text, found):
        """What a column says itself comes first."""
        if not words:
            return found
        return SQL("coalesce(%s::jsonb->>btrim(%s, %s), %s)", json.dumps(words), text, ENDS, found)


def translation_of(job):
    """The translation of a job's texts; None where nothing of them is translated. The system is
    that of the operation, with all rights: who runs it needs no role for that."""
    operation, mapping = job.sudo().operation_id, job.sudo().mapping or {}
    kind, types = job._kind(), job.env["registration.import.cross.reference.type"]
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
