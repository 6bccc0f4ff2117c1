"""From labels to fields: which column of a file holds what, and how sure that is."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .cells import Cell, plain_text, tidy
from .labels import RESERVED, Samples, normalise, words_of
from .schema import Field, Schema

FUZZY = 0.8
#: of so many letters of a label one may be wrong
LETTERS_AN_ERROR = 6
#: letters of an abbreviation
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A column (from 0) for a field, how it was found and how sure that is, from 0 to 1."""

    column: int
    how: str
    sure: float


def guess(
    labels: Sequence[str],
    samples: Samples,
    schema: Schema,
    learned: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    placed: Mapping[str, int] | None = None,
    asked: bool = True,
) -> dict[str, Guess]:
    """Guess the column of each field: {field name: Guess}, fields without a guess left out.

    `labels` are the texts of the header, `samples` a list of sample cells per column (may be
    empty), `learned` {normalised label: field name} of an earlier job, `given` {label: field name}
    as somebody has decided it, `placed` {field name: column} likewise. Each column is used once, a
    field that is given for nothing else. Where somebody is `asked` before anything happens, weaker
    signs count as well.
    """
    guesses = _Guesses(labels, schema)
    guesses.by_place(placed or {})
    guesses.by_decision(given or {})
    guesses.by_word("exact", 1.0, tidy, lambda field: (field.label, field.name))
    guesses.by_word("normalised", 0.98, normalise, lambda field: (field.label, field.name))
    guesses.by_word("synonym", 0.95, normalise, lambda field: field.synonyms)
    guesses.by_neighbour()
    guesses.by_learning(learned or {})
    guesses.by_likeness()
    if asked:
        guesses.by_beginning()
    if not given and (asked or not guesses.found):
        guesses.by_position(samples)
    names = [field.name for field in schema if field.name in guesses.found]
    return {name: guesses.found[name] for name in names}


class _Guesses:
    def __init__(self, labels: Sequence[str], schema: Schema) -> None:
        self.schema = schema
        self.columns = {
            column: label for column, label in enumerate(labels) if tidy(label) not in RESERVED
        }
        self.found: dict[str, Guess] = {}
        self.decided: set[str] = set()

    def _take(self, field: Field, column: int, how: str, sure: float) -> None:
        self.found[field.name] = Guess(column, how, round(sure, 2))

    def _open(self) -> tuple[list[Field], dict[int, str]]:
        """Fields without a column, and named columns without a field."""
        used = {guess.column for guess in self.found.values()}
        decided = {*self.found, *self.decided}
        fields = [field for field in self.schema if field.name not in decided]
        columns = {c: label for c, label in self.columns.items() if c not in used and tidy(label)}
        return fields, columns

    def by_place(self, placed: Mapping[str, int]) -> None:
        """Fields whose column was named by its letter."""
        for field in self.schema:
            if field.name in placed:
                self._take(field, placed[field.name], "given", 1.0)

    def by_decision(self, given: Mapping[str, str]) -> None:
        """Fields whose column was named; where the file has it not, they have none."""
        columns = {tidy(label): column for column, label in reversed(self.columns.items())}
        names = {field.name: field for field in self.schema}
        for label, name in given.items():
            if name in names:
                self.decided.add(name)
                if label in columns:
                    self._take(names[name], columns[label], "given", 1.0)

    def by_word(
        self,
        how: str,
        sure: float,
        key: Callable[[str], str],
        words: Callable[[Field], Iterable[str]],
    ) -> None:
        """Fields of which one word equals a label; the first of equal labels."""
        fields, columns = self._open()
        by_key: dict[str, int] = {}
        for column, label in columns.items():
            by_key.setdefault(key(label), column)
        for field in fields:
            keys = (key(word) for word in words(field))
            fitting = next((each for each in keys if each in by_key), None)
            if fitting is not None:
                self._take(field, by_key.pop(fitting), how, sure)

    def by_neighbour(self) -> None:
        """Labels that mean a field only beside another one: then they are not what they mean
        alone."""
        for field in self.schema:
            neighbour, words = field.beside or ("", ())
            if neighbour not in self.found or {field.name} & {*self.found, *self.decided}:
                continue
            keys = {normalise(word) for word in words}
            for name, guess in [*self.found.items()]:
                if guess.how == "synonym" and normalise(self.columns[guess.column]) in keys:
                    del self.found[name]
                    self._take(field, guess.column, "synonym", 0.95)
                    break

    def by_learning(self, learned: Mapping[str, str]) -> None:
        fields, columns = self._open()
        names = {field.name: field for field in fields}
        for column, label in columns.items():
            field = names.pop(learned.get(normalise(label), ""), None)
            if field:
                self._take(field, column, "learned", 0.9)

    def by_likeness(self) -> None:
        """The most alike pair first, each field and each column once."""
        self._by_pairs(likeness, FUZZY, 0.9)

    def by_beginning(self) -> None:
        """Abbreviations, the fuller one first."""
        self._by_pairs(beginning, 0.0, FUZZY)

    def _by_pairs(self, alike: Callable[[Field, str], float], least: float, most: float) -> None:
        fields, columns = self._open()
        pairs = [
            (sure, -column, position)
            for position, field in enumerate(fields)
            for column, label in columns.items()
            if (sure := alike(field, label)) and sure >= least
        ]
        taken: set[tuple[str, int]] = set()
        for sure, column, position in sorted(pairs, reverse=True):
            if not {("column", column), ("field", position)} & taken:
                taken |= {("column", column), ("field", position)}
                self._take(fields[position], -column, "fuzzy", min(sure, most))

    def by_position(self, samples: Samples) -> None:
        """A file of as many columns as there are fields. Beside columns that are known, and that
        stand in their places, what the cells of another one show has to be possible there."""
        if len(self.columns) != len(self.schema):
            return
        places = dict(zip((field.name for field in self.schema), self.columns, strict=True))
        alone = not self.found
        if any(each.column != places[name] for name, each in self.found.items()):
            return
        for field in self.schema:
            column = places[field.name]
            fits = column < len(samples) and _fits(field, samples[column])
            if alone or (fits and field.name not in self.found and any(samples[column])):
                self._take(field, column, "position", 0.5 if fits else 0.3)


