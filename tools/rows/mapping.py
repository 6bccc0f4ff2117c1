"""From labels to fields: which column of a file holds what, and how sure that is."""

import difflib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from ..reading.table import SEPARATORS
from .parsers import INVISIBLE, plain_text, tidy
from .problems import Problem, warning

#: columns that an errors file has in addition; never mapped, never checked
RESERVED = ("_row", "_error", "_hint")

FUZZY = 0.8
#: the share of codes of one length above which shorter ones look as if zeros were lost
COMMON_LENGTH = 0.7
HEADER_ROWS = 20

_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
_DATA = re.compile(r"[^@\s]+@[^@\s]+\.\w+|[+-]?\d[\d\s.,/:_-]{2,}")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column (from 0) for a field, how it was found and how sure that is, from 0 to 1."""

    column: int
    how: str
    sure: float


def normalise(label):
    """What two spellings of a label have in common: letters and digits without case and accents.

    >>> normalise(" Régistration-CODE\\u00a0")
    'registrationcode'
    """
    plain = unicodedata.normalize("NFKD", label).casefold()
    return "".join(character for character in plain if character.isalnum())


def column_letter(index):
    """The name of a column (from 0) in a spreadsheet: A, B, ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def guess(labels, samples, schema, learned=None, given=None):
    """Guess the column of each field: {field name: Guess}, fields without a guess left out.

    `labels` are the texts of the header, `samples` a list of sample cells per column (may be
    empty), `learned` {normalised label: field name} of an earlier job, `given` {label: field name}
    as somebody has decided it. Each column is used once, a field that is given for nothing else.
    """
    guesses = _Guesses(labels, schema)
    guesses.by_decision(given or {})
    guesses.by_word("exact", 1.0, tidy, lambda field: (field.label, field.name))
    guesses.by_word("normalised", 0.98, normalise, lambda field: (field.label, field.name))
    guesses.by_word("synonym", 0.95, normalise, lambda field: field.synonyms)
    guesses.by_learning(learned or {})
    guesses.by_likeness()
    if not guesses.found and not given and len(guesses.columns) == len(schema):
        guesses.by_position(samples)
    names = [field.name for field in schema if field.name in guesses.found]
    return {name: guesses.found[name] for name in names}


class _Guesses:
    def __init__(self, labels, schema):
        self.schema = schema
        self.columns = {
            column: label for column, label in enumerate(labels) if tidy(label) not in RESERVED
        }
        self.found = {}
        self.decided = set()

    def _take(self, field, column, how, sure):
        self.found[field.name] = Guess(column, how, round(sure, 2))

    def _open(self):
        """Fields without a column, and named columns without a field."""
        used = {guess.column for guess in self.found.values()}
        decided = {*self.found, *self.decided}
        fields = [field for field in self.schema if field.name not in decided]
        columns = {c: label for c, label in self.columns.items() if c not in used and tidy(label)}
        return fields, columns

    def by_decision(self, given):
        """Fields whose column was named; where the file has it not, they have none."""
        columns = {tidy(label): column for column, label in reversed(self.columns.items())}
        names = {field.name: field for field in self.schema}
        for label, name in given.items():
            if name in names:
                self.decided.add(name)
                if label in columns:
                    self._take(names[name], columns[label], "given", 1.0)

    def by_word(self, how, sure, key, words):
        """Fields of which one word equals a label; the first of equal labels."""
        fields, columns = self._open()
        by_key = {}
        for column, label in columns.items():
            by_key.setdefault(key(label), column)
        for field in fields:
            keys = (key(word) for word in words(field))
            column = next((by_key.pop(each) for each in keys if each in by_key), None)
            if column is not None:
                self._take(field, column, how, sure)

    def by_learning(self, learned):
        fields, columns = self._open()
        names = {field.name: field for field in fields}
        for column, label in columns.items():
            field = names.pop(learned.get(normalise(label)), None)
            if field:
                self._take(field, column, "learned", 0.9)

    def by_likeness(self):
        """The most alike pair first, each field and each column once."""
        fields, columns = self._open()
        pairs = [
            (likeness(field, label), -column, position)
            for position, field in enumerate(fields)
            for column, label in columns.items()
        ]
        taken = set()
        for sure, column, position in sorted(pairs, reverse=True):
            if sure >= FUZZY and not {("column", column), ("field", position)} & taken:
                taken |= {("column", column), ("field", position)}
                self._take(fields[position], -column, "fuzzy", min(sure, 0.9))

    def by_position(self, samples):
        for field, column in zip(self.schema, self.columns, strict=True):
            fits = column < len(samples) and _fits(field, samples[column])
            self._take(field, column, "position", 0.5 if fits else 0.3)


def likeness(field, label):
    """How alike a label is to the words of a field, from 0 to 1."""
    label = normalise(label)
    words = {normalise(word) for word in (field.label, field.name, *field.synonyms)}
    return max(difflib.SequenceMatcher(None, label, word, False).ratio() for word in words)


