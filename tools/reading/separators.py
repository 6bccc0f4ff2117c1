"""Which character separates the cells of a .csv: found by parsing with each, never by csv.Sniffer
(which takes seconds on hostile input and guesses on the rest)."""

import collections
import csv
import re
from collections.abc import Sequence

from ..rows.problems import SourceError
from .table import SEPARATORS

#: so many characters and records of the beginning are tried
SAMPLE = 65_536
RECORDS = 500

#: the score of a separator that cannot be tried
DOUBT = 0.01

_SEP_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_ONE_LABEL = re.compile(r'"?[^\W\d][\w .()/-]*"?')


def sep_line(text: str) -> tuple[str | None, int]:
    """(separator, length) of Excel's line "sep=;" at the beginning, or (None, 0).

    >>> sep_line("sep=;\\na;b"), sep_line("a;b")
    ((';', 6), (None, 0))
    """
    found = _SEP_LINE.match(text)
    return (found[1], found.end()) if found else (None, 0)


def find_separator(text: str, complete: bool) -> str | None:
    """The separator of a sample of a file, or None where it clearly has a single column.

    `complete` says whether the sample is the whole file. Raises SourceError `separator_unknown`
    when several fit equally well, or none does and the file is no plain list either.
    """
    lines = _whole_lines(text, complete)
    scores = {each: _score(lines, each) for each in SEPARATORS if each in text}
    best = max(scores.values(), default=0)
    winners = [each for each, score in scores.items() if score == best and best]
    if len(winners) == 1:
        return winners[0]
    if not winners and _is_list(lines):
        return None
    shown = [{"\t": "TAB"}.get(each, each) for each in winners]
    raise SourceError("separator_unknown", {"candidates": " ".join(shown)})


def _whole_lines(text: str, complete: bool) -> list[str]:
    lines = _split_with_ends(text)
    return lines if complete or len(lines) < 2 else lines[:-1]


def _split_with_ends(text: str) -> list[str]:
    """Lines as the csv reader gets them: not cut at the rarer line ends of str.splitlines."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


def _score(lines: Sequence[str], separator: str) -> float:
    """The share of records as wide as most are, from 0 to 1; 0 where most are of one column.

    A quoting error ends the trial, not the candidate: the reader names the place later. One in the
    very first record is a doubt: another separator may read it.
    """
    widths: collections.Counter[int] = collections.Counter()
    try:
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            if any(cells):
                widths[len(cells)] += 1
            if widths.total() >= RECORDS:
                break
    except csv.Error:
        if not widths:
            return DOUBT if separator in lines[0] else 0
    del widths[0]
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return count / widths.total() if width > 1 else 0


def _is_list(lines: Sequence[str]) -> bool:
    """A single column is believed when its first line reads like a label, with nothing in the
    file that could separate anything."""
    label = next((line.strip() for line in lines if line.strip()), "")
    return bool(_ONE_LABEL.fullmatch(label)) and not set("".join(lines)) & set(":;,|\t~^")
