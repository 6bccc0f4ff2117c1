"""The records of an old workbook of Excel (BIFF): walking over them, and the texts in them.

A record is two bytes of code, two of size, and its data; what does not fit goes on in records
CONTINUE behind it. All numbers are little-endian; positions count from the start of the stream.
"""

from array import array
from collections.abc import Iterator
from struct import Struct

from .ole import Bytes

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C

#: kinds of substreams, in their BOF
GLOBALS, WORKSHEET = 0x0005, 0x0010

HEAD = Struct("<HH").unpack_from
SHORT = Struct("<H").unpack_from
LONG = Struct("<I").unpack_from

#: (code, where its data begins, their size)
Record = tuple[int, int, int]
#: where data begin and end
Segment = tuple[int, int]

#: what stands for the end of a text that is cut off: a bad character, a problem of its cell
LOST = "\ufffe"

_RICH, _PHONETIC, _WIDE = 0x08, 0x04, 0x01
_MORE = _RICH | _PHONETIC
_JOINED = 2
_LENGTH, _OFFSET = 0xFFFF, 0xFFFFFFFF
_PLAIN = Struct("<HB").unpack_from


def records(stream: Bytes, position: int) -> Iterator[Record]:
    """All records from a position on, as far as whole ones follow."""
    last = len(stream) - 4
    while position <= last:
        code, size = HEAD(stream, position)
        position += 4
        if position + size > len(stream):
            return
        yield code, position, size
        position += size


def segments(stream: Bytes, start: int, size: int) -> list[Segment]:
    """The data of a record and of those that continue it."""
    found = [(start, start + size)]
    for code, begin, length in records(stream, start + size):
        if code != CONTINUE:
            break
        found.append((begin, begin + length))
    return found


class Texts:
    """Reads texts of Unicode one after another: length, options, characters, then runs of formats
    and phonetic hints, which are skipped. Where the characters go on in the next segment, the
    options stand there anew."""

    def __init__(self, stream: Bytes, found: list[Segment]) -> None:
        self._stream = stream
        self._found = iter(found)
        self.position = self.end = 0
        self._next()

    def _next(self) -> None:
        self.position, self.end = next(self._found, (self.end, self.end))
        self.more = self.position < self.end

    def align(self) -> None:
        """A new text begins in the next segment where this one is at its end."""
        while self.position >= self.end and self.more:
            self._next()

    def skip(self, size: int) -> None:
        while size > self.end - self.position and self.more:
            size -= self.end - self.position
            self._next()
        self.position += size

    def header(self, wide_length: bool = True) -> tuple[int, int, int]:
        """(characters, options, bytes behind the text); the length has two bytes, or one."""
        stream, position = self._stream, self.position
        length = SHORT(stream, position)[0] if wide_length else stream[position]
        position += 2 if wide_length else 1
        options, behind = stream[position], 0
        position += 1
        if options & _RICH:
            behind, position = 4 * SHORT(stream, position)[0], position + 2
        if options & _PHONETIC:
            behind, position = behind + LONG(stream, position)[0], position + 4
        self.position = position
        return length, options & _WIDE, behind

    def characters(self, length: int, wide: int) -> str:
        """So many characters, over the ends of segments; LOST where there are fewer."""
        text = ""
        while True:
            size = min(length, self.end - self.position >> wide)
            start, self.position = self.position, self.position + (size << wide)
            text += decoded(self._stream[start : self.position], wide)
            length -= size
            if not length:
                return text
            self._next()
            if not self.more:
                return text + LOST
            wide = self._stream[self.position] & _WIDE
            self.position += 1


def decoded(content: Bytes, wide: int) -> str:
    """Characters of two bytes, or of one, which is the lower of two. Half a pair of surrogates
    stays what it is: a bad character of its cell."""
    return content.decode("utf-16-le", "surrogatepass") if wide else content.decode("latin-1")


class SharedTexts:
    """The shared texts of a workbook by their number. Only where they lie is kept: there may be
    millions. The counts that the table gives are wrong in some files, so nobody asks them."""

    def __init__(self, stream: Bytes = b"", found: list[Segment] | None = None) -> None:
        self._stream = stream
        #: bytes in front, characters, whether they are wide; or the number of a joined text
        self._places = array("Q")
        self._joined: list[str] = []
        if found:
            self._read(Texts(stream, found))

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> str:
        place = self._places[number]
        offset, length, kind = place & _OFFSET, place >> 32 & _LENGTH, place >> 48
        if kind == 0:
            return self._stream[offset : offset + length].decode("latin-1")
        if kind == 1:
            return decoded(self._stream[offset : offset + 2 * length], kind)
        return self._joined[offset]

    def _read(self, texts: Texts) -> None:
        texts.skip(8)
        texts.align()
        while texts.more and texts.position + 3 <= texts.end:
            self._read_plain(texts)
            if texts.position + 3 <= texts.end:
                length, wide, behind = texts.header()
                self._places.append(self._place(texts, length, wide))
                texts.skip(behind)
            texts.align()

    def _read_plain(self, texts: Texts) -> None:
        """The texts up to the first one that has more than characters, or goes on elsewhere: nearly
        all, in a loop that does nothing else."""
        stream, position, end = self._stream, texts.position, texts.end
        add = self._places.append
        while position + 3 <= end:
            length, options = _PLAIN(stream, position)
            after = position + 3 + (length << (options & _WIDE))
            if options & _MORE or after > end:
                break
            add(position + 3 | length << 32 | (options & _WIDE) << 48)
            position = after
        texts.position = position

    def _place(self, texts: Texts, length: int, wide: int) -> int:
        if texts.position + (length << wide) <= texts.end:
            place = texts.position | length << 32 | wide << 48
            texts.position += length << wide
            return place
        self._joined.append(texts.characters(length, wide))
        return len(self._joined) - 1 | _JOINED << 48
