"""The lines of a download between the record and the file: `(line id, model, record id, gone)`."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ..rows.lists import join_list, split_list
from ..rows.schema import Field

Line = tuple[int, str, int, bool]


class State(NamedTuple):
    """What a record is in the snapshot in which its texts are read: the contact that it is about,
    what changes with it, and what became of it where it is gone though it is still there."""

    id: int
    contact: int | None
    stamp: datetime | None
    mark: str | None
    fate: str | None


class Gone(NamedTuple):
    """What is known of a record that is gone: its keys as they were sent, and what became of it."""

    keys: list[str] | None
    fate: str | None


#: {record id: {field: text}}
Texts = dict[int, dict[str, str]]
#: what a run says: `[code, {"field": label, "count": count}]`
Note = list

#: codes of what has no cross-reference: an ID, which is left empty, and what stays ours
NO_ID, STAYS_OURS = "no_id_there", "stays_ours"


def lines_by_record(
    lines: Iterable[Line],
) -> dict[str, tuple[dict[int, int], dict[int, int]]]:
    """{model: ({record id: line id} of those that are there, the same of those that are gone)}

    >>> lines_by_record([(1, "a", 7, False), (2, "a", 8, True), (3, "b", 7, False)])
    {'a': ({7: 1}, {8: 2}), 'b': ({7: 3}, {})}
    """
    found: dict[str, tuple[dict[int, int], dict[int, int]]] = {}
    for line, model, record, gone in lines:
        found.setdefault(model, ({}, {}))[bool(gone)][record] = line
    return found


def cells_of(
    lines: Iterable[Line], texts: Mapping[str, Texts], fields: Sequence[str]
) -> list[list[str]]:
    """The rows of the file, {model: texts} in the order of the lines; what has no texts is left
    out.

    >>> cells_of([(1, "a", 7, False), (2, "a", 8, False)], {"a": {7: {"city": "Chur"}}}, ["city"])
    [['Chur']]
    """
    found = (texts[model].get(record) for _line, model, record, _gone in lines)
    return [[text or "" for text in map(each.get, fields)] for each in found if each is not None]


def add_counts(notes: Iterable[Note], counts: Mapping[tuple[str, str], int]) -> list[Note]:
    """The notes of a run with what was counted since, `{(code, label of a field): count}`.

    >>> add_counts([["no_id_there", {"field": "ID", "count": 1}]], {("no_id_there", "ID"): 2})
    [['no_id_there', {'field': 'ID', 'count': 3}]]
    """
    found = {(code, params.get("field")): params for code, params in notes}
    for (code, label), count in counts.items():
        before = found.get((code, label), {"count": 0})
        found[code, label] = {"field": label, "count": before["count"] + count}
    return [[code, params] for (code, _label), params in found.items()]


def put_theirs(
    texts: Texts,
    fields: Iterable[Field],
    theirs: Callable[[str, Collection[str]], Mapping[str, str]] | None,
    strict: Collection[str],
    words: Mapping[str, Mapping[str, str]],
) -> dict[tuple[str, str], int]:
    """Put their values in the place of ours, in the texts themselves.

    `words`, {field: {our text: their text}}, are what a column says itself, which comes first;
    `theirs(type, our texts)` gives {our text: their text} of those that have a cross-reference,
    None where there is no other system. What has none stays ours, but of the types `strict`, where
    ours would be taken for somebody else's; {(code, label of the field): how many}.
    """
    counts: dict[tuple[str, str], int] = {}
    for field in fields:
        own, reference = words.get(field.name, {}), field.reference if theirs else None
        if not own and not reference:
            continue
        lines = [line for line in texts.values() if line.get(field.name)]
        lookups = own
        if theirs and reference:
            parts = {part for line in lines for part in parts_of(field, line)}
            lookups = {**theirs(reference, parts - own.keys()), **own}
        without_id = reference in strict
        missing = _put(field, lines, lookups, without_id)
        if missing and reference:
            key = NO_ID if without_id else STAYS_OURS, field.label
            counts[key] = counts.get(key, 0) + missing
    return counts


def _put(
    field: Field,
    lines: Iterable[dict[str, str]],
    lookups: Mapping[str, str],
    without_id: bool,
) -> int:
    """Put what is looked up in the place of the texts of one field; how many have nothing."""
    missing = 0
    for line in lines:
        parts = parts_of(field, line)
        missing += sum(part not in lookups for part in parts)
        new = [lookups.get(part, "" if without_id else part) for part in parts]
        line[field.name] = _joined(field, line, new)
    return missing


def parts_of(field: Field, line: Mapping[str, str]) -> list[str]:
    """What the text of a field names: several, where the field has a separator, and of TEXT=VALUE
    what stands before the sign.

    >>> parts_of(Field("c", "C", separator=",", assigns=True), {"c": "SOURCE=PRESS,SIZE=L"})
    ['SOURCE', 'SIZE']
    """
    text = line[field.name]
    if field.assigns:
        return [part.partition("=")[0].strip() for part in text.split(field.separator)]
    return split_list(text) or [] if field.separator else [text.strip()]


def _joined(field: Field, line: Mapping[str, str], parts: Sequence[str]) -> str:
    """The text of a field that names other `parts` than those of `parts_of`."""
    if field.assigns:
        given = line[field.name].split(field.separator)
        both = zip(parts, given, strict=True)
        return (field.separator or "").join(f"{part}={old.partition('=')[2]}" for part, old in both)
    return join_list(parts) if field.separator else parts[0]
