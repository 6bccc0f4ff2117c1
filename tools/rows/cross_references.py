"""From the texts of another system to ours, cell by cell, before anything is read in them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from .cells import REMOVE, UNUSABLE, Cell, Cells, plain_text, tidy, without_apostrophe
from .lists import join_list, split_list
from .problems import ERROR, Problem
from .schema import Field

#: (field, column from 0, type of the cross-references)
Columns = Sequence[tuple[Field, int, str]]
#: {text as it is read: their text, or None where it has no cross-reference}
Texts = dict[str, str | None]
#: {field name: texts} of one row
Translations = dict[str, Texts]
Params = Mapping[str, object]

#: types whose texts always need a cross-reference: their 17 is not our 17
STRICT = ("contact",)
CODE = "no_cross_reference"


def tidy_text(text: str) -> str:
    """A text as cells hold it: what a cross-reference is found by.

    >>> tidy_text(" 0017\\u00a0"), tidy_text("'=A1")
    ('0017', '=A1')
    """
    text = text.strip() if text.isascii() else tidy(text)
    return without_apostrophe(text) if text[:1] == "'" else text


class Translator:
    """Puts our texts in the place of theirs, in the columns that refer to something.

    `lookups`, {(type, their text): our text}, are what the cross-references say of the texts
    that are `wanted`; to be set before the first row.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.lookups: Mapping[tuple[str, str], str] = {}
        self._met: dict[tuple[str, str, bool], tuple[str | None, Texts]] = {}

    def wanted(self, table: Iterable[Cells]) -> set[tuple[str, str]]:
        """{(type, text)} of all that rows of cells name."""
        return {
            (type, text)
            for cells in table
            for field, index, type in self.columns
            if index < len(cells)
            for text in _texts(field, cells[index])
        }

    def row(self, cells: Cells) -> tuple[Cells, Translations]:
        """The cells with our texts, and what was made of them; the very same cells where they
        hold nothing of the kind."""
        translations: Translations = {}
        new = cells
        for field, index, type in self.columns:
            if index >= len(cells):
                continue
            text, found = self._cell(field, type, cells[index])
            if found:
                translations[field.name] = found
            if text is not None:
                new = list(cells) if new is cells else new
                new[index] = text
        return new, translations

    def _cell(self, field: Field, type: str, cell: Cell) -> tuple[str | None, Texts]:
        """`(our text or None, what was made of it)`; equal cells share the answer."""
        key = type, plain_text(cell), isinstance(cell, str)
        if key not in self._met:
            self._met[key] = self._translated(field, type, cell)
        return self._met[key]

    def _translated(self, field: Field, type: str, cell: Cell) -> tuple[str | None, Texts]:
        ours = {text: self.lookups.get((type, text)) for text in _texts(field, cell)}
        found = {text if our is None else our: our and text for text, our in ours.items()}
        if not any(ours.values()):
            return None, found
        return _replaced(field, plain_text(cell), ours), found


def _texts(field: Field, cell: Cell) -> list[str]:
    """What a cell names; nothing where it cannot be read, or takes a value away."""
    if not isinstance(cell, str) and cell["type"] in UNUSABLE:
        return []
    text = tidy_text(plain_text(cell))
    if field.removable is not None and text == REMOVE:
        return []
    if not field.separator:
        return [text] if text else []
    if not field.assigns:
        return split_list(text) or []
    parts = (part.partition("=")[0] for part in text.split(field.separator))
    return [part for part in map(tidy, parts) if part]


def _replaced(field: Field, text: str, ours: Mapping[str, str | None]) -> str | None:
    """The text with ours in the place of theirs; what is assigned stays as it is."""
    if not field.separator:
        return ours[tidy_text(text)]
    text = tidy_text(text)
    if not field.assigns:
        return join_list(ours.get(part) or part for part in split_list(text) or ())
    parts = []
    for part in text.split(field.separator):
        name, equals, value = part.partition("=")
        parts.append(f"{ours.get(tidy(name)) or name}{equals}{value}")
    return field.separator.join(parts)


def strict_problems(translations: Translations, columns: Columns, params: Params) -> list[Problem]:
    """Problems of texts that mean nothing without a cross-reference."""
    return [
        Problem(CODE, field.name, text, {**params, "type": type})
        for field, _index, type in columns
        if type in STRICT
        for text, theirs in translations.get(field.name, {}).items()
        if theirs is None
    ]


def in_their_words(
    problem: Problem,
    translations: Translations,
    types: Mapping[str, str],
    unknown: Container[str],
    params: Params,
) -> Problem:
    """A problem with the text of the person's own file; one of the `unknown` codes, of a text
    that has no cross-reference, says that instead. `types` is {field name: type}."""
    field, value = problem.field, problem.value
    texts = translations.get(field) if field else None
    if not field or texts is None or problem.code == CODE or value not in texts:
        return problem
    theirs = texts[value]
    if theirs is not None:
        return replace(problem, value=theirs)
    if problem.level == ERROR and problem.code in unknown:
        return Problem(CODE, field, value, {**params, "type": types[field]})
    return problem
