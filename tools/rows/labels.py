"""The header of a file: what its labels have in common with names, and what is wrong with them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..reading.table import SEPARATORS
from .cells import INVISIBLE, Cell, Cells, fold, plain_text, tidy
from .problems import Problem, warning
from .schema import Field, Schema

#: columns that an errors file has in addition; never mapped, never checked
RESERVED = ("_row", "_error", "_hint")

#: the share of codes of one length above which shorter ones look as if zeros were lost
COMMON_LENGTH = 0.7
HEADER_ROWS = 20
#: a longer text is no name of a column
LONGEST = 500

#: for each column (from 0) some of its cells
Samples = Sequence[Sequence[Cell]]

_UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
_DATA = re.compile(r"[^@\s]+@[^@\s]+\.\w+|[+-]?\d[\d\s.,/:_-]{2,}")


def normalise(label: str) -> str:
    """What two spellings of a label have in common: letters and digits without case and accents.

    >>> normalise(" Régistration-CODE\\u00a0")
    'registrationcode'
    """
    plain = unicodedata.normalize("NFKD", label).casefold()
    return "".join(character for character in plain if character.isalnum())


def column_letter(index: int) -> str:
    """The name of a column (from 0) in a spreadsheet.

    >>> [column_letter(index) for index in (0, 25, 26, 702)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_index(letters: str) -> int | None:
    """The column (from 0) with that name in a spreadsheet; None for what is no such name.

    >>> column_index("A"), column_index("AAA"), column_index("a"), column_index("Name")
    (0, 702, None, None)
    """
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return None
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def check_labels(labels: Sequence[str], samples: Samples | None = None) -> list[Problem]:
    """What is wrong with a header: names twice (errors), no name, no header at all (warnings).

    `samples`, a list of sample cells per column, tells whether a column without a name holds data.
    """
    labels = [tidy(label) for label in labels]
    return [*_duplicates(labels), *_nameless(labels, samples), *_no_header(labels)]


def _duplicates(labels: Sequence[str]) -> list[Problem]:
    columns: dict[str, list[int]] = {}
    for column, label in enumerate(labels):
        if label and label not in RESERVED:
            columns.setdefault(fold(label), []).append(column)
    return [
        Problem(
            "duplicate_labels",
            value=labels[same[0]],
            params={"label": labels[same[0]], "columns": ", ".join(map(column_letter, same))},
        )
        for same in columns.values()
        if len(same) > 1
    ]


def _nameless(labels: Sequence[str], samples: Samples | None) -> list[Problem]:
    named = max((column for column, label in enumerate(labels) if label), default=-1)
    width = named if samples is None else max(len(labels), len(samples))
    return [
        warning("empty_label", column=column_letter(column))
        for column in range(width)
        if not (column < len(labels) and labels[column]) and _holds_data(samples, column)
    ]


def _holds_data(samples: Samples | None, column: int) -> bool:
    if samples is None:
        return True
    return column < len(samples) and any(tidy(plain_text(cell)) for cell in samples[column])


def check_lengths(labels: Sequence[str]) -> Problem | None:
    """The first text that is too long for the name of a column.

    >>> check_lengths(["Name", "x" * 501]).params
    {'column': 'B', 'length': 501, 'limit': 500}
    """
    for column, label in enumerate(labels):
        if len(label) > LONGEST:
            params = {"column": column_letter(column), "length": len(label), "limit": LONGEST}
            return Problem("label_too_long", params=params)
    return None


def is_headless(labels: Sequence[str], schema: Schema, given: Iterable[str] = ()) -> bool:
    """Whether the first row seems to be a record: no text in it is the name of a field, or one that
    somebody has `given`, and one looks like data, or is what a field would hold."""
    known = {word for field in schema for word in words_of(field)} | set(map(normalise, given))
    names = {normalise(label) for label in labels} - {""}
    if known & names:
        return False
    choices = {normalise(word) for field in schema for each in field.choices for word in each}
    return bool(_no_header(list(map(tidy, labels))) or choices & names)


def _no_header(labels: Sequence[str]) -> list[Problem]:
    data = [label for label in labels if _DATA.fullmatch(label)]
    return [warning("no_header", value=data[0], label=data[0])] if data else []


def check_order(labels: Sequence[str], wanted: Sequence[str]) -> Problem | None:
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


def _squeeze(label: str) -> str:
    """What two spellings of a label have in common: case, blanks and what nobody sees (the BOM of
    files that were put together) do not count."""
    return fold("".join(label.translate(_UNSEEN).split()))


def _order_problem(code: str, index: int, label: str, **params: object) -> Problem:
    return Problem(code, params={"column": column_letter(index), "label": label, **params})


def _other_separator(label: str, keys: Sequence[str]) -> Problem | None:
    """The header was read as a single column, because another character separates the cells."""
    for separator in SEPARATORS:
        if [_squeeze(text.strip(' "')) for text in label.split(separator)][: len(keys)] == keys:
            shown = {"\t": "Tab"}.get(separator, separator)
            return Problem("other_separator", params={"separator": shown})
    return None


def find_header(
    rows: Sequence[Cells], schema: Schema, known: Mapping[str, str] | None = None
) -> int:
    """The index of the header among the first rows (lists of cells): the first one, unless
    a later one names all that are required or, where none is, two of those `known`."""
    needed = [words_of(field) for field in schema.required]
    for index, keys in enumerate(map(_keys, rows[:HEADER_ROWS] if needed else ())):
        if all(words & keys for words in needed):
            return index
    return 0 if needed else _first_known(rows[:HEADER_ROWS], known or {})


def _first_known(rows: Sequence[Cells], known: Mapping[str, str]) -> int:
    """The first row that names two fields where no row before it names any, else the first of all:
    what stands above it are titles."""
    for index, cells in enumerate(rows):
        fields = named_fields(cells, known)
        if fields:
            return index if len(fields) > 1 else 0
    return 0


def words_of(field: Field) -> set[str]:
    """The labels that name a field, normalised."""
    return {normalise(word) for word in (field.label, field.name, *field.synonyms)} - {""}


def named_fields(cells: Cells, known: Mapping[str, str]) -> set[str]:
    """The fields that the cells of a row name; `known` is {normalised label: field}.

    >>> sorted(named_fields(["E-Mail", "Zip"], {"email": "email", "mail": "email", "zip": "zip"}))
    ['email', 'zip']
    """
    return {known[key] for key in _keys(cells) if key in known}


def _keys(cells: Cells) -> set[str]:
    """The cells of a row as labels are compared; of a longer text, no more than a label has."""
    return {normalise(plain_text(cell)[: LONGEST + 1]) for cell in cells}


def lost_zeros(texts: Iterable[str]) -> tuple[int, int]:
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
