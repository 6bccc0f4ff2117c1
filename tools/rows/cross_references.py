"""From the texts of another system to ours, cell by cell, before anything is read in them: by the
words of a column itself, and by cross-references."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from .cells import REMOVE, UNUSABLE, Cell, Cells, plain_text, tidy, without_apostrophe
from .keys import key_text
from .lists import MOST, join_list, split_list
from .placeholders import is_placeholder
from .problems import ERROR, Problem, shorten, warning
from .schema import Field

#: (field, column from 0, type of the cross-references; "" of a column that only has own words)
Columns = Sequence[tuple[Field, int, str]]
#: {text as it is read: their text, or None where it has no cross-reference}
Texts = dict[str, str | None]
#: {field name: texts} of one row
Translations = dict[str, Texts]
Params = Mapping[str, object]

#: types whose texts always need a cross-reference: their 17 is not our 17
STRICT = ("contact",)
#: types of records that nothing but a key names
KEYED = ("contact", "group", "interest", "qualification")
CODE = "no_cross_reference"


def tidy_text(text: str) -> str:
    """A text as cells hold it: what a cross-reference is found by.

    >>> tidy_text(" 0017\\u00a0"), tidy_text("'=A1")
    ('0017', '=A1')
    """
    text = text.strip() if text.isascii() else tidy(text)
    return without_apostrophe(text) if text[:1] == "'" else text


def named_text(type: str, text: str) -> str:
    """The text of a cell as it is looked up in the cross-references of a type.

    >>> named_text("group", "17.0"), named_text("segmentation.interest_opt", "1.0")
    ('17', '1.0')
    """
    return key_text(text) if text and type in KEYED else text


def names_nothing(type: str, text: str) -> bool:
    """Whether a text stands for no value where it would name a record: of choices, which are few
    and known, 0 and - are as good as any other text.

    >>> names_nothing("group", "NULL"), names_nothing("segmentation.interest_opt", "-")
    (True, False)
    """
    return type in KEYED and is_placeholder(text)


class Translator:
    """Puts our texts in the place of theirs, in the columns that refer to something.

    `lookups`, {(type, their text): our text}, are what the cross-references say of the texts
    that are `wanted`; to be set before the first row. `words`, {field name: {their text: our
    text}}, are what columns say themselves, which comes first.
    """

    def __init__(
        self, columns: Columns, words: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.columns, self.words = columns, words or {}
        self.lookups: Mapping[tuple[str, str], str] = {}
        self._met: dict[tuple[str, str, str | None], tuple[str | None, Texts]] = {}

    def wanted(self, table: Iterable[Cells]) -> set[tuple[str, str]]:
        """{(type, text)} of all that rows of cells name."""
        return {
            (type, text)
            for cells in table
            for field, index, type in self.columns
            if type and index < len(cells)
            for part, text in _texts(field, type, cells[index]).items()
            if part not in self.words.get(field.name, ())
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
        key = field.name, plain_text(cell), None if isinstance(cell, str) else cell["type"]
        if key not in self._met:
            self._met[key] = self._translated(field, type, cell)
        return self._met[key]

    def _translated(self, field: Field, type: str, cell: Cell) -> tuple[str | None, Texts]:
        texts = _texts(field, type, cell)
        own = self.words.get(field.name, {})
        ours = {text: own.get(text) or self.lookups.get((type, key)) for text, key in texts.items()}
        found = {our or texts[text]: our and text for text, our in ours.items()}
        if not any(ours.values()):
            return None, found
        return _replaced(field, plain_text(cell), ours), found


def _texts(field: Field, type: str, cell: Cell) -> dict[str, str]:
    """``{text: by what it is looked up}`` of what a cell names; nothing where it cannot be read,
    takes a value away or stands for none."""
    if not isinstance(cell, str) and (cell["type"] in UNUSABLE or cell["type"] == "painted"):
        return {}
    text = tidy_text(plain_text(cell))
    if field.removable is not None and text == REMOVE:
        return {}
    named = {part: named_text(type, part) for part in map(tidy, _parts(field, text)) if part}
    return {part: key for part, key in named.items() if not names_nothing(type, key)}


def _parts(field: Field, text: str) -> list[str]:
    if not field.separator:
        return [text]
    if text.count(field.separator) > MOST:  # nothing reads that
        return []
    if not field.assigns:
        return split_list(text) or []
    return [part.partition("=")[0] for part in text.split(field.separator)]


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


def respelt_warnings(translations: Translations, columns: Columns) -> list[Problem]:
    """What is to be said of texts that were found in another spelling than that of the file."""
    return [
        warning("key_respelt", field.name, shorten(theirs))
        for field, _index, type in columns
        for theirs in translations.get(field.name, {}).values()
        if theirs is not None and type in KEYED and key_text(theirs) != theirs
    ]


def in_their_words(
    problem: Problem,
    translations: Translations,
    types: Mapping[str, str],
    unknown: Container[str],
    params: Params,
) -> Problem:
    """A problem with the text of the person's own file; one of the `unknown` codes, of a text
    that has no cross-reference, says that instead. `types` is {field name: type} of the fields that
    have cross-references."""
    field, value = problem.field, problem.value
    texts = translations.get(field) if field else None
    if not field or texts is None or problem.code == CODE or value not in texts:
        return problem
    theirs = texts[value]
    if theirs is not None:
        return replace(problem, value=theirs)
    type = types.get(field)
    if type and problem.level == ERROR and problem.code in unknown:
        return Problem(CODE, field, value, {**params, "type": type})
    return problem