def likeness(field: Field, label: str) -> float:
    """How alike a label is to the words of a field, from 0 to 1; 0 where it is not one of them with
    typing errors: "Member name" is no member number, and an "E-mail 2" not the e-mail."""
    key = normalise(label)
    matcher = difflib.SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(key)
    best = 0.0
    for word in words_of(field):
        matcher.set_seq1(word)
        # of most pairs the lengths and the letters alone say that they are not alike
        if matcher.real_quick_ratio() >= FUZZY and matcher.quick_ratio() >= FUZZY:
            is_typed_wrong = _digits(word) == _digits(key) and _errors(word, key) <= _most(word)
            best = max(best, matcher.ratio() if is_typed_wrong else 0.0)
    return best


def _most(word: str) -> int:
    """So many typing errors a word of its length may have."""
    return max(1, len(word) // LETTERS_AN_ERROR)


def _digits(word: str) -> str:
    """What numbers a label among several alike; the first of them may do without."""
    return re.sub("[^0-9]", "", word).removeprefix("1")


def _errors(one: str, other: str) -> int:
    """How many letters are to be put in, left out, exchanged or swapped with their neighbour until
    one text is the other.

    >>> _errors("status", "sattus"), _errors("membernumber", "membername"), _errors("a", "")
    (1, 3, 1)
    """
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one):
        before, last, row = last, row, [place + 1]
        for index, each in enumerate(other):
            cheapest = min(row[-1] + 1, last[index + 1] + 1, last[index] + (letter != each))
            if place and index and (letter, one[place - 1]) == (other[index - 1], each):
                cheapest = min(cheapest, before[index - 1] + 1)
            row.append(cheapest)
    return row[-1]


def beginning(field: Field, label: str) -> float:
    """The share of the words of a field that a label has where it abbreviates each of them, else 0:
    a word less or more names another column.

    >>> code = Field("code", "Registration Code")
    >>> labels = "Regist. Code", "Registration", "Reg. Code of the guest", "Re Co"
    >>> [round(beginning(code, label), 2) for label in labels]
    [0.62, 0.0, 0.0, 0.0]
    """
    words, best = _words(label), 0.0
    for text in (field.label, field.name, *field.synonyms):
        others = _words(text)
        if _abbreviates(words, others):
            best = max(best, len("".join(words)) / len("".join(others)))
    return best


def _words(text: str) -> list[str]:
    return [word for word in map(normalise, re.split(r"[\W_]+", text)) if word]


def _abbreviates(short: list[str], whole: list[str]) -> bool:
    """Whether each word begins the other at its place; two letters begin too many."""
    return 0 < len(short) == len(whole) and all(
        len(one) >= SHORTEST and other.startswith(one)
        for one, other in zip(short, whole, strict=True)
    )


def _fits(field: Field, cells: Sequence[Cell]) -> bool:
    """Whether none of the sample cells is too long for the field or foreign to its choices."""
    texts = [tidy(plain_text(cell)) for cell in cells]
    if field.type == "selection":
        words = {normalise(word) for choice in field.choices for word in choice}
        return all(normalise(text) in words for text in texts if text)
    return not field.size or all(len(text) <= field.size for text in texts)