def _fits(field, cells):
    """Whether none of the sample cells is too long for the field or foreign to its choices."""
    texts = [tidy(plain_text(cell)) for cell in cells]
    if field.type == "selection":
        words = {normalise(word) for choice in field.choices for word in choice}
        return all(normalise(text) in words for text in texts if text)
    return not field.size or all(len(text) <= field.size for text in texts)


def check_labels(labels, samples=None):
    """What is wrong with a header: names twice (errors), no name, no header at all (warnings).

    `samples`, a list of sample cells per column, tells whether a column without a name holds data.
    """
    labels = [tidy(label) for label in labels]
    return [*_duplicates(labels), *_nameless(labels, samples), *_no_header(labels)]


def _duplicates(labels):
    columns = {}
    for column, label in enumerate(labels):
        if label and label not in RESERVED:
            columns.setdefault(label.casefold(), []).append(column)
    return [
        Problem(
            "duplicate_labels",
            value=labels[same[0]],
            params={"label": labels[same[0]], "columns": ", ".join(map(column_letter, same))},
        )
        for same in columns.values()
        if len(same) > 1
    ]


def _nameless(labels, samples):
    named = max((column for column, label in enumerate(labels) if label), default=-1)
    width = named if samples is None else max(len(labels), len(samples))
    return [
        warning("empty_label", column=column_letter(column))
        for column in range(width)
        if not (column < len(labels) and labels[column]) and _holds_data(samples, column)
    ]


def _holds_data(samples, column):
    if samples is None:
        return True
    return column < len(samples) and any(tidy(plain_text(cell)) for cell in samples[column])


def _no_header(labels):
    data = [label for label in labels if _DATA.fullmatch(label)]
    return [warning("no_header", value=data[0], label=data[0])] if data else []


def check_order(labels, wanted):
    """The first column that is missing, in another's place, or too many, where the columns have
    a fixed order; case and blanks of a label do not count. None where all is well.

    >>> check_order(["uln ", "STATUS"], ["ULN", "Status"])
    >>> check_order(["Status", "ULN"], ["ULN", "Status"]).code
    'column_misplaced'
    """
    found, keys = [_squeeze(label) for label in labels], [_squeeze(label) for label in wanted]
    while found and not found[-1]:
        found.pop()
    if len(found) == 1 and found != keys and (problem := _other_separator(labels[0], keys)):
        return problem
    for index, key in enumerate(keys):
        if index < len(found) and found[index] == key:
            continue
        if key not in found:
            return _order_problem("column_missing", index, wanted[index])
        label = labels[index] if index < len(found) else ""
        return _order_problem("column_misplaced", index, wanted[index], found=label)
    if len(found) > len(keys):
        return _order_problem("column_too_many", len(keys), labels[len(keys)])
    return None


def _squeeze(label):
    """What two spellings of a label have in common: case, blanks and what nobody sees (the BOM of
    files that were put together) do not count."""
    return "".join(label.translate(_UNSEEN).split()).casefold()


def _order_problem(code, index, label, **params):
    return Problem(code, params={"column": column_letter(index), "label": label, **params})


def _other_separator(label, keys):
    """The header was read as a single column, because another character separates the cells."""
    for separator in SEPARATORS:
        if [_squeeze(text.strip(' "')) for text in label.split(separator)][: len(keys)] == keys:
            shown = {"\t": "Tab"}.get(separator, separator)
            return Problem("other_separator", params={"separator": shown})
    return None


def find_header(rows, schema):
    """The index of the header among the first rows (lists of cells): the first one, unless a
    later one names all required fields and the first does not."""
    needed = [_words(field) for field in schema.required]
    for index, cells in enumerate(rows[:HEADER_ROWS]):
        names = {normalise(plain_text(cell)) for cell in cells}
        if needed and all(words & names for words in needed):
            return index
    return 0


def _words(field):
    return {normalise(word) for word in (field.label, field.name, *field.synonyms)} - {""}


def lost_zeros(texts):
    """How many codes of a column seem to have lost leading zeros, and the length of the others.

    Codes of digits alone that nearly all have one length, none with a zero in front, and some
    that are shorter: a guess, so it is only ever told.

    >>> lost_zeros(["12345", "23456", "34567", "45678", "1234"])
    (1, 5)
    >>> lost_zeros(["1", "22", "333"])
    (0, 0)
    """
    codes = [text for text in texts if text]
    if not codes or not all(code.isdecimal() and code[0] != "0" for code in codes):
        return 0, 0
    length, count = Counter(map(len, codes)).most_common(1)[0]
    if count < COMMON_LENGTH * len(codes) or length != max(map(len, codes)):
        return 0, 0
    return (len(codes) - count, length) if count < len(codes) else (0, 0)
