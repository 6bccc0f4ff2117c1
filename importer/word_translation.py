"""Texts of a file that are read as others, by words that somebody has given for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from odoo.tools import SQL

from ..tools.rows.cells import ENDS
from ..tools.rows.cross_references import Columns, Translations, Translator, in_their_words
from ..tools.rows.plan import Row
from ..tools.rows.problems import Problem
from .loader import Staged, Translation


class WordTranslation(Translation):
    """Puts ours in the place of their texts, before anything is read in them.

    Staged cells stay as they are, so that files of errors and the views of rows show the person's
    own texts; problems say these, too. ``columns`` are ``[(field, column from 0, type)]`` of what
    is translated, ``words`` {field: {their text: our text}}. Another way to know texts overrides
    ``translator``, ``told`` and ``known``.
    """

    translates = True

    def __init__(self, columns: Columns, words: Mapping[str, Mapping[str, str]]) -> None:
        self.columns, self.words = columns, words

    def translator(self, staged: list[Staged]) -> Translator:
        """What translates these rows."""
        return Translator(self.columns, self.words)

    def cells(self, staged: list[Staged]) -> tuple[list[Staged], list | None]:
        """The staged rows in our words, and what was made of each."""
        translator = self.translator(staged)
        translated = [(identifier, *translator.row(cells)) for identifier, cells in staged]
        return (
            [(identifier, cells) for identifier, cells, _made in translated],
            [made for _id, _cells, made in translated],
        )

    def apply(self, rows: list[Row], translations: list | None) -> None:
        """What was made of the texts of each row stays with it."""
        for row, made in zip(rows, translations or (), strict=True):
            row.translations = made

    def explain(self, rows: list[Row]) -> None:
        """Problems say the texts of the file."""
        for row in rows:
            made = row.translations
            if not made:
                continue
            row.problems = [self.told(each, made) for each in row.problems]
            if row.plan is not None and row.plan.problems:
                row.plan.problems = [self.told(each, made) for each in row.plan.problems]

    def told(self, problem: Problem, made: Translations) -> Problem:
        """A problem with the text of the person's own file."""
        return in_their_words(problem, made, {}, (), {})

    def text(self, column: int, text: Any) -> Any:
        """Two texts that mean the same name the same record."""
        for field, index, type in self.columns:
            if index == column:
                found = self.known(type, text)
                words = self.words.get(field.name)
                return _own(words, text, found) if words else found
        return text

    def known(self, type: str, text: Any) -> Any:
        """The SQL of what a text means for which its column has no word."""
        return text


def _own(words: Mapping[str, str], text: Any, found: Any) -> SQL:
    """What a column says itself comes first."""
    return SQL("coalesce(%s::jsonb->>btrim(%s, %s), %s)", json.dumps(words), text, ENDS, found)
