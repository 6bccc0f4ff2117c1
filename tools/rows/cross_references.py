"""From the texts of another system to ours, cell by cell, before anything is read in them."""

from dataclasses import replace

from .parsers import REMOVE, UNUSABLE, plain_text, tidy, without_apostrophe
from .problems import ERROR, Problem

#: types whose texts always need a cross-reference: their 17 is not our 17
STRICT = ("contact",)
CODE = "no_cross_reference"


def tidy_text(text):
    """A text as cells hold it: what a cross-reference is found by.

    >>> tidy_text(" 0017\\u00a0"), tidy_text("'=A1")
    ('0017', '=A1')
    """
    text = text.strip() if text.isascii() else tidy(text)
    return without_apostrophe(text) if text[:1] == "'" else text


class Translator:
    """Puts our texts in the place of theirs, in the columns that refer to something.

    `columns` are [(field, column from 0, type of the cross-references)]. What was made of the
    cells of a row is {field name: {text as it is read: their text, or None where it has no
    cross-reference}}.
    """

    def __init__(self, columns):
        self.columns = columns
        self.known = {}
        self._met = {}

    def wanted(self, table):
        """{(type, text)} of all that rows of cells name."""
        return {
            (type, text)
            for cells in table
            for field, index, type in self.columns
            if index < len(cells)
            for text in _texts(field, cells[index])
        }

    def row(self, cells):
        """The cells with our texts, and what was made of them; the very same cells where they
        hold nothing of the kind."""
        said, new = {}, cells
        for field, index, type in self.columns:
            if index >= len(cells):
                continue
            text, found = self._cell(field, type, cells[index])
            if found:
                said[field.name] = found
            if text is not None:
                new = list(cells) if new is cells else new
                new[index] = text
        return new, said

    def _cell(self, field, type, cell):
        """`(our text or None, what was made of it)`; equal cells share the answer."""
        key = type, plain_text(cell), cell.__class__ is str
        if key not in self._met:
            self._met[key] = self._translated(field, type, cell)
        return self._met[key]

    def _translated(self, field, type, cell):
        known = self.known.get
        ours = {text: known((type, text)) for text in _texts(field, cell)}
        found = {text if our is None else our: our and text for text, our in ours.items()}
        if not any(ours.values()):
            return None, found
        return _replaced(field, plain_text(cell), ours), found


def _texts(field, cell):
    """What a cell names; nothing where it cannot be read, or takes a value away."""
    if cell.__class__ is not str and cell["type"] in UNUSABLE:
        return []
    text = tidy_text(plain_text(cell))
    if field.removable is not None and text == REMOVE:
        return []
    if not field.separator:
        return [text] if text else []
    parts = text.split(field.separator)
    if field.assigns:
        parts = [part.partition("=")[0] for part in parts]
    return [part for part in map(tidy, parts) if part]


def _replaced(field, text, ours):
    """The text with ours in the place of theirs; what is assigned stays as it is."""
    if not field.separator:
        return ours[tidy_text(text)]
    parts = []
    for part in tidy_text(text).split(field.separator):
        name, equals, value = part.partition("=") if field.assigns else (part, "", "")
        parts.append(f"{ours.get(tidy(name)) or name}{equals}{value}")
    return field.separator.join(parts)


def strict_problems(said, columns, params):
    """Problems of texts that mean nothing without a cross-reference."""
    return [
        Problem(CODE, field.name, text, {**params, "type": type})
        for field, _index, type in columns
        if type in STRICT
        for text, theirs in said.get(field.name, {}).items()
        if theirs is None
    ]


def in_their_words(problem, said, types, unknown, params):
    """A problem with the text of the person's own file; one of the `unknown` codes, of a text
    that has no cross-reference, says that instead. `types` is {field name: type}."""
    texts = said.get(problem.field)
    if texts is None or problem.code == CODE or problem.value not in texts:
        return problem
    theirs = texts[problem.value]
    if theirs is not None:
        return replace(problem, value=theirs)
    if problem.level == ERROR and problem.code in unknown:
        return Problem(CODE, problem.field, problem.value, {**params, "type": types[problem.field]})
    return problem
