"""The elements of a part that come again and again, rows or texts, without expat: one regular
expression an element takes a fraction of the time of its handlers.

What is not of the usual shape is given to expat: single elements, or all that follows where the
part could mean something else than it seems to (comments, other encodings or namespaces). So expat
sees the part with some of its elements left out, refuses what it always refuses, and says whether
the rest is sound.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from .xlsx_xml import Attributes, Ends, OnText, Starts, feed, make_parser

#: what is longer, an element or all before the first one, is left to expat
LONGEST = 1 << 22

_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)""")


#: takes elements from a place in a text of whole ones on, and gives where the first one begins that
#: is not of a usual shape, or where the text ends
Take = Callable[[str, int], int]


class Elements(Protocol):
    """Elements `name` directly in an element `parent`: handlers for expat, and `usual(prefix)`,
    which gives what takes many of them. `place` tells how far the part has been read."""

    parent: str
    name: str
    starts: Starts
    ends: Ends
    text: OnText

    def usual(self, prefix: str) -> Take: ...

    @property
    def place(self) -> str: ...


def scan(blocks: Iterable[bytes], part: str, elements: Elements) -> Iterator[None]:
    """Read a part; a generator that yields after each block."""
    scanner = _Scanner(part, elements)
    rest = b""
    for block in blocks:
        rest = scanner.take(rest + block)
        yield
    scanner.finish(rest)
    yield


class _Scanner:
    def __init__(self, part: str, elements: Elements) -> None:
        self._part, self._elements = part, elements
        parent, name = elements.parent.encode(), elements.name.encode()
        self._first = re.compile(
            rb"<([A-Za-z_][\w.-]*:|)%b(?:\s[^<>]*)?>(?=\s*<\1%b[\s>])" % (parent, name)
        )
        starts = {**elements.starts, elements.parent: self._enter}
        ends = {**elements.ends, elements.name: self._leave}
        self._parser = make_parser(part, starts, ends, elements.text)
        self._inside = self._ended = False
        self.take = self._begin

    def _enter(self, _attributes: Attributes) -> None:
        self._inside = True

    def _leave(self) -> None:
        self._ended = True
        leave = self._elements.ends[self._elements.name]
        if leave:
            leave()

    def _feed(self, data: bytes) -> None:
        feed(self._parser, self._part, data, place=self._elements.place)

    def finish(self, rest: bytes) -> None:
        self._feed(rest)
        feed(self._parser, self._part, b"", True, self._elements.place)

    def _begin(self, data: bytes) -> bytes:
        """All before the first element is for expat, which knows whether the parent, and so what
        has its prefix, is of the part's own namespace. Gives the rest, which is not complete."""
        found = self._first.search(data)
        if not found:
            return data if len(data) < LONGEST else self._give_up(data)
        head, rest = data[: found.end()], data[found.end() :]
        self._feed(head)
        if not (self._inside and is_plain(head)):
            return self._give_up(rest)
        prefix = found[1].decode()
        self._end = f"</{prefix}{self._elements.name}>"
        self._usual = self._elements.usual(prefix)
        self.take = self._go_on
        return self._go_on(rest)

    def _give_up(self, data: bytes) -> bytes:
        """Leave this and all that follows to expat."""
        self.take = self._give_up
        self._feed(data)
        return b""

    def _go_on(self, data: bytes) -> bytes:
        end = self._end.encode()
        size = data.rfind(end) + len(end)
        if size < len(end):
            return data if len(data) < LONGEST else self._give_up(data)
        whole, rest = data[:size], data[size:]
        if b"<!" in whole or b"<?" in whole:
            return self._give_up(data)
        if b"\r" in whole:
            whole = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        try:
            text = whole.decode()
        except UnicodeDecodeError:
            return self._give_up(data)
        return self._each(text, rest)

    def _each(self, text: str, rest: bytes) -> bytes:
        usual, end = self._usual, self._end
        position = usual(text, 0)
        while position < len(text):
            behind = text.index(end, position) + len(end)
            self._ended = False
            self._feed(text[position:behind].encode())
            if not self._ended:  # it is not where the others are
                return self._give_up(text[behind:].encode() + rest)
            position = usual(text, behind) if behind < len(text) else behind
        return rest


def is_plain(head: bytes) -> bool:
    """Whether all behind the beginning of a part is what it looks like."""
    declared = _ENCODING.search(head)
    if declared and declared[1].lower() != b"utf-8":
        return False
    return b"<!" not in head and head.count(b"<?") < 2
