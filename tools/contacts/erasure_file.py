"""The register of erased contacts as a file: JSON, an entry a line, no name and no e-mail.

A line holds ``STORED`` of an entry, "date" as text, the ids of "user" and "company", and "keys",
the digests of the entry's keys, of which the first is that of the record itself.
"""

import json
from collections.abc import Iterable
from typing import Any

Line = dict[str, Any]

# Of an entry, what a line has as it is; the import is one of the database that was lost.
STORED = ("contact", "row_number", "reference", "version", "counts", "residual")
_NAMES = frozenset((*STORED, "date", "user", "company", "keys"))


def write_lines(lines: Iterable[Line]) -> bytes:
    """The file.

    >>> write_lines([{"contact": 7}, {"contact": 8}])
    b'{"contact": 7}\\n{"contact": 8}\\n'
    """
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def read_lines(content: bytes) -> list[Line]:
    """The lines of such a file; raises ``ValueError`` where it is none.

    >>> read_lines(b"something else")
    Traceback (most recent call last):
    ...
    ValueError: not a register
    """
    try:
        lines = [json.loads(line) for line in content.decode().splitlines() if line.strip()]
    except ValueError as error:
        raise ValueError("not a register") from error
    if not all(isinstance(line, dict) and line.keys() >= _NAMES for line in lines):
        raise ValueError("not a register")
    return lines


def first_digests(lines: Iterable[Line]) -> list[str]:
    """Of each line the digest of the record itself.

    >>> first_digests([{"keys": ["a", "b"]}, {"keys": []}])
    ['a']
    """
    return [digest for line in lines for digest in line["keys"][:1]]


def missing_lines(lines: Iterable[Line], digests: set[str]) -> list[Line]:
    """The lines of which no key is among those in use.

    >>> missing_lines([{"keys": ["a", "b"]}, {"keys": ["c"]}], {"b"})
    [{'keys': ['c']}]
    """
    return [line for line in lines if not digests & set(line["keys"])]
