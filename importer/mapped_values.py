"""Values of a file that a person has said the meaning of, once for all rows."""

from __future__ import annotations

from typing import Any

from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.rows.characters import clean
from ..tools.rows.cross_references import tidy_text
from ..tools.rows.likeness import suggested
from ..tools.rows.problems import VALUE_LENGTH
from .holding import hold
from .states import DRAFT, VALIDATED
from .word_translation import WordTranslation

# Values shown at a time, frequent ones first: more are left for the next time.
SHOWN = 50
# For whom a meaning is kept: for this import alone, for its starter, for all who use the operation.
JOB, USER, OPERATION = "job", "user", "operation"
# Values of one field, at most, that are kept with a job.
MOST = 1_000
#: {field: {text of the file: text that is read in its place}}
Meanings = dict[str, dict[str, str]]


def mapped_values_of(job: Any, kind: Any) -> WordTranslation | None:
    """The translation of a job of a kind whose values have meanings; None where none has."""
    values = job.sudo()
    meanings, mapping = values.meanings or {}, values.mapping or {}
    fields = [field for field in kind._schema() if field.name in mapping]
    columns = [(field, mapping[field.name], "") for field in fields if meanings.get(field.name)]
    return WordTranslation(columns, meanings) if columns else None


class ValueMapping:
    """The values of one job that nobody knows, and what people say that they mean."""

    def __init__(self, job: Any) -> None:
        self.job, self.env = job, job.env
        self.sudo = job.sudo()

    def is_possible(self) -> bool:
        """Not of an undo, nor where another system has its cross-references."""
        return (
            self.sudo.state == VALIDATED
            and self.job._source().can_mend
            and self.job._assembly().translation().can_be_mapped
        )

    # -- what is shown ---------------------------------------------------------------------------

    def page(self) -> dict[str, Any]:
        """``{"values", "choices", "mapped", "may_share"}``: unknown ``values``, frequent ones
        first, as {"field", "label", "text", "rows", "suggested"}; ``choices``, {field: [[text,
        label]]}, where these are few; what is ``mapped`` already, as {"field", "label", "text",
        "ours"}; whether the user may map for all who use the operation."""
        found = self._unknown() if self.is_possible() else []
        fields = {name: self._field(name) for name, *_rest in found}
        choices = {name: self.job._kind()._accepted_values(field) for name, field in fields.items()}
        words = {name: self._words(field, choices[name]) for name, field in fields.items()}
        return {
            "values": [
                {
                    "field": name,
                    "label": label,
                    "text": text,
                    "rows": rows,
                    "suggested": suggested(text, words[name]) or "",
                }
                for name, label, text, rows in found
            ],
            "choices": choices,
            "mapped": self._mapped() if self.is_possible() else [],
            "may_share": self.sudo.operation_id.sudo(False)._right_problem("manage") is None,
        }

    def _unknown(self) -> list[tuple[str, str, str, int]]:
        """``[(field, label of its column, text, rows)]``: one statement."""
        return self.env.execute_query(
            SQL(
                """SELECT p.field, max(p.label), p.value, count(DISTINCT p.row_id)::int
                     FROM registration_import_problem p
                    WHERE p.job_id = %s AND p.level = 'error' AND p.code = ANY(%s)
                      AND p.value <> '' AND length(p.value) < %s AND p.field = ANY(%s)
                 GROUP BY 1, 3 ORDER BY 4 DESC, 1, 3 LIMIT %s""",
                self.job.id,
                list(self.job._kind()._unknown_codes),
                VALUE_LENGTH,
                list(self.sudo.mapping or {}),
                SHOWN,
            )
        )

    def _field(self, name: str) -> Any:
        return self.job._kind()._schema().field(name)

    def _words(self, field: Any, choices: list[list[str]]) -> list[tuple[str, str]]:
        """``[(word, accepted text)]`` in all languages installed, and hints of others."""
        words = [(word, text) for text, label in choices for word in (text, label)]
        shown = {choice[0]: choice[1] for choice in field.choices}
        words += [(word, choice[1]) for choice in field.choices for word in choice]
        words += [(word, shown[value]) for value, *hints in field.hints for word in hints]
        for code, _name in self.env["res.lang"].get_installed():
            job = self.job.with_context(lang=code)
            words += [
                (label, shown[value])
                for value, label in job._kind()._choice_words(field)
                if value in shown
            ]
            if not field.choices:
                words += [(label, text) for text, label in job._kind()._accepted_values(field)]
        return words

    def _mapped(self) -> list[dict[str, str]]:
        schema, meanings = self.job._kind()._schema(), self.sudo.meanings or {}
        return [
            {"field": name, "label": schema.field(name).label, "text": text, "ours": ours}
            for name, texts in meanings.items()
            if name in schema
            for text, ours in texts.items()
        ]

    # -- what is done ----------------------------------------------------------------------------

    def map(self, meanings: Any, scope: str = JOB) -> None:
        """Read what texts mean in all rows, and check these again. ``meanings`` are {field: {text:
        ours}}, where "" takes back what was said of a text; ``scope`` says for whom it is kept."""
        hold(self.job)
        if self.sudo.state not in (DRAFT, VALIDATED) or not self.is_possible():
            raise UserError(self.env._("This import is past that step: reload the page."))
        self._check(meanings, scope)
        job = self.job._as_starter()
        job._update(meanings=merged(self.sudo.meanings or {}, meanings))
        self.env["registration.import.meaning"]._keep(self.sudo.operation_id, meanings, scope)
        job._launch().validate_few()

    def _check(self, meanings: Any, scope: str) -> None:
        known = self.sudo.mapping or {}
        if scope not in (JOB, USER, OPERATION) or not _are_meanings(meanings, known):
            raise UserError(self.env._("These values cannot be mapped: reload the page."))
        if scope == OPERATION:
            self.sudo.operation_id.sudo(False)._check_right("manage")


def _are_meanings(meanings: Any, known: Any) -> bool:
    """Whether this is ``{field: {text: text}}`` of fields that have a column."""
    if not isinstance(meanings, dict) or not meanings.keys() <= set(known):
        return False
    if not all(isinstance(texts, dict) and len(texts) <= MOST for texts in meanings.values()):
        return False
    given = [text for texts in meanings.values() for pair in texts.items() for text in pair]
    return all(isinstance(each, str) and each == clean(each) for each in given) and all(
        len(each) <= VALUE_LENGTH for each in given
    )


def merged(old: Meanings, new: Meanings) -> Meanings:
    """What is said of texts, with what is said anew; "" takes back what was.

    >>> merged({"a": {"x": "1", "y": "2"}}, {"a": {"x": "", "z": "3"}})
    {'a': {'y': '2', 'z': '3'}}
    """
    both = {name: dict(texts) for name, texts in old.items()}
    for name, texts in new.items():
        tidied = {tidy_text(text): ours for text, ours in texts.items()}
        both[name] = {t: ours for t, ours in (both.get(name, {}) | tidied).items() if ours}
    return {name: texts for name, texts in both.items() if texts}
